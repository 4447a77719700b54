# SPDX-License-Identifier: MIT
"""What a typed text may mean: words, a date of birth, a telephone number, an e-mail address, a code.

Any text gives a query; control characters, search syntax and pasted pages only make it smaller or empty.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from privdesk.storage.fold import LONGEST_TEXT, code_key, fold, words_of

MOST_WORDS = 8
FEWEST_DIGITS = 6
_FEWEST_CODE = 2
_LONGEST_WORD = 40
_PIVOT = 30
_FIRST_YEAR, _FULL_YEAR = 1850, 4
"""Before it nobody on file was born; such a number is a postcode."""
_MONTHS = (
    ("januar", "janvier", "gennaio", "january", "jan", "janv", "gen"),
    ("februar", "fevrier", "febbraio", "february", "feb", "fev", "febb"),
    ("marz", "maerz", "mrz", "mars", "marzo", "march", "mar"),
    ("april", "avril", "aprile", "apr", "avr"),
    ("mai", "maggio", "may", "mag"),
    ("juni", "juin", "giugno", "june", "jun", "giu"),
    ("juli", "juillet", "luglio", "july", "jul", "juil", "lug"),
    ("august", "aout", "agosto", "aug", "ago"),
    ("september", "septembre", "settembre", "sep", "sept", "sett"),
    ("oktober", "octobre", "ottobre", "october", "okt", "oct", "ott"),
    ("november", "novembre", "nov"),
    ("dezember", "decembre", "dicembre", "december", "dez", "dec", "dic"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_EMAIL = re.compile(r"\S*@\S*")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})(?:[-./]|\s(?!\s))(\d{1,2})(?:[-./]|\s)(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(
    r"(?<!\d)(\d{1,2})(\s?[-./,]\s?|\s)(\d{1,2})(?:\s?[-./,]\s?|\s)['’]?(\d{4}|\d{2})(?!\d)"
)
_DAY = r"(?<!\d)(\d{1,2})(?:\.|er|º|°|st|nd|rd|th)?"
_MONTH_WORD = r"([^\W\d_]{3,9})\.?"
_YEAR = r"(\d{4}|['’]\d{2})(?!\d)"
_OF = r"(?:[-\s/,]|of\b|de\b|di\b)*"
_NAMED = re.compile(f"{_DAY}{_OF}{_MONTH_WORD}{_OF}{_YEAR}", re.IGNORECASE)
_NAMED_SHORT = re.compile(rf"{_DAY}{_OF}{_MONTH_WORD}{_OF}(\d{{2}})$", re.IGNORECASE)
"""Only alone: `rue du 4 septembre 15` is a street with its number."""
_NAMED_FIRST = re.compile(
    rf"(?<![^\W_]){_MONTH_WORD}\s*(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+{_YEAR}", re.IGNORECASE
)
_RUN_TOGETHER = re.compile(r"\d{8}|\d{6}")
_ONLY_NUMBER = re.compile(r"[\d\s+()/.\-]+")
_REFERENCE = re.compile(r"#?\s?([RF]-\d[\d-]*)")
_WHOLE_NUMBER = re.compile(r"R-20\d\d-\d{4,8}|F-\d\d-\d{5,8}", re.ASCII)
_SPOKEN_REFERENCE = re.compile(r"#?\s?(?:(R)[\s-]*(\d{4})[\s/-]+(\d{1,4})|(F)[\s-]*(\d{2})[\s/-]+(\d{1,5}))")
"""As it is said or jotted down: R 2026 38, F-26-16."""
_BESIDE = re.compile(
    r"(?P<before>[+(]?\d[\d\s()/.\-]*)\s(?=[^\W\d_])|(?<=[^\W\d_])[\s,:]+(?P<after>[+(]?\d[\d\s()/.\-]*)$"
)
"""A number before or behind words: a telephone, a user number – or a house and a postcode, which are words as well."""
_TRUNK_ZERO = re.compile(r"\(0\)")


@dataclass(frozen=True, slots=True)
class Query:
    """One typed text, taken apart. Every part that is there must fit; `phone` and `code` are the whole text."""

    words: tuple[str, ...] = ()
    days: frozenset[str] = frozenset()
    """ISO dates of birth that the text may mean."""
    email: str = ""
    phone: str = ""
    """Digits without the zeros that stand for a country or a trunk line."""
    code: str = ""
    """The whole text as a user number or badge."""
    reference: str = ""
    """The whole text as the number of a case (R-…) or a form (F-…), or the beginning of one."""
    spoken: str = ""
    """The number that is meant by one as it is said, without signs or the zeros before it."""
    whole_number: str = ""
    """The whole text where it is, sign for sign, such a number: what an agency's reference is turned into. One that an
    agency's clerk types so was marked on its way through the wall, and is none."""
    names: tuple[str, ...] = ()
    """The words without the number that stands before or behind them."""
    number: str = ""
    """That number as typed; empty when there is none, or no word beside it."""
    digits: str = ""
    """The digits of a text that is a telephone number, as typed."""
    text: str = ""
    """What was typed, without what cannot be seen."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.words or self.days or self.email or self.phone or self.code)


def parse_query(typed: str) -> Query:
    """Take a typed text apart."""
    text = " ".join("".join(map(_seen, typed[:LONGEST_TEXT])).split())
    email = _EMAIL.search(text)
    rest = text.replace(email.group(), " ", 1) if email else text
    days, rest = _days(rest)
    words = _words(rest)
    names, number = _beside(rest)
    code = code_key(text)
    reference = _REFERENCE.fullmatch(text.upper())
    return Query(
        words=words,
        days=days,
        email=email.group().strip("<>,;\"'").casefold() if email else "",
        phone=phone_digits(text) if _ONLY_NUMBER.fullmatch(text) else "",
        code=code if len(code) >= _FEWEST_CODE and not email and len(words) <= MOST_WORDS else "",
        reference=reference[1] if reference else "",
        spoken=_spoken(text.upper()),
        whole_number=typed.strip()
        if len(typed) < LONGEST_TEXT and _WHOLE_NUMBER.fullmatch(typed.strip())
        else "",
        names=names,
        number=number,
        digits=digits_of(text),
        text=text,
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in words_of(text)))[:MOST_WORDS]


def _beside(text: str) -> tuple[tuple[str, ...], str]:
    """The words of `text` and the number before or behind them; nothing when one of both is missing."""
    found = _BESIDE.match(text) or _BESIDE.search(text)
    if not found:
        return (), ""
    names = _words(text[: found.start()] + " " + text[found.end() :])
    return (names, (found["before"] or found["after"]).strip()) if names else ((), "")


def _spoken(text: str) -> str:
    found = _SPOKEN_REFERENCE.fullmatch(text)
    if not found:
        return ""
    case, year, number, _form, short, entry = found.groups()
    return f"R-{year}-{int(number):04}" if case else f"F-{short}-{int(entry):05}"


def _seen(c: str) -> str:
    """The character itself, digits of any script plain; marks of direction and joining go, other invisible ones divide."""
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    return c if c.isprintable() else "" if unicodedata.category(c) == "Cf" else " "


def digits_of(text: str) -> str:
    """The plain digits in `text`."""
    return "".join(c for c in text if c.isdecimal() and c.isascii())


def phone_digits(text: str) -> str:
    """Digits of a telephone number as dialled from anywhere, or out of its middle; empty when there are fewer than six."""
    digits = digits_of(_TRUNK_ZERO.sub("", text))
    dialled = digits.lstrip("0")
    return dialled if len(dialled) >= FEWEST_DIGITS else digits if len(digits) >= FEWEST_DIGITS else ""


def _days(text: str) -> tuple[frozenset[str], str]:
    """Dates in `text`, and the text without them."""
    for pattern, read in (
        (_YEAR_FIRST, _year_first), (_NAMED, _named), (_NAMED_FIRST, _named_first), (_YEAR_LAST, _year_last),
    ):  # fmt: skip
        match = pattern.search(text)
        days = read(match) if match else frozenset()
        if match and days:
            return days, text.replace(match.group(), " ", 1)
    short = _NAMED_SHORT.match(text)
    if short and (days := _named(short)):
        return days, ""
    if _RUN_TOGETHER.fullmatch(text):
        days = _both_orders(text[:2], text[2:4], text[4:]) | _valid(text[:-4], text[-4:-2], text[-2:])
        return days, "" if days else text
    return frozenset(), text


def _year_first(match: re.Match[str]) -> frozenset[str]:
    return _valid(match[1], match[2], match[3])


def _year_last(match: re.Match[str]) -> frozenset[str]:
    if match[2].strip() == "/":
        return _both_orders(match[1], match[3], match[4])
    return _valid(match[4], match[3], match[1])


def _named(match: re.Match[str]) -> frozenset[str]:
    month = _MONTH.get(fold(match[2]))
    return _valid(match[3], str(month), match[1]) if month else frozenset()


def _named_first(match: re.Match[str]) -> frozenset[str]:
    month = _MONTH.get(fold(match[1]))
    return _valid(match[3], str(month), match[2]) if month else frozenset()


def _both_orders(first: str, second: str, year: str) -> frozenset[str]:
    """Day before month; month before day only where the other order makes no date."""
    return _valid(year, second, first) or _valid(year, first, second)


def _valid(year: str, month: str, day: str) -> frozenset[str]:
    number = int(year.lstrip("'’"))
    if len(year) < _FULL_YEAR:
        number += 1900 if number > _PIVOT else 2000
    if number < _FIRST_YEAR:
        return frozenset()
    try:
        return frozenset({date(number, int(month), int(day)).isoformat()})
    except ValueError:
        return frozenset()
