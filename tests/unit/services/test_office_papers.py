# SPDX-License-Identifier: MIT
"""Figures and record of processing as an officer gets them: allowed, recorded, harmless, in the office's language."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from privdesk.domain.agencies import AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import CallId, CallSheet, Case, IdentityMethod, Outcome, Right
from privdesk.domain.catalogue import Recipient, RecipientKind
from privdesk.domain.disclosure.office_paper import OfficePaper, paper_from_json
from privdesk.domain.figures import YearToComeError
from privdesk.domain.processing import GapKind, OfficeStatements
from privdesk.domain.staff import FIRST_ROLES, NotAllowedError, Role
from privdesk.services.explain import describe
from privdesk.services.figures import Figures
from privdesk.services.office import office_of, office_to_json
from privdesk.services.processing import ProcessingRecords
from tests.figure_kit import STAFF, a_case, noon
from tests.unit.services.places import Desk, open_desk

NOW = datetime(2026, 3, 24, 9, 42, tzinfo=UTC)


class Rendered:
    """Keeps what the worker would be given."""

    def __init__(self) -> None:
        self.papers: list[OfficePaper] = []

    def render_paper(self, document: bytes) -> tuple[bytes, int]:
        self.papers.append(paper_from_json(document))
        return b"%PDF-1.7", 2


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "records"
    folder.mkdir()
    opened = open_desk(folder)
    opened.records.clock.moment = NOW
    yield opened
    opened.records.database.close()


def keep(desk: Desk, *cases: Case) -> None:
    with desk.records.open_work() as work:
        for case in cases:
            work.cases.add(case)
        work.audit.record(AuditEvent(Action.CASE_OPENED))
        work.commit()


def speak(desk: Desk, language: str) -> None:
    """The office writes in this language."""
    with desk.records.open_work() as work:
        work.settings.put("office", office_to_json(replace(office_of(work), language=language)))
        work.audit.record(AuditEvent(Action.OFFICE_CHANGED))
        work.commit()


def figures(desk: Desk) -> Figures:
    return Figures(desk.as_member(*FIRST_ROLES), Rendered())


def processing(desk: Desk) -> ProcessingRecords:
    return ProcessingRecords(desk.as_member(*FIRST_ROLES), Rendered())


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    ("role", "agency"),
    [(Role.CLERK, None), (Role.ADMINISTRATOR, None), (Role.AGENCY_CLERK, AgencyId(1))],
)
def test_only_the_privacy_officer_sees_them(desk: Desk, role: Role, agency: AgencyId | None) -> None:
    place = desk.as_member(role, agency=agency)
    with pytest.raises(NotAllowedError):
        Figures(place, Rendered()).of_year(2026)
    with pytest.raises(NotAllowedError):
        ProcessingRecords(place, Rendered()).state()


def test_the_years_go_back_to_the_first_request(desk: Desk) -> None:
    assert list(figures(desk).years()) == [2026]
    keep(desk, a_case(date(2024, 12, 30)), a_case(date(2026, 1, 4)))
    assert list(figures(desk).years()) == [2026, 2025, 2024]
    assert figures(desk).of_year(2025).empty


@pytest.mark.parametrize("year", [2027, 1989, -3])
def test_a_year_to_come_is_refused_in_words(desk: Desk, year: int) -> None:
    with pytest.raises(YearToComeError) as caught:
        figures(desk).of_year(year)
    assert "2026" in describe(caught.value).sentence()


def test_a_call_that_established_nothing_counts_by_the_rule_of_the_call_sheet(desk: Desk) -> None:
    right = {"last_top_up": True, "credit_left": True, "contract_month": True}
    calls = [
        CallSheet(CallId(0), NOW, STAFF, answers={"last_top_up": False, "credit_left": False}),
        CallSheet(CallId(0), NOW, STAFF, answers=right, wishes=frozenset({Right.ACCESS})),
        CallSheet(CallId(0), NOW, STAFF, answers={"mobile_digits": True}),
    ]
    with desk.records.open_work() as work:
        for sheet in calls:
            added = work.calls.add(sheet)
            work.calls.change(replace(added, ended_at=NOW + timedelta(minutes=3)))
        work.audit.record(AuditEvent(Action.CALL_ENDED))
        work.commit()
    found = figures(desk).of_year(2026).identity
    assert found.made == {IdentityMethod.QUESTIONS: 3}
    assert (found.all_failed, found.calls) == (2, 2)


def test_the_table_has_each_figure_with_its_meaning_and_no_formula(desk: Desk, tmp_path: Path) -> None:
    refused = {Right.ERASURE: Outcome.REFUSED}
    keep(desk, a_case(date(2026, 2, 2), date(2026, 2, 9), refused, reason_key="=HYPERLINK(1)", reason="=1+1"))
    path = tmp_path / "figures.csv"
    lines = figures(desk).save_table(2026, path)
    rows = table(path)
    assert len(rows) == lines + 1
    assert rows[0] == ["Year", "As at", "Table", "Row", "Column", "Value", "What it means"]
    assert all(row[0] == "2026" and row[1] == "2026-03-24" and row[6] for row in rows[1:])
    assert ["2026", "2026-03-24", "How many", "Requests", "Received", "1"] in [row[:6] for row in rows]
    assert ["2026", "2026-03-24", "How soon we answered", "median, days", "Number", "7"] in [
        row[:6] for row in rows
    ]
    assert "'=HYPERLINK(1)" in [row[5] for row in rows]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert path.stat().st_mode & 0o077 == 0


def test_nobody_s_name_leaves_with_the_figures(desk: Desk, tmp_path: Path) -> None:
    refused = {Right.ACCESS: Outcome.REFUSED}
    keep(desk, a_case(date(2026, 2, 2), date(2026, 2, 9), refused, reason="Zoë Keller wrote twice"))
    service = figures(desk)
    service.save_table(2026, tmp_path / "figures.csv")
    assert "Keller" not in (tmp_path / "figures.csv").read_text("utf-8-sig")
    made = service.made(2026)
    assert isinstance(service._renderer, Rendered)
    (paper,) = service._renderer.papers
    assert "Keller" not in str(paper)
    assert made.file_name == "requests-2026.pdf"


def test_what_leaves_is_recorded(desk: Desk, tmp_path: Path) -> None:
    counted, record = figures(desk), processing(desk)
    counted.save_table(2026, tmp_path / "a.csv")
    counted.save_paper(counted.made(2026), tmp_path / "a.pdf")
    record.save_table(tmp_path / "b.csv")
    record.save_paper(record.made(), tmp_path / "b.pdf")
    assert [(each.record, each.fields, each.reference) for each in desk.actions(Action.EXPORTED)] == [
        ("figures", ("csv",), "2026"), ("figures", ("pdf",), "2026"),
        ("processing_record", ("csv",), "2026-03-24"), ("processing_record", ("pdf",), "2026-03-24"),
    ]  # fmt: skip
    assert (tmp_path / "b.pdf").read_bytes() == b"%PDF-1.7"


def test_papers_are_in_the_office_s_language_unless_asked_otherwise(desk: Desk, tmp_path: Path) -> None:
    speak(desk, "it")
    service = figures(desk)
    service.made(2026)
    service.made(2026, "de")
    assert isinstance(service._renderer, Rendered)
    assert [paper.title for paper in service._renderer.papers] == ["Richieste nel 2026", "Anfragen 2026"]
    processing(desk).save_table(tmp_path / "record.csv")
    assert table(tmp_path / "record.csv")[0][0].startswith("Scopo (")


def test_the_record_is_made_of_what_the_office_entered(desk: Desk, tmp_path: Path) -> None:
    with desk.records.open_work() as work:
        work.catalogue.put_recipient(
            Recipient("host", "Pacific Hosting Inc.", RecipientKind.HOSTING, "", "US")
        )
        work.audit.record(AuditEvent(Action.OFFICE_CHANGED))
        work.commit()
    desk.add_agency(name="Régie du Lac")
    service = processing(desk)
    state = service.state()
    assert "Recipient “Pacific Hosting Inc.”: safeguard or decision on adequacy" in state.missing
    assert service.save_table(tmp_path / "record.csv") == len(state.record.activities)
    text = (tmp_path / "record.csv").read_text("utf-8-sig")
    assert "managing agency: Régie du Lac, Switzerland" in text
    assert "Pacific Hosting Inc., USA: no safeguard" in text


def test_what_only_the_office_can_say_is_kept_and_recorded_once(desk: Desk) -> None:
    service = processing(desk)
    before = {gap.kind for gap in service.state().record.gaps}
    assert GapKind.JOINT in before
    said = OfficeStatements(joint_controllers=" none ", measures="Locked doors.")
    service.say(said)
    service.say(said)
    state = service.state()
    assert state.record.statements.joint_controllers == "none"
    assert before - {gap.kind for gap in state.record.gaps} == {GapKind.JOINT, GapKind.MEASURES}
    (event,) = [each for each in desk.actions(Action.OFFICE_CHANGED) if each.record == "processing_record"]
    assert event.fields == ("joint_controllers", "measures")


def test_the_last_backup_is_the_one_that_was_recorded(desk: Desk) -> None:
    assert processing(desk).state().record.last_backup is None
    desk.records.clock.moment = datetime(2026, 3, 20, 23, 30, tzinfo=UTC)
    with desk.records.open_work() as work:
        work.audit.record(AuditEvent(Action.BACKED_UP, "vault"))
        work.commit()
    assert processing(desk).state().record.last_backup == date(2026, 3, 21)


def test_figures_of_a_day_long_ago_are_those_of_today(desk: Desk) -> None:
    keep(desk, a_case(date(2025, 11, 3), date(2026, 1, 9), checks={IdentityMethod.QUESTIONS: False}))
    found = figures(desk).of_year(2025)
    assert found.as_at == date(2026, 3, 24)
    assert (found.answering.within_month, found.answering.within_three, found.answering.late) == (0, 1, 1)
    assert found.identity.all_failed == 1
    assert noon(date(2025, 11, 3)) < NOW
