# SPDX-License-Identifier: MIT
"""The record of processing: the paper as it will print, what the catalogue lacks of it, what only the office can say."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from typing_extensions import override

from privdesk.domain.processing import OfficeStatements
from privdesk.i18n import _, ngettext
from privdesk.services.desk import Desk
from privdesk.services.office_papers import MadePaper
from privdesk.services.processing import ProcessingRecords, RecordState
from privdesk.services.progress import Progress
from privdesk.ui.figures.printing import PaperPrinting
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.reports.handing import AskPath, ask_path
from privdesk.ui.reports.preview import Preview
from privdesk.ui.widgets.act_list import NoteList
from privdesk.ui.widgets.button import Button, IconButton, PrimaryButton
from privdesk.ui.widgets.field import LineField, TextField
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Pane


@dataclass(frozen=True, slots=True)
class _Shown:
    state: RecordState
    made: MadePaper


class ProcessingRecordPage(Page):
    """Ctrl+S saves the PDF, Ctrl+Shift+S the table, Ctrl+P prints; Ctrl+Enter keeps what was stated."""

    def __init__(self, desk: Desk, records: ProcessingRecords, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("Record of processing"), jobs)
        self._desk, self._records, self._navigator = desk, records, navigator
        self._made: MadePaper | None = None
        self._held, self._filling = OfficeStatements(), False
        self.ask_path: AskPath = ask_path
        self.printing = PaperPrinting(self, records.page)
        self.head.set_back(_("Back")).clicked.connect(navigator.back)
        self.print = IconButton("printer", _("Print"), "Ctrl+P")
        self.print.clicked.connect(self._print)
        self.table = IconButton("file-output", _("Save as a table"), "Ctrl+Shift+S")
        self.table.clicked.connect(self.ask_table)
        self.save = PrimaryButton(_("Save as PDF"), "download", "Ctrl+S")
        self.save.clicked.connect(self.ask_paper)
        for button in (self.print, self.table, self.save):
            button.setEnabled(False)
            self.head.add_act(button)
        self.preview = Preview()
        self.preview.page_asked.connect(self._read_page)
        self.content.addWidget(self.preview, 1)
        self.missing = NoteList()
        self.fields: dict[str, LineField | TextField] = {
            "joint_controllers": LineField(_("Responsible jointly with us")),
            "representative": LineField(_("Our representative abroad")),
            "persons": LineField(_("Whose data, in groups you added")),
            "measures": TextField(_("Your own measures of security")),
        }
        self.keep_statements = Button(_("Keep these statements"), "check", "Ctrl+Return")
        self.keep_statements.clicked.connect(self.say)
        self.set_side(self._side_pane())
        self._typed = HalfTypedKeeper(
            self, desk.half_typed, "processing-record", self._changed_values, self._set_values
        )

    def _side_pane(self) -> Pane:
        side = Pane("left")
        side.add_heading(_("What is missing"))
        side.add(self.missing)
        side.add_line()
        side.add_heading(_("What only you can say"))
        side.add(Label(_("Write “none” where there is none."), "caption", "muted", wrap=True))
        for name, field in self.fields.items():
            field.control.setObjectName(name)
            field.changed.connect(self._touch)
            side.add(field)
        side.add(self.keep_statements)
        side.add_stretch()
        return side

    @override
    def load(self) -> None:
        def read(_progress: Progress) -> _Shown:
            return _Shown(self._records.state(), self._records.made())

        self.run(read, self._show, words=_("Making the paper…"), lane="read", latest="record")

    def _show(self, shown: _Shown) -> None:
        self._made, self._held = shown.made, shown.state.record.statements
        missing = shown.state.missing
        count = len(missing)
        words = ngettext("{n} thing is missing", "{n} things are missing", count).format(n=count)
        self.set_title(_("Record of processing"), words if count else _("nothing is missing"))
        notes = [("circle-dot", "look", text, "") for text in missing]
        self.missing.set_notes(notes or [("circle-check", "sure", _("Nothing is missing."), "")])
        self._filling = True
        self._set_values(self._held_values)
        self._filling = False
        self._typed.read()
        for button in (self.print, self.table, self.save):
            button.setEnabled(True)
        self.preview.begin(shown.made.pages)
        self.preview.focus_page()
        self.settle_place()

    @property
    def _held_values(self) -> dict[str, str]:
        return {name: str(text) for name, text in asdict(self._held).items()}

    def _values(self) -> dict[str, str]:
        return {name: field.value for name, field in self.fields.items()}

    def _changed_values(self) -> dict[str, str]:
        """What was typed and not kept yet; nothing where all stands as it is kept."""
        values = self._values()
        return values if values != self._held_values else {}

    def _set_values(self, values: Mapping[str, str]) -> None:
        for name, field in self.fields.items():
            field.set_value(values.get(name, ""))

    def _touch(self) -> None:
        if not self._filling:
            self._typed.touch()

    def say(self) -> None:
        """Keep what was stated; the record is made anew."""
        said = OfficeStatements(**self._values())
        self.run(lambda _progress: self._records.say(said), lambda _none: self._kept())

    def _kept(self) -> None:
        self._typed.drop()
        self.set_status(_("Kept"))
        self.load()

    # Paper

    def _read_page(self, number: int, width: int) -> None:
        made = self._made
        if made is None:
            return
        self.run(
            lambda _progress: self._records.page(made, number, width),
            lambda image: self.preview.put(number, width, image) if made is self._made else None,
            lane="read",
            quiet=True,
        )

    def ask_paper(self) -> None:
        """Save the PDF where the person says."""
        made = self._made
        if made is not None:
            title = _("Save the record of processing")
            self.ask_path(self, title, made.file_name, lambda path: self._save(made, path))

    def _save(self, made: MadePaper, path: Path) -> None:
        self.run(
            lambda _progress: self._records.save_paper(made, path),
            lambda _none: self.banner.show_words("done", _("The record is saved."), path.name),
        )

    def ask_table(self) -> None:
        """Save the table where the person says."""
        made = self._made
        if made is not None:
            name = f"{Path(made.file_name).stem}.csv"
            self.ask_path(self, _("Save the record of processing"), name, self._save_table)

    def _save_table(self, path: Path) -> None:
        self.run(
            lambda _progress: self._records.save_table(path),
            lambda _lines: self.banner.show_words("done", _("The record is saved."), path.name),
        )

    def _print(self) -> None:
        if self._made is not None:
            self.printing.print(self._made)

    @override
    def leave(self) -> None:
        super().leave()
        self.printing.stop()
