# SPDX-License-Identifier: MIT
"""What lies in an unlocked vault, joined: database, anchor and sealed files."""

import hashlib
import hmac
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from zoneinfo import ZoneInfo

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.backup_errors import LedgerOtherHistoryError
from privdesk.domain.catalogue import Office
from privdesk.domain.errors import AnchorError, NotFoundError, PagesError, PrivdeskError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.ledger import head_of, rechained
from privdesk.domain.references import References
from privdesk.domain.vault import AnchorHeads, AnchorState, SignInNote, UnlockedVault
from privdesk.security.anchor import NO_PAGES, Anchor
from privdesk.security.backups import BackupHome
from privdesk.security.ledger_file import LedgerFile
from privdesk.security.sealed import SealedDocuments
from privdesk.security.vault_folder import DAMAGED, DATABASE_NAME, foreign_names
from privdesk.services.backups import plan_of
from privdesk.services.clock import OfficeClock
from privdesk.services.look_up_ports import LookUp
from privdesk.services.office import office_of
from privdesk.services.ports import OpenReading, OpenWork, Records, UnitOfWork
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.storage.database import Database
from privdesk.storage.page_seals import AT_ONCE, digest_of, log_waits
from privdesk.storage.replaying import Replayed
from privdesk.storage.unit_of_work import SqlUnitOfWork
from privdesk.storage.write_gate import Priority

LEDGER_AHEAD = "ledger-ahead"
"""The list of erasures beside the database knows more than the database: an older one was put back, anchor and all."""
SPOILED = "spoiled"
"""One half of the anchor is not what was written, and no cut-off write explains it."""


class PagesLeft(Enum):
    """How the pages of a database stand to what the anchor kept when the desk closed."""

    FIT = auto()
    WRONG = auto()
    TO_COMPARE = auto()
    """The file is large: compared while people work."""
    UNKNOWN = auto()
    """The desk was not closed, so nothing was kept."""

    @classmethod
    def found(cls, path: Path, kept: bytes) -> "PagesLeft":
        """Compare, unless the file is large.

        A log beside it says nothing: a desk killed within its first commit leaves one with nothing acknowledged in
        it, and an old one put there brings an old counter, which the anchor notices.
        """
        if kept == NO_PAGES or not path.is_file():
            return cls.UNKNOWN
        if path.stat().st_size > AT_ONCE:
            return cls.TO_COMPARE
        return cls.FIT if digest_of(path) == kept else cls.WRONG


