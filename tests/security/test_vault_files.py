# SPDX-License-Identifier: MIT
"""Making, opening and recovering records; who may open them and who may not."""

import stat
import sys
from pathlib import Path

import pytest

from privdesk.domain import errors
from privdesk.domain.vault import DEFAULT_STRENGTH, FLOOR_STRENGTH, KdfStrength, VaultBinding
from privdesk.security import slot_changes
from privdesk.security.header import PREVIOUS_NAME, read_header
from privdesk.security.slots import SlotKind
from privdesk.security.vault_files import VaultFiles
from tests.security.desk_kit import OTHER_PASSWORD, PASSWORD, STAFF, WEAK, MemoryStore, Office


def test_created_records_open_with_the_password_and_give_the_same_keys(office: Office, folder: Path) -> None:
    made = office.create(folder)
    vault = office.files.unlock(folder, STAFF, PASSWORD)
    assert vault.keys == made.vault.keys
    assert vault.staff_id == made.vault.staff_id
    assert vault.name == "Lavarelle SA"
    assert len(made.recovery_code.groups) == 8


def test_all_keys_differ_and_none_is_shown(office: Office, folder: Path) -> None:
    made = office.create(folder)
    keys = made.vault.keys
    values = [getattr(keys, name) for name in type(keys).__slots__ if name != "former"]
    assert {len(value) for value in values} == {32}
    assert len(set(values)) == len(values)
    shown = repr(made) + repr(made.vault) + repr(keys)
    assert not any(value.hex() in shown or repr(value) in shown for value in values)
    assert made.recovery_code.groups[0] not in shown


def test_two_vaults_share_no_key(office: Office, tmp_path: Path) -> None:
    first, second = office.create(tmp_path / "a"), office.create(tmp_path / "b")
    for name in set(type(first.vault.keys).__slots__) - {"former"}:
        assert getattr(first.vault.keys, name) != getattr(second.vault.keys, name)


@pytest.mark.parametrize("name", ["anouk klein", " ANOUK   KLEIN "])
def test_case_and_spaces_of_the_name_do_not_matter(office: Office, folder: Path, name: str) -> None:
    office.create(folder)
    assert office.files.unlock(folder, name, PASSWORD).staff_name == STAFF


def test_composed_and_decomposed_accents_are_one_password(office: Office, folder: Path) -> None:
    office.files.create(folder, "R", "Zoë Müller", "clé d'été à la mer")
    office.files.unlock(folder, "Zoë Müller", "cle\u0301 d'e\u0301te\u0301 a\u0300 la mer")


def test_an_unknown_name_costs_a_derivation_and_says_the_same_as_a_wrong_password(
    office: Office, tmp_path: Path
) -> None:
    office.create(tmp_path / "a")
    office.create(tmp_path / "b")
    office.derive.calls.clear()
    with pytest.raises(errors.WrongPasswordError) as wrong:
        office.files.unlock(tmp_path / "a", STAFF, "not the password")
    costs_of_wrong = list(office.derive.calls)
    office.derive.calls.clear()
    with pytest.raises(errors.WrongPasswordError) as unknown:
        office.files.unlock(tmp_path / "b", "Nobody Known", "not the password")
    assert office.derive.calls == costs_of_wrong == [WEAK]
    assert vars(wrong.value) == vars(unknown.value)


def test_three_tries_then_a_minute_then_longer(office: Office, folder: Path) -> None:
    office.create(folder)
    told = []
    for _ in range(3):
        with pytest.raises(errors.WrongPasswordError) as wrong:
            office.files.unlock(folder, STAFF, "wrong")
        told.append((wrong.value.tries_left, wrong.value.wait_seconds))
    assert told == [(2, 60), (1, 60), (0, 60)]
    before = office.derive.count
    with pytest.raises(errors.WaitBeforeTryError) as wait:
        office.files.unlock(folder, STAFF, PASSWORD)
    assert wait.value.seconds == 60
    assert office.derive.count == before
    office.clock.now += 59.5
    assert office.files.wait_seconds(folder) == 1
    office.clock.now += 0.5
    with pytest.raises(errors.WrongPasswordError) as wrong:
        office.files.unlock(folder, STAFF, "wrong")
    assert (wrong.value.tries_left, wrong.value.wait_seconds) == (0, 120)
    office.clock.now += 120
    office.files.unlock(folder, STAFF, PASSWORD)
    assert office.files.attempts(folder).failures == 0


def test_a_short_password_is_refused_and_nothing_is_made(office: Office, folder: Path) -> None:
    with pytest.raises(errors.PasswordTooShortError) as short:
        office.files.create(folder, "R", STAFF, "123456789")
    assert short.value.minimum == 10
    assert not folder.exists()


