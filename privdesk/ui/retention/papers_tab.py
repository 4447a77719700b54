# SPDX-License-Identifier: MIT
"""Originals on paper left to destroy, by binder or box; a tick says that all of one box are destroyed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privdesk.domain.erasures import Paper
from privdesk.i18n import _, ngettext
from privdesk.services.clock import OfficeClock
from privdesk.services.retention import Retention
from privdesk.ui.dialogs import ask
from privdesk.ui.retention.rows import Box, box_columns, box_row, boxes_of
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.row_list import RowList


class PapersTab(QWidget):
    """Space or Enter asks whether everything of a box is destroyed."""

    changed = Signal()

    def __init__(self, page: Page, retention: Retention, clock: OfficeClock) -> None:
        super().__init__()
        self._page, self._retention, self._clock = page, retention, clock
        self._boxes: dict[object, Box] = {}
        self.list = RowList(_("Paper originals"), box_columns())
        self.list.view.setObjectName("papers")
        self.list.ticked.connect(lambda place, on: self.ask_destroyed(place) if on else None)
        self.list.opened.connect(self.ask_destroyed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    def fill(self, papers: Sequence[Paper]) -> None:
        """List these originals by box."""
        boxes = boxes_of(papers)
        self._boxes = {box.place: box for box in boxes}
        today = self._clock.today()
        self.list.set_rows([box_row(box, today) for box in boxes])

    def ask_destroyed(self, place: object) -> None:
        """Ask once more, with the numbers of the forms, then note it."""
        box = self._boxes.get(place)
        if box is None or box.destroyed:
            return
        title = ngettext("Is this form destroyed?", "Are these {n} forms destroyed?", len(box.papers))
        shown = ", ".join(box.numbers[:40]) + (" …" if len(box.numbers) > 40 else "")
        words = _("{place}: {numbers}. It cannot be taken back; today’s date and your name stand with it.")
        ask(
            self._page,
            title.format(n=len(box.papers)),
            words.format(place=box.place, numbers=shown),
            _("They are destroyed"),
            lambda: self._destroyed(box),
            keep=_("Not yet"),
        )

    def _destroyed(self, box: Box) -> None:
        left = frozenset(paper.id for paper in box.papers if paper.destroyed_on is None)
        self._page.run(
            lambda _progress: self._retention.destroyed(left), lambda _count: self.changed.emit()
        )  # fmt: skip
