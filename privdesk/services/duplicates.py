# SPDX-License-Identifier: MIT
"""People who are on file twice: found, compared, merged, taken back, told apart for good."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.erasure_plan import ErasureRunningError
from privdesk.domain.errors import Cancelled
from privdesk.domain.holds import HoldId
from privdesk.domain.matching import DuplicateRun, MatchWeights, Pair, PairState
from privdesk.domain.merging import (
    MergedAwayError,
    MergeId,
    MergePlan,
    MergeRecord,
    SamePersonTwiceError,
    Side,
)
from privdesk.domain.people import Person, PersonField, PersonId
from privdesk.domain.staff import Permission
from privdesk.services.comparison import compared, merge_lines, merges_of, pair_line
from privdesk.services.duplicate_views import Comparison, DuplicatesOverview, MergeLine, PairLine
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.progress import NO_PROGRESS, Progress
from privdesk.services.restricted_people import require_all_unrestricted
from privdesk.services.workplace import Workplace

BATCH_SECONDS = 0.04
"""Aimed at for one transaction of the search: who opens a person meanwhile waits for it."""
FIRST_BATCH, LARGEST_BATCH = 100, 2_000
LIKELY_SHOWN = 10
_RECORD = "duplicates"


class Duplicates:
    """The Duplicates page, the comparison of two people, and the history of merges."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def overview(self) -> DuplicatesOverview:
        """How many pairs wait, and how far the search over everybody has come. Raises: NotAllowedError."""
        self._place.require(Permission.MATCH_PEOPLE)
        with self._place.reading() as records:
            counts, weights = records.duplicates.counts(), records.duplicates.weights()
            return DuplicatesOverview(
                counts.get(PairState.OPEN, 0), counts.get(PairState.NOT_THE_SAME, 0), records.merging.count(),
                records.duplicates.run(), weights.learned_at, weights.pairs,
            )  # fmt: skip

    def open_count(self) -> int:
        """Pairs that wait for a decision. Raises: NotAllowedError."""
        self._place.require(Permission.MATCH_PEOPLE)
        with self._place.reading() as records:
            return records.duplicates.counts().get(PairState.OPEN, 0)

    def pairs(self, limit: int = 50, after: Pair | None = None) -> Sequence[PairLine]:
        """Undecided pairs, the strongest evidence first; those after `after` where the list goes on."""
        self._place.require(Permission.MATCH_PEOPLE)
        with self._place.reading() as records:
            return _lines(records, records.duplicates.open_pairs(limit, after))

    def next_pair(self, after: Pair | None = None) -> Pair | None:
        """The next undecided pair, the strongest evidence first; from the top again at the end."""
        self._place.require(Permission.MATCH_PEOPLE)
        with self._place.reading() as records:
            found = records.duplicates.open_pairs(1, after) or records.duplicates.open_pairs(1)
            return found[0] if found else None

    def look_for(self, person_id: PersonId) -> Sequence[PairLine]:
        """People who may be this one, best first, those told apart before among them; keeps new pairs; commits.

        Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.MATCH_PEOPLE)
        with self._place.work() as work:
            found = work.people.like(work.people.get(person_id).facts, LIKELY_SHOWN + 1)
            others = [each.person.id for each in found if each.person.id != person_id]
            new = [other for other in others if work.duplicates.state(person_id, other) is None]
            for other in new:
                work.duplicates.note(person_id, other)
            if new:
                event = AuditEvent(Action.DUPLICATES_SEARCHED, f"person:{person_id}", count=len(new))
                work.audit.record(event)
                work.commit()
        with self._place.reading() as records:
            pairs = [pair for other in others if (pair := records.duplicates.pair(person_id, other))]
            return _lines(records, pairs)

    def compare(self, first: PersonId, second: PersonId) -> Comparison:
        """Two people side by side. Both look-ups are committed before any fact is read.

        Raises: NotFoundError, MergedAwayError, SamePersonTwiceError, NotAllowedError.
        """
        self._place.require(Permission.MATCH_PEOPLE)
        if first == second:
            raise SamePersonTwiceError(first)
        with self._place.work() as work:
            for person_id in (first, second):
                _require_on_file(work, person_id)
            for person_id in (first, second):
                event = AuditEvent(Action.PERSON_VIEWED, f"person:{person_id}", purpose=Purpose.QUALITY)
                work.audit.record(event)
            work.commit()
        with self._place.reading() as records:
            return compared(records, first, second)

    def merge(
        self, kept: PersonId, gone: PersonId, choices: Mapping[PersonField, PersonId] | None = None
    ) -> MergeRecord:
        """Make two people one: everything of `gone` goes to `kept`; commits.

        `choices` say whose value stands; fields not named keep the kept person's, or take the other's where there
        is no other value. Without advertising if either was; nobody whose use is restricted, or whose erasure has
        begun, is merged: it would take the other's data along.

        Law: GDPR Art. 5(1)(d), 18(2); FADP Art. 6(5).

        Raises: PersonRestrictedError, ErasureRunningError, SamePersonTwiceError, MergedAwayError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.MATCH_PEOPLE)
        sides = {name: Side.GONE if whose == gone else Side.KEPT for name, whose in (choices or {}).items()}
        plan = MergePlan(kept, gone, sides)
        with self._place.work() as work:
            before = _require_on_file(work, kept)
            require_all_unrestricted(work, (kept, gone))
            _require_no_erasure(work, (kept, gone))
            record = work.merging.merge(plan)
            after = work.people.get(kept)
            changed = tuple(sorted(name for name in PersonField if before.fact(name) != after.fact(name)))
            moved = sum(record.moved.values())
            work.audit.record(
                AuditEvent(
                    Action.PEOPLE_MERGED, f"person:{kept}", changed, count=moved, reference=f"person:{gone}"
                )
            )
            work.commit()
        return record

    def unmerge(self, merge_id: MergeId) -> MergeRecord:
        """Take a merge back, every row as it was; what came since stays with the person kept; commits.

        A hold that was set meanwhile was meant for both: it stands on both, until somebody lifts it.

        Law: GDPR Art. 17(3)(e); FADP Art. 6(4).

        Raises: PersonRestrictedError, ErasureRunningError, MergeMissingError, MergeTakenBackError, LaterMergeError,
            NotAllowedError.
        """
        self._place.require(Permission.MATCH_PEOPLE)
        with self._place.work() as work:
            kept = work.merging.get(merge_id).kept
            require_all_unrestricted(work, (kept,))
            _require_no_erasure(work, (kept,))
            record = work.merging.unmerge(merge_id)
            event = AuditEvent(
                Action.PEOPLE_UNMERGED, f"person:{record.kept}", reference=f"person:{record.gone}"
            )
            work.audit.record(event)
            _hold_both(work, record)
            work.commit()
        return record

    def not_the_same(self, first: PersonId, second: PersonId) -> None:
        """Remember that two people are two: they are not proposed again, whatever changes; commits.

        Raises: SamePersonTwiceError, NotFoundError, MergedAwayError, NotAllowedError.
        """
        self._decide(first, second, PairState.NOT_THE_SAME, "")

    def open_again(self, first: PersonId, second: PersonId) -> None:
        """Take back that two people are not the same: the pair waits again; commits. Raises: as `not_the_same`."""
        self._decide(first, second, PairState.OPEN, "open_again")

    def history(self, limit: int = 50, before: MergeId | None = None) -> Sequence[MergeLine]:
        """Merges, newest first, those taken back too. Raises: NotAllowedError."""
        self._place.require(Permission.MATCH_PEOPLE)
        with self._place.reading() as records:
            return merge_lines(records, records.merging.recent(limit, before))

    def merges_of(self, person_id: PersonId) -> Sequence[MergeLine]:
        """Merges in which this person took part, newest first. Raises: NotAllowedError."""
        self._place.require(Permission.MATCH_PEOPLE)
        with self._place.reading() as records:
            return merges_of(records, person_id)

    def run(self, progress: Progress = NO_PROGRESS, *, anew: bool = False) -> DuplicateRun:
        """Search over everybody, batch by batch; people's writes go first. Goes on where it was stopped; commits.

        `anew` begins from the start although a search was stopped. Stopping keeps what was found. Before the very
        first search the weights are learned.

        Raises: Cancelled, NotAllowedError.
        """
        self._place.require(Permission.MATCH_PEOPLE)
        if self._never_searched():
            self.learn()
        run = self._begin(anew=anew)
        size = FIRST_BATCH
        progress.report(run.done, run.of)
        try:
            while run.ended_at is None:
                progress.raise_if_cancelled()
                began = perf_counter()
                run = self._search_on(run, size)
                size = _next_size(size, perf_counter() - began)
                progress.report(run.done, run.of)
        except Cancelled:
            self._note_end(run, "stopped")
            raise
        self._note_end(run, "")
        return run

    def learn(self) -> MatchWeights:
        """Learn from these records how much each fact tells, without labels; seconds; commits when learned anew.

        With too few people to learn from, the present weights stay. Raises: NotAllowedError.
        """
        self._place.require(Permission.MATCH_PEOPLE)
        with self._place.reading() as records:
            before, learned = records.duplicates.weights(), records.duplicates.learn()
        if learned == before:
            return before
        learned = replace(learned, learned_at=self._place.clock.now())
        with self._place.work() as work:
            work.duplicates.use(learned)
            work.audit.record(AuditEvent(Action.WEIGHTS_LEARNED, _RECORD, count=learned.pairs))
            work.commit()
        return learned

    def _never_searched(self) -> bool:
        with self._place.reading() as records:
            return records.duplicates.run() is None and records.duplicates.weights().learned_at is None

    def _begin(self, *, anew: bool) -> DuplicateRun:
        with self._place.run_work() as work:
            run = work.duplicates.run()
            if run is None or run.ended_at is not None or anew:
                run = work.duplicates.start_run()
            work.audit.record(AuditEvent(Action.DUPLICATES_STARTED, _RECORD, count=run.of))
            work.commit()
        return run

    def _search_on(self, run: DuplicateRun, people: int) -> DuplicateRun:
        with self._place.run_work() as work:
            after = work.duplicates.find_next(run, people)
            event = AuditEvent(Action.DUPLICATES_SEARCHED, _RECORD, count=max(0, after.done - run.done))
            work.audit.record(event)
            work.commit()
        return after

    def _note_end(self, run: DuplicateRun, how: str) -> None:
        with self._place.run_work() as work:
            work.audit.record(AuditEvent(Action.DUPLICATES_ENDED, _RECORD, count=run.found, reference=how))
            work.commit()

    def _decide(self, first: PersonId, second: PersonId, state: PairState, how: str) -> None:
        self._place.require(Permission.MATCH_PEOPLE)
        if first == second:
            raise SamePersonTwiceError(first)
        low, high = sorted((first, second))
        with self._place.work() as work:
            for person_id in (low, high):
                _require_on_file(work, person_id)
            work.duplicates.decide(low, high, state)
            fields = (how,) if how else ()
            event = AuditEvent(Action.NOT_THE_SAME, f"person:{low}", fields, reference=f"person:{high}")
            work.audit.record(event)
            work.commit()


