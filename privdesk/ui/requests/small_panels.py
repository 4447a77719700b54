# SPDX-License-Identifier: MIT
"""The short acts of a request: extend, record the answer, close, add a right, add a note."""

from collections.abc import Sequence

from typing_extensions import override

from privdesk.domain.case_errors import (
    AnswerDateError,
    ExtensionDateMissingError,
    ReasonMissingError,
    RightAlreadyAskedError,
)
from privdesk.domain.case_fact_errors import DayBeforeReceiptError, DayInFutureError
from privdesk.domain.cases import Case, LetterDirection, Right
from privdesk.domain.deadline_errors import DateOutOfReachError, ExtensionShortensError, ExtensionTooLateError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import Channel
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_reasons import extension_choices
from privdesk.services.clock import OfficeClock
from privdesk.services.names import channel_name, right_name
from privdesk.services.request_pages import CasePage
from privdesk.services.requests import Requests
from privdesk.ui.requests.act_panel import ActPanel, Work, day_of
from privdesk.ui.requests.kept_parts import KeptChanges, KeptTick
from privdesk.ui.requests.reasons import texts_to_take
from privdesk.ui.widgets.changes_editor import ChangesEditor
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, LineField, TextField


class ExtendPanel(ActPanel):
    """The notice with its day and reason; the date is named where the law sets no length."""

    def __init__(self, page: CasePage, clock: OfficeClock) -> None:
        super().__init__(
            "extend", _("Extend the time"), page.clock.extension, _("Extend the time"), "calendar-clock"
        )
        self._case_id = page.case.id
        self.reason = TextField(_("Reason *"), lines=2, hint=_("As the notice to the person says it"))
        usual = extension_choices(page.case, page.options.country)
        self.usual = ComboField(_("Usual reasons"), texts_to_take(usual))
        self.usual.changed.connect(self._take_usual)
        named = page.options.extend_until
        self.until = DateField(_("Answer by"), clock.today, value=named)
        self.until.set_note(_("The law sets no length: as long again is proposed."))
        self.until.setVisible(named is not None)
        self.keep("reason", self.reason, ReasonMissingError)
        self.told = DateField(_("Told on"), clock.today, value=clock.today())
        self.keep("until", self.until, ExtensionDateMissingError, ExtensionShortensError, DateOutOfReachError)
        self.keep("told", self.told, ExtensionTooLateError, DayInFutureError, DayBeforeReceiptError)
        self.add_beside(self.reason, self.until, self.told, stretch=(3, 1, 1))
        self.body.addWidget(self.usual)

    def _take_usual(self) -> None:
        if self.usual.value:
            self.reason.set_value(self.usual.value)

    @override
    def work(self) -> Work | None:
        reason, until, case_id = self.reason.value, self.until.day, self._case_id
        if self.until.isHidden():
            until = None
        elif self.until.value and until is None:
            self.until.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
            return None
        told = day_of(self.told)
        if told is None:
            return None

        def extend(requests: Requests) -> Case:
            return requests.extend(case_id, reason, until, told)

        return extend


class AnswerPanel(ActPanel):
    """What went out, when and how; the request closes only with it."""

    def __init__(self, page: CasePage, clock: OfficeClock) -> None:
        super().__init__(
            "answer",
            _("Record the answer"),
            _("The reply as it was sent. The person may ask to see it."),
            _("Record the answer"),
            "send",
        )
        self._case_id = page.case.id
        channels = [(each.value, channel_name(each)) for each in Channel]
        self.channel = ComboField(_("Sent by"), channels, value=answer_channel(page.case).value)
        self.on = DateField(_("On"), clock.today, value=clock.today())
        self.document = ComboField(_("Document"), _documents(page.case, clock))
        self.note = TextField(_("Note"), lines=2, hint=_("What the answer says, in a line"))
        self.to_person = Check(_("Sent to the person, not to the representative"))
        self.to_person.setObjectName("act_to_person")
        self.to_person.setVisible(page.case.representative is not None)
        self.keep("channel", self.channel)
        self.keep("on", self.on, AnswerDateError)
        self.keep("document", self.document)
        self.keep("note", self.note)
        self.keep_part("to_person", KeptTick(self.to_person), self.to_person.toggled)
        self.add_beside(self.channel, self.on, self.document, stretch=(1, 1, 2))
        self.body.addWidget(self.note)
        self.body.addWidget(self.to_person)

    @override
    def work(self) -> Work | None:
        day, to_person = day_of(self.on), self.to_person.isChecked()
        if day is None:
            return None
        case_id, channel, note = self._case_id, Channel(self.channel.value), self.note.value
        document, on = DocumentId(self.document.value) if self.document.value else None, day

        def record(requests: Requests) -> Case:
            return requests.record_answer(
                case_id, channel=channel, on=on, document_id=document, note=note, to_person=to_person
            )

        return record


