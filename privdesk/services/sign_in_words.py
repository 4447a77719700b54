# SPDX-License-Identifier: MIT
"""What the one who signs in is told about how the records were found, in words."""

from privdesk.domain.vault import SignInNote
from privdesk.i18n import _


def note_words(note: SignInNote) -> tuple[str, str]:
    """Title and sentence of a note."""
    words = {
        SignInNote.REKEY_BROKEN_OFF: (
            _("The change of keys was broken off."),
            _(
                "Nothing was lost. The old sheet and passwords count: destroy the new sheet and codes, and begin again."
            ),
        ),
        SignInNote.REKEYED: (
            _("The records are under new keys."),
            _("Destroy the old recovery sheet. Colleagues come in with their one-time codes."),
        ),
        SignInNote.ANCHOR_TORN: (
            _("A write was cut off when the power went."),
            _("Half of the file “anchor” was spoiled by it and is written anew. Database and anchor agree."),
        ),
        SignInNote.NOT_CLOSED: (
            _("The desk was not closed properly the last time."),
            _(
                "What was saved is there. Only this once, an old page put back meanwhile would go unnoticed: "
                "check the records under Settings."
            ),
        ),
        SignInNote.DONE_AGAIN: (
            _("The database was older than the list of erasures."),
            _(
                "Erasures, restrictions, objections and withdrawals that it had forgotten were done again; erased people "
                "stay erased."
            ),
        ),
    }
    return words[note]
