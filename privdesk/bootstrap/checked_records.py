# SPDX-License-Identifier: MIT
"""The open records as the check of the records looks at them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from privdesk.bootstrap.records import JoinedRecords
from privdesk.domain.checking import Finding, FindingKey
from privdesk.domain.errors import SealedDocumentError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.vault import AnchorState
from privdesk.security.ledger_file import LedgerFile, LedgerStanding
from privdesk.services.ports import SealedFile, UnitOfWork
from privdesk.services.progress import NO_PROGRESS, Progress

_SPOILED = frozenset({LedgerStanding.MISSING, LedgerStanding.DAMAGED})
"""A copy that is only behind, such as on a disk that was not plugged in, is brought up by itself."""


class JoinedChecks:
    """Database, anchor and sealed files, looked at; implements `services.check_ports.CheckedRecords`."""

    def __init__(self, records: JoinedRecords) -> None:
        self._records = records

    def file(self) -> Iterable[Finding]:
        """Seal of every page, every page, every reference between rows."""
        return self._records.database.check_file()

    def index(self, progress: Progress) -> Iterable[Finding]:
        """What finds people, compared with the people; sums kept for retention, compared with the rows."""
        counts = {
            FindingKey.INDEX: self._records.database.index_differences(progress),
            FindingKey.MATCHING: self._records.database.matching_differences(progress),
            FindingKey.SUMS: self._records.database.sums_differences(progress),
        }
        return [Finding(key, count) for key, count in counts.items() if count]

    def ledger_copies(self) -> Iterable[Finding]:
        """The copies of the list of erasures that are reached."""
        standings = [standing for _copy, standing in self._copies()]
        counts = {
            FindingKey.LEDGER_COPY: sum(each in _SPOILED for each in standings),
            FindingKey.LEDGER_AHEAD: standings.count(LedgerStanding.OTHER_HISTORY),
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

    def may_go(self, today: date) -> Sequence[str]:
        """Names of the files that were set aside more than 30 days ago."""
        return self._records.sealer.may_go(today)

    def remove_aside(self, names: Sequence[str], today: date) -> Sequence[str]:
        """Delete those of them."""
        return self._records.sealer.remove_aside(names, today)

    def leftovers(self) -> Sequence[str]:
        """Names of files in the records' folder that an interrupted act left, or that were damaged and kept."""
        return self._records.leftovers()

    def foreign(self) -> Sequence[str]:
        """What lies in the records' folder under a name that the program did not give."""
        return self._records.foreign()

    def mend_index(
        self, keys: Iterable[FindingKey], progress: Progress = NO_PROGRESS
    ) -> Mapping[FindingKey, int]:
        """Make what finds people anew from the people, and the sums kept for retention from the rows."""
        asked = frozenset(keys)
        wrong = asked & {FindingKey.INDEX, FindingKey.MATCHING}
        mended = dict.fromkeys(wrong, self._records.rebuild_index(progress)) if wrong else {}
        if FindingKey.SUMS in asked:
            self._records.recount_sums(progress)
            mended[FindingKey.SUMS] = 1
        return mended

    def mend_ledger(self) -> int:
        """Write spoiled copies of the list of erasures again; a copy that is no longer reached stays as it is."""
        mended = 0
        for copy, standing in self._copies():
            if standing not in _SPOILED:
                continue
            with self._records.reading() as records:
                copy.bring_up(records.ledger, whole=True)
            mended += 1
        return mended

    def _copies(self) -> list[tuple[LedgerFile, LedgerStanding]]:
        found = []
        for copy in self._records.ledger_copies():
            with self._records.reading() as records:
                found.append((copy, copy.standing(records.ledger)))
        return found

    def set_aside(self, document_id: DocumentId, today: date) -> None:
        """Move a sealed file that no record names into the quarantine."""
        self._records.sealer.set_aside(document_id, today)
