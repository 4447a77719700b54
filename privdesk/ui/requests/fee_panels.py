# SPDX-License-Identifier: MIT
"""Acts about a fee: tell it, record its confirmation, record that none came."""

from typing_extensions import override

from privdesk.domain.case_errors import ReasonMissingError
from privdesk.domain.case_fact_errors import (
    DayBeforeReceiptError,
    DayInFutureError,
    FeeAmountError,
    FeeProofMissingError,
    FeeTimeOverError,
)
from privdesk.domain.case_state import confirm_by
from privdesk.domain.cases import Case, CaseFee
from privdesk.domain.deadline_errors import FeeConfirmedBeforeToldError
from privdesk.domain.people import Channel
from privdesk.domain.regimes import ChargeKind
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.amounts import hundredths
from privdesk.services.case_reasons import fee_choices
from privdesk.services.case_words import charge_name
from privdesk.services.clock import OfficeClock
from privdesk.services.request_pages import CasePage
from privdesk.services.requests import Requests
from privdesk.ui.requests.act_panel import ActPanel, Work, day_of
from privdesk.ui.requests.clock_panels import channel_field
from privdesk.ui.requests.reasons import texts_to_take
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, LineField, TextField

_WRONG_DAY = (DayInFutureError, DayBeforeReceiptError)


class ChargePanel(ActPanel):
    """A fee as it was told to the person; only what this law lets us ask."""

    def __init__(self, page: CasePage, clock: OfficeClock) -> None:
        super().__init__("charge", _("Tell a fee"), _charge_words(page), _("Record the fee"), "receipt")
        self._case_id = page.case.id
        self._rules = dict(page.options.charges)
        kinds = [(kind.value, charge_name(kind)) for kind in self._rules]
        self.kind = ComboField(_("For"), kinds)
        most = next((rule.maximum for rule in self._rules.values() if rule.maximum), "")
        self.amount = LineField(_("Amount"), hint="120.00")
        self.currency = LineField(_("Currency"), value=most.partition(" ")[0] or "EUR")
        self.on = DateField(_("Told on"), clock.today, value=clock.today())
        self.channel = channel_field(page.case)
        self.reason = TextField(_("Reason *"), lines=2, hint=_("As the person may read it"))
        usual = fee_choices(page.case, page.options.country)
        self.usual = ComboField(_("Usual reasons"), texts_to_take(usual))
        self.usual.setVisible(bool(usual))
        self.usual.changed.connect(self._take_usual)
        self.proof = TextField(_("Proof"), lines=2, hint=_("What shows it, such as earlier requests"))
        self.keep("kind", self.kind)
        self.keep("amount", self.amount, FeeAmountError)
        self.keep("currency", self.currency)
        self.keep("on", self.on, *_WRONG_DAY)
        self.keep("channel", self.channel)
        self.keep("reason", self.reason, ReasonMissingError)
        self.keep("proof", self.proof, FeeProofMissingError)
        self.add_beside(self.kind, self.amount, self.currency, stretch=(3, 1, 1))
        self.add_beside(self.on, self.channel)
        self.body.addWidget(self.usual)
        self.add_beside(self.reason, self.proof)
        self.kind.changed.connect(self._turn)
        self._turn()

    def _turn(self) -> None:
        rule = self._rules.get(ChargeKind(self.kind.value)) if self.kind.value else None
        self.proof.setVisible(rule is not None and rule.proof)

    def _take_usual(self) -> None:
        if self.usual.value:
            self.reason.set_value(self.usual.value)

    @override
    def work(self) -> Work | None:
        minor, day = hundredths(self.amount.value), day_of(self.on)
        if minor is None:
            self.amount.set_error(_("This is not an amount. Type it like 120.00."))
        if minor is None or day is None or not self.kind.value:
            return None
        fee = CaseFee(
            kind=ChargeKind(self.kind.value),
            minor=minor,
            currency=self.currency.value.strip().upper(),
            told=day,
            reason=self.reason.value,
            proof=self.proof.value,
        )
        case_id, channel = self._case_id, Channel(self.channel.value)
        return lambda requests: requests.charge(case_id, fee, channel)


class ConfirmFeePanel(ActPanel):
    """The person confirmed or paid."""

    def __init__(self, page: CasePage, clock: OfficeClock) -> None:
        last = confirm_by(page.case)
        words = _("It can be confirmed until {day}.").format(day=wording.date_long(last)) if last else ""
        title = _("Record the fee as confirmed")
        super().__init__("confirm_fee", title, words, title, "check")
        self._case_id = page.case.id
        self.on = DateField(_("Confirmed on"), clock.today, value=clock.today())
        self.channel = channel_field(page.case)
        self.keep("on", self.on, FeeConfirmedBeforeToldError, FeeTimeOverError, *_WRONG_DAY)
        self.keep("channel", self.channel)
        self.add_beside(self.on, self.channel)

    @override
    def work(self) -> Work | None:
        day, case_id = day_of(self.on), self._case_id
        if day is None:
            return None
        on, channel = day, Channel(self.channel.value)

        def confirm(requests: Requests) -> Case:
            return requests.confirm_fee(case_id, on, channel)

        return confirm


class LapsePanel(ActPanel):
    """Nothing came in time."""

    def __init__(self, page: CasePage) -> None:
        words = _("What the fee was asked for counts as withdrawn by the person, without cost.")
        title = _("Record that the fee was not confirmed")
        super().__init__("lapse_fee", title, words, title, "archive")
        self._case_id = page.case.id

    @override
    def work(self) -> Work | None:
        case_id = self._case_id
        return lambda requests: requests.lapse_fee(case_id)


def _charge_words(page: CasePage) -> str:
    rules = [
        _("{what}: {cite}, at most {maximum}").format(
            what=charge_name(kind), cite=rule.cite, maximum=rule.maximum
        )
        if rule.maximum
        else _("{what}: {cite}").format(what=charge_name(kind), cite=rule.cite)
        for kind, rule in page.options.charges
    ]
    return _("Told before anything is done. Allowed here: {rules}.").format(rules="; ".join(rules))
