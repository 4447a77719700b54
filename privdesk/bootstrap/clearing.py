# SPDX-License-Identifier: MIT
"""What an erasure does outside the database's rows: sealed files go, words leave every page and every memory."""

from collections.abc import Sequence

from privdesk.bootstrap.records import JoinedRecords
from privdesk.domain.inbox import DocumentId


class JoinedClearing:
    """Implements `services.erasure_ports.Clearing` for open records."""

    def __init__(self, records: JoinedRecords) -> None:
        self._records = records

    def remove(self, document_ids: Sequence[DocumentId]) -> None:
        """Take sealed files away; one that is not there is no trouble."""
        for document_id in document_ids:
            self._records.sealer.remove(document_id)

    def scrub(self) -> None:
        """Let erased words leave the pages of the database, its log, and what was read ahead."""
        self._records.database.scrub()
        self._records.database.forget_words()
