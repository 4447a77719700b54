# SPDX-License-Identifier: MIT
"""A backup comes back whole, into a new folder only – and erased people stay erased."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from privdesk.bootstrap.program import DeskProgram
from privdesk.bootstrap.records import JoinedRecords
from privdesk.demo.papers import Papers
from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.backup_errors import (
    BackupDamagedError,
    LedgerDamagedError,
    LedgerMissingError,
    LedgerOtherHistoryError,
    LedgerOutdatedError,
    NoBackupError,
)
from privdesk.domain.backups import Health
from privdesk.domain.consent import ConsentState
from privdesk.domain.errors import (
    Cancelled,
    FolderTakenError,
    RecoveryCodeMistypedError,
    RecoveryRefusedError,
    RollbackError,
    WrongPasswordError,
)
from privdesk.domain.ledger import LedgerEntry, LedgerKind
from privdesk.domain.people import PersonId
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.domain.vault import AnchorHeads, UnlockedVault
from privdesk.security import restoring as restoring_files
from privdesk.security.vault_files import VaultFiles
from privdesk.services.backup_words import again_lines, preview_lines
from privdesk.services.check_words import finding_sentence
from privdesk.services.desk import Desk
from privdesk.services.explain import describe
from privdesk.services.restore import Opener, Restored, Restoring
from privdesk.storage import dialect
from tests.journeys.office_kit import PASSWORD, SENDER, STAFF, WEAK, Office, anywhere
from tests.journeys.restore_kit import LostAndFound, add_person, decrypted_pages
from tests.security.desk_kit import MemoryStore

WORD = "Kanarienvogel"
NEW_PASSWORD = "another invented one"
BY_PASSWORD = Opener(STAFF, PASSWORD)


@pytest.fixture
def lost(tmp_path: Path) -> LostAndFound:
    return LostAndFound(tmp_path)


@pytest.fixture
def form(tmp_path: Path) -> Callable[[], Path]:
    office = Office(tmp_path)
    papers, numbers = Papers(SENDER, office.today), iter(range(10))

    def one() -> Path:
        path = tmp_path / f"form{next(numbers)}.pdf"
        path.write_bytes(papers.filled("registration", "fr", office.stranger()))
        return path

    return one


def restoring(lost: LostAndFound) -> Restoring:
    return lost.program().restoring


def restore(lost: LostAndFound, opener: Opener = BY_PASSWORD, **options: Path) -> Restored:
    service = restoring(lost)
    prepared = service.prepare(lost.usb, lost.target, opener, **options)  # type: ignore[arg-type]
    assert preview_lines(prepared.preview)
    done = service.finish(prepared)
    assert again_lines(done.outcome.again)
    return done


def whole(desk: Desk) -> bool:
    assert desk.checking is not None
    return desk.checking.check().whole and desk.audit.verify().whole


def erase(lost: LostAndFound, person_id: PersonId) -> None:
    """As an erasure does it: the ledger's line first, then the rows, then the files."""
    with lost.opened() as opened:
        records = opened.records
        assert isinstance(records, JoinedRecords)
        with records.database.work(opened.vault.staff_id, records.clock) as work:
            work.ledger.add(LedgerEntry(LedgerKind.ERASED, person_id))
            erased = work.eraser.erase(person_id)
            work.audit.record(AuditEvent(Action.PERSON_CORRECTED, f"person:{person_id}"))
            work.commit()
        for document in erased.documents:
            records.sealer.remove(document)


