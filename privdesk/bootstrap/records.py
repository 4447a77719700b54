# SPDX-License-Identifier: MIT
"""What lies in an unlocked vault, joined: database, anchor and sealed files."""

import hashlib
import hmac
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.catalogue import Office
from privdesk.domain.errors import AnchorError, NotFoundError, PrivdeskError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.references import References
from privdesk.domain.vault import AnchorHeads, AnchorState, UnlockedVault
from privdesk.security.anchor import Anchor
from privdesk.security.backups import BackupHome
from privdesk.security.ledger_file import LedgerFile
from privdesk.security.sealed import SealedDocuments
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.services.backups import plan_of
from privdesk.services.clock import OfficeClock
from privdesk.services.office import office_of
from privdesk.services.ports import OpenReading, OpenWork, Records
from privdesk.storage.database import Database
from privdesk.storage.write_gate import Priority


class JoinedRecords:
    """Database, anchor and sealed files of one unlocked vault; implements `services.vault_ports.OpenRecords`."""

    def __init__(self, vault: UnlockedVault, database: Database, anchor: Anchor, clock: OfficeClock) -> None:
        self._vault = vault
        self._anchor = anchor
        self.database = database
        self.clock = clock
        self.sealer = SealedDocuments(vault.folder, vault.keys.documents)
        database.on_ledger = self._ledger_moved

    @property
    def work(self) -> OpenWork:
        """Begin a writing transaction of a person at the desk."""
        return lambda: self.database.work(self._vault.staff_id, self.clock)

    @property
    def runs(self) -> OpenWork:
        """Begin one batch of a long run."""
        return lambda: self.database.work(self._vault.staff_id, self.clock, Priority.RUN)

    @property
    def reading(self) -> OpenReading:
        """Begin a consistent read."""
        return self.database.reading

    def copy_ledger(self) -> None:
        """Bring the ledger's copy in the records' folder up to date.

        Raises: LedgerOtherHistoryError, LedgerDamagedError, DiskFullError, FolderNotWritableError.
        """
        copy = LedgerFile(self._vault.folder, self._vault.keys.ledger, self._vault.vault_id)
        with self.reading() as records:
            copy.bring_up(records.ledger)

    def _ledger_moved(self) -> None:
        """After a commit that said what must stay so: take it to both copies; one not reached follows at the next."""
        with suppress(PrivdeskError, OSError):
            self.copy_ledger()
        with suppress(PrivdeskError, OSError), self.reading() as records:
            chosen = plan_of(records).folder
            home = BackupHome(self._vault, chosen) if chosen is not None else None
            if home is not None and home.reachable:
                home.ledger.bring_up(records.ledger)

    def anchor_state(self) -> tuple[AnchorState, int]:
        """How the anchor stands to the database, and how many of its slots are spoiled; call it while nobody writes."""
        state = self._anchor.compare(self.database.heads(), self.database.audit_has)
        return state, self._anchor.read().spoiled

    def leftovers(self) -> list[str]:
        """Names of files in the folder that an interrupted act left."""
        return sorted(
            entry.name for entry in self._vault.folder.iterdir() if entry.name.endswith((".making", ".new"))
        )

    @property
    def references(self) -> References:
        """Under the ledger's key, which a re-key carries on: a reference once written down stays good."""
        key = hmac.new(self._vault.keys.ledger, b"privdesk agency references", hashlib.sha256).digest()
        return References(key)

    def close(self) -> None:
        """Let go of files and keys."""
        self.database.close()
        self._anchor.close()


class JoinedRecordsFactory:
    """Makes and opens what lies inside a vault folder; implements `services.vault_ports.RecordsFactory`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def create(self, vault: UnlockedVault, office: Office) -> JoinedRecords:
        """Make an empty database, its anchor and the documents folder."""
        clock = OfficeClock(office.time_zone, self._now)
        anchor = self._anchor(vault)
        anchor.start(AnchorHeads(0))
        database = self._database(vault, anchor, clock.zone)
        database.create()
        records = JoinedRecords(vault, database, anchor, clock)
        records.sealer.prepare()
        return records

    def open(self, vault: UnlockedVault) -> JoinedRecords:
        """Open the database, compare the anchor, settle what a crash left in `incoming`.

        Raises:
            AnchorError: the database is not the one that was acknowledged last; nothing was touched.
            DatabaseMissingError, EmptyDatabaseError, DamagedDatabaseError, NewerFormatError: the file.
        """
        anchor = self._anchor(vault)
        database = self._database(vault, anchor, ZoneInfo("UTC"))
        try:
            before, after = database.open()
            with database.reading() as records:
                clock = OfficeClock(office_of(records).time_zone, self._now)
            database.zone = clock.zone
            self._agree(anchor, database)
            joined = JoinedRecords(vault, database, anchor, clock)
            joined.sealer.prepare()
            self._settle(joined)
            with suppress(PrivdeskError, OSError):
                joined.copy_ledger()
            if before != after:
                _note_migration(joined, f"{before}-{after}")
        except BaseException:
            database.close()
            anchor.close()
            raise
        return joined

    def _anchor(self, vault: UnlockedVault) -> Anchor:
        return Anchor(vault.folder, vault.keys.anchor, vault.vault_id)

    def _database(self, vault: UnlockedVault, anchor: Anchor, zone: ZoneInfo) -> Database:
        keys = vault.keys
        return Database(
            vault.folder / DATABASE_NAME, keys.database, keys.audit, anchor, zone, ledger_key=keys.ledger,
            search_key=keys.search, former_audit=keys.former_audit,
        )  # fmt: skip

    def _agree(self, anchor: Anchor, database: Database) -> None:
        heads = database.heads()
        state = anchor.compare(heads, database.audit_has)
        if state is AnchorState.BEHIND:
            anchor.write(heads)
        elif state is not AnchorState.AGREES:
            raise AnchorError(state.value)

    def _settle(self, joined: JoinedRecords) -> None:
        joined.sealer.clear_quarantine(joined.clock.today())
        waiting = joined.sealer.incoming_ids()
        if not waiting:
            return
        with joined.reading() as records:
            known = {each for each in waiting if _has_row(records, each)}
        joined.sealer.sweep_incoming(known, joined.clock.today())


def _note_migration(joined: JoinedRecords, revisions: str) -> None:
    with joined.work() as work:
        work.audit.record(AuditEvent(Action.MIGRATED, reference=revisions))
        work.commit()


def _has_row(records: Records, document_id: DocumentId) -> bool:
    try:
        records.documents.get(document_id)
    except NotFoundError:
        return False
    return True
