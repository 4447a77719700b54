# SPDX-License-Identifier: MIT
"""A check of the records names what is wrong, and a repair puts right only what loses nothing."""

from pathlib import Path

import pytest

from privdesk.domain.audit import Action
from privdesk.domain.checking import CheckReport, FindingKey
from privdesk.domain.inbox import Draft
from privdesk.services.check_words import check_sentence, finding_sentence, mended_sentence
from privdesk.services.desk import Desk
from tests.journeys.office_kit import Office


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
        (office.folder / "anchor").rename(office.folder / "elsewhere")
        report = check(desk)
        assert keys(report) == [("anchor", 1)]
        assert report.findings[0].names == ("missing",)
        (office.folder / "elsewhere").rename(office.folder / "anchor")
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
