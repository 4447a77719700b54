# SPDX-License-Identifier: MIT
"""One run of the program: records before signing in, the workers, and the desk after it."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from privdesk import __version__
from privdesk.bootstrap.backups import JoinedBackups
from privdesk.bootstrap.checked_records import JoinedChecks
from privdesk.bootstrap.clearing import JoinedClearing
from privdesk.bootstrap.records import JoinedRecords, JoinedRecordsFactory
from privdesk.bootstrap.rekeyed_records import JoinedRekey
from privdesk.bootstrap.restoring import JoinedRestore
from privdesk.documents.foreign_files import ForeignFiles, OwnWork
from privdesk.domain.forms import FormTemplate
from privdesk.domain.staff import PasswordChangeDueError
from privdesk.domain.vault import AnchorHeads, AnchorState, UnlockedVault
from privdesk.resources import resource_path
from privdesk.security.desk_lock import DeskLock
from privdesk.security.keyring_store import KeyringStore, SecretStore
from privdesk.security.mail_post import MailPasswords, SmtpPost
from privdesk.security.vault_files import VaultFiles
from privdesk.services.account import Account
from privdesk.services.agencies import Agencies
from privdesk.services.approvals import Approvals
from privdesk.services.audit_log import AuditLog
from privdesk.services.backups import Backups
from privdesk.services.calls import Calls
from privdesk.services.capture import Capture
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.catalogue_papers import CataloguePapers
from privdesk.services.checking import Checking
from privdesk.services.computers import Computers
from privdesk.services.desk import Desk
from privdesk.services.duplicates import Duplicates
from privdesk.services.erasure import Erasure
from privdesk.services.figures import Figures
from privdesk.services.gone_people import GonePeople
from privdesk.services.half_typed import HalfTyped
from privdesk.services.holds import Holds
from privdesk.services.imports import Imports
from privdesk.services.inbox import Inbox
from privdesk.services.letterhead import LetterSettings
from privdesk.services.letters import Letters
from privdesk.services.objections import Objections
from privdesk.services.office import OfficeDesk
from privdesk.services.people import People
from privdesk.services.portability import Portability
from privdesk.services.processing import ProcessingRecords
from privdesk.services.rekey import KeyChange
from privdesk.services.reports import Reports
from privdesk.services.requests import Requests
from privdesk.services.restore import Restoring
from privdesk.services.restrictions import Restrictions
from privdesk.services.retention import Retention
from privdesk.services.staff import Staff
from privdesk.services.tellings import Tellings
from privdesk.services.today import Today
from privdesk.services.vault_ports import OpenRecords
from privdesk.services.vaults import OpenVault, Vaults
from privdesk.services.walls import walled_desk
from privdesk.services.watch import WatchedFolder
from privdesk.services.workplace import Workplace


def utc_now() -> datetime:
    """The moment, aware, UTC."""
    return datetime.now(UTC)


def _anchor_of(records: OpenRecords) -> Callable[[], AnchorState] | None:
    """Asks how the anchor beside the database stands to it."""
    return (lambda: records.anchor_state()[0]) if isinstance(records, JoinedRecords) else None


def worker_command() -> tuple[str, ...]:
    """How this program starts its worker process: the frozen program itself, or this interpreter."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "--worker")
    return (sys.executable, "-m", "privdesk", "--worker")


def _worker_folder() -> Path | None:
    """Where the worker starts, so that `-m privdesk` is found in a source tree; None in a frozen program."""
    return None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[2]


def _recovery_sheet(
    groups: Sequence[str], vault_name: str, staff_name: str, made_on: date, language: str
) -> bytes:
    from privdesk.documents.recovery_sheet import make_recovery_sheet

    return make_recovery_sheet(groups, vault_name, staff_name, made_on, language)


