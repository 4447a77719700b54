# SPDX-License-Identifier: MIT
"""The form that opens a request: person, rights with the person's words, how and when it reached us, the law."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.agencies import AgencyId
from privdesk.domain.cases import CaseKind, Representative, RepresentativeKind, Right
from privdesk.domain.inbox import ItemId
from privdesk.domain.people import Channel, Facts, PersonField, PersonHit, PersonId
from privdesk.i18n import LANGUAGES, _
from privdesk.services import wording
from privdesk.services.case_words import case_kind_name
from privdesk.services.clock import OfficeClock
from privdesk.services.intake_choices import IntakeChoices
from privdesk.services.names import channel_name, language_name
from privdesk.services.requests import NewRequest, RegimeChoice
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import LinkButton
from privdesk.ui.widgets.changes_editor import ChangesEditor
from privdesk.ui.widgets.choice import Radio
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, LineField, TextField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Heading, Line, empty_layout
from privdesk.ui.widgets.person_picker import PersonPicker
from privdesk.ui.widgets.purpose_picks import PurposePicks
from privdesk.ui.widgets.right_ticks import RightTicks
from privdesk.ui.widgets.speaker_block import SpeakerBlock


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: a person on file, or only a name as given."""

    person_id: PersonId | None
    name: str
    words: str = ""
    """Address and user number, to tell people apart."""


class AskerBlock(QWidget):
    """The person once found, or the field to find them; a name alone will do where nobody is on file."""

    chosen = Signal(object)
    shown = Signal()
    searched = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asker: Asker | None = None
        self.name = Label("", "heading", elide=True)
        self.words = Label("", tone="muted", elide=True)
        self.other = LinkButton(_("Someone else"))
        self.other.clicked.connect(self.search_again)
        self._found = QWidget()
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self.name)
        lines.addWidget(self.words)
        row = QHBoxLayout(self._found)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(lines, 1)
        row.addWidget(self.other)
        self.picker = PersonPicker(_("Person"), margin=0, most=5)
        self.picker.searched.connect(self.searched)
        self.picker.picked.connect(self._pick)
        self.unknown = LinkButton(_("Not on file: keep the name as typed"))
        self.unknown.clicked.connect(self._keep_name)
        self.unknown.hide()
        self.picker.field.changed.connect(lambda: self.unknown.setVisible(len(self.picker.text) > 2))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self._found, self.picker):
            column.addWidget(part)
        column.addWidget(self.unknown, 0, Qt.AlignmentFlag.AlignLeft)
        self._found.hide()

    def show_asker(self, asker: Asker) -> None:
        """Show who was chosen."""
        self.asker = asker
        self.name.setText(asker.name)
        self.words.setText(asker.words or (_("Not on file") if asker.person_id is None else ""))
        self._found.show()
        self.picker.hide()
        self.unknown.hide()
        self.shown.emit()

    def search_again(self) -> None:
        """Let the person be found anew."""
        self.asker = None
        self._found.hide()
        self.picker.show()
        self.picker.field.select()
        self.chosen.emit(None)

    def _pick(self, hit: PersonHit) -> None:
        words = ", ".join(part for part in (hit.address, hit.user_number) if part)
        self._choose(Asker(hit.id, hit.name, words))

    def _keep_name(self) -> None:
        if self.picker.text:
            self._choose(Asker(None, self.picker.text))

    def _choose(self, asker: Asker) -> None:
        self.show_asker(asker)
        self.chosen.emit(asker)


class LawChoice(QWidget):
    """The laws that may apply with their dates; the proposed one first."""

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._choices: dict[str, Radio] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    @property
    def value(self) -> str | None:
        """The law chosen."""
        return next((key for key, box in self._choices.items() if box.isChecked()), None)

    def offer(self, choices: Sequence[RegimeChoice]) -> None:
        """Show these laws; keeps the choice where it is still offered."""
        keep = self.value if self.value in {choice.regime for choice in choices} else None
        empty_layout(self._column)
        self._choices = {}
        for choice in choices:
            due = _("{law}: due {day}").format(law=choice.name, day=wording.date_long(choice.legal))
            if choice.safe != choice.legal:
                due = _("{due}, {day} safe").format(due=due, day=wording.date_long(choice.safe))
            box = Radio(due, choice.why)
            box.setChecked(choice.regime == keep or (keep is None and choice.proposed))
            self._group.addButton(box)
            self._choices[choice.regime] = box
            self._column.addWidget(box)


