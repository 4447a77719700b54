# SPDX-License-Identifier: MIT
"""The scan of a paper by which somebody speaks for a person: sealed, with the person and the request."""

from dataclasses import dataclass, replace
from pathlib import Path

from privdesk.domain.cases import Case, CaseLetter, LetterDirection
from privdesk.domain.catalogue_errors import PaperKindError
from privdesk.domain.errors import FileNotReadableError
from privdesk.domain.inbox import Document, DocumentId, DocumentRole
from privdesk.domain.people import Channel
from privdesk.domain.references import as_foreign
from privdesk.i18n import _
from privdesk.services.inbox import LARGEST_FILE
from privdesk.services.ports import UnitOfWork
from privdesk.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Scan:
    """A file as it was chosen: a PDF or a picture."""

    name: str
    data: bytes


def read_scan(path: Path) -> Scan:
    """The file that was chosen. Raises: FileNotReadableError."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise FileNotReadableError("too_large")
        return Scan(path.name, path.read_bytes())
    except OSError:
        raise FileNotReadableError("not_opened") from None


def seal_scan(place: Workplace, scan: Scan) -> Document:
    """Look at it in the worker and seal it; the caller commits its row and settles it.

    Raises: PaperKindError, FileNotReadableError, DiskFullError.
    """
    found = place.files.read(scan.name, scan.data)
    if not found.pages or found.mail is not None:
        raise PaperKindError(found.media_type)
    sealed = place.sealer.seal(scan.data)
    return Document(
        DocumentId(sealed.document_id), DocumentRole.ATTACHMENT, as_foreign(scan.name), found.media_type,
        sealed.size, sealed.sha256, sealed.wrapped_key, found.pages, place.clock.now(),
    )  # fmt: skip


def file_scan(work: UnitOfWork, place: Workplace, case: Case, paper: Document) -> Case:
    """Put it with the person and among the notes of the office, where no agency looks; does not commit."""
    work.documents.add(paper)
    if case.person_id is not None:
        work.documents.give_to(paper.id, case.person_id)
    title, named = _("Paper of who speaks for the person"), case.representative
    line = CaseLetter(
        place.clock.now(), LetterDirection.NOTE, Channel.POST, title, named.document if named is not None else "",
        document_id=paper.id,
    )  # fmt: skip
    return replace(case, letters=(*case.letters, line))
