# SPDX-License-Identifier: MIT
"""People: found while somebody types, spelling forgiven; looked up only when a row is chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.audit import Purpose
from privdesk.domain.cases import Case
from privdesk.domain.errors import NotFoundError
from privdesk.domain.inbox import InboxItem, ItemState
from privdesk.domain.people import PersonHit, PersonId
from privdesk.domain.staff import Permission
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.case_acts import who_may
from privdesk.services.desk import Desk
from privdesk.services.names import right_name
from privdesk.services.person_page import PersonPage
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.people.found_panel import FoundPanel
from privdesk.ui.people.purposes import PurposeMemory, ask_purpose
from privdesk.ui.people.search_rows import case_matches, case_row, columns, item_row, person_row
from privdesk.ui.widgets.button import Button, LinkButton
from privdesk.ui.widgets.choice import Combo
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.label import KeyCaps, Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Line, Pane
from privdesk.ui.widgets.panel import Panel
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Row, Section
from privdesk.ui.widgets.tabs import FilterTabs
from privdesk.ui.widgets.top_bar import SearchField

MOST = 60
REST_MS = 250
"""How long a row must be the current one before it is looked up: rows that are only passed are not."""
_WAITING = frozenset({ItemState.READY, ItemState.LOOK, ItemState.NOT_READ, ItemState.INCOMPLETE})


@dataclass(frozen=True, slots=True)
class Result:
    """What one search found."""

    typed: str
    hits: Sequence[PersonHit]
    cases: Sequence[Case]
    """Open requests that match."""
    due: Mapping[PersonId, str]
    """What is urgent, by person: `Access, 2 days`."""
    items: Sequence[tuple[InboxItem, str]]


class PeoplePage(Page):
    """The search field of the top bar filters this page; the side panel is the recorded look-up."""

    filters = True

    def __init__(
        self, desk: Desk, jobs: Jobs, navigator: Navigator, memory: PurposeMemory, query: str = ""
    ) -> None:
        super().__init__(_("People"), jobs)
        self.search_hint = _("Name, street, number, phone, e-mail or date of birth")
        self._desk, self._navigator, self._memory = desk, navigator, memory
        self._query, self._result = query, Result("", (), (), {}, ())
        self._cases: Sequence[Case] | None = None
        self._looked: tuple[PersonId, Purpose, PersonPage] | None = None
        self._enter_waits = False
        self._panel: Panel | None = None
        self._country = "CH"
        self._may_call = desk.session.member.may(Permission.TAKE_REQUESTS)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._look_up)
        self._build_head()
        self._build_list()
        self.side = FoundPanel(memory, takes_calls=self._may_call)
        self.side.purpose_chosen.connect(self._look_up_for)
        self.side.other_purpose_asked.connect(self._ask_in_side)
        self.side.open_asked.connect(self.search_enter)
        self.side.call_asked.connect(self.call)
        self.set_side(self.side)
        self._show_nothing()

    def _build_head(self) -> None:
        new = Button(_("New person"), "user-plus", "Ctrl+N")
        member = self._desk.session.member
        new.allow(member.may(Permission.ENTER_FORMS), who_may(Permission.ENTER_FORMS))
        new.clicked.connect(self._new_person)
        self.head.add_act(new)
        self.tabs = FilterTabs(
            _("Show"),
            [
                ("all", _("Everyone"), None),
                ("cases", _("Open request"), None),
                ("restricted", _("Restricted"), None),
                ("ended", _("Contract ended"), None),
            ],
        )
        self.tabs.setObjectName("filters")
        self.tabs.chosen.connect(lambda _key: self._show_rows())
        self.agency = Combo()
        self.agency.setObjectName("agency")
        self.agency.setAccessibleName(_("Agency"))
        self.agency.addItem(_("Any agency"), "")
        self.agency.setMaximumWidth(220)
        self.agency.currentIndexChanged.connect(lambda _at: self._show_rows())
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 24, 0)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.agency)
        self._bar = bar
        self.content.addWidget(bar)
        self.content.addWidget(Line())

    def _build_list(self) -> None:
        self.list = RowList(_("People found"), columns())
        self.list.view.setObjectName("found")
        self.list.opened.connect(self._open_row)
        self.list.chosen.connect(self._row_chosen)
        self.list.peeked.connect(lambda _id: self._look_up())
        self.list.digit_pressed.connect(lambda _id, number: self.side.take_number(number))
        self.list.view.installEventFilter(self)
        self.nothing = Empty("")
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.nothing, 1)
        self.content.addWidget(self._not_here())

    def _not_here(self) -> QWidget:
        foot = Pane("top", padding=0)
        foot.column.setContentsMargins(24, 10, 24, 10)
        row = QHBoxLayout()
        row.setSpacing(4)
        words = _("Not here? Try the street, the phone number or the badge, or")
        row.addWidget(Label(words, tone="muted", elide=True))
        link = LinkButton(_("enter a new person"))
        link.clicked.connect(self._new_person)
        row.addWidget(link)
        row.addSpacing(4)
        row.addWidget(KeyCaps("Ctrl+N"))
        row.addStretch(1)
        foot.column.addLayout(row)
        if not self._desk.session.member.may(Permission.ENTER_FORMS):
            foot.hide()
        return foot

    @override
    def load(self) -> None:
        self._cases = None
        self.run(lambda _p: self._context(), self._show_context, lane="read", quiet=True)
        if self._query:
            self.search(self._query)

    def _context(self) -> tuple[list[str], str]:
        names = [each.agency.name for each in self._desk.agencies.summaries()]
        return names, self._desk.office.office().country

    def _show_context(self, found: tuple[list[str], str]) -> None:
        names, self._country = found
        chosen = self.agency.currentData()
        blocked = self.agency.blockSignals(True)
        self.agency.clear()
        self.agency.addItem(_("Any agency"), "")
        for name in names:
            self.agency.addItem(name, name)
        self.agency.setCurrentIndex(max(0, self.agency.findData(chosen)))
        self.agency.blockSignals(blocked)

    @override
    def search(self, text: str) -> None:
        """Look while somebody types: the newest search wins, rows are replaced in place."""
        self._query, self._enter_waits = text, False
        typed = " ".join(text.split())
        if not typed:
            self._result = Result("", (), (), {}, ())
            self.cancel_jobs()
            self._show_nothing()
            return
        self.run(
            lambda _p: self._find(typed), self._show, lane="read", latest="search", words=_("Searching…")
        )

    def _find(self, typed: str) -> Result:
        hits = self._desk.people.search(typed, MOST)
        cases = self._open_cases()
        today = self._desk.clock.today()
        due = {
            case.person_id: _("{right}, {days}").format(
                right=right_name(case.rights[0].right), days=wording.days_left(case.days_left(today))
            )
            for case in reversed(cases)
            if case.person_id is not None and case.rights and case.days_left(today) <= 3
        }
        return Result(
            typed, hits, [case for case in cases if case_matches(case, typed)], due, self._items(typed)
        )

    def _open_cases(self) -> Sequence[Case]:
        """Read once for all keystrokes of a visit."""
        if self._cases is None:
            self._cases = self._desk.requests.open_cases() if self._may_call else ()
        return self._cases

    def _items(self, typed: str) -> Sequence[tuple[InboxItem, str]]:
        if not typed.upper().startswith("F-") or not self._desk.session.member.may(Permission.ENTER_FORMS):
            return ()
        try:
            item = self._desk.inbox.by_number(typed.upper())
        except NotFoundError:
            return ()
        known = item.state in _WAITING or item.state is ItemState.REQUEST
        return ((item, self._desk.inbox.template_title(item)),) if known else ()

    def _show(self, result: Result) -> None:
        if " ".join(self._query.split()) != result.typed:
            return
        self._result = result
        self._show_rows()
        self.settle_place()
        if self._enter_waits:
            self._enter_waits = False
            self.search_enter()

    def _show_rows(self) -> None:
        result, hits = self._result, self._filtered()
        rows = [person_row(hit, result.typed, result.due.get(hit.id, ""), self._country) for hit in hits]
        sections = {}
        if self.tabs.current in ("all", "cases") and not self.agency.currentData():
            rows += [case_row(case, result.typed, self._desk.clock) for case in result.cases]
            sections["cases"] = Section(_("Requests"), str(len(result.cases)))
        if self.tabs.current == "all":
            rows += [item_row(item, title, self._desk.clock) for item, title in result.items]
            sections["forms"] = Section(_("Forms"), str(len(result.items)))
        if not result.typed:
            self._show_nothing()
            return
        self.list.set_rows(rows, sections)
        self._show_sentence(len(hits))
        self._show_list(rows)

    def _filtered(self) -> list[PersonHit]:
        tests: Mapping[str, Callable[[PersonHit], bool]] = {
            "all": lambda _hit: True,
            "cases": lambda hit: hit.open_cases > 0,
            "restricted": lambda hit: hit.restricted,
            "ended": lambda hit: hit.contract_ended,
        }
        name, keep = self.agency.currentData(), tests[self.tabs.current]
        return [hit for hit in self._result.hits if keep(hit) and (not name or hit.agency_name == name)]

    def _show_sentence(self, count: int) -> None:
        typed = wording.quoted(self._result.typed)
        if len(self._result.hits) >= MOST:
            sentence = _("{n} of many match {typed}; add a town or a number.")
        else:
            sentence = ngettext(
                "{n} matches {typed}; spelling is forgiven", "{n} match {typed}; spelling is forgiven", count
            )
        self.set_title(_("People"), sentence.format(n=count, typed=typed))

    def _show_list(self, rows: Sequence[Row]) -> None:
        found = bool(rows)
        self.list.setVisible(found)
        self.nothing.setVisible(not found)
        if not found:
            words = _(
                "Nobody matches {typed}. Try another spelling, the street, the phone number or the badge."
            )
            if self.tabs.current != "all" or self.agency.currentData():
                words = _("Nobody matches {typed} with this filter.")
            self.nothing.set_sentence(words.format(typed=wording.quoted(self._result.typed)))
            self._forget_look_up()

    def _show_nothing(self) -> None:
        self.list.set_rows([])
        self.list.hide()
        self.nothing.show()
        self.nothing.set_sentence(
            _("Type a name, a street, a user number, a phone number, an e-mail address or a date of birth.")
        )
        self.set_title(_("People"), "")
        self._forget_look_up()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = watched is self.list.view and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and self._is_letter(event):
            field = self.window().findChild(SearchField)
            if field is not None:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                field.insert(event.text())
                return True
        return super().eventFilter(watched, event)

    def _is_letter(self, event: QKeyEvent) -> bool:
        """Letters typed on the list go on in the search field; digits answer the question where one is asked."""
        text, plain = event.text(), Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.ShiftModifier
        asked = text.isdigit() and self.side.purposes is not None
        return (
            bool(text)
            and text.isprintable()
            and text != " "
            and event.modifiers() | plain == plain
            and not asked
        )

    @override
    def search_step(self, step: int) -> None:
        """Move the current row; the caret stays where the text is."""
        self.list.step(step)

    @override
    def search_enter(self) -> None:
        """Open the current row, or the first one; waits for a search that is under way."""
        if self._query.strip() and " ".join(self._query.split()) != self._result.typed:
            self._enter_waits = True
            return
        rows = self.list.rows()
        current = self.list.current_id() or (rows[0].id if rows else None)
        if current is not None:
            self._open_row(current)

    def _open_row(self, row_id: object) -> None:
        assert isinstance(row_id, tuple)
        kind, number = row_id
        if kind == "person":
            self._open_person(number)
        elif kind == "case":
            self._navigator.open("case", case=number)
        else:
            item = next(each for each, _title in self._result.items if each.id == number)
            place = "request_from_item" if item.state is ItemState.REQUEST else "capture"
            self._navigator.open(place, item=number)

    def _open_person(self, person_id: PersonId) -> None:
        if self._looked is not None and self._looked[0] == person_id:
            self._go(person_id, self._looked[1])
            return
        hit = self._hit(person_id)
        self._rest.stop()
        self._close_panel()
        self._panel = ask_purpose(
            self, self._memory, hit.name if hit else "", lambda purpose: self._go(person_id, purpose)
        )
        self._panel.closed.connect(self._panel_closed)

    def _go(self, person_id: PersonId, purpose: Purpose) -> None:
        self._navigator.open("person", person=person_id, purpose=purpose.value)

    def call(self) -> None:
        """Start a call with the chosen person, or with nobody yet."""
        self._navigator.open("call", person=self._chosen_person())

    def _row_chosen(self, row_id: object) -> None:
        self._rest.stop()
        if not isinstance(row_id, tuple) or row_id[0] != "person":
            self._forget_look_up()
            return
        if self._looked is None or self._looked[0] != row_id[1]:
            hit = self._hit(row_id[1])
            if hit is not None:
                self._looked = None
                self.side.show_reading(hit)
            self._rest.start()

    def _look_up(self) -> None:
        self._rest.stop()
        person_id = self._chosen_person()
        hit = self._hit(person_id) if person_id is not None else None
        if hit is None or (self._looked is not None and self._looked[0] == hit.id):
            return
        if self._memory.last is None or hit.restricted:
            self.side.show_question(hit)
        else:
            self._look_up_for(self._memory.last)

    def _ask_in_side(self) -> None:
        hit = self._hit(self._chosen_person())
        if hit is not None:
            self.side.show_question(hit)
            if self.side.purposes is not None:
                self.side.purposes.setFocus()

    def _look_up_for(self, purpose: Purpose) -> None:
        person_id = self._chosen_person()
        if person_id is None:
            return
        self.run(
            lambda _p: self._desk.people.open(person_id, purpose),
            lambda page: self._show_person(person_id, purpose, page),
            latest="look",
            words=_("Reading…"),
        )

    def _show_person(self, person_id: PersonId, purpose: Purpose, page: PersonPage) -> None:
        hit = self._hit(person_id)
        if hit is None or self._chosen_person() != person_id:
            return
        self._looked = (person_id, purpose, page)
        self.side.show_person(hit, page, purpose, self._desk.clock, self._country)

    def _forget_look_up(self) -> None:
        self._looked = None
        self._rest.stop()
        if hasattr(self, "side"):
            self.side.show_nobody()

    def _chosen_person(self) -> PersonId | None:
        chosen = self.list.current_id()
        return chosen[1] if isinstance(chosen, tuple) and chosen[0] == "person" else None

    def _hit(self, person_id: PersonId | None) -> PersonHit | None:
        return next((hit for hit in self._result.hits if hit.id == person_id), None)

    def _new_person(self) -> None:
        self._navigator.open("new_person")

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._panel.shut()

    def _panel_closed(self) -> None:
        self._panel = None

    @override
    def panes(self) -> list[QWidget]:
        """The list, and in the side panel what answers first: the question, or the button that opens."""
        answers = self.side.purposes.list if self.side.purposes is not None else self.side.open_button
        return [self.list, answers] if self._chosen_person() is not None else [self.list]

    @override
    def step_back(self) -> bool:
        if self._panel is not None:
            self._close_panel()
            return True
        return super().step_back()

    @override
    def way_back(self) -> Mapping[str, Any]:
        return {"query": self._query}

    @override
    def person_in_sight(self) -> object | None:
        return self._chosen_person()

    @override
    def place_state(self) -> dict[str, Any]:
        return super().place_state() | {"filter": self.tabs.current}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        self.tabs.choose(str(state.get("filter", "all")))
        super().restore_place(state)
