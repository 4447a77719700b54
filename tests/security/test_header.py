# SPDX-License-Identifier: MIT
"""`vault.json`: damage, forgery, newer formats and power cuts."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from privdesk.domain import errors
from privdesk.domain.vault import CEILING_STRENGTH, VaultBinding
from privdesk.security import durable
from privdesk.security.header import read_header, write_header
from tests.security.desk_kit import OTHER_PASSWORD, PASSWORD, STAFF, Office


def _rewrite(folder: Path, change: dict[str, Any], slot: dict[str, Any] | None = None) -> None:
    """Change the header as somebody would who knows the format but no key: the checksum is made anew."""
    path = folder / "vault.json"
    content = json.loads(path.read_bytes()) | change
    if slot is not None:
        content["slots"] = [entry | slot for entry in content["slots"]]
    del content["checksum"]
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    content["checksum"] = hashlib.sha256(plain).hexdigest()
    path.write_bytes(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n")


def test_every_flipped_bit_is_noticed_before_anything_is_derived(office: Office, folder: Path) -> None:
    office.create(folder)
    path = folder / "vault.json"
    good = path.read_bytes()
    office.derive.calls.clear()
    for position in range(len(good)):
        flipped = bytearray(good)
        flipped[position] ^= 1 << position % 8
        path.write_bytes(flipped)
        with pytest.raises((errors.HeaderDamagedError, errors.VaultNewerError)):
            read_header(folder)
        assert path.read_bytes() == flipped
    for length in range(0, len(good), 7):
        path.write_bytes(good[:length])
        with pytest.raises(errors.HeaderDamagedError):
            office.files.unlock(folder, STAFF, PASSWORD)
    assert office.derive.count == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b'"x"', b'{"format": "1"}', b'{"format": 0}', b"\xff\xfe", b"[" * 100_000,
     b'{"format": true}', b'{"format": 1, "slots": 3}', b" " * (1 << 20) + b"{}"],
)  # fmt: skip
def test_rubbish_is_called_damage_and_left_alone(office: Office, folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "vault.json").write_bytes(content)
    with pytest.raises(errors.HeaderDamagedError):
        office.files.unlock(folder, STAFF, PASSWORD)
    assert [(entry.name, entry.read_bytes()) for entry in folder.iterdir()] == [("vault.json", content)]


def test_a_newer_format_is_refused_and_left_alone(office: Office, folder: Path) -> None:
    office.create(folder)
    _rewrite(folder, {"format": 2, "something": "new"})
    before = (folder / "vault.json").read_bytes()
    with pytest.raises(errors.VaultNewerError) as newer:
        office.files.unlock(folder, STAFF, PASSWORD)
    assert (newer.value.found, newer.value.known) == (2, 1)
    assert (folder / "vault.json").read_bytes() == before


def test_a_name_changed_by_hand_is_called_forged_once_the_password_was_right(
    office: Office, folder: Path
) -> None:
    office.create(folder)
    _rewrite(folder, {"name": "Other records"})
    assert office.files.peek(folder).name == "Other records"
    with pytest.raises(errors.HeaderForgedError):
        office.files.unlock(folder, STAFF, PASSWORD)


def test_an_older_revision_number_written_by_hand_is_called_forged(office: Office, folder: Path) -> None:
    office.create(folder)
    _rewrite(folder, {"revision": 9})
    with pytest.raises(errors.HeaderForgedError):
        office.files.unlock(folder, STAFF, PASSWORD)


@pytest.mark.parametrize("start", list(VaultBinding))
def test_a_binding_changed_by_hand_opens_nothing(folder: Path, start: VaultBinding) -> None:
    office = Office()
    made = office.create(folder, start)
    other = next(binding for binding in VaultBinding if binding is not start)
    _rewrite(folder, {"binding": other.value})
    with pytest.raises(errors.HeaderDamagedError) as damaged:
        office.files.unlock(folder, STAFF, PASSWORD)
    assert damaged.value.part == "binding"
    device = "0" * 32 if other is VaultBinding.DEVICE_BOUND else ""
    _rewrite(folder, {"binding": other.value}, {"device": device})
    with pytest.raises(
        (errors.WrongPasswordError, errors.DeviceSecretMissingError, errors.NotEnrolledHereError)
    ):
        office.files.unlock(folder, STAFF, PASSWORD)
    with pytest.raises((errors.RecoveryRefusedError, errors.HeaderForgedError)):
        office.files.recover(folder, STAFF, made.recovery_code.text, OTHER_PASSWORD)


def test_a_slot_moved_to_another_name_opens_nothing(office: Office, folder: Path) -> None:
    made = office.create(folder)
    office.files.add_slot(made.vault, "Marc Duvoisin", OTHER_PASSWORD)
    content = json.loads((folder / "vault.json").read_bytes())
    own = next(entry for entry in content["slots"] if entry["name"] == STAFF)
    marc = next(entry for entry in content["slots"] if entry["name"] == "Marc Duvoisin")
    own["salt"], own["wrapped"] = marc["salt"], marc["wrapped"]
    _rewrite(folder, {"slots": content["slots"]})
    with pytest.raises(errors.WrongPasswordError):
        office.files.unlock(folder, STAFF, OTHER_PASSWORD)


def test_a_header_of_other_records_opens_nothing_of_these(office: Office, tmp_path: Path) -> None:
    first, second = office.create(tmp_path / "a"), office.create(tmp_path / "b")
    (tmp_path / "a" / "vault.json").write_bytes((tmp_path / "b" / "vault.json").read_bytes())
    with pytest.raises(errors.HeaderForgedError):
        office.files.revision(first.vault)
    assert office.files.unlock(tmp_path / "a", STAFF, PASSWORD).vault_id == second.vault.vault_id


@pytest.mark.parametrize(
    "strength",
    [
        {"memory_kib": CEILING_STRENGTH.memory_kib + 1},
        {"iterations": CEILING_STRENGTH.iterations + 1},
        {"lanes": CEILING_STRENGTH.lanes + 1},
        {"memory_kib": 7},
        {"lanes": 0},
        {"iterations": -1},
        {"iterations": 1.0},
        {"iterations": True},
    ],
)
def test_parameters_out_of_range_are_refused_before_anything_is_derived(
    office: Office, folder: Path, strength: dict[str, Any]
) -> None:
    office.create(folder)
    _rewrite(folder, {}, strength)
    office.derive.calls.clear()
    with pytest.raises(errors.HeaderDamagedError):
        office.files.unlock(folder, STAFF, PASSWORD)
    assert office.derive.count == 0


def test_an_older_header_put_back_shows_in_the_revision(office: Office, folder: Path) -> None:
    made = office.create(folder)
    old = (folder / "vault.json").read_bytes()
    office.files.change_password(made.vault, PASSWORD, OTHER_PASSWORD)
    newest = office.files.unlock(folder, STAFF, OTHER_PASSWORD).header_revision
    (folder / "vault.json").write_bytes(old)
    assert office.files.unlock(folder, STAFF, PASSWORD).header_revision < newest


@pytest.mark.parametrize("act", ["write_new", "replace", "sync"])
def test_a_power_cut_at_any_step_of_writing_leaves_a_whole_header(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    made = office.create(folder)
    before = (folder / "vault.json").read_bytes()

    def cut(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os if act == "replace" else durable, act, cut)
        with pytest.raises(KeyboardInterrupt):
            office.files.change_password(made.vault, PASSWORD, OTHER_PASSWORD)
    assert (folder / "vault.json").read_bytes() == before
    office.files.unlock(folder, STAFF, PASSWORD)
    office.files.change_password(made.vault, PASSWORD, OTHER_PASSWORD)
    office.files.unlock(folder, STAFF, OTHER_PASSWORD)
    assert not list(folder.glob("*.new"))


def test_a_header_lost_between_two_renames_is_damage_with_a_kept_copy(office: Office, folder: Path) -> None:
    made = office.create(folder)
    office.files.change_password(made.vault, PASSWORD, OTHER_PASSWORD)
    (folder / "vault.json").unlink()
    with pytest.raises(errors.HeaderDamagedError) as damaged:
        office.files.peek(folder)
    assert damaged.value.part == "missing"
    assert damaged.value.has_previous


def test_the_content_is_on_the_medium_before_the_name_changes(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = office.create(folder)
    header = read_header(folder)
    steps: list[str] = []
    sync, replace, sync_folder = durable.sync, os.replace, durable.sync_folder

    def noted_sync(descriptor: int) -> None:
        steps.append("sync")
        sync(descriptor)

    def noted_replace(source: Path, target: Path) -> None:
        steps.append("rename")
        replace(source, target)

    def noted_folder(place: Path) -> None:
        steps.append("folder")
        sync_folder(place)

    monkeypatch.setattr(durable, "sync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    monkeypatch.setattr(durable, "sync_folder", noted_folder)
    write_header(folder, header, made.vault.keys.header, keep_previous=False)
    assert steps == ["sync", "rename", "folder"]


@pytest.mark.parametrize(
    ("number", "expected"), [(28, errors.DiskFullError), (30, errors.FolderNotWritableError)]
)
def test_a_full_or_read_only_disk_has_its_own_error_and_the_old_header_stands(
    office: Office,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    expected: type[errors.PrivdeskError],
) -> None:
    made = office.create(folder)

    def refuse(_descriptor: int, _data: bytes) -> None:
        raise OSError(number, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(durable, "write_all", refuse)
        with pytest.raises(expected):
            office.files.change_password(made.vault, PASSWORD, OTHER_PASSWORD)
    assert not list(folder.glob("*.new"))
    office.files.unlock(folder, STAFF, PASSWORD)


@pytest.mark.parametrize("left", ["anchor", "records.db"])
def test_a_missing_key_file_of_records_that_are_there_is_called_damage(
    office: Office, folder: Path, left: str
) -> None:
    """“Make new records” would be the wrong advice beside a database and its documents."""
    office.create(folder)
    (folder / left).write_bytes(b"")
    (folder / "vault.json").unlink()
    (folder / "vault.json.previous").unlink(missing_ok=True)
    with pytest.raises(errors.HeaderDamagedError) as damaged:
        office.files.unlock(folder, STAFF, PASSWORD)
    assert (damaged.value.part, damaged.value.has_previous) == ("missing", False)
