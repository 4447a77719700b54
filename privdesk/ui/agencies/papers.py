# SPDX-License-Identifier: MIT
"""The signed papers of an agency: a line each, to look at, to save, to remove."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.agencies import AgencyId
from privdesk.domain.catalogue import PaperHolder
from privdesk.domain.inbox import Document
from privdesk.domain.references import as_written
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.catalogue_papers import CataloguePapers
from privdesk.services.clock import OfficeClock
from privdesk.ui.catalogue.papers import Papers
from privdesk.ui.widgets.button import IconButton, LinkButton
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import empty_layout


class AgencyPapers(QWidget):
    """Lists the papers of one agency on its page and runs its jobs through it."""

    def __init__(self, page: Page, papers: CataloguePapers, agency: AgencyId, clock: OfficeClock) -> None:
        super().__init__()
        self._page, self._papers, self._key, self._clock = page, papers, str(agency), clock
        self.acts = Papers(page, papers, self._changed)
        self.add = LinkButton(_("Add the signed paper"), keys="Ctrl+U")
        self.add.setObjectName("add_paper")
        self.add.clicked.connect(lambda: self.acts.ask_file(PaperHolder.AGENCY, self._key))
        self._listed = QVBoxLayout()
        self._listed.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._listed)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch()
        column.addLayout(row)

    def load(self) -> None:
        """Read them."""
        self._page.run(
            lambda _p: self._papers.held(PaperHolder.AGENCY, self._key), self._show, lane="read",
            latest="papers", quiet=True,
        )  # fmt: skip

    def shut(self) -> bool:
        """Close the look at a paper; False where there is none."""
        return self.acts.shut()

    def _changed(self, words: str) -> None:
        self._page.set_status(words)
        self.load()

    def _show(self, papers: Sequence[Document]) -> None:
        empty_layout(self._listed)
        for paper in papers:
            self._listed.addWidget(self._line(paper))

    def _line(self, paper: Document) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = as_written(paper.name)
        look = LinkButton(name)
        look.setObjectName(f"paper_{paper.id}")
        look.clicked.connect(lambda: self.acts.look(paper))
        pages = ngettext("{n} page", "{n} pages", paper.pages).format(n=paper.pages)
        day = wording.date_plain(self._clock.day_of(paper.created_at))
        save = IconButton("download", _("Save a copy of {name}").format(name=name))
        save.clicked.connect(lambda: self.acts.ask_save(paper))
        remove = IconButton("x", _("Remove {name}").format(name=name))
        remove.clicked.connect(lambda: self.acts.ask_remove(paper))
        row.addWidget(look)
        row.addWidget(Label(_("{pages}, since {day}").format(pages=pages, day=day), "caption", "muted"))
        row.addStretch()
        row.addWidget(save)
        row.addWidget(remove)
        return holder
