# SPDX-License-Identifier: MIT
"""How well the words of a letter tell which rights it asks: tuned-on letters and those kept apart, right by right."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measures import Measure
from privdesk.domain.rights import Right
from privdesk.services.request_words import LetterReading, Notice, read_letter

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "intake" / "corpus"
HALVES = ("tuned", "holdout")
_GOALS = {"all": 90.0, "erasure": 95.0}


@dataclass(frozen=True, slots=True)
class Score:
    """How often something was rightly seen, wrongly seen, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was seen that is there."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was seen."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@cache
def letters(half: str) -> tuple[Mapping[str, Any], ...]:
    """The letters of one half of the corpus."""
    files = sorted((CORPUS / half).glob("*.toml"))
    return tuple(mail for file in files for mail in tomllib.loads(file.read_text("utf-8"))["mail"])


@cache
def readings(half: str) -> tuple[LetterReading, ...]:
    """What is read out of each."""
    return tuple(read_letter(mail["subject"], mail["text"]) for mail in letters(half))


def scores(half: str) -> Mapping[str, Score]:
    """By right and notice, `representative`, and `all` for the rights together."""
    found: dict[str, Score] = {}
    for mail, reading in zip(letters(half), readings(half), strict=True):
        for right in Right:
            _count(found, right.value, right.value in mail["rights"], right in reading.rights)
        for notice in Notice:
            if notice is not Notice.TOLD_FIRST:
                _count(found, notice.value, mail.get(notice.value, False), notice in reading.notices)
        seen = reading.representative.value if reading.representative is not None else ""
        known = mail.get("representative", "")
        if seen or known:
            one = Score(seen == known, bool(seen) and seen != known, bool(known) and seen != known)
            found["representative"] = found.get("representative", Score()) + one
    found["all"] = sum((found[right.value] for right in Right), Score())
    return found


def languages(half: str) -> float:
    """Share of letters whose language was told."""
    pairs = [
        (mail["language"], reading.language)
        for mail, reading in zip(letters(half), readings(half), strict=True)
    ]
    return sum(bool(known == told) for known, told in pairs) / len(pairs)


def measure() -> Iterator[Measure]:
    """Precision on the letters kept apart, with recall and what the tuned-on ones give; the time for one letter."""
    tuned, apart = scores("tuned"), scores("holdout")
    for name in sorted(apart, key=lambda name: name != "all"):
        yield Measure(
            f"intake {name}",
            f"Intake: {'all rights' if name == 'all' else name}, precision on letters kept apart",
            round(apart[name].precision * 100, 1),
            "%",
            _GOALS.get(name),
            at_least=True,
            detail=_detail(apart[name], tuned.get(name, Score())),
        )
    told = languages("holdout") * 100
    yield Measure("intake language", "Intake: language told, letters kept apart", round(told, 1), "%")
    mails = [mail for half in HALVES for mail in letters(half)]
    begun = perf_counter()
    for mail in mails:
        read_letter(mail["subject"], mail["text"])
    spent = (perf_counter() - begun) / len(mails) * 1000
    yield Measure("intake time", "Intake: one letter read", round(spent, 2), "ms", 20.0)


def _detail(apart: Score, tuned: Score) -> Mapping[str, float]:
    return {
        "recall %": round(apart.recall * 100, 1), "rightly": apart.right, "wrongly": apart.wrong, "missed": apart.missed,
        "tuned-on precision %": round(tuned.precision * 100, 1), "tuned-on recall %": round(tuned.recall * 100, 1),
    }  # fmt: skip


def _count(found: dict[str, Score], name: str, is_there: bool, seen: bool) -> None:
    one = Score(is_there and seen, seen and not is_there, is_there and not seen)
    found[name] = found.get(name, Score()) + one
