# SPDX-License-Identifier: MIT
"""Rows of the other rights: recipients told, restrictions set and lifted, objections weighed."""

from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.cases import CaseId
from privdesk.domain.catalogue import RecipientKind
from privdesk.domain.holds import HoldId
from privdesk.domain.inbox import DocumentId
from privdesk.domain.objections import Objection, Weighing
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.restriction import Restriction, RestrictionGround, RestrictionId
from privdesk.domain.tellings import Telling, TellingCause, TellingId, ToldParty
from privdesk.domain.vault import StaffId
from privdesk.storage.row_base import Json, Row


class TellingRow(Row):
    """One recipient to be told about one change."""

    __tablename__ = "telling"
    __table_args__ = (
        CheckConstraint("answered_on IS NULL OR told_on IS NOT NULL", "told_before_answered"),
        CheckConstraint("told_on IS NULL OR left_out = ''", "told_or_left_out"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    cause: Mapped[str]
    groups: Mapped[Any] = mapped_column("group_keys", Json, nullable=False)
    fields: Mapped[Any] = mapped_column(Json, nullable=False)
    recipient_key: Mapped[str]
    recipient_name: Mapped[str]
    recipient_kind: Mapped[str]
    address: Mapped[str]
    email: Mapped[str]
    due_since: Mapped[date]
    told_on: Mapped[date | None]
    channel: Mapped[str | None]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    answered_on: Mapped[date | None]
    answer: Mapped[str]
    left_out: Mapped[str]
    by: Mapped[str | None] = mapped_column("done_by")

    def take(self, telling: Telling) -> Self:
        """Take over everything but the id."""
        for name in (
            "person_id", "case_id", "due_since", "told_on", "document_id", "answered_on", "answer", "left_out", "by",
        ):  # fmt: skip
            setattr(self, name, getattr(telling, name))
        party = telling.party
        self.cause, self.groups = telling.cause.value, list(telling.groups)
        self.fields = [field.value for field in telling.fields]
        self.recipient_key, self.recipient_name = party.key, party.name
        self.recipient_kind, self.address, self.email = party.kind.value, party.address, party.email
        self.channel = telling.channel.value if telling.channel is not None else None
        return self

    def to_domain(self) -> Telling:
        party = ToldParty(
            self.recipient_key, self.recipient_name, RecipientKind(self.recipient_kind), self.address, self.email
        )  # fmt: skip
        return Telling(
            TellingId(self.id), TellingCause(self.cause), tuple(self.groups), party, self.due_since,
            PersonId(self.person_id) if self.person_id is not None else None,
            CaseId(self.case_id) if self.case_id is not None else None,
            tuple(PersonField(name) for name in self.fields), self.told_on,
            Channel(self.channel) if self.channel else None,
            DocumentId(self.document_id) if self.document_id else None, self.answered_on, self.answer, self.left_out,
            StaffId(self.by) if self.by else None,
        )  # fmt: skip


class RestrictionRow(Row):
    """One restriction from its setting to its lifting."""

    __tablename__ = "restriction"
    __table_args__ = (
        CheckConstraint("lifted_on IS NULL OR told_on IS NOT NULL", "told_before_lifted"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    ground: Mapped[str]
    since: Mapped[date]
    set_at: Mapped[datetime]
    set_by: Mapped[str]
    note: Mapped[str]
    told_on: Mapped[date | None]
    told_by: Mapped[str | None]
    lifted_on: Mapped[date | None]
    lifted_by: Mapped[str | None]
    lifted_because: Mapped[str]
    hold_id: Mapped[int | None]

    def take(self, restriction: Restriction) -> Self:
        """Take over everything but the id."""
        for name in (
            "person_id", "case_id", "since", "set_at", "set_by", "note", "told_on", "lifted_on", "lifted_by",
            "lifted_because", "hold_id",
        ):  # fmt: skip
            setattr(self, name, getattr(restriction, name))
        self.ground = restriction.ground.value
        self.told_by = restriction.told_by.value if restriction.told_by is not None else None
        return self

    def to_domain(self) -> Restriction:
        return Restriction(
            RestrictionId(self.id), PersonId(self.person_id), RestrictionGround(self.ground), self.since, self.set_at,
            StaffId(self.set_by), CaseId(self.case_id) if self.case_id is not None else None, self.note, self.told_on,
            Channel(self.told_by) if self.told_by else None, self.lifted_on,
            StaffId(self.lifted_by) if self.lifted_by else None, self.lifted_because,
            HoldId(self.hold_id) if self.hold_id is not None else None,
        )  # fmt: skip


class ObjectionRow(Row):
    """What one request objects to, and how it was weighed."""

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("(weighing IS NULL) = (weighed_at IS NULL)", "weighed"),
        CheckConstraint("told_closing_on IS NULL OR tell_before_closing", "told_closing"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    advertising: Mapped[bool]
    purposes: Mapped[Any] = mapped_column(Json, nullable=False)
    grounds: Mapped[str]
    tell_before_closing: Mapped[bool]
    told_closing_on: Mapped[date | None]
    told_closing_by: Mapped[str | None]
    weighing: Mapped[str | None]
    office_grounds: Mapped[str]
    weighed_at: Mapped[datetime | None]
    weighed_by: Mapped[str | None]

    def take(self, objection: Objection) -> Self:
        """Take over everything."""
        for name in (
            "case_id", "person_id", "advertising", "grounds", "tell_before_closing", "told_closing_on",
            "office_grounds", "weighed_at", "weighed_by",
        ):  # fmt: skip
            setattr(self, name, getattr(objection, name))
        self.purposes = list(objection.purposes)
        self.told_closing_by = objection.told_closing_by.value if objection.told_closing_by else None
        self.weighing = objection.weighing.value if objection.weighing is not None else None
        return self

    def to_domain(self) -> Objection:
        return Objection(
            CaseId(self.case_id), PersonId(self.person_id) if self.person_id is not None else None, self.advertising,
            tuple(self.purposes), self.grounds, self.tell_before_closing, self.told_closing_on,
            Channel(self.told_closing_by) if self.told_closing_by else None,
            Weighing(self.weighing) if self.weighing else None, self.office_grounds, self.weighed_at,
            StaffId(self.weighed_by) if self.weighed_by else None,
        )  # fmt: skip
