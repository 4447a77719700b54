# SPDX-License-Identifier: MIT
"""The state row of a running transaction: read once, written once, just before the commit."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, update

from privdesk.domain.vault import AnchorHeads
from privdesk.storage.lookup.upkeep import WordChanges
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_office import StateRow

_TABLE = table_of(StateRow)
_READ = select(
    _TABLE.c.audit_sequence, _TABLE.c.vocabulary_version, _TABLE.c.counter, _TABLE.c.audit_head, _TABLE.c.ledger_head,
    _TABLE.c.ledger_count, _TABLE.c.epoch,
)  # fmt: skip
_WRITE = update(_TABLE)


@dataclass(frozen=True, slots=True)
class _Values:
    audit_sequence: int
    vocabulary_version: int
    heads: AnchorHeads


class State:
    """Counter, heads and versions as the transaction leaves them."""

    def __init__(self) -> None:
        self._values: _Values | None = None
        self.stale_people: set[int] = set()
        """People whose entry in the index must be worked out anew before the commit."""
        self.word_changes = WordChanges()
        """How the vocabulary differs from the committed one."""
        self.words_anew = False
        """Whether the vocabulary was made anew as a whole."""

    @property
    def words_changed(self) -> bool:
        """Whether the vocabulary is other than the committed one."""
        return self.words_anew or bool(self.word_changes)

    def audit_end(self, connection: Connection) -> tuple[int, bytes]:
        """Number and seal of the last audit entry; 0 and zeros before the first."""
        values = self._read(connection)
        return values.audit_sequence, values.heads.audit_head

    def vocabulary_version(self, connection: Connection) -> int:
        """Version of the committed vocabulary."""
        return self._read(connection).vocabulary_version

    def move_on(self, connection: Connection, sequence: int, head: bytes) -> None:
        """Say that the audit chain now ends here."""
        values = self._read(connection)
        self._values = replace(values, audit_sequence=sequence, heads=replace(values.heads, audit_head=head))

    def ledger_end(self, connection: Connection) -> tuple[int, bytes]:
        """Number and seal of the ledger's last line; 0 and zeros before the first."""
        heads = self._read(connection).heads
        return heads.ledger_count, heads.ledger_head

    def ledger_moves_on(self, connection: Connection, count: int, head: bytes) -> None:
        """Say that the ledger now ends here."""
        values = self._read(connection)
        self._values = replace(values, heads=replace(values.heads, ledger_count=count, ledger_head=head))

    def begin_epoch(self, connection: Connection, epoch: int) -> None:
        """Say that another history begins: after a restore."""
        values = self._read(connection)
        self._values = replace(values, heads=replace(values.heads, epoch=epoch))

    def write(self, connection: Connection) -> AnchorHeads:
        """Count one more commit and write the row; returns what the anchor must be told once it is durable."""
        values = self._read(connection)
        heads = replace(values.heads, counter=values.heads.counter + 1)
        connection.execute(
            _WRITE,
            {
                "counter": heads.counter,
                "audit_sequence": values.audit_sequence,
                "audit_head": heads.audit_head,
                "ledger_head": heads.ledger_head,
                "ledger_count": heads.ledger_count,
                "epoch": heads.epoch,
                "vocabulary_version": values.vocabulary_version + self.words_changed,
            },
        )
        return heads

    def forget(self) -> None:
        """Read anew: the transaction has ended."""
        self._values, self.stale_people, self.word_changes = None, set(), WordChanges()
        self.words_anew = False

    def _read(self, connection: Connection) -> _Values:
        if self._values is None:
            sequence, version, *heads = connection.execute(_READ).one()
            self._values = _Values(sequence, version, AnchorHeads(*heads))
        return self._values
