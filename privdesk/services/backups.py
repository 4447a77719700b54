# SPDX-License-Identifier: MIT
"""Backups: made by hand and by themselves, kept as the office says, and never silent when they fail."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.backup_errors import CopyStillNeededError, NoBackupFolderError
from privdesk.domain.backups import (
    BackupPlan,
    BackupRecord,
    Health,
    KeepRule,
    expires_on,
    is_due,
    is_old,
    kept,
)
from privdesk.domain.checking import FindingKey
from privdesk.domain.errors import Cancelled, PrivdeskError
from privdesk.domain.staff import Permission
from privdesk.services.backup_ports import BackupVault, FoundBackup, MadeBackup, MigrationCopy
from privdesk.services.ports import Records
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.workplace import Workplace

PLAN_KEY = "backup_plan"
RECORD_KEY = "backup_record"
MIGRATION_COPY_DAYS = 30
"""A copy made before a change of form may go after so many days, once a good backup is newer than it."""
_HEAD_SHOWN = 16
CLOSING_HOURS = 4
"""At closing a backup is made when the last good one is older than this."""


class Backups:
    """Backups of the open records. Everything that writes one is slow: call it in a job."""

    def __init__(self, place: Workplace, vault: BackupVault) -> None:
        self._place = place
        self._vault = vault

    # What stands

    def plan(self) -> BackupPlan:
        """Where backups go, when, and how many are kept."""
        self._place.require(Permission.USE_DESK)
        with self._place.reading() as records:
            return plan_of(records)

    def record(self) -> BackupRecord:
        """The last good backup, and the last failure after it; an agency clerk sees the times only."""
        self._place.require(Permission.USE_DESK)
        with self._place.reading() as records:
            return self._seen(record_of(records))

    def save_plan(self, plan: BackupPlan) -> BackupPlan:
        """Keep a changed plan; commits. Raises: NotAllowedError, ValueError for a rule that keeps nothing."""
        self._place.require(Permission.BACK_UP)
        if not plan.keep.sound or plan.every_hours < 1 or plan.warn_days < 1:
            raise ValueError("a plan that keeps nothing")
        with self._place.work() as work:
            before = plan_to_json(plan_of(work))
            after = plan_to_json(plan)
            changed = tuple(sorted(key for key in after if after[key] != before[key]))
            if changed:
                work.settings.put(PLAN_KEY, after)
                work.audit.record(AuditEvent(Action.OFFICE_CHANGED, "backups", changed))
                work.commit()
        return plan

    def found(self, folder: Path | None = None) -> Sequence[FoundBackup]:
        """Backups of these records in the office's folder, or in another; newest first. Raises: NotAllowedError."""
        self._place.require(Permission.BACK_UP)
        chosen = folder or self.plan().folder
        return self._vault.found(chosen) if chosen is not None else ()

    def check(self, name: str, progress: Progress = NO_PROGRESS, *, read_documents: bool = True) -> Health:
        """Open one backup for real. Raises: NotAllowedError, NoBackupFolderError, Cancelled."""
        self._place.require(Permission.BACK_UP)
        return self._vault.check(self._folder(), name, progress, read_documents=read_documents)

    def migration_copies(self) -> Sequence[MigrationCopy]:
        """Copies of the database from before a change of its form. Raises: NotAllowedError."""
        self._place.require(Permission.BACK_UP)
        return self._vault.migration_copies()

    def may_go(self, copy: MigrationCopy) -> bool:
        """Whether a copy from before a change of form is no longer needed."""
        record, now = self.record(), self._place.clock.now()
        old = now - copy.made_at >= timedelta(days=MIGRATION_COPY_DAYS)
        return old and record.made_at is not None and record.made_at > copy.made_at

    def remove_migration_copy(self, copy: MigrationCopy) -> None:
        """Take such a copy away; recorded. Raises: NotAllowedError, CopyStillNeededError."""
        self._place.require(Permission.BACK_UP)
        if not self.may_go(copy):
            raise CopyStillNeededError
        self._vault.remove_migration_copy(copy.path)
        self._note(AuditEvent(Action.BACKUP_REMOVED, reference=copy.path.name))

    # Making

    def make(self, progress: Progress = NO_PROGRESS, *, folder: Path | None = None) -> MadeBackup:
        """Back up now, to the office's folder or to another one this once.

        Raises:
            NotAllowedError, NoBackupFolderError: nothing was tried.
            Cancelled, and what `BackupVault.make` raises: nothing of the backup stays; recorded as failed.
        """
        self._place.require(Permission.BACK_UP)
        return self._make(folder or self._folder(), progress)

    def make_if_due(self, progress: Progress = NO_PROGRESS, *, closing: bool = False) -> MadeBackup | None:
        """What the desk does by itself, whoever is signed in: back up when it is time. None when it is not.

        An agency clerk is not told how much there was to back up, and gets None.

        Raises: as `make`.
        """
        self._place.require(Permission.USE_DESK)
        plan, record = self.plan(), self.record()
        if closing:
            plan = replace(plan, every_hours=min(plan.every_hours, CLOSING_HOURS))
            if not plan.at_closing:
                return None
        if plan.folder is None or not is_due(record, plan, self._place.clock.now()):
            return None
        if self._place.member.agency_id is not None:
            self._make(plan.folder, _Uncounted(progress))
            return None
        return self._make(plan.folder, progress)

    def copy_ledger(self) -> None:
        """Bring the list of erasures beside the backups up to date, if the folder is reached."""
        self._place.require(Permission.USE_DESK)
        self._vault.copy_ledger(self.plan().folder)

    def state(self) -> "BackupState":
        """How it stands, for the status bar and Today."""
        self._place.require(Permission.USE_DESK)
        with self._place.reading() as records:
            plan, record = plan_of(records), self._seen(record_of(records))
        return BackupState(plan, record, self._place.clock.now())

    def _seen(self, record: BackupRecord) -> BackupRecord:
        """An agency clerk sees when, not how much: the size tells how many people there are."""
        if self._place.member.agency_id is None:
            return record
        return replace(record, name="", folder="", size=0, missing_documents=0)

    def _folder(self) -> Path:
        folder = self.plan().folder
        if folder is None:
            raise NoBackupFolderError
        return folder

    def _make(self, folder: Path, progress: Progress) -> MadeBackup:
        at = self._place.clock.now()
        try:
            made = self._vault.make(folder, at, self._place.member.name, progress)
        except Cancelled:
            raise
        except (PrivdeskError, OSError) as error:
            self._failed(folder, at, error)
            raise
        self._succeeded(folder, made)
        self._rotate(folder)
        return made

    def _succeeded(self, folder: Path, made: MadeBackup) -> None:
        info, head = made.info, made.facts.heads.audit_head
        record = BackupRecord(
            info.made_at, info.name, str(folder), info.size, len(made.facts.missing_documents)
        )
        reference = f"{info.name} {head.hex()[:_HEAD_SHOWN]}"
        self._note(AuditEvent(Action.BACKED_UP, count=made.new_documents, reference=reference), record)
        if made.mended_ledgers:
            mended = FindingKey.LEDGER_COPY.value
            self._note(AuditEvent(Action.REPAIRED, count=made.mended_ledgers, reference=mended))

    def _failed(self, folder: Path, at: datetime, error: BaseException) -> None:
        with self._place.reading() as records:
            before = record_of(records)
        record = replace(before, failed_at=at, failure=type(error).__name__, folder=str(folder))
        self._note(AuditEvent(Action.BACKUP_FAILED, reference=type(error).__name__), record)

    def _rotate(self, folder: Path) -> None:
        """Take away backups in nobody's reach; never the newest good one, and never one that cannot be read."""
        clock, rule, good, other = self._place.clock, self.plan().keep, {}, []
        for each in self._vault.found(folder):
            if each.info is not None and each.health is Health.GOOD:
                good[each.info.made_at] = each.name
            elif each.info is not None:
                other.append((clock.day_of(each.info.made_at), each.name))
        stay = kept(good, rule, clock.today(), clock.zone)
        gone = [name for moment, name in sorted(good.items()) if moment not in stay]
        gone += [name for day, name in other if expires_on(day, rule) <= clock.today()]
        if gone:
            self._vault.remove(folder, gone)
            for name in gone:
                self._note(AuditEvent(Action.BACKUP_REMOVED, reference=name))

    def _note(self, event: AuditEvent, record: BackupRecord | None = None) -> None:
        with self._place.work() as work:  # not as a run, which gives way: a backup must end beside any writer
            if record is not None:
                work.settings.put(RECORD_KEY, record_to_json(record))
            work.audit.record(event)
            work.commit()


