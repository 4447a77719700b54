# SPDX-License-Identifier: MIT
"""All erasures, newest first: which are not finished, which have originals on paper left to destroy."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from typing_extensions import override

from privdesk.domain.erasures import Erasure as ErasureRecord
from privdesk.domain.errors import NotFoundError
from privdesk.i18n import _, ngettext
from privdesk.services.desk import Desk
from privdesk.services.erasure import Erasure
from privdesk.services.progress import Progress
from privdesk.ui.erasure.rows import erasure_row
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Column, Row


@dataclass(frozen=True, slots=True)
class _Listed:
    erasures: Sequence[ErasureRecord]
    rows: list[Row]
    papers: int


class ErasuresPage(Page):
    """Enter opens the certificate."""

    def __init__(self, desk: Desk, erasure: Erasure, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("Erasures"), jobs)
        self._desk, self._erasure, self._navigator = desk, erasure, navigator
        self.head.set_back(_("Back")).clicked.connect(navigator.back)
        self.list = RowList(
            _("Erasures"),
            [
                Column(_("Number"), 120),
                Column(_("Request"), stretch=2),
                Column(_("What went"), stretch=3),
                Column(_("State"), 120),
                Column(_("Paper"), stretch=2, hide_below=860),
                Column(_("On"), 120, align="right"),
            ],
        )
        self.list.view.setObjectName("erasures")
        self.list.opened.connect(lambda each: navigator.open("erased", erasure=each))
        self.nothing = Empty(_("Nothing was erased yet. A plan is made in a request, or with the person."))
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.nothing, 1)
        self.nothing.hide()

    @override
    def load(self) -> None:
        self.run(self._read, self._show, lane="read")

    def _read(self, _progress: Progress) -> _Listed:
        erasures = self._erasure.recent()
        papers = self._erasure.papers(waiting=True)
        waiting = Counter(paper.erasure_id for paper in papers if paper.erasure_id is not None)
        rows = [
            erasure_row(each, waiting[each.id], self._case_number(each), self._desk.clock)
            for each in erasures
        ]
        return _Listed(erasures, rows, waiting.total())

    def _case_number(self, erasure: ErasureRecord) -> str:
        if erasure.case_id is None:
            return ""
        try:
            return self._desk.requests.get(erasure.case_id).number
        except NotFoundError:
            return ""

    def _show(self, listed: _Listed) -> None:
        words = ngettext("{n} paper original to destroy", "{n} paper originals to destroy", listed.papers)
        self.set_title(_("Erasures"), words.format(n=listed.papers) if listed.papers else "")
        self.list.set_rows(listed.rows)
        self.list.setVisible(bool(listed.rows))
        self.nothing.setVisible(not listed.rows)
        if self.list.current_id() is None:
            self.list.choose_first()
        if listed.rows and not self._place.get("focus"):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.settle_place()
