# SPDX-License-Identifier: MIT
"""From when to when a group's data are, and until when they are kept.

Law: GDPR Art. 15(1)(d), FADP Art. 25(2)(d).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from privdesk.domain.catalogue import RetentionRule, Trigger
from privdesk.domain.disclosure.dossier import Dossier, GroupKey, Occasion
from privdesk.domain.people import REFUND_FIELDS
from privdesk.domain.retention import add_months


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of what is held."""

    first: date
    last: date


def period_of(key: str, dossier: Dossier, occasion: Occasion) -> Period | None:
    """From when to when the entries of a group are, as civil dates of the office; None where none is held."""
    days = [each if not isinstance(each, datetime) else occasion.day(each) for each in _days(key, dossier)]
    return Period(min(days), max(days)) if days else None


def kept_until(key: str, rule: RetentionRule, dossier: Dossier, occasion: Occasion) -> date | None:
    """The last day on which the newest entry of the group is held; None while its clock has not started."""
    if rule.trigger in (Trigger.CONTRACT_END, Trigger.WITH_PERSON):
        months = rule.months or _contract_months(occasion)
        ends = [contract.end for contract in dossier.contracts]
        known = [end for end in ends if end is not None]
        return add_months(max(known), months) if known and len(known) == len(ends) else None
    if rule.trigger is Trigger.CASE_CLOSED:
        closed = [case.closed_on for case in dossier.cases if case.closed_on is not None]
        return add_months(max(closed), rule.months) if closed and len(closed) == len(dossier.cases) else None
    period = period_of(key, dossier, occasion)
    if period is None:
        return None
    if rule.trigger is Trigger.BOOKING_YEAR_END:
        return add_months(date(period.last.year, 12, 31), rule.months)
    return add_months(period.last, rule.months)


def _contract_months(occasion: Occasion) -> int:
    rules = (rule for rule in occasion.catalogue.rules if rule.trigger is Trigger.CONTRACT_END)
    return next((rule.months for rule in rules), 0)


def _days(key: str, dossier: Dossier) -> Iterator[date | datetime]:
    """The day or moment of each entry of a group."""
    match key:
        case GroupKey.IDENTITY:
            if dossier.person is not None:
                yield dossier.person.created_at
            yield from (v.origin.received_on for v in dossier.history if v.field not in REFUND_FIELDS)
        case GroupKey.REFUND:
            yield from (v.origin.received_on for v in dossier.history if v.field in REFUND_FIELDS)
        case GroupKey.CONTRACT:
            yield from (contract.start for contract in dossier.contracts)
            yield from (contract.end for contract in dossier.contracts if contract.end is not None)
        case GroupKey.CONNECTIONS:
            yield from (row.at for row in dossier.connections)
        case GroupKey.TOP_UPS:
            yield from (row.at for row in dossier.topups)
        case GroupKey.USAGE:
            yield from (row.at for row in dossier.usages)
        case GroupKey.USAGE_SUMS:
            yield from (date(row.year, row.month, 1) for row in dossier.usage_months)
        case GroupKey.SURVEYS:
            yield from (row.at for row in dossier.surveys)
        case _:
            yield from _paper_days(key, dossier)


def _paper_days(key: str, dossier: Dossier) -> Iterator[date | datetime]:
    match key:
        case GroupKey.CONSENTS:
            yield from (entry.on for entry in dossier.consents)
        case GroupKey.FORMS:
            yield from (each.entry.received_on for each in dossier.submissions)
        case GroupKey.REQUESTS:
            yield from (case.received_on for case in dossier.cases)
            yield from (letter.at for case in dossier.cases for letter in case.letters)
            yield from (call.started_at for call in dossier.calls)
        case GroupKey.LETTERS:
            yield from (document.created_at for document in dossier.letters())
        case GroupKey.LOOK_UPS:
            yield from (look_up.at for look_up in dossier.look_ups)
        case GroupKey.DOCUMENTS:
            yield from (document.created_at for document in dossier.documents)
        case _:
            return
