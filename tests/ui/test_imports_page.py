# SPDX-License-Identifier: MIT
"""Imports by keyboard over real records: mapping, try, run, stop and go on, rows left out."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from privdesk.domain.audit import Action
from privdesk.domain.errors import Cancelled, FileNotReadableError
from privdesk.domain.imports import ColumnMapping, ImportKind, ImportRun
from privdesk.services.progress import Progress
from privdesk.ui.imports import places
from privdesk.ui.imports.mapping_editor import preview_rows
from privdesk.ui.imports.page import ImportsPage
from privdesk.ui.imports.work import ImportWork, Stage
from tests.ui.desk_kit import People, framed, page_of, people, press, shown
from tests.ui.fakes import FakeNavigator, ImmediateJobs

__all__ = ["people"]
CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
PEOPLE = """Kundennummer;Nachname;Vorname;PLZ;Ort;Beginn
300901;Huber;Regula;3011;Bern;2025-01-01
300902;Moser;Urs;8001;Zürich;2025-02-01
300903;;Sandra;4051;Basel;2025-03-01
"""
FORMS = "last_name;first_name;street;number;postcode;town;language\nHuber;Regula;Aarweg;1;3011;Bern;de\n"
SURVEYS = "user number;date;Sauberkeit;Lärm\n10488273;2026-03-01 10:00;gut;wenig\n"


class StopAfterOneBatch:
    """Somebody presses Stop while the first batch is taken in."""

    def __init__(self) -> None:
        self._batches = 0

    def report(self, done: int, total: int) -> None:
        self._batches += 1

    def raise_if_cancelled(self) -> None:
        if self._batches:
            raise Cancelled


def stage_of(page: ImportsPage) -> Stage:
    return page.work.state.stage


def written(folder: Path, text: str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def imports_page(qtbot: QtBot, people: People, kind: ImportKind = ImportKind.PEOPLE) -> ImportsPage:
    work = ImportWork(people.desk, ImmediateJobs())
    page = ImportsPage(people.desk, ImmediateJobs(), FakeNavigator(), work, kind.value)
    work.setParent(page)
    return shown(qtbot, page)


def filled_buttons(page: ImportsPage) -> list[str]:
    return [
        button.text()
        for button in (page.first_button, page.try_button, page.run_button)
        if button.isVisible()
    ]


def test_nothing_is_chosen_at_first_and_the_next_step_is_the_file(qtbot: QtBot, people: People) -> None:
    page = imports_page(qtbot, people)
    assert filled_buttons(page) == ["Choose a file"]
    assert "One row a person" in page.empty.sentence.text()


def test_columns_find_their_fields_and_the_first_rows_show_it(
    qtbot: QtBot, people: People, tmp_path: Path
) -> None:
    page = imports_page(qtbot, people)
    page.work.choose_file(written(tmp_path, PEOPLE))
    mapping = page.editor.mapping().columns
    assert mapping["last_name"] == "Nachname"
    assert mapping["user_number"] == "Kundennummer"
    assert [cell.text for cell in page.preview.rows()[0].cells][:3] == ["300901", "Huber", "Regula"]
    assert filled_buttons(page) == ["Try it"]


def test_a_change_of_the_mapping_shows_at_once_and_a_field_is_fed_once(
    qtbot: QtBot, people: People, tmp_path: Path
) -> None:
    page = imports_page(qtbot, people)
    page.work.choose_file(written(tmp_path, PEOPLE))
    names, places_of = page.work.state.inspection, [combo.currentData() for combo in page.editor.combos]
    assert names is not None
    first_name = page.editor.combos[places_of.index("first_name")]
    first_name.setCurrentIndex(first_name.findData("last_name"))
    assert page.editor.mapping().columns["last_name"] == "Vorname"
    assert "first_name" not in page.editor.mapping().columns
    assert "Regula" in [cell.text for cell in page.preview.rows()[0].cells]
    assert "Huber" not in [cell.text for cell in page.preview.rows()[0].cells]
    assert page.editor.missing_titles() == ["First name"]
    assert not page.try_button.isEnabled()


def test_take_in_is_offered_only_after_a_try_and_the_try_writes_nothing(
    qtbot: QtBot, people: People, tmp_path: Path
) -> None:
    page = imports_page(qtbot, people)
    page.work.choose_file(written(tmp_path, PEOPLE))
    page.editor.combos[0].setFocus()
    press(ENTER, CTRL)
    assert filled_buttons(page) == ["Take in 2 rows"]
    assert people.desk.people.search("huber") == []
    assert [row.cells[0].text for row in page.result.list.rows()] == ["3"]
    assert "Last name" in page.result.list.rows()[0].cells[1].text


def test_by_keyboard_from_file_to_people_and_the_same_file_twice_changes_nothing(
    qtbot: QtBot, people: People, tmp_path: Path
) -> None:
    page = imports_page(qtbot, people)
    path = written(tmp_path, PEOPLE)
    page.work.choose_file(path)
    page.editor.combos[0].setFocus()
    press(ENTER, CTRL)
    page.result.list.setFocus()
    press(ENTER, CTRL)
    assert stage_of(page) is Stage.DONE
    assert [hit.name for hit in people.desk.people.search("huber")] == ["Regula Huber"]
    assert page.recent.rows()[0].cells[0].text == "people.csv"
    page.work.choose_file(path)
    assert "known" in page.banner.title.text()
    page.work.try_it()
    assert page.work.state.tried is not None
    assert (page.work.state.tried.counts.new, page.work.state.tried.counts.unchanged) == (0, 2)


def test_esc_goes_back_to_the_columns_with_the_mapping_as_it_was(
    qtbot: QtBot, people: People, tmp_path: Path
) -> None:
    page = imports_page(qtbot, people)
    page.work.choose_file(written(tmp_path, PEOPLE))
    page.editor.combos[3].setCurrentIndex(0)
    page.work.try_it()
    assert page.step_back()
    assert page.mapping_area.isVisible()
    assert "postcode" not in page.work.state.mapping.columns
    assert page.editor.combos[3].currentData() == ""


def test_a_stopped_run_keeps_what_came_in_and_goes_on(
    qtbot: QtBot, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{400000 + at};Nachname{at:03};Vorname{at:03};;;2025-01-01\n" for at in range(120))
    path = written(tmp_path, PEOPLE.splitlines()[0] + "\n" + rows)
    page = imports_page(qtbot, people)
    page.work.choose_file(path)
    page.work.try_it()
    real = people.desk.imports.run

    def stopped(kind: ImportKind, file: Path, mapping: ColumnMapping, _progress: Progress) -> ImportRun:
        return real(kind, file, mapping, StopAfterOneBatch())

    with monkeypatch.context() as stopping:
        stopping.setattr(people.desk.imports, "run", stopped)
        page.work.run()
    run = page.work.state.run
    assert stage_of(page) is Stage.STOPPED
    assert run is not None
    assert 0 < run.next_row < 120
    assert filled_buttons(page) == ["Go on"]
    page.work.run()
    assert stage_of(page) is Stage.DONE
    assert len(people.desk.people.search("40011", 50)) > 0


def test_a_file_that_cannot_be_read_is_said_and_another_can_be_chosen(
    qtbot: QtBot, people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = imports_page(qtbot, people)

    def damaged(_kind: ImportKind, _path: Path) -> None:
        raise FileNotReadableError("damaged")

    with monkeypatch.context() as broken:
        broken.setattr(people.desk.imports, "inspect", damaged)
        page.work.choose_file(tmp_path / "no.csv")
    assert page.banner.isVisible()
    assert stage_of(page) is Stage.NO_FILE
    page.work.choose_file(written(tmp_path, PEOPLE))
    assert stage_of(page) is Stage.MAPPING
    assert not page.banner.isVisible()


def test_rows_left_out_are_exported_only_after_a_warning_and_recorded(
    qtbot: QtBot, people: People, tmp_path: Path
) -> None:
    page = imports_page(qtbot, people)
    page.work.choose_file(written(tmp_path, PEOPLE))
    page.work.try_it()
    page.work.run()
    assert page.export_button.isVisible()
    page.export_button.click()
    dialog = page.findChild(QDialog)
    assert dialog is not None
    assert "in plain" in dialog.accessibleName()
    assert people.actions(Action.REJECTS_EXPORTED) == []
    dialog.reject()
    target = tmp_path / "left-out.csv"
    page.export_to(target)
    assert "Sandra" in target.read_text(encoding="utf-8-sig")
    assert [event.count for event in people.actions(Action.REJECTS_EXPORTED)] == [1]


def test_electronic_forms_need_a_form_for_all_rows(qtbot: QtBot, people: People, tmp_path: Path) -> None:
    page = imports_page(qtbot, people, ImportKind.FORMS)
    page.work.choose_file(written(tmp_path, FORMS, "forms.csv"))
    page.editor.template.set_value("")
    assert page.editor.missing_titles() == ["Form"]
    page.editor.template.set_value("registration")
    assert page.editor.mapping().constants == {"template": "registration"}
    page.work.try_it()
    page.work.run()
    assert stage_of(page) is Stage.DONE
    assert [item.template.id for item in people.desk.inbox.items() if item.template] == ["registration"]


def test_answers_of_a_survey_stand_in_the_columns_left_out(
    qtbot: QtBot, people: People, tmp_path: Path
) -> None:
    page = imports_page(qtbot, people, ImportKind.SURVEYS)
    page.work.choose_file(written(tmp_path, SURVEYS, "surveys.csv"))
    assert page.editor.answers.isVisible()
    assert page.editor.mapping().columns["answers"] == "*"
    page.work.try_it()
    assert page.work.state.tried is not None
    assert page.work.state.tried.counts.new == 1


def test_another_kind_looks_at_the_same_file_anew(qtbot: QtBot, people: People, tmp_path: Path) -> None:
    page = imports_page(qtbot, people)
    page.work.choose_file(written(tmp_path, PEOPLE))
    page.kind.set_value(ImportKind.AGENCIES.value)
    assert page.work.state.kind is ImportKind.AGENCIES
    assert page.work.state.inspection is not None
    assert page.work.state.inspection.kind is ImportKind.AGENCIES


def test_an_import_is_still_there_after_another_page(qtbot: QtBot, people: People, tmp_path: Path) -> None:
    jobs = ImmediateJobs()
    frame = framed(qtbot, places(people.desk, jobs), jobs, "imports")
    page_of(frame, ImportsPage).work.choose_file(written(tmp_path, PEOPLE))
    page_of(frame, ImportsPage).work.try_it()
    frame.reopen(frame.visit)
    page = page_of(frame, ImportsPage)
    assert stage_of(page) is Stage.TRIED
    assert page.run_button.isVisible()


def test_an_earlier_import_shows_its_rows_left_out(qtbot: QtBot, people: People, tmp_path: Path) -> None:
    page = imports_page(qtbot, people)
    page.work.choose_file(written(tmp_path, PEOPLE))
    page.work.try_it()
    page.work.run()
    page.work.start_over()
    page.load()
    page.recent.setFocus()
    press(ENTER)
    assert [row.cells[0].text for row in page.result.list.rows()] == ["3"]


def test_a_short_row_leaves_its_last_fields_empty(people: People, tmp_path: Path) -> None:
    path = written(tmp_path, "Nachname;Vorname;Ort\nHuber;Regula\n")
    seen = people.desk.imports.inspect(ImportKind.PEOPLE, path)
    _titles, rows = preview_rows(seen, seen.mapping)
    assert rows[0][:2] == ["Huber", "Regula"]
