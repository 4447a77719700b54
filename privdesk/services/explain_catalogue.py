# SPDX-License-Identifier: MIT
"""Errors of the catalogue in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import catalogue_errors
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.explanation import Explanation


def _above_cap(error: catalogue_errors.RuleAboveCapError) -> Explanation:
    years = error.cap // 12
    return Explanation(
        _("This keeps longer than we promise."),
        ngettext(
            "The notice promises {n} year after the contract at most, unless a law sets another period.",
            "The notice promises {n} years after the contract at most, unless a law sets another period.",
            years,
        ).format(n=years),
        _("Name the law with its article and the country where it holds, or choose a shorter period."),
    )


def _period(_error: catalogue_errors.RulePeriodError) -> Explanation:
    return Explanation(
        _("This period cannot be."),
        _(
            "A rule keeps for a month at least and a hundred years at most; what stays with the person has no period."
        ),
        _("Type the period anew."),
    )


def _no_basis(_error: catalogue_errors.RuleWithoutBasisError) -> Explanation:
    return Explanation(
        _("The reason is missing."),
        _("Every rule says why data are kept; people read it in their report."),
        _("Type the reason or the law."),
    )


def _incomplete(error: catalogue_errors.EntryIncompleteError) -> Explanation:
    part = {
        "title": _("The title is missing."),
        "basis": _("The legal basis is missing."),
        "name": _("The name is missing."),
        "address": _("The address is missing."),
        "purposes": _("No purpose is named."),
        "regimes": _("No law is named."),
        "version": _("The version is missing."),
    }.get(error.part, _("Something is missing."))
    return Explanation(part, _("Nothing was changed."), _("Fill it in and save again."))


def _unknown(error: catalogue_errors.EntryUnknownError) -> Explanation:
    return Explanation(
        _("The catalogue has no entry “{key}”.").format(key=error.key),
        _("It may have been taken out meanwhile."),
        _("Choose one from the list."),
    )


def _in_use(error: catalogue_errors.EntryInUseError) -> Explanation:
    if not error.groups:
        return Explanation(
            _("This entry is in use."),
            _("Consents, letters or papers name it; without it they would say nothing."),
            _("Change it instead, or take its papers away first. A recipient gets a last day."),
        )
    return Explanation(
        _("This entry is in use."),
        ngettext("{n} data group leans on it.", "{n} data groups lean on it.", len(error.groups)).format(
            n=len(error.groups)
        ),
        _("Let the data groups name another one first."),
    )


def _fixed(_error: catalogue_errors.FixedPartError) -> Explanation:
    return Explanation(
        _("This part stays as it is."),
        _("The desk itself goes by it: it knows where these data lie and from which day they count."),
        _("Change the period, the reason or the words."),
    )


def _country(_error: catalogue_errors.CountryCodeError) -> Explanation:
    return Explanation(
        _("This is no country."),
        _("A country is written with two letters, such as CH or DE."),
        _("Type the two letters."),
    )


def _undertaking(error: catalogue_errors.UndertakingDaysError) -> Explanation:
    day = wording.date_plain(error.expires)
    what = (
        _("It ends on {day}, and no day is given on which it was signed.").format(day=day)
        if error.signed is None
        else _("It ends on {day}, before it was signed.").format(day=day)
    )
    return Explanation(_("These days cannot be."), what, _("Look at the paper and type both days."))


def _day_taken(error: catalogue_errors.NoticeDayTakenError) -> Explanation:
    return Explanation(
        _("Another version begins on this day."),
        _("Version {version} is in force from {day}; a day has one notice.").format(
            version=error.version, day=wording.date_plain(error.day)
        ),
        _("Choose another day."),
    )


def _in_force(error: catalogue_errors.NoticeInForceError) -> Explanation:
    return Explanation(
        _("This version has been in force since {day}.").format(day=wording.date_plain(error.day)),
        _("Forms and consents name it; its day stays."),
        _("Enter a new version with a day of its own."),
    )


def _paper(_error: catalogue_errors.PaperKindError) -> Explanation:
    return Explanation(
        _("This file cannot be kept as a paper."),
        _("It has no pages that could be looked at."),
        _("Choose a PDF or a scan."),
    )


CATALOGUE_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    catalogue_errors.RuleAboveCapError: _above_cap,
    catalogue_errors.RulePeriodError: _period,
    catalogue_errors.RuleWithoutBasisError: _no_basis,
    catalogue_errors.EntryIncompleteError: _incomplete,
    catalogue_errors.EntryUnknownError: _unknown,
    catalogue_errors.EntryInUseError: _in_use,
    catalogue_errors.FixedPartError: _fixed,
    catalogue_errors.CountryCodeError: _country,
    catalogue_errors.UndertakingDaysError: _undertaking,
    catalogue_errors.NoticeDayTakenError: _day_taken,
    catalogue_errors.NoticeInForceError: _in_force,
    catalogue_errors.PaperKindError: _paper,
}
