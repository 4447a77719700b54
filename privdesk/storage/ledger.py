# SPDX-License-Identifier: MIT
"""The ledger of what must stay so after a restore: appended within the unit of work, read in order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import insert, select

from privdesk.domain.ledger import LedgerEntry, LedgerKind, LedgerLine, chained, first_misfit, person_token
from privdesk.domain.people import PersonId
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_ledger import LedgerRow
from privdesk.storage.rows_merging import MergeRow
from privdesk.storage.rows_people import PersonRow
from privdesk.storage.scope import Scope

_APPEND = insert(table_of(LedgerRow))
_CHUNK = 5000


class SqlLedger:
    """Erasures, disposals, restrictions, objections and withdrawals, as one chain."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, entry: LedgerEntry) -> LedgerLine:
        """Append within the running unit of work, before the person's row goes.

        People who were merged into this one get the same line: an older backup still holds them all.

        Raises:
            NotFoundError: the person is not on file (any more).
        """
        person = self._scope.found(PersonRow, "person", entry.person_id)
        line = self._say(entry, entry.person_id, person.created_at)
        for merged_id, created_at in merged_into(self._scope, entry.person_id):
            line = self._say(entry, merged_id, created_at)
        return line

    def add_all(self, kind: LedgerKind, people: Sequence[PersonId], group: str, on: date | None) -> None:
        """As `add` for several people: one line each, those merged into them included."""
        table = table_of(PersonRow)
        asked = select(table.c.id, table.c.created_at).where(table.c.id.in_(people)).order_by(table.c.id)
        said = [
            (PersonId(number), PersonId(number), at) for number, at in self._scope.connection.execute(asked)
        ]
        for person_id in merged_among(self._scope, people):
            said += [(person_id, gone, at) for gone, at in merged_into(self._scope, person_id)]
        for person_id, token_of, created_at in said:
            self._say(LedgerEntry(kind, person_id, group, on), token_of, created_at)

    def _say(self, entry: LedgerEntry, person_id: PersonId, created_at: datetime) -> LedgerLine:
        scope = self._scope
        token = person_token(scope.ledger_key, person_id, created_at)
        count, head = scope.state.ledger_end(scope.connection)
        line = LedgerLine(count + 1, scope.now().astimezone(UTC), entry.kind, token, entry.group, entry.on)
        return self._append(chained(scope.ledger_key, head, line))

    def take_over(self, lines: Sequence[LedgerLine]) -> None:
        """Append lines that were made elsewhere, at a restore: they must follow from the last one here.

        Raises:
            ValueError: they do not.
        """
        count, head = self._scope.state.ledger_end(self._scope.connection)
        if first_misfit(self._scope.ledger_key, lines, head, count) is not None:
            raise ValueError("these lines belong to another ledger")
        for line in lines:
            self._append(line)

    def lines(self, after: int = 0) -> Sequence[LedgerLine]:
        """Every line with a number above `after`, in order."""
        statement = select(LedgerRow).where(LedgerRow.number > after).order_by(LedgerRow.number)
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def has(self, head: bytes) -> bool:
        """Whether a line bears this seal."""
        statement = select(LedgerRow.number).where(LedgerRow.mac == head).limit(1)
        return self._scope.session.scalar(statement) is not None

    def verify(self) -> int | None:
        """Walk the whole chain; the first number that does not fit, or None when it is whole."""
        try:
            lines = self.lines()
        except ValueError:
            return 1
        misfit = first_misfit(self._scope.ledger_key, lines)
        if misfit is not None:
            return misfit
        count, head = self._scope.state.ledger_end(self._scope.connection)
        last = lines[-1].mac if lines else bytes(32)
        return None if (len(lines), last) == (count, head) else len(lines) + 1

    def people(self, tokens: Collection[bytes]) -> Mapping[bytes, PersonId]:
        """Those of `tokens` whose person is on file. Walks over everybody: for restores."""
        wanted, found = frozenset(tokens), dict[bytes, PersonId]()
        if not wanted:
            return found
        table = table_of(PersonRow)
        rows = self._scope.connection.execution_options(yield_per=_CHUNK).execute(
            select(table.c.id, table.c.created_at)
        )
        for number, created_at in rows:
            token = person_token(self._scope.ledger_key, PersonId(number), created_at)
            if token in wanted:
                found[token] = PersonId(number)
        return found

    def _append(self, line: LedgerLine) -> LedgerLine:
        connection = self._scope.connection
        connection.execute(_APPEND, LedgerRow.values_of(line))
        self._scope.state.ledger_moves_on(connection, line.number, line.mac)
        return line


def merged_among(scope: Scope, people: Collection[PersonId]) -> Sequence[PersonId]:
    """Those of these people into whom somebody was merged."""
    table = table_of(MergeRow)
    asked = select(table.c.kept_id).where(table.c.kept_id.in_(people), table.c.undone_at.is_(None)).distinct()
    return [PersonId(each) for each in scope.connection.scalars(asked.order_by(table.c.kept_id))]


def merged_into(scope: Scope, person_id: PersonId) -> Iterator[tuple[PersonId, datetime]]:
    """Everybody who is part of this person now, those merged into them in turn included."""
    waiting, seen = [int(person_id)], {int(person_id)}
    while waiting:
        standing = select(MergeRow.gone_id, MergeRow.gone_created_at).where(
            MergeRow.kept_id == waiting.pop(), MergeRow.undone_at.is_(None)
        )
        for gone_id, created_at in scope.session.execute(standing).all():
            if gone_id not in seen:
                seen.add(gone_id)
                waiting.append(gone_id)
                yield PersonId(gone_id), created_at
