# SPDX-License-Identifier: MIT
"""Rows of what arrived and what was entered: items, documents, drafts, submissions."""

from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.agencies import AgencyId
from privdesk.domain.forms import Certainty, FieldReading, ReadingOrigin, TemplateId, TemplateRef
from privdesk.domain.inbox import (
    Document,
    DocumentId,
    DocumentRole,
    Draft,
    InboxItem,
    ItemId,
    ItemState,
    MailFacts,
)
from privdesk.domain.people import Channel, PersonId, Source
from privdesk.domain.submissions import FormEntry, SamePerson, Submission, SubmissionId, SubmissionState
from privdesk.domain.vault import StaffId
from privdesk.storage.row_base import Json, Plain, Row


class InboxItemRow(Row):
    """An item that arrived."""

    __tablename__ = "inbox_item"
    __table_args__ = (
        CheckConstraint("turned IN (0, 90, 180, 270)", "turned"),
        Index(None, "state", "arrived_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    channel: Mapped[str]
    name: Mapped[str]
    received_on: Mapped[date]
    arrived_at: Mapped[datetime]
    template: Mapped[str | None]
    readings: Mapped[Any] = mapped_column(Json, nullable=False)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    agency_name: Mapped[str]
    mail: Mapped[Any | None] = mapped_column(Json)
    reason: Mapped[str]
    turned: Mapped[int]
    settled_at: Mapped[datetime | None]
    """When it was set aside or refused: from then on its period runs."""

    @classmethod
    def of(cls, item: InboxItem, number: str) -> Self:
        row = cls(number=number)
        row.take(item, item.arrived_at)
        return row

    def take(self, item: InboxItem, now: datetime) -> None:
        """Take over everything but id, number and documents; `now` dates what is set aside."""
        if self.state != item.state.value or not item.state.settled:
            self.settled_at = now if item.state.settled else None
        self.state = item.state.value
        self.channel = item.channel.value
        self.name = item.name
        self.received_on = item.received_on
        self.arrived_at = item.arrived_at
        self.template = item.template.code() if item.template else None
        self.readings = readings_to_json(item)
        self.agency_id = item.agency_id
        self.agency_name = item.agency_name
        self.mail = mail_to_json(item.mail)
        self.reason = item.reason
        self.turned = item.turned

    def to_domain(self, documents: tuple[Document, ...], agency_name: str | None) -> InboxItem:
        return InboxItem(
            id=ItemId(self.id), number=self.number, state=ItemState(self.state), channel=Channel(self.channel),
            name=self.name, received_on=self.received_on, arrived_at=self.arrived_at, documents=documents,
            template=TemplateRef.parse(self.template) if self.template else None,
            readings={key: _reading(parts) for key, parts in self.readings.items()},
            agency_id=AgencyId(self.agency_id) if self.agency_id is not None else None,
            agency_name=agency_name or self.agency_name, mail=mail_from_json(self.mail), reason=self.reason,
            turned=self.turned,
        )  # fmt: skip


class DocumentRow(Row):
    """A sealed file; erasing its wrapped key makes every copy of the file unreadable."""

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("size >= 0", "size"),
        CheckConstraint("pages >= 0", "pages"),
        Index(None, "item_id", "position"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("inbox_item.id"))
    position: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(index=True)
    wrapped_key: Mapped[bytes]
    pages: Mapped[int]
    created_at: Mapped[datetime]

    @classmethod
    def of(cls, document: Document, item_id: int | None = None, position: int = 0) -> Self:
        return cls(
            id=document.id, item_id=item_id, position=position, role=document.role.value, name=document.name,
            media_type=document.media_type, size=document.size, sha256=document.sha256,
            wrapped_key=document.wrapped_key, pages=document.pages, created_at=document.created_at,
        )  # fmt: skip

    def to_domain(self) -> Document:
        return Document(
            DocumentId(self.id), DocumentRole(self.role), self.name, self.media_type, self.size, self.sha256,
            self.wrapped_key, self.pages, self.created_at,
        )  # fmt: skip


class DraftRow(Row):
    """A half-typed form or call sheet."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[str]
    body: Mapped[str]
    place: Mapped[str]
    saved_at: Mapped[datetime]

    @classmethod
    def of(cls, draft: Draft) -> Self:
        return cls(
            key=draft.key,
            staff_id=draft.staff_id,
            body=draft.body,
            place=draft.place,
            saved_at=draft.saved_at,
        )

    def to_domain(self) -> Draft:
        return Draft(self.key, StaffId(self.staff_id), self.body, self.place, self.saved_at)


class SubmissionRow(Row):
    """A form as entered."""

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint("number <> ''", "number"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("inbox_item.id"), index=True)
    template: Mapped[str]
    answers: Mapped[Any] = mapped_column(Json, nullable=False)
    channel: Mapped[str]
    received_on: Mapped[date]
    source: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    notice_version: Mapped[str]
    paper_place: Mapped[str]
    same_person: Mapped[str | None]
    chosen_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reasons: Mapped[Any] = mapped_column(Json, nullable=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    entered_at: Mapped[datetime] = mapped_column(index=True)
    entered_by: Mapped[str]

    @classmethod
    def of(cls, submission: Submission, number: str) -> Self:
        row = cls(number=number)
        row.take(submission)
        return row

    def take(self, submission: Submission) -> None:
        """Take over everything but id and number."""
        entry = submission.entry
        self.state = submission.state.value
        self.item_id = entry.item_id
        self.template = entry.template.code()
        self.answers = dict(entry.values)
        self.channel = entry.channel.value
        self.received_on = entry.received_on
        self.source = entry.source.value
        self.agency_id = entry.agency_id
        self.notice_version = entry.notice_version
        self.paper_place = entry.paper_place
        self.same_person = entry.same_person.value if entry.same_person else None
        self.chosen_person_id = entry.person_id
        self.reasons = list(entry.reasons)
        self.person_id = submission.person_id
        self.entered_at = submission.entered_at
        self.entered_by = submission.entered_by

    def to_domain(self) -> Submission:
        return Submission(
            SubmissionId(self.id), self.number, SubmissionState(self.state), self._entry(),
            _person(self.person_id), self.entered_at, StaffId(self.entered_by),
        )  # fmt: skip

    def _entry(self) -> FormEntry:
        return FormEntry(
            item_id=ItemId(self.item_id) if self.item_id is not None else None,
            template=TemplateRef.parse(self.template) or TemplateRef(TemplateId(self.template), 0, ""),
            values=self.answers, channel=Channel(self.channel), received_on=self.received_on,
            source=Source(self.source),
            agency_id=AgencyId(self.agency_id) if self.agency_id is not None else None,
            notice_version=self.notice_version, paper_place=self.paper_place,
            same_person=SamePerson(self.same_person) if self.same_person else None,
            person_id=_person(self.chosen_person_id), reasons=tuple(self.reasons),
        )  # fmt: skip


def _person(person_id: int | None) -> PersonId | None:
    return PersonId(person_id) if person_id is not None else None


def readings_to_json(item: InboxItem) -> dict[str, list[str]]:
    """Readings as lists: value, certainty, origin, note."""
    return {
        key: [reading.value, reading.certainty.value, reading.origin.value, reading.note]
        for key, reading in item.readings.items()
    }


def _reading(parts: list[str]) -> FieldReading:
    value, certainty, origin, note = parts
    return FieldReading(value, Certainty(certainty), ReadingOrigin(origin), note)


def mail_to_json(mail: MailFacts | None) -> dict[str, str | None] | None:
    """The mail's heading and text; the time of sending keeps its offset."""
    if mail is None:
        return None
    return {
        "sender": mail.sender, "recipient": mail.recipient, "subject": mail.subject,
        "sent_at": mail.sent_at.isoformat() if mail.sent_at else None, "text": mail.text,
        "message_id": mail.message_id,
    }  # fmt: skip


def mail_from_json(body: Plain) -> MailFacts | None:
    """What `mail_to_json` made."""
    if body is None:
        return None
    sent_at = datetime.fromisoformat(body["sent_at"]) if body["sent_at"] else None
    return MailFacts(**{**body, "sent_at": sent_at})
