# SPDX-License-Identifier: MIT
"""The recovery sheet: print or save it, then type two groups of its code back; there is no skipping."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout

from privdesk.domain.recovery_code import RecoveryCode
from privdesk.i18n import _
from privdesk.services.progress import Progress
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.field import LineField

Render = Callable[[bytes], Sequence[QImage]]
"""Makes pictures of the pages of our own PDF, for the printer; runs in a job."""


class RecoverySheetForm(UnlockForm):
    """Prints or saves the sheet and has two groups typed back."""

    confirmed = Signal()

    def __init__(
        self, jobs: Jobs, code: RecoveryCode, sheet: bytes, confirm: Sequence[int], render: Render | None
    ) -> None:
        super().__init__(
            _("Keep the recovery sheet"),
            _(
                "Print or save it, then type two groups of its code. It is the only way back if a password or this "
                "computer is lost; it is shown once and kept nowhere."
            ),
            _("Go on"),
        )
        self._jobs, self._code, self._sheet, self._render = jobs, code, sheet, render
        self.print = Button(_("Print the sheet"), "printer", "Ctrl+P")
        self.save = Button(_("Save as PDF"), "download", "Ctrl+S")
        if render is None:
            self.print.hide()
        self.print.clicked.connect(self._ask_printer)
        self.save.clicked.connect(self._ask_file)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addStretch()
        self.fields.addLayout(row)
        self.groups: dict[int, LineField] = {}
        for number in confirm:
            field = LineField(_("Group {n} of the code on the sheet").format(n=number), tall=True)
            field.control.setObjectName(f"group-{number}")
            field.line.setMaxLength(8)
            field.submitted.connect(self._submit)
            self.groups[number] = field
            self.fields.addWidget(field)
        self.act.clicked.connect(self._submit)
        self.setFocusProxy(self.save if render is None else self.print)

    def _submit(self) -> None:
        wrong = [
            field
            for number, field in self.groups.items()
            if not self._code.group_matches(number, field.value)
        ]
        for field in wrong:
            field.set_error(_("This is not what stands on the sheet."))
        if wrong:
            wrong[0].select()
        else:
            self.confirmed.emit()

    def _ask_file(self) -> None:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, _("Save the recovery sheet"), place, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(_("Recovery sheet") + ".pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, chosen: str) -> None:
        """Write the sheet to the chosen file: a deliberate copy in plain, which the words say."""

        def work(_progress: Progress) -> None:
            Path(chosen).write_bytes(self._sheet)

        self._jobs.start(
            self,
            work,
            on_done=self._saved,
            on_failed=lambda error: show_error(self.banner, error),
            lane="write",
        )

    def _saved(self, _nothing: None) -> None:
        self.banner.show_words(
            "done", _("The sheet is saved."), _("Print it, put it in a safe place, and delete the file.")
        )
        self._first_group()

    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print_on(printer))
        QDialog.open(dialog)

    def _print_on(self, printer: QPrinter) -> None:
        render, sheet = self._render, self._sheet
        if render is None:
            return

        def work(_progress: Progress) -> Sequence[QImage]:
            return render(sheet)

        self._jobs.start(
            self,
            work,
            on_done=lambda pages: self._print_pages(printer, pages),
            on_failed=lambda error: show_error(self.banner, error),
            lane="read",
        )

    def _print_pages(self, printer: QPrinter, pages: Sequence[QImage]) -> None:
        painter = QPainter(printer)
        for at, page in enumerate(pages):
            if at:
                printer.newPage()
            painter.drawImage(painter.viewport(), page)
        painter.end()
        self.banner.show_words(
            "done", _("The sheet is on its way to the printer."), _("Put it in a safe place.")
        )
        self._first_group()

    def _first_group(self) -> None:
        for field in self.groups.values():
            field.select()
            return
