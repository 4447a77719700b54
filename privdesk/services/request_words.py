# SPDX-License-Identifier: MIT
"""Whether a mail looks like a rights request, by words that the clerk can be shown."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from privdesk.domain.cases import Right
from privdesk.resources import resource_toml

_LONGEST_TEXT = 50_000
"""Characters of a mail that are looked at."""
_GAP = r"(?:[^.!?\n]|\n(?!\s*\n)){0,40}?"


def rights_in(text: str) -> Mapping[Right, tuple[str, ...]]:
    """Return the rights that `text` seems to ask for, each with the words as they stand there, in order."""
    folded, places = _fold(text[:_LONGEST_TEXT])
    found: dict[Right, tuple[str, ...]] = {}
    for right, pattern in _patterns().items():
        words = dict.fromkeys(
            " ".join(text[places[match.start()] : places[match.end() - 1] + 1].split())
            for match in pattern.finditer(folded)
        )
        if words:
            found[right] = tuple(words)
    return found


def language_in(text: str) -> str:
    """Return the language (de, fr, it, en) whose request words `text` uses most; empty when none is used."""
    folded, _places = _fold(text[:_LONGEST_TEXT])
    counts = {language: len(pattern.findall(folded)) for language, pattern in _by_language().items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else ""


@cache
def _patterns() -> Mapping[Right, re.Pattern[str]]:
    lists = resource_toml("requests", "words.toml")
    return {right: _pattern([each for words in lists[right].values() for each in words]) for right in Right}


@cache
def _by_language() -> Mapping[str, re.Pattern[str]]:
    lists = resource_toml("requests", "words.toml")
    languages = dict.fromkeys(language for words in lists.values() for language in words)
    return {
        language: _pattern([each for words in lists.values() for each in words.get(language, ())])
        for language in languages
    }


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    ordered = sorted({_fold(each)[0] for each in phrases}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(_phrase(each) for each in ordered) + ")")


def _phrase(phrase: str) -> str:
    parts = [r"\s+".join(re.escape(word) for word in part.split()) for part in phrase.split("…")]
    return (_GAP + r"\b").join(parts)


def _fold(text: str) -> tuple[str, list[int]]:
    """Lower case without marks, and for each character its place in `text`."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text.replace("’", "'")):
        plain = character if character == "…" else unicodedata.normalize("NFKD", character)
        for part in plain.casefold():
            if not unicodedata.combining(part):
                folded.append(part)
                places.append(place)
    return "".join(folded), places
