# SPDX-License-Identifier: MIT
"""Papers of the Catalogue page: added from a file, looked at page by page through the worker, saved, removed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from privdesk.domain.catalogue import PaperHolder
from privdesk.domain.inbox import Document
from privdesk.domain.references import as_written
from privdesk.i18n import _
from privdesk.services.catalogue_papers import CataloguePapers
from privdesk.ui.dialogs import ask
from privdesk.ui.people.peek import Peek
from privdesk.ui.reports.handing import AskPath, ask_path
from privdesk.ui.widgets.page import Page

AskFile = Callable[[QWidget, Callable[[Path], None]], None]


def ask_file(parent: QWidget, on_path: Callable[[Path], None]) -> None:
    """Ask for a paper; nothing is called when the person thinks better of it."""
    dialog = QFileDialog(parent.window(), _("Choose the paper"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(_("Papers (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: on_path(Path(chosen)))
    dialog.open()


class Papers:
    """Acts on papers for one page; `changed` is called with words after one."""

    def __init__(self, page: Page, papers: CataloguePapers, changed: Callable[[str], None]) -> None:
        self._page, self._papers, self._changed = page, papers, changed
        self.choose: AskFile = ask_file
        self.ask_path: AskPath = ask_path
        self.peek: Peek | None = None

    def ask_file(self, holder: PaperHolder, key: str) -> None:
        """Let a file be chosen, then seal it with its entry."""
        self.choose(self._page, lambda path: self.add(holder, key, path))

    def add(self, holder: PaperHolder, key: str, path: Path) -> None:
        """Read, seal and keep a file."""
        self._page.run(
            lambda _progress: self._papers.add_file(holder, key, path),
            lambda _document: self._changed(_("The paper is sealed in the records")),
            words=_("Reading the paper…"),
        )

    def look(self, paper: Document) -> None:
        """Show the pages beside the list; Space or Esc closes."""
        if self.peek is not None:
            return
        self.peek = Peek(self._page, as_written(paper.name), [(paper.id, paper.pages)], self._papers.page)
        self.peek.closed.connect(self._peek_closed)
        self.peek.open_peek()

    def _peek_closed(self) -> None:
        self.peek = None
        self._page.take_keyboard()

    def shut(self) -> bool:
        """Close the look at a paper; False where there is none."""
        if self.peek is None:
            return False
        self.peek.shut()
        return True

    def ask_save(self, paper: Document) -> None:
        """Ask where a copy goes; that it leaves the records is recorded."""
        self.ask_path(
            self._page,
            _("Save a copy of the paper"),
            as_written(paper.name),
            lambda path: self._save(paper, path),
        )

    def _save(self, paper: Document, path: Path) -> None:
        self._page.run(
            lambda _progress: self._papers.save(paper.id, path),
            lambda _none: self._changed(_("The copy is saved, and recorded")),
            words=_("Saving…"),
        )

    def ask_remove(self, paper: Document) -> None:
        """Ask before a paper is destroyed."""
        ask(
            self._page, _("Remove the paper"),
            _("“{name}” goes for good, from these records and from every later backup.").format(
                name=as_written(paper.name)
            ),
            _("Remove 1 paper"), lambda: self._remove(paper), keep=_("Keep it as it is"), danger=True,
        )  # fmt: skip

    def _remove(self, paper: Document) -> None:
        self._page.run(
            lambda _progress: self._papers.remove(paper.id),
            lambda _none: self._changed(_("The paper is removed")),
            words=_("Removing…"),
        )
