# SPDX-License-Identifier: MIT
"""The errors of the database, in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import errors
from privdesk.domain.audit_chain import ChainBrokenError
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.explanation import Explanation


def _unaudited(_error: errors.UnauditedChangeError) -> Explanation:
    return Explanation(
        _("This was not saved."),
        _("The program tried to change records without noting who did it. Nothing was changed."),
        _("This is a mistake in the program. Tell your administrator what you were doing."),
    )


def _missing(error: errors.DatabaseMissingError) -> Explanation:
    return Explanation(
        _("The database is missing."),
        _("“{name}” is not in the records’ folder.").format(name=error.path.name),
        _("Look whether the folder was moved or copied only in part. If not, restore a backup."),
    )


def _empty(error: errors.EmptyDatabaseError) -> Explanation:
    return Explanation(
        _("The database is empty."),
        _("“{name}” has 0 bytes: something emptied it. Nothing was touched.").format(name=error.path.name),
        _("Restore a backup. Keep the folder as it is until that is done."),
    )


def _wrong_key(error: errors.WrongKeyError) -> Explanation:
    return Explanation(
        _("The database does not open."),
        _(
            "The key of these records does not fit “{name}”: it is of other records, or damaged at its start."
        ).format(name=error.path.name),
        _("Nothing was touched. Put the right file back, or restore a backup."),
    )


def _damaged(error: errors.DamagedDatabaseError) -> Explanation:
    return Explanation(
        _("The database is damaged."),
        _("“{name}” is not what was written.").format(name=error.path.name),
        _("Lock the desk, keep a copy of the folder, and restore a backup. Check the disk."),
    )


def _newer(error: errors.NewerFormatError) -> Explanation:
    return Explanation(
        _("These records need a newer privdesk."),
        _("They have format {found}; this program knows up to {known}. Nothing was touched.").format(
            found=error.found, known=error.known
        ),
        _("Install the newer program on this computer."),
    )


def _read_only(error: errors.ReadOnlyError) -> Explanation:
    return Explanation(
        _("This could not be saved."),
        _("The database in “{folder}” may not be written by this account.").format(folder=error.folder),
        _("Ask your administrator for the right to write there. Nothing was changed."),
    )


def _busy(_error: errors.BusyError) -> Explanation:
    return Explanation(
        _("This was not saved yet."),
        _("Something else is being written and took too long."),
        _("Try again in a moment. Nothing was changed."),
    )


def _fault(error: errors.StorageFaultError) -> Explanation:
    return Explanation(
        _("This was not saved."),
        _("The database refused it ({fault}). Nothing was changed.").format(fault=error.fault),
        _("Check what you entered and try again. If it happens again, tell your administrator."),
    )


def _chain_broken(error: ChainBrokenError) -> Explanation:
    return Explanation(
        _("The audit trail does not fit."),
        _("It does not fit from entry {number} on, so nothing of it was removed.").format(
            number=wording.number(error.first)
        ),
        _("Check the chain on the Audit page and tell your administrator."),
    )


STORAGE_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.UnauditedChangeError: _unaudited,
    errors.DatabaseMissingError: _missing,
    errors.EmptyDatabaseError: _empty,
    errors.WrongKeyError: _wrong_key,
    errors.DamagedDatabaseError: _damaged,
    errors.NewerFormatError: _newer,
    errors.ReadOnlyError: _read_only,
    errors.BusyError: _busy,
    errors.StorageFaultError: _fault,
    ChainBrokenError: _chain_broken,
}
