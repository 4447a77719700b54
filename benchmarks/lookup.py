# SPDX-License-Identifier: MIT
"""Looking up among a million people: keystrokes, what is found, beside an import, after unlocking, one person's rows."""

import random
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks import million, million_people, typed
from benchmarks.measures import Measure, milliseconds, resident, seconds, share
from benchmarks.million_people import AGENCIES
from benchmarks.person_window import seconds_on_screen
from benchmarks.plain_index import Engine, connect_plain, engine, plain_copy
from benchmarks.records import OpenOffice
from benchmarks.typed import SEED, Typed
from privdesk.demo.invented import Inventor
from privdesk.demo.tables import STREAM_COLUMNS, csv_bytes, people_csv
from privdesk.domain.activity import ActivityKind
from privdesk.domain.agencies import AgencyId
from privdesk.domain.imports import ImportKind
from privdesk.domain.people import PersonId
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.storage.lookup.look_up import LookUp
from privdesk.storage.lookup.vocabulary import Vocabularies, words_of_agency
from privdesk.storage.write_gate import WriteGate

TYPED, LOOKED_FOR = 60, 300
FIRST = 20
ROWS, PAGES, WINDOWS = 50, 400, 41
IMPORTED, IMPORTED_PEOPLE = 40_000, 2_000
SWITCH_SECONDS = 0.0005
"""As the window sets it."""
T = TypeVar("T")


def measure() -> Iterator[Measure]:
    """Everything; the records are made before, once."""
    vault = million.vault()
    against, plain = engine(vault), plain_copy(vault)
    with million.unlocked(vault) as office:
        yield from _ready(office)
        yield from _keystrokes(office, against, plain)
        yield from _found(office)
        yield _agency(office)
    with million.copied(vault) as copy, million.unlocked(copy) as office:
        yield _beside_import(
            office, ImportKind.USAGES, _stream(office.folder), "keystroke-import", "an import of usages"
        )
        yield _beside_import(
            office, ImportKind.PEOPLE, _newcomers(office.folder), "keystroke-import-people",
            "an import of people, who come into the index",
        )  # fmt: skip
    yield from measure_person()


def measure_person() -> Iterator[Measure]:
    """Fifty rows of one person out of all."""
    busy = million.busy_vault()
    rows = million.PEOPLE * million.ROWS_EACH
    dice = random.Random(1)
    ids = [PersonId(1 + dice.randrange(million.PEOPLE)) for _each in range(PAGES)]
    _read_ahead(busy)
    with million.unlocked(busy) as office, office.records.reading() as records:
        times = _timed(lambda one: records.activity.of_person(one, ActivityKind.USAGE, ROWS), ids)
    yield Measure(
        "person-rows", f"{ROWS} rows of one person out of {rows:,}, in storage, 95 %", share(times, 0.95) * 1000, "ms", 1.0,
        detail=milliseconds(times), note="any person, the first look at each; the file lies in the system’s cache, no page of it in ours",
    )  # fmt: skip
    shown = seconds_on_screen(busy, ids[:WINDOWS])
    yield Measure(
        "person-screen", f"Person page out of {rows:,} rows, from the key to the painted page, 95 %",
        share(shown, 0.95) * 1000, "ms", 100.0, detail=milliseconds(shown),
        note="the look-up is recorded durably before a fact is shown",
    )  # fmt: skip


def _ready(office: OpenOffice) -> Iterator[Measure]:
    """From nothing to a warm index, and what it takes with its connection; then the memory of the words alone."""
    look_up, before = _look_up(office), resident()
    taken = seconds(look_up.warm_up)
    for text in typed.keystrokes(typed.two_words(typed.sample(TYPED), 1)):
        look_up.search(text, FIRST)
    whole = resident() - before
    look_up.close()
    yield Measure("lookup-ready", "Look-up ready after unlocking, in the background", taken, "s", 1.0)
    driver = office.records.database._look_up_driver()
    tracemalloc.start()
    try:
        words = Vocabularies().get(0, 1, lambda: words_of_agency(driver, 0))
        held, _most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        driver.close()
    yield Measure(
        "lookup-memory",
        "Memory of the look-up’s words",
        held / 2**20,
        "MB",
        80.0,
        detail={"words": len(words), "with pages and all, after some hundred keystrokes MB": round(whole, 1)},
        note="the goal is held against the words; the pages of its connection have a limit of their own",
    )


def _keystrokes(office: OpenOffice, against: Engine, plain: Path) -> Iterator[Measure]:
    """The same keystrokes one after the other on all three, so that load falls on all."""
    people = typed.sample(TYPED)
    states = [text for slips in range(3) for text in typed.keystrokes(typed.two_words(people, slips))]
    unencrypted = LookUp(plain, lambda: connect_plain(plain), WriteGate(), Vocabularies())
    unencrypted.warm_up()
    office.desk.people.warm_up()
    search = partial(office.desk.people.search, limit=FIRST)
    ours: list[float] = []
    theirs: list[float] = []
    engines: list[float] = []
    for text in states:
        ours += _timed(search, [text])
        theirs += _timed(lambda one: unencrypted.search(one, FIRST), [text])
        engines += _timed(against.search, [text])
    unencrypted.close()
    slow = share(ours, 0.95)
    detail = milliseconds(ours) | {"99 % ms": round(share(ours, 0.99) * 1000, 2)}
    yield Measure(
        "keystroke", f"Keystroke among {million.PEOPLE:,} people, 95 %", slow * 1000, "ms", 12.0, detail=detail,
        note="names with no, one and two slips, from the first letter on; to the rows as shown",
    )  # fmt: skip
    yield Measure("keystroke-99", "The same, 99 %", share(ours, 0.99) * 1000, "ms", 20.0)
    yield Measure(
        "keystroke-engine", "The same against Tantivy’s fuzzy beginnings on a plaintext index", slow / share(engines, 0.95),
        "×", 1.5, detail={f"Tantivy {key}": value for key, value in milliseconds(engines).items()},
    )  # fmt: skip
    yield Measure(
        "keystroke-plain", "The same against the same records unencrypted", slow / share(theirs, 0.95), "×", 1.25,
        detail={f"plain {key}": value for key, value in milliseconds(theirs).items()},
    )  # fmt: skip