def test_a_folder_with_something_in_it_is_left_alone(office: Office, folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    with pytest.raises(errors.FolderTakenError):
        office.create(folder)
    assert [entry.name for entry in folder.iterdir()] == ["letter.txt"]


def test_a_refused_place_makes_nothing(folder: Path) -> None:
    def refuse(place: Path) -> None:
        raise errors.NetworkFolderError(folder=place, kind="nfs4")

    with pytest.raises(errors.NetworkFolderError):
        Office(place=refuse).create(folder)
    assert not folder.exists()


def test_new_slots_have_the_floor_of_policy(folder: Path) -> None:
    files = VaultFiles(store=MemoryStore(), require_place=lambda _folder: None)
    with pytest.raises(errors.SlotTooWeakError) as weak:
        files.create(folder, "R", STAFF, PASSWORD, KdfStrength(32 * 1024, 3, 4))
    assert (weak.value.memory_mib, weak.value.floor_mib) == (32, 64)
    assert DEFAULT_STRENGTH.memory_kib == 256 * 1024
    assert FLOOR_STRENGTH.memory_kib == 64 * 1024
    assert not folder.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_folder_and_files_are_for_this_account_alone(office: Office, folder: Path) -> None:
    office.create(folder)
    for entry in (folder, *folder.rglob("*")):
        wanted = 0o700 if entry.is_dir() else 0o600
        assert stat.S_IMODE(entry.stat().st_mode) == wanted, entry


def test_peek_tells_the_names_and_nothing_secret(office: Office, folder: Path) -> None:
    made = office.create(folder)
    office.files.add_slot(made.vault, "Marc Duvoisin", OTHER_PASSWORD)
    peek = office.files.peek(folder)
    assert (peek.name, peek.staff_names) == ("Lavarelle SA", (STAFF, "Marc Duvoisin"))
    assert (peek.binding, peek.device_secret, peek.keyring_name) == (VaultBinding.PASSWORD_ONLY, None, "")
    assert peek.held_by is None
    assert peek.last_closed is None
    assert not peek.has_database


def test_peek_of_another_folder_says_so(office: Office, tmp_path: Path) -> None:
    with pytest.raises(errors.VaultMissingError):
        office.files.peek(tmp_path)
    with pytest.raises(errors.VaultMissingError):
        office.files.peek(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_changing_the_password_retires_the_old_one(office: Office, folder: Path) -> None:
    made = office.create(folder)
    office.files.change_password(made.vault, PASSWORD, OTHER_PASSWORD)
    vault = office.files.unlock(folder, STAFF, OTHER_PASSWORD)
    assert vault.keys == made.vault.keys
    assert vault.header_revision > made.vault.header_revision
    assert office.files.revision(vault) == vault.header_revision
    with pytest.raises(errors.WrongPasswordError):
        office.files.unlock(folder, STAFF, PASSWORD)
    assert len(read_header(folder).slots) == 2


def test_changing_the_password_needs_the_old_one(office: Office, folder: Path) -> None:
    made = office.create(folder)
    before = (folder / "vault.json").read_bytes()
    with pytest.raises(errors.WrongPasswordError):
        office.files.change_password(made.vault, "not the password", OTHER_PASSWORD)
    assert (folder / "vault.json").read_bytes() == before


def test_a_second_member_of_staff_opens_the_same_records_until_removed(office: Office, folder: Path) -> None:
    made = office.create(folder)
    staff_id = office.files.add_slot(made.vault, "Marc Duvoisin", OTHER_PASSWORD)
    other = office.files.unlock(folder, "Marc Duvoisin", OTHER_PASSWORD)
    assert (other.keys, other.staff_id) == (made.vault.keys, staff_id)
    with pytest.raises(errors.StaffNameTakenError):
        office.files.add_slot(made.vault, "MARC duvoisin", OTHER_PASSWORD)
    office.files.remove_slot(made.vault, staff_id)
    with pytest.raises(errors.WrongPasswordError):
        office.files.unlock(folder, "Marc Duvoisin", OTHER_PASSWORD)
    with pytest.raises(errors.SlotMissingError):
        office.files.remove_slot(made.vault, staff_id)


def test_the_last_member_of_staff_cannot_be_removed(office: Office, folder: Path) -> None:
    made = office.create(folder)
    with pytest.raises(errors.LastSlotError):
        office.files.remove_slot(made.vault, made.vault.staff_id)
    office.files.unlock(folder, STAFF, PASSWORD)


def test_the_sheet_sets_a_new_password_and_is_used_up(office: Office, folder: Path) -> None:
    made = office.create(folder)
    typed = made.recovery_code.text.lower().replace("0", "o").replace("-", "  ")
    recovered = office.files.recover(folder, STAFF, typed, OTHER_PASSWORD)
    assert recovered.vault.keys == made.vault.keys
    assert recovered.recovery_code != made.recovery_code
    assert office.files.unlock(folder, STAFF, OTHER_PASSWORD).staff_id == made.vault.staff_id
    with pytest.raises(errors.WrongPasswordError):
        office.files.unlock(folder, STAFF, PASSWORD)
    with pytest.raises(errors.RecoveryRefusedError):
        office.files.recover(folder, STAFF, made.recovery_code.text, PASSWORD)
    office.files.recover(folder, STAFF, recovered.recovery_code.text, PASSWORD)
    office.files.unlock(folder, STAFF, PASSWORD)


def test_recovering_for_an_unknown_name_costs_the_same_and_changes_nothing(
    office: Office, folder: Path, tmp_path: Path
) -> None:
    made, other = office.create(folder), office.create(tmp_path / "other")
    before = (folder / "vault.json").read_bytes()
    office.derive.calls.clear()
    with pytest.raises(errors.RecoveryRefusedError) as unknown:
        office.files.recover(folder, "Nobody Known", made.recovery_code.text, OTHER_PASSWORD)
    assert office.derive.count == 1
    with pytest.raises(errors.RecoveryRefusedError) as wrong:
        office.files.recover(folder, STAFF, other.recovery_code.text, OTHER_PASSWORD)
    assert office.derive.count == 2
    assert (unknown.value.tries_left, wrong.value.tries_left) == (2, 1)
    assert (folder / "vault.json").read_bytes() == before


def test_a_mistyped_code_is_not_counted_as_a_try(office: Office, folder: Path) -> None:
    made = office.create(folder)
    groups = list(made.recovery_code.groups)
    groups[4] = ("A" if groups[4][0] != "A" else "B") + groups[4][1:]
    with pytest.raises(errors.RecoveryCodeMistypedError) as mistyped:
        office.files.recover(folder, STAFF, " ".join(groups), OTHER_PASSWORD)
    assert mistyped.value.group == 5
    assert office.files.attempts(folder).failures == 0


def test_a_new_sheet_replaces_the_old_one(office: Office, folder: Path) -> None:
    made = office.create(folder)
    code = office.files.renew_recovery(made.vault)
    with pytest.raises(errors.RecoveryRefusedError):
        office.files.recover(folder, STAFF, made.recovery_code.text, OTHER_PASSWORD)
    office.files.recover(folder, STAFF, code.text, OTHER_PASSWORD)


def test_a_cut_between_new_slot_and_retiring_leaves_both_ways_in_and_is_tidied(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = office.create(folder)

    def cut(*_given: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(slot_changes, "_opens", cut)
        with pytest.raises(KeyboardInterrupt):
            office.files.recover(folder, STAFF, made.recovery_code.text, OTHER_PASSWORD)
    header = read_header(folder)
    assert [len(header.of_kind(kind)) for kind in (SlotKind.PASSWORD, SlotKind.RECOVERY)] == [2, 2]
    vault = office.files.unlock(folder, STAFF, OTHER_PASSWORD)
    header = read_header(folder)
    assert [len(header.of_kind(kind)) for kind in (SlotKind.PASSWORD, SlotKind.RECOVERY)] == [1, 1]
    assert vault.header_revision == header.revision
    with pytest.raises(errors.WrongPasswordError):
        office.files.unlock(folder, STAFF, PASSWORD)
    office.files.recover(folder, STAFF, made.recovery_code.text, PASSWORD)


def test_a_slot_that_does_not_open_when_read_back_retires_nothing(
    office: Office, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = office.create(folder)
    with monkeypatch.context() as patch:
        patch.setattr(slot_changes, "_opens", lambda *_given: False)
        with pytest.raises(errors.HeaderDamagedError):
            office.files.change_password(made.vault, PASSWORD, OTHER_PASSWORD)
    office.files.unlock(folder, STAFF, PASSWORD)
    with pytest.raises(errors.WrongPasswordError):
        office.files.unlock(folder, STAFF, OTHER_PASSWORD)


def test_the_copy_before_a_change_is_kept_until_the_new_header_has_opened(
    office: Office, folder: Path
) -> None:
    made = office.create(folder)
    office.files.change_password(made.vault, PASSWORD, OTHER_PASSWORD)
    assert (folder / PREVIOUS_NAME).exists()
    with pytest.raises(errors.WrongPasswordError):
        office.files.unlock(folder, STAFF, PASSWORD)
    assert (folder / PREVIOUS_NAME).exists()
    office.files.unlock(folder, STAFF, OTHER_PASSWORD)
    assert not (folder / PREVIOUS_NAME).exists()


def test_a_damaged_header_can_be_replaced_by_the_kept_copy_on_request(office: Office, folder: Path) -> None:
    made = office.create(folder)
    office.files.change_password(made.vault, PASSWORD, OTHER_PASSWORD)
    (folder / "vault.json").write_bytes(b"")
    with pytest.raises(errors.HeaderDamagedError) as damaged:
        office.files.unlock(folder, STAFF, OTHER_PASSWORD)
    assert damaged.value.has_previous
    assert (folder / "vault.json").read_bytes() == b""
    office.files.put_previous_header_back(folder)
    office.files.unlock(folder, STAFF, OTHER_PASSWORD)
    assert (folder / "vault.json.damaged").exists()


def test_bound_records_need_this_computers_half(folder: Path) -> None:
    desk = Office()
    made = desk.create(folder, VaultBinding.DEVICE_BOUND)
    assert desk.files.peek(folder).device_secret is True
    assert desk.files.unlock(folder, STAFF, PASSWORD).keys == made.vault.keys
    assert all(len(text) <= 1280 for text in desk.store.kept.values())
    elsewhere = Office(computer="desk-2")
    assert elsewhere.files.peek(folder).device_secret is False
    with pytest.raises(errors.DeviceSecretMissingError):
        elsewhere.files.unlock(folder, STAFF, PASSWORD)


def test_bound_records_are_not_made_without_a_key_store(folder: Path) -> None:
    desk = Office(MemoryStore(works=False))
    assert not desk.files.can_bind()
    with pytest.raises(errors.KeyringMissingError):
        desk.create(folder, VaultBinding.DEVICE_BOUND)
    assert not folder.exists()
    assert desk.create(folder).vault.binding is VaultBinding.PASSWORD_ONLY


def test_the_sheet_opens_bound_records_on_a_new_computer_and_binds_it(folder: Path) -> None:
    made = Office().create(folder, VaultBinding.DEVICE_BOUND)
    new_desk = Office(computer="desk-2")
    new_desk.files.recover(folder, STAFF, made.recovery_code.text, OTHER_PASSWORD)
    vault = new_desk.files.unlock(folder, STAFF, OTHER_PASSWORD)
    assert vault.binding is VaultBinding.DEVICE_BOUND
    assert [(slot.computer, slot.here) for slot in new_desk.files.slots(vault)] == [("desk-2", True)]
    without = Office(MemoryStore(works=False))
    code = new_desk.files.renew_recovery(vault)
    before = (folder / "vault.json").read_bytes()
    with pytest.raises(errors.KeyringMissingError):
        without.files.recover(folder, STAFF, code.text, PASSWORD)
    assert (folder / "vault.json").read_bytes() == before


def test_an_administrator_enrols_a_colleague_on_another_computer(folder: Path) -> None:
    first, second = Office(), Office(computer="desk-2")
    made = first.create(folder, VaultBinding.DEVICE_BOUND)
    marc = first.files.add_slot(made.vault, "Marc Duvoisin", OTHER_PASSWORD)
    second.files.recover(folder, STAFF, made.recovery_code.text, PASSWORD)
    there = second.files.unlock(folder, STAFF, PASSWORD)
    before = second.derive.count
    with pytest.raises(errors.NotEnrolledHereError):
        second.files.unlock(folder, "Marc Duvoisin", OTHER_PASSWORD)
    assert second.derive.count == before + 1
    second.files.enrol(there, marc, "a password for desk two")
    second.files.unlock(folder, "Marc Duvoisin", "a password for desk two")
    first.files.unlock(folder, "Marc Duvoisin", OTHER_PASSWORD)
    assert sorted(slot.computer for slot in second.files.slots(there)) == ["desk-1", "desk-2", "desk-2"]


def test_records_whose_making_failed_are_taken_away(office: Office, folder: Path) -> None:
    made = office.create(folder)
    (folder / "records.db").write_bytes(b"half")
    office.files.discard(made)
    assert not folder.exists()


def test_records_with_a_document_are_never_taken_away(office: Office, folder: Path) -> None:
    made = office.create(folder)
    (folder / "documents" / "incoming" / "x").write_bytes(b"sealed")
    with pytest.raises(errors.FolderTakenError):
        office.files.discard(made)
    office.files.unlock(folder, STAFF, PASSWORD)
