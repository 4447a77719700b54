# SPDX-License-Identifier: MIT
"""Keeping the index in step: a person's entry is worked out anew from the records and put in place of the old one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from privdesk.domain.people import PersonField
from privdesk.storage.lookup import fts
from privdesk.storage.lookup.driver import Driver
from privdesk.storage.lookup.words import FACTS, Entry, entry_of

_COLUMNS = ", ".join(name.value for name in FACTS)
_FACTS = f"SELECT {_COLUMNS} FROM person WHERE id = ?"  # noqa: S608 - our own names
_AGENCIES = "SELECT DISTINCT agency_id FROM contract WHERE person_id = ? AND agency_id IS NOT NULL"
_RECENT = "SELECT coalesce(max(origin_id), 0) FROM person_fact WHERE person_id = ?"
_CARD = "SELECT words, agencies, recent, digest FROM search_card WHERE person_id = ?"
PUT_CARD = (
    "INSERT OR REPLACE INTO search_card (person_id, words, agencies, recent, digest) VALUES (?, ?, ?, ?, ?)"
)
_DROP_CARD = "DELETE FROM search_card WHERE person_id = ?"
_MORE = (
    "INSERT INTO vocabulary (agency_id, word, bearers) VALUES (?, ?, ?) "
    "ON CONFLICT DO UPDATE SET bearers = bearers + excluded.bearers RETURNING bearers"
)
_FEWER = "UPDATE vocabulary SET bearers = bearers + ? WHERE agency_id = ? AND word = ? RETURNING bearers"
_NOBODY = "DELETE FROM vocabulary WHERE agency_id = ? AND word = ? AND bearers <= 0"


@dataclass(slots=True)
class WordChanges:
    """Words that came to an agency's vocabulary (0: the office's) or left it."""

    came: set[tuple[int, str]] = field(default_factory=set)
    gone: set[tuple[int, str]] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.came or self.gone)

    def of(self, agency: int) -> tuple[list[str], list[str]]:
        """The words that came to one vocabulary and those that left it."""
        return [word for place, word in self.came if place == agency], [
            word for place, word in self.gone if place == agency
        ]

    def note(self, key: tuple[int, str], *, came: bool) -> None:
        """One word came or went; back and forth is nothing."""
        there, other = (self.came, self.gone) if came else (self.gone, self.came)
        if key in other:
            other.discard(key)
        else:
            there.add(key)


def facts_from(row: Iterable[str | None]) -> Mapping[PersonField, str]:
    """Facts from columns in the order of `FACTS`."""
    return {name: value for name, value in zip(FACTS, row, strict=True) if value}


def card_values(person_id: int, entry: Entry, recent: int) -> tuple[object, ...]:
    """The card's row."""
    return person_id, entry.card, " ".join(map(str, entry.agencies)), recent, entry.digest


def renew(driver: Driver, person_ids: Iterable[int], changes: WordChanges) -> None:
    """Bring these people's entries up to date with the records; who is not on file leaves. Commits nothing."""
    counts: Counter[tuple[int, str]] = Counter()
    for person_id in sorted(set(person_ids)):
        _renew(driver, person_id, counts)
    for key, count in counts.items():
        if count:
            _count(driver, key, count, changes)


def _renew(driver: Driver, person_id: int, counts: Counter[tuple[int, str]]) -> None:
    before = driver.execute(_CARD, (person_id,)).fetchone()
    row = driver.execute(_FACTS, (person_id,)).fetchone()
    if row is None:
        if before is not None:
            fts.drop(driver, person_id)
            driver.execute(_DROP_CARD, (person_id,))
            counts.subtract(borne(before[0], before[1]))
        return
    entry = entry_of(
        facts_from(row), (each[0] for each in driver.execute(_AGENCIES, (person_id,)).fetchall())
    )
    recent = driver.execute(_RECENT, (person_id,)).fetchone()[0]
    if before is not None and before[3] == entry.digest:
        if before[2] != recent:
            driver.execute(PUT_CARD, card_values(person_id, entry, recent))
        return
    if before is not None:
        fts.drop(driver, person_id)
        counts.subtract(borne(before[0], before[1]))
    fts.put(driver, person_id, entry)
    driver.execute(PUT_CARD, card_values(person_id, entry, recent))
    counts.update((agency, word) for agency in entry.agencies for word in entry.vocabulary)


def borne(card: str, agencies: str) -> set[tuple[int, str]]:
    """The words that a card gives to the vocabularies of its agencies."""
    words = {each for each in card.replace("|", " ").replace("/", " ").split() if each.isalpha()}
    return {(int(agency), word) for agency in agencies.split() for word in words}


def _count(driver: Driver, key: tuple[int, str], count: int, changes: WordChanges) -> None:
    if count > 0:
        if driver.execute(_MORE, (*key, count)).fetchone()[0] == count:
            changes.note(key, came=True)
        return
    left = driver.execute(_FEWER, (count, *key)).fetchone()
    if left is not None and left[0] <= 0:
        driver.execute(_NOBODY, key)
        changes.note(key, came=False)