class ClosePanel(ActPanel):
    """The last step: read-only from then on."""

    def __init__(self, page: CasePage, clock: OfficeClock) -> None:
        answer = page.case.answer
        words = _("The request becomes read-only with its proof.")
        if answer is not None:
            sent = _("Answered by {channel} on {day}.").format(
                channel=channel_name(answer.channel).lower(), day=wording.date_plain(answer.on)
            )
            words = f"{sent} {words}"
        super().__init__("close", _("Close the request"), words, _("Close the request"), "archive")
        self._case_id = page.case.id

    @override
    def work(self) -> Work | None:
        case_id = self._case_id
        return lambda requests: requests.close(case_id)


class AddRightPanel(ActPanel):
    """A right named later in the same matter; the clock stays."""

    def __init__(self, page: CasePage) -> None:
        super().__init__(
            "add_right",
            _("Add a right"),
            _("Named later in the same matter: the clock of this request stays."),
            _("Add the right"),
            "plus",
        )
        self._case_id = page.case.id
        asked = {each.right for each in page.case.rights}
        left = [(right.value, right_name(right)) for right in Right if right not in asked]
        self.right = ComboField(_("Right"), left)
        self.wish = LineField(_("In the person’s own words"))
        self.changes = ChangesEditor()
        if page.person is not None:
            self.changes.set_facts(page.person.facts)
        self.keep("right", self.right, RightAlreadyAskedError)
        self.keep("wish", self.wish)
        self.keep_part("changes", KeptChanges(self.changes), self.changes.changed)
        self.add_beside(self.right, self.wish, stretch=(1, 2))
        self.body.addWidget(self.changes)
        self.right.changed.connect(self._turn)
        self._turn()

    def _turn(self) -> None:
        self.changes.setVisible(self.right.value == Right.RECTIFICATION.value)

    @override
    def work(self) -> Work | None:
        if not self.right.value:
            return None
        case_id, right, wish = self._case_id, Right(self.right.value), self.wish.value
        changes = self.changes.value if right is Right.RECTIFICATION else {}

        def add(requests: Requests) -> Case:
            return requests.add_right(case_id, right, wish, changes)

        return add


class NotePanel(ActPanel):
    """A note among the correspondence."""

    def __init__(self, page: CasePage) -> None:
        words = _("Part of the request; the person may read it.")
        super().__init__("note", _("Add a note"), words, _("Add the note"), "pencil-line")
        self._case_id = page.case.id
        self.text = TextField(_("Note"), lines=3)
        self.keep("text", self.text)
        self.body.addWidget(self.text)

    @override
    def work(self) -> Work | None:
        text, case_id = self.text.value, self._case_id
        if not text:
            self.text.set_error(_("Write the note first."))
            return None

        def note(requests: Requests) -> Case:
            return requests.note(case_id, text)

        return note


def answer_channel(case: Case) -> Channel:
    """The way of the last letter that went out, else the way the request came; a call is answered by post."""
    sent = [
        letter for letter in case.letters if letter.direction is LetterDirection.OUT and letter.document_id
    ]
    channel = sent[-1].channel if sent else case.channel
    return Channel.POST if channel is Channel.PHONE else channel


def _documents(case: Case, clock: OfficeClock) -> Sequence[tuple[str, str]]:
    """Documents of this request that went out, the latest first, and none."""
    sent = [
        (
            str(letter.document_id),
            _("{title}, {day}").format(
                title=letter.title, day=wording.date_short(clock.day_of(letter.at), clock.today())
            ),
        )
        for letter in reversed(case.letters)
        if letter.direction is LetterDirection.OUT and letter.document_id is not None
    ]
    return [*sent, ("", _("None of ours"))]
