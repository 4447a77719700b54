# SPDX-License-Identifier: MIT
"""Until when a data group is kept: the rule's months after its trigger."""

from datetime import date

from privdesk.domain.catalogue import RetentionRule, Trigger


def kept_until(
    rule: RetentionRule,
    *,
    event: date | None = None,
    contract_end: date | None = None,
    case_closed: date | None = None,
) -> date | None:
    """The last day on which the data are kept; None while the trigger has not happened or they follow the person.

    `event` is the day of the entry itself (a booking falls into the calendar year of that day).

    Law: GDPR Art. 5(1)(e); FADP Art. 6(4).
    """
    start = {
        Trigger.CONTRACT_END: contract_end,
        Trigger.BOOKING_YEAR_END: event and date(event.year, 12, 31),
        Trigger.EVENT: event,
        Trigger.CASE_CLOSED: case_closed,
        Trigger.WITH_PERSON: None,
    }[rule.trigger]
    return add_months(start, rule.months) if start is not None else None


def add_months(day: date, months: int) -> date:
    """The same-numbered day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1).toordinal()) - 1
    return date.fromordinal(min(date(year, month + 1, 1).toordinal() + day.day - 1, last))
