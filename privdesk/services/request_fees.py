# SPDX-License-Identifier: MIT
"""Fees: told before anything else, confirmed by the person, or the request counts as withdrawn."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from privdesk.domain.audit import Action
from privdesk.domain.case_errors import ReasonMissingError
from privdesk.domain.case_fact_errors import (
    FeeAmountError,
    FeeConfirmedAlreadyError,
    FeeNotAllowedError,
    FeeProofMissingError,
    FeeTimeOverError,
    FeeTimeRunningError,
    FeeToldAlreadyError,
)
from privdesk.domain.case_state import confirm_by
from privdesk.domain.cases import Case, CaseFee, CaseId, LetterDirection, Outcome, Right
from privdesk.domain.deadline_errors import FeeConfirmedBeforeToldError, FeeConfirmedUntoldError
from privdesk.domain.decisions import undecided
from privdesk.domain.people import Channel
from privdesk.domain.regimes import ChargeRule, Regime
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.request_base import RequestBase


class RequestFees(RequestBase):
    """Fees of a request."""

    def charge(self, case_id: CaseId, fee: CaseFee, channel: Channel | None = None) -> Case:
        """Record the fee that was told to the person; the dates are reckoned anew; commits.

        The first answer is free. Switzerland: at most CHF 300 where the effort is disproportionate, then ten days
        to think it over. GDPR: further copies, or a request shown to be excessive.

        Law: DPO Art. 19; GDPR Art. 12(5), 15(3).

        Raises: FeeNotAllowedError, FeeAmountError, FeeProofMissingError, FeeToldAlreadyError, ReasonMissingError,
            DayInFutureError, DayBeforeReceiptError, CaseAnsweredError, CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.DECIDE)
        with self._place.work() as work:
            case = self._unanswered(work, case_id)
            if case.fee is not None:
                raise FeeToldAlreadyError(case.fee.told)
            clock = self._opening.clock(work)
            require_allowed(clock.law(case.regime), fee, [each.right for each in case.rights])
            self._happened(case, fee.told)
            told = replace(
                fee, reason=fee.reason.strip(), proof=fee.proof.strip(), confirmed=None, lapsed=False
            )
            detail = wording.money(fee.minor, fee.currency)
            line = self._line(fee.told, LetterDirection.OUT, channel or case.channel, _("Fee told"), detail)
            dated = clock.dated(replace(case, fee=told, letters=(*case.letters, line)))
            return self._keep(work, dated, Action.CASE_CHANGED, ("fee", fee.kind.value))

    def confirm_fee(self, case_id: CaseId, on: date, channel: Channel | None = None) -> Case:
        """Record that the person confirmed or paid the fee; the dates are reckoned anew; commits.

        Law: DPO Art. 19(3): within ten days.

        Raises: FeeConfirmedUntoldError, FeeConfirmedAlreadyError, FeeConfirmedBeforeToldError, FeeTimeOverError,
            DayInFutureError, CaseAnsweredError, CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            case, fee = self._with_fee(self._unanswered(work, case_id))
            if on < fee.told:
                raise FeeConfirmedBeforeToldError(fee.told, on)
            self._happened(case, on)
            clock = self._opening.clock(work)
            last = confirm_by(case)
            if last is not None and on > last:
                raise FeeTimeOverError(last)
            line = self._line(on, LetterDirection.IN, channel or case.channel, _("Fee confirmed"))
            confirmed = replace(case, fee=replace(fee, confirmed=on), letters=(*case.letters, line))
            return self._keep(work, clock.dated(confirmed), Action.CASE_CHANGED, ("fee", "confirmed"))

    def lapse_fee(self, case_id: CaseId) -> Case:
        """Nothing came in time: what the fee was asked for counts as withdrawn, without cost; commits.

        An erasure or an objection in the same letter waits for no fee: it stays open, and so does its clock.

        Law: DPO Art. 19(3).

        Raises: FeeConfirmedUntoldError, FeeConfirmedAlreadyError, FeeTimeRunningError, CaseAnsweredError,
            CaseClosedError, NotFoundError.
        """
        self._place.require(Permission.DECIDE)
        with self._place.work() as work:
            case, fee = self._with_fee(self._unanswered(work, case_id))
            clock = self._opening.clock(work)
            last = confirm_by(case)
            if last is None or self._place.clock.today() <= last:
                raise FeeTimeRunningError(last)
            lapsed = clock.dated(replace(case, fee=replace(fee, lapsed=True)))
            reason = _("The fee was not confirmed by {day}.").format(day=wording.date_long(last))
            rule = clock.law(case.regime).charges.get(fee.kind)
            waiting = [right for right in undecided(lapsed) if rule is None or rule.is_for(right)]
            for each in lapsed.rights:
                if each.right in waiting:
                    lapsed = self._with(lapsed, replace(each, outcome=Outcome.WITHDRAWN, reason=reason))
            return self._keep(work, lapsed, Action.CASE_CHANGED, ("fee", "lapsed"))

    def _with_fee(self, case: Case) -> tuple[Case, CaseFee]:
        """The case and its open fee. Raises: FeeConfirmedUntoldError, FeeConfirmedAlreadyError."""
        if case.fee is None:
            raise FeeConfirmedUntoldError
        if case.fee.confirmed is not None:
            raise FeeConfirmedAlreadyError(case.fee.confirmed)
        return case, case.fee


def require_allowed(law: Regime, fee: CaseFee, rights: Collection[Right]) -> ChargeRule:
    """The law's rule for this fee where these rights are asked for, or the refusal that names it.

    Raises: FeeNotAllowedError, FeeAmountError, FeeProofMissingError, ReasonMissingError.
    """
    rule = law.charges_for(rights).get(fee.kind)
    if rule is None:
        raise FeeNotAllowedError(law.name, fee.kind)
    currency, _space, most = rule.maximum.partition(" ")
    too_much = bool(most) and (fee.currency != currency or fee.minor > int(most) * 100)
    if fee.minor <= 0 or too_much or not _is_currency(fee.currency):
        raise FeeAmountError(rule.maximum, rule.cite)
    if not fee.reason.strip():
        raise ReasonMissingError
    if rule.proof and not fee.proof.strip():
        raise FeeProofMissingError(rule.cite)
    return rule


def _is_currency(code: str) -> bool:
    return len(code) == len("CHF") and code.isascii() and code.isalpha() and code.isupper()
