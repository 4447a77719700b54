# SPDX-License-Identifier: MIT
"""Rows of rights requests and calls; the deadline is kept as it was computed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.agencies import AgencyId
from privdesk.domain.cases import (
    Answer,
    CallId,
    CallSheet,
    Case,
    CaseId,
    CaseKind,
    CaseLetter,
    CaseRight,
    IdentityCheck,
    IdentityMethod,
    LetterDirection,
    Outcome,
    Right,
)
from privdesk.domain.inbox import DocumentId, ItemId
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.vault import StaffId
from privdesk.storage.case_json import (
    fee_from_json,
    fee_to_json,
    pause_from_json,
    pause_to_json,
    representative_from_json,
    representative_to_json,
)
from privdesk.storage.deadline_json import deadline_from_json, deadline_to_json
from privdesk.storage.row_base import Json, Row


class CaseRow(Row):
    """A request as it stands."""

    __tablename__ = "case_file"
    __table_args__ = (
        CheckConstraint("answered_on IS NOT NULL OR closed_on IS NULL", "answered_before_closed"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    person_name: Mapped[str]
    channel: Mapped[str]
    received_on: Mapped[date]
    entered_at: Mapped[datetime]
    language: Mapped[str]
    regime: Mapped[str]
    regime_version: Mapped[str]
    holiday_place: Mapped[str]
    holiday_digest: Mapped[str]
    deadline: Mapped[Any] = mapped_column(Json, nullable=False)
    due_on: Mapped[date]
    answered_on: Mapped[date | None]
    answer_channel: Mapped[str | None]
    answer_document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    answer_note: Mapped[str | None]
    answered_by: Mapped[str | None]
    closed_on: Mapped[date | None] = mapped_column(index=True)
    extended: Mapped[bool]
    extension_reason: Mapped[str]
    notes: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("inbox_item.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    kind: Mapped[str]
    refusal: Mapped[Any] = mapped_column(Json, nullable=True)
    other_regime: Mapped[str]
    pauses: Mapped[Any] = mapped_column(Json, nullable=False)
    fee: Mapped[Any] = mapped_column(Json, nullable=True)
    representative: Mapped[Any] = mapped_column(Json, nullable=True)
    assigned_to: Mapped[str | None]
    acknowledged_on: Mapped[date | None]
    extension_told: Mapped[date | None]
    extension_named: Mapped[date | None]

    @classmethod
    def of(cls, case: Case, number: str) -> Self:
        row = cls(number=number)
        row.take(case)
        return row

    def take(self, case: Case) -> None:
        """Take over everything but id, number, rights, checks and letters."""
        for name in (
            "person_id", "person_name", "received_on", "entered_at", "language", "regime", "regime_version",
            "holiday_place", "holiday_digest", "closed_on", "extended", "extension_reason", "notes", "item_id",
            "agency_id", "other_regime", "assigned_to", "acknowledged_on", "extension_told", "extension_named",
        ):  # fmt: skip
            setattr(self, name, getattr(case, name))
        self.kind, self.channel = case.kind.value, case.channel.value
        self.refusal = deadline_to_json(case.refusal) if case.refusal is not None else None
        self.pauses = [pause_to_json(pause) for pause in case.pauses]
        self.fee = fee_to_json(case.fee) if case.fee is not None else None
        person = case.representative
        self.representative = representative_to_json(person) if person is not None else None
        self.deadline = deadline_to_json(case.deadline)
        self.due_on = min(case.deadline.safe, case.deadline.legal)
        answer = case.answer
        self.answered_on = answer.on if answer else None
        self.answer_channel = answer.channel.value if answer else None
        self.answer_document_id = answer.document_id if answer else None
        self.answer_note = answer.note if answer else None
        self.answered_by = answer.by if answer else None

    def to_domain(
        self,
        rights: tuple[CaseRight, ...],
        identity: tuple[IdentityCheck, ...],
        letters: tuple[CaseLetter, ...],
    ) -> Case:
        return Case(
            id=CaseId(self.id), number=self.number, person_id=_person(self.person_id),
            person_name=self.person_name, channel=Channel(self.channel), received_on=self.received_on,
            entered_at=self.entered_at, language=self.language, regime=self.regime,
            regime_version=self.regime_version, holiday_place=self.holiday_place,
            holiday_digest=self.holiday_digest, deadline=deadline_from_json(self.deadline), rights=rights,
            identity=identity, letters=letters, answer=self._answer(), closed_on=self.closed_on,
            extended=self.extended, extension_reason=self.extension_reason, notes=self.notes,
            item_id=ItemId(self.item_id) if self.item_id is not None else None,
            agency_id=AgencyId(self.agency_id) if self.agency_id is not None else None, kind=CaseKind(self.kind),
            refusal=deadline_from_json(self.refusal) if self.refusal is not None else None,
            other_regime=self.other_regime, pauses=tuple(pause_from_json(pause) for pause in self.pauses),
            fee=fee_from_json(self.fee) if self.fee is not None else None,
            representative=representative_from_json(self.representative) if self.representative is not None else None,
            assigned_to=StaffId(self.assigned_to) if self.assigned_to else None,
            acknowledged_on=self.acknowledged_on, extension_told=self.extension_told,
            extension_named=self.extension_named,
        )  # fmt: skip

    def _answer(self) -> Answer | None:
        if self.answered_on is None:
            return None
        document = self.answer_document_id
        return Answer(
            self.answered_on, Channel(self.answer_channel or ""), DocumentId(document) if document else None,
            self.answer_note or "", StaffId(self.answered_by or ""),
        )  # fmt: skip


class RightRow(Row):
    """One right of a case."""

    __tablename__ = "case_right"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    right: Mapped[str] = mapped_column("asked")
    outcome: Mapped[str]
    wish: Mapped[str]
    changes: Mapped[Any] = mapped_column(Json, nullable=False)
    reason: Mapped[str]
    proof: Mapped[str]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    reason_key: Mapped[str]
    legal: Mapped[date | None]
    safe: Mapped[date | None]
    purposes: Mapped[Any] = mapped_column(Json, nullable=False)

    @classmethod
    def of(cls, case_id: int, position: int, right: CaseRight) -> Self:
        return cls(
            case_id=case_id, position=position, right=right.right.value, outcome=right.outcome.value,
            wish=right.wish, changes=changes_to_json(right.changes), reason=right.reason, proof=right.proof,
            decided_at=right.decided_at, decided_by=right.decided_by, reason_key=right.reason_key,
            legal=right.legal, safe=right.safe, purposes=list(right.purposes),
        )  # fmt: skip

    def to_domain(self) -> CaseRight:
        return CaseRight(
            Right(self.right), Outcome(self.outcome), self.wish, changes_from_json(self.changes), self.reason,
            self.proof, self.decided_at, StaffId(self.decided_by) if self.decided_by else None, self.reason_key,
            self.legal, self.safe, tuple(self.purposes),
        )  # fmt: skip


class IdentityRow(Row):
    """One identity check of a case."""

    __tablename__ = "case_identity"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    method: Mapped[str]
    passed: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column("checked_by")
    questions: Mapped[Any] = mapped_column(Json, nullable=False)
    right: Mapped[int] = mapped_column("right_answers")
    needed: Mapped[int]
    contact: Mapped[str | None]

    @classmethod
    def of(cls, case_id: int, position: int, check: IdentityCheck) -> Self:
        return cls(
            case_id=case_id, position=position, method=check.method.value, passed=check.passed, at=check.at,
            by=check.by, questions=list(check.questions), right=check.right, needed=check.needed,
            contact=check.contact.value if check.contact else None,
        )  # fmt: skip

    def to_domain(self) -> IdentityCheck:
        return IdentityCheck(
            IdentityMethod(self.method), self.passed, self.at, StaffId(self.by), tuple(self.questions), self.right,
            self.needed, PersonField(self.contact) if self.contact else None,
        )  # fmt: skip


class LetterRow(Row):
    """One piece of a case's correspondence."""

    __tablename__ = "case_letter"
    __table_args__ = (CheckConstraint("direction IN ('in', 'out', 'note')", "direction"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    direction: Mapped[str]
    channel: Mapped[str]
    title: Mapped[str]
    detail: Mapped[str]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("inbox_item.id"))

    @classmethod
    def of(cls, case_id: int, position: int, letter: CaseLetter) -> Self:
        return cls(
            case_id=case_id, position=position, at=letter.at, direction=letter.direction.value,
            channel=letter.channel.value, title=letter.title, detail=letter.detail,
            document_id=letter.document_id, item_id=letter.item_id,
        )  # fmt: skip

    def to_domain(self) -> CaseLetter:
        return CaseLetter(
            self.at, LetterDirection(self.direction), Channel(self.channel), self.title, self.detail,
            DocumentId(self.document_id) if self.document_id else None,
            ItemId(self.item_id) if self.item_id is not None else None,
        )  # fmt: skip


class CallRow(Row):
    """A call sheet, saved as it is typed."""

    __tablename__ = "call_sheet"
    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", "period"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    staff_id: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    answers: Mapped[Any] = mapped_column(Json, nullable=False)
    called_back: Mapped[str | None]
    wishes: Mapped[Any] = mapped_column(Json, nullable=False)
    changes: Mapped[Any] = mapped_column(Json, nullable=False)
    notes: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    representative: Mapped[Any] = mapped_column(Json, nullable=True)
    purposes: Mapped[Any] = mapped_column(Json, nullable=False)
    against: Mapped[Any] = mapped_column(Json, nullable=False)
    letter_code: Mapped[bool]
    reached_on: Mapped[date | None]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))

    def take(self, sheet: CallSheet) -> Self:
        """Take over everything but the id."""
        self.started_at, self.ended_at, self.staff_id = sheet.started_at, sheet.ended_at, sheet.staff_id
        self.person_id, self.case_id, self.notes = sheet.person_id, sheet.case_id, sheet.notes
        self.answers = dict(sheet.answers)
        self.called_back = sheet.called_back.value if sheet.called_back else None
        self.wishes = sorted(sheet.wishes)
        self.changes = changes_to_json(sheet.changes)
        who = sheet.representative
        self.representative = representative_to_json(who) if who is not None else None
        self.purposes, self.against = sorted(sheet.purposes), sorted(sheet.against)
        self.letter_code = sheet.letter_code
        self.reached_on, self.agency_id = sheet.reached_on, sheet.agency_id
        return self

    def to_domain(self) -> CallSheet:
        return CallSheet(
            CallId(self.id), self.started_at, StaffId(self.staff_id), _person(self.person_id), self.answers,
            PersonField(self.called_back) if self.called_back else None,
            frozenset(Right(wish) for wish in self.wishes), changes_from_json(self.changes), self.notes,
            self.ended_at, CaseId(self.case_id) if self.case_id is not None else None,
            representative_from_json(self.representative) if self.representative is not None else None,
            frozenset(self.purposes), frozenset(self.against), self.letter_code, self.reached_on,
            AgencyId(self.agency_id) if self.agency_id is not None else None,
        )  # fmt: skip


def _person(person_id: int | None) -> PersonId | None:
    return PersonId(person_id) if person_id is not None else None


def changes_to_json(changes: Mapping[PersonField, str]) -> dict[str, str]:
    """New values by field name."""
    return {name.value: value for name, value in changes.items()}


def changes_from_json(body: Mapping[str, str]) -> dict[PersonField, str]:
    """What `changes_to_json` made."""
    return {PersonField(name): value for name, value in body.items()}
