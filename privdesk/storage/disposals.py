# SPDX-License-Identifier: MIT
"""Disposals planned, running and done; the originals on paper of forms that go with them."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import Select, and_, delete, or_, select

from privdesk.domain.disposals import Disposal, DisposalId, DisposalState
from privdesk.domain.erasure_plan import PaperOriginal
from privdesk.domain.people import PersonId
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_disposals import DisposalRow
from privdesk.storage.rows_inbox import SubmissionRow
from privdesk.storage.scope import Scope

_DIGITS = 4
_UNFINISHED = (DisposalState.RUNNING.value, DisposalState.CLEARING.value)
_FORM = table_of(SubmissionRow)


class SqlDisposals:
    """Disposals and what is remembered of them."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, disposal: Disposal) -> Disposal:
        """Add it; the id is given here, and a number once it begins to run."""
        row = DisposalRow().take(self._numbered(disposal))
        self._scope.session.add(row)
        self._scope.session.flush()
        return row.to_domain()

    def change(self, disposal: Disposal) -> Disposal:
        """Bring it up to date; once it begins to run its number, such as D-2026-0001, is given here.

        Raises: NotFoundError.
        """
        row = self._scope.found(DisposalRow, "disposal", disposal.id).take(self._numbered(disposal))
        self._scope.session.flush()
        return row.to_domain()

    def get(self, disposal_id: DisposalId) -> Disposal:
        """Raises: NotFoundError."""
        return self._scope.found(DisposalRow, "disposal", disposal_id).to_domain()

    def planned(self) -> Sequence[Disposal]:
        """Those that have not run, newest first."""
        return self._found(select(DisposalRow).where(DisposalRow.state == DisposalState.PLANNED.value))

    def unfinished(self) -> Disposal | None:
        """The one that began and has not come to its end."""
        found = self._found(select(DisposalRow).where(DisposalRow.state.in_(_UNFINISHED)))
        return found[0] if found else None

    def recent(self, limit: int = 100) -> Sequence[Disposal]:
        """What began to run, newest first."""
        began = select(DisposalRow).where(DisposalRow.state != DisposalState.PLANNED.value)
        return self._found(began, limit)

    def drop(self, disposal_id: DisposalId) -> None:
        """Forget one that was only planned."""
        planned = DisposalRow.state == DisposalState.PLANNED.value
        self._scope.session.execute(delete(DisposalRow).where(DisposalRow.id == disposal_id, planned))
        self._scope.session.expire_all()

    def papers_of(self, person_ids: Collection[PersonId]) -> Sequence[PaperOriginal]:
        """Originals on paper of these people's forms, by where they lie."""
        chosen = and_(_FORM.c.person_id.is_(None), _FORM.c.chosen_person_id.in_(person_ids))
        mine = or_(_FORM.c.person_id.in_(person_ids), chosen)
        statement = select(_FORM.c.number, _FORM.c.paper_place, _FORM.c.received_on)
        found = self._scope.connection.execute(
            statement.where(mine, _FORM.c.paper_place != "").order_by(_FORM.c.paper_place, _FORM.c.number)
        )
        return [PaperOriginal(number, place, received_on, True) for number, place, received_on in found]

    def _numbered(self, disposal: Disposal) -> Disposal:
        if disposal.number or disposal.started_at is None:
            return disposal
        number = self._scope.next_number("D", str(self._scope.year(disposal.started_at)), _DIGITS)
        return replace(disposal, number=number)

    def _found(self, statement: Select[DisposalRow], limit: int = 100) -> list[Disposal]:
        ordered = statement.order_by(DisposalRow.id.desc()).limit(limit)
        return [row.to_domain() for row in self._scope.session.scalars(ordered)]
