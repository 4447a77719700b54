# SPDX-License-Identifier: MIT
"""Bring the office's own tables in: columns to fields, a try, then the run with progress and Stop."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.imports import ImportKind, ImportRun
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.import_plan import Inspection
from privdesk.services.imports import may_import
from privdesk.ui.dialogs import ask
from privdesk.ui.errors import show_error
from privdesk.ui.imports.mapping_editor import MappingEditor, preview_rows
from privdesk.ui.imports.result_view import ResultView
from privdesk.ui.imports.words import kind_hint, kind_title, run_columns, run_row
from privdesk.ui.imports.work import ImportWork, Stage, State
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.field import ComboField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Line, Pane, SectionBar, scrolling
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row

_LOW = 600
"""In a window lower than this the columns need the room: three of the first rows are shown."""
_SHOWS_RESULT = frozenset({Stage.TRIED, Stage.RUNNING, Stage.STOPPED, Stage.DONE})


class ImportsPage(Page):
    """One file at a time. The filled button is always the next step: choose, try, take in."""

    own_drops = True

    def __init__(
        self, desk: Desk, jobs: Jobs, navigator: Navigator, work: ImportWork, kind: str = ""
    ) -> None:
        super().__init__(_("Import"), jobs)
        self._desk, self._navigator, self.work = desk, navigator, work
        self._shown: Inspection | None = None
        self.setAcceptDrops(True)
        self._build_head()
        self._build_top()
        self._build_content()
        self._build_side()
        self.waiting.stop.setText(_("Stop"))
        self.waiting.cancelled.connect(self._stop)
        work.changed.connect(self._changed)
        work.progressed.connect(self.waiting.report)
        work.failed.connect(self._failed)
        if kind and not work.busy:
            work.choose_kind(ImportKind(kind))
        self._show_state()
        for layout in self.findChildren(QLayout):
            layout.invalidate()

    def _build_head(self) -> None:
        self.columns_button = Button(_("Back to the columns"), "chevron-left")
        self.columns_button.clicked.connect(self._back_to_columns)
        self.export_button = Button(_("Export the rows left out"), "download")
        self.export_button.clicked.connect(self._ask_export)
        self.file_button = Button(_("Choose a file"), "folder-open", "Ctrl+O", bind=False)
        self.first_button = PrimaryButton(_("Choose a file"), "folder-open", "Ctrl+O", bind=False)
        self.try_button = PrimaryButton(_("Try it"), "file-check", "Ctrl+Enter")
        self.run_button = PrimaryButton(_("Take it in"), "folder-input", "Ctrl+Enter")
        for button in (self.file_button, self.first_button):
            button.clicked.connect(self.choose_file)
        self.try_button.clicked.connect(self.work.try_it)
        self.run_button.clicked.connect(self.work.run)
        for button in (
            self.columns_button, self.export_button, self.file_button, self.first_button, self.try_button, self.run_button,
        ):  # fmt: skip
            self.head.add_act(button)
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(self.choose_file)

    def _build_top(self) -> None:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(20)
        member = self._desk.session.member
        kinds = [(kind.value, kind_title(kind)) for kind in ImportKind if may_import(member, kind)]
        self.kind = ComboField(
            _("The file holds"), kinds, value=self.work.state.kind.value, label_width=theme().scaled(96)
        )
        self.kind.control.setObjectName("kind")
        self.kind.setFixedWidth(theme().scaled(420))
        self.kind.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.kind.changed.connect(lambda: self.work.choose_kind(ImportKind(self.kind.value)))
        self.file_words = Label("", tone="muted", wrap=True)
        row.addWidget(self.kind)
        row.addWidget(self.file_words, 1)
        self.content.addWidget(bar)
        self.content.addWidget(Line())

    def _build_content(self) -> None:
        self.empty = Empty("")
        self.editor = MappingEditor()
        self.editor.changed.connect(self._mapping_changed)
        self.preview_bar = SectionBar(_("The first rows, as they would come in"))
        self.preview = RowList(_("The first rows"), [Column(stretch=1)], dense=True, head=True)
        self.preview.view.setObjectName("preview")
        self.mapping_area = QWidget()
        column = QVBoxLayout(self.mapping_area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolling(self.editor), 1)
        column.addWidget(Line())
        column.addWidget(self.preview_bar)
        column.addWidget(self.preview)
        self.result = ResultView()
        for widget in (self.empty, self.mapping_area, self.result):
            self.content.addWidget(widget, 1)

    def _build_side(self) -> None:
        self.side = Pane("left", padding=0, spacing=4)
        self.side.column.setContentsMargins(0, 16, 0, 0)
        self.recent_bar = SectionBar(_("Earlier imports"))
        self.recent = RowList(_("Earlier imports"), run_columns(), head=False)
        self.recent.view.setObjectName("recent")
        self.recent.opened.connect(self._open_recent)
        self.no_recent = Label(_("Nothing was imported yet."), tone="muted", wrap=True)
        self.no_recent.setContentsMargins(24, 0, 24, 0)
        self.side.add(self.recent_bar, self.no_recent)
        self.side.column.addWidget(self.recent, 1)
        self.side.add_stretch()
        self.set_side(self.side)
        self._runs: dict[object, ImportRun] = {}

    @override
    def load(self) -> None:
        self._show_state()
        self._read_recent()

    def _read_recent(self) -> None:
        self.run(
            lambda _p: self._desk.imports.recent(),
            self._show_recent,
            lane="read",
            latest="recent",
            quiet=True,
        )

    def _show_recent(self, runs: Sequence[ImportRun]) -> None:
        self._runs = {run.id: run for run in runs}
        self.recent.set_rows([run_row(run, self._desk.clock) for run in runs])
        self.recent.setVisible(bool(runs))
        self.no_recent.setVisible(not runs)
        self.settle_place()

    def _open_recent(self, run_id: object) -> None:
        self.work.show_run(self._runs[run_id])

    # Choosing

    def choose_file(self) -> None:
        """Ask for a file without blocking the window."""
        if self.work.busy:
            return
        dialog = QFileDialog(self, _("Choose a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Tables (*.csv *.json *.jsonl *.ndjson *.txt)"), _("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.work.choose_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.work.choose_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def _mapping_changed(self) -> None:
        self.editor.say_missing()
        self.work.set_mapping(self.editor.mapping())

    def _back_to_columns(self) -> None:
        self.work.set_mapping(self.work.state.mapping)

    # What is shown

    def _changed(self) -> None:
        if self.work.busy:
            self.banner.clear()
        self._show_state()
        if self.work.state.stage in (Stage.DONE, Stage.STOPPED):
            self._read_recent()
            self.counts_changed.emit()

    def _show_state(self) -> None:
        state = self.work.state
        self._show_waiting(state)
        self._show_top(state)
        self._show_buttons(state)
        result = state.stage in _SHOWS_RESULT
        self.empty.setVisible(state.stage is Stage.NO_FILE)
        self.mapping_area.setVisible(not result and state.stage is not Stage.NO_FILE)
        self.result.setVisible(result)
        self.empty.set_sentence(
            _("{hint} Choose a CSV, JSON or JSON Lines file with Ctrl+O, or drop it here. Nothing is written before "
              "you have seen what it brings.").format(hint=kind_hint(state.kind))
        )  # fmt: skip
        if result:
            self._show_result(state)
        elif state.inspection is not None:
            self._show_mapping(state)

    def _failed(self, error: BaseException) -> None:
        show_error(self.banner, error)

    def _show_waiting(self, state: State) -> None:
        if self.work.busy:
            words = _("Trying…") if state.stage is Stage.TRYING else _("Taking in…")
            self.waiting.begin(words)
        else:
            self.waiting.end()

    def _stop(self) -> None:
        if self.work.busy:
            self.work.stop()
            self.set_status(_("Stopping after this batch"), "clock")

    def _show_top(self, state: State) -> None:
        blocked = self.kind.blockSignals(True)
        self.kind.set_value(state.kind.value)
        self.kind.blockSignals(blocked)
        self.kind.control.setEnabled(not self.work.busy)
        seen = state.inspection
        if seen is None or state.path is None:
            self.file_words.setText(state.run.file_name if state.run is not None else "")
            return
        rows = ngettext("{n} row", "{n} rows", seen.total).format(n=wording.number(seen.total))
        words = f"{wording.quoted(state.path.name)}, {rows}"
        if seen.remembered:
            words = _("{file}. The columns are as last time.").format(file=words)
        self.file_words.setText(words)

    def _tell_known(self, known: ImportRun | None) -> None:
        if known is None:
            return
        if known.ended_at is None:
            words = _("The run stopped after row {n}; taking it in goes on from there.")
            words = words.format(n=wording.number(known.next_row))
        else:
            day = wording.moment_long(known.ended_at, self._desk.clock)
            words = _("It came in on {day}. Only the rows left out then are tried again.").format(day=day)
        self.banner.show_words("notice", _("This very file is known."), words)

    def _show_buttons(self, state: State) -> None:
        stage, idle = state.stage, not self.work.busy
        self.columns_button.setVisible(stage in (Stage.TRIED, Stage.STOPPED) and state.inspection is not None)
        self.export_button.setVisible(stage is Stage.DONE and bool(state.rejects))
        self.first_button.setVisible(stage in (Stage.NO_FILE, Stage.DONE))
        self.file_button.setVisible(stage in (Stage.MAPPING, Stage.TRIED, Stage.STOPPED))
        self.try_button.setVisible(stage in (Stage.MAPPING, Stage.TRYING))
        self.try_button.setEnabled(idle)
        self.run_button.setVisible(stage in (Stage.TRIED, Stage.RUNNING, Stage.STOPPED))
        self.run_button.setEnabled(idle)
        counts = state.tried.counts if state.tried is not None else None
        number = counts.new + counts.changed if counts is not None else 0
        words = ngettext("Take in {n} row", "Take in {n} rows", number).format(n=wording.number(number))
        self.run_button.setText(
            _("Go on") if stage is Stage.STOPPED else words if number else _("Take it in")
        )

    def _show_mapping(self, state: State) -> None:
        seen = state.inspection
        assert seen is not None
        if self._shown is not seen:
            self._shown = seen
            self.banner.clear()
            self._tell_known(seen.known)
            self.editor.show_file(seen, state.mapping)
            self.settle_place()
        self.try_button.setEnabled(not self.work.busy and not self.editor.missing_titles())
        titles, rows = preview_rows(seen, state.mapping)
        self.preview.set_columns([Column(title, stretch=1) for title in titles] or [Column(stretch=1)])
        few = self.height() < theme().scaled(_LOW)
        cells = [tuple(Cell(value) for value in row) for row in (rows[:3] if few else rows)]
        self.preview.set_rows([Row(at, row) for at, row in enumerate(cells)])
        self.preview.fit_height()
        self.preview.setVisible(bool(titles))

    def _show_result(self, state: State) -> None:
        if state.stage in (Stage.DONE, Stage.STOPPED) and state.run is not None:
            words = self._run_words(state.stage, state.run)
            self.result.show_result(
                state.kind, state.run.counts, state.rejects, words, _("Every row came in.")
            )
        elif state.tried is not None:
            words = _("Nothing was written yet.") if state.stage is Stage.TRIED else ""
            fine = _("Every row can come in.")
            self.result.show_result(state.kind, state.tried.counts, state.tried.rejects, words, fine)

    def _run_words(self, stage: Stage, run: ImportRun) -> str:
        if stage is Stage.STOPPED:
            words = _("Stopped after row {n}. What came in stays; the rest follows when you go on.")
            return words.format(n=wording.number(run.next_row))
        if run.counts.doubtful or run.counts.rejected:
            return _("Done. Rows left out are kept: export them, correct them, and import that file.")
        return _("Done.")

    # Rows left out

    def _ask_export(self) -> None:
        run = self.work.state.run
        if run is None:
            return
        count = len(self.work.state.rejects)
        words = _(
            "They are written in plain, outside the records, where others may read them. Delete the file once the "
            "rows came in. The export is recorded."
        )
        title = ngettext("Export {n} row with personal data?", "Export {n} rows with personal data?", count)
        ask(
            self, title.format(n=count), words, _("Choose where"), partial(self._choose_target, run),
            keep=_("Keep them here"),
        )  # fmt: skip

    def _choose_target(self, run: ImportRun) -> None:
        dialog = QFileDialog(self, _("Export the rows left out"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{Path(run.file_name).stem}-left-out.csv")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, target: Path) -> None:
        """Write the rows left out to `target`; recorded before it is written."""
        run = self.work.state.run
        if run is not None:
            self.run(
                lambda _p: self._desk.imports.export_rejects(run.id, target),
                lambda count: self.banner.show_words(
                    "done",
                    _("The rows are exported."),
                    _("{n} rows in {file}").format(n=count, file=target.name),
                ),
            )

    @override
    def step_back(self) -> bool:
        if self.work.state.stage in (Stage.TRIED, Stage.STOPPED) and self.work.state.inspection is not None:
            self._back_to_columns()
            return True
        return super().step_back()

    @override
    def place_state(self) -> dict[str, Any]:
        return super().place_state() | {"kind": self.work.state.kind.value}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        kind = state.get("kind")
        if kind and self.work.state.stage is Stage.NO_FILE:
            self.work.choose_kind(ImportKind(kind))
        super().restore_place(state)
