# SPDX-License-Identifier: MIT
"""An objection: what it is against, the grounds of both sides, and what they weigh."""

from collections.abc import Sequence

from typing_extensions import override

from privdesk.domain.case_errors import IdentityOpenError
from privdesk.domain.cases import Case, CaseId
from privdesk.domain.catalogue import Catalogue
from privdesk.domain.forms import text_in
from privdesk.domain.objections import (
    AdvertisingAbsoluteError,
    Objection,
    OfficeGroundsMissingError,
    Weighing,
)
from privdesk.domain.people import Channel
from privdesk.domain.staff import Permission
from privdesk.i18n import _, desk_language
from privdesk.services import wording
from privdesk.services.case_acts import who_may
from privdesk.services.case_words import asker_name
from privdesk.services.desk import Desk
from privdesk.services.names import channel_name
from privdesk.services.rights_words import weighing_name
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.rights.form import FormColumn, day_typed, low
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.choice_field import CheckField, RadioField
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, TextField
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Heading
from privdesk.ui.widgets.typed_fields import TypedFields

Read = tuple[Case, Objection | None, Catalogue]
_AT_PURPOSES = frozenset({"legal_duties"})
"""Purposes that nobody objects to: a law asks for them."""


class ObjectionPage(Page):
    """Ctrl+S keeps what the person said, Ctrl+Enter records the weighing; advertising ends either way."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator, case: int) -> None:
        super().__init__(_("Objection"), jobs)
        self._desk, self._navigator, self._case_id = desk, navigator, CaseId(case)
        self._case: Case | None = None
        self._objection: Objection | None = None
        self.head.set_back(_("The request")).clicked.connect(navigator.back)
        self.form = FormColumn()
        self.content.addWidget(self.form, 1)
        self._add_said()
        self._add_weighing()
        self._add_closing()
        self.form.end()
        self.form.hide()
        self._fields = TypedFields(self.form)
        self._kept = HalfTypedKeeper(
            self,
            desk.half_typed,
            f"case:{case}:objection",
            lambda: self._fields.values(),
            lambda values: self._fields.put(values),
        )

    def _add_said(self) -> None:
        self.advertising = Check(
            _("Against advertising"), _("ends when this is kept, whatever else is decided")
        )
        self.advertising.setObjectName("advertising")
        self.purposes = CheckField(_("Against other purposes"), (), upright=True)
        self.grounds = TextField(
            _("The person’s grounds"), lines=3, hint=_("their situation, in their own words")
        )
        self.grounds.control.setObjectName("grounds")
        self.first = Check(
            _("Wants to be told before the account closes"),
            _("a plan of erasure and the end of the contract say so"),
        )
        self.first.setObjectName("tell_first")
        self.keep_said = Button(_("Keep what the person said"), "check", "Ctrl+S")
        self.keep_said.clicked.connect(self._note)
        self.form.add(Heading(_("What the person says")), self.advertising)
        self._purposes_place = self.form.column.count()
        self.form.add(low(self.grounds), self.first)
        self.form.add_acts(self.keep_said)

    def _add_weighing(self) -> None:
        self.weigh_head = Heading(_("Weighing"))
        words = _("We must show why we go on; without compelling grounds of ours the objection is granted.")
        self.weigh_words = Label(words, tone="muted", wrap=True)
        self.office = TextField(_("Our grounds"), lines=3, hint=_("as the person may read them"))
        self.office.control.setObjectName("office_grounds")
        self.result = RadioField(
            _("Result"), [(each.value, weighing_name(each)) for each in Weighing], upright=True
        )
        self.weigh = PrimaryButton(_("Record the weighing"), "check", "Ctrl+Return")
        self.weigh.clicked.connect(self._weigh)
        self.who = Label("", tone="muted")
        self.form.add(self.weigh_head, self.weigh_words, low(self.office), self.result)
        self.form.add_acts(self.weigh)
        self.form.add(self.who)

    def _add_closing(self) -> None:
        self.closing_head = Heading(_("Before the account closes"))
        self.closing_words = Label("", tone="muted", wrap=True)
        today = self._desk.clock.today
        self.told_on = DateField(_("Told on"), today, value=today())
        self.told_on.control.setObjectName("told_on")
        self.told_by = ComboField(_("By"), [(each.value, channel_name(each)) for each in Channel])
        self.told_by.control.setObjectName("told_by")
        self.tell = Button(_("Note as told"), "check")
        self.tell.clicked.connect(self._told)
        self.form.add(self.closing_head, self.closing_words)
        self.form.add_beside(self.told_on, self.told_by)
        self.form.add_acts(self.tell)

    # Reading

    @override
    def load(self) -> None:
        self.run(lambda _p: self._read(), self._show, lane="read")

    def _read(self) -> Read:
        case = self._desk.requests.get(self._case_id)
        return case, self._desk.objections.of_case(self._case_id), self._desk.office.catalogue()

    def _show(self, found: Read) -> None:
        self._case, self._objection, catalogue = found
        case, objection = self._case, self._objection or Objection(self._case.id, self._case.person_id)
        self.set_title(_("Objection"), f"{asker_name(case)}, {case.number}")
        self._offer(catalogue, objection)
        self.advertising.setChecked(objection.advertising)
        self.first.setChecked(objection.tell_before_closing)
        self.grounds.set_value(objection.grounds)
        self.office.set_value(objection.office_grounds)
        if objection.weighing is not None:
            self.result.set_value(objection.weighing.value)
        self._allow(case, objection)
        self._fields = TypedFields(self.form)
        self._fields.each_change(self._kept.touch)
        self.form.show()
        self._kept.read()
        self.advertising.setFocus()

    def _offer(self, catalogue: Catalogue, objection: Objection) -> None:
        options: Sequence[tuple[str, str]] = [
            (each.key, text_in(each.title, desk_language()))
            for each in catalogue.purposes
            if each.key not in _AT_PURPOSES
        ]
        if self.purposes.parent() is not None:
            self.form.column.removeWidget(self.purposes)
            self.purposes.setParent(None)
            self.purposes.deleteLater()
        self.purposes = CheckField(_("Against other purposes"), options, upright=True)
        self.purposes.control.setObjectName("purposes")
        self.purposes.set_value(frozenset(objection.purposes))
        self.form.column.insertWidget(self._purposes_place, self.purposes)

    def _allow(self, case: Case, objection: Objection) -> None:
        decides = self._desk.session.member.may(Permission.DECIDE)
        is_open = case.closed_on is None
        self.keep_said.setEnabled(is_open)
        for field in (self.office, self.result, self.weigh):
            field.setEnabled(decides and is_open)
        words = "" if decides else _("{role} weighs").format(role=who_may(Permission.DECIDE))
        if objection.weighed_at is not None:
            day = wording.date_plain(self._desk.clock.day_of(objection.weighed_at))
            words = _("Weighed on {day}.").format(day=day)
        self.who.setText(words)
        self._show_closing(objection)

    def _show_closing(self, objection: Objection) -> None:
        wanted = objection.tell_before_closing
        for part in (self.closing_head, self.closing_words, self.told_on, self.told_by, self.tell):
            part.setVisible(wanted)
        words = _("The person has not been told yet.")
        if objection.told_closing_on is not None:
            day = wording.date_plain(objection.told_closing_on)
            words = _("The person was told on {day}.").format(day=day)
        self.closing_words.setText(words)

    # Acts

    def _note(self) -> None:
        said = {
            "advertising": self.advertising.isChecked(), "purposes": tuple(sorted(self.purposes.value)),
            "grounds": self.grounds.value, "tell_before_closing": self.first.isChecked(),
        }  # fmt: skip
        self.run(
            lambda _p: self._desk.objections.note(self._case_id, **said),  # type: ignore[arg-type]
            self._noted,
        )

    def _noted(self, objection: Objection) -> None:
        self._fields.settle("advertising", "purposes", "grounds", "tell_first")
        self._kept.drop()
        self._kept.touch()
        self._objection = objection
        self._show_closing(objection)
        self.set_status(_("Kept. Advertising has ended.") if objection.advertising else _("Kept"))

    def _weigh(self) -> None:
        if not self.result.value:
            self.result.set_error(_("Choose what the grounds weigh."))
            return
        weighing, grounds = Weighing(self.result.value), self.office.value
        said = {
            "advertising": self.advertising.isChecked(), "purposes": tuple(sorted(self.purposes.value)),
            "grounds": self.grounds.value, "tell_before_closing": self.first.isChecked(),
        }  # fmt: skip

        def work() -> Case:
            self._desk.objections.note(self._case_id, **said)  # type: ignore[arg-type]
            return self._desk.objections.weigh(self._case_id, weighing, grounds)

        self.run(lambda _p: work(), self._weighed, on_failed=self._refused)

    def _weighed(self, case: Case) -> None:
        self._kept.drop()
        self.finished = True
        self.counts_changed.emit()
        self._navigator.open("case", case=case.id)

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, OfficeGroundsMissingError):
            self.office.set_error(sentence_of(error))
            self.office.control.setFocus()
        elif isinstance(error, AdvertisingAbsoluteError | IdentityOpenError):
            self.result.set_error(sentence_of(error))
        else:
            show_error(self.banner, error)

    def _told(self) -> None:
        day = day_typed(self.told_on)
        if day is None:
            return
        channel = Channel(self.told_by.value)
        self.run(
            lambda _p: self._desk.objections.told_closing(self._case_id, day, channel),
            self._told_now,
            on_failed=lambda error: self.told_on.set_error(sentence_of(error)),
        )

    def _told_now(self, objection: Objection) -> None:
        self._show_closing(objection)
        self.set_status(_("Noted: the person was told."))
