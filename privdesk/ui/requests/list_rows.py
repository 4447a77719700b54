# SPDX-License-Identifier: MIT
"""The rows of the list of requests: open ones by urgency, closed ones by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from privdesk.domain.cases import Case, Step
from privdesk.domain.staff import StaffMember
from privdesk.domain.vault import StaffId
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_acts import case_title
from privdesk.services.case_words import asker_name
from privdesk.services.names import channel_name
from privdesk.services.today import due_row as due_value
from privdesk.ui.widgets.due_rows import DUE, due_row
from privdesk.ui.widgets.rows import Cell, Row

CLOSED = "closed"


class CaseFilter(StrEnum):
    """What the list lets through."""

    OPEN = "open"
    IDENTITY = "identity"
    DECISION = "decision"
    FULFILLED = "fulfilled"
    CLOSED = "closed"
    MINE = "mine"
    """Given to the one who is signed in."""


_STEPS: Mapping[CaseFilter, frozenset[Step]] = {
    CaseFilter.OPEN: frozenset(Step),
    CaseFilter.IDENTITY: frozenset({Step.RECEIVED, Step.IDENTITY}),
    CaseFilter.DECISION: frozenset({Step.DECISION}),
    CaseFilter.FULFILLED: frozenset({Step.FULFILLED}),
}


@dataclass(frozen=True, slots=True)
class CaseLists:
    """Open requests, most urgent first, and those closed this year, the latest first."""

    open: Sequence[Case]
    closed: Sequence[Case]
    me: StaffId | None = None

    def held(self, which: CaseFilter) -> Sequence[Case]:
        """What a filter lets through."""
        if which is CaseFilter.CLOSED:
            return self.closed
        if which is CaseFilter.MINE:
            return [
                case for case in self.open if case.assigned_to is not None and case.assigned_to == self.me
            ]
        return [case for case in self.open if case.step in _STEPS[which]]


def filter_words(lists: CaseLists) -> list[tuple[str, str, int | None]]:
    """Key, words and count of each filter."""
    words = {
        CaseFilter.OPEN: _("Open"),
        CaseFilter.MINE: _("With me"),
        CaseFilter.IDENTITY: _("Identity to check"),
        CaseFilter.DECISION: _("To decide"),
        CaseFilter.FULFILLED: _("To answer"),
        CaseFilter.CLOSED: _("Closed this year"),
    }
    return [(which.value, words[which], len(lists.held(which))) for which in CaseFilter]


def case_rows(lists: CaseLists, which: CaseFilter, member: StaffMember, today: date) -> list[Row]:
    """The rows of one filter."""
    if which is CaseFilter.CLOSED:
        return [_closed_row(case, today) for case in lists.closed]
    return [due_row(due_value(case, member, today), today, numbered=True) for case in lists.held(which)]


def _closed_row(case: Case, today: date) -> Row:
    closed = case.closed_on or today
    answered = channel_name(case.answer.channel) if case.answer is not None else ""
    return Row(
        (DUE, case.id),
        (
            Cell(_("closed"), icon="circle-check", icon_tone="sure", span=2, tone="muted"),
            Cell(),
            Cell(
                asker_name(case),
                after=case_title(case),
                after_tone="normal",
                tone="strong",
                second=_("{number} · received {day}").format(
                    number=case.number, day=wording.date_short(case.received_on, today)
                ),
            ),
            Cell(_("Answered"), second=answered),
            Cell(
                wording.date_short(closed, today),
                second=_("in time") if closed <= case.deadline.legal else _("late"),
            ),
        ),
        CLOSED,
        jump=asker_name(case),
    )
