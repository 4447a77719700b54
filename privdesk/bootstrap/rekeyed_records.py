# SPDX-License-Identifier: MIT
"""The records' database put under new keys, beside the one in use: joins copy, sealed documents' keys and anchor."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from privdesk.domain.backup_errors import CopyDiffersError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.vault import AnchorHeads, UnlockedVault, VaultKeys
from privdesk.security.anchor import NO_PAGES, Anchor
from privdesk.security.key_switch import STAGED_ANCHOR, STAGED_DATABASE
from privdesk.security.sealed import rewrapped
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.services.clock import OfficeClock
from privdesk.services.key_ports import KeyPlan, Step
from privdesk.services.ports import UnitOfWork
from privdesk.services.progress import Progress
from privdesk.storage.database import Database
from privdesk.storage.page_seals import digest_of
from privdesk.storage.rekey import audit_end, carry_over, copy_under, prove

_MAY_DIFFER = frozenset({"audit_entry", "setting", "match_key"})
_COPIED, _PROVEN, _CARRIED, _CHECKED, _ALL = 40, 60, 70, 85, 100
"""How far each part is, in hundredths: roughly the time that each takes."""


@dataclass(slots=True)
class _Told:
    """Stands where the anchor will: remembers what the new database says of itself."""

    heads: AnchorHeads = field(default_factory=lambda: AnchorHeads(0))

    def write(self, heads: AnchorHeads) -> None:
        self.heads = heads


class JoinedRekey:
    """Implements `services.key_ports.RekeyRecords`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def stage(
        self,
        vault: UnlockedVault,
        plan: KeyPlan,
        note: Callable[[UnitOfWork], None],
        progress: Progress,
        step: Step,
    ) -> VaultKeys:
        """Write and prove the database and the anchor to come; nothing in use is touched. Raises: as the port says."""
        target = vault.folder / STAGED_DATABASE
        key = plan.staged_keys(0).database

        def watch(written: int, expected: int) -> None:
            progress.raise_if_cancelled()
            progress.report(min(_COPIED, _COPIED * written // max(1, expected)), _ALL)

        before = copy_under(vault.folder / DATABASE_NAME, vault.keys.database, target, key, watch)
        progress.report(_PROVEN, _ALL)
        step("copied")
        keys = plan.staged_keys(audit_end(target, key))
        told = _Told()
        database = Database(
            target, key, keys.audit, told, ledger_key=keys.ledger, search_key=keys.search,
            former_audit=keys.former_audit,
        )  # fmt: skip
        database.open()
        try:
            self._carry_over(vault, database, keys, note, progress, step)
        finally:
            database.close()
        prove(target, key, before, _MAY_DIFFER)
        step("proven")
        pages = digest_of(target) or NO_PAGES
        Anchor(vault.folder, keys.anchor, vault.vault_id, STAGED_ANCHOR).start(told.heads, pages)
        step("anchored")
        progress.raise_if_cancelled()
        progress.report(_ALL, _ALL)
        return keys

    def _carry_over(
        self,
        vault: UnlockedVault,
        database: Database,
        keys: VaultKeys,
        note: Callable[[UnitOfWork], None],
        progress: Progress,
        step: Step,
    ) -> None:
        old = vault.keys.documents

        def rewrap(document_id: str, wrapped: bytes) -> bytes:
            return rewrapped(DocumentId(document_id), wrapped, old, keys.documents)

        carry_over(database, rewrap, keys.search)
        progress.raise_if_cancelled()
        progress.report(_CARRIED, _ALL)
        step("carried")
        with database.work(vault.staff_id, OfficeClock("UTC", self._now)) as work:
            note(work)
        findings = database.check()
        if findings:
            raise CopyDiffersError(str(findings[0].key))
        progress.raise_if_cancelled()
        progress.report(_CHECKED, _ALL)
        step("recorded")
