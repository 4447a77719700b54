# SPDX-License-Identifier: MIT
"""The only module that knows every layer: joins adapters, services and windows."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from privdesk import __version__
from privdesk.documents.foreign_files import ForeignFiles, OwnWork
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.catalogue import Office
from privdesk.domain.errors import AnchorError, NotFoundError
from privdesk.domain.forms import FormTemplate
from privdesk.domain.inbox import DocumentId
from privdesk.domain.vault import AnchorHeads, AnchorState, UnlockedVault
from privdesk.resources import resource_path
from privdesk.security.anchor import Anchor
from privdesk.security.desk_lock import DeskLock
from privdesk.security.sealed import SealedDocuments
from privdesk.security.vault_files import VaultFiles
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.services.agencies import Agencies
from privdesk.services.audit_log import AuditLog
from privdesk.services.calls import Calls
from privdesk.services.capture import Capture
from privdesk.services.clock import OfficeClock
from privdesk.services.desk import Desk
from privdesk.services.imports import Imports
from privdesk.services.inbox import Inbox
from privdesk.services.office import OfficeDesk, office_of
from privdesk.services.people import People
from privdesk.services.ports import OpenReading, OpenWork, Records
from privdesk.services.reports import Reports
from privdesk.services.requests import Requests
from privdesk.services.today import Today
from privdesk.services.vaults import OpenVault, Vaults
from privdesk.services.watch import WatchedFolder
from privdesk.services.workplace import Workplace
from privdesk.storage.database import Database
from privdesk.storage.write_gate import Priority


def utc_now() -> datetime:
    """The moment, aware, UTC."""
    return datetime.now(UTC)


def worker_command() -> tuple[str, ...]:
    """How this program starts its worker process: the frozen program itself, or this interpreter."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "--worker")
    return (sys.executable, "-m", "privdesk", "--worker")


def _worker_folder() -> Path | None:
    """Where the worker starts, so that `-m privdesk` is found in a source tree; None in a frozen program."""
    return None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[1]


class JoinedRecords:
    """Database, anchor and sealed files of one unlocked vault; implements `services.vault_ports.OpenRecords`."""

    def __init__(self, vault: UnlockedVault, database: Database, anchor: Anchor, clock: OfficeClock) -> None:
        self._vault = vault
        self._anchor = anchor
        self.database = database
        self.clock = clock
        self.sealer = SealedDocuments(vault.folder, vault.keys.documents)

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
        return Database(vault.folder / DATABASE_NAME, keys.database, keys.audit, anchor, zone)

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


def _recovery_sheet(
    groups: Sequence[str], vault_name: str, staff_name: str, made_on: date, language: str
) -> bytes:
    from privdesk.documents.recovery_sheet import make_recovery_sheet

    return make_recovery_sheet(groups, vault_name, staff_name, made_on, language)


class DeskProgram:
    """One run of the program: records before signing in, the workers, and the desk after it."""

    def __init__(self, store: VaultFiles | None = None, now: Callable[[], datetime] = utc_now) -> None:
        """`store` is injected by tests, whose key slots are weak on purpose; `now` by the demo, whose past is invented."""
        self._store = store or VaultFiles()
        self._now = now

    @cached_property
    def vaults(self) -> Vaults:
        """Records before signing in."""
        return Vaults(self._store, JoinedRecordsFactory(self._now), _recovery_sheet, DeskLock, self._now)

    @cached_property
    def files(self) -> ForeignFiles:
        """Workers for files from outside; started when the first one is needed, or by `warm_up`."""
        return ForeignFiles(worker_command(), _worker_folder())

    @cached_property
    def own_work(self) -> OwnWork:
        """The worker that renders reports."""
        return OwnWork(worker_command(), _worker_folder())

    def build_desk(self, opened: OpenVault) -> Desk:
        """Everything the signed-in member of staff can do."""
        from privdesk.documents.report_rendering import WorkerReportRenderer

        records = opened.records
        place = Workplace(
            session=opened.session,
            work=records.work,
            reading=records.reading,
            clock=records.clock,
            sealer=records.sealer,
            files=self.files,
            runs=records.runs,
        )
        inbox = Inbox(place)
        return Desk(
            session=opened.session,
            clock=records.clock,
            today=Today(place),
            inbox=inbox,
            watch=WatchedFolder(place, inbox),
            capture=Capture(place),
            people=People(place),
            agencies=Agencies(place),
            imports=Imports(place),
            calls=Calls(place),
            requests=Requests(place),
            reports=Reports(place, WorkerReportRenderer(self.own_work, self.files)),
            office=OfficeDesk(place),
            audit=AuditLog(place),
        )

    @contextmanager
    def open_desk(self, folder: Path, staff_name: str, password: str) -> Iterator[Desk]:
        """Sign in, and lock again on leaving. Raises: as `Vaults.unlock`."""
        opened = self.vaults.unlock(folder, staff_name, password)
        self._opened = opened
        try:
            yield self.build_desk(opened)
        finally:
            self.vaults.lock(opened)
            self.close()

    def close(self) -> None:
        """End the workers."""
        for name in ("files", "own_work"):
            worker = self.__dict__.pop(name, None)
            if worker is not None:
                worker.close()

    def check(self, _desk: Desk) -> list[dict[str, Any]]:
        """Findings of a check of the open records: database, audit chain, documents against rows."""
        records = self._opened.records
        assert isinstance(records, JoinedRecords)
        found = [{"finding": each.key, "count": each.count} for each in records.database.check()]
        with records.reading() as rows:
            known = rows.documents.ids()
        settled = set(records.sealer.settled_ids())
        for key, ids in (("documents_missing", known - settled), ("documents_orphaned", settled - known)):
            if ids:
                found.append({"finding": key, "count": len(ids)})
        return found

    def blank_form(self, template: FormTemplate, language: str, desk: Desk) -> bytes:
        """A printable and fillable PDF with the office's name."""
        from privdesk.documents.form_pages import make_form

        return make_form(template, language, desk.office.sender())

    def selftest(self, *, window: bool = False) -> Mapping[str, Any]:
        """Whether worker, resources and key store are there; with `window` also whether the window opens."""
        from privdesk.documents.form_pages import make_form
        from privdesk.domain.forms import FormSender
        from privdesk.security.keyring_store import keyring_backends
        from privdesk.services.default_forms import default_templates

        blank = make_form(default_templates()[0], "de", FormSender("Example"))
        read = self.files.read("blank.pdf", blank)
        self.close()
        facts = {
            "version": __version__,
            "worker": read.template.code() if read.template else None,
            "resources": resource_path("themes", "tokens.toml").is_file(),
            "keyring_backends": keyring_backends(),
            "window": _window_opens() if window else None,
        }
        found = facts["worker"] and facts["resources"] and facts["window"] is not False
        return {"ok": bool(found), **facts}


def _window_opens() -> bool:
    from privdesk.ui.first_paint import opens_and_closes

    return opens_and_closes(lambda: open_window(None))


def open_window(folder: Path | None) -> int:
    """Open the desk's window and return when it is closed."""
    from privdesk.ui.app import run

    return run(DeskProgram(), folder)
