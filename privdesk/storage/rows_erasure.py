# SPDX-License-Identifier: MIT
"""Rows of holds, of erasures, and of originals on paper that are to be destroyed."""

from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.cases import CaseId
from privdesk.domain.disposals import DisposalId
from privdesk.domain.erasure_plan import Act, Ground, choices_from_json, choices_to_json
from privdesk.domain.erasures import Erasure, ErasureId, ErasureState, FrozenRow, Paper, PaperId
from privdesk.domain.holds import Hold, HoldId
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import PersonId
from privdesk.domain.vault import StaffId
from privdesk.storage.row_base import Json, Row


class HoldRow(Row):
    """A hold on a person's data."""

    __tablename__ = "hold"
    __table_args__ = (CheckConstraint("reason <> ''", "reason"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    groups: Mapped[Any] = mapped_column(Json, nullable=False)
    reason: Mapped[str]
    review_on: Mapped[date]
    set_at: Mapped[datetime]
    set_by: Mapped[str]
    lifted_at: Mapped[datetime | None] = mapped_column(index=True)
    lifted_by: Mapped[str | None]
    lift_reason: Mapped[str]

    def take(self, hold: Hold) -> Self:
        """Take over everything but the id."""
        self.person_id, self.groups, self.reason = hold.person_id, sorted(hold.groups), hold.reason
        self.review_on, self.set_at, self.set_by = hold.review_on, hold.set_at, hold.set_by
        self.lifted_at, self.lifted_by, self.lift_reason = hold.lifted_at, hold.lifted_by, hold.lift_reason
        return self

    def to_domain(self) -> Hold:
        return Hold(
            HoldId(self.id), PersonId(self.person_id), frozenset(self.groups), self.reason, self.review_on,
            self.set_at, StaffId(self.set_by), self.lifted_at,
            StaffId(self.lifted_by) if self.lifted_by is not None else None, self.lift_reason,
        )  # fmt: skip


class ErasureRow(Row):
    """An erasure: numbers of entries by group, never a value."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'running', 'clearing', 'done')", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    state: Mapped[str] = mapped_column(index=True)
    choices: Mapped[Any] = mapped_column(Json, nullable=False)
    paid_back: Mapped[str]
    language: Mapped[str]
    whole: Mapped[bool]
    restricts: Mapped[bool]
    plan: Mapped[Any] = mapped_column(Json, nullable=False)
    done: Mapped[Any] = mapped_column(Json, nullable=False)
    files: Mapped[Any] = mapped_column(Json, nullable=False)
    backups_until: Mapped[date | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    run_by: Mapped[str | None]

    def take(self, erasure: Erasure) -> Self:
        """Take over everything but the id."""
        for name in (
            "number", "person_id", "case_id", "paid_back", "language", "whole", "restricts", "backups_until",
            "started_at", "ended_at", "run_by",
        ):  # fmt: skip
            setattr(self, name, getattr(erasure, name))
        self.state = erasure.state.value
        self.choices = choices_to_json(erasure.choices)
        self.plan = [_frozen_to_json(row) for row in erasure.rows]
        self.done, self.files = dict(erasure.done), list(erasure.files)
        return self

    def to_domain(self) -> Erasure:
        return Erasure(
            ErasureId(self.id), self.number, PersonId(self.person_id) if self.person_id is not None else None,
            CaseId(self.case_id) if self.case_id is not None else None, ErasureState(self.state),
            choices_from_json(self.choices), self.paid_back, self.language, self.whole, self.restricts,
            tuple(_frozen_from_json(row) for row in self.plan), dict(self.done),
            tuple(DocumentId(each) for each in self.files), self.backups_until, self.started_at, self.ended_at,
            StaffId(self.run_by) if self.run_by is not None else None,
        )  # fmt: skip


class PaperRow(Row):
    """An original on paper that is to be destroyed."""

    __tablename__ = "paper_original"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    erasure_id: Mapped[int | None] = mapped_column(ForeignKey("erasure.id"), index=True)
    disposal_id: Mapped[int | None] = mapped_column(ForeignKey("disposal.id"), index=True)
    form_number: Mapped[str]
    place: Mapped[str]
    received_on: Mapped[date]
    destroy_by: Mapped[date]
    destroyed_on: Mapped[date | None] = mapped_column(index=True)
    destroyed_by: Mapped[str | None]

    def take(self, paper: Paper) -> Self:
        """Take over everything but the id."""
        for name in (
            "erasure_id", "disposal_id", "form_number", "place", "received_on", "destroy_by", "destroyed_on",
            "destroyed_by",
        ):  # fmt: skip
            setattr(self, name, getattr(paper, name))
        return self

    def to_domain(self) -> Paper:
        return Paper(
            PaperId(self.id), ErasureId(self.erasure_id) if self.erasure_id is not None else None, self.form_number,
            self.place, self.received_on, self.destroy_by, self.destroyed_on,
            StaffId(self.destroyed_by) if self.destroyed_by is not None else None,
            DisposalId(self.disposal_id) if self.disposal_id is not None else None,
        )  # fmt: skip


def _frozen_to_json(row: FrozenRow) -> list[Any]:
    return [
        row.group, row.act.value, row.ground.value, row.rule, row.held, row.goes,
        row.until.isoformat() if row.until else None, row.cut_off.isoformat() if row.cut_off else None, row.reason,
    ]  # fmt: skip


def _frozen_from_json(body: list[Any]) -> FrozenRow:
    group, act, ground, rule, held, goes, until, cut_off, reason = body
    return FrozenRow(
        group, Act(act), Ground(ground), rule, held, goes, date.fromisoformat(until) if until else None,
        date.fromisoformat(cut_off) if cut_off else None, reason,
    )  # fmt: skip
