# SPDX-License-Identifier: MIT
"""What somebody types to find an invented person: names in any order, with slips of the keys."""

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache

from benchmarks import million
from benchmarks.million_people import Someone
from privdesk.storage.fold import words_of

SEED = 7
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SAMPLED, _LONG = 20_000, 6
RARE = 10
"""People who bear a name at most, so that one word can mean one of them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What is typed, and who is meant."""

    text: str
    person: int


def sample(count: int) -> list[Someone]:
    """People from the whole range with a first name."""
    found = _chosen()[0]
    return random.Random(SEED).sample(found, min(count, len(found)))


def rare(count: int) -> list[Someone]:
    """Those of them whose last name, one word of six letters or more, is borne by ten people at most."""
    found = _chosen()[1]
    return random.Random(SEED).sample(found, min(count, len(found)))


@cache
def _chosen() -> tuple[list[Someone], list[Someone]]:
    """Some of the people, and some with rare names; chosen once and kept beside the million."""
    path = million.vault().parent / "typed.json"
    if not path.exists():
        step = max(1, million.PEOPLE // _SAMPLED)
        some = [each for each in million.people() if each.id % step == 0 and each.first_name]
        borne = Counter(each.last_name for each in million.people())
        few = [
            each for each in some
            if borne[each.last_name] <= RARE and len(words_of(each.last_name)) == 1 and len(each.last_name) >= _LONG
        ]  # fmt: skip
        path.write_text(
            json.dumps([[asdict(each) for each in group] for group in (some, few)]), encoding="utf-8"
        )
    groups = json.loads(path.read_text(encoding="utf-8"))
    some, few = ([Someone(**each) for each in group] for group in groups)
    return some, few


def two_words(people: Sequence[Someone], slips: int) -> list[Typed]:
    """First and last name in either order with so many slips altogether, the first letter not spared."""
    dice = random.Random(SEED + slips)
    return [Typed(_text(dice, each, slips), each.id) for each in people]


def one_word(people: Sequence[Someone]) -> list[Typed]:
    """The last name with one slip."""
    dice = random.Random(SEED)
    return [Typed(slipped(dice, words_of(each.last_name)[0]), each.id) for each in people]


def keystrokes(typed: Sequence[Typed]) -> Iterator[str]:
    """Every state of the field from the first letter on."""
    for each in typed:
        for end in range(1, len(each.text) + 1):
            if each.text[end - 1] != " ":
                yield each.text[:end]


def slipped(dice: random.Random, word: str) -> str:
    """The word with one letter wrong, missing, too many, or two swapped."""
    at, kind = dice.randrange(len(word)), dice.randrange(4)
    if kind == 3 and len(word) > 1:
        at = min(at, len(word) - 2)
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return swapped if swapped != word else slipped(dice, word)
    letter = dice.choice(LETTERS.replace(word[at], ""))
    if kind == 1 and len(word) > 2:
        return word[:at] + word[at + 1 :]
    return word[:at] + letter + word[at + (kind == 0) :]


def _text(dice: random.Random, someone: Someone, slips: int) -> str:
    first, last = words_of(someone.first_name)[0], max(words_of(someone.last_name), key=len)
    words = [first, last]
    for _each in range(slips):
        at = 1 if dice.random() < len(last) / (len(first) + len(last)) else 0
        words[at] = slipped(dice, words[at])
    if dice.random() < 0.5:
        words.reverse()
    return " ".join(words)
