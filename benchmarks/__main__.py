# SPDX-License-Identifier: MIT
"""`python -m benchmarks [name …]`: measure, print the table, keep the numbers."""

import sys
from collections.abc import Callable, Iterator, Sequence

from benchmarks import (
    backing_up,
    figures,
    importing,
    intake,
    lookup,
    matching,
    matching_febrl,
    million,
    reporting,
    retention,
    saving,
    stalls,
    start,
    strengths,
    unlock,
)  # fmt: skip
from benchmarks.measures import Measure, keep, table
from benchmarks.records import CACHE

BENCHMARKS: dict[str, Callable[[], Iterator[Measure]]] = {
    "start": start.measure,
    "unlock": unlock.measure,
    "strengths": strengths.measure,
    "save": saving.measure,
    "report": reporting.measure,
    "figures": figures.measure,
    "import": importing.measure_activity,
    "import-large": importing.measure_large,
    "people": importing.measure_people,
    "beside": importing.measure_beside,
    "stall": stalls.measure,
    "million": million.measure,
    "backup": backing_up.measure,
    "lookup": lookup.measure,
    "febrl": matching_febrl.measure,
    "matching": matching.measure,
    "person": lookup.measure_person,
    "intake": intake.measure,
    "retention": retention.measure,
}


def main(names: Sequence[str]) -> int:
    """Run the named benchmarks, or all; 1 when a goal is missed, 2 for a name that is none."""
    unknown = set(names) - BENCHMARKS.keys()
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    CACHE.mkdir(exist_ok=True)
    found: list[Measure] = []
    for name in names or BENCHMARKS:
        print(f"Measuring {name} …", file=sys.stderr, flush=True)
        found += BENCHMARKS[name]()
    print(table(found))
    keep(found)
    return 1 if any(each.met is False for each in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
