# SPDX-License-Identifier: MIT
"""Rows of the catalogue: what the office changed and added; recipients and notices have tables of their own."""

from datetime import date
from typing import Any, Self

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.catalogue import Notice, Recipient, RecipientKind
from privdesk.storage.row_base import Json, Row


class CatalogueEntryRow(Row):
    """A data group, purpose, retention rule or authority as the office wants it."""

    __tablename__ = "catalogue_entry"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[Any] = mapped_column(Json, nullable=False)


class RecipientRow(Row):
    """A recipient that the office added."""

    __tablename__ = "recipient"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    address: Mapped[str]
    country: Mapped[str]
    safeguard: Mapped[Any] = mapped_column(Json, nullable=False)
    own_notice: Mapped[bool]
    notice_at: Mapped[str]
    undertaking_signed: Mapped[date | None]
    undertaking_expires: Mapped[date | None]
    until: Mapped[date | None]

    @classmethod
    def of(cls, recipient: Recipient) -> Self:
        return cls(
            key=recipient.key, name=recipient.name, kind=recipient.kind.value, address=recipient.address,
            country=recipient.country, safeguard=dict(recipient.safeguard), own_notice=recipient.own_notice,
            notice_at=recipient.notice_at, undertaking_signed=recipient.undertaking_signed,
            undertaking_expires=recipient.undertaking_expires, until=recipient.until,
        )  # fmt: skip

    def to_domain(self) -> Recipient:
        return Recipient(
            self.key, self.name, RecipientKind(self.kind), self.address, self.country, self.safeguard,
            self.own_notice, self.notice_at, self.undertaking_signed, self.undertaking_expires, self.until,
        )  # fmt: skip


class NoticeRow(Row):
    """A version of the privacy notice that the office added."""

    __tablename__ = "notice"

    version: Mapped[str] = mapped_column(primary_key=True)
    in_force_from: Mapped[date]
    title: Mapped[Any] = mapped_column(Json, nullable=False)

    def to_domain(self) -> Notice:
        return Notice(self.version, self.in_force_from, self.title)


class CataloguePaperRow(Row):
    """A sealed paper of a recipient, an agency or a version of the notice."""

    __tablename__ = "catalogue_paper"
    __table_args__ = (Index(None, "holder", "key"),)

    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), primary_key=True)
    holder: Mapped[str]
    key: Mapped[str]
