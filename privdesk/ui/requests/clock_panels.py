# SPDX-License-Identifier: MIT
"""Acts that move the dates of a request: confirm receipt, ask, record the reply, put it under another law."""

from typing_extensions import override

from privdesk.domain.case_errors import ExtensionDateMissingError
from privdesk.domain.case_fact_errors import DayBeforeReceiptError, DayInFutureError
from privdesk.domain.case_state import open_questions
from privdesk.domain.cases import Case
from privdesk.domain.deadline_errors import AnswerBeforeQuestionError, ExtensionTooLateError
from privdesk.domain.people import Channel
from privdesk.domain.regimes import PauseKind
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_words import question_name
from privdesk.services.clock import OfficeClock
from privdesk.services.names import channel_name
from privdesk.services.request_clock import acknowledged_dates
from privdesk.services.request_pages import CasePage
from privdesk.services.requests import Requests
from privdesk.ui.requests.act_panel import ActPanel, Work, day_of
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, TextField

_WRONG_DAY = (DayInFutureError, DayBeforeReceiptError)


class AcknowledgePanel(ActPanel):
    """Receipt was confirmed, with the dates day by day."""

    def __init__(self, page: CasePage, clock: OfficeClock) -> None:
        super().__init__(
            "acknowledge",
            _("Confirm receipt"),
            _acknowledge_words(page),
            _("Record the confirmation"),
            "send",
        )
        self._case_id = page.case.id
        self.channel = channel_field(page.case)
        self.on = DateField(_("On"), clock.today, value=clock.today())
        self.note = TextField(_("What it says"), lines=2)
        self.note.set_value(acknowledged_dates(page.case))
        self.keep("channel", self.channel)
        self.keep("on", self.on, *_WRONG_DAY)
        self.keep("note", self.note)
        self.add_beside(self.channel, self.on, self.note, stretch=(1, 1, 3))

    @override
    def work(self) -> Work | None:
        day, case_id = day_of(self.on), self._case_id
        channel, note = Channel(self.channel.value), self.note.value
        if day is None:
            return None
        on = day

        def acknowledge(requests: Requests) -> Case:
            return requests.acknowledge(case_id, on, channel, note)

        return acknowledge


class AskPanel(ActPanel):
    """What the person was asked, and when; only questions that stop this law's clock are offered."""

    def __init__(self, page: CasePage, clock: OfficeClock) -> None:
        words = _(
            "The legal date moves once the reply is there. The safe date counts as if nobody had asked."
        )
        super().__init__("ask", _("Ask the person"), words, _("Record the question"), "circle-question-mark")
        self._case_id = page.case.id
        kinds = [(kind.value, question_name(kind)) for kind in page.options.questions]
        self.kind = ComboField(_("We ask"), kinds)
        self.channel = channel_field(page.case)
        self.on = DateField(_("Asked on"), clock.today, value=clock.today())
        self.question = TextField(_("The question"), lines=2, hint=_("As the person reads it"))
        self.keep("kind", self.kind)
        self.keep("channel", self.channel)
        self.keep("on", self.on, *_WRONG_DAY)
        self.keep("question", self.question)
        self.add_beside(self.kind, self.channel, self.on, stretch=(2, 1, 1))
        self.body.addWidget(self.question)

    @override
    def work(self) -> Work | None:
        day, case_id, question = day_of(self.on), self._case_id, self.question.value
        if day is None or not self.kind.value:
            return None
        on, kind, channel = day, PauseKind(self.kind.value), Channel(self.channel.value)

        def ask(requests: Requests) -> Case:
            return requests.ask(case_id, kind, on, question, channel)

        return ask


class ReplyPanel(ActPanel):
    """When the person replied."""

    def __init__(self, page: CasePage, clock: OfficeClock) -> None:
        super().__init__(
            "reply", _("Record the reply"), _reply_words(page), _("Record the reply"), "mail-open"
        )
        self._case_id = page.case.id
        kinds = [(each.kind.value, question_name(each.kind)) for each in open_questions(page.case)]
        self.kind = ComboField(_("We asked"), kinds)
        self.channel = channel_field(page.case)
        self.on = DateField(_("Reply on"), clock.today, value=clock.today())
        self.keep("kind", self.kind)
        self.keep("channel", self.channel)
        self.keep("on", self.on, AnswerBeforeQuestionError, *_WRONG_DAY)
        self.add_beside(self.kind, self.channel, self.on, stretch=(2, 1, 1))

    @override
    def work(self) -> Work | None:
        day, case_id = day_of(self.on), self._case_id
        if day is None or not self.kind.value:
            return None
        on, kind, channel = day, PauseKind(self.kind.value), Channel(self.channel.value)

        def reply(requests: Requests) -> Case:
            return requests.record_reply(case_id, kind, on, channel)

        return reply


class RegimePanel(ActPanel):
    """Another law: all dates are reckoned anew."""

    def __init__(self, page: CasePage) -> None:
        words = _("All dates are reckoned anew. The law can be changed until the answer is out.")
        super().__init__("regime", _("Change the law"), words, _("Change the law"), "globe")
        self._case_id = page.case.id
        laws = [
            (each.regime, f"{each.name}: {each.why}" if each.why else each.name) for each in page.options.laws
        ]
        self.law = ComboField(_("Law"), laws)
        self.keep("law", self.law, ExtensionDateMissingError, ExtensionTooLateError)
        self.body.addWidget(self.law)

    @override
    def work(self) -> Work | None:
        case_id, law = self._case_id, self.law.value
        if not law:
            return None

        def change(requests: Requests) -> Case:
            return requests.change_regime(case_id, law)

        return change


def channel_field(case: Case) -> ComboField:
    """By which way; the way of the request to begin with."""
    return ComboField(
        _("By"), [(each.value, channel_name(each)) for each in Channel], value=case.channel.value
    )


def _acknowledge_words(page: CasePage) -> str:
    day = page.case.deadline.acknowledge_by
    if day is None:
        return _("No law asks for it here; it tells the person by when the answer comes.")
    return _("The law wants it by {day}.").format(day=wording.date_long(day))


def _reply_words(page: CasePage) -> str:
    return " ".join(
        _("Asked on {day}: {what}.").format(day=wording.date_long(each.asked), what=question_name(each.kind))
        for each in open_questions(page.case)
    )
