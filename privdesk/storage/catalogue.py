# SPDX-License-Identifier: MIT
"""The office's own part of the catalogue."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select

from privdesk.domain.catalogue import (
    Authority,
    DataGroup,
    EntryKind,
    Notice,
    PaperHolder,
    PurposeEntry,
    Recipient,
    RetentionRule,
)
from privdesk.domain.inbox import Document, DocumentId
from privdesk.storage.catalogue_json import authority_of, entry_body, group_of, purpose_of, rule_of
from privdesk.storage.row_base import Plain, Row
from privdesk.storage.rows_catalogue import CatalogueEntryRow, CataloguePaperRow, NoticeRow, RecipientRow
from privdesk.storage.rows_inbox import DocumentRow
from privdesk.storage.rows_people import ConsentRow
from privdesk.storage.rows_tellings import TellingRow
from privdesk.storage.scope import Scope

_Entry = TypeVar("_Entry")


class SqlCatalogue:
    """What the office changed in the default catalogue, and added to it."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._read: dict[str, list[tuple[str, Plain]]] | None = None
        """Entries by kind, read once a transaction: they are asked for with every form and every person."""

    def groups(self) -> Sequence[DataGroup]:
        """By key."""
        return self._entries(EntryKind.GROUP, group_of)

    def put_group(self, group: DataGroup) -> None:
        """Add or change."""
        self._put(EntryKind.GROUP, group)

    def purposes(self) -> Sequence[PurposeEntry]:
        """By key."""
        return self._entries(EntryKind.PURPOSE, purpose_of)

    def put_purpose(self, purpose: PurposeEntry) -> None:
        """Add or change."""
        self._put(EntryKind.PURPOSE, purpose)

    def rules(self) -> Sequence[RetentionRule]:
        """By key."""
        return self._entries(EntryKind.RULE, rule_of)

    def put_rule(self, rule: RetentionRule) -> None:
        """Add or change."""
        self._put(EntryKind.RULE, rule)

    def authorities(self) -> Sequence[Authority]:
        """By key."""
        return self._entries(EntryKind.AUTHORITY, authority_of)

    def put_authority(self, authority: Authority) -> None:
        """Add or change."""
        self._put(EntryKind.AUTHORITY, authority)

    def drop(self, kind: EntryKind, key: str) -> None:
        """Take the office's entry away; nothing happens where there is none."""
        self._drop(CatalogueEntryRow, (kind.value, key))

    def recipients(self) -> Sequence[Recipient]:
        """By name."""
        statement = select(RecipientRow).order_by(RecipientRow.name, RecipientRow.key)
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def put_recipient(self, recipient: Recipient) -> None:
        """Add or change."""
        self._scope.session.merge(RecipientRow.of(recipient))
        self._scope.session.flush()

    def drop_recipient(self, key: str) -> None:
        """Take one out; nothing happens where there is none."""
        self._drop(RecipientRow, key)

    def is_used(self, kind: str, key: str) -> bool:
        """Whether a consent names this purpose, or a telling this recipient."""
        columns = {
            EntryKind.PURPOSE.value: ConsentRow.purpose,
            PaperHolder.RECIPIENT.value: TellingRow.recipient_key,
        }
        if kind not in columns:
            return False
        return (
            self._scope.session.scalar(select(columns[kind]).where(columns[kind] == key).limit(1)) is not None
        )

    def notices(self) -> Sequence[Notice]:
        """Oldest first."""
        statement = select(NoticeRow).order_by(NoticeRow.in_force_from, NoticeRow.version)
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def put_notice(self, notice: Notice) -> None:
        """Add or change."""
        row = NoticeRow(version=notice.version, in_force_from=notice.in_force_from, title=dict(notice.title))
        self._scope.session.merge(row)
        self._scope.session.flush()

    def drop_notice(self, version: str) -> None:
        """Take one out; nothing happens where there is none."""
        self._drop(NoticeRow, version)

    def papers(self) -> Mapping[tuple[PaperHolder, str], Sequence[Document]]:
        """Every sealed paper by whose it is, newest first."""
        statement = (
            select(CataloguePaperRow, DocumentRow)
            .join(DocumentRow, DocumentRow.id == CataloguePaperRow.document_id)
            .order_by(DocumentRow.created_at.desc(), DocumentRow.id)
        )
        found: dict[tuple[PaperHolder, str], list[Document]] = {}
        for paper, document in self._scope.session.execute(statement):
            found.setdefault((PaperHolder(paper.holder), paper.key), []).append(document.to_domain())
        return found

    def paper_holder(self, document_id: DocumentId) -> tuple[PaperHolder, str]:
        """Whose paper it is. Raises: NotFoundError where it is no paper of the catalogue."""
        row = self._scope.found(CataloguePaperRow, "document", document_id)
        return PaperHolder(row.holder), row.key

    def add_paper(self, holder: PaperHolder, key: str, document: Document) -> None:
        """Add the row of a file just sealed, and say whose it is."""
        session = self._scope.session
        session.add(DocumentRow.of(document))
        session.flush()
        session.add(CataloguePaperRow(document_id=document.id, holder=holder.value, key=key))
        session.flush()

    def remove_paper(self, document_id: DocumentId) -> None:
        """Take a paper away with the key of its file. Raises: NotFoundError."""
        session = self._scope.session
        session.delete(self._scope.found(CataloguePaperRow, "document", document_id))
        session.flush()
        session.delete(self._scope.found(DocumentRow, "document", document_id))
        session.flush()

    def _drop(self, kind: type[Row], key: str | tuple[str, str]) -> None:
        self._read = None
        row = self._scope.session.get(kind, key)
        if row is not None:
            self._scope.session.delete(row)
            self._scope.session.flush()

    def _entries(self, kind: EntryKind, make: Callable[[str, Plain], _Entry]) -> Sequence[_Entry]:
        if self._read is None:
            self._read = {}
            for row in self._scope.session.scalars(select(CatalogueEntryRow).order_by(CatalogueEntryRow.key)):
                self._read.setdefault(row.kind, []).append((row.key, row.body))
        return [make(key, body) for key, body in self._read.get(kind.value, ())]

    def _put(self, kind: EntryKind, entry: DataGroup | PurposeEntry | RetentionRule | Authority) -> None:
        self._read = None
        row = CatalogueEntryRow(kind=kind.value, key=entry.key, body=entry_body(entry))
        self._scope.session.merge(row)
        self._scope.session.flush()
