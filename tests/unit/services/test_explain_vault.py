# SPDX-License-Identifier: MIT
"""Each error of records, sign-in and documents has its own sentence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from privdesk.domain import errors
from privdesk.services.explain import describe
from privdesk.services.explain_vault import VAULT_ERRORS, spell_wait

FOLDER = Path("/srv/x.privdesk")
EXAMPLES: list[errors.PrivdeskError] = [
    errors.VaultMissingError(folder=FOLDER),
    errors.FolderTakenError(folder=FOLDER),
    errors.NetworkFolderError(folder=FOLDER, kind="nfs4"),
    errors.SynchronisedFolderError(folder=FOLDER, service="Dropbox"),
    errors.FolderNotWritableError(folder=FOLDER),
    errors.DiskFullError(folder=FOLDER),
    errors.DiskFullError(folder=FOLDER, free_bytes=1 << 20, needed_bytes=64 << 20),
    errors.HeaderDamagedError(folder=FOLDER, part="checksum"),
    errors.HeaderDamagedError(folder=FOLDER, part="empty", has_previous=True),
    errors.HeaderForgedError(folder=FOLDER),
    errors.HeaderOutdatedError(folder=FOLDER),
    errors.VaultNewerError(folder=FOLDER, found=2, known=1),
    errors.WrongPasswordError(tries_left=2, wait_seconds=60),
    errors.WrongPasswordError(tries_left=0, wait_seconds=120),
    errors.WaitBeforeTryError(seconds=42),
    errors.PasswordTooShortError(minimum=10),
    errors.StaffNameTakenError(),
    errors.StaffNameMissingError(),
    errors.LastSlotError(),
    errors.SlotMissingError(),
    errors.SlotTooWeakError(memory_mib=32, floor_mib=64),
    errors.MemoryShortError(memory_mib=256),
    errors.DeviceSecretMissingError(),
    errors.NotEnrolledHereError(),
    errors.KeyringMissingError(),
    errors.RecoveryCodeMistypedError(group=0),
    errors.RecoveryCodeMistypedError(group=3),
    errors.RecoveryRefusedError(tries_left=1, wait_seconds=60),
    errors.AnotherDeskError(who="A. Klein", host="desk-1", since=datetime(2026, 3, 23, 7, 30, tzinfo=UTC)),
    errors.AnotherDeskError(who="", host="", since=None),
    errors.SealedDocumentError(document_id="ab12"),
    errors.DocumentMissingError(document_id="ab12"),
    errors.DocumentDamagedError(document_id="ab12", chunk=3),
    *(errors.AnchorError(state=state) for state in ("ahead", "other-history", "missing", "damaged")),
]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_it_is_explained_in_whole_sentences(error: errors.PrivdeskError) -> None:
    explanation = describe(error)
    assert explanation.title.endswith(".")
    assert explanation.remedy.endswith(".")
    assert "{" not in explanation.sentence()
    assert "!" not in explanation.sentence()


def test_every_error_has_an_example_and_a_sentence_of_its_own() -> None:
    assert {type(error) for error in EXAMPLES} == set(VAULT_ERRORS)
    sentences = [describe(error).sentence() for error in EXAMPLES]
    assert len(set(sentences)) == len(sentences)


def test_a_wrong_password_reads_as_designed() -> None:
    error = errors.WrongPasswordError(tries_left=2, wait_seconds=60)
    assert describe(error).sentence() == (
        "The name or the password is not right. 2 more tries, then 1 minute wait."
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (61, "2 minutes"), (900, "15 minutes")],
)
def test_waits_are_spelled(seconds: int, words: str) -> None:
    assert spell_wait(seconds) == words
