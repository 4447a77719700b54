# SPDX-License-Identifier: MIT
"""The side of Duplicates: counts, what evidence weighs by, and merges that can be taken back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from privdesk.i18n import _
from privdesk.services.clock import OfficeClock
from privdesk.services.duplicate_views import DuplicatesOverview, MergeLine
from privdesk.ui.duplicates.list_rows import merge_row, overview_facts
from privdesk.ui.people.taking_back import ask_take_back
from privdesk.ui.widgets.button import Button, LinkButton
from privdesk.ui.widgets.facts import Facts
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Heading, Pane
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Column


class HistoryPane(Pane):
    """Enter on a merge opens the person; the button below takes the chosen merge back."""

    learn_asked = Signal()
    take_back_asked = Signal(object)
    open_asked = Signal(object)

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__("left")
        self._clock = clock
        self._merges: dict[object, MergeLine] = {}
        self.facts = Facts(label_width=96, right=True)
        self.learn = LinkButton(_("Learn from these records"))
        self.learn.setToolTip(
            _("How much each fact tells is worked out from the records themselves; seconds.")
        )
        self.learn.clicked.connect(self.learn_asked)
        self.list = RowList(_("Merges"), [Column(stretch=1)], head=False)
        self.list.view.setObjectName("merges")
        self.list.opened.connect(self._open)
        self.list.chosen.connect(lambda _row: self._say())
        self.why = Label("", "caption", "muted", wrap=True)
        self.take_back = Button(_("Take the merge back"), "undo-2", "Ctrl+Z")
        self.take_back.clicked.connect(self._ask)
        self.add(Heading(_("Pairs")), self.facts, self.learn)
        self.add_line()
        self.heading = Heading(_("Merges"))
        self.add(self.heading, self.list, self.why, self.take_back)
        self.add_stretch()

    def show_found(self, overview: DuplicatesOverview, merges: Sequence[MergeLine]) -> None:
        """Show counts and merges, newest first."""
        self.facts.set_facts(overview_facts(overview, self._clock))
        self._merges = {line.record.id: line for line in merges}
        self.list.set_rows([merge_row(line, self._clock) for line in merges])
        self.list.fit_height()
        self.list.setVisible(bool(merges))
        if merges and self.list.current_id() is None:
            self.list.choose_first()
        self._say()

    def _say(self) -> None:
        line = self._chosen()
        self.take_back.setVisible(line is not None and line.record.stands)
        self.take_back.setEnabled(line is not None and line.can_be_taken_back)
        if line is None:
            words = _("Nobody was merged yet.")
        elif not line.record.stands:
            words = _("This merge was taken back.")
        elif line.first_take_back is not None:
            words = _("This person was merged again afterwards: take the later merge back first.")
        elif line.erased:
            words = _("Something of this person was erased since: the merge cannot be taken back.")
        else:
            words = ""
        self.why.setText(words)
        self.why.setVisible(bool(words))

    def _chosen(self) -> MergeLine | None:
        return self._merges.get(self.list.current_id())

    def _open(self, merge_id: object) -> None:
        self.open_asked.emit(self._merges[merge_id].record.kept)

    def _ask(self) -> None:
        line = self._chosen()
        if line is not None and line.can_be_taken_back:
            ask_take_back(self, line, lambda: self.take_back_asked.emit(line.record.id))
