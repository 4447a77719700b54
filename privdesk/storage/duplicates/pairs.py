# SPDX-License-Identifier: MIT
"""Pairs of people who may be one: kept, decided, listed; what was learned, and the search over everybody."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, func, insert, or_, select, update

from privdesk.domain.errors import NotFoundError
from privdesk.domain.matching import DuplicateRun, Evidence, MatchWeights, Pair, PairState
from privdesk.domain.people import PersonId
from privdesk.storage import dialect
from privdesk.storage.duplicates.candidates import evidence_of
from privdesk.storage.duplicates.finding import begin_run, find_next, last_run
from privdesk.storage.matching.levels import Levels
from privdesk.storage.matching.memory import Judge
from privdesk.storage.matching.sampling import learn_from
from privdesk.storage.matching.weights import plain_of
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_matching import MatchWeightsRow, PairRow
from privdesk.storage.scope import Scope

PAIRS = table_of(PairRow)
_WEIGHTS = table_of(MatchWeightsRow)
_BIT = 1000
_WEIGH = (
    update(PAIRS)
    .where(PAIRS.c.first_id == bindparam("low"), PAIRS.c.second_id == bindparam("high"))
    .values(weight=bindparam("now"))
)


class SqlDuplicates:
    """Duplicates in the database."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def note(self, person_id: PersonId, other: PersonId) -> None:
        """Keep an undecided pair, with its evidence; decided pairs and a person with itself are left alone."""
        if person_id != other:
            first, second = sorted((person_id, other))
            if self._row(first, second) is None:
                self._add(first, second, PairState.OPEN)

    def open_pairs(self, limit: int, after: Pair | None = None) -> Sequence[Pair]:
        """Undecided pairs, the strongest evidence first; those after `after`."""
        statement = _open().order_by(PAIRS.c.weight.desc(), PAIRS.c.first_id, PAIRS.c.second_id).limit(limit)
        if after is not None:
            held = self._row(after.first, after.second)
            weight = held.weight if held is not None else _thousandths(after.evidence.weight)
            statement = statement.where(_behind(weight, after))
        return self._pairs(self._scope.connection.execute(statement))

    def pair(self, first: PersonId, second: PersonId) -> Pair | None:
        """The pair as kept, in whatever state; order does not matter."""
        row = self._row(*sorted((first, second)))
        return self._pairs([row])[0] if row is not None else None

    def state(self, first: PersonId, second: PersonId) -> PairState | None:
        """What staff made of the pair, or None when nobody ever noted it."""
        row = self._row(*sorted((first, second)))
        return PairState(row.state) if row is not None else None

    def decide(self, first: PersonId, second: PersonId, state: PairState) -> None:
        """Put the pair into this state; one that was never noted is kept too."""
        low, high = sorted((first, second))
        if self._row(low, high) is None:
            self._add(low, high, state)
            return
        this = (PAIRS.c.first_id == low) & (PAIRS.c.second_id == high)
        self._scope.connection.execute(update(PAIRS).where(this).values(state=state.value))

    def of_person(self, person_id: PersonId) -> Sequence[Pair]:
        """Undecided pairs with this person, the strongest evidence first."""
        return self._with(person_id, PairState.OPEN)

    def told_apart(self, person_id: PersonId) -> Sequence[Pair]:
        """Pairs with this person that staff decided are not the same."""
        return self._with(person_id, PairState.NOT_THE_SAME)

    def counts(self) -> Mapping[PairState, int]:
        """How many pairs are in each state."""
        counted = select(PAIRS.c.state, func.count()).group_by(PAIRS.c.state)
        found = {PairState(state): int(count) for state, count in self._scope.connection.execute(counted)}
        return dict.fromkeys(PairState, 0) | found

    def compare(self, first: PersonId, second: PersonId) -> Evidence:
        """The evidence as the two stand on file now. Raises: NotFoundError."""
        levels = evidence_of(self._scope, first, second)
        if levels is None:
            raise NotFoundError("person", f"{first}/{second}")
        return self._judge().weigher.evidence(levels)

    def start_run(self) -> DuplicateRun:
        """Begin the search over everybody from the start; what was decided stays decided."""
        return begin_run(self._scope)

    def run(self) -> DuplicateRun | None:
        """The last search, ended or not; None when there never was one."""
        return last_run(self._scope)

    def find_next(self, run: DuplicateRun, people: int) -> DuplicateRun:
        """Search on for about so many people; pairs found are kept as open."""
        return find_next(self._scope, run, people)

    def weights(self) -> MatchWeights:
        """What evidence weighs now: learned here, or what the program brings along."""
        return self._judge().weights

    def learn(self) -> MatchWeights:
        """Learn the weights on the records, without labels, and only return them: seconds, on a reading.

        With too few people or pairs to learn from, the present weights come back.
        """
        return learn_from(self._scope.connection, self._judge(), self._scope.matching.key)

    def use(self, weights: MatchWeights) -> None:
        """Weigh by these from now on, pairs that wait included; the weights before are kept."""
        values = {
            "learned_at": weights.learned_at or self._scope.now(), "pairs": weights.pairs,
            "weights": plain_of(weights), "common": sorted(weights.common.items()),
        }  # fmt: skip
        self._scope.connection.execute(insert(_WEIGHTS), values)
        self._weigh_again(Judge(weights, self._scope.matching.key))

    def _weigh_again(self, judge: Judge) -> None:
        """The list of pairs that wait has one order, by the weights in force."""
        changed = [
            {"low": row.first_id, "high": row.second_id, "now": weight}
            for row in self._scope.connection.execute(_open()).all()
            if (weight := _thousandths(judge.weigher.weigh(_levels(row.levels)))) != row.weight
        ]
        if changed:
            self._scope.connection.execute(_WEIGH, changed)

    def _with(self, person_id: PersonId, state: PairState) -> Sequence[Pair]:
        mine = or_(PAIRS.c.first_id == person_id, PAIRS.c.second_id == person_id)
        statement = select(PAIRS).where(mine, PAIRS.c.state == state.value)
        best = statement.order_by(PAIRS.c.weight.desc(), PAIRS.c.first_id, PAIRS.c.second_id)
        return self._pairs(self._scope.connection.execute(best))

    def _judge(self) -> Judge:
        return self._scope.matching.judge(self._scope.connection)

    def _row(self, first: int, second: int) -> Row[Any] | None:
        this = (PAIRS.c.first_id == first) & (PAIRS.c.second_id == second)
        return self._scope.connection.execute(select(PAIRS).where(this)).first()

    def _add(self, first: int, second: int, state: PairState) -> None:
        levels = evidence_of(self._scope, PersonId(first), PersonId(second))
        if levels is None:
            raise NotFoundError("person", f"{first}/{second}")
        weight = self._judge().weigher.weigh(levels)
        dialect.insert_new(
            self._scope.connection, PAIRS, [(first, second, state.value, _thousandths(weight), _text(levels))]
        )

    def _pairs(self, rows: Iterable[Row[Any]]) -> list[Pair]:
        weigher = self._judge().weigher
        return [
            Pair(PersonId(row.first_id), PersonId(row.second_id), weigher.evidence(_levels(row.levels)))
            for row in rows
        ]


def _open() -> Select[Any]:
    return select(PAIRS).where(PAIRS.c.state == PairState.OPEN.value)


def _behind(weight: int, after: Pair) -> Any:  # noqa: ANN401 -- a condition
    later = or_(
        PAIRS.c.first_id > after.first,
        and_(PAIRS.c.first_id == after.first, PAIRS.c.second_id > after.second),
    )
    return or_(PAIRS.c.weight < weight, and_(PAIRS.c.weight == weight, later))


def _thousandths(bits: float) -> int:
    return round(bits * _BIT)


def _text(levels: Levels) -> str:
    return "".join(map(str, levels))


def _levels(text: str) -> Levels:
    return tuple(map(int, text))