def test_a_backup_comes_back_whole_in_a_new_folder(lost: LostAndFound, form: Callable[[], Path]) -> None:
    with lost.desk() as desk:
        person = add_person(desk, "Rochat")
        item = desk.inbox.add_files([form()]).items[0]
        made = lost.back_up(desk)
        add_person(desk, "Later")
    service = restoring(lost)
    prepared = service.prepare(lost.usb, lost.target, BY_PASSWORD)
    facts = prepared.preview.facts
    assert (facts.people, facts.documents, facts.made_by) == (1, 1, STAFF)
    assert not lost.target.exists()
    restored = service.finish(prepared)
    assert (restored.outcome.people, restored.outcome.documents, restored.access) == (1, 1, None)
    assert not list(lost.target.parent.glob("*.restoring"))
    with lost.desk(lost.target) as desk:
        assert whole(desk)
        assert [hit.id for hit in desk.people.search("rochat")] == [person]
        assert not desk.people.search("later")
        assert desk.inbox.page(item, 0, 200).width == 200
        entry = desk.audit.entries(actions=[Action.RESTORED])[0].event
        assert (entry.reference, entry.count) == (made.info.name, 0)
        assert desk.backups is not None
        assert desk.backups.make().info.documents == 1


def test_what_is_not_confirmed_leaves_nothing(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        lost.back_up(desk)
    service = restoring(lost)
    service.abandon(service.prepare(lost.usb, lost.target, BY_PASSWORD))
    assert list(lost.target.parent.iterdir()) == []


def test_the_recovery_sheet_and_the_backups_alone_are_enough_on_a_new_computer(
    lost: LostAndFound, form: Callable[[], Path]
) -> None:
    with lost.desk() as desk:
        add_person(desk, "Rochat")
        desk.inbox.add_files([form()])
        lost.back_up(desk)
    lost.folder.rename(lost.folder.with_name("burnt"))
    (lost.folder.with_name("burnt") / "vault.json").unlink()
    opener = Opener(STAFF, code=" ".join(lost.code.groups), new_password=NEW_PASSWORD)
    restored = restore(lost, opener)
    assert restored.access is not None
    assert restored.access.sheet.startswith(b"%PDF")
    with lost.desk(lost.target, password=NEW_PASSWORD) as desk:
        assert whole(desk)
        assert desk.people.search("rochat")
    again = lost.program().vaults.recover(
        lost.target, staff_name=STAFF, code=" ".join(restored.access.code.groups), new_password=PASSWORD
    )
    assert again.sheet


def test_wrong_passwords_and_codes_leave_nothing(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        lost.back_up(desk)
    wrong = " ".join((*lost.code.groups[1:], lost.code.groups[0]))
    for opener, error in (
        (Opener(STAFF, "not this one"), WrongPasswordError),
        (Opener("Nobody", PASSWORD), WrongPasswordError),
        (Opener("Nobody", code=" ".join(lost.code.groups), new_password=NEW_PASSWORD), RecoveryRefusedError),
    ):
        with pytest.raises(error):
            restore(lost, opener)
    with pytest.raises(RecoveryCodeMistypedError):
        restore(lost, Opener(STAFF, code=wrong, new_password=NEW_PASSWORD))
    assert list(lost.target.parent.iterdir()) == []


def test_people_erased_since_stay_erased_to_the_last_byte(
    lost: LostAndFound, form: Callable[[], Path]
) -> None:
    with lost.desk() as desk:
        gone = add_person(desk, WORD, street=f"Rue {WORD}", email=f"{WORD}@example.org".lower())
        stays = add_person(desk, "Rochat")
        lost.back_up(desk)
    erase(lost, gone)
    restored = restore(lost)
    assert restored.outcome.again == {LedgerKind.ERASED: 1}
    assert restored.outcome.people == 1
    with lost.desk(lost.target) as desk:
        assert whole(desk)
        assert not desk.people.search(WORD)
        assert [hit.id for hit in desk.people.search("rochat")] == [stays]
        assert desk.audit.entries(actions=[Action.RESTORED])[0].event.count == 1
    with lost.opened(lost.target) as opened:
        key = opened.vault.keys.database
    for folder, there in ((lost.folder, False), (lost.target, False)):
        plain = decrypted_pages(folder / "records.db", key).lower()
        assert b"rochat" in plain
        if folder == lost.target:
            assert (WORD.lower().encode() in plain) is there


def test_an_erased_persons_papers_do_not_come_back(lost: LostAndFound, form: Callable[[], Path]) -> None:
    with lost.desk() as desk:
        item = desk.inbox.add_files([form()]).items[0]
        document = desk.inbox.item(item).documents[0].id
        gone = add_person(desk, WORD)
        lost.back_up(desk)
    with lost.opened() as opened, opened.records.work() as work:
        work.documents.give_to(document, gone)
        work.audit.record(AuditEvent(Action.DOCUMENT_VIEWED))
        work.commit()
    with lost.desk(days=1) as desk:
        lost.back_up(desk)
    erase(lost, gone)
    restored = restore(lost)
    assert (restored.outcome.documents, restored.outcome.missing_documents) == (0, ())
    assert not list(lost.target.glob("documents/??/*"))
    with lost.desk(lost.target) as desk:
        assert whole(desk)


def test_marks_and_withdrawals_are_set_again(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        person = add_person(desk, "Rochat")
        today = desk.clock.today()
        desk.people.set_consent(person, "surveys", ConsentState.GIVEN, today, "letter")
        lost.back_up(desk)
        desk.people.set_consent(person, "surveys", ConsentState.WITHDRAWN, today, "letter")
    with lost.opened() as opened, opened.records.work() as work:
        work.people.mark(person, restricted_since=today, no_advertising_since=today)
        work.audit.record(AuditEvent(Action.CONSENT_CHANGED, f"person:{person}"))
        work.commit()
    restored = restore(lost)
    assert restored.outcome.again == {
        LedgerKind.CONSENT_WITHDRAWN: 1, LedgerKind.RESTRICTED: 1, LedgerKind.ADVERTISING_STOPPED: 1,
    }  # fmt: skip
    with lost.opened(lost.target) as opened, opened.records.reading() as records:
        held = records.people.get(person)
        assert (held.restricted_since, held.no_advertising_since) == (today, today)
        assert [each.state for each in records.consents.of_person(person)] == [
            ConsentState.WITHDRAWN, ConsentState.GIVEN,
        ]  # fmt: skip
        assert records.ledger.verify() is None
        assert len(records.ledger.lines()) == 3


def test_a_restore_of_a_restore_goes_on(lost: LostAndFound, tmp_path: Path) -> None:
    with lost.desk() as desk:
        first, second = add_person(desk, "Rochat"), add_person(desk, WORD)
        lost.back_up(desk)
    erase(lost, second)
    restore(lost)
    third = tmp_path / "third" / "Office.privdesk"
    third.parent.mkdir()
    with lost.desk(lost.target, days=1) as desk:
        lost.back_up(desk)
    prepared = restoring(lost).prepare(lost.usb, third, BY_PASSWORD)
    assert prepared.preview.again == {}
    restoring(lost).finish(prepared)
    with lost.desk(third) as desk:
        assert whole(desk)
        assert [hit.id for hit in desk.people.search("rochat")] == [first]


# The newest ledger, or nothing


def ledger_copy(lost: LostAndFound) -> bytes:
    return (lost.home / "ledger").read_bytes()


def test_an_old_ledger_is_refused_when_a_newer_backup_knows_more(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        gone = add_person(desk, WORD)
        first = lost.back_up(desk)
    old = ledger_copy(lost)
    erase(lost, gone)
    with lost.desk(days=1) as desk:
        lost.back_up(desk)
    (lost.home / "ledger").write_bytes(old)
    with pytest.raises(LedgerOutdatedError) as refused:
        restoring(lost).prepare(first.info.folder, lost.target, BY_PASSWORD)
    assert (refused.value.needed, refused.value.found) == (1, 0)
    assert "ledger" in describe(refused.value).remedy
    assert list(lost.target.parent.iterdir()) == []
    named = restoring(lost).prepare(
        first.info.folder, lost.target, BY_PASSWORD, ledger=lost.folder / "ledger"
    )
    assert named.preview.again == {LedgerKind.ERASED: 1}


def test_records_beside_the_new_folder_know_more_than_the_ledger(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        gone = add_person(desk, WORD)
        lost.back_up(desk)
    old = ledger_copy(lost)
    erase(lost, gone)
    (lost.home / "ledger").write_bytes(old)
    beside = lost.folder.with_name("Again.privdesk")
    assert restoring(lost).prepare(lost.usb, beside, BY_PASSWORD).preview.again == {LedgerKind.ERASED: 1}
    (lost.folder / "ledger").write_bytes(old)
    with pytest.raises(LedgerOutdatedError) as refused:
        restoring(lost).prepare(lost.usb, beside, BY_PASSWORD)
    assert refused.value.place == "anchor"


def test_the_key_store_knows_more_than_the_ledger(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        lost.back_up(desk)
    program = lost.program()
    from privdesk.bootstrap.restoring import JoinedRestore

    def remembered(_vault: UnlockedVault) -> AnchorHeads:
        return AnchorHeads(9, ledger_count=1, ledger_head=bytes([1]) * 32)

    port = JoinedRestore(program.vaults.store, program._now, remembered)  # type: ignore[arg-type]
    service = Restoring(program.vaults.store, port, lambda *_rest: b"")
    with pytest.raises(LedgerOutdatedError) as refused:
        service.prepare(lost.usb, lost.target, BY_PASSWORD)
    assert refused.value.place == "keyring"


def test_a_missing_or_altered_ledger_is_refused(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        gone = add_person(desk, WORD)
        first = lost.back_up(desk)
    erase(lost, gone)
    path = lost.home / "ledger"
    data = path.read_bytes()
    path.unlink()
    with pytest.raises(LedgerMissingError):
        restoring(lost).prepare(first.info.folder, lost.target, BY_PASSWORD)
    for place in (3, len(data) - 9):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(LedgerDamagedError):
            restoring(lost).prepare(first.info.folder, lost.target, BY_PASSWORD)
    assert list(lost.target.parent.iterdir()) == []


def test_a_ledger_of_another_history_is_refused(lost: LostAndFound, tmp_path: Path) -> None:
    """The records went on after a restore had been made of an older backup: two histories, two ledgers."""
    with lost.desk() as desk:
        first, second = add_person(desk, WORD), add_person(desk, "Rochat")
        lost.back_up(desk)
    restore(lost)
    erase(lost, first)
    ours = ledger_copy(lost)
    (lost.home / "ledger").unlink()
    computer, lost.folder = lost.folder, lost.target
    erase(lost, second)
    with lost.desk(days=1) as desk:
        theirs = lost.back_up(desk)
    lost.folder = computer
    (lost.home / "ledger").write_bytes(ours)
    third = tmp_path / "third" / "Office.privdesk"
    third.parent.mkdir()
    with pytest.raises(LedgerOtherHistoryError):
        restoring(lost).prepare(theirs.info.folder, third, BY_PASSWORD)


# Damage, full folders, stopping


@pytest.mark.parametrize("part", ["manifest.json", "records.db", "documents.txt", "vault.json"])
def test_a_damaged_backup_is_refused(lost: LostAndFound, part: str) -> None:
    with lost.desk() as desk:
        made = lost.back_up(desk)
    path = made.info.folder / part
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :] if data else b"x")
    with pytest.raises(BackupDamagedError):
        restore(lost)
    assert list(lost.target.parent.iterdir()) == []
    assert restoring(lost).found(lost.usb, read=True)[0].health is Health.DAMAGED


def test_missing_documents_are_listed_and_the_rest_comes_back(
    lost: LostAndFound, form: Callable[[], Path]
) -> None:
    with lost.desk() as desk:
        desk.inbox.add_files([form(), form()])
        lost.back_up(desk)
    gone, altered = sorted(lost.home.glob("documents/*/*"))
    gone.unlink()
    altered.write_bytes(altered.read_bytes()[:-1] + b"?")
    prepared = restoring(lost).prepare(lost.usb, lost.target, BY_PASSWORD)
    assert prepared.preview.missing_documents == (gone.name,)
    restored = restoring(lost).finish(prepared)
    assert sorted(restored.outcome.missing_documents) == sorted([gone.name, altered.name])


def test_only_a_new_folder_will_do(lost: LostAndFound) -> None:
    with pytest.raises(NoBackupError):
        restore(lost)
    with lost.desk() as desk:
        lost.back_up(desk)
    lost.target.mkdir()
    (lost.target / "something").write_bytes(b"")
    with pytest.raises(FolderTakenError):
        restore(lost)
    (lost.target / "something").unlink()
    restore(lost)
    with pytest.raises(FolderTakenError):
        restore(lost)


class StopsAt:
    def __init__(self, looks: int) -> None:
        self.left = looks

    def report(self, done: int, total: int) -> None:
        assert 0 <= done <= total

    def raise_if_cancelled(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("looks", [0, 2])
def test_a_stopped_restore_leaves_nothing(lost: LostAndFound, form: Callable[[], Path], looks: int) -> None:
    with lost.desk() as desk:
        desk.inbox.add_files([form(), form()])
        lost.back_up(desk)
    service = restoring(lost)
    prepared = service.prepare(lost.usb, lost.target, BY_PASSWORD)
    with pytest.raises(Cancelled):
        service.finish(prepared, StopsAt(looks))
    assert list(lost.target.parent.iterdir()) == []


def test_leftovers_of_a_killed_restore_do_not_matter(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        lost.back_up(desk)
    restoring(lost).prepare(lost.usb, lost.target, BY_PASSWORD)  # and the power goes
    assert [each.name for each in lost.target.parent.iterdir()] == ["Office.privdesk.restoring"]
    assert restore(lost).folder == lost.target
    assert restoring_files.STAGED == ".restoring"


# The ledger as a file


def test_the_ledger_follows_each_act_and_mends_a_torn_end(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        people = [add_person(desk, f"Person{number}") for number in range(3)]
        lost.back_up(desk)
    beside, own = lost.home / "ledger", lost.folder / "ledger"
    for number, person in enumerate(people):
        erase(lost, person)
        assert beside.read_bytes().count(b"\n") == own.read_bytes().count(b"\n") == number + 2
        beside.write_bytes(beside.read_bytes() + b"torn off in the mid")
    assert beside.read_bytes().count(b"\n") == 4
    assert restoring(lost).prepare(lost.usb, lost.target, BY_PASSWORD).preview.again == {LedgerKind.ERASED: 3}


def test_the_ledger_says_nothing_in_plain(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        gone = add_person(desk, WORD)
        lost.back_up(desk)
    erase(lost, gone)
    data = ledger_copy(lost)
    assert json.loads(data.splitlines()[0])["privdesk ledger"] == 1
    assert not [word for word in (b"erased", WORD.encode(), b"[1,") if word in data]


# New keys, and the key store


def test_after_new_keys_old_backups_open_with_what_opened_them(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        gone = add_person(desk, WORD)
        add_person(desk, "Rochat")
        lost.back_up(desk)
    program = lost.program()
    program.keys.run(program.keys.prepare(lost.folder, STAFF, PASSWORD))
    erase(lost, gone)
    with lost.desk(days=1) as desk:
        second = lost.back_up(desk)
        assert desk.backups is not None
        assert [each.health for each in desk.backups.found()] == [Health.GOOD, Health.GOOD]
        first = desk.backups.found()[1]
        assert desk.backups.check(first.name) is Health.GOOD
    opener = Opener(STAFF, code=" ".join(lost.code.groups), new_password=NEW_PASSWORD)
    prepared = restoring(lost).prepare(first.folder, lost.target, opener)
    assert prepared.preview.again == {LedgerKind.ERASED: 1}
    restoring(lost).finish(prepared)
    with lost.desk(lost.target, password=NEW_PASSWORD) as desk:
        assert whole(desk)
        assert not desk.people.search(WORD)
        assert desk.people.search("rochat")
    third = lost.target.with_name("Third.privdesk")
    with pytest.raises(RecoveryRefusedError):
        restoring(lost).prepare(second.info.folder, third, opener)
    newer = restoring(lost).prepare(second.info.folder, third, BY_PASSWORD)
    assert newer.preview.again == {}
    restoring(lost).finish(newer)
    with lost.desk(third) as desk:
        assert whole(desk)


def test_the_key_store_knows_of_an_erasure_that_no_list_has(lost: LostAndFound, tmp_path: Path) -> None:
    store = MemoryStore()
    program = DeskProgram(VaultFiles(store=store, strength=WEAK, floor=WEAK, require_place=anywhere))
    with program.open_desk(lost.folder, STAFF, PASSWORD) as desk:
        person = add_person(desk, WORD)
        lost.back_up(desk)
    kept = ledger_copy(lost)
    with program.open_desk(lost.folder, STAFF, PASSWORD) as desk:
        desk.people.set_consent(person, "surveys", ConsentState.WITHDRAWN, desk.clock.today(), "letter")
    (lost.home / "ledger").write_bytes(kept)
    with pytest.raises(LedgerOutdatedError) as refused:
        program.restoring.prepare(lost.usb, lost.target, BY_PASSWORD)
    assert refused.value.place == "keyring"
    named = program.restoring.prepare(lost.usb, lost.target, BY_PASSWORD, ledger=lost.folder / "ledger")
    program.restoring.finish(named)
    with program.open_desk(lost.target, STAFF, PASSWORD) as desk:
        assert whole(desk)
    with pytest.raises(RollbackError), program.open_desk(lost.folder, STAFF, PASSWORD):
        pass


def test_an_altered_list_of_erasures_in_the_records_is_found_by_the_check(lost: LostAndFound) -> None:
    with lost.desk() as desk:
        gone = add_person(desk, WORD)
    erase(lost, gone)
    with lost.opened() as opened:
        connection = dialect.connect(lost.folder / "records.db", opened.vault.keys.database)
        connection.execute("UPDATE ledger_line SET kind = 'restricted'")
        connection.close()
    with lost.desk() as desk:
        assert desk.checking is not None
        report = desk.checking.check()
        assert [(each.key.value, each.count) for each in report.wrong] == [("ledger", 1)]
        assert "list of erasures" in finding_sentence(report.wrong[0])


@pytest.mark.parametrize("role", [Role.CLERK, Role.PRIVACY_OFFICER, Role.AGENCY_CLERK])
def test_only_an_administrator_brings_a_backup_back_and_nobody_else_learns_what_it_holds(
    lost: LostAndFound, role: Role
) -> None:
    vaults, name, first = lost.program().vaults, "Jonas Weber", "kettle meadow lantern"
    with lost.desk() as desk:
        add_person(desk, WORD)
        agency = desk.agencies.save(Agency(AgencyId(0), "A-1", "Example agency"))
        of = agency.id if role is Role.AGENCY_CLERK else None
        assert desk.staff is not None
        desk.staff.add(name, frozenset({role}), first, of)
    vaults.change_password(lost.folder, staff_name=name, old_password=first, new_password=NEW_PASSWORD)
    with lost.desk() as desk:
        lost.back_up(desk)
    with pytest.raises(NotAllowedError) as refused:
        restoring(lost).prepare(lost.usb, lost.target, Opener(name, NEW_PASSWORD))
    assert Role.ADMINISTRATOR in refused.value.who_may
    by_sheet = Opener(name, code=lost.code.text, new_password="still another one")
    with pytest.raises(NotAllowedError):
        restoring(lost).prepare(lost.usb, lost.target, by_sheet)
    assert not list(lost.target.parent.iterdir())
    assert restore(lost).outcome.people == 1
