# SPDX-License-Identifier: MIT
"""New keys for the records: everything is encrypted anew, and everybody gets a new way in.

Offered when somebody left: taking a slot away does not reach copies of the folder made before. The desk is closed
meanwhile. Sheet and codes are on paper before anything changes; broken off at any point, the records are whole under
the old keys or under the new ones, and the next opening says which.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from privdesk.domain.approvals import Approval, ApprovalKind
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import KeysSwitchUnfinishedError, PrivdeskError
from privdesk.domain.recovery_code import RecoveryCode
from privdesk.domain.staff import Permission
from privdesk.domain.vault import OneTimeCode, StaffId, VaultBinding
from privdesk.i18n import _
from privdesk.services.approvals import Approvals, digest_of
from privdesk.services.key_notes import DONE, STARTED, note_state
from privdesk.services.key_ports import KeyPlan, KeyStore, RekeyRecords, Step
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.vault_ports import RecoverySheet
from privdesk.services.vaults import REVISION_KEY, OpenVault, Vaults, remember_revision
from privdesk.services.workplace import Workplace

CODE_DAYS = 14
"""How long the one-time codes of a re-key or a change of binding count: holidays included, most come back by then."""


SUBJECT = "vault"


def plan_text(binding: VaultBinding | None, *, new_keys: bool = True) -> str:
    """What a colleague agrees to, as canonical text; `binding` is given where it changes."""
    what = "new keys" if new_keys else "same keys"
    return what if binding is None else f"{what} {binding.value}"


@dataclass(frozen=True, slots=True)
class PreparedKeys:
    """What is put on paper before the keys change; nothing changed yet, and the records stay held."""

    opened: OpenVault = field(repr=False)
    plan: KeyPlan = field(repr=False)
    agreed: str
    """What a colleague agreed to, where one must."""
    code: RecoveryCode = field(repr=False)
    sheet: bytes = field(repr=False)
    """The new recovery sheet as PDF: shown once, kept nowhere."""
    confirm: tuple[int, ...]
    codes: tuple[OneTimeCode, ...] = field(repr=False)
    """For every other member of staff who may sign in."""


@dataclass(frozen=True, slots=True)
class ChangedKeys:
    """How it ended: generation of the keys now in force, and who needs a code to come in again."""

    generation: int
    binding: VaultBinding
    waiting: tuple[str, ...]


def _nothing(_step: str) -> None:
    """Nobody watches the steps."""


class KeyChange:
    """Changes what opens the records: new keys, or another binding. Slow by intention: call it in a job."""

    def __init__(
        self,
        vaults: Vaults,
        keys: KeyStore,
        records: RekeyRecords,
        sheet: RecoverySheet,
        now: Callable[[], datetime],
        place_of: Callable[[OpenVault], Workplace],
    ) -> None:
        self._vaults = vaults
        self._keys = keys
        self._records = records
        self._sheet = sheet
        self._now = now
        self._place_of = place_of

    def prepare(
        self, folder: Path, staff_name: str, password: str, binding: VaultBinding | None = None
    ) -> PreparedKeys:
        """Sign in and make the new sheet and codes, in memory only. Go on with `run`, or leave with `abandon`.

        Raises:
            NotAllowedError: only an administrator changes keys; the approval, where one is needed, is missing.
            KeyringMissingError: the records shall be bound and this computer has no key store.
            And what `Vaults.unlock` raises.
        """
        return self._prepared(folder, staff_name, password, binding, new_keys=True)

    def run(
        self, prepared: PreparedKeys, progress: Progress = NO_PROGRESS, step: Step = _nothing
    ) -> ChangedKeys:
        """Encrypt the records anew and let the new keys count; the records are closed afterwards. Can be cancelled.

        Raises:
            Cancelled, DiskFullError, CopyDiffersError, DamagedDatabaseError: the old keys still count.
            KeysChangedMeanwhileError: the slots are others than when it was prepared; the old keys still count.
            KeysSwitchUnfinishedError: the new keys count; the next opening finishes.
        """
        opened, plan = prepared.opened, prepared.plan
        folder = opened.vault.folder
        announced = False
        try:
            self._start(prepared)
            step("started")
            opened.records.close()
            step("closed")
            keys = self._records.stage(opened.vault, plan, _noting(plan), progress, step)
            plan.announce(keys)
            announced = True
            step("announced")
            try:
                self._keys.switch(folder, step)
            except (PrivdeskError, OSError) as error:
                raise KeysSwitchUnfinishedError from error
        finally:
            if not announced:
                opened.records.close()
                self._keys.clear_staged(folder)
            opened.hold.release(opened.vault.staff_name, self._now())
        return ChangedKeys(plan.generation, plan.binding, _names(prepared.codes))

    def prepare_binding(
        self, folder: Path, staff_name: str, password: str, binding: VaultBinding
    ) -> PreparedKeys:
        """As `prepare`, for another binding with the same keys. Raises: as `prepare`."""
        return self._prepared(folder, staff_name, password, binding, new_keys=False)

    def bind(self, prepared: PreparedKeys) -> ChangedKeys:
        """Let the new binding count; the records are closed afterwards. Copies of the old `vault.json` still open.

        Raises:
            KeysChangedMeanwhileError: nothing was changed.
            ApprovalMissingError: a colleague must agree, and has not (any more); nothing was changed.
        """
        opened, plan = prepared.opened, prepared.plan
        try:
            with opened.records.work() as work:
                self._take_approval(opened, work, prepared.agreed)
                work.audit.record(
                    AuditEvent(Action.BINDING_CHANGED, "vault", ("binding",), reference=plan.binding.value)
                )
                remember_revision(work, plan.revision)
                plan.put_in_force()
                work.commit()
        finally:
            opened.records.close()
            opened.hold.release(opened.vault.staff_name, self._now())
        return ChangedKeys(plan.generation, plan.binding, _names(prepared.codes))

    def abandon(self, prepared: PreparedKeys) -> None:
        """Leave everything as it was; the sheet and codes just made are worthless."""
        self._vaults.lock(prepared.opened)

    def _prepared(
        self, folder: Path, staff_name: str, password: str, binding: VaultBinding | None, *, new_keys: bool
    ) -> PreparedKeys:
        opened = self._vaults.unlock(folder, staff_name, password)
        try:
            opened.session.member.require(Permission.RE_KEY)
            if binding is opened.vault.binding:
                binding = None
            agreed = plan_text(binding, new_keys=new_keys)
            self._require_approval(opened, agreed)
            with opened.records.reading() as records:
                others = _who_may_sign_in(records)
            plan = self._plan(opened, password, others, binding, new_keys=new_keys)
            vault, code = opened.vault, plan.recovery_code
            made_on = opened.records.clock.today()
            sheet = self._sheet(code.groups, vault.name, vault.staff_name, made_on, opened.office.language)
            confirm = self._vaults.store.groups_to_confirm()
        except BaseException:
            self._vaults.lock(opened)
            raise
        return PreparedKeys(opened, plan, agreed, code, sheet, confirm, plan.codes)

    def _plan(
        self,
        opened: OpenVault,
        password: str,
        others: Iterable[StaffId],
        binding: VaultBinding | None,
        *,
        new_keys: bool,
    ) -> KeyPlan:
        until = self._now() + timedelta(days=CODE_DAYS)
        if new_keys:
            return self._keys.plan_new_keys(opened.vault, password, others, until, binding)
        wanted = binding or opened.vault.binding
        return self._keys.plan_binding(opened.vault, password, others, until, wanted)

    def _start(self, prepared: PreparedKeys) -> None:
        with prepared.opened.records.work() as work:
            self._take_approval(prepared.opened, work, prepared.agreed)
            note_state(work, STARTED)
            reference = f"generation:{prepared.plan.generation}"
            work.audit.record(AuditEvent(Action.REKEY_STARTED, "vault", reference=reference))
            work.commit()

    def _require_approval(self, opened: OpenVault, agreed: str) -> None:
        """Look whether a colleague agreed where one must, and leave the approval unused."""
        with opened.records.work() as work:
            self._take_approval(opened, work, agreed)

    def _take_approval(self, opened: OpenVault, work: UnitOfWork, agreed: str) -> None:
        approvals = Approvals(self._place_of(opened))
        approvals.take(ApprovalKind.RE_KEY, SUBJECT, digest_of(agreed), work)


def propose(
    approvals: Approvals, binding: VaultBinding | None = None, *, new_keys: bool = True
) -> Approval | None:
    """Ask a colleague to agree to new keys, another binding, or both, where one must; None where one alone may act.

    `binding` is given where it changes: who agreed to new keys did not agree to another binding.

    Raises: NotAllowedError.
    """
    if not approvals.need(ApprovalKind.RE_KEY):
        return None
    summary = tuple(_summary(binding, new_keys=new_keys))
    text = plan_text(binding, new_keys=new_keys)
    return approvals.propose(ApprovalKind.RE_KEY, SUBJECT, digest_of(text), summary)


def _summary(binding: VaultBinding | None, *, new_keys: bool) -> Iterator[str]:
    if new_keys:
        yield _(
            "Encrypt the records under new keys; everybody but the one who does it comes in again with a one-time code."
        )
    if binding is VaultBinding.DEVICE_BOUND:
        yield _("Let a password open the records only on a computer that was let in; everybody gets a code.")
    elif binding is VaultBinding.PASSWORD_ONLY:
        yield _("Let a password alone open the records, on any computer; everybody gets a code.")


def _noting(plan: KeyPlan) -> Callable[[UnitOfWork], None]:
    """What the new database says of its own making: its first entry under the new audit key."""

    def note(work: UnitOfWork) -> None:
        note_state(work, DONE)
        work.settings.put(REVISION_KEY, plan.revision)
        fields: tuple[str, ...] = ("keys",)
        reference = f"generation:{plan.generation} {plan.binding.value}"
        work.audit.record(AuditEvent(Action.REKEYED, "vault", fields, reference=reference))
        work.commit()

    return note


def _who_may_sign_in(records: Records) -> list[StaffId]:
    return [member.id for member in records.staff.all() if not member.disabled]


def _names(codes: Sequence[OneTimeCode]) -> tuple[str, ...]:
    return tuple(each.staff_name for each in codes)
