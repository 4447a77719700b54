# SPDX-License-Identifier: MIT
"""Sealed papers of the catalogue: signed undertakings, and the wording of each version of the notice."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from privdesk.domain.agencies import AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.catalogue import PaperHolder
from privdesk.domain.catalogue_errors import PaperKindError
from privdesk.domain.errors import FileNotReadableError, NotFoundError
from privdesk.domain.inbox import Document, DocumentId, DocumentRole
from privdesk.domain.incoming import PageImage
from privdesk.domain.references import as_foreign
from privdesk.domain.staff import Permission
from privdesk.services.exports import staged_export
from privdesk.services.inbox import LARGEST_FILE
from privdesk.services.office import catalogue_of
from privdesk.services.ports import Records
from privdesk.services.workplace import Workplace

_OF_CATALOGUE = frozenset({PaperHolder.RECIPIENT, PaperHolder.NOTICE})
_OF_AGENCIES = frozenset({PaperHolder.AGENCY})


class PaperRemover(Protocol):
    """Takes sealed files away whose rows are gone."""

    def remove(self, document_ids: Sequence[DocumentId]) -> None: ...


class CataloguePapers:
    """A paper is sealed like everything that arrives, and looked at through the worker only.

    Those of recipients and notices are for who keeps the catalogue, those of agencies for who keeps the agencies.
    """

    def __init__(
        self, place: Workplace, remover: PaperRemover | None = None, *, of_agencies: bool = False
    ) -> None:
        self._place, self._remover = place, remover
        self._needs = Permission.MANAGE_AGENCIES if of_agencies else Permission.MANAGE_CATALOGUE
        self._holders = _OF_AGENCIES if of_agencies else _OF_CATALOGUE

    def held(self, holder: PaperHolder, key: str) -> Sequence[Document]:
        """The papers of one recipient, agency or version of the notice, newest first. Raises: NotAllowedError."""
        self._place.require(self._needs)
        if holder not in self._holders:
            return ()
        with self._place.reading() as records:
            return records.catalogue.papers().get((holder, key), ())

    def add(self, holder: PaperHolder, key: str, name: str, data: bytes) -> DocumentId:
        """Seal a PDF or a scan and put it with its recipient, agency or version of the notice; commits.

        Raises: NotAllowedError, NotFoundError, FileNotReadableError, PaperKindError, DiskFullError.
        """
        self._place.require(self._needs)
        with self._place.reading() as records:
            self._require_holder(records, holder, key)
        found = self._place.files.read(name, data)
        if not found.pages or found.mail is not None:
            raise PaperKindError(found.media_type)
        sealed = self._place.sealer.seal(data)
        document = Document(
            DocumentId(sealed.document_id), DocumentRole.CATALOGUE, as_foreign(name), found.media_type,
            sealed.size, sealed.sha256, sealed.wrapped_key, found.pages, self._place.clock.now(),
        )  # fmt: skip
        with self._place.work() as work:
            self._require_holder(work, holder, key)
            work.catalogue.add_paper(holder, key, document)
            work.audit.record(_changed(holder, key, "paper", document.id))
            work.commit()
        self._place.sealer.settle(document.id)
        return document.id

    def add_file(self, holder: PaperHolder, key: str, path: Path) -> DocumentId:
        """As `add`, from a file; the file stays where it lies.

        Raises: FileNotReadableError where it cannot be opened or is too large; as `add`.
        """
        self._place.require(self._needs)
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise FileNotReadableError("too_large")
            data = path.read_bytes()
        except OSError:
            raise FileNotReadableError("not_opened") from None
        return self.add(holder, key, path.name, data)

    def page(self, document_id: DocumentId, page: int, width: int) -> PageImage:
        """One page, `width` pixels wide. Raises: NotAllowedError, NotFoundError, SealedDocumentError."""
        self._place.require(self._needs)
        document = self._paper(document_id)
        data = self._place.sealer.open(document.id, document.wrapped_key)
        return self._place.files.render(data, document.media_type, page, width)

    def save(self, document_id: DocumentId, path: Path) -> None:
        """Write a copy of a paper outside the records, over what lies there; recorded before the file is there.

        Raises: NotAllowedError, NotFoundError, SealedDocumentError, DiskFullError, FolderNotWritableError.
        """
        self._place.require(self._needs)
        document = self._paper(document_id)
        data = self._place.sealer.open(document.id, document.wrapped_key)
        with staged_export(path, data) as staged:
            with self._place.work() as work:
                work.audit.record(AuditEvent(Action.EXPORTED, f"document:{document.id}"))
                work.commit()
            staged.finish()

    def remove(self, document_id: DocumentId) -> None:
        """Take a paper away that was put here by mistake: its key goes, then its file; commits.

        Raises: NotAllowedError, NotFoundError.
        """
        self._place.require(self._needs)
        with self._place.work() as work:
            holder, key = self._holder_of(work, document_id)
            work.catalogue.remove_paper(document_id)
            work.audit.record(_changed(holder, key, "paper_removed", document_id))
            work.commit()
        if self._remover is not None:
            self._remover.remove([document_id])

    def _paper(self, document_id: DocumentId) -> Document:
        """A paper of the catalogue, never another document of the records."""
        with self._place.reading() as records:
            self._holder_of(records, document_id)
            return records.documents.get(document_id)

    def _holder_of(self, records: Records, document_id: DocumentId) -> tuple[PaperHolder, str]:
        holder, key = records.catalogue.paper_holder(document_id)
        if holder not in self._holders:
            raise NotFoundError("document", document_id)
        return holder, key

    def _require_holder(self, records: Records, holder: PaperHolder, key: str) -> None:
        if holder not in self._holders:
            raise NotFoundError(holder.value, key)
        if holder is PaperHolder.AGENCY:
            records.agencies.get(AgencyId(int(key)))
            return
        catalogue = catalogue_of(records)
        known = (
            {each.key for each in catalogue.recipients}
            if holder is PaperHolder.RECIPIENT
            else {each.version for each in catalogue.notices}
        )
        if key not in known:
            raise NotFoundError(holder.value, key)


def _changed(holder: PaperHolder, key: str, part: str, document_id: DocumentId) -> AuditEvent:
    action = Action.AGENCY_CHANGED if holder is PaperHolder.AGENCY else Action.CATALOGUE_CHANGED
    return AuditEvent(action, f"{holder.value}:{key}", (part,), reference=document_id)
