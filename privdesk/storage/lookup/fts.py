# SPDX-License-Identifier: MIT
"""The two search tables of SQLite: words, and telephone numbers by every six digits in a row."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from privdesk.storage.fold import ascii_word
from privdesk.storage.lookup.driver import Driver, one_json
from privdesk.storage.lookup.words import Entry, agency_mark, windows

WORDS, PHONES = "person_words", "person_phones"
TABLES = (WORDS, PHONES)
EVERYWHERE, NAMES = "{names places}", "names"
_PUT_WORDS = "INSERT INTO person_words (rowid, names, places, marks) VALUES (?, ?, ?, ?)"
_PUT_PHONES = "INSERT INTO person_phones (rowid, digits) VALUES (?, ?)"
_FIND = "SELECT json_group_array(id) FROM (SELECT rowid AS id FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?)"
_FIND_WORDS, _FIND_PHONES = _FIND.format(table=WORDS), _FIND.format(table=PHONES)
_FIND_EACH = (
    "SELECT json_group_array((SELECT group_concat(id) FROM (SELECT rowid AS id FROM person_words "
    "WHERE person_words MATCH one.value ORDER BY rowid DESC LIMIT ?))) FROM json_each(?) AS one"
)


@dataclass(frozen=True, slots=True)
class Wall:
    """Whose people are looked for: an agency's, or everybody."""

    agency: int | None = None

    def round(self, expression: str) -> str:
        """A question about words within the wall."""
        return (
            expression if self.agency is None else f'({expression}) AND marks : "{agency_mark(self.agency)}"'
        )

    def round_digits(self, expression: str) -> str:
        """A question about telephone numbers within the wall."""
        return expression if self.agency is None else f'({expression}) AND "{agency_mark(self.agency)}"'


def all_of(columns: str, alternatives: Sequence[Iterable[str]], *, whole: bool = False) -> str:
    """A question: for each place one of the folded words, as the beginning of a word, or `whole`."""
    star = "" if whole else " *"
    parts = (" OR ".join(f'"{ascii_word(word)}"{star}' for word in some) for some in alternatives)
    return f"{columns} : ({' AND '.join(f'({part})' for part in parts)})"


def marked(tokens: Iterable[str], *, whole: bool) -> str:
    """A question for one of these marks, or beginnings of marks."""
    star = "" if whole else " *"
    some = " OR ".join(f'"{token}"{star}' for token in tokens)
    return f"marks : ({some})"


def find_words(driver: Driver, question: str, limit: int) -> list[int]:
    """People to whom the question applies, the newest first."""
    return one_json(driver, _FIND_WORDS, (question, limit))


def find_each(driver: Driver, questions: Sequence[str], limit: int) -> list[list[int]]:
    """For each question the newest people to whom it applies."""
    found = one_json(driver, _FIND_EACH, (limit, json.dumps(questions)))
    return [[int(one) for one in some.split(",")] if some else [] for some in found]


def find_digits(driver: Driver, digits: Sequence[str], limit: int, wall: Wall = Wall()) -> list[int]:
    """People with a telephone number that may have one of these digits in a row; six digits at least."""
    parts = (" AND ".join(f'"{one}"' for one in windows(some)) for some in digits)
    question = " OR ".join(f"({part})" for part in parts)
    return one_json(driver, _FIND_PHONES, (wall.round_digits(question), limit))


def put(driver: Driver, person_id: int, entry: Entry) -> None:
    """Put somebody in who is not there yet."""
    driver.execute(_PUT_WORDS, (person_id, entry.names, entry.places, entry.marks))
    driver.execute(_PUT_PHONES, (person_id, entry.phones))


def put_many(driver: Driver, entries: Sequence[tuple[int, Entry]]) -> None:
    """Put many in who are not there yet, in the order of their ids."""
    driver.executemany(_PUT_WORDS, [(one, entry.names, entry.places, entry.marks) for one, entry in entries])
    driver.executemany(_PUT_PHONES, [(one, entry.phones) for one, entry in entries])


def drop(driver: Driver, person_id: int) -> None:
    """Take somebody out."""
    for table in TABLES:
        driver.execute(f"DELETE FROM {table} WHERE rowid = ?", (person_id,))  # noqa: S608 - our own names


def command(driver: Driver, words: str, rank: int | None = None) -> None:
    """Tell both tables something, such as `delete-all`, `optimize`, `hashsize`."""
    for table in TABLES:
        if rank is None:
            driver.execute(f"INSERT INTO {table} ({table}) VALUES (?)", (words,))  # noqa: S608
        else:
            driver.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (words, rank))  # noqa: S608
