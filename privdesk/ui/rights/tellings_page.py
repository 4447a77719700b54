# SPDX-License-Identifier: MIT
"""Recipients to be told: who, of what, how far; the day and way noted beside the list."""

from collections.abc import Callable, Mapping, Sequence

from typing_extensions import override

from privdesk.domain.cases import CaseId
from privdesk.domain.letters import LetterKind
from privdesk.domain.people import Channel, PersonId
from privdesk.domain.staff import Permission
from privdesk.domain.tellings import Telling, TellingDateError, TellingId, TellingState
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_acts import who_may
from privdesk.services.desk import Desk
from privdesk.services.names import channel_name
from privdesk.services.rights_words import telling_words, touched_words
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.rights.form import day_typed, low, wants_words
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.field import ComboField, TextField
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Heading, Pane
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row, Tone
from privdesk.ui.widgets.typed_fields import TypedFields

Act = Callable[[TellingId], Telling]
_LOOK: Mapping[TellingState, tuple[str, Tone]] = {
    TellingState.OPEN: ("circle-dot", "look"),
    TellingState.TOLD: ("circle-arrow-right", "normal"),
    TellingState.ANSWERED: ("circle-check", "sure"),
    TellingState.LEFT_OUT: ("circle-x", "muted"),
}


class TellingsPage(Page):
    """A row a recipient; beside it what is next: told, answered, or why not. Ctrl+Enter notes it."""

    def __init__(
        self,
        desk: Desk,
        jobs: Jobs,
        navigator: Navigator,
        case: int | None = None,
        person: int | None = None,
    ) -> None:
        super().__init__(_("Recipients to be told"), jobs)
        self._desk, self._navigator = desk, navigator
        self._case = CaseId(case) if case is not None else None
        self._person = PersonId(person) if person is not None else None
        self._tellings: Sequence[Telling] = ()
        self.head.set_back(_("Back")).clicked.connect(navigator.back)
        self.list = RowList(
            _("Recipients"),
            [Column(_("Recipient"), stretch=2), Column(_("What"), stretch=2), Column(_("State"), stretch=2)],
        )
        self.list.view.setObjectName("recipients")
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(lambda _telling: self._beside())
        self.content.addWidget(self.list, 1)
        self.empty = Empty(
            _("Nobody is to be told: no recipient of these data is on file, or nothing changed.")
        )
        self.content.addWidget(self.empty, 1)
        self.empty.hide()
        self._make_side()
        fields = TypedFields(self.side)
        key = f"person:{person}:tellings" if person is not None else f"case:{case}:tellings"
        self._kept = HalfTypedKeeper(self, desk.half_typed, key, fields.values, fields.put)
        fields.each_change(self._kept.touch)

    def _make_side(self) -> None:
        today = self._desk.clock.today
        self.side = Pane("left")
        self.name = Heading("")
        self.address = Label("", tone="muted", wrap=True)
        self.state = Label("", wrap=True)
        self.day = DateField(_("On"), today, value=today())
        self.day.control.setObjectName("day")
        self.channel = ComboField(_("By"), [(each.value, channel_name(each)) for each in Channel])
        self.channel.control.setObjectName("channel")
        self.letter = Button(_("Write the notice"), "mail", "Ctrl+E")
        self.letter.clicked.connect(self._write)
        self.answer = TextField(_("What they answered"), lines=2)
        self.answer.control.setObjectName("answer")
        self.note = PrimaryButton("", "check", "Ctrl+Return")
        self.note.clicked.connect(self._note)
        self.reason = TextField(
            _("Why not told"), lines=2, hint=_("impossible, or a disproportionate effort")
        )
        self.reason.control.setObjectName("reason")
        self.leave_out = Button(_("Do not tell them"), "x")
        self.leave_out.clicked.connect(self._leave_out)
        self.who = Label("", tone="muted", wrap=True)
        self.side.add(self.name, self.address, self.state)
        self.side.add(self.letter)
        self.side.add_line()
        self.side.add(self.day, self.channel, low(self.answer), self.note)
        self.side.add_line()
        self.side.add(low(self.reason), self.leave_out, self.who)
        self.side.add_stretch()
        self.set_side(self.side)

    # Reading

    @override
    def load(self) -> None:
        self.run(lambda _p: self._read(), self._show, lane="read", latest="tellings")

    def _read(self) -> Sequence[Telling]:
        if self._case is not None:
            return self._desk.tellings.of_case(self._case)
        return self._desk.tellings.of_person(self._person) if self._person is not None else ()

    def _show(self, tellings: Sequence[Telling]) -> None:
        self._tellings = tellings
        waiting = sum(each.open for each in tellings)
        self.set_title(
            _("Recipients to be told"),
            _("{open} of {all} still to be told").format(
                open=wording.number(waiting), all=wording.number(len(tellings))
            ),
        )
        self.list.setVisible(bool(tellings))
        self.empty.setVisible(not tellings)
        self.show_side(bool(tellings))
        self.list.set_rows([_row(each) for each in tellings])
        if self.list.current_id() is None and tellings:
            first = next((each for each in tellings if each.open), tellings[0])
            self.list.choose(first.id)
            self.list.setFocus()
        self._chosen(self.list.current_id())
        self._kept.read()

    def _current(self) -> Telling | None:
        chosen = self.list.current_id()
        return next((each for each in self._tellings if each.id == chosen), None)

    def _chosen(self, _telling: object) -> None:
        telling = self._current()
        if telling is None:
            return
        self.name.set_words(telling.party.name)
        lines = [line for line in (telling.party.address, telling.party.email) if line]
        self.address.setText("\n".join(lines) or _("no address on file"))
        self.state.setText(f"{touched_words(telling)}; {telling_words(telling)}")
        is_open, told = telling.open, telling.state is TellingState.TOLD
        for part in (self.day, self.note):
            part.setVisible(is_open or told)
        self.channel.setVisible(is_open)
        self.letter.setVisible(is_open and self._desk.letters is not None)
        self.answer.setVisible(told)
        self.note.setText(_("Note as told") if is_open else _("Note the answer"))
        decides = self._desk.session.member.may(Permission.DECIDE)
        for choice in (self.reason, self.leave_out):
            choice.setVisible(is_open)
            choice.setEnabled(decides)
        self.who.setVisible(is_open and not decides)
        self.who.setText(_("{role} decides").format(role=who_may(Permission.DECIDE)))

    def _beside(self) -> None:
        """Enter: what is next stands beside the list, also where the window folds it away."""
        if self.side_is_folded and not self.side.isVisible():
            self.toggle_side()
        self.note.setFocus()

    # Acts

    def _note(self) -> None:
        telling, day = self._current(), day_typed(self.day)
        if telling is None or day is None:
            return
        if telling.open:
            channel = Channel(self.channel.value)
            self._do(lambda number: self._desk.tellings.tell(number, channel, day), telling.id)
        else:
            words = self.answer.value
            self._do(lambda number: self._desk.tellings.answer(number, day, words), telling.id)

    def _write(self) -> None:
        """The notice as a letter; once it goes, the telling is noted with it."""
        telling = self._current()
        if telling is not None and telling.open and self._desk.letters is not None:
            self._navigator.open("letter", telling=telling.id, kind=LetterKind.RECIPIENT_NOTICE.value)

    def _leave_out(self) -> None:
        telling, reason = self._current(), self.reason.value
        sentence = _("Say why they are not told.")
        if telling is not None and wants_words(self.reason, reason, sentence):
            self._do(lambda number: self._desk.tellings.leave_out(number, reason), telling.id)

    def _do(self, act: Act, telling_id: TellingId) -> None:
        self.run(lambda _p: act(telling_id), self._done, on_failed=self._refused)

    def _done(self, telling: Telling) -> None:
        self._kept.drop()
        for field in (self.answer, self.reason):
            field.set_value("")
        self.banner.clear()
        self.set_status(_("Noted: {state}").format(state=telling_words(telling)))
        self.counts_changed.emit()
        self.load()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, TellingDateError):
            self.day.set_error(sentence_of(error))
            self.day.control.setFocus()
        else:
            show_error(self.banner, error)


def _row(telling: Telling) -> Row:
    icon, tone = _LOOK[telling.state]
    return Row(
        telling.id,
        (
            Cell(telling.party.name, tone="strong"),
            Cell(touched_words(telling), tone="muted"),
            Cell(telling_words(telling), icon=icon, icon_tone=tone, tone=tone),
        ),
        tooltip=telling_words(telling),
    )