class JoinedRecords:
    """Database, anchor and sealed files of one unlocked vault; implements `services.vault_ports.OpenRecords`."""

    def __init__(self, vault: UnlockedVault, database: Database, anchor: Anchor, clock: OfficeClock) -> None:
        self._vault = vault
        self._anchor = anchor
        self.database = database
        self.clock = clock
        self.sealer = SealedDocuments(vault.folder, vault.keys.documents)
        self.notes: tuple[SignInNote, ...] = ()
        self.migrated = ""
        """Revisions before and after, where opening brought the database up to date."""
        self._again: Replayed | None = None
        """What was done again and is not committed yet."""
        self._anew = False
        """Whether another history began here: copies of the list of erasures that tell another one are kept aside."""
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

    def copy_ledger(self, *, whole: bool = False) -> None:
        """Bring the ledger's copy in the records' folder up to date; with `whole` every line of it is read.

        Raises: LedgerOtherHistoryError, LedgerDamagedError, DiskFullError, FolderNotWritableError.
        """
        with self.reading() as records:
            self.own_ledger.bring_up(records.ledger, whole=whole)

    @property
    def own_ledger(self) -> LedgerFile:
        """The ledger's copy in the records' folder."""
        return LedgerFile(self._vault.folder, self._vault.keys.ledger, self._vault.vault_id)

    def ledger_copies(self) -> list[LedgerFile]:
        """Every copy of the ledger that is reached: in the records' folder, and beside the backups."""
        with self.reading() as records:
            chosen = plan_of(records).folder
        home = BackupHome(self._vault, chosen) if chosen is not None else None
        return [self.own_ledger, *([home.ledger] if home is not None and home.reachable else [])]

    def _ledger_moved(self) -> None:
        """After a commit that said what must stay so: take it to both copies; one not reached follows at the next."""
        with suppress(PrivdeskError, OSError):
            copies = self.ledger_copies()
            for copy in copies:
                with suppress(PrivdeskError, OSError), self.reading() as records:
                    copy.bring_up(records.ledger, other=self._anew)
        if self._again is not None:
            self._clear_after(self._again)

    def _clear_after(self, replayed: Replayed) -> None:
        """What was erased again leaves the folder and the pages, too."""
        self._again = None
        with suppress(PrivdeskError, OSError):
            for document_id in replayed.documents:
                self.sealer.remove(document_id)
            self.database.scrub()
            self.database.forget_words()

    def begin_anew(self, work: UnitOfWork, epoch: int) -> int:
        """Begin another history within `work`; what the copies of the list of erasures know beyond it is done again."""
        if not isinstance(work, SqlUnitOfWork):
            raise TypeError(type(work).__name__)
        known = work.ledger.lines()
        newer = {line.mac: line for copy in self.ledger_copies() for line in copy.beyond(known)}
        lines = rechained(self._vault.keys.ledger, newer.values(), head_of(known), len(known))
        self._again, self._anew = work.begin_after_restore(lines, epoch), True
        if self.migrated:
            work.audit.record(AuditEvent(Action.MIGRATED, reference=self.migrated))
        return len(lines)

    def anchor_state(self) -> tuple[AnchorState, int]:
        """How the anchor stands to the database, and how many of its slots are spoiled; call it while nobody writes."""
        state = self._anchor.compare(self.database.heads(), self.database.audit_has)
        return state, self._anchor.read().spoiled

    def leftovers(self) -> list[str]:
        """Names of files in the folder that an interrupted act left, or that were damaged and kept."""
        return sorted(
            entry.name
            for entry in self._vault.folder.iterdir()
            if entry.name.endswith((".making", ".new")) or DAMAGED in entry.name
        )

    def foreign(self) -> list[str]:
        """What lies in the folder under a name that the program did not give, as paths from the folder on."""
        with self.reading() as records:
            known = records.documents.ids()
        return sorted([*foreign_names(self._vault.folder), *self.sealer.foreign_names(known)])

    def settle(self) -> None:
        """Move into place what a crash left in `incoming` and has a row; set aside what has none. Deletes nothing."""
        self.sealer.prepare()
        waiting = self.sealer.incoming_ids()
        if not waiting:
            return
        with self.reading() as records:
            known = {each for each in waiting if _has_row(records, each)}
        self.sealer.sweep_incoming(known, self.clock.today())

    @property
    def references(self) -> References:
        """Under the ledger's key, which a re-key carries on: a reference once written down stays good."""
        key = hmac.new(self._vault.keys.ledger, b"privdesk agency references", hashlib.sha256).digest()
        return References(key)

    @property
    def look_up(self) -> LookUp:
        """Find people while somebody types."""
        return self.database.look_up

    def heads(self) -> AnchorHeads:
        """What the database says of itself."""
        return self.database.heads()

    def audit_has(self, head: bytes) -> bool:
        """Whether `head` is in the audit chain."""
        return self.database.audit_has(head)

    @property
    def pages_wrong(self) -> bool:
        """Whether the comparing of a large file, which goes on while people work, found another's pages."""
        return self.database.pages_wrong

    def rebuild_index(self, progress: Progress = NO_PROGRESS) -> int:
        """Make what finds people anew from the records; returns how many people. Commits. Raises: Cancelled."""
        return self.database.rebuild_index(
            lambda: self.database.work(self._vault.staff_id, self.clock, Priority.RUN), progress
        )

    def recount_sums(self, progress: Progress = NO_PROGRESS) -> None:
        """Count the sums kept for retention anew from the rows. Commits. Raises: Cancelled."""
        self.database.recount_sums(
            lambda: self.database.work(self._vault.staff_id, self.clock, Priority.RUN), progress
        )

    def close(self) -> None:
        """Let go of files and keys; the anchor keeps how the pages were left. A second call does nothing."""
        heads = self.database.heads() if self.database.is_open and not self.database.pages_wrong else None
        self.database.close()
        if heads is not None:
            with suppress(PrivdeskError, OSError, ValueError):
                leave_sealed(self._anchor, heads, self.database.path)
        self._anchor.close()


