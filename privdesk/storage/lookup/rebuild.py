# SPDX-License-Identifier: MIT
"""The whole index made anew from the records, or compared with them."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from operator import itemgetter

from privdesk.services.progress import Progress
from privdesk.storage.lookup import fts
from privdesk.storage.lookup.driver import Driver
from privdesk.storage.lookup.upkeep import PUT_CARD, card_values, facts_from
from privdesk.storage.lookup.words import FACTS, Entry, entry_of

CHUNK = 2_000
_COLUMNS = ", ".join(name.value for name in FACTS)
_PEOPLE = f"SELECT id, {_COLUMNS} FROM person WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608 - our own names
_AGENCIES = "SELECT DISTINCT person_id, agency_id FROM contract WHERE person_id BETWEEN ? AND ? AND agency_id IS NOT NULL"
_RECENT = (
    "SELECT person_id, max(origin_id) FROM person_fact WHERE person_id BETWEEN ? AND ? GROUP BY person_id"
)
_CARDS = "SELECT person_id, words, agencies, recent, digest FROM search_card WHERE person_id BETWEEN ? AND ?"
_COUNT = "SELECT count(*) FROM person"
_STRAY = "SELECT count(*) FROM search_card WHERE person_id NOT IN (SELECT id FROM person)"
_WORD = "INSERT INTO vocabulary (agency_id, word, bearers) VALUES (?, ?, ?)"
_BUFFER, _USUAL_BUFFER = 32 << 20, 1 << 20


def rebuild(driver: Driver, progress: Progress) -> int:
    """Make the index anew; returns how many people it holds. Commits nothing. Raises: Cancelled."""
    fts.command(driver, "delete-all")
    fts.command(driver, "hashsize", _BUFFER)
    driver.execute("DELETE FROM search_card")
    driver.execute("DELETE FROM vocabulary")
    counts: Counter[tuple[int, str]] = Counter()
    done, total = 0, int(driver.execute(_COUNT).fetchone()[0])
    for chunk in _entries(driver):
        progress.raise_if_cancelled()
        fts.put_many(driver, [(person_id, entry) for person_id, entry, _recent in chunk])
        driver.executemany(PUT_CARD, [card_values(*one) for one in chunk])
        for _person_id, entry, _recent in chunk:
            for agency in entry.agencies:
                counts.update(zip([agency] * len(entry.vocabulary), entry.vocabulary, strict=True))
        done += len(chunk)
        progress.report(done, total)
    driver.executemany(_WORD, [(*key, count) for key, count in sorted(counts.items())])
    fts.command(driver, "optimize")
    fts.command(driver, "hashsize", _USUAL_BUFFER)
    return done


def compare(driver: Driver, progress: Progress) -> int:
    """How many people's entries differ from the records, and how many of the tables hold something else besides.

    The connection must be one that may make tables in memory. Raises: Cancelled.
    """
    sums: dict[str, int] = defaultdict(int)
    wrong, done, total = 0, 0, int(driver.execute(_COUNT).fetchone()[0])
    for chunk in _entries(driver):
        progress.raise_if_cancelled()
        span = chunk[0][0], chunk[-1][0]
        cards = {row[0]: tuple(row) for row in driver.execute(_CARDS, span).fetchall()}
        for one in chunk:
            wrong += cards.get(one[0]) != card_values(*one)
            _add(sums, one[1])
        done += len(chunk)
        progress.report(done, total)
    wrong += int(driver.execute(_STRAY).fetchone()[0])
    held = _held(driver)
    return wrong + sum(held.get(name, 0) != sums.get(name, 0) for name in held.keys() | sums.keys())


def _entries(driver: Driver) -> Iterator[list[tuple[int, Entry, int]]]:
    """Everybody's entry with the number of the last recorded change, by id, in chunks."""
    last = -1
    while rows := driver.execute(_PEOPLE, (last, CHUNK)).fetchall():
        first, last = rows[0][0], rows[-1][0]
        agencies: dict[int, list[int]] = defaultdict(list)
        for person_id, agency in driver.execute(_AGENCIES, (first, last)).fetchall():
            agencies[person_id].append(agency)
        recent = dict(map(itemgetter(0, 1), driver.execute(_RECENT, (first, last)).fetchall()))
        yield [
            (row[0], entry_of(facts_from(row[1:]), agencies.get(row[0], ())), recent.get(row[0], 0))
            for row in rows
        ]


def _add(sums: dict[str, int], entry: Entry) -> None:
    """Add a person's words, by the column that holds them."""
    parts = {"names": entry.names, "places": entry.places, "marks": entry.marks, "phones": entry.phones}
    for name, tokens in parts.items():
        sums[name] += sum(map(hash, tokens.split()))
    for agency in entry.agencies:
        sums["vocabulary"] += sum(hash((agency, word)) for word in entry.vocabulary)


def _held(driver: Driver) -> dict[str, int]:
    """The same sums of what the tables hold."""
    sums: dict[str, int] = defaultdict(int)
    for agency, word, bearers in driver.execute("SELECT agency_id, word, bearers FROM vocabulary").fetchall():
        sums["vocabulary"] += hash((agency, word)) * bearers
    driver.execute("CREATE VIRTUAL TABLE temp.word_terms USING fts5vocab(main, person_words, col)")
    driver.execute("CREATE VIRTUAL TABLE temp.phone_terms USING fts5vocab(main, person_phones, row)")
    try:
        for term, column, people in driver.execute("SELECT term, col, doc FROM temp.word_terms").fetchall():
            sums[column] += hash(term) * people
        for term, people in driver.execute("SELECT term, doc FROM temp.phone_terms").fetchall():
            sums["phones"] += hash(term) * people
    finally:
        driver.execute("DROP TABLE temp.word_terms")
        driver.execute("DROP TABLE temp.phone_terms")
    return {name: total for name, total in sums.items() if total}
