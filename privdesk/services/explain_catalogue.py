# SPDX-License-Identifier: MIT
"""Errors of the catalogue in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import catalogue_errors
from privdesk.i18n import _, ngettext
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
        _("A rule keeps for a number of months, at least one; what stays with the person has no period."),
        _("Type the period anew."),
    )


def _no_basis(_error: catalogue_errors.RuleWithoutBasisError) -> Explanation:
    return Explanation(
        _("The reason is missing."),
        _("Every rule says why data are kept; people read it in their report."),
        _("Type the reason or the law."),
    )


CATALOGUE_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    catalogue_errors.RuleAboveCapError: _above_cap,
    catalogue_errors.RulePeriodError: _period,
    catalogue_errors.RuleWithoutBasisError: _no_basis,
}
