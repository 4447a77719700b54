# SPDX-License-Identifier: MIT
"""Dates as people type them: 24.3.26, 24/03/2026, 2026-03-24, 24 mars 2026, 240326, today."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from privdesk.i18n import _
from privdesk.ui.widgets.field import LineField

_MONTHS = {
    1: ("jan", "gen"),
    2: ("feb", "fev", "fév"),
    3: ("mar", "mär", "mrz"),
    4: ("apr", "avr"),
    5: ("may", "mai", "mag"),
    6: ("jun", "juin", "giu"),
    7: ("jul", "juil", "lug"),
    8: ("aug", "aou", "aoû", "ago"),
    9: ("sep", "set"),
    10: ("oct", "okt", "ott"),
    11: ("nov",),
    12: ("dec", "dez", "déc", "dic"),
}
_TODAY = ("today", "heute", "aujourd'hui", "oggi", "t")
_YESTERDAY = ("yesterday", "gestern", "hier", "ieri")


def parse_date(text: str, today: date) -> date | None:
    """Read a typed date, day before month; two-digit years lie at most ten years ahead of `today`."""
    words = text.strip().lower().replace("’", "'")
    if words in _TODAY:
        return today
    if words in _YESTERDAY:
        return today - timedelta(days=1)
    if iso := re.fullmatch(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})", words):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    if plain := re.fullmatch(r"(\d{2})(\d{2})(\d{2}|\d{4})", words):
        return _date(_year(plain[3], today), int(plain[2]), int(plain[1]))
    if split := re.fullmatch(r"(\d{1,2})[-./ ]+(\d{1,2})(?:[-./ ]+(\d{2}|\d{4}))?[.]?", words):
        return _date(_year(split[3], today), int(split[2]), int(split[1]))
    if named := re.fullmatch(
        r"(\d{1,2})(?:\.|er|º|°|st|nd|rd|th)?\s*([^\W\d_]+)\.?(?:\s+(\d{2}|\d{4}))?", words
    ):
        return _date(_year(named[3], today), _month(named[2]), int(named[1]))
    return None


def _month(word: str) -> int:
    hits = [month for month, starts in _MONTHS.items() if any(word.startswith(start) for start in starts)]
    return hits[0] if hits else 0


def _year(text: str | None, today: date) -> int:
    if text is None:
        return today.year
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year - 100 if year > today.year + 10 else year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DateField(LineField):
    """A typed date, put into one form when the field is left; `today` is handed in, in the office's zone."""

    def __init__(
        self,
        label: str,
        today: Callable[[], date],
        *,
        value: date | None = None,
        mandatory: bool = False,
        label_width: int = 0,
        with_disc: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            label,
            hint=_("day month year"),
            mandatory=mandatory,
            label_width=label_width,
            with_disc=with_disc,
            parent=parent,
        )
        self._today = today
        self.set_date(value)
        self.left.connect(self._settle)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDate)

    @property
    def day(self) -> date | None:
        """The date, or None when the field is empty or cannot be read."""
        return parse_date(self.value, self._today())

    def set_date(self, value: date | None) -> None:
        """Show a date."""
        self.set_value("" if value is None else value.strftime("%d.%m.%Y"))

    def _settle(self) -> None:
        if not self.value:
            return
        read = self.day
        if read is None:
            self.set_error(_("This is not a date. Type day, month and year: 24.3.2026."))
        else:
            self.set_date(read)
