# SPDX-License-Identifier: MIT
"""A check of the records names what is wrong, and a repair puts right only what loses nothing."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.checking import CheckReport, FindingKey
from privdesk.domain.inbox import Draft
from privdesk.domain.ledger import LedgerEntry, LedgerKind
from privdesk.services.check_words import check_sentence, finding_sentence, mended_sentence
from privdesk.services.checking import Checking
from privdesk.services.desk import Desk
from tests.journeys.office_kit import Office
from tests.journeys.restore_kit import add_person


@pytest.fixture
def form(office: Office, tmp_path: Path) -> Path:
    path = tmp_path / "form.pdf"
    path.write_bytes(office.papers.filled("registration", "fr", office.stranger()))
    return path


def check(desk: Desk, *, repair: bool = False) -> CheckReport:
    assert desk.checking is not None
    report = desk.checking.check(repair=repair)
    for each in report.findings:
        assert finding_sentence(each).endswith((".", "“documents”."))
    assert all(mended_sentence(each) for each in report.mended)
    assert check_sentence(report)
    return report


def keys(report: CheckReport) -> list[tuple[str, int]]:
    return [(each.key.value, each.count) for each in report.findings]


def test_whole_records_have_no_findings_and_the_check_is_recorded(office: Office, form: Path) -> None:
    with office.desk() as desk:
        desk.inbox.add_files([form])
        report = check(desk)
        assert report.whole
        assert not report.findings
        assert report.documents == 1
        assert report.entries > 2
        entry = desk.audit.entries(actions=[Action.CHECKED])[0]
        assert (entry.event.count, entry.event.reference) == (0, "whole")


def test_a_check_opens_every_document(office: Office, form: Path) -> None:
    with office.desk() as desk:
        item = desk.inbox.item(desk.inbox.add_files([form]).items[0])
        (sealed,) = (office.folder / "documents").glob(f"*/{item.documents[0].id}")
        whole = sealed.read_bytes()
        for damaged in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[: len(whole) // 2], b""):
            sealed.write_bytes(damaged)
            report = check(desk)
            assert keys(report) == [("documents_damaged", 1)]
            assert report.findings[0].names == (item.documents[0].id,)
        sealed.unlink()
        assert keys(check(desk)) == [("documents_missing", 1)]
        repaired = check(desk, repair=True)
        assert keys(repaired) == [("documents_missing", 1)]
        assert not repaired.mended


def test_a_file_that_no_record_names_is_set_aside_not_deleted(office: Office) -> None:
    stray = office.folder / "documents" / "ab" / "stray"
    with office.desk() as desk:
        stray.parent.mkdir()
        stray.write_bytes(b"anything")
        assert keys(check(desk)) == [("documents_orphaned", 1)]
        assert stray.exists()
        report = check(desk, repair=True)
        assert [each.key for each in report.mended] == [FindingKey.DOCUMENTS_ORPHANED]
        assert report.whole
        (aside,) = (office.folder / "documents" / "quarantine").iterdir()
        assert aside.read_bytes() == b"anything"
        again = check(desk)
        assert again.whole
        assert keys(again) == [("quarantine", 1)]
        assert desk.audit.entries(actions=[Action.REPAIRED])[0].event.reference == "documents_orphaned"


@pytest.mark.parametrize("slot", [0, 1])
def test_a_spoiled_half_of_the_anchor_is_written_again(office: Office, slot: int) -> None:
    anchor = office.folder / "anchor"
    with office.desk() as desk:
        data = bytearray(anchor.read_bytes())
        data[slot * 4096 + 20] ^= 1
        anchor.write_bytes(data)
        report = check(desk)
        assert keys(report) in ([("anchor_slot", 1)], [("anchor", 1)], [])
        check(desk, repair=True)
        assert check(desk).whole
    with office.desk() as desk:
        assert check(desk).whole


def test_an_anchor_that_is_gone_is_found(office: Office) -> None:
    with office.desk() as desk:
        (office.folder / "anchor").rename(office.folder.parent / "elsewhere")
        report = check(desk)
        assert keys(report) == [("anchor", 1)]
        assert report.findings[0].names == ("missing",)
        (office.folder.parent / "elsewhere").rename(office.folder / "anchor")
        assert keys(check(desk)) in ([], [("anchor", 1)])


def test_a_draft_of_nothing_is_found(office: Office) -> None:
    with office.desk() as desk:
        desk.half_typed.keep("office", {"name": "Half"})
        assert check(desk).whole
        place = desk.half_typed._place
        with place.work() as work:
            work.drafts.put(Draft("capture:99", place.member.id, "{}", "", place.clock.now()))
            work.drafts.put(Draft("page:x", place.member.id, "{half", "", place.clock.now()))
            work.commit_draft()
        assert keys(check(desk)) == [("drafts", 2)]


def test_a_file_whose_row_never_came_is_set_aside_at_the_next_opening(office: Office) -> None:
    with office.desk() as desk:
        sealed = desk.inbox._place.sealer.seal(b"sealed, then the power went")
        assert check(desk).whole
    with office.desk() as desk:
        report = check(desk)
        assert report.whole
        assert keys(report) == [("quarantine", 1)]
        assert report.notices[0].names[0].endswith(sealed.document_id)
    assert not list((office.folder / "documents" / "incoming").iterdir())
    assert len(list((office.folder / "documents" / "quarantine").iterdir())) == 1


def with_ledger(desk: Desk, count: int = 4) -> None:
    """Say `count` times what must stay so."""
    place = desk.half_typed._place
    found = add_person(desk, "Ledger")
    for _each in range(count):
        with place.work() as work:
            work.ledger.add(LedgerEntry(LedgerKind.ADVERTISING_STOPPED, found, on=place.clock.today()))
            work.audit.record(AuditEvent(Action.OBJECTION_NOTED, f"person:{found}"))
            work.commit()


def spoil_line(path: Path, line: int) -> bytes:
    parts = path.read_bytes().split(b"\n")
    parts[line] = parts[line][:20] + bytes([parts[line][20] ^ 1]) + parts[line][21:]
    path.write_bytes(b"\n".join(parts))
    return path.read_bytes()


def test_a_copy_of_the_list_of_erasures_spoiled_in_its_middle_is_found_and_written_again(
    office: Office, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    with office.desk() as desk:
        assert desk.backups is not None
        desk.backups.save_plan(replace(desk.backups.plan(), folder=usb))
        with_ledger(desk)
        desk.backups.make()
        (beside,) = usb.glob("*/ledger")
        for spoiled in (office.folder / "ledger", beside):
            before = spoil_line(spoiled, 2)
            assert [each.key.value for each in check(desk).wrong] == ["ledger_copy"]
            repaired = check(desk, repair=True)
            assert [(each.key.value, each.count) for each in repaired.mended] == [("ledger_copy", 1)]
            assert check(desk).whole
            assert spoiled.with_name("ledger.damaged").read_bytes() == before
        assert desk.audit.entries(actions=[Action.REPAIRED])[0].event.reference == "ledger_copy"


def test_a_copy_that_is_gone_is_written_again(office: Office) -> None:
    with office.desk() as desk:
        with_ledger(desk)
        (office.folder / "ledger").unlink()
        assert keys(check(desk)) == [("ledger_copy", 1)]
        check(desk, repair=True)
        assert check(desk).whole


def test_a_copy_beside_the_backups_that_knows_more_than_the_database_is_never_written_over(
    office: Office, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    with office.desk() as desk:
        assert desk.backups is not None
        desk.backups.save_plan(replace(desk.backups.plan(), folder=usb))
        with_ledger(desk, 2)
        desk.backups.make()
    older = office.folder.parent / "older"
    shutil.copytree(office.folder, older)
    with office.desk() as desk:
        with_ledger(desk, 2)
    (beside,) = usb.glob("*/ledger")
    newer = beside.read_bytes()
    shutil.rmtree(office.folder)
    shutil.copytree(older, office.folder)
    with office.desk() as desk:
        report = check(desk, repair=True)
        assert keys(report) == [("ledger_ahead", 1)]
        assert not report.mended
    assert beside.read_bytes() == newer


def test_a_backup_reads_the_copies_through_and_says_which_it_wrote_again(
    office: Office, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    with office.desk() as desk:
        assert desk.backups is not None
        with_ledger(desk)
        assert desk.backups.make(folder=usb).mended_ledgers == 0
        (beside,) = usb.glob("*/ledger")
        before = [spoil_line(office.folder / "ledger", 2), spoil_line(beside, 3)]
        assert desk.backups.make(folder=usb).mended_ledgers == 2
        kept = [each.with_name("ledger.damaged").read_bytes() for each in (office.folder / "ledger", beside)]
        assert kept == before
        entry = desk.audit.entries(actions=[Action.REPAIRED])[0]
        assert (entry.event.count, entry.event.reference) == (2, "ledger_copy")
        assert check(desk).whole
        assert keys(check(desk)) == [("leftovers", 1)]
        assert desk.backups.make(folder=usb).mended_ledgers == 0


def test_names_that_are_not_the_desks_are_told_and_left_alone(office: Office, form: Path) -> None:
    with office.desk() as desk:
        desk.inbox.add_files([form])
        assert not check(desk).findings
        shelf = next(each for each in (office.folder / "documents").iterdir() if len(each.name) == 2)
        foreign = [
            office.folder / "documents" / "Copy of letter.pdf", shelf / "Thumbs.db", office.folder / "notes.txt",
        ]  # fmt: skip
        for each in foreign:
            each.write_bytes(b"plain")
        (office.folder / "documents" / "mine").mkdir()
        report = check(desk, repair=True)
        assert report.whole
        assert keys(report) == [("foreign", 4)]
        assert "documents/Copy of letter.pdf" in report.notices[0].names
        assert " and 1 more. Look what they are" in finding_sentence(report.notices[0])
        assert all(each.read_bytes() == b"plain" for each in foreign)
        assert not report.mended


def test_what_was_set_aside_goes_only_by_somebodys_act_after_thirty_days(office: Office) -> None:
    with office.desk() as desk:
        desk.inbox._place.sealer.seal(b"sealed, then the power went")
    quarantine = office.folder / "documents" / "quarantine"
    with office.desk() as desk:
        (name,) = desk_checking(desk).set_aside().names
        assert desk_checking(desk).remove_set_aside() == 0
    old = quarantine / ("2020-01-01_" + name.partition("_")[2])
    (quarantine / name).rename(old)
    with office.desk() as desk:
        assert keys(check(desk, repair=True)) == [("quarantine", 1), ("may_go", 1)]
        assert old.exists()
        assert desk_checking(desk).set_aside().may_go == (old.name,)
        assert desk_checking(desk).remove_set_aside() == 1
        assert not old.exists()
        entry = desk.audit.entries(actions=[Action.SET_ASIDE_REMOVED])[0]
        assert entry.event.count == 1
        assert not check(desk).findings


def test_what_a_broken_off_write_left_is_gone_at_the_next_opening(office: Office) -> None:
    left = ("anchor.new", "anchor.next", "anchor.next.new", "ledger.new", "vault.json.new", "attempts.new")
    with office.desk() as desk:
        pass
    for name in left:
        (office.folder / name).write_bytes(b"half")
    with office.desk() as desk:
        assert not [name for name in left if (office.folder / name).exists()]
        assert not check(desk).findings


def desk_checking(desk: Desk) -> Checking:
    assert desk.checking is not None
    return desk.checking
