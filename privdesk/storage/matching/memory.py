# SPDX-License-Identifier: MIT
"""What matching keeps in memory while the records are open: the key of the hashes, and the weights that count."""

import threading
from dataclasses import replace

from sqlalchemy import Connection, func, select

from privdesk.domain.matching import MatchWeights
from privdesk.storage.matching.keys import name_hash
from privdesk.storage.matching.levels import Levels, compare
from privdesk.storage.matching.prepared import Memo, Prepared
from privdesk.storage.matching.weights import Weigher, shipped_weights, weights_of
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_matching import MatchWeightsRow

_WEIGHTS = table_of(MatchWeightsRow)
_NEWEST = select(func.max(_WEIGHTS.c.id))
_USUAL = 1


class Judge:
    """Compares and weighs by one set of weights."""

    def __init__(self, weights: MatchWeights, key: bytes) -> None:
        """Where the weights know of no common names, every name counts as usual."""
        self.weights = weights
        self.weigher = Weigher(weights)
        self._common = weights.common
        self._key = key

    def compare(self, left: Prepared, right: Prepared) -> Levels:
        """The level of every field."""
        return compare(left, right, self.commonness)

    def commonness(self, name: str) -> int:
        """0 rare, 1 usual, 2 one of the most common."""
        return self._common.get(name_hash(name, self._key), 0) if self._common else _USUAL


class Matching:
    """Shared by all transactions of one open database."""

    def __init__(self, key: bytes = b"") -> None:
        """`key` makes the hashes of this vault unlike those of any other."""
        self.key = key
        self._lock = threading.Lock()
        self._version = -1
        self._judge: Judge | None = None
        self.memo = Memo()

    def judge(self, connection: Connection) -> Judge:
        """What compares and weighs by the weights this transaction sees."""
        version = int(connection.scalar(_NEWEST) or 0)
        with self._lock:
            if self._judge is not None and self._version == version:
                return self._judge
        judge = self._read(connection, version)
        with self._lock:
            self._judge, self._version = judge, version
        return judge

    def unlearned(self) -> Judge:
        """What compares and weighs by the weights that the program brings, whoever is on file."""
        return Judge(shipped_weights(), self.key)

    def forget(self) -> None:
        """Drop what was read; nothing of the records stays in memory."""
        with self._lock:
            self._judge, self._version = None, -1
            self.memo.forget()

    def _read(self, connection: Connection, version: int) -> Judge:
        if not version:
            return Judge(shipped_weights(), self.key)
        row = connection.execute(select(_WEIGHTS).where(_WEIGHTS.c.id == version)).one()
        weights = replace(weights_of(row.weights), learned_at=row.learned_at, pairs=row.pairs)
        common = {int(name): int(how) for name, how in row.common}
        return Judge(replace(weights, common=common), self.key)
