# SPDX-License-Identifier: MIT
"""The newest keystroke wins: older ones are interrupted, runs stand still, nothing is asked after closing."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from privdesk.domain.errors import Cancelled, PrivdeskError
from privdesk.domain.people import PersonField, PersonHit
from privdesk.storage.lookup.look_up import LookUp
from privdesk.storage.lookup.vocabulary import Vocabularies
from privdesk.storage.write_gate import Priority, WriteGate
from tests.storage.test_lookup_index import committed
from tests.storage_fixtures import OpenRecords, an_origin

PATIENCE = 20.0


class SlowDriver:
    """Answers nothing; the first question about words lasts until somebody interrupts."""

    def __init__(self) -> None:
        self.asked, self.released, self.interrupted = threading.Event(), threading.Event(), 0
        self.slow = True

    def execute(self, statement: str, _values: Sequence[object] = (), /) -> "SlowDriver":
        if "person_words" in statement and self.slow:
            self.slow = False
            self.asked.set()
            assert self.released.wait(PATIENCE)
            raise sqlcipher.OperationalError("interrupted")
        return self

    def executemany(self, _statement: str, _values: object, /) -> None: ...

    def fetchone(self) -> Any:  # noqa: ANN401 -- a row
        return (0,)

    def fetchall(self) -> list[Any]:
        return []

    def interrupt(self) -> None:
        self.interrupted += 1
        self.released.set()

    def close(self) -> None: ...


class Search(threading.Thread):
    """One search on its own thread."""

    def __init__(self, look_up: LookUp, text: str) -> None:
        super().__init__()
        self._look_up, self._text = look_up, text
        self.hits: Sequence[PersonHit] | None = None
        self.error: PrivdeskError | None = None
        self.start()

    def run(self) -> None:
        try:
            self.hits = self._look_up.search(self._text, 5)
        except PrivdeskError as error:
            self.error = error


def slow_look_up(driver: SlowDriver, gate: WriteGate | None = None) -> LookUp:
    return LookUp(Path("records.db"), lambda: driver, gate or WriteGate(), Vocabularies())


def test_a_newer_keystroke_interrupts_an_older_one() -> None:
    driver = SlowDriver()
    look_up = slow_look_up(driver)
    older = Search(look_up, "kel")
    assert driver.asked.wait(PATIENCE)
    assert list(look_up.search("@", 5)) == []
    older.join(PATIENCE)
    assert isinstance(older.error, Cancelled)
    assert driver.interrupted == 1


def test_of_many_that_wait_only_the_newest_is_answered() -> None:
    driver = SlowDriver()
    look_up = slow_look_up(driver)
    first = Search(look_up, "k")
    assert driver.asked.wait(PATIENCE)
    others = [Search(look_up, "ke" + "l" * n) for n in range(5)]
    for each in (first, *others):
        each.join(PATIENCE)
    assert isinstance(first.error, Cancelled)
    assert sum(each.error is None for each in others) >= 1


def test_the_same_search_twice_interrupts_nothing(records: OpenRecords) -> None:
    with committed(records) as work:
        work.people.add({PersonField.LAST_NAME: "Keller"}, an_origin())
    look_up = records.database.look_up
    searches = [Search(look_up, "kelelr") for _each in range(6)]
    for each in searches:
        each.join(PATIENCE)
    assert [[hit.name for hit in each.hits or ()] for each in searches] == [["Keller"]] * 6


def test_an_error_that_no_newer_search_caused_is_told() -> None:
    driver = SlowDriver()
    driver.released.set()
    with pytest.raises(PrivdeskError) as told:
        slow_look_up(driver).search("keller", 5)
    assert not isinstance(told.value, Cancelled)


def test_nothing_is_asked_after_closing(records: OpenRecords) -> None:
    look_up = records.database.look_up
    look_up.search("keller", 5)
    records.database.close()
    with pytest.raises(Cancelled):
        look_up.search("keller", 5)


def test_a_run_stands_still_while_a_keystroke_is_answered() -> None:
    gate, went_on = WriteGate(), threading.Event()
    gate.enter(Priority.RUN)

    def run() -> None:
        gate.give_way()
        went_on.set()

    with gate.typing():
        thread = threading.Thread(target=run)
        thread.start()
        assert not went_on.wait(0.05)
    assert went_on.wait(PATIENCE)
    thread.join(PATIENCE)
    gate.leave()


def test_a_run_is_not_held_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("privdesk.storage.write_gate.TYPING_SECONDS", 0.01)
    gate = WriteGate()
    with gate.typing():
        gate.give_way()
