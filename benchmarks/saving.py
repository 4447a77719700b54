# SPDX-License-Identifier: MIT
"""Saving a form, durable, anchor included, against a bare durable commit."""

import os
from collections.abc import Iterator
from statistics import median

from benchmarks.measures import Measure, in_turn, milliseconds, seconds
from benchmarks.records import PEOPLE, TODAY, OpenOffice, inventor, open_office
from privdesk.demo.papers import Papers
from privdesk.demo.story import entry_of
from privdesk.domain.submissions import FormEntry, SamePerson
from privdesk.services.desk import Desk
from privdesk.storage import dialect

ROUNDS = 60
GOAL = 2.5
ROW_BYTES = 1_000


def measure() -> Iterator[Measure]:
    """Forms that came as filled PDFs are saved one after the other; bare commits lie between them."""
    with open_office() as office:
        forms = iter(waiting_forms(office, ROUNDS + 2))
        bare = _BareCommit(office)

        def save() -> float:
            entry = next(forms)
            return seconds(lambda: office.desk.capture.save(entry))

        save(), save()
        commits, saves = in_turn(bare.commit, save, ROUNDS)
        bare.close()
    yield Measure(
        "save", "Save of a form, durable, anchor included, against a bare durable commit",
        median(saves) / median(commits), "×", GOAL,
        detail={"bare commit ms": round(median(commits) * 1000, 2), **milliseconds(saves)},
    )  # fmt: skip


def waiting_forms(office: OpenOffice, count: int) -> list[FormEntry]:
    """Forms that came as filled PDFs and were read, as they will be saved."""
    desk = office.desk
    for name, data in registrations(desk, count):
        desk.inbox.add_bytes(name, data)
    desk.inbox.read_waiting()
    return [entry_of(desk.capture.open(item.id), SamePerson.NEW) for item in desk.inbox.items()]


def registrations(desk: Desk, count: int) -> list[tuple[str, bytes]]:
    """Filled PDFs of people who are not on file yet, with their names."""
    papers = Papers(desk.office.sender(), TODAY)
    return [
        (
            f"registration-{person.user_number}.pdf",
            papers.filled("registration", person.language, papers.registration(person, agency="")),
        )
        for person in list(inventor().people(PEOPLE + count))[PEOPLE:]
    ]


class _BareCommit:
    """The least that a durable save can be: one row in, flushed, in a database of its own beside ours."""

    def __init__(self, office: OpenOffice) -> None:
        self._connection = dialect.connect(
            office.folder / "bare.db", os.urandom(dialect.KEY_BYTES), create=True
        )
        dialect.write_ahead(self._connection)
        self._connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB)")

    def commit(self) -> float:
        """One durable commit; seconds."""
        row = f"INSERT INTO bare (body) VALUES (randomblob({ROW_BYTES}))"

        def work() -> None:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(row)
            self._connection.execute("COMMIT")

        return seconds(work)

    def close(self) -> None:
        """Let go."""
        self._connection.close()
