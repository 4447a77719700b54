# SPDX-License-Identifier: MIT
"""Who on file may be the person described: evidence for and against, field by field (after Fellegi and Sunter).

Weights are bits of evidence, set by hand for households and neighbours: what a family shares (address, landline)
weighs little, what is one person's own (mobile, date of birth) much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA, JaroWinkler
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from privdesk.domain.people import Facts, Likeness, PersonField, PersonId
from privdesk.storage import dialect
from privdesk.storage.fold import fold, spellings
from privdesk.storage.queries import digits_of
from privdesk.storage.rows_people import ContractRow, PersonRow

_F = PersonField
_PRIOR = -10.0
_SLOPE = 2.0
_LEAST_PERCENT = 30
_OTHER_FIRST_NAME_CAP = 70
_NEAR_NAME = 0.9
_BLOCK = 200
_START = 3
_HIGHEST = "\U0010ffff"


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
_EQUAL, _NEAR, _DIFFERENT = "equal", "near", "different"


def likely_same(session: Session, facts: Facts, limit: int) -> Sequence[Likeness]:
    """People who may be the one described, best first; percent 0–100, at least 30."""
    described = {PersonField(name): value for name, value in facts.items() if value}
    blocks = _blocks(session, described)
    if not blocks or limit <= 0:
        return []
    rows: dict[int, PersonRow] = {}
    for block in blocks:
        rows.update((row.id, row) for row in session.scalars(select(PersonRow).where(block).limit(_BLOCK)))
    scored = [(_compare(described, row.facts()), row) for row in rows.values()]
    best = sorted(
        ((percent, verdicts, row) for (percent, verdicts), row in scored if percent >= _LEAST_PERCENT),
        key=lambda one: (-one[0], one[2].id),
    )[:limit]
    numbers = _user_numbers(session, [row.id for _, _, row in best])
    return [_likeness(row, percent, verdicts, numbers) for percent, verdicts, row in best]


def _blocks(session: Session, facts: Facts) -> list[ColumnElement[bool]]:
    """Ways in which the same person would stand close by in an index."""
    last, first = fold(facts.get(_F.LAST_NAME, "")), fold(facts.get(_F.FIRST_NAME, ""))
    blocks: list[ColumnElement[bool]] = []
    if last and first:
        blocks.append((PersonRow.last_fold == last) & (PersonRow.first_fold == first))
        blocks.append((PersonRow.last_fold == first) & (PersonRow.first_fold == last))
        blocks.append(
            _begins(PersonRow.last_fold, last[:_START]) & _begins(PersonRow.first_fold, first[:_START])
        )
    blocks += [
        _begins(PersonRow.last_fold, spelling) & _begins(PersonRow.first_fold, first[:1])
        for spelling in sorted(spellings(facts.get(_F.LAST_NAME, "")))
    ]
    if first and _F.POSTCODE in facts:
        blocks.append((PersonRow.first_fold == first) & (PersonRow.postcode == facts[_F.POSTCODE]))
    if _F.DATE_OF_BIRTH in facts:
        blocks.append(PersonRow.date_of_birth == facts[_F.DATE_OF_BIRTH])
    if _F.EMAIL in facts:
        blocks.append(PersonRow.email_fold == facts[_F.EMAIL].casefold())
    phones = {facts[name] for name in (_F.PHONE_MOBILE, _F.PHONE_LANDLINE) if name in facts}
    whole = sorted(filter(None, map(digits_of, phones)))
    if whole:
        blocks.append(PersonRow.id.in_(dialect.find_phones(session.connection(), whole, _BLOCK, whole=True)))
    return blocks


def _begins(column: InstrumentedAttribute[str], start: str) -> ColumnElement[bool]:
    return column.between(start, start + _HIGHEST)


def _compare(left: Facts, right: Facts) -> tuple[int, Mapping[PersonField, str]]:
    verdicts = {name: _verdict(name, left[name], right[name]) for name in left if right.get(name)}
    if _swapped(left, right):
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


def _swapped(left: Facts, right: Facts) -> bool:
    names = [fold(facts.get(name, "")) for facts in (left, right) for name in (_F.LAST_NAME, _F.FIRST_NAME)]
    return all(names) and names[0] == names[3] and names[1] == names[2] and names[0] != names[1]


def _verdict(name: PersonField, left: str, right: str) -> str:
    if name in {_F.LAST_NAME, _F.FIRST_NAME, _F.STREET, _F.TOWN, _F.ACCOUNT_HOLDER}:
        return _verdict_of_words(left, right, initials=name is _F.FIRST_NAME)
    one, other = left.casefold().strip(), right.casefold().strip()
    if one == other:
        return _EQUAL
    if name is _F.DATE_OF_BIRTH and _day_and_month_swapped(one, other):
        return _NEAR
    codes = {_F.DATE_OF_BIRTH, _F.EMAIL, _F.PHONE_MOBILE, _F.PHONE_LANDLINE, _F.POSTCODE, _F.IBAN}
    return _NEAR if name in codes and OSA.distance(one, other, score_cutoff=1) <= 1 else _DIFFERENT


def _verdict_of_words(left: str, right: str, *, initials: bool) -> str:
    one, other = fold(left), fold(right)
    if one == other or (spellings(left) & spellings(right) and " " not in one + other):
        return _EQUAL
    if initials and 1 in {len(one), len(other)} and one[:1] == other[:1]:
        return _NEAR
    if set(one.split()) & set(other.split()) and (" " in one or " " in other):
        return _NEAR
    near = JaroWinkler.similarity(one, other) >= _NEAR_NAME or OSA.distance(one, other, score_cutoff=1) <= 1
    return _NEAR if near else _DIFFERENT


def _day_and_month_swapped(one: str, other: str) -> bool:
    return one[:4] == other[:4] and one[5:7] == other[8:10] and one[8:10] == other[5:7]


def _user_numbers(session: Session, ids: Sequence[int]) -> Mapping[int, str]:
    statement = (
        select(ContractRow.person_id, ContractRow.user_number)
        .where(ContractRow.person_id.in_(ids), ContractRow.user_number.is_not(None))
        .order_by(ContractRow.starts_on, ContractRow.id)
    )
    return {person_id: number or "" for person_id, number in session.execute(statement)}


def _likeness(
    row: PersonRow, percent: int, verdicts: Mapping[PersonField, str], numbers: Mapping[int, str]
) -> Likeness:
    def those(verdict: str) -> frozenset[PersonField]:
        return frozenset(name for name, found in verdicts.items() if found == verdict)

    person = row.to_domain()
    number = numbers.get(PersonId(row.id), "")
    return Likeness(person, number, percent, those(_EQUAL), those(_NEAR), those(_DIFFERENT))