class DeskProgram:
    """One run of the program: records before signing in, the workers, and the desk after it."""

    def __init__(
        self,
        store: VaultFiles | None = None,
        now: Callable[[], datetime] = utc_now,
        try_window: Callable[[], bool] | None = None,
        secrets: SecretStore | None = None,
    ) -> None:
        """Nothing is started yet.

        Args:
            store: injected by tests, whose key slots are weak on purpose.
            now: injected by the demo, whose past is invented.
            try_window: says whether the window opens here; for the self-test.
            secrets: injected by tests, whose computer has no key store of its own.
        """
        self._store = store or VaultFiles()
        self._now = now
        self._try_window = try_window
        self._secrets = secrets or KeyringStore()

    @cached_property
    def vaults(self) -> Vaults:
        """Records before signing in."""
        return Vaults(self._store, JoinedRecordsFactory(self._now), _recovery_sheet, DeskLock, self._now)

    @cached_property
    def keys(self) -> KeyChange:
        """New keys, and another binding, for closed records."""
        changes, records = self._store.changes, JoinedRekey(self._now)
        return KeyChange(self.vaults, changes, records, _recovery_sheet, self._now, self._place)

    def _kept_heads(self, vault: UnlockedVault) -> AnchorHeads | None:
        kept = self._store.recall(vault.folder)()
        return kept.heads if kept is not None else None

    @cached_property
    def restoring(self) -> Restoring:
        """Backups brought back, before anybody signs in."""
        return Restoring(
            self._store, JoinedRestore(self._store, self._now, self._kept_heads), _recovery_sheet
        )

    @cached_property
    def files(self) -> ForeignFiles:
        """Workers for files from outside; started when the first one is needed, or by `warm_up`."""
        return ForeignFiles(worker_command(), _worker_folder())

    @cached_property
    def own_work(self) -> OwnWork:
        """The worker that renders reports."""
        return OwnWork(worker_command(), _worker_folder())

    def _place(self, opened: OpenVault) -> Workplace:
        records = opened.records
        return Workplace(
            session=opened.session,
            work=records.work,
            reading=records.reading,
            clock=records.clock,
            sealer=records.sealer,
            files=self.files,
            runs=records.runs,
            look_up=records.look_up,
            references=records.references,
        )

    def build_desk(self, opened: OpenVault) -> Desk:
        """Everything the signed-in member of staff can do. Raises: PasswordChangeDueError before they chose one."""
        from privdesk.documents.letter_rendering import WorkerLetterRenderer
        from privdesk.documents.report_rendering import WorkerReportRenderer

        if opened.session.member.must_change:
            raise PasswordChangeDueError
        records, place = opened.records, self._place(opened)
        inbox = Inbox(place)
        mail = WorkerLetterRenderer(self.own_work, self.files), SmtpPost(), self._mail_passwords(opened)
        gone = GonePeople()
        remover = JoinedClearing(records) if isinstance(records, JoinedRecords) else None
        desk = Desk(
            session=opened.session,
            clock=records.clock,
            today=Today(place),
            inbox=inbox,
            watch=WatchedFolder(place, inbox),
            capture=Capture(place),
            people=People(place),
            duplicates=Duplicates(place),
            agencies=Agencies(place),
            imports=Imports(place),
            calls=Calls(place),
            requests=Requests(place),
            portability=Portability(place, WorkerReportRenderer(self.own_work, self.files)),
            restrictions=Restrictions(place),
            objections=Objections(place),
            tellings=Tellings(place),
            reports=Reports(place, WorkerReportRenderer(self.own_work, self.files)),
            office=OfficeDesk(place),
            audit=AuditLog(place, _anchor_of(records)),
            half_typed=HalfTyped(place),
            backups=Backups(place, JoinedBackups(opened.vault, records, lambda: self.vaults.remember(opened)))
            if isinstance(records, JoinedRecords)
            else None,
            approvals=Approvals(place),
            holds=Holds(place),
            erasure=Erasure(
                place, JoinedClearing(records), WorkerReportRenderer(self.own_work, self.files), gone
            )
            if isinstance(records, JoinedRecords)
            else None,
            account=Account(self.vaults, opened),
            staff=Staff(place, self.vaults, opened),
            computers=Computers(place, self.vaults, opened),
            letters=Letters(place, *mail, gone),
            letter_settings=LetterSettings(place, *mail),
            figures=Figures(place, WorkerReportRenderer(self.own_work, self.files)),
            processing=ProcessingRecords(place, WorkerReportRenderer(self.own_work, self.files)),
            catalogue=CatalogueDesk(place),
            catalogue_papers=CataloguePapers(place, remover),
            agency_papers=CataloguePapers(place, remover, of_agencies=True),
            retention=Retention(
                place, JoinedClearing(records), WorkerReportRenderer(self.own_work, self.files)
            )
            if isinstance(records, JoinedRecords)
            else None,
            checking=Checking(place, JoinedChecks(records)) if isinstance(records, JoinedRecords) else None,
        )
        return walled_desk(desk, records.references)

    def _mail_passwords(self, opened: OpenVault) -> MailPasswords:
        return MailPasswords(self._secrets, opened.vault.vault_id)

    @contextmanager
    def open_desk(self, folder: Path, staff_name: str, password: str) -> Iterator[Desk]:
        """Sign in, and lock again on leaving. Raises: as `Vaults.unlock`."""
        opened = self.vaults.unlock(folder, staff_name, password)
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
            "window": self._try_window() if window and self._try_window else None,
        }
        found = facts["worker"] and facts["resources"] and facts["window"] is not False
        return {"ok": bool(found), **facts}