def _hold_both(work: UnitOfWork, record: MergeRecord) -> None:
    """Holds set while two people were one stand on the other one, too: nobody can say whose data were meant."""
    for held in work.holds.of_person(record.kept):
        if held.stands and held.set_at >= record.at:
            also = work.holds.add(replace(held, id=HoldId(0), person_id=record.gone))
            groups = tuple(sorted(also.groups))
            event = AuditEvent(Action.HOLD_SET, f"person:{record.gone}", groups, reference=f"hold:{also.id}")
            work.audit.record(event)


def _require_on_file(work: UnitOfWork, person_id: PersonId) -> Person:
    """The person, or that the number was merged away. Raises: MergedAwayError, NotFoundError."""
    into = work.merging.resolve(person_id)
    if into != person_id:
        raise MergedAwayError(person_id, into)
    return work.people.get(person_id)


def _require_no_erasure(work: UnitOfWork, person_ids: Iterable[PersonId]) -> None:
    """Refuse while an erasure of one of them has begun and not ended. Raises: ErasureRunningError."""
    if any(erasure.unfinished for each in person_ids for erasure in work.erasures.of_person(each)):
        raise ErasureRunningError


def _lines(records: Records, pairs: Iterable[Pair]) -> Sequence[PairLine]:
    found = list(pairs)
    people = records.people.many({each for pair in found for each in (pair.first, pair.second)})
    return [
        pair_line(records, pair, people, records.duplicates.state(pair.first, pair.second) or PairState.OPEN)
        for pair in found
        if pair.first in people and pair.second in people
    ]


def _next_size(size: int, seconds: float) -> int:
    """People of the next batch, so that it takes about `BATCH_SECONDS`; at most twice as many as before."""
    aimed = int(size * BATCH_SECONDS / max(seconds, 1e-6))
    return max(1, min(aimed, size * 2, LARGEST_BATCH))