class RequestForm(QWidget):
    """Everything that a new request needs; `changed` at each key, `dates_asked` when the dates may differ."""

    changed = Signal()
    dates_asked = Signal()

    def __init__(self, clock: OfficeClock, channel: Channel, *, beside: bool = True) -> None:
        """`beside` sets rights and details side by side."""
        super().__init__()
        self._clock = clock
        self.item_id: ItemId | None = None
        self._wanted_agency = ""
        self._speaker_suggested = False
        self.asker = AskerBlock()
        self.kind = ComboField(_("It is"), [(kind.value, case_kind_name(kind)) for kind in CaseKind])
        self.ticks = RightTicks()
        self.changes = ChangesEditor()
        self.ticks.ticks[Right.RECTIFICATION].add_extra(self.changes)
        self.consents = PurposePicks("consent", _("Nothing ticked: every consent is withdrawn."))
        self.ticks.ticks[Right.WITHDRAWAL].add_extra(self.consents)
        self.against = PurposePicks("against", _("Nothing ticked: against advertising."))
        self.ticks.ticks[Right.OBJECTION].add_extra(self.against)
        self.speaker = SpeakerBlock(clock, _("Somebody speaks for the person"))
        channels = [(each.value, channel_name(each)) for each in Channel]
        self.channel = ComboField(_("It came by"), channels, value=channel.value)
        self.received = DateField(_("It reached us on"), clock.today, value=clock.today(), mandatory=True)
        self.received.set_note(_("Any official channel counts, an agency included."))
        self.agency = ComboField(_("Handed in at"), [("", _("The office"))], value="")
        self.agency.control.setObjectName("handed_in_at")
        self.agency.hide()
        languages = [("", _("As on file")), *((each, language_name(each)) for each in LANGUAGES)]
        self.language = ComboField(_("Language of the answer"), languages, value="")
        self.law = LawChoice()
        self.notes = TextField(_("Note"), lines=3, hint=_("The person may read it"))
        self.notes.area.setFixedHeight(theme().scaled(self.notes.area.minimumHeight()))
        self.rights_error = Label("", "caption", "danger", wrap=True)
        self.rights_error.hide()
        self._lay(beside=beside)
        self._connect()

    def _lay(self, *, beside: bool) -> None:
        rights = QVBoxLayout()
        rights.setSpacing(8)
        for part in (Heading(_("What is asked")), self.kind, self.rights_error, self.ticks):
            rights.addWidget(part)
        rights.addStretch(1)
        details = QVBoxLayout()
        details.setSpacing(14)
        details.addWidget(Heading(_("How it reached us")))
        when = QHBoxLayout()
        when.setSpacing(16)
        when.addWidget(self.channel, 1, Qt.AlignmentFlag.AlignTop)
        when.addWidget(self.received, 1, Qt.AlignmentFlag.AlignTop)
        details.addLayout(when)
        details.addWidget(self.agency)
        details.addWidget(self.language)
        details.addWidget(Label(_("Law"), weight=500))
        details.addWidget(self.law)
        details.addWidget(self.notes)
        details.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(14)
        column.addWidget(self.asker)
        column.addWidget(self.speaker)
        column.addWidget(Line())
        halves = QHBoxLayout() if beside else QVBoxLayout()
        halves.setSpacing(40 if beside else 18)
        halves.addLayout(rights, 1)
        halves.addLayout(details, 1)
        column.addLayout(halves)
        column.addStretch(1)

    def _connect(self) -> None:
        for field in (self.channel, self.language, self.notes, self.received, self.agency):
            field.changed.connect(self.changed)
        for part in (self.consents, self.against, self.speaker):
            part.changed.connect(self.changed)
        self.kind.changed.connect(self._turn)
        self.ticks.changed.connect(self._ticked)
        self.changes.changed.connect(self.changed)
        self.received.left.connect(self.dates_asked)
        self.asker.chosen.connect(self._chose)

    @property
    def request(self) -> NewRequest | None:
        """What is to be opened; None, with the field marked, where something is missing."""
        day, asker = self.received.day, self.asker.asker
        if day is None:
            self.received.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
            return None
        if not self.speaker.check():
            return None
        kind, who = self.case_kind, self.speaker.value
        rights = self.ticks.wishes if kind is CaseKind.REQUEST else {}
        return NewRequest(
            person_id=asker.person_id if asker is not None else None,
            rights=rights,
            channel=Channel(self.channel.value),
            received_on=day,
            language=self.language.value,
            changes=self.changes.value if Right.RECTIFICATION in rights else {},
            notes=self.notes.value,
            item_id=self.item_id,
            person_name=asker.name if asker is not None and asker.person_id is None else "",
            regime=self.law.value,
            kind=kind,
            representative=replace(who, scope=frozenset(rights) or frozenset(Right))
            if who is not None
            else None,
            purposes=self.consents.value if Right.WITHDRAWAL in rights else frozenset(),
            against=self.against.value if Right.OBJECTION in rights else frozenset(),
            agency_id=AgencyId(int(self.agency.value)) if self.agency.value else None,
        )

    def offer(self, choices: IntakeChoices) -> None:
        """Offer what is known of who asks: consents, purposes, agencies, who spoke for them before."""
        self.consents.offer(choices.consents)
        self.against.offer(choices.purposes)
        self.speaker.offer(choices.representatives)
        wanted = self.agency.value or self._wanted_agency
        options = [("", _("The office")), *((str(key), name) for key, name in choices.agencies)]
        self.agency.set_options(options, wanted if wanted in dict(options) else "")
        self.agency.setVisible(bool(choices.agencies))
        self._wanted_agency = ""

    @property
    def case_kind(self) -> CaseKind:
        """A request, a complaint or an opt-out."""
        return CaseKind(self.kind.value or CaseKind.REQUEST)

    def suggest_speaker(self, kind: RepresentativeKind, name: str) -> None:
        """Tick that somebody speaks for the person, once; what the clerk made of it stays."""
        if not self._speaker_suggested and self.speaker.value is None:
            self.speaker.set_value(Representative(kind, name, frozenset(), ""))
        self._speaker_suggested = True

    def set_facts(self, facts: Facts) -> None:
        """What stands on file of the person, for corrections."""
        self.changes.set_facts(facts)

    def values(self) -> Mapping[str, str]:
        """What is half typed."""
        asker = self.asker.asker
        typed = {
            "wishes": json.dumps({right.value: words for right, words in self.ticks.wishes.items()}),
            "changes": json.dumps({name.value: value for name, value in self.changes.value.items()}),
            "kind": self.kind.value,
            "channel": self.channel.value,
            "received": self.received.value,
            "language": self.language.value,
            "notes": self.notes.value,
            "consents": " ".join(sorted(self.consents.value)),
            "against": " ".join(sorted(self.against.value)),
            "agency": self.agency.value,
            **self.speaker.values(),
        }
        if asker is not None:
            typed |= {"person": str(asker.person_id or ""), "name": asker.name, "words": asker.words}
        return typed

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put back what was half typed."""
        wishes = json.loads(values.get("wishes", "{}"))
        self.ticks.set_wishes({Right(key): str(words) for key, words in wishes.items()})
        self.consents.set_value(values.get("consents", "").split())
        self.against.set_value(values.get("against", "").split())
        self._wanted_agency = values.get("agency", "")
        self.speaker.set_values(values)
        self._speaker_suggested = True
        changes = json.loads(values.get("changes", "{}"))
        self.changes.set_value({PersonField(key): str(value) for key, value in changes.items()})
        fields: Mapping[str, ComboField | LineField | TextField] = {
            "kind": self.kind, "channel": self.channel, "received": self.received, "language": self.language, "notes": self.notes,
        }  # fmt: skip
        for name, field in fields.items():
            if name in values:
                field.set_value(values[name])
        if values.get("name"):
            person = PersonId(int(values["person"])) if values.get("person") else None
            self.asker.show_asker(Asker(person, values["name"], values.get("words", "")))

    def say_rights(self, text: str) -> None:
        """Say what is wrong with the ticks."""
        self.rights_error.setText(text)
        self.rights_error.setVisible(bool(text))

    def _turn(self) -> None:
        """A complaint holds no rights, an opt-out its own; the laws that know it are offered."""
        self.ticks.setVisible(self.case_kind is CaseKind.REQUEST)
        self._ticked()

    def _ticked(self) -> None:
        self.say_rights("")
        self.changed.emit()
        self.dates_asked.emit()

    def _chose(self, _asker: Asker | None) -> None:
        self.changed.emit()
        self.dates_asked.emit()
