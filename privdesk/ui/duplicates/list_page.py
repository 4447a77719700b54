# SPDX-License-Identifier: MIT
"""Pairs that wait for a decision, the search over everybody, and the history of merges."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget
from typing_extensions import override

from privdesk.domain.matching import MatchWeights, PairState
from privdesk.domain.merging import MergeId
from privdesk.domain.people import PersonId
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.duplicate_views import DuplicatesOverview, MergeLine, PairLine
from privdesk.ui.duplicates.history_pane import HistoryPane
from privdesk.ui.duplicates.list_rows import pair_columns, pair_row, progress_words, search_words
from privdesk.ui.duplicates.search_strip import SearchStrip
from privdesk.ui.duplicates.work import SearchWork
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.button import PrimaryButton
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Line
from privdesk.ui.widgets.row_list import RowList

SHOWN = 100
"""Pairs read at once; more follow when the last one is reached."""


@dataclass(frozen=True, slots=True)
class _Read:
    overview: DuplicatesOverview
    pairs: Sequence[PairLine]
    merges: Sequence[MergeLine]


class DuplicatesPage(Page):
    """Enter compares a pair, Ctrl+Enter the likeliest; Ctrl+G looks through everybody, stops, goes on."""

    def __init__(
        self, desk: Desk, jobs: Jobs, navigator: Navigator, work: SearchWork, person: PersonId | None = None
    ) -> None:
        """`person`: only the pairs of this one."""
        super().__init__(_("Duplicates"), jobs)
        self._desk, self._navigator, self.work, self._person = desk, navigator, work, person
        self._pairs: list[PairLine] = []
        self._whole = False
        self._build_head()
        self._build_content()
        self.side = HistoryPane(desk.clock)
        self.side.learn_asked.connect(self._learn)
        self.side.take_back_asked.connect(self._take_back)
        self.side.open_asked.connect(self._open_person)
        self.set_side(self.side)
        work.changed.connect(self._search_changed)
        work.progressed.connect(self._progressed)
        work.failed.connect(self._search_failed)

    def _build_head(self) -> None:
        self.first = PrimaryButton(_("Decide the likeliest"), "users", "Ctrl+Return")
        self.first.clicked.connect(self._open_first)
        self.first.hide()
        self.head.add_act(self.first)

    def _build_content(self) -> None:
        self.strip = SearchStrip()
        self.strip.begin_asked.connect(self._begin)
        self.strip.stop_asked.connect(self._stop)
        self.list = RowList(_("Pairs that wait"), pair_columns())
        self.list.view.setObjectName("pairs")
        self.list.opened.connect(self._open_pair)
        self.list.chosen.connect(self._read_on)
        self.empty = Empty("")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self.content.addWidget(self.strip)
        self.strip.setVisible(
            self._person is None
        )  # not before it has its place: it would be a window of its own
        self.content.addWidget(Line())
        self.content.addWidget(self._stack, 1)

    @override
    def load(self) -> None:
        self.run(lambda _progress: self._read(), self._show, lane="read", latest="duplicates")
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> _Read:
        duplicates = self._desk.duplicates
        if self._person is not None:
            pairs, merges = duplicates.look_for(self._person), duplicates.merges_of(self._person)
        else:
            pairs, merges = duplicates.pairs(SHOWN), duplicates.history()
        return _Read(duplicates.overview(), pairs, merges)

    def _show(self, found: _Read) -> None:
        self._pairs = list(found.pairs)
        self._whole = self._person is not None or len(found.pairs) < SHOWN
        count = len(found.pairs) if self._person is not None else found.overview.open
        words = ngettext("{count} pair, the likeliest first", "{count} pairs, the likeliest first", count)
        self.set_title(self._title(), words.format(count=wording.number(count)) if count else "")
        self.first.setVisible(any(line.state is PairState.OPEN for line in self._pairs))
        self.side.show_found(found.overview, found.merges)
        self._overview = found.overview
        self._show_search()
        self._fill()
        self.settle_place()

    def _title(self) -> str:
        return _("Duplicates") if self._person is None else _("Duplicates of one person")

    def _fill(self) -> None:
        self.list.set_rows([pair_row(line) for line in self._pairs])
        if self._pairs and self.list.current_id() is None:
            self.list.choose_first()
        self.empty.set_sentence(self._empty_words())
        self._stack.setCurrentWidget(self.list if self._pairs else self.empty)
        if not self._pairs and not self.isAncestorOf(QApplication.focusWidget() or self.window()):
            self.take_keyboard()

    def _empty_words(self) -> str:
        if self._person is not None:
            return _("Nobody else on file looks like this person.")
        if self._overview.run is None:
            return _("Press Ctrl+G to look through everybody. You can go on working meanwhile.")
        return _("No pair waits. New ones are found when forms are entered, at imports, and with Ctrl+G.")

    # The search over everybody

    def _begin(self) -> None:
        self.banner.clear()
        self.work.begin()

    def _stop(self) -> None:
        self.work.stop()
        self.set_status(_("Stopping after this batch"), "clock")

    def _search_changed(self) -> None:
        if self.work.running:
            self._show_search()
        else:
            self.load()
            self.counts_changed.emit()

    def _search_failed(self, error: BaseException) -> None:
        show_error(self.banner, error, self._begin)

    def _progressed(self, done: int, total: int) -> None:
        share = done / total if total else 0.0
        self.strip.show_search(progress_words(done, total), share, _("Stop"), running=True)

    def _show_search(self) -> None:
        if self.work.running:
            self._progressed(self.work.done, self.work.total)
            return
        run = self._overview.run
        stopped = run is not None and run.ended_at is None
        share = run.done / run.of if stopped and run is not None and run.of else None
        act = _("Go on") if stopped else _("Look through everybody")
        self.strip.show_search(search_words(self._overview, self._desk.clock), share, act, running=False)

    # Pairs

    def _open_first(self) -> None:
        line = next((line for line in self._pairs if line.state is PairState.OPEN), None)
        if line is not None:
            self._open_pair((line.first.id, line.second.id))

    def _open_pair(self, row_id: object) -> None:
        assert isinstance(row_id, tuple)
        first, second = row_id
        more = {"person": self._person} if self._person is not None else {}
        self._navigator.open("compare_people", first=first, second=second, **more)

    def _read_on(self, row_id: object) -> None:
        """The next pairs, once the caret stands near the last one."""
        near = [(line.first.id, line.second.id) for line in self._pairs[-5:]]
        if self._whole or row_id not in near:
            return
        last = self._pairs[-1].pair
        self.run(
            lambda _progress: self._desk.duplicates.pairs(SHOWN, last),
            self._add, lane="read", latest="more", quiet=True,
        )  # fmt: skip

    def _add(self, more: Sequence[PairLine]) -> None:
        known = {(line.first.id, line.second.id) for line in self._pairs}
        self._pairs += [line for line in more if (line.first.id, line.second.id) not in known]
        self._whole = len(more) < SHOWN
        self._fill()

    # The side panel

    def _open_person(self, person_id: PersonId) -> None:
        self._navigator.open("person", person=person_id, purpose="quality")

    def _take_back(self, merge_id: MergeId) -> None:
        self.run(
            lambda _progress: self._desk.duplicates.unmerge(merge_id),
            lambda _record: self._taken_back(), words=_("Taking the merge back…"),
        )  # fmt: skip

    def _taken_back(self) -> None:
        self.set_status(_("The merge was taken back"), "undo-2")
        self.counts_changed.emit()
        self.load()

    def _learn(self) -> None:
        before = self._overview.learned_at

        def learned(weights: MatchWeights) -> None:
            if weights.learned_at == before:
                words = _("Too few people or pairs to learn from; the evidence weighs as before.")
                self.banner.show_words("notice", words, "")
            else:
                self.set_status(_("Learned from these records"), "check")
            self.load()

        self.run(lambda _progress: self._desk.duplicates.learn(), learned, lane="read", words=_("Learning…"))
