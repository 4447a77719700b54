# SPDX-License-Identifier: MIT
"""When the records do not open: what it means, and what can be done about it, beyond the sentence of the error itself."""

from dataclasses import dataclass
from enum import StrEnum

from privdesk.domain import errors
from privdesk.i18n import _


class TroubleAct(StrEnum):
    """What the unlock page offers."""

    CODE = "code"
    """Enter a one-time code."""
    SHEET = "sheet"
    """Use the recovery sheet."""
    KEPT_COPY = "kept-copy"
    """Use the kept copy of the key file."""
    RESTORE = "restore"
    """Bring back a backup."""
    AS_THEY_ARE = "as-they-are"
    """Go on with the records as they lie there: administrators, recorded."""
    AGAIN = "again"
    """Look again."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an error means for the office, and the acts that help, the best first."""

    meaning: str
    acts: tuple[TroubleAct, ...]


def trouble_of(error: BaseException) -> Trouble | None:
    """Return what to show on a page of its own; None for an error that a sentence in the form says well enough."""
    if isinstance(error, errors.AnchorError):
        return _anchor(error)
    for kind, made in _MADE.items():
        if isinstance(error, kind):
            return made()
    if isinstance(error, errors.HeaderDamagedError):
        acts = (TroubleAct.KEPT_COPY,) if error.has_previous else ()
        meaning = _(
            "Nobody can sign in until the key file is whole again. People and documents are untouched."
        )
        return Trouble(meaning, (*acts, TroubleAct.RESTORE, TroubleAct.AGAIN))
    return None


_OPEN_ANYWAY = (TroubleAct.RESTORE, TroubleAct.AS_THEY_ARE, TroubleAct.AGAIN)


def _anchor(error: errors.AnchorError) -> Trouble:
    meanings = {
        "ahead": _(
            "Changes that this desk confirmed as saved are not in the database: an older one was put back, or its end was cut off."
        ),
        "other-history": _(
            "The database was replaced by one that went another way, such as a copy that was worked on elsewhere."
        ),
        "ledger-ahead": _(
            "Database and anchor were put back together. People who were erased since would be in it again: "
            "bringing back a backup erases them anew, and so does going on as they are."
        ),
        "missing": _("Without it nobody can tell whether the database is the newest one."),
        "damaged": _("Without it nobody can tell whether the database is the newest one."),
        "spoiled": _(
            "A disk may have failed – or somebody spoiled it to hide that the last change was taken back. The desk cannot tell which."
        ),
    }
    meaning = meanings.get(error.state, _("Nobody can tell whether the database is the newest one."))
    return Trouble(meaning, _OPEN_ANYWAY)


def _rollback() -> Trouble:
    return Trouble(
        _(
            "The whole folder was put back to an earlier state, by a restored disk or by a person. What was entered since is missing."
        ),
        _OPEN_ANYWAY,
    )


def _pages() -> Trouble:
    return Trouble(
        _(
            "Each part is genuine by itself, but together they are not what was saved last. Some facts may be older than you think."
        ),
        _OPEN_ANYWAY,
    )


def _missing() -> Trouble:
    return Trouble(
        _(
            "The people and everything about them stood in this file. The sealed documents alone do not bring them back."
        ),
        (TroubleAct.RESTORE, TroubleAct.AGAIN),
    )


def _damaged() -> Trouble:
    return Trouble(
        _(
            "The file was changed from outside, or the disk is failing. Nothing of it can be trusted as it is."
        ),
        (TroubleAct.RESTORE, TroubleAct.AGAIN),
    )


def _wrong_key() -> Trouble:
    return Trouble(
        _("The database belongs to other records, or to these from before their keys were changed."),
        (TroubleAct.RESTORE, TroubleAct.AGAIN),
    )


def _header_changed() -> Trouble:
    return Trouble(
        _(
            "Somebody could write in this folder. An old password, or one that was taken away, may open the old key file."
        ),
        (TroubleAct.RESTORE, TroubleAct.AGAIN),
    )


def _no_half() -> Trouble:
    return Trouble(
        _(
            "A copy of the folder alone opens nowhere – that is what binding is for. Your colleagues’ computers still open."
        ),
        (TroubleAct.CODE, TroubleAct.SHEET, TroubleAct.AGAIN),
    )


def _not_here() -> Trouble:
    return Trouble(
        _("Each member of staff is let in on each computer once, by an administrator."),
        (TroubleAct.CODE, TroubleAct.SHEET),
    )


def _code_waits() -> Trouble:
    return Trouble(
        _("The keys or the binding of the records were changed, so that everybody comes in anew, once."),
        (TroubleAct.CODE, TroubleAct.SHEET),
    )


_MADE = {
    errors.RollbackError: _rollback,
    errors.PagesError: _pages,
    errors.DatabaseMissingError: _missing,
    errors.EmptyDatabaseError: _missing,
    errors.DamagedDatabaseError: _damaged,
    errors.WrongKeyError: _wrong_key,
    errors.HeaderForgedError: _header_changed,
    errors.HeaderOutdatedError: _header_changed,
    errors.DeviceSecretMissingError: _no_half,
    errors.NotEnrolledHereError: _not_here,
    errors.CodeWaitsError: _code_waits,
}
