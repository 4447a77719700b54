# SPDX-License-Identifier: MIT
"""How the last change of keys ended, kept in the records so that the next administrator to sign in is told."""

from typing import Any

from privdesk.domain.errors import HeaderOutdatedError, PagesError, RollbackError
from privdesk.domain.staff import Permission, StaffMember
from privdesk.domain.vault import NO_HEAD, KeptHeads, SignInNote, UnlockedVault
from privdesk.services.ports import UnitOfWork
from privdesk.services.vault_ports import OpenRecords

STARTED, DONE = "started", "done"
_KEY, _PAGES = "rekey", "pages"
_NOTES = {STARTED: SignInNote.REKEY_BROKEN_OFF, DONE: SignInNote.REKEYED}


def require_not_rolled_back(vault: UnlockedVault, records: OpenRecords, kept: KeptHeads) -> None:
    """Refuse records that are older than this computer's key store remembers, or tell another history.

    A newer epoch than the one remembered is a restore, or a decision made at another computer: that is no rollback.
    Raises: RollbackError, HeaderOutdatedError.
    """
    heads = records.heads()
    if kept.heads.epoch < heads.epoch:
        return
    if kept.heads.epoch > heads.epoch:
        raise RollbackError(kept.at, 0)
    if kept.heads.counter > heads.counter:
        raise RollbackError(kept.at, kept.heads.counter - heads.counter)
    if kept.heads.audit_head != NO_HEAD and not records.audit_has(kept.heads.audit_head):
        raise RollbackError(kept.at, 0)
    if kept.generation > vault.generation or kept.revision > vault.header_revision:
        raise HeaderOutdatedError(vault.folder)


def note_pages(work: UnitOfWork, *, wrong: bool) -> None:
    """Remember that old pages were found while people worked, until somebody decides what to do about it."""
    work.settings.put(_PAGES, {"wrong": wrong})


def require_sound_pages(work: UnitOfWork, vault: UnlockedVault) -> None:
    """Refuse records in which old pages were found before. Raises: PagesError."""
    kept: Any = work.settings.get(_PAGES)
    if isinstance(kept, dict) and kept.get("wrong"):
        raise PagesError(vault.folder / "records.db")


def note_state(work: UnitOfWork, state: str) -> None:
    """Note in the running transaction how far a change of keys is."""
    work.settings.put(_KEY, {"state": state})


def take_notes(work: UnitOfWork, member: StaffMember) -> tuple[SignInNote, ...]:
    """What to tell the one who signs in, once: administrators only, since only they can do something about it."""
    kept: Any = work.settings.get(_KEY)
    state = kept.get("state") if isinstance(kept, dict) else ""
    if state not in _NOTES or not member.may(Permission.RE_KEY):
        return ()
    note_state(work, "")
    return (_NOTES[state],)
