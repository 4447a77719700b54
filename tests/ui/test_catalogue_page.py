# SPDX-License-Identifier: MIT
"""The Catalogue page: a list a part, forms by keyboard, papers through the worker, what was changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from privdesk.domain.agencies import Undertaking
from privdesk.domain.audit import Action
from privdesk.domain.catalogue import EntryKind, PaperHolder, Recipient, RecipientKind
from privdesk.domain.incoming import IncomingKind, ReadFile
from privdesk.domain.staff import Role
from privdesk.services.catalogue_desk import CatalogueState
from privdesk.ui.catalogue import places
from privdesk.ui.catalogue.firm_panels import AuthorityPanel, RecipientPanel
from privdesk.ui.catalogue.group_panel import GroupPanel, RulePanel
from privdesk.ui.catalogue.page import CataloguePage
from privdesk.ui.catalogue.panels import NoticePanel, PurposePanel
from privdesk.ui.catalogue.parts import Part
from privdesk.ui.today.page import TodayView
from privdesk.ui.widgets.act_list import _ActRow
from tests.ui.desk_kit import caret, press, shown, type_text
from tests.ui.fakes import FakeNavigator, ImmediateJobs
from tests.ui.real_desk import RealDesk, desk_at, real_desk

ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
FIRM = Recipient("", "Druckhof Muster GmbH", RecipientKind.PRINT, "Bern", "CH")


@pytest.fixture
def real(tmp_path: Path) -> Iterator[RealDesk]:
    made = real_desk(tmp_path)
    yield made
    made.behind.records.database.close()


def opened(qtbot: QtBot, real: RealDesk, part: Part, navigator: FakeNavigator | None = None) -> CataloguePage:
    desk = real.desk
    assert desk.catalogue is not None
    assert desk.catalogue_papers is not None
    page = CataloguePage(
        desk, desk.catalogue, desk.catalogue_papers, ImmediateJobs(), navigator or FakeNavigator(), part.value
    )
    return shown(qtbot, page)


def state(real: RealDesk) -> CatalogueState:
    assert real.desk.catalogue is not None
    return real.desk.catalogue.state()


def entered(real: RealDesk, recipient: Recipient = FIRM) -> str:
    assert real.desk.catalogue is not None
    return real.desk.catalogue.put_recipient(recipient).key


def words(page: CataloguePage) -> list[str]:
    return [row.spoken() for row in page.list.rows()]


@pytest.mark.parametrize("part", list(Part))
def test_every_part_lists_its_entries(qtbot: QtBot, real: RealDesk, part: Part) -> None:
    entered(real)
    page = opened(qtbot, real, part)
    assert page.list.rows()
    assert page.part is part
    assert page.list.current_id() is not None


def test_digits_choose_a_part(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.GROUPS)
    page.list.setFocus()
    press(Qt.Key.Key_3)
    assert page.part is Part.RULES
    assert any("contract end + 10 years" in row for row in words(page))


def test_a_rule_is_changed_with_the_keyboard_alone(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.RULES)
    page.list.choose("connections")
    page.list.setFocus()
    press(ENTER)
    assert isinstance(page.panel, RulePanel)
    assert caret() is page.panel.trigger.control
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_A, CTRL)
    type_text("6")
    press(ENTER, CTRL)
    assert page.panel is None
    assert state(real).catalogue.rule("connections").months == 6
    assert any("entry + 6 months" in row and "Changed" in row for row in words(page))
    (event,) = real.behind.actions(Action.CATALOGUE_CHANGED)
    assert (event.record, event.fields) == ("rule:connections", ("months", "sentence"))


def test_a_form_stays_whole_when_the_window_becomes_smaller(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.RULES)
    page.resize(1232, 836)
    page.list.choose("connections")
    page.list.setFocus()
    press(ENTER)
    assert isinstance(page.panel, RulePanel)
    page.resize(968, 636)
    assert page.rect().contains(page.panel.geometry())


def test_a_rule_beyond_the_cap_is_refused_in_the_form_and_nothing_typed_is_lost(
    qtbot: QtBot, real: RealDesk
) -> None:
    page = opened(qtbot, real, Part.RULES)
    page.list.choose("connections")
    page.change_entry()
    assert isinstance(page.panel, RulePanel)
    page.panel.months.set_value("240")
    page.panel.act.click()
    assert isinstance(page.panel, RulePanel)
    assert page.panel.problem.whole_text.startswith("This keeps longer than we promise.")
    assert page.panel.months.value == "240"
    for line in page.panel.basis.lines.values():
        line.set_value("Art. 128a CO")
    page.panel.country.set_value("ch")
    page.panel.act.click()
    assert page.panel is None
    assert state(real).catalogue.rule("connections").jurisdiction == "CH"


def test_what_the_desk_goes_by_cannot_be_counted_from_elsewhere(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.RULES)
    page.list.choose("lookups")
    page.change_entry()
    assert isinstance(page.panel, RulePanel)
    assert not page.panel.trigger.control.isEnabled()
    assert caret() is page.panel.months.control


def test_a_changed_entry_goes_back_to_the_default(qtbot: QtBot, real: RealDesk) -> None:
    assert real.desk.catalogue is not None
    real.desk.catalogue.put_rule(replace(state(real).catalogue.rule("usage"), months=12))
    page = opened(qtbot, real, Part.RULES)
    page.list.choose("usage")
    assert "Back to the default" in acts(page)
    page._take_back("usage", state(real).catalogue.rule("usage"))
    assert not state(real).is_own(EntryKind.RULE, "usage")
    assert "Back to the default" not in acts(page)


def acts(page: CataloguePage) -> list[str]:
    return [row.text() for row in page.side.findChildren(_ActRow) if not row.isHidden() and row.parent()]


def test_a_group_keeps_its_purposes_in_order(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.GROUPS)
    page.list.choose("connections")
    page.change_entry()
    assert isinstance(page.panel, GroupPanel)
    assert not page.panel.what.isVisible()
    page.panel.purposes.boxes["statistics"].setChecked(True)
    page.panel.act.click()
    group = next(each for each in state(real).catalogue.groups if each.key == "connections")
    assert group.purposes == ("protection", "service", "statistics")
    assert group.fields


def test_a_group_without_a_purpose_says_so(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.GROUPS)
    page.change_entry()
    assert isinstance(page.panel, GroupPanel)
    page.panel.purposes.set_value(frozenset())
    page.panel.act.click()
    assert isinstance(page.panel, GroupPanel)
    assert page.panel.purposes.wrong


def test_an_added_group_is_kept_elsewhere(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.GROUPS)
    page.add_button.click()
    assert isinstance(page.panel, GroupPanel)
    page.panel.title_lines.first.set_value("Pictures of the doors")
    page.panel.basis.first.set_value("legitimate interest")
    page.panel.purposes.set_value(frozenset({"protection"}))
    page.panel.what.set_value("picture\ntime")
    page.panel.act.click()
    (group,) = state(real).catalogue.elsewhere
    assert group.fields == ("picture", "time")
    assert any("Pictures of the doors" in row for row in words(page))


def test_a_purpose_is_added_and_removed(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.PURPOSES)
    page.add_button.click()
    assert isinstance(page.panel, PurposePanel)
    page.panel.act.click()
    assert page.panel.title_lines.first.wrong
    page.panel.title_lines.first.set_value("to hand out keys")
    page.panel.act.click()
    assert state(real).catalogue.purposes[-1].title["en"] == "to hand out keys"
    page.list.choose("own-1")
    assert "Remove the entry" in acts(page)


def test_a_recipient_is_entered_by_name(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.RECIPIENTS)
    assert page.nothing.isVisible()
    page.add_button.click()
    assert isinstance(page.panel, RecipientPanel)
    type_text("  Postlink   Druck GmbH ")
    page.panel.kind.set_value("payment")
    assert page.panel.notice.value == {"own"}
    page.panel.kind.set_value("print")
    page.panel.signed.set_value("1.2.2026")
    page.panel.expires.set_value("31.12.2026")
    page.panel.act.click()
    (firm,) = state(real).catalogue.recipients
    assert (firm.name, firm.key, firm.country, firm.own_notice) == (
        "Postlink Druck GmbH",
        "print-1",
        "CH",
        False,
    )
    assert firm.undertaking_expires == date(2026, 12, 31)
    assert page.list.isVisible()


def test_a_date_that_is_none_gets_the_caret(qtbot: QtBot, real: RealDesk) -> None:
    entered(real)
    page = opened(qtbot, real, Part.RECIPIENTS)
    page.change_entry()
    assert isinstance(page.panel, RecipientPanel)
    page.panel.expires.set_value("soon")
    page.panel.act.click()
    assert page.panel is not None
    assert caret() is page.panel.expires.control


def test_a_country_without_protection_asks_for_a_safeguard(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.RECIPIENTS)
    page.add_entry()
    assert isinstance(page.panel, RecipientPanel)
    page.panel.country.set_value("in")
    page.panel.country.left.emit()
    assert page.panel.country.value == "IN"
    assert page.panel.country.note.whole_text == "Say below what protects the data there."


def test_who_gets_nothing_any_more_stays_named(qtbot: QtBot, real: RealDesk) -> None:
    entered(real, replace(FIRM, until=date(2026, 1, 1)))
    page = opened(qtbot, real, Part.RECIPIENTS)
    (row,) = page.list.rows()
    assert row.section == "ended"
    assert "until 1 Jan 2026" in row.spoken()


def test_a_version_of_the_notice_in_force_keeps_its_day(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.NOTICES)
    page.change_entry()
    assert isinstance(page.panel, NoticePanel)
    assert not page.panel.start.control.isEnabled()
    page.panel.shut()
    page.add_entry()
    assert isinstance(page.panel, NoticePanel)
    page.panel.version.set_value("2026-12")
    page.panel.start.set_value("15.12.2026")
    page.panel.title_lines.first.set_value("December")
    page.panel.act.click()
    assert [each.version for each in state(real).catalogue.notices] == ["2023-08-04", "2026-12"]
    assert "To come" in words(page)[0]


def test_an_authority_is_looked_at(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.AUTHORITIES)
    doubtful = next(each.key for each in state(real).catalogue.register if not each.reviewed)
    page.list.choose(doubtful)
    page.change_entry()
    assert isinstance(page.panel, AuthorityPanel)
    page.panel.reviewed.set_value(frozenset({"reviewed"}))
    page.panel.act.click()
    assert all(each.reviewed for each in state(real).catalogue.register if each.key == doubtful)


def test_the_office_is_kept_in_the_settings(qtbot: QtBot, real: RealDesk) -> None:
    navigator = FakeNavigator()
    page = opened(qtbot, real, Part.OFFICE, navigator)
    assert not page.add_button.isVisible()
    assert page.settings.isVisible()
    page.list.setFocus()
    press(ENTER)
    assert navigator.opened == [("settings", {})]


def test_the_side_names_who_changed_which_part(qtbot: QtBot, real: RealDesk) -> None:
    assert real.desk.catalogue is not None
    real.desk.catalogue.put_rule(replace(state(real).catalogue.rule("usage"), months=12))
    page = opened(qtbot, real, Part.RULES)
    page.list.choose("usage")
    from privdesk.ui.widgets.label import Label

    said = [label.whole_text for label in page.side.findChildren(Label)]
    assert "period and what people read" in said
    assert any("A. Klein" in each for each in said)


def test_a_low_window_follows_the_caret_through_the_form(qtbot: QtBot, real: RealDesk) -> None:
    entered(real)
    page = opened(qtbot, real, Part.RECIPIENTS)
    page.resize(968, 636)
    page.change_entry()
    assert isinstance(page.panel, RecipientPanel)
    last = page.panel.until.control
    assert last.visibleRegion().isEmpty()
    page.panel.expires.control.setFocus()
    press(Qt.Key.Key_Tab)
    assert caret() is last
    assert not last.visibleRegion().isEmpty()
    press(Qt.Key.Key_Escape)
    assert page.panel is None


def test_a_new_rule_says_by_itself_what_people_read(qtbot: QtBot, real: RealDesk) -> None:
    page = opened(qtbot, real, Part.RULES)
    page.add_entry()
    assert isinstance(page.panel, RulePanel)
    page.panel.months.set_value("18")
    page.panel.basis.first.set_value("questions that come later")
    page.panel.act.click()
    assert (
        state(real).catalogue.rule("own-1").sentence["fr"] == "18 mois après la fin du contrat d’utilisation"
    )


def test_while_a_form_is_open_no_other_key_acts(qtbot: QtBot, real: RealDesk, tmp_path: Path) -> None:
    with_paper(real, tmp_path)
    page = opened(qtbot, real, Part.RECIPIENTS)
    asked: list[object] = []
    page.papers.choose = lambda parent, _then: asked.append(parent)
    page.change_entry()
    for key in (Qt.Key.Key_O, Qt.Key.Key_D, Qt.Key.Key_S, Qt.Key.Key_N):
        press(key, CTRL)
    assert asked == []
    assert isinstance(page.panel, RecipientPanel)


def test_the_record_of_processing_is_one_key_away(qtbot: QtBot, real: RealDesk) -> None:
    navigator = FakeNavigator()
    page = opened(qtbot, real, Part.GROUPS, navigator)
    page.record.setVisible(True)
    page.list.setFocus()
    press(Qt.Key.Key_R, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert navigator.opened == [("processing_record", {})]


# Papers


def with_paper(real: RealDesk, tmp_path: Path) -> tuple[str, Path]:
    key = entered(real)
    paper = tmp_path / "undertaking.pdf"
    paper.write_bytes(b"signed")
    real.behind.files.found["undertaking.pdf"] = ReadFile(IncomingKind.PLAIN_PDF, "application/pdf", 2)
    return key, paper


def test_a_paper_is_added_looked_at_saved_and_removed(qtbot: QtBot, real: RealDesk, tmp_path: Path) -> None:
    key, paper = with_paper(real, tmp_path)
    page = opened(qtbot, real, Part.RECIPIENTS)
    page.papers.choose = lambda _parent, then: then(paper)
    page.list.setFocus()
    press(Qt.Key.Key_O, CTRL)
    (document,) = state(real).papers_of(PaperHolder.RECIPIENT, key)
    assert any("1 paper" in row for row in words(page))
    page.list.setFocus()
    press(Qt.Key.Key_Space)
    assert page.papers.peek is not None
    assert [each[1] for each in real.behind.files.rendered] == [0, 1]
    assert page.step_back()
    assert page.papers.peek is None
    page.papers.ask_path = lambda _parent, _title, _name, then: then(tmp_path / "copy.pdf")
    page.save_paper()
    assert (tmp_path / "copy.pdf").read_bytes() == b"signed"
    page.papers._remove(document)
    assert state(real).papers_of(PaperHolder.RECIPIENT, key) == ()


def test_a_file_that_cannot_be_read_is_said_on_the_page(qtbot: QtBot, real: RealDesk, tmp_path: Path) -> None:
    key, _paper = with_paper(real, tmp_path)
    page = opened(qtbot, real, Part.RECIPIENTS)
    page.papers.add(PaperHolder.RECIPIENT, key, tmp_path / "gone.pdf")
    assert page.banner.isVisible()
    assert not state(real).papers


# Where it is reached


def test_only_a_privacy_officer_has_the_place(real: RealDesk) -> None:
    for role, there in ((Role.CLERK, False), (Role.ADMINISTRATOR, False), (Role.PRIVACY_OFFICER, True)):
        assert bool(places(desk_at(real.behind.as_member(role)), ImmediateJobs())) is there


def test_today_names_undertakings_that_end_and_leads_to_them(qtbot: QtBot, real: RealDesk) -> None:
    today = real.desk.clock.today()
    key = entered(real, replace(FIRM, undertaking_signed=date(2024, 1, 1), undertaking_expires=today))
    agency = real.behind.add_agency()
    real.desk.agencies.save(
        replace(agency, undertaking=Undertaking(date(2020, 1, 1), "Binder 3", date(2021, 1, 1)))
    )
    navigator = FakeNavigator()
    page = shown(qtbot, TodayView(real.desk, ImmediateJobs(), navigator))
    rows = {row.id: row.spoken() for row in page.list.rows()}
    assert "ended 1 Jan 2021" in rows["undertakings", f"agency:{agency.id}"]
    assert "Druckhof Muster GmbH" in rows["undertakings", f"recipient:{key}"]
    page._open(("undertakings", f"recipient:{key}"))  # type: ignore[arg-type]
    page._open(("undertakings", f"agency:{agency.id}"))  # type: ignore[arg-type]
    assert navigator.opened == [
        ("catalogue", {"part": "recipients", "entry": key}), ("agency", {"agency": agency.id}),
    ]  # fmt: skip