def leave_sealed(anchor: Anchor, heads: AnchorHeads, path: Path) -> None:
    """Keep the digest of a closed database's pages in its anchor, unless something was left in its log."""
    if log_waits(path):
        return
    pages = digest_of(path)
    if pages is not None:
        anchor.seal(heads, pages)


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

    def open(self, vault: UnlockedVault, *, trust: bool = False) -> JoinedRecords:
        """Open the database, compare the anchor and the pages, settle what a crash left in `incoming`.

        With `trust` the database is taken as it is, and nothing outside it is touched before the first commit: then
        the anchor begins anew. Whoever calls makes sure that this commit is one of somebody who may decide so.

        Raises:
            PagesError: the database is not as the desk left it; nothing was touched.
            AnchorError: the database is not the one that was acknowledged last; nothing was touched.
            DatabaseMissingError, EmptyDatabaseError, DamagedDatabaseError, NewerFormatError: the file.
        """
        anchor = self._anchor(vault)
        database = self._database(vault, anchor, ZoneInfo("UTC"))
        try:
            left = anchor.read()
            pages = PagesLeft.found(database.path, left.pages)
            before, after = database.open()
            with database.reading() as records:
                clock = OfficeClock(office_of(records).time_zone, self._now)
            database.zone = clock.zone
            joined = JoinedRecords(vault, database, anchor, clock)
            joined.migrated = f"{before}-{after}" if before != after else ""
            if trust:
                anchor.begin_anew()
                return joined
            joined.notes = self._agree(anchor, database, pages)
            if pages is PagesLeft.UNKNOWN:
                joined.notes = (*joined.notes, SignInNote.NOT_CLOSED)
            if pages is PagesLeft.TO_COMPARE:
                database.compare_pages(left.pages)
            _bring_ledger_up(joined)
            joined.settle()
            if joined.migrated:
                _note_migration(joined)
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

    def _agree(self, anchor: Anchor, database: Database, pages: PagesLeft) -> tuple[SignInNote, ...]:
        """Compare; a cut-off write spoils the newer half and leaves the database ahead, never level with it."""
        heads, spoiled = database.heads(), anchor.read().spoiled
        state = anchor.compare(heads, database.audit_has)
        if state is AnchorState.BEHIND:
            anchor.write(heads)
            return (SignInNote.ANCHOR_TORN,) if spoiled else ()
        if state is not AnchorState.AGREES:
            raise AnchorError(state.value)
        if spoiled:
            raise AnchorError(SPOILED)
        if pages is PagesLeft.WRONG:
            raise PagesError(database.path)
        return ()


def _bring_ledger_up(joined: JoinedRecords) -> None:
    """Bring the copy beside the database up to date. Raises: AnchorError: it knows more than the database."""
    try:
        joined.copy_ledger()
    except LedgerOtherHistoryError as error:
        raise AnchorError(LEDGER_AHEAD) from error
    except (PrivdeskError, OSError):
        return  # it follows at the next chance


def _note_migration(joined: JoinedRecords) -> None:
    with joined.work() as work:
        work.audit.record(AuditEvent(Action.MIGRATED, reference=joined.migrated))
        work.commit()


def _has_row(records: Records, document_id: DocumentId) -> bool:
    try:
        records.documents.get(document_id)
    except NotFoundError:
        return False
    return True
