# SPDX-License-Identifier: MIT
"""Dates, amounts and numbers as the desk writes them on screen. Letters have their own rules."""

from datetime import date, datetime

from privdesk.i18n import _, ngettext
from privdesk.services.clock import OfficeClock

MINUS = "\u2212"
THIN_GAP = "\u202f"
_GROUP = "’"


def number(value: int) -> str:
    """A whole number in groups of three: 1’846."""
    return f"{abs(value):,}".replace(",", _GROUP) if value >= 0 else MINUS + number(-value)


def money(minor: int, currency: str) -> str:
    """An amount in minor units with its currency before: CHF 23.40, CHF −3.10."""
    whole, cents = divmod(abs(minor), 100)
    sign = MINUS if minor < 0 else ""
    return f"{currency} {sign}{number(whole)}.{cents:02d}"


def percent(value: int) -> str:
    """A share with a thin gap: 94 %."""
    return f"{value}{THIN_GAP}%"


def iban(value: str) -> str:
    """An IBAN in fours."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


def phone(value: str, country: str = "CH") -> str:
    """A number on file (E.164) as people of `country` write it: 079 555 01 47; foreign ones with their +."""
    import phonenumbers

    try:
        known = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        return value
    here = known.country_code == phonenumbers.country_code_for_region(country)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(known, style))


def weekday(day: date) -> str:
    """The short name of the weekday."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day.weekday()]


def month(number_of_month: int) -> str:
    """The short name of a month (1 to 12)."""
    return (
        _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"),
        _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
    )[number_of_month - 1]  # fmt: skip


def date_long(day: date) -> str:
    """A date in full: Tue 24 Mar 2026."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekday(day), day=day.day, month=month(day.month), year=day.year
    )


def date_short(day: date, today: date) -> str:
    """A date for a narrow column: `today`, 24 Mar, or 24 Mar 2025 when it is another year."""
    if day == today:
        return _("today")
    if day.year == today.year:
        return _("{day} {month}").format(day=day.day, month=month(day.month))
    return _("{day} {month} {year}").format(day=day.day, month=month(day.month), year=day.year)


def date_plain(day: date) -> str:
    """A date without the weekday: 24 Mar 2026."""
    return _("{day} {month} {year}").format(day=day.day, month=month(day.month), year=day.year)


def clock_time(moment: datetime, clock: OfficeClock) -> str:
    """The time on the office's wall: 10:42."""
    return f"{clock.local(moment):%H:%M}"


def moment_short(moment: datetime, clock: OfficeClock) -> str:
    """A moment for a narrow column: 10:42 for today, else the date."""
    if clock.day_of(moment) == clock.today():
        return clock_time(moment, clock)
    return date_short(clock.day_of(moment), clock.today())


def moment_long(moment: datetime, clock: OfficeClock) -> str:
    """A moment in full: Tue 24 Mar 2026, 10:42."""
    return _("{date}, {time}").format(date=date_long(clock.day_of(moment)), time=clock_time(moment, clock))


def days_left(days: int) -> str:
    """How long is left: 9 days, 1 day, today, 2 days late."""
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("{count} day", "{count} days", days).format(count=number(days))
    return ngettext("{count} day late", "{count} days late", -days).format(count=number(-days))


def duration(minutes: int) -> str:
    """Minutes as hours and minutes: 45 min, 1 h 10 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)


def quoted(text: str) -> str:
    """Foreign text in quotation marks, once; it is never interpreted."""
    if text.startswith("“") and text.endswith("”"):
        return text
    return _("“{text}”").format(text=text)


def listed(parts: list[str]) -> str:
    """Words one after the other: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
