# SPDX-License-Identifier: MIT
"""Records as they come in again: with slips, moved, married, half empty; and people who really are new."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.million_people import Someone
from privdesk.domain.people import Facts, PersonField
from privdesk.storage.matching.prepared import COMPARED

_F = PersonField
_LETTERS, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
_NAMES = (_F.LAST_NAME, _F.FIRST_NAME)
_ADDRESS = (_F.STREET, _F.NUMBER, _F.POSTCODE, _F.TOWN)
_OWN = (_F.DATE_OF_BIRTH, _F.EMAIL, _F.PHONE_MOBILE)
"""What is a person's own: who moves and has none of it on file leaves nothing to be known by but the name."""
_Maker = Callable[["Corrupter", dict[PersonField, str]], None]


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody described: how it came about, the facts, and whom they mean (0: nobody on file)."""

    how: str
    facts: Facts
    person_id: int


def facts_of(one: Someone) -> dict[PersonField, str]:
    """What matching compares of an invented person."""
    found = {name: getattr(one, name.value, "") for name in COMPARED}
    return {name: value for name, value in found.items() if value}


class Corrupter:
    """Makes records of people on file as they come in another time; the same for the same seed."""

    def __init__(self, people: Sequence[Someone], seed: int) -> None:
        self._people = [one for one in people if one.first_name]
        self._dice = random.Random(seed)
        self._ways: Mapping[str, _Maker] = {
            "one slip": lambda own, facts: own._slips(facts, 1),
            "two slips": lambda own, facts: own._slips(facts, 2),
            "moved": Corrupter._move,
            "moved, a slip": Corrupter._move_and_slip,
            "married": Corrupter._marry,
            "half empty": Corrupter._thin_out,
            "names swapped": Corrupter._swap,
            "another spelling": Corrupter._spell,
        }

    def again(self, count: int) -> Iterator[Described]:
        """So many records of people on file, each in another way."""
        for place, one in enumerate(self._dice.sample(self._people, count)):
            facts = facts_of(one)
            how = list(self._ways)[place % len(self._ways)]
            if how.startswith("moved") and not any(name in facts for name in _OWN):
                how = "one slip"
            self._ways[how](self, facts)
            yield Described(how, {name: value for name, value in facts.items() if value}, one.id)

    def new_relatives(self, strangers: Sequence[Someone]) -> Iterator[Described]:
        """These people, who are new, as if they lived with somebody on file, were a twin of one or had one's name."""
        for place, stranger in enumerate(strangers):
            one = self._dice.choice(self._people)
            facts, theirs = facts_of(stranger), facts_of(one)
            how = ("household", "twin", "namesake")[place % 3]
            facts.pop(_F.EMAIL, None)
            if how == "namesake":
                facts |= {name: theirs[name] for name in _NAMES}
            else:
                shared = (*_ADDRESS, _F.LAST_NAME, _F.PHONE_LANDLINE)
                facts |= {name: theirs[name] for name in shared if name in theirs}
                if how == "twin" and _F.DATE_OF_BIRTH in theirs:
                    facts[_F.DATE_OF_BIRTH] = theirs[_F.DATE_OF_BIRTH]
            if how == "namesake" or facts.get(_F.FIRST_NAME) != theirs[_F.FIRST_NAME]:
                yield Described(how, facts, 0)

    def _slips(self, facts: dict[PersonField, str], count: int) -> None:
        for name in self._dice.sample(sorted(facts), min(count, len(facts))):
            facts[name] = self._slip(facts[name])

    def _slip(self, text: str) -> str:
        """One letter too many, too few, wrong, or two swapped."""
        if len(text) < 2:
            return text
        dice, at = self._dice, self._dice.randrange(len(text) - 1)
        some = dice.choice(_DIGITS if text[at].isdigit() else _LETTERS)
        way = dice.randrange(4)
        if way == 0:
            return text[:at] + text[at + 1 :]
        if way == 1:
            return text[:at] + some + text[at:]
        if way == 2:
            return text[:at] + some + text[at + 1 :]
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]

    def _move(self, facts: dict[PersonField, str]) -> None:
        other = facts_of(self._dice.choice(self._people))
        facts |= {name: other.get(name, "") for name in (*_ADDRESS, _F.PHONE_LANDLINE)}

    def _move_and_slip(self, facts: dict[PersonField, str]) -> None:
        self._move(facts)
        self._slips(facts, 1)

    def _marry(self, facts: dict[PersonField, str]) -> None:
        facts[_F.LAST_NAME] = self._dice.choice(self._people).last_name

    def _thin_out(self, facts: dict[PersonField, str]) -> None:
        for name in self._dice.sample(sorted(set(facts) - set(_NAMES)), min(3, len(facts) - 3)):
            del facts[name]

    def _swap(self, facts: dict[PersonField, str]) -> None:
        facts[_F.LAST_NAME], facts[_F.FIRST_NAME] = facts[_F.FIRST_NAME], facts[_F.LAST_NAME]

    def _spell(self, facts: dict[PersonField, str]) -> None:
        """Umlauts written out or left away, the street shortened, the birthday forgotten."""
        for name in (*_NAMES, _F.STREET, _F.TOWN):
            text = facts.get(name, "")
            for one, other in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("strasse", "str."), ("é", "e")):
                text = text.replace(one, other)
            facts[name] = text
        facts.pop(_F.DATE_OF_BIRTH, None)
