# SPDX-License-Identifier: MIT
"""Controls say who they are, show what is wrong in words, and never read foreign text as markup."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from privdesk.ui.dialogs import ask, ask_with_password
from privdesk.ui.theme import theme
from privdesk.ui.widgets.act_list import Act, ActList
from privdesk.ui.widgets.banner import Banner
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.charts import Stack, StackedBars, axis_words, nice_top
from privdesk.ui.widgets.choice_field import CheckField, RadioField
from privdesk.ui.widgets.date_field import DateField, parse_date
from privdesk.ui.widgets.drawing import tooltip_of, width_of
from privdesk.ui.widgets.facts import Fact, Facts
from privdesk.ui.widgets.field import ComboField, LineField, PasswordField, TextField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page_view import PageView
from privdesk.ui.widgets.pane import Pane
from privdesk.ui.widgets.steps import StepMark, Steps
from privdesk.ui.widgets.tabs import FilterTabs, Segment

TODAY = date(2026, 3, 24)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("24.3.2026", date(2026, 3, 24)),
        ("24/03/26", date(2026, 3, 24)),
        ("2026-03-24", date(2026, 3, 24)),
        ("240326", date(2026, 3, 24)),
        ("24032026", date(2026, 3, 24)),
        ("24 mars 2026", date(2026, 3, 24)),
        ("1er août 1987", date(1987, 8, 1)),
        ("3. Mai 87", date(1987, 5, 3)),
        ("12 gennaio 2025", date(2025, 1, 12)),
        ("7.4.", date(2026, 4, 7)),
        ("7 Apr", date(2026, 4, 7)),
        ("heute", TODAY),
        ("hier", date(2026, 3, 23)),
        ("1.1.40", date(1940, 1, 1)),
        ("1.1.36", date(2036, 1, 1)),
        ("31.2.2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, read: date | None) -> None:
    assert parse_date(typed, TODAY) == read


def test_a_date_is_put_into_one_form_when_the_field_is_left(qtbot: QtBot) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    field, other = DateField("Received", lambda: TODAY), QLineEdit()
    column.addWidget(field)
    column.addWidget(other)
    qtbot.addWidget(holder)
    holder.show()
    field.control.setFocus()
    QTest.keyClicks(field.line, "24 mars 26")
    field.left.emit()
    assert field.value == "24.03.2026"
    field.set_value("31.2.2026")
    field.left.emit()
    assert field.wrong
    assert "not a date" in field.note.whole_text


def test_a_label_shows_markup_as_it_stands(qtbot: QtBot) -> None:
    label = Label("<b>Zoë</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>Zoë</b>"


def test_a_tooltip_never_reads_markup() -> None:
    assert tooltip_of("<img src=x>") == "<qt>&lt;img src=x&gt;</qt>"
    assert tooltip_of("Zoë") == "Zoë"


def test_an_elided_label_keeps_the_whole_text(qtbot: QtBot) -> None:
    label = Label("Amministrazione Tre Pini SA, Lugano", elide=True)
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.text() != label.whole_text
    assert label.toolTip() == label.accessibleName() == label.whole_text


def test_a_button_prints_and_obeys_its_key(qtbot: QtBot) -> None:
    holder = QWidget()
    QVBoxLayout(holder).addWidget(button := PrimaryButton("Open next form", "scan-text", "Ctrl+Enter"))
    qtbot.addWidget(holder)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    assert button.toolTip() == "Open next form (Ctrl+Enter)"
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(holder, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)


def test_what_is_not_allowed_stays_in_sight_and_says_who_may(qtbot: QtBot) -> None:
    acts = ActList()
    qtbot.addWidget(acts)
    acts.set_acts([Act("Plan an erasure", "eraser", lambda: None, "Ctrl+P", "privacy officer")])
    button = acts.findChild(Button)
    assert button is not None
    assert not button.isEnabled()
    assert "privacy officer" in button.toolTip()
    assert button.accessibleDescription() == "privacy officer"


def test_a_field_says_what_is_wrong_and_forgets_it_when_typed_in(qtbot: QtBot) -> None:
    field = LineField("Last name", mandatory=True)
    qtbot.addWidget(field)
    field.show()
    assert field.control.accessibleName() == "Last name, must be filled in"
    field.set_error("The last name is missing.")
    assert field.wrong
    assert field.control.accessibleDescription() == "The last name is missing."
    QTest.keyClicks(field.line, "R")
    assert not field.wrong
    assert not field.note.isVisible()


def test_a_field_names_its_certainty(qtbot: QtBot) -> None:
    field = LineField("Postcode", with_disc=True)
    qtbot.addWidget(field)
    field.set_certainty("look")
    assert field.disc.accessibleName() == "to look at"


def test_a_desk_key_is_not_eaten_by_a_field(qtbot: QtBot) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    field, button = LineField("Street"), Button("Find", keys="Ctrl+K")
    column.addWidget(field)
    column.addWidget(button)
    qtbot.addWidget(holder)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    field.line.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(field.line, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)


def test_caps_lock_is_noticed_from_what_is_typed(qtbot: QtBot) -> None:
    field = PasswordField("Password")
    qtbot.addWidget(field)
    field.show()
    QTest.keyClicks(field.line, "A")
    assert field.note.whole_text == "Caps Lock is on"
    QTest.keyClicks(field.line, "b")
    assert field.note.whole_text == ""


def test_a_password_is_shown_on_purpose_only(qtbot: QtBot) -> None:
    field = PasswordField("Password")
    qtbot.addWidget(field)
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    field.eye.click()
    assert field.line.echoMode() == QLineEdit.EchoMode.Normal
    assert field.eye.accessibleName() == "Hide the password"
    field.forget()
    assert field.value == ""
    assert field.line.echoMode() == QLineEdit.EchoMode.Password


def test_a_choice_keeps_its_value_when_its_options_change(qtbot: QtBot) -> None:
    field = ComboField("Language", [("fr", "French"), ("de", "German")], value="de")
    qtbot.addWidget(field)
    field.set_options([("de", "Deutsch"), ("it", "Italiano")])
    assert field.value == "de"
    typed = ComboField("Place", [("CH", "Switzerland")], editable=True)
    qtbot.addWidget(typed)
    typed.set_value("US-TX")
    assert typed.value == "US-TX"


def test_ticks_and_choices_give_keys(qtbot: QtBot) -> None:
    ticks = CheckField("Wants", [("a", "notices"), ("b", "news")])
    ways = RadioField("How", [("post", "Post"), ("mail", "E-mail")], value="post")
    for field in (ticks, ways):
        qtbot.addWidget(field)
    ticks.boxes["b"].click()
    ways.choices["mail"].click()
    assert ticks.value == frozenset({"b"})
    assert ways.value == "mail"


def test_tab_leaves_a_field_of_several_lines(qtbot: QtBot) -> None:
    field = TextField("Notes")
    qtbot.addWidget(field)
    assert field.area.tabChangesFocus()


def test_a_banner_says_it_all_and_runs_its_act_once(qtbot: QtBot) -> None:
    ran: list[str] = []
    banner = Banner()
    qtbot.addWidget(banner)
    banner.show_words("error", "The disk is full.", "Make room.", "Try again", lambda: ran.append("again"))
    assert banner.accessibleName() == "The disk is full. Make room."
    banner.act_button.click()
    assert ran == ["again"]
    assert banner.isHidden()


def test_filters_move_by_arrow_and_number(qtbot: QtBot) -> None:
    tabs = FilterTabs("Show", [("all", "All", 14), ("ready", "Ready", 8)])
    qtbot.addWidget(tabs)
    tabs.resize(400, 44)
    with qtbot.waitSignal(tabs.chosen) as told:
        QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert told.args == ["ready"]
    tabs.choose_number(1)
    assert tabs.current == "all"
    assert tabs.accessibleName() == "Show: All"
    tabs.set_filters([("ready", "Ready", 9)])
    assert tabs.current == "ready"


def test_a_segment_is_clicked(qtbot: QtBot) -> None:
    segment = Segment("Decision", [("erase", "Erase"), ("keep", "Keep")], "keep")
    qtbot.addWidget(segment)
    segment.resize(segment.sizeHint())
    QTest.mouseClick(segment, Qt.MouseButton.LeftButton, pos=QPoint(10, 12))
    assert segment.current == "erase"


def test_the_numbers_of_an_axis_are_written_whole(qtbot: QtBot) -> None:
    chart = StackedBars("What falls due", [""])
    qtbot.addWidget(chart)
    chart.resize(272, 170)
    font = theme().font("micro", digits=True)
    assert [axis_words(each) for each in (0.0, 0.5, 4000, 1_000_000)] == ["0", "0.5", "4’000", "1’000’000"]
    for top in (4, 4000, 1_000_000):
        assert chart.field_for(top).left() - 7 >= width_of(axis_words(top), font)


def test_digits_choose_a_tab_that_has_the_keys(qtbot: QtBot) -> None:
    tabs = FilterTabs("What is listed", [("due", "Due", None), ("holds", "Holds", 0), ("papers", "Paper", 0)])
    qtbot.addWidget(tabs)
    QTest.keyClick(tabs, Qt.Key.Key_3)
    assert tabs.current == "papers"
    QTest.keyClick(tabs, Qt.Key.Key_4)
    QTest.keyClick(tabs, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert tabs.current == "papers"


def test_steps_and_charts_say_their_facts(qtbot: QtBot) -> None:
    steps, bars = Steps(), StackedBars("Forms a day", ["Post", "E-mail"])
    for widget in (steps, bars):
        qtbot.addWidget(widget)
        widget.show()
    steps.set_steps([StepMark("Received", "4 Mar", "done"), StepMark("Identity", "", "now")])
    bars.set_stacks([Stack("24", (3, 4), now=True)])
    assert "Received 4 Mar, done" in steps.accessibleName()
    assert bars.accessibleDescription() == "24: Post 3, E-mail 4"


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 2), (1, 2), (3, 4), (5, 6), (7, 8), (46, 50), (575, 600), (1001, 2000)]
)
def test_an_axis_ends_at_a_round_number(highest: float, top: float) -> None:
    assert nice_top(highest) == top


def test_a_decision_keeps_by_default_and_acts_on_purpose(qtbot: QtBot) -> None:
    done: list[str] = []
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.show()
    dialog = ask(
        holder, "Delete 3 drafts", "", "Delete 3 drafts", lambda: done.append("x"), danger=True, keep="Keep"
    )
    assert dialog.keep.text() == "Keep"
    dialog.keep.click()
    assert done == []
    ask(holder, "Delete 3 drafts", "", "Delete 3 drafts", lambda: done.append("x"), danger=True).act.click()
    assert done == ["x"]


def test_the_last_step_needs_the_password(qtbot: QtBot) -> None:
    given: list[str] = []
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.show()
    dialog = ask_with_password(holder, "Erase", "", "Erase 2 entries", given.append)
    assert not dialog.act.isEnabled()
    field = dialog.findChild(PasswordField)
    assert field is not None
    field.set_value("a secret of mine")
    dialog.act.click()
    assert given == ["a secret of mine"]


def page_image() -> QImage:
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    return image


def test_pages_are_turned_by_key_and_the_region_is_kept_in_view(qtbot: QtBot) -> None:
    view = PageView("Pages of the form")
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    view.set_pages([page_image(), page_image()], dpi=75)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 1
    view.show_region(0, QRectF(0.1, 0.9, 0.3, 0.05))
    assert view.page == 0
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    assert seen.contains(QRectF(60, 720, 180, 40))


def test_the_marked_region_has_the_colour_of_a_match(qtbot: QtBot, qapp: QApplication) -> None:
    view = PageView("Pages of the form")
    qtbot.addWidget(view)
    view.resize(700, 900)
    view.show()
    view.set_pages([page_image()], dpi=96)
    view.fit_page()
    view.show_region(0, QRectF(0.25, 0.25, 0.5, 0.5))
    middle = view.mapFromScene(300, 400)
    assert view.grab().toImage().pixelColor(middle).name() == "#f8e3a8"


def test_the_cut_out_is_the_region_with_some_room(qtbot: QtBot) -> None:
    view = PageView("Pages of the form")
    qtbot.addWidget(view)
    view.set_pages([page_image()], dpi=75)
    cut = view.cut_out(0, QRectF(0.5, 0.5, 0.1, 0.05))
    assert 60 < cut.width() < 100
    assert 40 < cut.height() < 70
    assert view.cut_out(7, QRectF(0, 0, 1, 1)).isNull()


def test_zoom_changes_and_fits_again(qtbot: QtBot) -> None:
    view = PageView("Pages of the form")
    qtbot.addWidget(view)
    view.resize(700, 900)
    view.show()
    view.set_pages([page_image()], dpi=96)
    fitted = view.zoom_percent
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom_percent > fitted
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom_percent == fitted


def test_tab_passes_the_eye_by_and_a_space_belongs_to_the_password(qtbot: QtBot) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    first, second = PasswordField("Password"), PasswordField("The same again")
    column.addWidget(first)
    column.addWidget(second)
    qtbot.addWidget(holder)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    first.line.setFocus()
    QTest.keyClicks(first.line, "two words")
    assert (first.value, first.line.echoMode()) == ("two words", QLineEdit.EchoMode.Password)
    QTest.keyClick(first.line, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is second.line
    QTest.keyClick(second.line, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    assert second.line.echoMode() == QLineEdit.EchoMode.Normal
    QTest.keyClick(second.line, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    assert (second.value, second.line.echoMode()) == ("", QLineEdit.EchoMode.Password)


@pytest.mark.parametrize("lines", [True, False])
@pytest.mark.parametrize("right", [True, False])
def test_facts_give_wrapped_values_all_their_lines(qtbot: QtBot, lines: bool, right: bool) -> None:
    """Also in a pane with room to spare, where they stay close together at the top."""
    facts = Facts(lines=lines, right=right)
    long = "in the European Union and in Switzerland, " * 8
    facts.set_facts([Fact("Safeguard", long), Fact("Country", "CH"), Fact("Because", long)])
    pane = Pane("left")
    pane.add(facts)
    pane.add_stretch()
    qtbot.addWidget(pane)
    pane.resize(320, 1200)
    pane.show()
    labels = facts.findChildren(Label)
    assert max(each.height() for each in labels) > 100
    for each in labels:
        assert each.height() >= each.heightForWidth(each.width()), each.text()
    assert facts.height() <= facts.heightForWidth(facts.width()) + 1
    facts.set_facts([Fact("Country", "CH")])
    pane.column.activate()
    assert facts.height() < 60
