# SPDX-License-Identifier: MIT
"""Erasures planned, running and done; the originals on paper that they leave to destroy."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, delete, func, select

from privdesk.domain.cases import CaseId
from privdesk.domain.disposals import DisposalId
from privdesk.domain.erasure_plan import GroupHeld
from privdesk.domain.erasures import Erasure, ErasureId, ErasureState, Paper, PaperId
from privdesk.domain.people import PersonId
from privdesk.storage.erasing_counts import STREAM_OF, held
from privdesk.storage.rows_activity import STREAMS
from privdesk.storage.rows_erasure import ErasureRow, PaperRow
from privdesk.storage.scope import Scope

_DIGITS = 4
_BEGAN = ErasureRow.state != ErasureState.PLANNED.value
_UNFINISHED = (ErasureState.RUNNING.value, ErasureState.CLEARING.value)


class SqlErasures:
    """Erasures and what is remembered of them."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, erasure: Erasure) -> Erasure:
        """Add it; the id is given here, and a number once it begins to run."""
        row = ErasureRow().take(self._numbered(erasure))
        self._scope.session.add(row)
        self._scope.session.flush()
        return row.to_domain()

    def change(self, erasure: Erasure) -> Erasure:
        """Bring it up to date; once it begins to run its number, such as E-2026-0001, is given here.

        Raises: NotFoundError.
        """
        row = self._scope.found(ErasureRow, "erasure", erasure.id).take(self._numbered(erasure))
        self._scope.session.flush()
        return row.to_domain()

    def get(self, erasure_id: ErasureId) -> Erasure:
        """Raises: NotFoundError."""
        return self._scope.found(ErasureRow, "erasure", erasure_id).to_domain()

    def of_person(self, person_id: PersonId) -> Sequence[Erasure]:
        """Newest first."""
        statement = select(ErasureRow).where(ErasureRow.person_id == person_id)
        return self._found(statement.order_by(ErasureRow.id.desc()))

    def of_case(self, case_id: CaseId) -> Sequence[Erasure]:
        """Newest first."""
        statement = select(ErasureRow).where(ErasureRow.case_id == case_id)
        return self._found(statement.order_by(ErasureRow.id.desc()))

    def recent(self, limit: int = 100) -> Sequence[Erasure]:
        """What began to run, newest first."""
        return self._found(select(ErasureRow).where(_BEGAN).order_by(ErasureRow.id.desc()).limit(limit))

    def unfinished(self) -> Sequence[Erasure]:
        """What began and has not come to its end."""
        running = select(ErasureRow).where(ErasureRow.state.in_(_UNFINISHED))
        return self._found(running.order_by(ErasureRow.id))

    def drop(self, erasure_id: ErasureId) -> None:
        """Forget one that was only planned."""
        planned = ErasureRow.state == ErasureState.PLANNED.value
        self._scope.session.execute(delete(ErasureRow).where(ErasureRow.id == erasure_id, planned))
        self._scope.session.expire_all()

    def held(self, person_id: PersonId) -> Mapping[str, GroupHeld]:
        """What is on file of a person, by data group; look-ups are left out, they stand in the audit trail."""
        return held(self._scope, person_id)

    def up_to(self, person_id: PersonId, group: str, day: date) -> int:
        """How many entries of a stream are dated up to and including `day`."""
        table = STREAMS[STREAM_OF[group]]
        end = datetime.combine(day + timedelta(days=1), time(), self._scope.zone)
        statement = select(func.count()).where(
            table.c.person_id == person_id, table.c.at < int(end.timestamp())
        )
        return self._scope.session.scalar(statement) or 0

    def add_papers(self, papers: Sequence[Paper]) -> None:
        """`id` of each is given here."""
        self._scope.session.add_all([PaperRow().take(paper) for paper in papers])
        self._scope.session.flush()

    def papers(self, erasure_id: ErasureId | None = None, *, waiting: bool = False) -> Sequence[Paper]:
        """Originals to destroy, of one erasure or of all, the most urgent first; `waiting`: not ticked yet."""
        statement = select(PaperRow)
        if erasure_id is not None:
            statement = statement.where(PaperRow.erasure_id == erasure_id)
        if waiting:
            statement = statement.where(PaperRow.destroyed_on.is_(None))
        ordered = statement.order_by(PaperRow.destroyed_on.is_not(None), PaperRow.destroy_by, PaperRow.id)
        return [row.to_domain() for row in self._scope.session.scalars(ordered)]

    def papers_of_disposal(self, disposal_id: DisposalId) -> Sequence[Paper]:
        """Originals to destroy after one disposal, the most urgent first."""
        statement = select(PaperRow).where(PaperRow.disposal_id == disposal_id)
        ordered = statement.order_by(PaperRow.destroyed_on.is_not(None), PaperRow.destroy_by, PaperRow.id)
        return [row.to_domain() for row in self._scope.session.scalars(ordered)]

    def paper(self, paper_id: PaperId) -> Paper:
        """Raises: NotFoundError."""
        return self._scope.found(PaperRow, "paper", paper_id).to_domain()

    def change_paper(self, paper: Paper) -> None:
        """Bring it up to date. Raises: NotFoundError."""
        self._scope.found(PaperRow, "paper", paper.id).take(paper)
        self._scope.session.flush()

    def _numbered(self, erasure: Erasure) -> Erasure:
        if erasure.number or erasure.started_at is None:
            return erasure
        number = self._scope.next_number("E", str(self._scope.year(erasure.started_at)), _DIGITS)
        return replace(erasure, number=number)

    def _found(self, statement: Select[ErasureRow]) -> list[Erasure]:
        return [row.to_domain() for row in self._scope.session.scalars(statement)]
