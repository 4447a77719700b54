# SPDX-License-Identifier: MIT
"""Two people side by side, value by value: one person, or not the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from typing_extensions import override

from privdesk.domain.matching import Pair, PairState
from privdesk.domain.merging import MergeRecord
from privdesk.domain.people import PersonField, PersonId
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.duplicate_views import Comparison
from privdesk.services.evidence_words import band_name
from privdesk.ui.duplicates.asking import ask_merge
from privdesk.ui.duplicates.compare_rows import columns, rows, sections, value_row
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Footer
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Column, Row


@dataclass(frozen=True, slots=True)
class _Read:
    comparison: Comparison
    country: str


class ComparePage(Page):
    """Arrows move, 1 and 2 take a value, Ctrl+Enter merges, N tells apart, Ctrl+Right goes to the next pair."""

    def __init__(
        self, desk: Desk, jobs: Jobs, navigator: Navigator, first: PersonId, second: PersonId,
        person: PersonId | None = None,
    ) -> None:  # fmt: skip
        """`person`: who was looked at before; then the page leads back there instead of to the next pair."""
        super().__init__(_("Compare two people"), jobs)
        self._desk, self._navigator = desk, navigator
        self._first, self._second, self._person = first, second, person
        self._found: Comparison | None = None
        self._country = "CH"
        self._taken: dict[PersonField, PersonId] = {}
        self._build_page()

    def _build_page(self) -> None:
        self.apart = Button(_("Not the same person"), "x", "N")
        self.apart.clicked.connect(self._tell_apart)
        self.again = Button(_("Decide again"), "undo-2", "N", bind=False)
        self.again.clicked.connect(self._open_again)
        self.next = Button(_("Next pair"), "chevron-right", "Ctrl+Right")
        self.next.clicked.connect(self._go_on)
        self.merge = PrimaryButton(_("Merge into one person"), "users", "Ctrl+Return")
        self.merge.clicked.connect(self._ask)
        for button in (self.again, self.apart, self.merge):
            button.hide()
            self.head.add_act(button)
        self.footer = Footer()
        self.footer.words.setText(
            _("Arrows move, 1 takes the left value, 2 the right one; N: not the same person")
        )
        self.footer.add_act(self.next)
        self.set_footer(self.footer)
        self.list = RowList(_("Both people, value by value"), [Column(stretch=1)], head=True)
        self.list.view.setObjectName("values")
        self.list.digit_pressed.connect(self._digit)
        self.list.choice_made.connect(self._take)
        self.content.addWidget(self.list, 1)

    @override
    def load(self) -> None:
        first, second = self._first, self._second
        self.run(
            lambda _progress: _Read(
                self._desk.duplicates.compare(first, second), self._desk.office.office().country
            ),
            self._show, words=_("Reading both…"),
        )  # fmt: skip

    def _show(self, found: _Read) -> None:
        comparison, self._country = found.comparison, found.country
        self._found = comparison
        proposed = comparison.proposed()
        self._taken = {name: self._taken.get(name, whose) for name, whose in proposed.items()}
        self._restore_choices()
        self._show_head(comparison)
        self.list.set_columns(columns(comparison))
        self.list.set_rows(self._rows(comparison), sections())
        if self.list.current_id() is None:
            self.list.choose_first()
        if not self._place.get("focus"):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.settle_place()

    def _show_head(self, found: Comparison) -> None:
        told_apart = found.state is PairState.NOT_THE_SAME
        said = _("Noted: not the same person") if told_apart else band_name(found.evidence.band)
        words = _("{percent} likely: {said}").format(
            percent=wording.percent(found.evidence.percent), said=said
        )
        self.set_title(_("Is this one person?"), words)
        self.next.setVisible(self._person is None)
        self.again.setVisible(told_apart)
        self.apart.setVisible(not told_apart)
        self.merge.setVisible(True)

    def _rows(self, found: Comparison) -> Sequence[Row]:
        return rows(found, self._taken, self._country, self._desk.clock)

    # Choosing

    def _digit(self, row_id: object, number: int) -> None:
        if number in (1, 2):
            self._take(row_id, number - 1)
            self.list.step(1)

    def _take(self, row_id: object, place: int) -> None:
        """Take the left (0) or the right value of a row; an address or account is taken value by value, too."""
        found = self._found
        if found is None or not isinstance(row_id, PersonField):
            return
        each = next((each for each in found.fields if each.field is row_id), None)
        if each is None or not each.to_choose:
            return
        self._taken[row_id] = (found.first if place == 0 else found.second).person.id
        self.list.replace_row(value_row(each, found, self._taken, self._country, self._desk.clock))

    # Deciding

    def _ask(self) -> None:
        if self._found is not None:
            ask_merge(self, self._found, self._merge)

    def _merge(self) -> None:
        found = self._found
        if found is None:
            return
        kept, gone, taken = found.kept, found.gone, dict(self._taken)
        self.run(
            lambda _progress: self._desk.duplicates.merge(kept, gone, taken),
            self._merged, words=_("Merging…"),
        )  # fmt: skip

    def _merged(self, record: MergeRecord) -> None:
        self.finished = True
        self.counts_changed.emit()
        self.set_status(_("They are one person now"), "users")
        self._after(record.kept)

    def _tell_apart(self) -> None:
        first, second = self._first, self._second
        self.run(
            lambda _progress: self._desk.duplicates.not_the_same(first, second),
            lambda _done: self._told_apart(), words=_("Noting…"),
        )  # fmt: skip

    def _told_apart(self) -> None:
        self.finished = True
        self.counts_changed.emit()
        self.set_status(_("Noted: not the same person"), "x")
        self._after(self._person)

    def _open_again(self) -> None:
        first, second = self._first, self._second
        self.run(
            lambda _progress: self._desk.duplicates.open_again(first, second),
            lambda _done: self.load(), words=_("Noting…"),
        )  # fmt: skip

    def _after(self, person: PersonId | None) -> None:
        """Back to the person this began with, else to the next pair."""
        if self._person is not None and person is not None:
            self._navigator.open("person", person=person, purpose="quality")
        else:
            self._go_on()

    def _go_on(self) -> None:
        after = None
        if self._found is not None and not self.finished:
            low, high = sorted((self._first, self._second))
            after = Pair(low, high, self._found.evidence)
        self.run(
            lambda _progress: self._desk.duplicates.next_pair(after),
            self._open_next,
            lane="read",
            latest="next",
        )

    def _open_next(self, pair: Pair | None) -> None:
        if pair is None:
            self._navigator.open("duplicates")
        elif {pair.first, pair.second} == {self._first, self._second}:
            self.set_status(_("No other pair waits"), "info")
        else:
            self._navigator.open("compare_people", first=pair.first, second=pair.second)

    # Coming back

    @override
    def place_state(self) -> dict[str, Any]:
        """Whose values were taken: names of fields and sides, no values."""
        found = self._found
        if found is None:
            return super().place_state()
        sides = {
            name.value: int(whose == found.second.person.id)
            for name, whose in self._taken.items()
            if whose != found.proposed()[name]
        }
        return {**super().place_state(), "taken": sides}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        super().restore_place(state)
        self._restore_choices()
        if self._found is not None:
            self.list.set_rows(self._rows(self._found), sections())

    def _restore_choices(self) -> None:
        found, sides = self._found, self._place.get("taken", {})
        if found is not None:
            for name, side in sides.items():
                self._taken[PersonField(name)] = (found.second if side else found.first).person.id
