# SPDX-License-Identifier: MIT
"""What arrived: taken in safely first, read afterwards, and shown as it stands."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.case_errors import ReceivedInFutureError
from privdesk.domain.errors import FileNotReadableError, NotFoundError, SealedDocumentError
from privdesk.domain.inbox import Document, DocumentId, DocumentRole, InboxItem, ItemId, ItemState
from privdesk.domain.incoming import Attachment, MailContent, PageImage, ReadFile
from privdesk.domain.people import Channel
from privdesk.domain.references import as_foreign, as_written
from privdesk.domain.staff import Permission
from privdesk.i18n import _, desk_language
from privdesk.services.default_forms import default_template
from privdesk.services.inbox_tables import forms_in, is_table
from privdesk.services.inbox_view import Added, InboxFilter
from privdesk.services.item_reading import guessed_channel, state_of, understood
from privdesk.services.own_people import own_item
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.restricted_people import require_all_unrestricted
from privdesk.services.workplace import Workplace

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes of one file that are taken in."""
MOST_ATTACHMENTS, FORWARDED_MAILS = 100, 4
"""Files of one mail, and mails within mails, that are looked into; the original holds all of them."""
UNKNOWN_MEDIA = "application/octet-stream"


class Inbox:
    """The Inbox. An agency clerk sees and adds items of the own agency only."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def add_files(
        self,
        paths: Sequence[Path],
        *,
        channel: Channel | None = None,
        received_on: date | None = None,
        progress: Progress = NO_PROGRESS,
    ) -> Added:
        """Take files (and the files of folders) in, then read them.

        Each original is sealed and committed before anything looks into it; a file that came before with the
        same bytes is not taken twice. Stopping leaves what was taken in, read or still to be read.

        Raises: Cancelled, NotAllowedError, DiskFullError, ReceivedInFutureError.
        """
        self._place.require(Permission.ENTER_FORMS)
        _require_past(received_on, self._place.clock.today())
        added = Added()
        files = [file for path in paths for file in _files_of(path)]
        for place, path in enumerate(files):
            progress.raise_if_cancelled()
            progress.report(place, len(files))
            taken = (
                forms_in(self._place, path, progress)
                if is_table(path)
                else self._add_path(path, channel, received_on)
            )
            added = added.joined(taken)
        self.read_waiting(progress)
        return added

    def add_bytes(
        self, name: str, data: bytes, *, channel: Channel | None = None, received_on: date | None = None
    ) -> ItemId:
        """Seal and commit one original; it waits to be read. The same bytes again give the item they became."""
        self._place.require(Permission.ENTER_FORMS)
        return self.known(data) or self._take(name, data, channel, received_on)

    def read_waiting(self, progress: Progress = NO_PROGRESS) -> int:
        """Read every item that waits for it, one transaction an item; return how many were read.

        A file that cannot be read becomes NOT_READ with its reason; the original is kept.
        """
        self._place.require(Permission.ENTER_FORMS)
        done = 0
        while waiting := self._to_read():
            for place, item in enumerate(waiting):
                progress.raise_if_cancelled()
                progress.report(done + place, done + len(waiting))
                self._read(item)
            done += len(waiting)
            progress.report(done, done)
        return done

    def _to_read(self) -> Sequence[InboxItem]:
        with self._place.reading() as records:
            return records.inbox.items((ItemState.READING,), agency=self._place.member.agency_id)

    def items(self, which: InboxFilter = InboxFilter.ALL) -> Sequence[InboxItem]:
        """Items that wait, oldest arrival first."""
        self._place.require(Permission.ENTER_FORMS)
        with self._place.reading() as records:
            return records.inbox.items(which.states, agency=self._place.member.agency_id)

    def counts(self) -> Mapping[InboxFilter, int]:
        """How many items each filter lets through."""
        self._place.require(Permission.ENTER_FORMS)
        with self._place.reading() as records:
            counts = records.inbox.counts(self._place.member.agency_id)
        return {which: sum(counts.get(state, 0) for state in which.states) for which in InboxFilter}

    def item(self, item_id: ItemId) -> InboxItem:
        """One item. Raises: NotFoundError."""
        self._place.require(Permission.ENTER_FORMS)
        with self._place.reading() as records:
            item = records.inbox.get(item_id)
        if not self._mine(item):
            raise NotFoundError("item", str(item_id))
        return item

    def by_number(self, number: str) -> InboxItem:
        """The item of that number, such as F-26-00017. Raises: NotFoundError."""
        self._place.require(Permission.ENTER_FORMS)
        with self._place.reading() as records:
            item = records.inbox.by_number(self._place.number(number))
        if item is None or not self._mine(item):
            raise NotFoundError("item", number)
        return item

    def template_title(self, item: InboxItem) -> str:
        """The recognised form in the language of the desk, or what the item is instead."""
        template = default_template(item.template.id) if item.template else None
        if template is not None:
            return template.title(desk_language())
        if item.mail is not None:
            return _("E-mail")
        if item.state is ItemState.READING:
            return _("Being read")
        return _("Unknown form") if item.readings else _("Scan") if item.pages else _("File")

    def page(self, item_id: ItemId, page: int, width: int) -> PageImage:
        """One page, `width` pixels wide; pages count from 0 over all documents of the item.

        Raises: NotFoundError, FileNotReadableError, SealedDocumentError.
        """
        self._place.require(Permission.ENTER_FORMS)
        before = 0
        for document in self.item(item_id).documents:
            if page < before + document.pages:
                data = self._place.sealer.open(document.id, document.wrapped_key)
                return self._place.files.render(data, document.media_type, page - before, width)
            before += document.pages
        raise NotFoundError("page", str(page))

    def set_aside(self, ids: Sequence[ItemId], reason: str) -> None:
        """Take items out of the list, kept with the reason; `bring_back` undoes it. Commits once."""
        self._place.require(Permission.ENTER_FORMS)
        self._change(
            ids, Action.ITEM_SET_ASIDE, lambda item: replace(item, state=ItemState.SET_ASIDE, reason=reason)
        )

    def bring_back(self, ids: Sequence[ItemId]) -> None:
        """Put items that were set aside back where they stood. Commits once."""
        self._place.require(Permission.ENTER_FORMS)
        self._change(ids, Action.ITEM_BROUGHT_BACK, self._as_it_stood)
        self.read_waiting()

    def original(self, item_id: ItemId) -> tuple[str, bytes]:
        """Name and bytes of the file as it came; recorded as an export before they are handed over.

        Raises: NotFoundError also for an electronic form, which was a row of a table; PersonRestrictedError.
        """
        self._place.require(Permission.ENTER_FORMS)
        documents = self.item(item_id).documents
        if not documents:
            raise NotFoundError("document", str(item_id))
        document = documents[0]
        data = self._place.sealer.open(document.id, document.wrapped_key)
        with self._place.work() as work:
            require_all_unrestricted(work, work.documents.owners_of(document.id))
            work.audit.record(AuditEvent(Action.EXPORTED, f"item:{item_id}", reference=document.id))
            work.commit()
        return as_written(document.name), data

    def _add_path(self, path: Path, channel: Channel | None, received_on: date | None) -> Added:
        try:
            if path.stat().st_size > LARGEST_FILE:
                return Added(failed=((path.name, "too_large"),))
            data = path.read_bytes()
        except OSError:
            return Added(failed=((path.name, "not_opened"),))
        known = self.known(data)
        if known is not None:
            return Added(already=(known,))
        return Added(items=(self._take(path.name, data, channel, received_on),))

    def known(self, data: bytes) -> ItemId | None:
        """The item that came before with exactly these bytes, if there is one."""
        self._place.require(Permission.ENTER_FORMS)
        with self._place.reading() as records:
            return records.inbox.by_sha256(hashlib.sha256(data).hexdigest(), self._place.member.agency_id)

    def _take(self, name: str, data: bytes, channel: Channel | None, received_on: date | None) -> ItemId:
        self._place.require(Permission.ENTER_FORMS)
        document = self._seal(DocumentRole.ORIGINAL, name, UNKNOWN_MEDIA, data, 0)
        clock = self._place.clock
        with self._place.work() as work:
            item = work.inbox.add(
                InboxItem(
                    ItemId(0), "", ItemState.READING, channel or guessed_channel(name), as_foreign(name),
                    received_on or clock.today(), clock.now(), (document,),
                    agency_id=self._place.member.agency_id,
                )
            )  # fmt: skip
            event = AuditEvent(Action.ITEM_ARRIVED, f"item:{item.id}", reference=item.number)
            work.audit.record(event)
            work.commit()
        self._place.sealer.settle(document.id)
        return item.id

    def _read(self, item: InboxItem) -> None:
        original = item.documents[0]
        try:
            data = self._place.sealer.open(original.id, original.wrapped_key)
            found = self._place.files.read(as_written(item.name), data)
        except FileNotReadableError as error:
            self._settle_reading(replace(item, state=ItemState.NOT_READ, reason=error.reason_key))
            return
        except SealedDocumentError:
            self._settle_reading(replace(item, state=ItemState.NOT_READ, reason="original_damaged"))
            return
        attached: list[tuple[Document, ReadFile | None]] = []
        self._attach_all(found.mail, attached)
        self._settle_reading(understood(item, found, tuple(attached), self._place.clock))

    def _attach_all(
        self, mail: MailContent | None, into: list[tuple[Document, ReadFile | None]], depth: int = 0
    ) -> None:
        """Seal and read what came with a mail, and what came with the mails forwarded in it."""
        for attachment in mail.attachments if mail is not None else ():
            if len(into) >= MOST_ATTACHMENTS:
                return
            document, found = self._attach(attachment)
            into.append((document, found))
            if found is not None and depth < FORWARDED_MAILS:
                self._attach_all(found.mail, into, depth + 1)

    def _attach(self, attachment: Attachment) -> tuple[Document, ReadFile | None]:
        try:
            found = self._place.files.read(attachment.name, attachment.data)
        except FileNotReadableError:
            found = None
        media_type = found.media_type if found else attachment.media_type
        pages = found.pages if found else 0
        return self._seal(DocumentRole.ATTACHMENT, attachment.name, media_type, attachment.data, pages), found

    def _settle_reading(self, item: InboxItem) -> None:
        with self._place.work() as work:
            name = item.readings["agency"].value if "agency" in item.readings else ""
            agency = work.agencies.by_name(name) if name.strip() else None
            if agency is not None and item.agency_id is None:
                item = replace(item, agency_id=agency.id, agency_name=agency.name)
            work.inbox.change(item)
            fields = tuple(sorted(item.readings))
            work.audit.record(AuditEvent(Action.ITEM_READ, f"item:{item.id}", fields, reference=item.reason))
            work.commit()
        for document in item.documents[1:]:
            self._place.sealer.settle(document.id)

    def _seal(self, role: DocumentRole, name: str, media_type: str, data: bytes, pages: int) -> Document:
        sealed = self._place.sealer.seal(data)
        return Document(
            DocumentId(sealed.document_id), role, as_foreign(name), media_type, sealed.size, sealed.sha256,
            sealed.wrapped_key, pages, self._place.clock.now(),
        )  # fmt: skip

    def _change(
        self, ids: Sequence[ItemId], action: Action, change: Callable[[InboxItem], InboxItem]
    ) -> None:
        with self._place.work() as work:
            for item_id in ids:
                item = work.inbox.get(item_id)
                if not self._mine(item):
                    raise NotFoundError("item", str(item_id))
                work.inbox.change(change(item))
                work.audit.record(AuditEvent(action, f"item:{item_id}", reference=item.number))
            work.commit()

    def _as_it_stood(self, item: InboxItem) -> InboxItem:
        if item.state is not ItemState.SET_ASIDE:
            return item
        read = bool(item.pages or item.mail or item.readings)
        state = state_of(item, self._place.clock.today()) if read else ItemState.READING
        return replace(item, state=state, reason="")

    def _mine(self, item: InboxItem) -> bool:
        return own_item(self._place.member, item)


def _require_past(received_on: date | None, today: date) -> None:
    """What has arrived arrived today at the latest: later dates would move every deadline."""
    if received_on is not None and received_on > today:
        raise ReceivedInFutureError(received_on, today)


def _files_of(path: Path) -> Sequence[Path]:
    """A file itself, or the files of a folder in the order of their names (hidden ones left out)."""
    if not path.is_dir():
        return (path,)
    return sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
