# SPDX-License-Identifier: MIT
"""Restricting the use of a person's data, telling the person, lifting it; what was, below."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from privdesk.domain.audit import Purpose
from privdesk.domain.cases import CaseId
from privdesk.domain.people import Channel, PersonId
from privdesk.domain.restriction import Restriction, RestrictionDateError, RestrictionGround
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services.case_acts import who_may
from privdesk.services.desk import Desk
from privdesk.services.names import channel_name
from privdesk.services.person_page import PersonPage
from privdesk.services.rights_words import ground_name, restricted_since_words, restriction_words
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.rights.form import FormColumn, day_typed, low, wants_words
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, TextField
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Heading
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row
from privdesk.ui.widgets.typed_fields import TypedFields

Read = tuple[PersonPage, Sequence[Restriction]]


class RestrictionPage(Page):
    """One form at a time: restrict, or – where it holds – tell and lift. Ctrl+Enter does what is next."""

    def __init__(
        self, desk: Desk, jobs: Jobs, navigator: Navigator, person: int, case: int | None = None
    ) -> None:
        super().__init__(_("Restriction"), jobs)
        self._desk, self._navigator = desk, navigator
        self._person, self._case = PersonId(person), CaseId(case) if case is not None else None
        self._held: Restriction | None = None
        self._restricted = False
        self.head.set_back(_("Back")).clicked.connect(navigator.back)
        self.form = FormColumn()
        self.content.addWidget(self.form, 1)
        self.sentence = Label("", wrap=True)
        self.who = Label("", tone="muted")
        self.form.add(self.sentence, self.who)
        self._add_setting()
        self._add_lifting()
        self._add_history()
        self.form.end()
        self.form.hide()
        fields, key = TypedFields(self.form), f"person:{person}:restriction"
        self._kept = HalfTypedKeeper(self, desk.half_typed, key, fields.values, fields.put)
        fields.each_change(self._kept.touch)

    def _add_setting(self) -> None:
        today = self._desk.clock.today
        self.ground = ComboField(_("Why"), [(each.value, ground_name(each)) for each in RestrictionGround])
        self.ground.control.setObjectName("ground")
        self.since = DateField(_("Since"), today, value=today())
        self.since.control.setObjectName("since")
        self.note = TextField(_("Note"), lines=2, hint=_("for the office; the person may read it"))
        self.note.control.setObjectName("note")
        self.act = PrimaryButton(_("Restrict use"), "lock", "Ctrl+Return")
        self.act.clicked.connect(self._set)
        words = _(
            "From then on these data are only kept and given to the person: nothing is corrected, merged, imported or "
            "handed to anybody else, except with the person’s consent or for legal claims."
        )
        self.set_words = Label(words, tone="muted", wrap=True)
        self.form.add(self.set_words, self.ground, self.since, low(self.note))
        self.form.add_acts(self.act)

    def _add_lifting(self) -> None:
        today = self._desk.clock.today
        self.tell_head = Heading(_("Tell the person first"))
        self.tell_words = Label(
            _("Who asked for a restriction is told before it is lifted (GDPR Art. 18(3))."),
            tone="muted",
            wrap=True,
        )
        self.told_on = DateField(_("Told on"), today, value=today())
        self.told_on.control.setObjectName("told_on")
        self.told_by = ComboField(_("By"), [(each.value, channel_name(each)) for each in Channel])
        self.told_by.control.setObjectName("told_by")
        self.tell = Button(_("Note as told"), "check", "Ctrl+S")
        self.tell.clicked.connect(self._tell)
        self.reason = TextField(_("Why it is lifted"), lines=2, hint=_("as the person may read it"))
        self.reason.control.setObjectName("reason")
        self.lift = PrimaryButton(_("Lift the restriction"), "lock-keyhole", "Ctrl+Shift+Return")
        self.lift.clicked.connect(self._lift)
        self.form.add(self.tell_head, self.tell_words)
        self.form.add_beside(self.told_on, self.told_by)
        self.form.add_acts(self.tell)
        self.form.add(low(self.reason))
        self.form.add_acts(self.lift)

    def _add_history(self) -> None:
        self.history_head = Heading(_("What was"))
        self.history = RowList(_("Restrictions"), [Column(stretch=1)], head=False)
        self.history.view.setObjectName("history")
        self.form.add(self.history_head, self.history)

    # Reading

    @override
    def load(self) -> None:
        self.run(lambda _p: self._read(), self._show)

    def _read(self) -> Read:
        page = self._desk.people.open(self._person, Purpose.RIGHTS_REQUEST)
        return page, self._desk.restrictions.of_person(self._person)

    def _show(self, found: Read) -> None:
        page, all_of_them = found
        person = page.person
        self._restricted = person.restricted_since is not None
        self._held = next((each for each in all_of_them if each.in_force), None) if self._restricted else None
        self.set_title(_("Restriction"), person.name)
        self.head.set_tags(
            *(
                [(restricted_since_words(person.restricted_since), "danger", "lock")]
                if person.restricted_since is not None
                else []
            )
        )
        self._show_sentence()
        setting: tuple[QWidget, ...] = (self.set_words, self.ground, self.since, self.note, self.act)
        lifting: tuple[QWidget, ...] = (
            self.tell_head, self.tell_words, self.told_on, self.told_by, self.tell, self.reason, self.lift,
        )  # fmt: skip
        for parts, shown in ((setting, not self._restricted), (lifting, self._restricted)):
            for part in parts:
                part.setVisible(shown)
        self._allow()
        self._show_history(all_of_them)
        self.form.show()
        self._kept.read()
        (self.reason if self._told else self.told_on if self._restricted else self.ground).control.setFocus()

    @property
    def _told(self) -> bool:
        return self._held is not None and self._held.told_on is not None

    def _show_sentence(self) -> None:
        words = _("Use of these data is not restricted.")
        if self._held is not None:
            since = restriction_words(self._held)
            words = f"{ground_name(self._held.ground)}. {since[:1].upper()}{since[1:]}."
            words += f" {self._held.note}" if self._held.note else ""
            if self._held.hold_id is not None:
                kept = _("A hold keeps the data from erasure and disposal meanwhile.")
                words = f"{words} {kept}"
        elif self._restricted:
            words = _("Use of these data is restricted.")
        self.sentence.setText(words)

    def _allow(self) -> None:
        decides = self._desk.session.member.may(Permission.DECIDE)
        self.who.setText("" if decides else _("{role} decides").format(role=who_may(Permission.DECIDE)))
        self.who.setVisible(not decides)
        for part in (
            self.act,
            self.ground,
            self.since,
            self.note,
            self.tell,
            self.told_on,
            self.told_by,
            self.reason,
        ):
            part.setEnabled(decides)
        self.lift.setEnabled(decides and self._told)

    def _show_history(self, all_of_them: Sequence[Restriction]) -> None:
        ended = [each for each in all_of_them if not each.in_force]
        self.history.set_rows(
            [Row(each.id, (Cell(ground_name(each.ground), second=_with_reason(each)),)) for each in ended]
        )
        self.history.fit_height()
        self.history_head.setVisible(bool(ended))
        self.history.setVisible(bool(ended))

    # Acts

    def _set(self) -> None:
        day = day_typed(self.since)
        if day is None:
            return
        ground, note = RestrictionGround(self.ground.value), self.note.value

        def work() -> Restriction:
            return self._desk.restrictions.set(self._person, ground, since=day, case_id=self._case, note=note)

        self.run(
            lambda _p: work(),
            lambda _done: self._again(_("Use is restricted everywhere now.")),
            on_failed=self._refused,
        )

    def _tell(self) -> None:
        day = day_typed(self.told_on)
        if day is None:
            return
        channel = Channel(self.told_by.value)
        self.run(
            lambda _p: self._desk.restrictions.tell(self._person, day, channel),
            lambda _done: self._again(_("Noted: the person was told.")),
            on_failed=self._refused,
        )

    def _lift(self) -> None:
        reason = self.reason.value
        if not wants_words(self.reason, reason, _("Say why it is lifted.")):
            return
        self.run(
            lambda _p: self._desk.restrictions.lift(self._person, reason),
            lambda _done: self._again(_("The restriction is lifted.")),
            on_failed=self._refused,
        )

    def _again(self, words: str) -> None:
        self._kept.drop()
        self.banner.clear()
        self.set_status(words)
        self.counts_changed.emit()
        self.load()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, RestrictionDateError):
            field = self.told_on if self._restricted else self.since
            field.set_error(sentence_of(error))
            field.control.setFocus()
        else:
            show_error(self.banner, error)


def _with_reason(restriction: Restriction) -> str:
    words = restriction_words(restriction)
    return f"{words}: {restriction.lifted_because}" if restriction.lifted_because else words
