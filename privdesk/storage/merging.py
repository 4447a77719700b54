# SPDX-License-Identifier: MIT
"""Merging two people on file into one within one transaction, and taking it back exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import delete, insert, or_, select, update

from privdesk.domain.errors import NotFoundError
from privdesk.domain.merging import (
    Followed,
    LaterMergeError,
    MergedAwayError,
    MergeId,
    MergeMissingError,
    MergePlan,
    MergeRecord,
    MergeTakenBackError,
)
from privdesk.domain.people import Person, PersonField, PersonId
from privdesk.storage.ended_contracts import join_ends, part_ends
from privdesk.storage.merge_activity import join_activity, last_import, part_activity
from privdesk.storage.merge_facts import facts_in_force, join_facts, part_facts
from privdesk.storage.merge_moves import join_rows, part_rows
from privdesk.storage.merge_newer import part_newer
from privdesk.storage.merge_parts import Parts, put_raw, raw_rows
from privdesk.storage.people import SqlPeople
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_merging import MergeRow
from privdesk.storage.rows_people import PersonRow
from privdesk.storage.scope import Scope
from privdesk.storage.stream_days import COUNTED, StreamDays
from privdesk.storage.usage_months import join_months, part_months

_MERGE = table_of(MergeRow)
_PERSON = table_of(PersonRow)
_MARKS = ("restricted_since", "no_advertising_since")
_COUNTED = {
    Followed.CONTRACTS: "contract.person_id",
    Followed.FORMS: "submission.person_id",
    Followed.REQUESTS: "case_file.person_id",
    Followed.CALLS: "call_sheet.person_id",
    Followed.DOCUMENTS: "document.person_id",
    Followed.CONSENTS: "consent.person_id",
}


class SqlMerging:
    """Merges: done, taken back, followed from an old number to the person."""

    def __init__(self, scope: Scope, people: SqlPeople) -> None:
        self._scope = scope
        self._people = people

    def merge(self, plan: MergePlan) -> MergeRecord:
        """Make two people one; everything of `gone` goes to `kept`, and its number leads there from now on.

        The stricter mark wins: restricted, or no advertising, if either was, since the earlier day.

        Law: GDPR Art. 5(1)(d), Art. 18, Art. 21(3); FADP Art. 6(5).

        Raises:
            NotFoundError, MergedAwayError: one of them is not on file, or not any more.
        """
        kept, gone = self._on_file(plan.kept), self._on_file(plan.gone)
        now, connection = self._scope.now(), self._scope.connection
        record = self._begin(plan, gone.created_at, now)
        parts = Parts(connection, record.id)
        parts.put("gone", raw_rows(connection, _PERSON, "id", gone.id))
        parts.put("marks", [_marks(kept), _marks(gone), _stricter(kept, gone)])
        parts.put("last_import", last_import(connection))
        self._people.leave_index(gone.id)
        sides = {name: plan.side(name, kept.facts, gone.facts) for name in PersonField}
        facts = join_facts(connection, kept.id, gone.id, sides.__getitem__, now)
        parts.put("facts", facts)
        with StreamDays(self._scope).in_step(COUNTED, (kept.id, gone.id)):
            moved = join_rows(connection, parts, kept.id, gone.id)
            join_months(connection, parts, kept.id)
            join_ends(connection, parts, kept.id)
            activity = join_activity(connection, record.id, kept.id, gone.id)
        connection.execute(delete(_PERSON).where(_PERSON.c.id == gone.id))
        self._settle(kept, _stricter(kept, gone))
        counts = {name: moved.get(column, 0) for name, column in _COUNTED.items()}
        counts |= {Followed.FACTS: facts["count"], Followed.ACTIVITY: activity}
        return self._note_counts(record, {name: count for name, count in counts.items() if count})

    def unmerge(self, merge_id: MergeId) -> MergeRecord:
        """Take a merge back: every row as it was. What came since stays with the person kept.

        Only what clearly belongs to what goes back goes with it: new papers of its requests and forms, consents
        on its forms, usage of products of its contracts only. A mark set since is set on both.

        Raises:
            MergeMissingError, MergeTakenBackError, LaterMergeError.
        """
        record = self._undoable(merge_id)
        connection, parts = self._scope.connection, Parts(self._scope.connection, record.id)
        kept = self._people.get(record.kept)
        put_raw(connection, _PERSON, parts.get("gone"))
        part_facts(connection, record.kept, record.gone, parts.get("facts"))
        with StreamDays(self._scope).in_step(COUNTED, (record.kept, record.gone)):
            part_months(connection, parts, record.kept)
            part_ends(connection, parts, record.kept)
            part_rows(connection, parts, record.kept, record.gone)
            part_activity(connection, record.id, record.kept, record.gone)
            part_newer(connection, parts, record)
        self._scope.session.expunge_all()
        before, after = _parted_marks(parts.get("marks"), _marks(kept))
        self._settle(kept, before)
        self._return(record.gone, after)
        parts.drop()
        return self._note_end(record)

    def get(self, merge_id: MergeId) -> MergeRecord:
        """Raises: MergeMissingError."""
        row = self._scope.session.get(MergeRow, merge_id)
        if row is None:
            raise MergeMissingError(merge_id)
        return row.to_domain()

    def gone(self, merge_id: MergeId) -> Person | None:
        """The record that went as it stood, while the merge stands; None otherwise."""
        rows = Parts(self._scope.connection, merge_id).get("gone")
        if not rows:
            return None
        held = self.get(merge_id)
        values = {PersonField(name): rows[0].get(name) or "" for name in PersonField}
        facts = {name: value for name, value in values.items() if value}
        return Person(held.gone, facts, held.gone_created_at or held.at)

    def recent(self, limit: int = 50, before: MergeId | None = None) -> Sequence[MergeRecord]:
        """Newest first, those taken back too; before `before` where the list goes on."""
        statement = select(MergeRow).order_by(MergeRow.id.desc()).limit(limit)
        if before is not None:
            statement = statement.where(MergeRow.id < before)
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def of_person(self, person_id: PersonId) -> Sequence[MergeRecord]:
        """Every merge in which this person took part, newest first, those taken back too."""
        return [row.to_domain() for row in self._rows_of(person_id)]

    def later(self, record: MergeRecord) -> MergeRecord | None:
        """The last merge of the same person after this one that stands, or None; it must be taken back first."""
        statement = select(MergeRow).where(
            MergeRow.id > record.id, MergeRow.undone_at.is_(None),
            or_(MergeRow.kept_id == record.kept, MergeRow.gone_id == record.kept),
        )  # fmt: skip
        row = self._scope.session.scalars(statement.order_by(MergeRow.id.desc()).limit(1)).first()
        return row.to_domain() if row else None

    def resolve(self, person_id: PersonId) -> PersonId:
        """Whom this number means now: itself, or the person it was merged into."""
        found = person_id
        while (into := self._into(found)) is not None:
            found = into
        return found

    def numbers_of(self, person_id: PersonId) -> frozenset[PersonId]:
        """Every number that now means this person, its own included."""
        found, fresh = {person_id}, {person_id}
        while fresh:
            statement = select(_MERGE.c.gone_id).where(
                _MERGE.c.kept_id.in_(fresh), _MERGE.c.undone_at.is_(None)
            )
            fresh = set(map(PersonId, self._scope.connection.scalars(statement))) - found
            found |= fresh
        return frozenset(found)

    def count(self) -> int:
        """Merges that stand."""
        rows = self._scope.connection.scalars(select(_MERGE.c.id).where(_MERGE.c.undone_at.is_(None)))
        return len(rows.all())

    def forget(self, person_id: PersonId) -> int:
        """Erase every merge of this person, and with it what was kept for taking it back; returns how many.

        Old numbers lead nowhere afterwards. Law: GDPR Art. 17; FADP Art. 32(2)(c).
        """
        rows = self._rows_of(person_id)
        ids = [row.id for row in rows]
        for merge_id in ids:
            Parts(self._scope.connection, merge_id).drop()
        self._scope.session.expunge_all()
        self._scope.connection.execute(delete(_MERGE).where(_MERGE.c.id.in_(ids)))
        return len(ids)

    def _rows_of(self, person_id: PersonId) -> Sequence[MergeRow]:
        numbers = self.numbers_of(person_id)
        named = or_(MergeRow.kept_id.in_(numbers), MergeRow.gone_id.in_(numbers))
        return self._scope.session.scalars(select(MergeRow).where(named).order_by(MergeRow.id.desc())).all()

    def _into(self, person_id: PersonId) -> PersonId | None:
        statement = select(_MERGE.c.kept_id).where(
            _MERGE.c.gone_id == person_id, _MERGE.c.undone_at.is_(None)
        )
        found = self._scope.connection.scalar(statement)
        return None if found is None else PersonId(found)

    def _on_file(self, person_id: PersonId) -> Person:
        try:
            return self._people.get(person_id)
        except NotFoundError:
            into = self.resolve(person_id)
            if into != person_id:
                raise MergedAwayError(person_id, into) from None
            raise

    def _begin(self, plan: MergePlan, created_at: datetime, now: datetime) -> MergeRecord:
        self._scope.session.flush()
        values = {
            "kept_id": plan.kept, "gone_id": plan.gone, "gone_created_at": created_at, "merged_at": now,
            "merged_by": self._scope.who().staff_id,
            "choices": {name.value: side.value for name, side in plan.choices.items()}, "moved": {},
            "undone_at": None, "undone_by": None,
        }  # fmt: skip
        done = self._scope.connection.execute(insert(_MERGE), values)
        key = done.inserted_primary_key
        assert key is not None
        return self.get(MergeId(key[0]))

    def _undoable(self, merge_id: MergeId) -> MergeRecord:
        self._scope.session.flush()
        record = self.get(merge_id)
        if record.undone_at is not None:
            raise MergeTakenBackError(record.id, record.undone_at)
        later = self.later(record)
        if later is not None:
            raise LaterMergeError(record.id, later.id, later.kept, later.gone)
        if not Parts(self._scope.connection, record.id).get("gone"):
            raise MergeMissingError(
                record.id
            )  # something of the person was erased since, and with it what it was
        return record

    def _settle(self, before: Person, marks: Mapping[str, str | None]) -> None:
        """Put the kept person's values in force as the history says, with these marks, and index them."""
        session = self._scope.session
        session.expunge_all()
        row = self._scope.found(PersonRow, "person", before.id)
        facts = facts_in_force(self._scope.connection, before.id)
        row.take({name: facts.get(name, "") for name in PersonField})
        _mark(row, marks)
        session.flush()
        self._people.index_again(before.id, before.facts)

    def _return(self, person_id: PersonId, marks: Mapping[str, str | None]) -> None:
        """The same for the person who comes back."""
        row = self._scope.found(PersonRow, "person", person_id)
        facts = facts_in_force(self._scope.connection, person_id)
        row.take({name: facts.get(name, "") for name in PersonField})
        _mark(row, marks)
        self._scope.session.flush()
        self._people.index_again(person_id, None)

    def _note_counts(self, record: MergeRecord, counts: Mapping[Followed, int]) -> MergeRecord:
        moved = {name.value: count for name, count in counts.items()}
        self._scope.connection.execute(update(_MERGE).where(_MERGE.c.id == record.id).values(moved=moved))
        return replace(record, moved=dict(counts))

    def _note_end(self, record: MergeRecord) -> MergeRecord:
        now, who = self._scope.now(), self._scope.who().staff_id
        ended = update(_MERGE).where(_MERGE.c.id == record.id).values(undone_at=now, undone_by=who)
        self._scope.connection.execute(ended)
        return replace(record, undone_at=now, undone_by=who)


_Marks = Mapping[str, str | None]


def _marks(person: Person) -> dict[str, str | None]:
    days = (person.restricted_since, person.no_advertising_since)
    return {name: day.isoformat() if day else None for name, day in zip(_MARKS, days, strict=True)}


def _stricter(kept: Person, gone: Person) -> dict[str, str | None]:
    return _strictest((_marks(kept), _marks(gone)))


def _strictest(marks: Iterable[_Marks]) -> dict[str, str | None]:
    some = list(marks)
    return {name: min((day for each in some if (day := each[name])), default=None) for name in _MARKS}


def _parted_marks(noted: Sequence[_Marks], now: _Marks) -> tuple[_Marks, _Marks]:
    """The marks of each: as before the merge; one set since holds for both, one taken away only for the kept."""
    kept, gone, joined = noted
    own, other = dict(kept), dict(gone)
    for name in _MARKS:
        if now[name] != joined[name]:
            own[name] = now[name]
            other[name] = _strictest(({**gone}, {**gone, name: now[name]}))[name]
    return own, other


def _mark(row: PersonRow, marks: _Marks) -> None:
    for name, day in marks.items():
        setattr(row, name, date.fromisoformat(day) if day else None)
