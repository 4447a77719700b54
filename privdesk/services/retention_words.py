# SPDX-License-Identifier: MIT
"""Retention and disposals in words, for window, command line and approvals alike."""

from collections.abc import Mapping

from privdesk.domain.catalogue import Catalogue, RetentionRule, Trigger
from privdesk.domain.disposals import Disposal, DisposalState
from privdesk.domain.forms import text_in
from privdesk.domain.retention_due import IDENTITY, UNENTERED, USAGE_SUMS
from privdesk.i18n import _, desk_language, ngettext
from privdesk.services import wording
from privdesk.services.erasure_words import group_title


def retention_title(catalogue: Catalogue, group: str, language: str = "") -> str:
    """A data group of retention; a record goes as a whole, so it is named by that."""
    if group == IDENTITY:
        return _records(language or desk_language())
    known = {each.key for each in catalogue.groups}
    titles = _titles(language or desk_language())
    return (
        titles[group] if group in titles and group not in known else group_title(catalogue, group, language)
    )


def _records(language: str) -> str:
    return {
        "de": "Wer jemand ist: der ganze Datensatz",
        "fr": "Qui est quelqu’un : le dossier entier",
        "it": "Chi è qualcuno: tutta la scheda",
    }.get(language, "Who somebody is: the whole record")


def _titles(language: str) -> Mapping[str, str]:
    return {
        "de": {USAGE_SUMS: "Nutzung in Monatssummen", UNENTERED: "Nicht erfasste Eingänge und Entwürfe"},
        "fr": {USAGE_SUMS: "Utilisation en sommes mensuelles", UNENTERED: "Envois non saisis et brouillons"},
        "it": {USAGE_SUMS: "Uso in somme mensili", UNENTERED: "Arrivi non registrati e bozze"},
    }.get(language, {USAGE_SUMS: "Use by month", UNENTERED: "What was never entered, and drafts"})


def cut_off_words(rule: RetentionRule, cut_off: str) -> str:
    """Up to which day what counts is past its period."""
    return {
        Trigger.CONTRACT_END: _("contract ended by {day}"),
        Trigger.BOOKING_YEAR_END: _("booked by {day}"),
        Trigger.CASE_CLOSED: _("closed by {day}"),
    }.get(rule.trigger, _("dated up to {day}")).format(day=cut_off)


def law_of(rule: RetentionRule, language: str = "") -> str:
    """The law or reason of a rule as it was frozen."""
    return text_in(rule.basis, language or desk_language())


def period_of(rule: RetentionRule, language: str = "") -> str:
    """How long a rule keeps, as it was frozen."""
    return text_in(rule.sentence, language or desk_language())


def entries_words(count: int) -> str:
    """So many entries."""
    return ngettext("{n} entry", "{n} entries", count).format(n=wording.number(count))


def people_words(count: int) -> str:
    """So many people."""
    return ngettext("{n} person", "{n} people", count).format(n=wording.number(count))


def held_back_words(count: int) -> str:
    """How many people's data of one group stay although due."""
    words = ngettext("{n} person is held back", "{n} people are held back", count)
    return words.format(n=wording.number(count))


def held_groups_words(disposal: Disposal) -> str:
    """In how many groups somebody was held back: one person may be in several, so people do not add up."""
    count = len(disposal.held)
    if not count:
        return ""
    return ngettext("people in {n} group", "people in {n} groups", count).format(n=count)


def disposal_state(disposal: Disposal) -> str:
    """Where a disposal stands."""
    if disposal.state is DisposalState.DONE:
        return _("Ended early") if disposal.ended_early else _("Done")
    return {
        DisposalState.PLANNED: _("Planned"),
        DisposalState.RUNNING: _("Not finished"),
        DisposalState.CLEARING: _("Not finished"),
    }[disposal.state]


def disposal_summary(disposal: Disposal, catalogue: Catalogue) -> list[str]:
    """What would go, a line a group, for the one who approves; names nobody."""
    words = _("{entries} at most, as at {day}.")
    day = wording.date_plain(disposal.as_at)
    lines = [words.format(entries=entries_words(disposal.entries), day=day)]
    for each in disposal.groups:
        title = retention_title(catalogue, each.group)
        until = cut_off_words(each.rule, wording.date_plain(each.cut_off))
        lines.append(
            _("{group}: {entries}, {until}").format(
                group=title, entries=entries_words(each.entries), until=until
            )
        )
    lines.append(
        _("People under a hold are left out, and those who had the use restricted or whose request is open.")
    )
    return lines
