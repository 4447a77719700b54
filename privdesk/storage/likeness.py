# SPDX-License-Identifier: MIT
"""Who on file may be the person described: evidence for and against, field by field (after Fellegi and Sunter).

Weights are bits of evidence, set by hand for households and neighbours: what a family shares (address, landline)
weighs little, what is one person's own (mobile, date of birth) much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA, JaroWinkler
from sqlalchemy.orm import Session

from privdesk.domain.people import Facts, Likeness, Person, PersonField
from privdesk.storage.candidates import candidates
from privdesk.storage.fold import fold, spellings

_F = PersonField
_PRIOR = -10.0
_SLOPE = 2.0
_LEAST_PERCENT = 30
_OTHER_FIRST_NAME_CAP = 70
_NEAR_NAME = 0.9


@dataclass(frozen=True, slots=True)
class _Weight:
    """Bits for a field that is equal, near, different."""

    equal: float
    near: float
    different: float


_WEIGHTS: Mapping[PersonField, _Weight] = {
    _F.LAST_NAME: _Weight(7, 4.5, -5),
    _F.FIRST_NAME: _Weight(6, 3.5, -9),
    _F.DATE_OF_BIRTH: _Weight(11, 4, -6),
    _F.EMAIL: _Weight(9, 6, -1),
    _F.PHONE_MOBILE: _Weight(10, 3, -0.5),
    _F.PHONE_LANDLINE: _Weight(5, 2, -0.5),
    _F.POSTCODE: _Weight(4, 1, -1.5),
    _F.STREET: _Weight(3, 2, -1),
    _F.NUMBER: _Weight(2, 0.5, -0.5),
    _F.TOWN: _Weight(1, 0.5, -0.5),
    _F.IBAN: _Weight(9, 4, -0.3),
}
_IN_WORDS = frozenset({_F.LAST_NAME, _F.FIRST_NAME, _F.STREET, _F.TOWN, _F.ACCOUNT_HOLDER})
_CODES = frozenset({
    _F.DATE_OF_BIRTH, _F.EMAIL, _F.PHONE_MOBILE, _F.PHONE_LANDLINE, _F.POSTCODE, _F.IBAN,
})  # fmt: skip
_EQUAL, _NEAR, _DIFFERENT = "equal", "near", "different"


def likely_same(session: Session, facts: Facts, limit: int) -> Sequence[Likeness]:
    """People who may be the one described, best first; percent 0–100, at least 30."""
    described = {PersonField(name): value for name, value in facts.items() if value}
    if not described or limit <= 0:
        return []
    words = _Words()
    found = [
        (*_compare(words, described, person.facts), person, number)
        for person, number in candidates(session, described)
    ]
    likely = [each for each in found if each[0] >= _LEAST_PERCENT]
    likely.sort(key=lambda each: (-each[0], each[2].id))
    return [_likeness(*each) for each in likely[:limit]]


class _Words:
    """Folded texts and their spellings, worked out once a search and forgotten with it."""

    def __init__(self) -> None:
        self._folded: dict[str, str] = {}
        self._spelt: dict[str, frozenset[str]] = {}

    def fold(self, text: str) -> str:
        folded = self._folded.get(text)
        if folded is None:
            folded = self._folded[text] = fold(text)
        return folded

    def spellings(self, text: str) -> frozenset[str]:
        spelt = self._spelt.get(text)
        if spelt is None:
            spelt = self._spelt[text] = spellings(text)
        return spelt


def _compare(words: _Words, left: Facts, right: Facts) -> tuple[int, Mapping[PersonField, str]]:
    verdicts = {name: _verdict(words, name, left[name], right[name]) for name in left if right.get(name)}
    if _swapped(words, left, right):
        verdicts[_F.LAST_NAME] = verdicts[_F.FIRST_NAME] = _NEAR
    bits = _PRIOR
    for name, verdict in verdicts.items():
        if name in _WEIGHTS:
            bits += float(getattr(_WEIGHTS[name], verdict))
    percent = round(100 / (1 + 2 ** (-bits / _SLOPE)))
    own = {_F.DATE_OF_BIRTH, _F.PHONE_MOBILE}
    if verdicts.get(_F.FIRST_NAME) == _DIFFERENT and not all(verdicts.get(name) == _EQUAL for name in own):
        percent = min(percent, _OTHER_FIRST_NAME_CAP)
    return percent, verdicts


def _swapped(words: _Words, left: Facts, right: Facts) -> bool:
    names = [
        words.fold(facts.get(name, "")) for facts in (left, right) for name in (_F.LAST_NAME, _F.FIRST_NAME)
    ]
    return all(names) and names[0] == names[3] and names[1] == names[2] and names[0] != names[1]


def _verdict(words: _Words, name: PersonField, left: str, right: str) -> str:
    if left == right:
        return _EQUAL
    if name in _IN_WORDS:
        return _verdict_of_words(words, left, right, initials=name is _F.FIRST_NAME)
    one, other = left.casefold().strip(), right.casefold().strip()
    if one == other:
        return _EQUAL
    if name is _F.DATE_OF_BIRTH and _day_and_month_swapped(one, other):
        return _NEAR
    return _NEAR if name in _CODES and OSA.distance(one, other, score_cutoff=1) <= 1 else _DIFFERENT


def _verdict_of_words(words: _Words, left: str, right: str, *, initials: bool) -> str:
    one, other = words.fold(left), words.fold(right)
    if one == other or (" " not in one + other and words.spellings(left) & words.spellings(right)):
        return _EQUAL
    if initials and 1 in {len(one), len(other)} and one[:1] == other[:1]:
        return _NEAR
    if set(one.split()) & set(other.split()) and (" " in one or " " in other):
        return _NEAR
    near = JaroWinkler.similarity(one, other) >= _NEAR_NAME or OSA.distance(one, other, score_cutoff=1) <= 1
    return _NEAR if near else _DIFFERENT


def _day_and_month_swapped(one: str, other: str) -> bool:
    return one[:4] == other[:4] and one[5:7] == other[8:10] and one[8:10] == other[5:7]


def _likeness(
    percent: int, verdicts: Mapping[PersonField, str], person: Person, user_number: str
) -> Likeness:
    def those(verdict: str) -> frozenset[PersonField]:
        return frozenset(name for name, found in verdicts.items() if found == verdict)

    return Likeness(person, user_number, percent, those(_EQUAL), those(_NEAR), those(_DIFFERENT))