class _Uncounted:
    """Progress that hears a stop and tells no numbers."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def report(self, done: int, total: int) -> None:
        """Say that it goes on."""

    def raise_if_cancelled(self) -> None:
        """Stop here when the person at the desk asked for it. Raises: Cancelled."""
        self._progress.raise_if_cancelled()


class BackupState:
    """How backups stand at one moment: plain facts for whoever shows them."""

    def __init__(self, plan: BackupPlan, record: BackupRecord, now: datetime) -> None:
        self.plan = plan
        self.record = record
        self.now = now

    @property
    def age(self) -> timedelta | None:
        """Since the last good backup; None without one."""
        return self.now - self.record.made_at if self.record.made_at is not None else None

    @property
    def shouts(self) -> bool:
        """Whether everybody is to see it: failed, too old, or never made."""
        return self.record.failing or is_old(self.record, self.plan, self.now)

    @property
    def due(self) -> bool:
        """Whether the desk makes one by itself now."""
        return is_due(self.record, self.plan, self.now)


def plan_of(records: Records) -> BackupPlan:
    """The plan as set; what is missing or makes no sense keeps its default."""
    stored: Mapping[str, Any] = records.settings.get(PLAN_KEY) or {}
    default = BackupPlan()

    def whole(key: str, otherwise: int, least: int = 1) -> int:
        value = stored.get(key)
        return value if type(value) is int and value >= least else otherwise

    keep = KeepRule(
        whole("daily", default.keep.daily, 0), whole("weekly", default.keep.weekly, 0),
        whole("monthly", default.keep.monthly, 0),
    )  # fmt: skip
    folder = stored.get("folder")
    return BackupPlan(
        Path(folder) if isinstance(folder, str) and folder else None,
        whole("every_hours", default.every_hours),
        bool(stored.get("at_closing", default.at_closing)),
        keep if keep.sound else default.keep,
        whole("warn_days", default.warn_days),
    )


def plan_to_json(plan: BackupPlan) -> dict[str, Any]:
    """Plain values for the settings."""
    return {
        "folder": str(plan.folder) if plan.folder else "", "every_hours": plan.every_hours,
        "at_closing": plan.at_closing, "daily": plan.keep.daily, "weekly": plan.keep.weekly,
        "monthly": plan.keep.monthly, "warn_days": plan.warn_days,
    }  # fmt: skip


def record_of(records: Records) -> BackupRecord:
    """What the records remember of backups."""
    stored: Mapping[str, Any] = records.settings.get(RECORD_KEY) or {}

    def moment(key: str) -> datetime | None:
        return datetime.fromisoformat(stored[key]) if stored.get(key) else None

    return BackupRecord(
        moment("made_at"), stored.get("name", ""), stored.get("folder", ""), stored.get("size", 0),
        stored.get("missing", 0), moment("failed_at"), stored.get("failure", ""),
    )  # fmt: skip


def record_to_json(record: BackupRecord) -> dict[str, Any]:
    """Plain values for the settings."""
    return {
        "made_at": record.made_at.isoformat() if record.made_at else "", "name": record.name,
        "folder": record.folder, "size": record.size, "missing": record.missing_documents,
        "failed_at": record.failed_at.isoformat() if record.failed_at else "", "failure": record.failure,
    }  # fmt: skip