def _found(office: OpenOffice) -> Iterator[Measure]:
    """Who is meant stands among the first twenty."""
    people = typed.sample(LOOKED_FOR)
    for key, words, some, goal, note in (
        ("found-one", "two words, one slip", typed.two_words(people, 1), 0.98, ""),
        ("found-two", "two words, two slips", typed.two_words(people, 2), 0.93, "the two slips may be in one word"),
        (
            "found-word", "one word, one slip", typed.one_word(typed.rare(LOOKED_FOR)), 0.85,
            f"last names of six letters or more that at most {typed.RARE} people bear: a commoner name means no single person",
        ),
    ):  # fmt: skip
        part = _part_found(office, some)
        yield Measure(
            key,
            f"Found in the first {FIRST}: {words}",
            part,
            "",
            goal,
            at_least=True,
            detail={"tried": len(some)},
            note=note,
        )


def _part_found(office: OpenOffice, some: Sequence[Typed]) -> float:
    hits = [each.person in {hit.id for hit in office.desk.people.search(each.text, FIRST)} for each in some]
    return round(sum(hits) / len(hits), 4)


def _agency(office: OpenOffice) -> Measure:
    """Keystrokes of an agency clerk: the same work behind the wall."""
    look_up = _look_up(office)
    agency = AgencyId(AGENCIES // 2)
    own = [each for each in typed.sample(TYPED * 40) if each.agency == agency][:TYPED]
    look_up.warm_up(agency)
    states = list(typed.keystrokes(typed.two_words(own, 1)))
    times = _timed(lambda one: look_up.search(one, FIRST, agency), states)
    look_up.close()
    return Measure(
        "keystroke-agency",
        "Keystroke of an agency’s clerk, 95 %",
        share(times, 0.95) * 1000,
        "ms",
        detail=milliseconds(times),
    )


def _beside_import(office: OpenOffice, kind: ImportKind, path: Path, key: str, words: str) -> Measure:
    """The same keystrokes idle and while a file comes in."""
    states = list(typed.keystrokes(typed.two_words(typed.sample(TYPED // 3), 1)))
    search = partial(office.desk.people.search, limit=FIRST)
    office.desk.people.warm_up()
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        _timed(search, states[:100])
        idle = _timed(search, states)
        mapping = office.desk.imports.inspect(kind, path).mapping
        running = threading.Thread(target=office.desk.imports.run, args=(kind, path, mapping))
        pause, beside = threading.Event(), list[float]()
        running.start()
        while running.is_alive():
            beside += _timed(search, [states[len(beside) % len(states)]])
            pause.wait(0.03)
        running.join()
    finally:
        sys.setswitchinterval(before)
    return Measure(
        key, f"Keystroke during {words} against idle, 95 %", share(beside, 0.95) / share(idle, 0.95), "×", 2.0,
        detail={
            "idle 95 % ms": round(share(idle, 0.95) * 1000, 2),
            **{f"import {name}": value for name, value in milliseconds(beside).items()},
        },
    )  # fmt: skip


def _newcomers(folder: Path) -> Path:
    """People of the demonstration, none of them on file."""
    path = folder / "people.csv"
    path.write_bytes(people_csv(list(Inventor(SEED, million_people.TODAY).people(IMPORTED_PEOPLE))))
    return path


def _stream(folder: Path) -> Path:
    """A spreadsheet of usages of anybody."""
    dice = random.Random(3)
    rows = [
        (
            f"{2_000_000 + 3 * (1 + dice.randrange(million.PEOPLE))}", f"2026-06-{1 + number % 28:02} {number % 24:02}:{number % 60:02}:00",
            f"{200 + number % 40:04}", ("washer", "dryer")[number % 2], str(1 + number % 6), str(40 + number % 15),
            ("2.80", "1.60")[number % 2], "CHF", f"{5 + number % 40}.00",
        )
        for number in range(IMPORTED)
    ]  # fmt: skip
    path = folder / "usages.csv"
    path.write_bytes(csv_bytes(STREAM_COLUMNS["usages"], rows))
    return path


def _timed(work: Callable[[T], object], some: Iterable[T]) -> list[float]:
    return [seconds(partial(work, each)) for each in some]


def _read_ahead(vault: Path) -> None:
    """Read the file once, so that the system has it in memory: what is measured is the layout, not the disk."""
    with (vault / DATABASE_NAME).open("rb") as file:
        while file.read(1 << 24):
            pass


def _look_up(office: OpenOffice) -> LookUp:
    """A look-up of its own, cold."""
    database = office.records.database
    return LookUp(database.path, database._look_up_driver, WriteGate(), Vocabularies())
