# SPDX-License-Identifier: MIT
"""Entered forms."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from privdesk.domain.agencies import AgencyId
from privdesk.domain.inbox import ItemId
from privdesk.domain.people import PersonId
from privdesk.domain.submissions import Submission, SubmissionId, SubmissionState
from privdesk.storage.rows_inbox import SubmissionRow
from privdesk.storage.scope import Scope

_CENTURY = 100
_DIGITS = 5


class SqlSubmissions:
    """Forms as entered."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, submission: Submission) -> Submission:
        """Add it and give it its id; one without a number (nothing had arrived) gets the next form number."""
        year = self._scope.year(submission.entered_at) % _CENTURY
        number = submission.number or self._scope.next_number("F", f"{year:02d}", _DIGITS)
        row = SubmissionRow.of(submission, number)
        self._scope.session.add(row)
        self._scope.session.flush()
        return row.to_domain()

    def change(self, submission: Submission) -> None:
        """Bring it up to date; its number stays.

        Raises:
            NotFoundError.
        """
        self._scope.found(SubmissionRow, "submission", submission.id).take(submission)
        self._scope.session.flush()

    def get(self, submission_id: SubmissionId) -> Submission:
        """Raises: NotFoundError."""
        return self._scope.found(SubmissionRow, "submission", submission_id).to_domain()

    def of_person(self, person_id: PersonId) -> Sequence[Submission]:
        """Newest first."""
        statement = (
            select(SubmissionRow)
            .where(SubmissionRow.person_id == person_id)
            .order_by(SubmissionRow.entered_at.desc(), SubmissionRow.id.desc())
        )
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def in_state(self, state: SubmissionState) -> Sequence[Submission]:
        """Oldest first."""
        statement = (
            select(SubmissionRow)
            .where(SubmissionRow.state == state.value)
            .order_by(SubmissionRow.entered_at, SubmissionRow.id)
        )
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def of_item(self, item_id: ItemId, state: SubmissionState) -> Submission | None:
        """The newest form of one item in this state."""
        statement = select(SubmissionRow).where(
            SubmissionRow.item_id == item_id, SubmissionRow.state == state.value
        )
        row = self._scope.session.scalars(statement.order_by(SubmissionRow.id.desc()).limit(1)).first()
        return row.to_domain() if row else None

    def per_day(self, since: date, agency: AgencyId | None = None) -> Mapping[date, Mapping[str, int]]:
        """Forms entered a day (office date of entry), by channel; only that agency's where one is given."""
        start = datetime.combine(since, time(), self._scope.zone).astimezone(UTC)
        statement = select(SubmissionRow.entered_at, SubmissionRow.channel)
        if agency is not None:
            statement = statement.where(SubmissionRow.agency_id == agency)
        days: dict[date, dict[str, int]] = {}
        for at, channel in self._scope.session.execute(statement.where(SubmissionRow.entered_at >= start)):
            counts = days.setdefault(at.astimezone(self._scope.zone).date(), {})
            counts[channel] = counts.get(channel, 0) + 1
        return dict(sorted(days.items()))

    def settle(self, submission_id: SubmissionId, state: SubmissionState) -> None:
        """Say what became of it.

        Raises:
            NotFoundError.
        """
        self._scope.found(SubmissionRow, "submission", submission_id).state = state.value
        self._scope.session.flush()
