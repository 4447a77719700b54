# SPDX-License-Identifier: MIT
"""Who on file may be somebody described: whoever shares a blocking key, weighed, best first."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from privdesk.domain.agencies import AgencyId
from privdesk.domain.matching import Band, Candidate
from privdesk.domain.people import REFUND_FIELDS, Facts, PersonField, PersonId
from privdesk.storage import dialect
from privdesk.storage.matching.key_table import read_prepared
from privdesk.storage.matching.keys import hashes_of
from privdesk.storage.matching.levels import Levels
from privdesk.storage.matching.memory import Judge
from privdesk.storage.matching.prepared import Prepared, prepare
from privdesk.storage.rows_people import ContractRow, PersonRow
from privdesk.storage.scope import Scope

CROWD = 100
"""A key that more people share tells nothing: it is left out of the look-up."""
MOST = 60
"""People compared, those first with whom most is shared."""
_PERSON_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PEOPLE = select(PersonRow).where(PersonRow.id.in_(_PERSON_IDS))
_NUMBERS = (
    select(ContractRow.person_id, ContractRow.user_number)
    .where(ContractRow.person_id.in_(_PERSON_IDS), ContractRow.user_number.is_not(None))
    .order_by(ContractRow.starts_on, ContractRow.id)
)
_OWN_NUMBERS = _NUMBERS.where(ContractRow.agency_id == bindparam("agency"))


def like(scope: Scope, facts: Facts, limit: int, agency: AgencyId | None = None) -> Sequence[Candidate]:
    """People on file who may be the one described, best first.

    With `agency` only people who have a contract with it: they alone are counted, cut off and weighed, and by
    the weights that the program brings: what was learned was learned from everybody.
    """
    hidden = REFUND_FIELDS if agency is not None else frozenset()
    described = prepare({PersonField(name): value for name, value in facts.items() if name not in hidden})
    if limit <= 0:
        return []
    learned = scope.matching.judge(scope.connection) if agency is None else None
    judge = learned or scope.matching.unlearned()
    best = nearest(scope, judge, described, limit, agency)
    people = _people(scope, [person_id for _weight, person_id, _levels in best], agency)
    return [
        Candidate(people[person_id][0].to_domain(), people[person_id][1], judge.weigher.evidence(levels))
        for _weight, person_id, levels in best
        if person_id in people
    ]


def nearest(
    scope: Scope, judge: Judge, described: Prepared, limit: int, agency: AgencyId | None = None
) -> list[tuple[float, int, Levels]]:
    """Weight, person and levels of those who may be the one described, best first."""
    near = _sharing(scope, described, agency)
    found = []
    for person_id, person in read_prepared(scope.connection, near, scope.matching.memo).items():
        levels = judge.compare(described, person)
        weight = judge.weigher.weigh(levels)
        if judge.weigher.band(weight) is not Band.DIFFERENT:
            found.append((weight, person_id, levels))
    found.sort(key=lambda each: (-each[0], each[1]))
    return found[:limit]


def _sharing(scope: Scope, described: Prepared, agency: AgencyId | None) -> list[int]:
    """People who share keys that are not a crowd's; a key counts the more the fewer share it."""
    hashes = sorted(hashes_of(described, scope.matching.key))
    blocks: dict[int, list[int]] = defaultdict(list)
    for key, person_id in dialect.find_keys(scope.connection, hashes, CROWD + 1, agency):
        blocks[key].append(person_id)
    votes: dict[int, float] = defaultdict(float)
    for block in blocks.values():
        if len(block) <= CROWD:
            for person_id in block:
                votes[person_id] += 1 / len(block)
    return sorted(sorted(votes, key=lambda each: (-votes[each], each))[:MOST])


def _people(
    scope: Scope, person_ids: Sequence[int], agency: AgencyId | None
) -> dict[int, tuple[PersonRow, str]]:
    """Rows with the user number of the newest contract that has one (and is the agency's)."""
    if not person_ids:
        return {}
    ids: dict[str, object] = {"ids": person_ids}
    own = {} if agency is None else {"agency": agency}
    contracts = scope.connection.execute(_NUMBERS if agency is None else _OWN_NUMBERS, ids | own)
    numbers = {row.person_id: row.user_number or "" for row in contracts}
    return {row.id: (row, numbers.get(row.id, "")) for row in scope.session.scalars(_PEOPLE, ids)}


def evidence_of(scope: Scope, first: PersonId, second: PersonId) -> Levels | None:
    """The levels between two people on file, or None when one is not."""
    found = read_prepared(scope.connection, [first, second], scope.matching.memo)
    if len(found) < 2:
        return None
    return scope.matching.judge(scope.connection).compare(found[first], found[second])
