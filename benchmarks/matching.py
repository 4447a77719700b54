# SPDX-License-Identifier: MIT
"""Matching against a million people: one new record, and the search for duplicates over everybody."""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter

from benchmarks import million
from benchmarks.matching_queries import Corrupter, Described, facts_of
from benchmarks.measures import Measure, milliseconds, resident, share
from benchmarks.million_people import Someone, invented
from benchmarks.records import TODAY, OpenOffice
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.matching import Band
from privdesk.domain.people import Origin, OriginKind, Source
from privdesk.domain.vault import StaffId
from privdesk.storage import dialect
from privdesk.storage.matching.key_table import rebuild
from privdesk.storage.matching.keys import hashes_of
from privdesk.storage.matching.prepared import prepare

KNOWN, NEW = 2_000, 2_000
TWICE = 2_000
"""People entered a second time before the search over everybody."""
_POOL = 40_000


def measure() -> Iterator[Measure]:
    """One new record, everybody; measured on a copy, so that the built records stay as they are."""
    pool = _pool()
    with million.unlocked(million.vault()) as office:
        _make_keys(office, pool)
    with million.copied(million.vault()) as folder, million.unlocked(folder) as office:
        began = perf_counter()
        learned = _learn(office)
        _say(f"Learned on {learned:,} pairs in {perf_counter() - began:.1f} s")
        yield from _one_record(office, pool)
        yield from _everybody(office, pool)


def _make_keys(office: OpenOffice, pool: Sequence[Someone]) -> None:
    """Make the blocking keys anew where they are not those that the program makes now."""
    key = office.opened.vault.keys.search
    some = random.Random(4).sample(pool, min(50, len(pool)))
    wanted = [hashes_of(prepare(facts_of(one)), key) for one in some]
    with office.records.database.carrying_over() as connection:
        held = [
            {row[0] for row in dialect.find_keys(connection, sorted(each), 1_000_000) if row[1] == one.id}
            for one, each in zip(some, wanted, strict=True)
        ]
        if held != wanted:
            _say("Making the blocking keys …")
            rebuild(connection, key)
    if held != wanted:
        office.records.database.checkpoint()


def _learn(office: OpenOffice) -> int:
    with office.records.reading() as records:
        weights = records.duplicates.learn()
    with office.records.work() as work:
        work.duplicates.use(replace(weights, learned_at=office.records.clock.now()))
        work.audit.record(AuditEvent(Action.WEIGHTS_LEARNED))
        work.commit()
    return weights.pairs


def _pool() -> Sequence[Someone]:
    """People on file from all over, in memory, to make queries of."""
    step = max(1, million.PEOPLE // _POOL)
    return list(islice(million.people(), 0, None, step))


def _one_record(office: OpenOffice, pool: Sequence[Someone]) -> Iterator[Measure]:
    corrupter = Corrupter(pool, 1)
    known = list(corrupter.again(KNOWN))
    strangers = [
        each for each in islice(invented(million.PEOPLE + NEW), million.PEOPLE, None) if each.first_name
    ]
    new = [Described("stranger", facts_of(each), 0) for each in strangers[::2]]
    new += corrupter.new_relatives(strangers[1::2])
    asked = known + new
    random.Random(2).shuffle(asked)
    times: list[float] = []
    right: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    with office.records.reading() as records:
        for one in asked[:20]:
            records.people.like(one.facts, 5)
        for one in asked:
            began = perf_counter()
            found = records.people.like(one.facts, 5)
            times.append(perf_counter() - began)
            if one.person_id:
                first = bool(found) and found[0].person.id == one.person_id
                (right if first else missed)[one.how] += 1
            elif found:
                alarms[one.how] += found[0].evidence.band is Band.SAME
                shown[one.how] += found[0].percent >= 60
    yield Measure(
        "match-first", f"One new record against {million.PEOPLE:,} people: the right person first",
        right.total() / len(known), "", 0.98, at_least=True,
        detail={f"{how} missed": float(count) for how, count in missed.most_common()} | {"asked": float(len(known))},
    )  # fmt: skip
    yield Measure(
        "match-alarms", "– people who are new (half of them relatives, twins, namesakes) taken for somebody on file",
        100 * alarms.total() / len(new), "%", 0.5,
        detail={"shown as likely %": 100 * shown.total() / len(new), "asked": float(len(new))}
        | {f"{how} shown": float(count) for how, count in shown.most_common() if count},
    )  # fmt: skip
    yield Measure(
        "match-time", "– time, 95 %", share(times, 0.95) * 1000, "ms", 20, detail=milliseconds(times)
    )


def _everybody(office: OpenOffice, pool: Sequence[Someone]) -> Iterator[Measure]:
    pairs = _enter_again(office, pool)
    batches: list[float] = []
    memory: list[float] = []
    with office.records.work() as work:
        run = work.duplicates.start_run()
        work.audit.record(AuditEvent(Action.DUPLICATES_STARTED))
        work.commit()
    started, size = perf_counter(), 200
    while run.ended_at is None:
        began = perf_counter()
        with office.records.work() as work:
            run = work.duplicates.find_next(run, size)
            work.audit.record(AuditEvent(Action.DUPLICATES_SEARCHED))
            work.commit()
        batches.append(perf_counter() - began)
        memory.append(resident())
        size = max(100, min(2_000, round(size * 0.05 / batches[-1])))
    took = perf_counter() - started
    with office.records.reading() as records:
        found = {
            (pair.first, pair.second): pair.evidence.band
            for pair in records.duplicates.open_pairs(10 * TWICE + million.PEOPLE)
        }
    yield Measure(
        "match-everybody", f"Search for duplicates over {run.of:,} people", run.of / took, "people/s", 2_000,
        at_least=True, detail={"seconds": round(took, 1), "batch 95 % ms": round(share(batches, 0.95) * 1000, 1)},
    )  # fmt: skip
    yield Measure(
        "match-memory", "– memory at its end more than after a tenth of it", memory[-1] - memory[len(memory) // 10],
        "MiB", 32, detail={"resident MiB": round(memory[-1], 1), "most MiB": round(max(memory), 1)},
    )  # fmt: skip
    same = [pair for pair, band in found.items() if band is Band.SAME]
    yield Measure(
        "match-found", f"– of {len(pairs):,} people entered a second time found", 100 * len(pairs & found.keys()) / len(pairs),
        "%", detail={
            "as the same": float(len(pairs & set(same))), "others as the same": float(len(set(same) - pairs)),
            "others as perhaps": float(len(found.keys() - pairs - set(same))),
        },
    )  # fmt: skip


def _enter_again(office: OpenOffice, pool: Sequence[Someone]) -> set[tuple[int, int]]:
    """Enter people a second time in another way; returns the pairs."""
    again = list(Corrupter(pool, 9).again(TWICE))
    now = office.records.clock.now()
    pairs = set()
    with office.records.work() as work:
        who = StaffId(office.opened.vault.staff_id)
        for one in again:
            origin = Origin(OriginKind.IMPORT, "again.csv", None, Source.AGENCY, TODAY, now, who)
            pairs.add((one.person_id, int(work.people.add(one.facts, origin).id)))
        work.audit.record(AuditEvent(Action.PERSON_ADDED, count=len(again)))
        work.commit()
    office.records.database.checkpoint()
    return pairs


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
