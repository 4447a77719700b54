# SPDX-License-Identifier: MIT
"""The open records as the check of the records looks at them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from privdesk.bootstrap.records import JoinedRecords
from privdesk.domain.checking import Finding, FindingKey
from privdesk.domain.errors import SealedDocumentError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.vault import AnchorState
from privdesk.services.ports import SealedFile, UnitOfWork
from privdesk.services.progress import NO_PROGRESS, Progress


class JoinedChecks:
    """Database, anchor and sealed files, looked at; implements `services.check_ports.CheckedRecords`."""

    def __init__(self, records: JoinedRecords) -> None:
        self._records = records

    def file(self) -> Iterable[Finding]:
        """Seal of every page, every page, every reference between rows."""
        return self._records.database.check_file()

    def index(self, progress: Progress) -> Iterable[Finding]:
        """What finds people, compared with the people."""
        counts = {
            FindingKey.INDEX: self._records.database.index_differences(progress),
            FindingKey.MATCHING: self._records.database.matching_differences(progress),
        }
        return [Finding(key, count) for key, count in counts.items() if count]

    def anchor(self, work: UnitOfWork) -> tuple[AnchorState, int]:
        """How the anchor stands; `work` keeps every other writer out meanwhile."""
        return self._records.anchor_state()

    def settled(self) -> Iterable[DocumentId]:
        """Sealed files in their place."""
        return self._records.sealer.settled_ids()

    def exists(self, document_id: DocumentId) -> bool:
        """Whether the sealed file is in place or still on its way there."""
        return self._records.sealer.exists(document_id)

    def whole(self, sealed: SealedFile) -> bool:
        """Whether a sealed file opens and is what was sealed."""
        try:
            self._records.sealer.verify(sealed)
        except SealedDocumentError:
            return False
        return True

    def quarantined(self) -> Sequence[str]:
        """Names of the files set aside."""
        return self._records.sealer.quarantined()

    def leftovers(self) -> Sequence[str]:
        """Names of files in the records' folder that an interrupted act left."""
        return self._records.leftovers()

    def mend_index(
        self, keys: Iterable[FindingKey], progress: Progress = NO_PROGRESS
    ) -> Mapping[FindingKey, int]:
        """Make what finds people anew from the people."""
        wrong = [key for key in keys if key in (FindingKey.INDEX, FindingKey.MATCHING)]
        return dict.fromkeys(wrong, self._records.rebuild_index(progress)) if wrong else {}

    def set_aside(self, document_id: DocumentId, today: date) -> None:
        """Move a sealed file that no record names into the quarantine."""
        self._records.sealer.set_aside(document_id, today)
