# SPDX-License-Identifier: MIT
"""The side panel of the search: just enough to be sure that it is this person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privdesk.domain.audit import Purpose
from privdesk.domain.people import PersonField, PersonHit
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.names import language_name, purpose_name, right_name
from privdesk.services.person_page import PersonPage
from privdesk.ui.people.purposes import PurposeList, PurposeMemory
from privdesk.ui.widgets.act_list import NoteList
from privdesk.ui.widgets.button import Button, LinkButton, PrimaryButton
from privdesk.ui.widgets.facts import Fact, Facts
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Line, Pane

TONE_ROLES = {"plain": "text_muted", "good": "sure", "look": "look", "bad": "danger"}


class FoundPanel(Pane):
    """Asks for the purpose where none is clear, then shows the facts of the look-up that was recorded."""

    purpose_chosen = Signal(object)
    open_asked = Signal()
    call_asked = Signal()
    other_purpose_asked = Signal()

    def __init__(self, memory: PurposeMemory, *, takes_calls: bool) -> None:
        super().__init__("left")
        self._memory = memory
        self._inner = QVBoxLayout()
        self._inner.setSpacing(12)
        self._content: QWidget | None = None
        self.column.addLayout(self._inner)
        self.add_stretch()
        self.open_button = PrimaryButton(_("Open person"), keys="Enter", bind=False)
        self.open_button.stretch().clicked.connect(self.open_asked)
        self.call_button = Button(_("Start a call"), "phone", "F9", bind=False)
        self.call_button.stretch().clicked.connect(self.call_asked)
        self._takes_calls = takes_calls
        self.add(self.open_button, self.call_button)
        self.purposes: PurposeList | None = None
        self.show_nobody()

    def show_nobody(self) -> None:
        """No row is chosen."""
        words = _(
            "Choose a row with the arrow keys to see who it is. Each look-up is recorded with its purpose."
        )
        self._put([Label(words, tone="muted", wrap=True)], acts=False)

    def show_question(self, hit: PersonHit) -> None:
        """The row only, and the question what the look-up is for."""
        words = _("The facts are shown once the purpose is given; it is recorded. F6, then its number.")
        self.purposes = PurposeList(self._memory)
        self.purposes.list.view.setObjectName("side_purposes")
        self.purposes.chosen.connect(self.purpose_chosen)
        self._put(
            [
                Label(hit.name, "heading", wrap=True),
                Label(hit.address, tone="muted", wrap=True),
                Line(),
                Label(_("What is the look-up for?"), weight=600),
                Label(words, "caption", "muted", wrap=True),
                self.purposes,
            ]
        )

    def show_reading(self, hit: PersonHit) -> None:
        """The row only, while the facts are read."""
        self._put([Label(hit.name, "heading", wrap=True), Label(hit.address, tone="muted", wrap=True)])

    def show_person(
        self, hit: PersonHit, page: PersonPage, purpose: Purpose, clock: OfficeClock, country: str
    ) -> None:
        """What makes sure that it is this person."""
        facts = Facts()
        facts.set_facts(_facts(page, country))
        notes = NoteList()
        notes.set_notes(_notes(page, clock))
        again = LinkButton(_("For something else"))
        again.clicked.connect(self.other_purpose_asked)
        recorded = _("Look-up recorded: {purpose}").format(purpose=purpose_name(purpose).lower())
        self._put(
            [
                Label(page.person.name or hit.name, "heading", wrap=True),
                Label(_manner(page), tone="muted", wrap=True),
                Line(),
                facts,
                Line(),
                notes,
                Label(recorded, "caption", "muted", wrap=True),
                again,
            ]
        )

    def take_number(self, number: int) -> None:
        """Answer the question by its number key, from the list."""
        if self.purposes is not None:
            self.purposes.take_number(number)

    def _put(self, widgets: list[QWidget], *, acts: bool = True) -> None:
        if not any(widget is self.purposes for widget in widgets):
            self.purposes = None
        if self._content is not None:
            self._content.hide()
            self._content.deleteLater()
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in widgets:
            if not isinstance(widget, Label) or widget.whole_text:
                column.addWidget(widget)
        self._inner.addWidget(self._content)
        self.open_button.setVisible(acts)
        self.call_button.setVisible(acts and self._takes_calls)


def _manner(page: PersonPage) -> str:
    if page.hidden:
        return _("Use is restricted; the facts are shown to the privacy officer only.")
    civility = {"ms": _("Ms"), "mr": _("Mr")}.get(page.person.fact(PersonField.CIVILITY), "")
    writes = _("writes in {language}").format(language=language_name(page.person.language))
    return f"{civility}, {writes}" if civility else writes[:1].upper() + writes[1:]


def _facts(page: PersonPage, country: str) -> list[Fact]:
    person = page.person
    address = "\n".join(part for part in (person.street_line, person.town_line) if part)
    found: list[tuple[str, str]] = [(_("Address"), address)]
    for field, words in (
        (PersonField.PHONE_MOBILE, _("Mobile")),
        (PersonField.PHONE_LANDLINE, _("Landline")),
    ):
        if person.fact(field):
            found.append((words, wording.phone(person.fact(field), country)))
    found.append((_("E-mail"), person.fact(PersonField.EMAIL)))
    if page.contracts:
        contract = page.contracts[0]
        found.append((_("User no."), contract.user_number))
        found.append((_("Since"), wording.date_plain(contract.start)))
    if page.agency is not None:
        found.append((_("Agency"), page.agency.name))
    if page.balance is not None:
        found.append((_("Balance"), wording.money(*page.balance)))
    return [Fact(label, value) for label, value in found if value]


def _notes(page: PersonPage, clock: OfficeClock) -> list[tuple[str, str, str, str]]:
    notes = []
    for case in page.cases:
        rights = wording.listed([right_name(each.right) for each in case.rights])
        words = _("{rights}, due {date}").format(rights=rights, date=wording.date_long(case.deadline.legal))
        urgent = case.days_left(clock.today()) <= 3
        notes.append(("shield-check", "danger" if urgent else "text_muted", words, case.number))
    notes += [
        (mark.icon, TONE_ROLES[mark.tone], mark.text, "") for mark in page.marks if mark.icon != "clock"
    ]
    return notes
