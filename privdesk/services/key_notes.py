# SPDX-License-Identifier: MIT
"""How the last change of keys ended, kept in the records so that the next administrator to sign in is told."""

from typing import Any

from privdesk.domain.staff import Permission, StaffMember
from privdesk.domain.vault import SignInNote
from privdesk.services.ports import UnitOfWork

STARTED, DONE = "started", "done"
_KEY = "rekey"
_NOTES = {STARTED: SignInNote.REKEY_BROKEN_OFF, DONE: SignInNote.REKEYED}


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
