# SPDX-License-Identifier: MIT
"""Going on with an older database, because an administrator decided so: what must stay so is done again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from privdesk.bootstrap.records import JoinedRecords
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.consent import ConsentState
from privdesk.domain.errors import AnchorError, DiskFullError
from privdesk.domain.ledger import LedgerEntry, LedgerKind
from privdesk.domain.people import PersonId
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.domain.vault import SignInNote
from privdesk.security.anchor import Anchor
from privdesk.services.desk import Desk
from privdesk.services.explain import describe
from privdesk.services.trouble import TroubleAct, trouble_of
from tests.journeys.office_kit import PASSWORD, STAFF
from tests.journeys.restore_kit import LostAndFound, add_person, decrypted_pages

WORD, OTHER = "Kanarienvogel", "Rotkehlchen"
NOT_LEDGER = ("records.db", "anchor", "vault.json")


@pytest.fixture
def lost(tmp_path: Path) -> LostAndFound:
    return LostAndFound(tmp_path)


@pytest.fixture
def people(lost: LostAndFound) -> tuple[PersonId, PersonId]:
    with lost.desk() as desk:
        found = add_person(desk, WORD), add_person(desk, OTHER)
        for each in found:
            desk.people.set_consent(each, "surveys", ConsentState.GIVEN, desk.clock.today(), "letter")
        lost.back_up(desk)
    return found


def erase(lost: LostAndFound, person_id: PersonId) -> None:
    with lost.opened() as opened:
        records = opened.records
        assert isinstance(records, JoinedRecords)
        with records.database.work(opened.vault.staff_id, records.clock) as work:
            work.ledger.add(LedgerEntry(LedgerKind.ERASED, person_id))
            work.eraser.erase(person_id)
            work.audit.record(AuditEvent(Action.ERASED, f"person:{person_id}"))
            work.commit()


def withdraw(lost: LostAndFound, person_id: PersonId) -> None:
    with lost.desk() as desk:
        desk.people.set_consent(person_id, "surveys", ConsentState.WITHDRAWN, desk.clock.today(), "letter")


def put_back(source: Path, target: Path, names: tuple[str, ...]) -> None:
    for name in names:
        shutil.copy2(source / name, target / name)
    for tail in ("-wal", "-shm"):
        (target / f"records.db{tail}").unlink(missing_ok=True)


def go_on(lost: LostAndFound) -> tuple[SignInNote, ...]:
    vaults = lost.program().vaults
    opened = vaults.unlock_as_they_are(lost.folder, STAFF, PASSWORD)
    vaults.lock(opened)
    return opened.session.notes


def whole(desk: Desk) -> bool:
    assert desk.checking is not None
    return not desk.checking.check().wrong and desk.audit.verify().whole


def names_in(lost: LostAndFound) -> tuple[bool, bool]:
    """Whether each of the two is anywhere in the decrypted database."""
    with lost.opened() as opened:
        key = opened.vault.keys.database
    pages = decrypted_pages(lost.folder / "records.db", key).lower()
    return WORD.lower().encode() in pages, OTHER.lower().encode() in pages


@pytest.mark.parametrize("names", [NOT_LEDGER[:1], NOT_LEDGER])
def test_erased_people_stay_erased_and_backups_go_on(
    lost: LostAndFound, people: tuple[PersonId, PersonId], tmp_path: Path, names: tuple[str, ...]
) -> None:
    shutil.copytree(lost.folder, tmp_path / "before")
    erase(lost, people[0])
    withdraw(lost, people[1])
    put_back(tmp_path / "before", lost.folder, names)
    held = {name: (lost.folder / name).read_bytes() for name in NOT_LEDGER}
    with pytest.raises(AnchorError) as refused:
        lost.program().vaults.unlock(lost.folder, STAFF, PASSWORD)
    assert refused.value.state == ("ahead" if len(names) == 1 else "ledger-ahead")
    assert {name: (lost.folder / name).read_bytes() for name in NOT_LEDGER} == held
    trouble = trouble_of(refused.value)
    assert trouble is not None
    assert TroubleAct.AS_THEY_ARE in trouble.acts
    assert describe(refused.value).title
    assert SignInNote.DONE_AGAIN in go_on(lost)
    assert names_in(lost) == (False, True)
    with lost.desk() as desk:
        entry = desk.audit.entries(actions=[Action.REPAIRED])[0].event
        assert (entry.fields, entry.count) == (("anchor", "ledger"), 2)
        assert not desk.people.search(WORD)
        assert desk.session.notes == ()
        assert whole(desk)
        assert desk.backups is not None
        assert desk.backups.make().facts.heads.ledger_count == 2
    assert not list(lost.folder.glob("ledger.damaged*"))


def test_the_copy_beside_the_backups_is_enough(
    lost: LostAndFound, people: tuple[PersonId, PersonId], tmp_path: Path
) -> None:
    shutil.copytree(lost.folder, tmp_path / "before")
    erase(lost, people[0])
    put_back(tmp_path / "before", lost.folder, ("records.db",))
    (lost.folder / "ledger").unlink()
    assert SignInNote.DONE_AGAIN in go_on(lost)
    assert names_in(lost) == (False, True)
    with lost.desk() as desk:
        assert whole(desk)


def test_two_histories_become_one_in_which_all_stays_erased(
    lost: LostAndFound, people: tuple[PersonId, PersonId], tmp_path: Path
) -> None:
    shutil.copytree(lost.folder, tmp_path / "before")
    erase(lost, people[0])
    shutil.copytree(lost.folder, tmp_path / "one way")
    shutil.rmtree(lost.folder)
    shutil.copytree(tmp_path / "before", lost.folder)
    (lost.home / "ledger").unlink()
    erase(lost, people[1])
    with lost.desk() as desk:
        assert desk.backups is not None
        desk.backups.make()
    for name in ("ledger", "anchor"):
        shutil.copy2(tmp_path / "one way" / name, lost.folder / name)
    with pytest.raises(AnchorError):
        lost.program().vaults.unlock(lost.folder, STAFF, PASSWORD)
    assert SignInNote.DONE_AGAIN in go_on(lost)
    assert names_in(lost) == (False, False)
    assert (lost.folder / "ledger.damaged").read_bytes() == (tmp_path / "one way" / "ledger").read_bytes()
    with lost.desk() as desk:
        assert whole(desk)
        assert desk.backups is not None
        assert desk.backups.make().facts.heads.ledger_count == 2


def test_nothing_is_done_again_where_nothing_was_forgotten(
    lost: LostAndFound, people: tuple[PersonId, PersonId]
) -> None:
    withdraw(lost, people[1])
    (lost.folder / "anchor").unlink()
    assert SignInNote.DONE_AGAIN not in go_on(lost)
    with lost.desk() as desk:
        assert desk.audit.entries(actions=[Action.REPAIRED])[0].event.fields == ("anchor",)
        assert whole(desk)


CLERK, FIRST, THEIRS = "Jonas Weber", "kettle meadow lantern", "kettle meadow lanterns"


def old_database(folder: Path, before: Path) -> None:
    put_back(before, folder, ("records.db",))


def all_but_the_ledger(folder: Path, before: Path) -> None:
    put_back(before, folder, NOT_LEDGER)


def no_anchor(folder: Path, _before: Path) -> None:
    (folder / "anchor").unlink()


def spoiled_anchor(folder: Path, _before: Path) -> None:
    (folder / "anchor").write_bytes(bytes(8192))


HARMS = (old_database, all_but_the_ledger, no_anchor, spoiled_anchor)


@pytest.mark.parametrize("harm", HARMS)
def test_who_may_not_decide_touches_nothing_by_trying(
    lost: LostAndFound,
    people: tuple[PersonId, PersonId],
    tmp_path: Path,
    harm: Callable[[Path, Path], None],
) -> None:
    vaults = lost.program().vaults
    with lost.desk() as desk:
        assert desk.staff is not None
        desk.staff.add(CLERK, frozenset({Role.CLERK}), FIRST)
    vaults.change_password(lost.folder, staff_name=CLERK, old_password=FIRST, new_password=THEIRS)
    shutil.copytree(lost.folder, tmp_path / "before")
    withdraw(lost, people[1])
    harm(lost.folder, tmp_path / "before")
    (lost.folder / "documents" / "incoming" / "waits").write_bytes(b"sealed")
    held = contents(lost.folder)
    with pytest.raises(NotAllowedError):
        vaults.unlock_as_they_are(lost.folder, CLERK, THEIRS)
    assert contents(lost.folder) == held
    for name, password in ((CLERK, THEIRS), (STAFF, PASSWORD)):
        with pytest.raises(AnchorError):
            vaults.unlock(lost.folder, name, password)
    go_on(lost)
    assert not (lost.folder / "documents" / "incoming" / "waits").exists()
    with lost.desk() as desk:
        assert whole(desk)


def test_cut_off_between_database_and_anchor_it_is_decided_again(
    lost: LostAndFound, people: tuple[PersonId, PersonId], monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw(lost, people[1])
    (lost.folder / "anchor").unlink()

    def cut(*_given: object) -> None:
        raise DiskFullError(lost.folder)

    with monkeypatch.context() as patch:
        patch.setattr(Anchor, "start", cut)
        with pytest.raises(DiskFullError):
            go_on(lost)
    with pytest.raises(AnchorError):
        lost.program().vaults.unlock(lost.folder, STAFF, PASSWORD)
    go_on(lost)
    with lost.desk() as desk:
        assert whole(desk)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but those of the lock and the log, which say who tried and hold what was only looked at."""
    passing = {"lock", "attempts", "records.db-wal", "records.db-shm"}
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file() and each.name not in passing
    }
