# SPDX-License-Identifier: MIT
"""One moment of the records, kept for the next keystrokes while a run commits beside them.

A connection that begins to read after somebody else's commit drops every page it holds; while an import commits ten
times a second each keystroke would read and decrypt its pages anew. So the moment is kept for two seconds, unless a person
wrote meanwhile.
"""

from time import monotonic

from privdesk.storage.lookup.driver import Driver
from privdesk.storage.write_gate import WriteGate

KEPT_SECONDS = 2.0


class Snapshot:
    """The reading transaction of one connection; used by whoever has that connection's turn."""

    def __init__(self, gate: WriteGate) -> None:
        """`gate` knows who wrote."""
        self._gate = gate
        self._since: float | None = None
        self._writes = 0

    def begin(self, driver: Driver) -> None:
        """Read as of now, or as of the moment kept."""
        if self._since is not None and self._old:
            self.drop(driver)
        if self._since is None:
            self._writes = self._gate.people_wrote
            driver.execute("BEGIN")
            self._since = monotonic()

    def rest(self, driver: Driver) -> None:
        """After an answer: the moment is kept only beside a run."""
        if self._old or not self._gate.runs_lately:
            self.drop(driver)

    def drop(self, driver: Driver) -> None:
        """Let go of the moment."""
        if self._since is not None:
            self._since = None
            driver.execute("ROLLBACK")

    @property
    def _old(self) -> bool:
        since = self._since
        return since is None or monotonic() - since > KEPT_SECONDS or self._writes != self._gate.people_wrote
