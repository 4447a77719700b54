# SPDX-License-Identifier: MIT
"""The errors of backups, of restoring, and of the list of erasures, in words."""

from collections.abc import Callable
from typing import Any

from privdesk.domain import backup_errors as errors
from privdesk.i18n import _, ngettext
from privdesk.services.explanation import Explanation


def _no_folder(_error: errors.NoBackupFolderError) -> Explanation:
    return Explanation(
        _("There is no folder for backups yet."),
        _("Nobody has chosen where backups go. Nothing was copied."),
        _("Choose a folder on another disk in Settings, under Backups."),
    )


def _folder_missing(error: errors.BackupFolderMissingError) -> Explanation:
    return Explanation(
        _("No backup was made."),
        _("The folder “{folder}” is not there.").format(folder=error.folder),
        _("Plug in the disk or connect the share, then back up again. Earlier backups are untouched."),
    )


def _inside(error: errors.BackupInsideRecordsError) -> Explanation:
    return Explanation(
        _("Backups cannot go there."),
        _("“{folder}” lies inside the records and would be lost with them.").format(folder=error.folder),
        _("Choose a folder on another disk, such as a USB disk or a network share."),
    )


def _differs(error: errors.CopyDiffersError) -> Explanation:
    return Explanation(
        _("The copy is not what was copied."),
        _("The check “{part}” of the copy failed, so it does not count as a backup.").format(part=error.part),
        _("Check the disk and try again. Earlier backups are untouched."),
    )


def _none(error: errors.NoBackupError) -> Explanation:
    return Explanation(
        _("There is no backup here."),
        _("“{folder}” holds no finished backup.").format(folder=error.folder),
        _("Choose the folder that Settings names under Backups, or one backup in it."),
    )


_PARTS = {
    "manifest": lambda: _("Its description cannot be read."),
    "seal": lambda: _("Its description was changed after it was made."),
    "database": lambda: _("Its copy of the database is not what was written."),
    "documents": lambda: _("Its list of documents is not what was written."),
    "header": lambda: _("Its copy of vault.json is not what was written."),
}


def _damaged(error: errors.BackupDamagedError) -> Explanation:
    sentence = _PARTS.get(error.part, lambda: _("It is not what was written."))()
    return Explanation(
        _("The backup “{name}” is damaged.").format(name=error.name),
        sentence,
        _("Choose another backup, and check the disk."),
    )


def _newer(error: errors.BackupNewerError) -> Explanation:
    return Explanation(
        _("This backup needs a newer privdesk."),
        _("“{name}” has format {found}; this program knows up to {known}.").format(
            name=error.name, found=error.found, known=error.known
        ),
        _("Install the newer program on this computer."),
    )


def _foreign(error: errors.BackupForeignError) -> Explanation:
    return Explanation(
        _("This does not open the backup."),
        _("“{name}” was made under an older key of the records.").format(name=error.name),
        _("Use the recovery sheet or a password from the time when the backup was made."),
    )


def _outdated(error: errors.LedgerOutdatedError) -> Explanation:
    happened = ngettext(
        "The list of erasures found here has {found} entry; {needed} are needed.",
        "The list of erasures found here has {found} entries; {needed} are needed.",
        error.found,
    )
    return Explanation(
        _("Nothing was restored: people who were erased would come back."),
        happened.format(found=error.found, needed=error.needed),
        _(
            "The newest list is the file “ledger” in the folder of the records themselves, or beside the backups on "
            "the disk used last. Bring that file, or restore on the computer where the records lie."
        ),
    )


def _ledger_missing(error: errors.LedgerMissingError) -> Explanation:
    return Explanation(
        _("Nothing was restored: the list of erasures is missing."),
        _("There is no file “ledger” in “{folder}”, so nobody can tell who was erased since.").format(
            folder=error.folder
        ),
        _(
            "A copy lies in the folder of the records themselves, under the same name. Name it with “Another list of "
            "erasures”, or put it back beside the backups."
        ),
    )


def _ledger_damaged(error: errors.LedgerDamagedError) -> Explanation:
    return Explanation(
        _("The list of erasures is damaged."),
        _("It does not fit from entry {number} on. Nothing was restored or written over.").format(
            number=error.number
        ),
        _(
            "To restore, use the copy in the folder of the records themselves, or the one beside other backups. To back "
            "up, check the records first."
        ),
    )


def _ledger_other(_error: errors.LedgerOtherHistoryError) -> Explanation:
    return Explanation(
        _("The list of erasures beside the backups tells another history."),
        _("Its entries are not those of these records. Nothing was restored or written over."),
        _(
            "To restore, use the list that lies beside this very backup, or the one in the folder of the records. To back "
            "up, choose another folder and keep this one."
        ),
    )


def _copy_still_needed(_error: errors.CopyStillNeededError) -> Explanation:
    return Explanation(
        _("This copy is still needed."),
        _(
            "It was made before an update, which is less than 30 days ago or not covered by a good backup yet."
        ),
        _("Back up, and remove it later."),
    )


BACKUP_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.NoBackupFolderError: _no_folder,
    errors.BackupFolderMissingError: _folder_missing,
    errors.BackupInsideRecordsError: _inside,
    errors.CopyDiffersError: _differs,
    errors.NoBackupError: _none,
    errors.BackupDamagedError: _damaged,
    errors.BackupNewerError: _newer,
    errors.BackupForeignError: _foreign,
    errors.LedgerOutdatedError: _outdated,
    errors.LedgerMissingError: _ledger_missing,
    errors.LedgerDamagedError: _ledger_damaged,
    errors.LedgerOtherHistoryError: _ledger_other,
    errors.CopyStillNeededError: _copy_still_needed,
}
