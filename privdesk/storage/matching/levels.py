# SPDX-License-Identifier: MIT
"""How each field of two records stands: levels finer than equal, near, different; codes are places in `LEVELS`."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from rapidfuzz.distance import OSA, JaroWinkler

from privdesk.domain.matching import Agreement, Compared
from privdesk.storage.matching.prepared import Prepared

_C = Compared
MISSING = 0
FIELDS: tuple[Compared, ...] = tuple(Compared)
_NAME_LEVELS = (
    "missing",
    "rare",
    "equal",
    "common",
    "sounds",
    "near",
    "part",
    "swapped",
    "alike",
    "different",
)
_WORD_LEVELS = ("missing", "equal", "near", "alike", "different")
_CODE_LEVELS = ("missing", "equal", "near", "different")
LEVELS: Mapping[Compared, tuple[str, ...]] = {
    _C.LAST_NAME: _NAME_LEVELS,
    _C.FIRST_NAME: _NAME_LEVELS,
    _C.STREET: _WORD_LEVELS,
    _C.NUMBER: _CODE_LEVELS,
    _C.POSTCODE: _CODE_LEVELS,
    _C.TOWN: _WORD_LEVELS,
    _C.DATE_OF_BIRTH: ("missing", "equal", "near", "parts", "different"),
    _C.EMAIL: _CODE_LEVELS,
    _C.PHONE: ("missing", "equal", "shared", "near", "different"),
    _C.IBAN: _CODE_LEVELS,
}
AGREEMENTS: Mapping[str, Agreement] = {
    "missing": Agreement.MISSING, "rare": Agreement.EQUAL, "equal": Agreement.EQUAL, "common": Agreement.EQUAL,
    "shared": Agreement.EQUAL, "sounds": Agreement.NEAR, "near": Agreement.NEAR, "part": Agreement.NEAR,
    "swapped": Agreement.NEAR, "alike": Agreement.DIFFERENT, "parts": Agreement.DIFFERENT,
    "different": Agreement.DIFFERENT,
}  # fmt: skip

Levels: TypeAlias = tuple[int, ...]
"""One code a field, in the order of `FIELDS`."""
Commonness: TypeAlias = Callable[[str], int]
"""How common a name is: 0 rare, 1 usual, 2 one of the most common."""

_RARE, _NAMES_SOUND, _NAMES_NEAR, _NAMES_PART, _NAMES_SWAPPED, _NAMES_ALIKE, _NAMES_DIFFERENT = (
    1,
    4,
    5,
    6,
    7,
    8,
    9,
)
_EQUAL, _NEAR = 1, 2
_NEAR_NAME, _ALIKE_NAME = 0.92, 0.8
_GENERATION, _LIFE = 15, 70
"""Years between parent and child."""
_LONG = 8


def compare(left: Prepared, right: Prepared, common: Commonness) -> Levels:
    """The level of every field, in the order of `FIELDS`."""
    last, first = _names(left, right, common)
    return (
        last,
        first,
        _words(left.street, right.street),
        _number(left.number, right.number),
        _code(left.postcode, right.postcode, 1),
        _words(left.town, right.town),
        _born(left.born, right.born),
        _email(left.email, right.email),
        _phone(left, right),
        _code(left.iban, right.iban, 2),
    )


def _names(left: Prepared, right: Prepared, common: Commonness) -> tuple[int, int]:
    last = _name(left.last, right.last, left.last_sound == right.last_sound, common)
    first = _name(left.first, right.first, left.first_sound == right.first_sound, common)
    if last >= _NAMES_ALIKE and first >= _NAMES_ALIKE and _swapped(left, right):
        return _NAMES_SWAPPED, _NAMES_SWAPPED
    return last, first


def _swapped(left: Prepared, right: Prepared) -> bool:
    return _alike(left.last, right.first) and _alike(left.first, right.last)


def _alike(one: str, other: str) -> bool:
    return one == other or OSA.distance(one, other, score_cutoff=1) <= 1


def _name(one: str, other: str, sounds: bool, common: Commonness) -> int:
    if not one or not other:
        return MISSING
    if one == other:
        return _RARE + common(one)
    if sounds and one[0] == other[0]:
        return _NAMES_SOUND
    if " " in one or " " in other:
        if one.replace(" ", "") == other.replace(" ", ""):
            return _NAMES_SOUND
        if not set(one.split()).isdisjoint(other.split()):
            return _NAMES_PART
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if (len(shorter) == 1 or len(shorter) >= 3) and longer.startswith(shorter):
        return _NAMES_PART
    slips = 2 if len(longer) >= _LONG else 1
    if OSA.distance(one, other, score_cutoff=slips) <= slips:
        return _NAMES_NEAR
    likeness = JaroWinkler.similarity(one, other, score_cutoff=_ALIKE_NAME)
    if likeness >= _NEAR_NAME:
        return _NAMES_NEAR
    return _NAMES_ALIKE if likeness else _NAMES_DIFFERENT


def _words(one: str, other: str) -> int:
    if not one or not other:
        return MISSING
    if one == other:
        return _EQUAL
    slips = 2 if len(one) >= _LONG else 1
    if OSA.distance(one, other, score_cutoff=slips) <= slips:
        return _NEAR
    likeness = JaroWinkler.similarity(one, other, score_cutoff=_ALIKE_NAME)
    return _NEAR if likeness >= _NEAR_NAME else 3 if likeness else 4


def _number(one: str, other: str) -> int:
    if not one or not other:
        return MISSING
    if one == other:
        return _EQUAL
    bare = one.rstrip("abcdefgh"), other.rstrip("abcdefgh")
    if bare[0] == bare[1]:
        return _NEAR
    return _NEAR if min(len(one), len(other)) >= 2 and OSA.distance(one, other, score_cutoff=1) <= 1 else 3


def _code(one: str, other: str, slips: int) -> int:
    if not one or not other:
        return MISSING
    if one == other:
        return _EQUAL
    return _NEAR if OSA.distance(one, other, score_cutoff=slips) <= slips else 3


def _born(one: str, other: str) -> int:
    if not one or not other:
        return MISSING
    if one == other:
        return _EQUAL
    slip = OSA.distance(one, other, score_cutoff=1) <= 1 or one == other[:4] + other[6:] + other[4:6]
    if slip and not _a_generation_apart(one, other):
        return _NEAR
    return 3 if (one[:4] == other[:4]) + (one[4:6] == other[4:6]) + (one[6:] == other[6:]) >= 2 else 4


def _a_generation_apart(one: str, other: str) -> bool:
    """Whether the years are so far apart that father and son of one name are as likely as a slip."""
    years = (one[:4], other[:4])
    return all(map(str.isdecimal, years)) and _GENERATION <= abs(int(one[:4]) - int(other[:4])) < _LIFE


def _email(one: str, other: str) -> int:
    if not one or not other:
        return MISSING
    if one == other:
        return _EQUAL
    local, other_local = one.partition("@")[0], other.partition("@")[0]
    if local == other_local or OSA.distance(one, other, score_cutoff=2) <= 2:
        return _NEAR
    return 3


def _phone(left: Prepared, right: Prepared) -> int:
    ours = [each for each in (left.mobile, left.landline) if each]
    theirs = [each for each in (right.mobile, right.landline) if each]
    if not ours or not theirs:
        return MISSING
    if left.mobile and left.mobile == right.mobile:
        return 1
    if any(each in theirs for each in ours):
        return 2
    near = any(OSA.distance(one, other, score_cutoff=1) <= 1 for one in ours for other in theirs)
    return 3 if near else 4
