# SPDX-License-Identifier: MIT
"""Printing a paper of the office, page by page as the worker renders it."""

from collections.abc import Callable

from PySide6.QtPrintSupport import QPrinter

from privdesk.domain.incoming import PageImage
from privdesk.i18n import _
from privdesk.services.office_papers import MadePaper
from privdesk.ui.errors import show_error
from privdesk.ui.page_images import picture_of
from privdesk.ui.reports.handing import PRINT_WIDTH, AskPrinter, PrintRun, ask_printer
from privdesk.ui.widgets.page import Page

ReadPage = Callable[[MadePaper, int, int], PageImage]


class PaperPrinting:
    """One print at a time, for one page of the window; `read` gives a page as a picture."""

    def __init__(self, page: Page, read: ReadPage) -> None:
        self._page, self._read = page, read
        self._run: PrintRun | None = None
        self.ask_printer: AskPrinter = ask_printer

    def print(self, made: MadePaper) -> None:
        """Ask which printer, then print; does nothing while a print runs."""
        if self._run is None:
            self.ask_printer(self._page, made.pages, lambda printer: self._begin(printer, made))

    def stop(self) -> None:
        """Stop when the page goes away."""
        if self._run is not None:
            self._run.stop()
            self._run = None

    def _begin(self, printer: QPrinter, made: MadePaper) -> None:
        run = PrintRun(printer, made.pages, self._page)
        run.wanted.connect(lambda number: self._next(run, made, number))
        run.done.connect(self._done)
        self._run = run
        if not run.start():
            self._run = None
            words = _("Nothing was printed. Look at the printer, then try again.")
            self._page.banner.show_words("error", _("The printer does not take the job."), words)

    def _next(self, run: PrintRun, made: MadePaper, number: int) -> None:
        def failed(error: BaseException) -> None:
            run.stop()
            self._run = None
            show_error(self._page.banner, error)

        self._page.run(
            lambda _progress: self._read(made, number, PRINT_WIDTH),
            lambda image: run.put(picture_of(image)),
            lane="read",
            on_failed=failed,
        )

    def _done(self) -> None:
        self._run = None
        self._page.set_status(_("Printed"))
