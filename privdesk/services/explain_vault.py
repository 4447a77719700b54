# SPDX-License-Identifier: MIT
"""The errors of records, sign-in and sealed documents in words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from privdesk.domain import errors
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.explanation import Explanation

_MEBIBYTE = 1024 * 1024


def spell_wait(seconds: int) -> str:
    """Say a wait in words, rounded up to whole minutes from one minute on."""
    if seconds < 60:
        return ngettext("{count} second", "{count} seconds", seconds).format(count=seconds)
    minutes = -(-seconds // 60)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


def spell_tries(left: int, wait: int) -> str:
    """Say how many tries are left, or the wait that has begun."""
    if not left:
        return _("Wait {wait}, then try again.").format(wait=spell_wait(wait))
    tries = ngettext("{count} more try, then {wait} wait.", "{count} more tries, then {wait} wait.", left)
    return tries.format(count=left, wait=spell_wait(wait))


def _vault_missing(error: errors.VaultMissingError) -> Explanation:
    return Explanation(
        _("There are no records here."),
        _("The folder {folder} holds no records of privdesk.").format(folder=error.folder),
        _("Choose the folder whose name ends in .privdesk, or make new records."),
    )


def _folder_taken(error: errors.FolderTakenError) -> Explanation:
    return Explanation(
        _("This folder is in use."),
        _("{folder} already holds something. New records need an empty folder.").format(folder=error.folder),
        _("Choose another folder or another name."),
    )


def _network_folder(error: errors.NetworkFolderError) -> Explanation:
    return Explanation(
        _("Records cannot lie on a network share."),
        _("{folder} is on another computer ({kind}). A lost connection could damage the records.").format(
            folder=error.folder, kind=error.kind
        ),
        _("Choose a folder on a disk of this computer."),
    )


def _synchronised_folder(error: errors.SynchronisedFolderError) -> Explanation:
    return Explanation(
        _("Records cannot lie in a synchronised folder."),
        _("{service} copies {folder}. It would copy records half-way through a change.").format(
            service=error.service, folder=error.folder
        ),
        _("Choose a folder that no cloud service copies."),
    )


def _folder_not_writable(error: errors.FolderNotWritableError) -> Explanation:
    return Explanation(
        _("This folder cannot be written to."),
        _("Your account may not write in {folder}.").format(folder=error.folder),
        _("Choose another folder, or ask your administrator for the right to write there."),
    )


def _disk_full(error: errors.DiskFullError) -> Explanation:
    if error.free_bytes is None:
        happened = _(
            "There is no room left on the disk of {folder}. What was just being saved was undone; what was saved before stays."
        ).format(folder=error.folder)
    else:
        happened = _("Only {free} MiB are free on the disk of {folder}; {needed} MiB are needed.").format(
            free=error.free_bytes // _MEBIBYTE,
            folder=error.folder,
            needed=error.needed_bytes // _MEBIBYTE,
        )
    return Explanation(_("The disk is full."), happened, _("Make room on this disk, then try again."))


def _header_damaged(error: errors.HeaderDamagedError) -> Explanation:
    if error.has_previous:
        remedy = _("A copy from before the last change of passwords is kept and can be used instead.")
    else:
        remedy = _("Bring back vault.json from a backup. Your documents and records are untouched.")
    if error.part == "missing":
        return Explanation(
            _("The key file of these records is missing."),
            _("There is no file vault.json in {folder}, but records lie there. Nothing was changed.").format(
                folder=error.folder
            ),
            remedy,
        )
    return Explanation(
        _("The key file of these records is damaged."),
        _("vault.json in {folder} is not what was written ({part}). Nothing was changed.").format(
            folder=error.folder, part=error.part
        ),
        remedy,
    )


def _header_forged(error: errors.HeaderForgedError) -> Explanation:
    return Explanation(
        _("The key file of these records was changed from outside."),
        _("vault.json in {folder} does not carry the seal of these records. The records stay closed.").format(
            folder=error.folder
        ),
        _("Bring back vault.json from a backup, and find out who could write in this folder."),
    )


def _header_outdated(error: errors.HeaderOutdatedError) -> Explanation:
    return Explanation(
        _("An old key file was put back."),
        _("vault.json in {folder} is from before the last change of passwords.").format(folder=error.folder),
        _("Bring back the newest vault.json, or have an administrator look who put the old one there."),
    )


def _vault_newer(error: errors.VaultNewerError) -> Explanation:
    return Explanation(
        _("These records need a newer privdesk."),
        _("They have format {found}; this program knows up to {known}. Nothing was changed.").format(
            found=error.found, known=error.known
        ),
        _("Install the newer program on this computer."),
    )


def _wrong_password(error: errors.WrongPasswordError) -> Explanation:
    return Explanation(
        _("The name or the password is not right."), "", spell_tries(error.tries_left, error.wait_seconds)
    )


def _wait_before_try(error: errors.WaitBeforeTryError) -> Explanation:
    return Explanation(
        _("Too many tries."),
        _("The next password is looked at in {wait}.").format(wait=spell_wait(error.seconds)),
        _("Wait, or use the recovery sheet afterwards."),
    )


def _password_too_short(error: errors.PasswordTooShortError) -> Explanation:
    return Explanation(
        _("The password is too short."),
        ngettext(
            "A password has at least {count} character.",
            "A password has at least {count} characters.",
            error.minimum,
        ).format(count=error.minimum),
        _("Four ordinary words that do not belong together make a good one."),
    )


def _staff_name_taken(_error: errors.StaffNameTakenError) -> Explanation:
    return Explanation(
        _("This name is taken."),
        _("Another member of staff signs in with this name."),
        _("Add an initial or the department."),
    )


def _staff_name_missing(_error: errors.StaffNameMissingError) -> Explanation:
    return Explanation(
        _("A name is missing."),
        _("A name has 1 to 120 characters that can be read."),
        _("Enter the name."),
    )


def _last_slot(_error: errors.LastSlotError) -> Explanation:
    return Explanation(
        _("Nobody could sign in any more."),
        _("This is the only member of staff with a password."),
        _("Add another member of staff first."),
    )


def _slot_missing(_error: errors.SlotMissingError) -> Explanation:
    return Explanation(
        _("This member of staff has no password."),
        _("No password of theirs opens these records."),
        _("Add them on the Staff page."),
    )


def _slot_too_weak(error: errors.SlotTooWeakError) -> Explanation:
    return Explanation(
        _("Passwords would be too easy to guess."),
        _("A guess would cost {memory} MiB of memory; at least {floor} MiB are required.").format(
            memory=error.memory_mib, floor=error.floor_mib
        ),
        _("Use a stronger setting."),
    )


def _memory_short(error: errors.MemoryShortError) -> Explanation:
    return Explanation(
        _("There is not enough memory to check a password."),
        _("Checking needs {memory} MiB of free memory.").format(memory=error.memory_mib),
        _("Close other programs, then try again."),
    )


def _device_secret_missing(_error: errors.DeviceSecretMissingError) -> Explanation:
    return Explanation(
        _("This computer does not hold its half of the key."),
        _(
            "These records open only on computers that were enrolled, and this one is not, or its key store is empty."
        ),
        _("Enter a one-time code from an administrator, or use the recovery sheet."),
    )


def _not_enrolled_here(_error: errors.NotEnrolledHereError) -> Explanation:
    return Explanation(
        _("You cannot sign in on this computer yet."),
        _("Your password belongs to another computer."),
        _("Enter a one-time code from an administrator, or use the recovery sheet."),
    )


def _keyring_missing(_error: errors.KeyringMissingError) -> Explanation:
    return Explanation(
        _("This computer has no key store."),
        _("Records can be bound to a computer only where the system keeps secrets. Nothing was changed."),
        _("Make records that open with a password alone, or set up the system’s key store."),
    )


def _recovery_code_mistyped(error: errors.RecoveryCodeMistypedError) -> Explanation:
    if not error.group:
        return Explanation(
            _("The code is not complete."),
            _("A recovery code has eight groups of five characters."),
            _("Compare it with the sheet."),
        )
    return Explanation(
        _("Group {group} is not as printed.").format(group=error.group),
        "",
        _("Compare group {group} with the sheet.").format(group=error.group),
    )


def _recovery_refused(error: errors.RecoveryRefusedError) -> Explanation:
    return Explanation(
        _("The name or the recovery code is not right."),
        _("Each sheet works once; the newest one counts."),
        spell_tries(error.tries_left, error.wait_seconds),
    )


def _moment(at: datetime) -> str:
    """In this computer's zone: the office's own is known only after opening."""
    here = at.astimezone()
    return _("{date}, {time}").format(date=wording.date_long(here.date()), time=f"{here:%H:%M}")


def _another_desk(error: errors.AnotherDeskError) -> Explanation:
    if error.since is None or not error.who:
        happened = _("They are open in another window or on another desk.")
    else:
        happened = _("{who} has had them open on {host} since {since}.").format(
            who=error.who, host=error.host, since=_moment(error.since)
        )
    return Explanation(
        _("These records are already open."),
        happened,
        _("Close them there first, or ask for them to be closed."),
    )


def _sealed_document(error: errors.SealedDocumentError) -> Explanation:
    return Explanation(
        _("A document cannot be opened."),
        _("The sealed file {document} cannot be read.").format(document=error.document_id),
        _("Bring the file back from a backup."),
    )


def _document_missing(error: errors.DocumentMissingError) -> Explanation:
    return Explanation(
        _("A document is missing."),
        _("The sealed file {document} is not in the records’ folder.").format(document=error.document_id),
        _("Check the records, then bring the file back from a backup."),
    )


def _document_damaged(error: errors.DocumentDamagedError) -> Explanation:
    return Explanation(
        _("A document is damaged."),
        _("The sealed file {document} is not what was sealed. It is not shown.").format(
            document=error.document_id
        ),
        _("Bring the file back from a backup."),
    )


def _anchor(error: errors.AnchorError) -> Explanation:
    happened = {
        "ahead": _(
            "The database is older than what this desk last acknowledged: something was lost or put back."
        ),
        "other-history": _("The database tells another history than the one this desk acknowledged."),
        "missing": _("The file “anchor” that guards against old copies is missing."),
        "damaged": _("The file “anchor” that guards against old copies is damaged."),
        "spoiled": _(
            "Half of the file “anchor” is spoiled, and the rest names the last change but one: the newest may be missing."
        ),
        "ledger-ahead": _(
            "The list of erasures beside the database knows more than the database: an older one was put back."
        ),
    }
    return Explanation(
        _("Something is wrong with the records."),
        happened.get(error.state, _("The database and the file “anchor” do not fit.")),
        _("Nothing was touched. Bring back the newest backup, or have an administrator look first."),
    )


VAULT_ERRORS: dict[type[BaseException], Callable[[Any], Explanation]] = {
    errors.VaultMissingError: _vault_missing,
    errors.FolderTakenError: _folder_taken,
    errors.NetworkFolderError: _network_folder,
    errors.SynchronisedFolderError: _synchronised_folder,
    errors.FolderNotWritableError: _folder_not_writable,
    errors.DiskFullError: _disk_full,
    errors.HeaderDamagedError: _header_damaged,
    errors.HeaderForgedError: _header_forged,
    errors.HeaderOutdatedError: _header_outdated,
    errors.VaultNewerError: _vault_newer,
    errors.WrongPasswordError: _wrong_password,
    errors.WaitBeforeTryError: _wait_before_try,
    errors.PasswordTooShortError: _password_too_short,
    errors.StaffNameTakenError: _staff_name_taken,
    errors.StaffNameMissingError: _staff_name_missing,
    errors.LastSlotError: _last_slot,
    errors.SlotMissingError: _slot_missing,
    errors.SlotTooWeakError: _slot_too_weak,
    errors.MemoryShortError: _memory_short,
    errors.DeviceSecretMissingError: _device_secret_missing,
    errors.NotEnrolledHereError: _not_enrolled_here,
    errors.KeyringMissingError: _keyring_missing,
    errors.RecoveryCodeMistypedError: _recovery_code_mistyped,
    errors.RecoveryRefusedError: _recovery_refused,
    errors.AnotherDeskError: _another_desk,
    errors.SealedDocumentError: _sealed_document,
    errors.DocumentMissingError: _document_missing,
    errors.DocumentDamagedError: _document_damaged,
    errors.AnchorError: _anchor,
}
