# SPDX-License-Identifier: MIT
"""The people on file: values in force, their history, finding them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, insert, select

from privdesk.domain.agencies import AgencyId
from privdesk.domain.errors import NotFoundError
from privdesk.domain.ledger import LedgerEntry, LedgerKind
from privdesk.domain.matching import Candidate
from privdesk.domain.people import (
    Facts,
    FactVersion,
    Origin,
    Person,
    PersonField,
    PersonHit,
    PersonId,
)
from privdesk.storage.duplicates.candidates import like
from privdesk.storage.ledger import SqlLedger
from privdesk.storage.matching.key_table import put_keys
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_people import FactRow, OriginRow, PersonRow
from privdesk.storage.scope import Scope
from privdesk.storage.search_index import FtsSearchIndex, SearchIndex

_CHUNK = 500
_PERSON = table_of(PersonRow)
_ORIGIN = table_of(OriginRow)
_ADD_FACTS = insert(table_of(FactRow))
_ORDER = {name.value: place for place, name in enumerate(PersonField)}


class SqlPeople:
    """People; every change keeps what was before, and where both came from."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._index: SearchIndex = FtsSearchIndex(scope)

    def add(self, facts: Facts, origin: Origin) -> Person:
        """Add a person with these facts; empty ones are left out."""
        held = {PersonField(name): value for name, value in facts.items() if value}
        values = PersonRow.values_of(held, origin.recorded_at)
        person_id = PersonId(self._scope.insert(_PERSON, values))
        self._add_versions(person_id, 0, held, origin)
        self._index.note(person_id)
        put_keys(self._scope.connection, self._scope.matching.key, person_id, None, held)
        return Person(person_id, held, origin.recorded_at)

    def get(self, person_id: PersonId) -> Person:
        """Raises: NotFoundError."""
        return self._scope.found(PersonRow, "person", person_id).to_domain()

    def many(self, person_ids: Iterable[PersonId]) -> Mapping[PersonId, Person]:
        """Those that are on file."""
        wanted = sorted(set(person_ids))
        found: dict[PersonId, Person] = {}
        for start in range(0, len(wanted), _CHUNK):
            statement = select(PersonRow).where(PersonRow.id.in_(wanted[start : start + _CHUNK]))
            for row in self._scope.session.scalars(statement):
                found[PersonId(row.id)] = row.to_domain()
        return found

    def change(self, person_id: PersonId, changes: Facts, origin: Origin) -> Sequence[FactVersion]:
        """Put new values in force (empty text removes); the old ones stay in the history. Returns what changed.

        Raises:
            NotFoundError.
        """
        row = self._scope.found(PersonRow, "person", person_id)
        before = row.facts()
        new = {
            PersonField(name): value
            for name, value in changes.items()
            if value != before.get(PersonField(name), "")
        }
        if not new:
            return []
        for version in self._in_force(person_id):
            if version.field in new:
                version.superseded_at = origin.recorded_at
        row.take(new)
        self._scope.session.flush()
        last = select(func.max(FactRow.sequence)).where(FactRow.person_id == person_id)
        self._add_versions(row.id, self._scope.session.scalar(last) or 0, new, origin)
        self._index.note(person_id)
        put_keys(self._scope.connection, self._scope.matching.key, person_id, before, row.facts())
        return [FactVersion(name, value, origin) for name, value in new.items()]

    def history(self, person_id: PersonId) -> Sequence[FactVersion]:
        """Every version of every fact: within a field the one in force, then the others, newest first."""
        statement = (
            select(FactRow, OriginRow)
            .join(OriginRow, FactRow.origin_id == OriginRow.id)
            .where(FactRow.person_id == person_id)
            .order_by(
                FactRow.superseded_at.is_not(None), OriginRow.recorded_at.desc(), FactRow.sequence.desc()
            )
        )
        found = self._scope.session.execute(statement)
        versions = [version.to_domain(origin) for version, origin in found]
        return sorted(versions, key=lambda version: _ORDER[version.field])

    def confirm(self, person_id: PersonId, name: PersonField, on: date) -> None:
        """Note that the value in force was confirmed the old way.

        Raises:
            NotFoundError: the person has no such value.
        """
        versions = [version for version in self._in_force(person_id) if version.field == name]
        if not versions:
            raise NotFoundError("fact", name.value)
        versions[0].confirmed_on = on
        self._scope.session.flush()

    def mark(
        self, person_id: PersonId, *, restricted_since: date | None, no_advertising_since: date | None
    ) -> None:
        """Set or take away the marks of restriction and of objection to marketing.

        What changes also goes into the ledger that a restore replays.

        Law: GDPR Art. 18, Art. 21(3).

        Raises:
            NotFoundError.
        """
        row = self._scope.found(PersonRow, "person", person_id)
        before = row.restricted_since, row.no_advertising_since
        row.restricted_since, row.no_advertising_since = restricted_since, no_advertising_since
        self._scope.session.flush()
        ledger = SqlLedger(self._scope)
        if restricted_since != before[0]:
            kind = LedgerKind.RESTRICTED if restricted_since else LedgerKind.RESTRICTION_LIFTED
            ledger.add(LedgerEntry(kind, person_id, on=restricted_since))
        if no_advertising_since != before[1] and no_advertising_since:
            ledger.add(LedgerEntry(LedgerKind.ADVERTISING_STOPPED, person_id, on=no_advertising_since))

    def search(self, text: str, limit: int, agency: AgencyId | None = None) -> Sequence[PersonHit]:
        """By name without accents in any order, user number, phone digits, e-mail, town, street, date of birth, badge.

        With `agency` as if only its people were on file.
        """
        return self._index.find(text, limit, agency)

    def like(self, facts: Facts, limit: int, agency: AgencyId | None = None) -> Sequence[Candidate]:
        """People on file who may be the one described, best first; with `agency` only those it has contracts with."""
        return like(self._scope, facts, limit, agency)

    def count(self) -> int:
        """People on file."""
        return self._scope.session.scalar(select(func.count()).select_from(PersonRow)) or 0

    def leave_index(self, person_id: PersonId) -> None:
        """Take a person out of everything that finds people; the row itself stays."""
        before = self.get(person_id).facts
        self._index.note(person_id)
        put_keys(self._scope.connection, self._scope.matching.key, person_id, before, {})

    def index_again(self, person_id: PersonId, before: Facts | None) -> None:
        """Let a person be found by the facts, contracts and marks now in force; `before` as for a change."""
        facts = self.get(person_id).facts
        self._index.note(person_id)
        self._index.settle()
        put_keys(self._scope.connection, self._scope.matching.key, person_id, before, facts)

    def _in_force(self, person_id: PersonId) -> Sequence[FactRow]:
        statement = select(FactRow).where(FactRow.person_id == person_id, FactRow.superseded_at.is_(None))
        return self._scope.session.scalars(statement).all()

    def _add_versions(self, person_id: int, last: int, facts: Facts, origin: Origin) -> None:
        if not facts:
            return
        origin_id = self._scope.insert(_ORIGIN, OriginRow.values_of(origin))
        versions = [
            {
                "person_id": person_id, "sequence": sequence, "field": name.value, "value": value,
                "origin_id": origin_id, "confirmed_on": origin.confirmed_on, "superseded_at": None,
            }
            for sequence, (name, value) in enumerate(facts.items(), start=last + 1)
        ]  # fmt: skip
        self._scope.connection.execute(_ADD_FACTS, versions)
