# SPDX-License-Identifier: MIT
"""Data to take along: what the files will hold, then a folder or an archive to hand to the person."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from privdesk.domain.cases import Case, CaseId
from privdesk.domain.forms import FORM_LANGUAGES
from privdesk.domain.people import PersonId
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.names import language_name
from privdesk.services.portability import PortabilityPlan
from privdesk.services.progress import Progress
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.reports.handing import AskPath, ask_path
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.field import ComboField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Pane
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row

AskFolder = Callable[[QWidget, str, Callable[[Path], None]], None]


class PortabilityPage(Page):
    """A row a group; Ctrl+Enter saves a folder, Ctrl+Shift+S an archive. Nothing is written before it is recorded."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        navigator: Navigator,
        person: int,
        case: int | None = None,
        ask_folder: AskFolder | None = None,
        ask_file: AskPath = ask_path,
    ) -> None:
        super().__init__(_("Data to take along"), jobs)
        self._desk, self._navigator = desk, navigator
        self._person, self._case = PersonId(person), CaseId(case) if case is not None else None
        self._ask_folder, self._ask_file = ask_folder or choose_folder, ask_file
        self._plan: PortabilityPlan | None = None
        self.head.set_back(_("Back")).clicked.connect(navigator.back)
        self.archive = Button(_("Save as an archive"), "archive", "Ctrl+Shift+S")
        self.folder = PrimaryButton(_("Save in a folder"), "folder", "Ctrl+Return")
        self.archive.clicked.connect(self._to_archive)
        self.folder.clicked.connect(self._to_folder)
        for button in (self.archive, self.folder):
            button.setEnabled(False)
        self.head.add_act(self.folder)
        self.list = RowList(
            _("What the files hold"),
            [
                Column(_("Data group"), stretch=1),
                Column(_("Where from"), 260),
                Column(_("Rows"), 100, align="right"),
            ],
        )
        self.list.view.setObjectName("groups")
        self.content.addWidget(self.list, 1)
        self.side = Pane("left")
        self.language = ComboField(
            _("Language of the letter"), [(code, language_name(code)) for code in FORM_LANGUAGES]
        )
        self.language.control.setObjectName("language")
        self.language.changed.connect(self._in_language)
        self.what = Label("", tone="muted", wrap=True)
        self.missing = Label("", tone="muted", wrap=True)
        self.side.add_heading(_("The files"))
        words = _("A PDF for reading with everything inside, JSON for other programs, a table (CSV) a group.")
        self.side.add(Label(words, wrap=True), self.what, self.archive)
        self.side.add_line()
        self.side.add(self.language)
        self.side.add_line()
        self.side.add_heading(_("Not among them"))
        self.side.add(self.missing)
        self.side.add_stretch()
        self.set_side(self.side)

    @override
    def load(self) -> None:
        self._read(None)

    def _in_language(self) -> None:
        if self._plan is not None and self.language.value != self._plan.language:
            self._read(self.language.value)

    def _read(self, language: str | None) -> None:
        self.run(
            lambda _p: self._desk.portability.prepare(self._person, case_id=self._case, language=language),
            self._show, lane="read", latest="plan",
        )  # fmt: skip

    def _show(self, plan: PortabilityPlan) -> None:
        self._plan = plan
        title = f"{plan.person_name}, {plan.reference}" if plan.reference else plan.person_name
        self.set_title(_("Data to take along"), title)
        if plan.restricted:
            self.head.set_tags((_("Restricted"), "look", "lock"))
            self.banner.show_words(
                "notice", _("Use of these data is restricted."), _("The files may go to the person only.")
            )
        self.list.set_rows(
            [_row(group.key, group.title, group.observed, group.rows) for group in plan.groups]
        )
        if self.list.current_id() is None:
            self.list.choose_first()
            self.list.setFocus()
        self.language.set_value(plan.language)
        self.what.setText(_("Given under {law}.").format(law=plan.law) if plan.law else "")
        self.missing.setText(
            _("{groups}: the access report holds these.").format(groups=wording.listed(list(plan.missing)))
        )
        for button in (self.archive, self.folder):
            button.setEnabled(True)
        self.settle_place()

    def _to_folder(self) -> None:
        plan = self._plan
        if plan is not None:
            name = f"{plan.reference}-portability"
            self._ask_folder(self, _("Where to"), lambda chosen: self._save(plan, chosen / name))

    def _to_archive(self) -> None:
        plan = self._plan
        if plan is not None:
            name = f"{plan.reference}-portability.zip"
            self._ask_file(self, _("Save the archive"), name, lambda chosen: self._save(plan, chosen))

    def _save(self, plan: PortabilityPlan, target: Path) -> None:
        self.folder.setEnabled(False)
        self.archive.setEnabled(False)

        def work(progress: Progress) -> Case | None:
            made = self._desk.portability.make(plan, progress)
            return self._desk.portability.hand_out(made, target, self._case, over=True)

        self.run(work, lambda _case: self._saved(plan, target), words=_("Making the files…"))

    def _saved(self, plan: PortabilityPlan, target: Path) -> None:
        self.finished = True
        count = len(plan.files) + 1
        words = ngettext("Saved {count} file.", "Saved {count} files.", count).format(count=count)
        where = _("They lie in {place} and hold personal data. Hand them to the person only.")
        self.banner.show_words("done", words, where.format(place=target.name))
        self.folder.setEnabled(True)
        self.archive.setEnabled(True)
        self.counts_changed.emit()


def choose_folder(parent: QWidget, title: str, on_folder: Callable[[Path], None]) -> None:
    """Ask for the folder in which the new one is made; nothing is called when the person thinks better of it."""
    from PySide6.QtCore import Qt

    dialog = QFileDialog(parent.window(), title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: on_folder(Path(chosen)))
    dialog.open()


def _row(key: str, title: str, observed: bool, rows: int) -> Row:
    origin = _("recorded while the service was used") if observed else _("given by the person")
    words = wording.number(rows) if rows else _("none")
    count = Cell(words, align="right", digits=True, tone="normal" if rows else "muted")
    return Row(key, (Cell(title, tone="strong"), Cell(origin, tone="muted"), count))
