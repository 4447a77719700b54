# SPDX-License-Identifier: MIT
"""Acts about people around a request: who speaks for the person, who works on it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.case_fact_errors import (
    AssigneeError,
    AuthorityExpiredError,
    RepresentativeIncompleteError,
)
from privdesk.domain.cases import Case, Representative, RepresentativeKind, Right
from privdesk.domain.vault import StaffId
from privdesk.i18n import _
from privdesk.services.authority_papers import read_scan
from privdesk.services.case_words import representative_name
from privdesk.services.clock import OfficeClock
from privdesk.services.names import right_name
from privdesk.services.request_pages import CasePage
from privdesk.services.requests import Requests
from privdesk.ui.errors import sentence_of
from privdesk.ui.requests.act_panel import ActPanel, Work
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, LineField
from privdesk.ui.widgets.label import Label

_ACROSS = 4
AskFile = Callable[[QWidget, Callable[[Path], None]], None]


class RepresentPanel(ActPanel):
    """Name, kind, rights, paper, and until when."""

    def __init__(self, page: CasePage, clock: OfficeClock) -> None:
        words = _(
            "We look at the paper and note it; no copy is kept unless you add a scan. Nothing goes out beyond it."
        )
        super().__init__(
            "represent", _("Record who speaks for the person"), words, _("Record the representative"), "users"
        )
        self._case_id = page.case.id
        before = page.case.representative
        kinds = [(kind.value, representative_name(kind)) for kind in RepresentativeKind]
        self.name = LineField(_("Name *"), value=before.name if before else "")
        self.kind = ComboField(_("As"), kinds, value=before.kind.value if before else kinds[-1][0])
        self.document = LineField(
            _("Paper *"), hint=_("Power of attorney of 4 March"), value=before.document if before else ""
        )
        self.until = DateField(_("Valid until"), clock.today, value=before.valid_until if before else None)
        for name, field in (("name", self.name), ("kind", self.kind), ("document", self.document)):
            self.keep(name, field)
        self.keep("until", self.until, AuthorityExpiredError)
        self.add_beside(self.name, self.kind, stretch=(2, 1))
        self.add_beside(self.document, self.until, stretch=(2, 1))
        asked = before.scope if before else frozenset(each.right for each in page.case.rights)
        self.scope: dict[Right, Check] = {}
        self.body.addWidget(self._scope(asked))
        self.body.addLayout(self._scan_row())

    def _scan_row(self) -> QHBoxLayout:
        """The scan of the paper, where one is to be kept; sealed with the records."""
        self.scan: Path | None = None
        self.ask_file: AskFile = ask_scan
        self.add_scan = Button(_("Add a scan"), "folder-input")
        self.add_scan.clicked.connect(lambda: self.ask_file(self, self.take_scan))
        self.scan_words = Label(
            _("A PDF or picture; sealed in the records, erased with this request."), "caption", "muted"
        )
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.add_scan)
        row.addWidget(self.scan_words, 1)
        return row

    def take_scan(self, path: Path) -> None:
        """Keep this file with the paper."""
        self.scan = path
        self.scan_words.setText(_("{name} is sealed when this is recorded.").format(name=path.name))
        self.changed.emit()

    def _scope(self, ticked: frozenset[Right]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(Label(_("Speaks for these rights"), weight=500), 0, 0, 1, _ACROSS)
        for place, right in enumerate(Right):
            box = Check(right_name(right))
            box.setObjectName(f"scope_{right.value}")
            box.setChecked(right in ticked)
            box.toggled.connect(lambda _on: self.changed.emit())
            self.scope[right] = box
            grid.addWidget(box, 1 + place // _ACROSS, place % _ACROSS)
        return holder

    @override
    def values(self) -> Mapping[str, str]:
        typed = dict(super().values())
        ticked = [right.value for right, box in self.scope.items() if box.isChecked()]
        return {**typed, "scope": " ".join(ticked)} if typed.get("name") or typed.get("document") else {}

    @override
    def set_values(self, values: Mapping[str, str]) -> None:
        super().set_values(values)
        if "scope" in values:
            for right, box in self.scope.items():
                box.setChecked(right.value in values["scope"].split())

    @override
    def work(self) -> Work | None:
        until, case_id = self.until.day, self._case_id
        if self.until.value and until is None:
            self.until.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
            return None
        who = Representative(
            kind=RepresentativeKind(self.kind.value),
            name=self.name.value,
            scope=frozenset(right for right, box in self.scope.items() if box.isChecked()),
            document=self.document.value,
            valid_until=until,
        )
        scan = self.scan

        def record(requests: Requests) -> Case:
            return requests.represent(case_id, who, read_scan(scan) if scan is not None else None)

        return record

    @override
    def fail(self, error: BaseException) -> bool:
        if isinstance(error, RepresentativeIncompleteError) and error.part != "scope":
            field = self.name if error.part == "name" else self.document
            field.set_error(sentence_of(error))
            field.setFocus()
            return True
        return super().fail(error)


def ask_scan(parent: QWidget, on_path: Callable[[Path], None]) -> None:
    """Ask for the scan of a paper; nothing is called when the person thinks better of it."""
    dialog = QFileDialog(parent.window(), _("Choose the scan of the paper"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(_("Papers (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: on_path(Path(chosen)))
    dialog.open()


class EndRepresentationPanel(ActPanel):
    """The person speaks for themselves again."""

    def __init__(self, page: CasePage) -> None:
        words = _("The person is answered directly from now on.")
        title = _("End the representation")
        super().__init__("end_representation", title, words, title, "x")
        self._case_id = page.case.id

    @override
    def work(self) -> Work | None:
        case_id = self._case_id
        return lambda requests: requests.end_representation(case_id)


class AssignPanel(ActPanel):
    """Who works on it."""

    def __init__(self, page: CasePage) -> None:
        words = _("It stays in everybody’s list; the name says who works on it.")
        super().__init__("assign", _("Give it to a colleague"), words, _("Give it over"), "user-check")
        self._case_id = page.case.id
        names = [
            ("", _("Nobody in particular")),
            *((str(each), name) for each, name in page.options.colleagues),
        ]
        self.who = ComboField(_("Works on it"), names, value=str(page.case.assigned_to or ""))
        self.keep("who", self.who, AssigneeError)
        self.body.addWidget(self.who)

    @override
    def work(self) -> Work | None:
        case_id, chosen = self._case_id, self.who.value

        def assign(requests: Requests) -> Case:
            return requests.assign(case_id, StaffId(chosen) if chosen else None)

        return assign
