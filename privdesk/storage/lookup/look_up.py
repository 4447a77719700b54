# SPDX-License-Identifier: MIT
"""Looking up while somebody types: a connection of its own, the newest keystroke wins, runs make way."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import sqlcipher3.dbapi2 as sqlcipher

from privdesk.domain.agencies import AgencyId
from privdesk.domain.errors import Cancelled
from privdesk.domain.people import PersonHit
from privdesk.storage.faults import typed
from privdesk.storage.lookup import driver as drivers
from privdesk.storage.lookup.finding import Finder
from privdesk.storage.lookup.hits import hits_of
from privdesk.storage.lookup.snapshot import Snapshot
from privdesk.storage.lookup.vocabulary import OFFICE, Vocabularies, Vocabulary, words_of_agency
from privdesk.storage.write_gate import WriteGate

_VERSION = "SELECT vocabulary_version FROM record_state"
_CHANGES = "PRAGMA data_version"
_WARMING = ("a", "e", "ma", "an", "mar", "ber", "anna ma", "maran ber", "mueler an")
"""Typed once after unlocking, so that the upper pages of the index are read before somebody types."""


class LookUpDriver(drivers.Driver, Protocol):
    """A connection that can be interrupted from another thread."""

    def interrupt(self) -> None: ...
    def close(self) -> None: ...


class LookUp:
    """Finds people while somebody types; used from any thread, one answer at a time."""

    def __init__(
        self, path: Path, connect: Callable[[], LookUpDriver], gate: WriteGate, vocabularies: Vocabularies
    ) -> None:
        """Nothing is opened before the first search.

        Args:
            path: the database, for what may go wrong with it.
            connect: opens a connection for reading.
            gate: where runs wait while somebody types.
            vocabularies: the words in memory.
        """
        self._path, self._connect = path, connect
        self._gate, self._vocabularies = gate, vocabularies
        self._turn, self._lock = threading.Lock(), threading.Lock()
        self._newest = 0
        self._newest_key: object = None
        self._driver: LookUpDriver | None = None
        self._last: tuple[object, Sequence[PersonHit]] = (None, ())
        self._closed = False
        self._snapshot = Snapshot(gate)
        gate.left = self.let_go

    def search(self, text: str, limit: int, agency: AgencyId | None = None) -> Sequence[PersonHit]:
        """The people that a typed text means, best first.

        A newer search interrupts an older one that is under way; the older one ends with `Cancelled`. The same
        search asked twice is answered once.

        Raises:
            Cancelled: a newer search came, or the records were closed.
        """
        key = (text, limit, agency)
        mine = self._announce(key)
        with self._turn:
            if mine != self._newest:
                raise Cancelled
            with self._gate.typing(), self._asking(mine) as driver, self._moment(driver):
                changes = driver.execute(_CHANGES).fetchone()[0]
                if self._last[0] != (key, changes):
                    self._last = ((key, changes), self._find(driver, text, limit, agency))
                return self._last[1]

    def _announce(self, key: object) -> int:
        """Say which search is the newest; one under way for something else is interrupted."""
        with self._lock:
            if key != self._newest_key:
                self._newest, self._newest_key = self._newest + 1, key
                if self._turn.locked() and self._driver is not None:
                    self._driver.interrupt()
            return self._newest

    def warm_up(self, agency: AgencyId | None = None) -> None:
        """Read the words and the upper pages of the index; a search that comes meanwhile goes first."""
        for text in _WARMING:
            with self._lock:
                mine = self._newest
            try:
                with self._turn, self._asking(mine) as driver, self._moment(driver):
                    self._find(driver, text, 1, agency)
            except Cancelled:
                continue

    def let_go(self) -> None:
        """Let go of a moment that was kept too long, so that the log can be folded in; called after each write."""
        if self._turn.acquire(blocking=False):
            try:
                if self._driver is not None:
                    self._snapshot.rest(self._driver)
            finally:
                self._turn.release()

    def stand_back(self) -> None:
        """Let go of any moment kept, before the log is folded in."""
        with self._turn:
            if self._driver is not None:
                self._snapshot.drop(self._driver)

    def close(self) -> None:
        """Let go of the file and of everything in memory."""
        with self._lock:
            self._newest, self._newest_key = self._newest + 1, object()
            if self._driver is not None:
                self._driver.interrupt()
        with self._turn:
            driver, self._driver, self._closed = self._driver, None, True
            self._last = (None, ())
            if driver is not None:
                driver.close()

    def _find(
        self, driver: LookUpDriver, text: str, limit: int, agency: AgencyId | None
    ) -> Sequence[PersonHit]:
        finder = Finder(driver, lambda: self._vocabulary(driver, agency or OFFICE), agency)
        return hits_of(driver, finder.find(text, limit), agency)

    def _vocabulary(self, driver: LookUpDriver, agency: int) -> Vocabulary:
        version = driver.execute(_VERSION).fetchone()[0]
        return self._vocabularies.get(agency, version, lambda: words_of_agency(driver, agency))

    @contextmanager
    def _moment(self, driver: LookUpDriver) -> Iterator[None]:
        """All questions of one answer see the same moment of the records."""
        self._snapshot.begin(driver)
        try:
            yield
        except BaseException:
            self._snapshot.drop(driver)
            raise
        self._snapshot.rest(driver)

    @contextmanager
    def _asking(self, mine: int) -> Iterator[LookUpDriver]:
        """The connection; an interruption by a newer search ends the older one quietly."""
        try:
            if self._closed:
                raise Cancelled
            if self._driver is None:
                self._driver = self._connect()
            yield self._driver
        except sqlcipher.Error as error:
            if mine != self._newest:
                raise Cancelled from None
            raise typed(error, self._path) from None
