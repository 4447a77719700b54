# SPDX-License-Identifier: MIT
"""The words, dates and numbers of a letter in the person's language; the texts stand in resources/letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one letter by dotted key, already chosen for law and country."""

    language: str
    version: str
    texts: Mapping[str, str]
    months: tuple[str, ...]

    def __call__(self, key: str, **values: object) -> str:
        """The text called `key` with its places filled. Raises: KeyError when there is none."""
        return self.texts[key].format(**values)

    def has(self, key: str) -> bool:
        """Whether there is such a text, and it is not empty."""
        return bool(self.texts.get(key))

    def code(self, table: str, key: str) -> str:
        """A stored code in words; a value that is no known code stays as it is."""
        return self.texts.get(f"codes.{table}.{key}", key)

    def imported(self, table: str, value: str) -> str:
        """A code as other systems write it (`bank transfer`, `TWINT`) in words, else as it stands."""
        return self.texts.get(f"codes.{table}.{'_'.join(value.casefold().split())}", value)

    def counted(self, key: str, count: int) -> str:
        """`count` with its noun: the texts `key.one` and `key.many`."""
        return self(f"{key}.{'one' if count == 1 else 'many'}", count=self.number(count))

    def cited(self, key: str) -> str:
        """The article in brackets after a gap, or nothing where this law has none."""
        cite = self.texts.get(f"cite.{key}", "")
        return f" ({cite})" if cite else ""

    def listed(self, words: Iterable[str]) -> str:
        """Words as a list: a, b and c."""
        several = [word for word in words if word]
        if len(several) < 2:
            return "".join(several)
        return self("format.list_end", first=", ".join(several[:-1]), last=several[-1])

    def joined(self, parts: Iterable[str]) -> str:
        """Longer parts in a row: a; b; c, with the gap that the language wants."""
        return self.texts["format.separator"].join(part for part in parts if part)

    def date_long(self, day: date) -> str:
        """A date in a sentence: 24 mars 2026, 24. März 2026."""
        return self("format.date_long", day=self._day(day), month=self.months[day.month - 1], year=day.year)

    def date_short(self, day: date) -> str:
        """A date in a table: 24.03.2026."""
        return self("format.date", day=f"{day.day:02}", month=f"{day.month:02}", year=day.year)

    def time(self, moment: datetime) -> str:
        """The time of day of a local moment."""
        return self("format.time", hour=f"{moment.hour:02}", minute=f"{moment.minute:02}")

    def moment(self, moment: datetime) -> str:
        """Date and time of a local moment, for a table."""
        return f"{self.date_short(moment.date())} {self.time(moment)}"

    def month(self, year: int, month: int) -> str:
        """A month: März 2026."""
        return self("format.month", month=self.months[month - 1], year=year)

    def number(self, value: int) -> str:
        """A whole number in groups of three, from five digits on in languages that want it so."""
        digits = str(abs(value))
        if len(digits) > int(self.texts["format.group_over"]):
            digits = f"{abs(value):,}".replace(",", self.texts["format.group"])
        return (MINUS if value < 0 else "") + digits

    def money(self, minor: int, currency: str) -> str:
        """An amount with its currency; `minor` in hundredths."""
        whole, cents = divmod(abs(minor), 100)
        amount = f"{self.number(whole)}{self.texts['format.decimal']}{cents:02}"
        sign = MINUS if minor < 0 else ""
        return self("format.money", currency=currency, amount=sign + amount).strip()

    def _day(self, day: date) -> str:
        return self.texts["format.first"] if day.day == 1 and self.has("format.first") else str(day.day)
