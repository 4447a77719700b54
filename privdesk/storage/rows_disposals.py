# SPDX-License-Identifier: MIT
"""Rows of disposals: groups, rules, cut-offs and counts; they name nobody."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.catalogue import RetentionRule, Trigger
from privdesk.domain.disposals import (
    Disposal,
    DisposalGroup,
    DisposalId,
    DisposalState,
    Disposed,
    HeldBack,
)
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import PersonId
from privdesk.domain.vault import StaffId
from privdesk.storage.row_base import Json, Row

_PLAIN = (
    "number", "as_at", "planned_at", "planned_by", "step", "last", "backups_until", "started_at", "ended_at",
    "run_by", "ended_early",
)  # fmt: skip


class DisposalRow(Row):
    """A disposal: what is planned, how far it has come, what went."""

    __tablename__ = "disposal"
    __table_args__ = (
        CheckConstraint("state IN ('planned', 'running', 'clearing', 'done')", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    as_at: Mapped[date]
    plan: Mapped[Any] = mapped_column(Json, nullable=False)
    planned_at: Mapped[datetime]
    planned_by: Mapped[str]
    step: Mapped[int]
    last: Mapped[int]
    done: Mapped[Any] = mapped_column(Json, nullable=False)
    held: Mapped[Any] = mapped_column(Json, nullable=False)
    files: Mapped[Any] = mapped_column(Json, nullable=False)
    backups_until: Mapped[date | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    run_by: Mapped[str | None]
    ended_early: Mapped[bool]

    def take(self, disposal: Disposal) -> Self:
        """Take over everything but the id."""
        for name in _PLAIN:
            setattr(self, name, getattr(disposal, name))
        self.state = disposal.state.value
        self.plan = [_group_to_json(each) for each in disposal.groups]
        self.done = {key: [each.people, each.entries] for key, each in disposal.done.items()}
        self.held = [[each.group, each.people, each.restricted] for each in disposal.held]
        self.files = list(disposal.files)
        return self

    def to_domain(self) -> Disposal:
        return Disposal(
            id=DisposalId(self.id), number=self.number, state=DisposalState(self.state), as_at=self.as_at,
            groups=tuple(_group_from_json(each) for each in self.plan), planned_at=self.planned_at,
            planned_by=StaffId(self.planned_by), step=self.step, last=PersonId(self.last),
            done={key: Disposed(*counts) for key, counts in self.done.items()},
            held=tuple(HeldBack(*each) for each in self.held),
            files=tuple(DocumentId(each) for each in self.files), backups_until=self.backups_until,
            started_at=self.started_at, ended_at=self.ended_at,
            run_by=StaffId(self.run_by) if self.run_by is not None else None, ended_early=self.ended_early,
        )  # fmt: skip


def _group_to_json(group: DisposalGroup) -> Mapping[str, Any]:
    rule = group.rule
    return {
        "group": group.group, "cut_off": group.cut_off.isoformat(), "people": group.people, "entries": group.entries,
        "rule": {
            "key": rule.key, "trigger": rule.trigger.value, "months": rule.months, "basis": dict(rule.basis),
            "sentence": dict(rule.sentence), "jurisdiction": rule.jurisdiction,
        },
    }  # fmt: skip


def _group_from_json(body: Mapping[str, Any]) -> DisposalGroup:
    rule = body["rule"]
    held = RetentionRule(
        rule["key"], Trigger(rule["trigger"]), rule["months"], rule["basis"], rule["sentence"], rule["jurisdiction"]
    )  # fmt: skip
    cut_off = date.fromisoformat(body["cut_off"])
    return DisposalGroup(body["group"], held, cut_off, body["people"], body["entries"])
