# SPDX-License-Identifier: MIT
"""Asking where to: a file name, a printer – and painting pages on a printer as they come."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from privdesk.i18n import _

PRINT_DPI = 300
PRINT_WIDTH = 2480
"""Pixels across A4 at 300 dpi."""

AskPath = Callable[[QWidget, str, str, Callable[[Path], None]], None]
AskPrinter = Callable[[QWidget, int, Callable[[QPrinter], None]], None]


def ask_path(parent: QWidget, title: str, name: str, on_path: Callable[[Path], None]) -> None:
    """Ask where to save; nothing is called when the person thinks better of it."""
    dialog = QFileDialog(parent.window(), title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: on_path(Path(chosen)))
    dialog.open()


def ask_printer(parent: QWidget, pages: int, on_printer: Callable[[QPrinter], None]) -> None:
    """Let a printer be chosen in the system's own dialog."""
    printer = made_ready(QPrinter(QPrinter.PrinterMode.HighResolution))
    printer.setFromTo(1, pages)
    dialog = QPrintDialog(printer, parent.window())
    dialog.setWindowTitle(_("Print the report"))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, on=False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: on_printer(printer))
    QDialog.open(dialog)


def made_ready(printer: QPrinter) -> QPrinter:
    """A4, upright, the whole sheet: the pages bring their own margins; the job's name tells nothing of the person."""
    printer.setResolution(PRINT_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setDocName(_("Letter"))
    return printer


class PrintRun(QObject):
    """Paints one page after the other as `put` brings them; asks for the next by `wanted`."""

    wanted = Signal(int)
    done = Signal()

    def __init__(self, printer: QPrinter, pages: int, parent: QObject) -> None:
        super().__init__(parent)
        first, last = printer.fromPage(), printer.toPage()
        self._printer = printer
        self._from = max(1, first) - 1 if first else 0
        self._to = min(last, pages) if last else pages
        self._painter: QPainter | None = None
        self.page = self._from

    def start(self) -> bool:
        """Begin; False where the printer does not take the job."""
        self._painter = QPainter()
        if not self._painter.begin(self._printer):
            self._painter = None
            return False
        self.wanted.emit(self.page)
        return True

    def put(self, picture: QImage) -> None:
        """Print this page and ask for the next one."""
        painter = self._painter
        if painter is None:
            return
        if self.page > self._from:
            self._printer.newPage()
        painter.drawImage(QRectF(self._printer.paperRect(QPrinter.Unit.DevicePixel)), picture)
        self.page += 1
        if self.page < self._to:
            self.wanted.emit(self.page)
        else:
            painter.end()
            self._painter = None
            self.done.emit()

    def stop(self) -> None:
        """Stop; what the printer has already may come out."""
        if self._painter is not None:
            self._printer.abort()
            self._painter.end()
            self._painter = None
