# SPDX-License-Identifier: MIT
"""The words of intake as data: `resources/requests/<language>.toml`, made ready for looking into a letter."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from privdesk.domain.rights import Right
from privdesk.resources import resource_toml

LETTER_LANGUAGES = ("de", "fr", "it", "en")
_GAP = 6
"""Words that "…" may stand for; "……" stands for twice as many."""
_WORD = re.compile(r"\*?\w+\*?")
_ITEM = re.compile(r"\{\w+\}|…+|\*?\w+\*?")
_SHORTEST_MISSPELT = 6
_ANY_WORD = r"\S+"

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """What one language brings."""

    rights: Mapping[Right, Pattern]
    unless: Mapping[str, Pattern]
    """Words that make a sentence one about something else, such as an invoice."""
    notices: Mapping[str, Pattern]
    around: Mapping[str, Pattern]
    purposes: Mapping[str, Pattern]
    """Purposes of the catalogue by key; `all` for every consent."""
    quote: Pattern
    footer: Pattern
    bulk: Pattern
    common: frozenset[str]
    forwarded: frozenset[str]
    reply: frozenset[str]
    other_acts: Pattern
    """Words of erasing and correcting, which a request for access may stand before."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that rules know, by which a misspelt one is understood."""

    whole: frozenset[str]
    stems: tuple[str, ...]
    ends: tuple[str, ...]

    def known(self, word: str) -> bool:
        """Whether a rule names this word."""
        return word in self.whole or word.startswith(self.stems) or word.endswith(self.ends)


@cache
def rules_of(language: str) -> LanguageRules:
    """The rules of one language."""
    data = resource_toml("requests", f"{language}.toml")
    patterns = _Patterns(data)
    around = {name: patterns.of(data["around"][name]) for name in data["around"]}
    text = data["text"]
    return LanguageRules(
        rights={right: patterns.of(data["rights"][right.value]) for right in Right},
        unless={key: patterns.of(words) for key, words in data["unless"].items()},
        notices={key: patterns.of(words) for key, words in data["notices"].items()},
        around=around,
        purposes={key: patterns.of(words) for key, words in data["purposes"].items()},
        quote=patterns.of(text["quote"], gap=25, start=True),
        footer=patterns.of(text["footer"], gap=12),
        bulk=patterns.of(text["bulk"]),
        common=frozenset(fold(word) for word in text["common"]),
        forwarded=frozenset(text["forwarded"]),
        reply=frozenset(fold(word) for word in text["reply"]),
        other_acts=patterns.of(["{delete}", "{fix}"]),
    )


@cache
def other_common() -> frozenset[str]:
    """Common words of languages that are not read."""
    return frozenset(fold(word) for word in resource_toml("requests", "other.toml")["text"]["common"])


@cache
def vocabulary() -> Vocabulary:
    """Every word of five letters or more that a rule of any language names, and the common ones."""
    words: set[str] = set()
    common: set[str] = set()
    for language in LETTER_LANGUAGES:
        data = resource_toml("requests", f"{language}.toml")
        for part in ("lists", "rights", "notices", "unless", "around"):
            words |= {word for phrases in data[part].values() for each in phrases for word in _words(each)}
        common |= {word for phrases in data["text"].values() for each in phrases for word in _words(each)}
    plain = frozenset(word for word in words if "*" not in word) | frozenset(common)
    stems = tuple(sorted(word[:-1] for word in words if word.endswith("*") and not word.startswith("*")))
    ends = tuple(sorted(word[1:] for word in words if word.startswith("*") and len(word) > 3))
    return Vocabulary(plain, stems, tuple(end.rstrip("*") for end in ends))


@cache
def understood(word: str) -> str:
    """The word as written, or the one that rules know and that differs by one slip of the pen.

    Only longer words are understood so, and only where the first letter is right.
    """
    known = vocabulary()
    if len(word) < _SHORTEST_MISSPELT - 1 or known.known(word) or not word.isalpha():
        return word
    for candidate in sorted(known.whole):
        if len(candidate) >= _SHORTEST_MISSPELT and candidate[0] == word[0] and one_slip(word, candidate):
            return candidate
    for stem in known.stems:
        if len(stem) < _SHORTEST_MISSPELT - 1 or stem[0] != word[0]:
            continue
        for length in (len(stem) - 1, len(stem), len(stem) + 1):
            if len(word) >= length and one_slip(word[:length], stem):
                return stem + word[length:]
    return word


def one_slip(written: str, meant: str) -> bool:
    """Whether one letter is missing, too many, wrong, or two stand the wrong way round."""
    short, long = sorted((written, meant), key=len)
    if len(long) - len(short) > 1 or short == long:
        return False
    at = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


def fold(text: str) -> str:
    """Lower case without accents."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(each for each in plain if not unicodedata.combining(each))


def _words(phrase: str) -> list[str]:
    return _WORD.findall(fold(re.sub(r"\{\w+\}|…", " ", phrase)))


class _Patterns:
    """Phrases of one file as patterns over words that are divided by single blanks."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._lists: Mapping[str, Sequence[str]] = data["lists"]
        months = "|".join(fold(month) for month in data["text"]["months"])
        day = r"\d{1,2}(?:er|st|nd|rd|th)?"
        self._date = rf"(?:{day} (?:of )?(?:{months})|{day} \d{{1,2}}(?: \d{{2,4}})?|(?:{months}) {day})"

    def of(self, phrases: Iterable[str], *, gap: int = _GAP, start: bool = False) -> Pattern:
        """One pattern that finds any of the phrases."""
        ways = "|".join(self._phrase(each, gap) for each in sorted(set(phrases), key=len, reverse=True))
        return re.compile(rf"{'^ ' if start else '(?<= )'}(?:{ways})(?= )")

    def _phrase(self, phrase: str, gap: int) -> str:
        made = ""
        glue = ""
        for item in _ITEM.findall(_folded_items(phrase)):
            if item.startswith("…"):
                glue = rf"(?: \S+){{0,{gap * len(item)}}}? "
                continue
            made += (glue if made else "") + self._item(item, gap)
            glue = " "
        return made

    def _item(self, item: str, gap: int) -> str:
        if item == "{word}":
            return _ANY_WORD
        if item == "{date}":
            return self._date
        if item.startswith("{"):
            return "(?:" + "|".join(self._phrase(each, gap) for each in self._lists[item[1:-1]]) + ")"
        before, after = item.startswith("*"), item.endswith("*")
        core = re.escape(item.strip("*"))
        return (r"\w*" if before else "") + core + (r"\w*" if after else "")


def _folded_items(phrase: str) -> str:
    parts = re.split(r"(\{\w+\}|…+)", phrase)
    return "".join(part if part.startswith(("{", "…")) else fold(part) for part in parts)
