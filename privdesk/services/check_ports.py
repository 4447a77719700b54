# SPDX-License-Identifier: MIT
"""What a check of the records needs from the outside world; `bootstrap` joins the adapters."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from privdesk.domain.checking import Finding, FindingKey
from privdesk.domain.inbox import DocumentId
from privdesk.domain.vault import AnchorState
from privdesk.services.ports import SealedFile, UnitOfWork
from privdesk.services.progress import NO_PROGRESS, Progress


class CheckedRecords(Protocol):
    """The open records, as the check looks at them. Nothing here changes anything but the repairs."""

    def file(self) -> Iterable[Finding]:
        """Seal of every page, every page, every reference between rows."""
        ...

    def index(self, progress: Progress) -> Iterable[Finding]:
        """What finds people, compared with the people."""
        ...

    def ledger_copies(self) -> Iterable[Finding]:
        """The copies of the list of erasures that are reached, read through and compared with the database."""
        ...

    def anchor(self, work: UnitOfWork) -> tuple[AnchorState, int]:
        """How the anchor stands to the database while nobody else writes, and how many of its slots are spoiled."""
        ...

    def settled(self) -> Iterable[DocumentId]:
        """Sealed files in their place."""
        ...

    def exists(self, document_id: DocumentId) -> bool:
        """Whether the sealed file is in place or still on its way there."""
        ...

    def whole(self, sealed: SealedFile) -> bool:
        """Whether a sealed file opens and is what was sealed."""
        ...

    def quarantined(self) -> Sequence[str]:
        """Names of the files set aside."""
        ...

    def may_go(self, today: date) -> Sequence[str]:
        """Names of the files that were set aside so long ago that somebody may remove them."""
        ...

    def remove_aside(self, names: Sequence[str], today: date) -> Sequence[str]:
        """Delete those of them; returns their names. Raises: DiskFullError, FolderNotWritableError."""
        ...

    def leftovers(self) -> Sequence[str]:
        """Names of files in the records' folder that an interrupted act left, or that were damaged and kept."""
        ...

    def foreign(self) -> Sequence[str]:
        """What lies in the records' folder under a name that the program did not give."""
        ...

    def mend_index(
        self, keys: Iterable[FindingKey], progress: Progress = NO_PROGRESS
    ) -> Mapping[FindingKey, int]:
        """Make what finds people anew from the people; says how many. Commits, audited by itself."""
        ...

    def mend_ledger(self) -> int:
        """Write spoiled copies of the list of erasures again, and keep the spoiled ones; says how many."""
        ...

    def set_aside(self, document_id: DocumentId, today: date) -> None:
        """Move a sealed file that no record names into the quarantine."""
        ...
