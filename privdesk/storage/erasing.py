# SPDX-License-Identifier: MIT
"""Erasing a person, whole or by data group, from every table at once – so that nothing of them is left in any page.

Who decides what may go, and when, is not decided here. Rows of documents go with their wrapped keys, which makes
every copy of their files outside backups unreadable at once; the caller removes the files after the commit.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, exists, func, or_, select, update

from privdesk.domain.activity import ActivityKind
from privdesk.domain.cases import CaseId
from privdesk.domain.erasure_plan import CONTACT
from privdesk.domain.inbox import DocumentId, ItemId
from privdesk.domain.people import PersonField, PersonId
from privdesk.domain.retention_due import UNENTERED, USAGE_SUMS, DueRule
from privdesk.storage.ended_contracts import note_end
from privdesk.storage.erased import Erased
from privdesk.storage.erasing_cases import reduce_cases
from privdesk.storage.erasing_counts import CONTACT_PART, LETTER_ROLES
from privdesk.storage.erasing_drafts import drop_drafts
from privdesk.storage.erasing_ownerless import erase_ownerless
from privdesk.storage.ledger import merged_among, merged_into
from privdesk.storage.people import SqlPeople
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_activity import STREAMS
from privdesk.storage.rows_cases import CallRow, CaseRow, IdentityRow, LetterRow, RightRow
from privdesk.storage.rows_erasure import ErasureRow, HoldRow
from privdesk.storage.rows_inbox import DocumentRow, InboxItemRow, SubmissionRow
from privdesk.storage.rows_matching import PairRow
from privdesk.storage.rows_merging import MERGED_ACTIVITY, MergePartRow, MergeRow
from privdesk.storage.rows_people import ConsentRow, ContractRow, FactRow, OriginRow, PersonRow
from privdesk.storage.rows_retention import ENDED_CONTRACT, USAGE_MONTH
from privdesk.storage.rows_tellings import ObjectionRow, RestrictionRow, TellingRow
from privdesk.storage.scope import Scope
from privdesk.storage.stream_days import StreamDays
from privdesk.storage.usage_months import book_months, first_after

_PERSON, _FACT, _ORIGIN = table_of(PersonRow), table_of(FactRow), table_of(OriginRow)
_CONTRACT, _CONSENT, _PAIR = table_of(ContractRow), table_of(ConsentRow), table_of(PairRow)
_FORM, _ITEM, _DOCUMENT = table_of(SubmissionRow), table_of(InboxItemRow), table_of(DocumentRow)
_CASE, _CALL = table_of(CaseRow), table_of(CallRow)
_CASE_PARTS = (table_of(RightRow), table_of(IdentityRow), table_of(LetterRow))
_LETTER, _ERASURE, _HOLD = table_of(LetterRow), table_of(ErasureRow), table_of(HoldRow)
_TELLING, _OBJECTION, _RESTRICTION = table_of(TellingRow), table_of(ObjectionRow), table_of(RestrictionRow)
_MERGE, _MERGE_PART = table_of(MergeRow), table_of(MergePartRow)
REFUND_FIELDS = (PersonField.IBAN, PersonField.ACCOUNT_HOLDER)
_STREAM_OF = {
    "connections": ActivityKind.CONNECTION, "topups": ActivityKind.TOP_UP, "usage": ActivityKind.USAGE,
    "surveys": ActivityKind.SURVEY,
}  # fmt: skip
GROUPS = (
    "connections", "topups", "usage", USAGE_SUMS, "surveys", "consents", "requests", "letters", "forms",
    "documents", "duplicates", "contract", "refund", "identity", "lookups", UNENTERED,
)  # fmt: skip
"""Every data group of resources/catalogue/groups.toml, in the order in which they can go.

`lookups` are entries of the audit trail: they hold the person's number and no value, and are pruned under a rule
of their own. What was not entered names nobody on file: `erase_ownerless` takes it.
"""

_TURNS = (*GROUPS[: GROUPS.index("identity")], CONTACT, *GROUPS[GROUPS.index("identity") :])
"""Contact details before the rest of what says who somebody is, so that each is counted as what it is."""


def erase_person(
    scope: Scope, person_id: PersonId, groups: Collection[str] | None = None, cut_off: date | None = None
) -> Erased:
    """Erase a person within the running transaction; does not commit, and writes neither audit nor ledger.

    Args:
        scope: the running unit of work's.
        person_id: whose data go. People merged into this one go with it: their rows are part of it.
        groups: data groups of the catalogue, and `contact`, the part of identity that vouchers do not need; None =
            everything, the record itself included. Requests then stay in a form that names nobody.
        cut_off: only what is dated up to and including this day at the office; None = whatever its date.

    Raises:
        NotFoundError: the person is not on file.
        ValueError: a group that the catalogue does not have.

    Law: GDPR Art. 17(1), Art. 5(1)(e); FADP Art. 32(2)(c), Art. 6(4).
    """
    SqlPeople(scope).get(person_id)
    return erase_people(scope, (person_id,), groups, cut_off)


def erase_people(
    scope: Scope, people: Sequence[PersonId], groups: Collection[str] | None = None, cut_off: date | None = None
) -> Erased:  # fmt: skip
    """As `erase_person` for several people at once: a statement a table for all of them, not for each.

    They must be on file. Raises: ValueError.
    """
    wanted = set(GROUPS) if groups is None else set(groups)
    if not wanted <= {*GROUPS, CONTACT}:
        raise ValueError(", ".join(sorted(wanted - set(GROUPS))))
    whole = groups is None and cut_off is None
    work = _Erasing(scope, people, cut_off, whole=whole)
    scope.session.flush()
    work.forget_merges()
    for group in _TURNS:
        work.erased.turn = group
        if whole and group == "requests":
            work.reduce_requests(detach=True)
        elif group in wanted or (whole and group == CONTACT):
            work.group(group)
    if whole:
        work.person()
    scope.session.expunge_all()
    return work.erased


def erased_groups_of(fields: Iterable[PersonField]) -> frozenset[str]:
    """The groups that facts of a person belong to."""
    return frozenset("refund" if name in REFUND_FIELDS else "identity" for name in fields)


class SqlEraser:
    """Erasing within the running unit of work."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def erase(
        self, person_id: PersonId, groups: Collection[str] | None = None, cut_off: date | None = None
    ) -> Erased:
        """As `erase_person`."""
        return erase_person(self._scope, person_id, groups, cut_off)

    def erase_many(
        self, people: Sequence[PersonId], groups: Collection[str] | None = None, cut_off: date | None = None
    ) -> Erased:
        """As `erase_people`."""
        return erase_people(self._scope, people, groups, cut_off)

    def reduce_requests(self, person_id: PersonId, cases: Collection[CaseId]) -> Erased:
        """Take every word of a person out of these requests of theirs: what proves lawful handling stays."""
        self._scope.session.flush()
        work = _Erasing(self._scope, (person_id,), None)
        work.reduce_requests(cases, detach=False)
        self._scope.session.expunge_all()
        return work.erased

    def erase_ownerless(self, rule: DueRule, limit: int) -> Erased:
        """As `erasing_ownerless.erase_ownerless`."""
        return erase_ownerless(self._scope, rule, limit)

    def drop_items(self, person_id: PersonId, items: Collection[ItemId]) -> Erased:
        """Erase what arrived from a person and was never entered, unless somebody else's form stands on it."""
        self._scope.session.flush()
        work = _Erasing(self._scope, (person_id,), None)
        work.drop_items(items)
        self._scope.session.expunge_all()
        return work.erased


class _Erasing:
    def __init__(
        self, scope: Scope, people: Sequence[PersonId], cut_off: date | None, *, whole: bool = False
    ) -> None:
        self.erased = Erased()
        self._whole = whole
        self._scope = scope
        self._people = tuple(people)
        self._cut_off = cut_off
        merged = (
            gone for person_id in merged_among(scope, people) for gone, _ in merged_into(scope, person_id)
        )
        self._everybody = (*people, *merged)
        self._origins: list[int] = []

    def group(self, name: str) -> None:
        acts: Mapping[str, Callable[[], None]] = {
            "consents": self._consents, "requests": self._requests, "letters": self._letters,
            "forms": self._forms, "documents": self._documents, "duplicates": self._duplicates,
            "contract": self._contracts, "refund": lambda: self._facts(REFUND_FIELDS),
            "identity": lambda: self._facts([each for each in PersonField if each not in REFUND_FIELDS]),
            CONTACT: lambda: self._facts(sorted(CONTACT_PART)),
            "lookups": lambda: None, USAGE_SUMS: self._usage_sums,
            UNENTERED: lambda: None,
        }  # fmt: skip
        if name in _STREAM_OF:
            self._stream(_STREAM_OF[name])
        else:
            acts[name]()

    def person(self) -> None:
        """The record itself, with everything that still points at it."""
        drop_drafts(self._scope.connection, self.erased.rows, people=self._everybody)
        self._delete(
            _MERGE, or_(_MERGE.c.kept_id.in_(self._everybody), _MERGE.c.gone_id.in_(self._everybody))
        )
        self._detach()
        people = SqlPeople(self._scope)
        for person_id in self._people:
            people.leave_index(person_id)
        told = and_(_TELLING.c.person_id.in_(self._people), _TELLING.c.cause == "erased")
        nameless = (
            update(_TELLING).where(told).values(person_id=None, answer="", left_out="", document_id=None)
        )
        self._scope.connection.execute(nameless)
        for table in (_TELLING, _OBJECTION, _RESTRICTION):
            self._delete(table, table.c.person_id.in_(self._people))
        self._delete(_FACT, _FACT.c.person_id.in_(self._people))
        self._drop_origins()
        self._delete(ENDED_CONTRACT, ENDED_CONTRACT.c.person_id.in_(self._people))
        self._delete(_PERSON, _PERSON.c.id.in_(self._people))

    # Groups

    def _stream(self, kind: ActivityKind) -> None:
        """Usage past its period stays as monthly sums; what goes on request goes without a trace."""
        table = STREAMS[kind]
        conditions: list[ColumnElement[bool]] = [table.c.person_id.in_(self._people)]
        if self._cut_off is not None:
            conditions.append(table.c.at < int(self._end_of_day().timestamp()))
        books = kind is ActivityKind.USAGE and self._cut_off is not None
        counted = [table.name, USAGE_MONTH.name] if books else [table.name]
        with StreamDays(self._scope).in_step(counted, self._people):
            if kind is ActivityKind.USAGE and self._cut_off is not None:
                for person_id in self._people:
                    book_months(self._scope, person_id, self._cut_off)
            self._delete(table, and_(*conditions))

    def _usage_sums(self) -> None:
        conditions: list[ColumnElement[bool]] = [USAGE_MONTH.c.person_id.in_(self._people)]
        if self._cut_off is not None:
            conditions.append(USAGE_MONTH.c.month < first_after(self._cut_off))
        with StreamDays(self._scope).in_step([USAGE_MONTH.name], self._people):
            self._delete(USAGE_MONTH, *conditions)

    def _consents(self) -> None:
        self._delete(_CONSENT, *self._dated(_CONSENT, _CONSENT.c.on_day))

    def _contracts(self) -> None:
        """The end of the last one stays with the record: the periods of what is left run from it."""
        conditions = self._dated(_CONTRACT, _CONTRACT.c.ends_on)
        if self._whole:
            self._delete(_CONTRACT, *conditions)
            return
        last = select(_CONTRACT.c.person_id, func.max(_CONTRACT.c.ends_on)).where(*conditions)
        ends = self._scope.connection.execute(last.group_by(_CONTRACT.c.person_id)).all()
        self._delete(_CONTRACT, *conditions)
        for person_id, ends_on in ends:
            if ends_on is not None:
                note_end(self._scope.connection, person_id, ends_on)
        self._reindex()

    def _duplicates(self) -> None:
        theirs = or_(_PAIR.c.first_id.in_(self._people), _PAIR.c.second_id.in_(self._people))
        self._delete(_PAIR, theirs)

    def _requests(self) -> None:
        cases = self._ids(_CASE, *self._dated(_CASE, _CASE.c.closed_on))
        items = self._items_of_cases(cases)
        calls = self._ids(_CALL, *self._called())
        papers = self._papers_of(cases)
        if calls or cases:
            self._delete(_CALL, or_(_CALL.c.id.in_(calls), _CALL.c.case_id.in_(cases)))
        for table in (*_CASE_PARTS, _OBJECTION):
            self._delete(table, table.c.case_id.in_(cases))
        self._drop_tellings(cases)
        self._drop_restrictions(cases)
        self._delete(_CASE, _CASE.c.id.in_(cases))
        drop_drafts(self._scope.connection, self.erased.rows, cases=cases, calls=calls)
        self._drop_documents(papers)
        self.drop_items(items)

    def reduce_requests(self, cases: Collection[int] | None = None, *, detach: bool) -> None:
        """Requests stay without a word of the person; None = all of theirs, with all their calls."""
        calls = [] if cases is not None else self._ids(_CALL, *self._called())
        cases = cases if cases is not None else self._ids(_CASE, _CASE.c.person_id.in_(self._people))
        if not cases and not calls:
            return
        calls = sorted({*calls, *self._ids(_CALL, _CALL.c.case_id.in_(cases))})
        items, papers = self._items_of_cases(cases), self._papers_of(cases)
        self._delete(_CALL, _CALL.c.id.in_(calls))
        self._delete(_OBJECTION, _OBJECTION.c.case_id.in_(cases))
        reduce_cases(self._scope.connection, cases, detach=detach)
        drop_drafts(self._scope.connection, self.erased.rows, cases=cases, calls=calls)
        self._drop_documents(papers)
        self.drop_items(items)

    def _drop_tellings(self, cases: Collection[int]) -> None:
        """Those of the requests that go, and those about corrections without a request."""
        alone = and_(_TELLING.c.case_id.is_(None), *self._dated(_TELLING, _TELLING.c.due_since))
        self._delete(_TELLING, or_(_TELLING.c.case_id.in_(cases), alone))

    def _drop_restrictions(self, cases: Collection[int]) -> None:
        """One that was lifted goes with its request; one in force stays, and forgets the request."""
        theirs: ColumnElement[bool] = _RESTRICTION.c.case_id.in_(cases)
        if self._cut_off is None:
            theirs = or_(theirs, _RESTRICTION.c.person_id.in_(self._people))
        named = update(_RESTRICTION).where(theirs).values(case_id=None, note="")
        gone = [*self._dated(_RESTRICTION, _RESTRICTION.c.lifted_on), _RESTRICTION.c.lifted_on.is_not(None)]
        self._delete(_RESTRICTION, *gone)
        self._scope.connection.execute(named)

    def _letters(self) -> None:
        roles = _DOCUMENT.c.role.in_(("letter", "report"))
        conditions = [_DOCUMENT.c.person_id.in_(self._people), roles, *self._made(_DOCUMENT.c.created_at)]
        self._drop_documents(self._ids(_DOCUMENT, *conditions, ~self._needed_by_case()))

    def _forms(self) -> None:
        chosen = and_(_FORM.c.person_id.is_(None), _FORM.c.chosen_person_id.in_(self._people))
        mine = or_(_FORM.c.person_id.in_(self._people), chosen)
        conditions = [mine]
        if self._cut_off is not None:
            conditions.append(_FORM.c.received_on <= self._cut_off)
        forms = self._ids(_FORM, *conditions)
        items = self._items_of(_FORM, forms)
        self._delete(_FORM, _FORM.c.id.in_(forms))
        self.drop_items(items)

    def _documents(self) -> None:
        """Letters and reports have their own group; with the whole person they go, too."""
        unowned = and_(_DOCUMENT.c.person_id.is_(None), _DOCUMENT.c.item_id.in_(self._own_items()))
        mine = or_(_DOCUMENT.c.person_id.in_(self._people), unowned)
        conditions = [mine, *self._made(_DOCUMENT.c.created_at)]
        if not self._whole:
            conditions.append(_DOCUMENT.c.role.not_in(LETTER_ROLES))
        self._drop_documents(self._ids(_DOCUMENT, *conditions))

    def _own_items(self) -> list[int]:
        """What arrived with the person's forms and requests, and with nobody else's."""
        found: set[int] = set()
        others: set[int] = set()
        for table in (_FORM, _CASE):
            found |= set(self._items_of(table, self._ids(table, table.c.person_id.in_(self._people))))
            another = or_(table.c.person_id.is_(None), table.c.person_id.not_in(self._people))
            elsewhere = select(table.c.item_id).where(table.c.item_id.in_(found), another)
            others |= set(self._scope.connection.scalars(elsewhere))
        return sorted(found - others)

    def _facts(self, names: Sequence[PersonField]) -> None:
        conditions: list[ColumnElement[bool]] = [
            _FACT.c.person_id.in_(self._people), _FACT.c.field.in_([name.value for name in names])
        ]  # fmt: skip
        if self._cut_off is not None:
            known = _ORIGIN.c.id == _FACT.c.origin_id
            conditions.append(exists().where(known, _ORIGIN.c.received_on <= self._cut_off))
        if self._whole:
            self._delete(_FACT, *conditions)
            self._drop_origins()
            return
        if not set(names) <= set(REFUND_FIELDS):
            drop_drafts(self._scope.connection, self.erased.rows, people=self._everybody)
        in_force = select(_FACT.c.person_id, _FACT.c.field).where(
            *conditions, _FACT.c.superseded_at.is_(None)
        )
        gone: dict[PersonId, set[PersonField]] = {}
        for person_id, name in self._scope.connection.execute(in_force):
            gone.setdefault(PersonId(person_id), set()).add(PersonField(name))
        people = SqlPeople(self._scope)
        before = {person_id: people.get(person_id).facts for person_id in gone}
        self._delete(_FACT, *conditions)
        self._drop_origins()
        for person_id, fields in gone.items():
            row = self._scope.found(PersonRow, "person", person_id)
            row.take(dict.fromkeys(fields, ""))
            self._scope.session.flush()
            people.index_again(person_id, before[person_id])

    # What hangs together

    def drop_items(self, items: Collection[int]) -> None:
        """Take away what arrived, unless somebody else's form or request stands on it."""
        free = [item for item in items if not self._needed(item)]
        if not free:
            return
        self._drop_documents(self._ids(_DOCUMENT, _DOCUMENT.c.item_id.in_(free)))
        letters = update(_LETTER).where(_LETTER.c.item_id.in_(free)).values(item_id=None)
        self._scope.connection.execute(letters)
        drop_drafts(self._scope.connection, self.erased.rows, items=free)
        self._delete(_ITEM, _ITEM.c.id.in_(free))

    def _needed(self, item: int) -> bool:
        other = _DOCUMENT.c.person_id.is_not(None) & _DOCUMENT.c.person_id.not_in(self._people)
        uses = (
            select(_FORM.c.id).where(_FORM.c.item_id == item),
            select(_CASE.c.id).where(_CASE.c.item_id == item),
            select(_DOCUMENT.c.id).where(_DOCUMENT.c.item_id == item, other),
        )
        return any(self._scope.connection.execute(use.limit(1)).first() is not None for use in uses)

    def _drop_documents(self, ids: Collection[Any]) -> None:
        """Rows with their keys; what still names one forgets it."""
        if not ids:
            return
        connection = self._scope.connection
        for table, column in (
            (_CASE, _CASE.c.answer_document_id), (_LETTER, _LETTER.c.document_id), (_TELLING, _TELLING.c.document_id),
        ):  # fmt: skip
            connection.execute(update(table).where(column.in_(ids)).values({column.name: None}))
        self._delete(_DOCUMENT, _DOCUMENT.c.id.in_(ids))
        self.erased.documents += [DocumentId(each) for each in ids]

    def _papers_of(self, cases: Collection[int]) -> list[str]:
        """Documents that a request gave out or filed, and nobody else's request names."""
        answers = select(_CASE.c.answer_document_id).where(_CASE.c.id.in_(cases))
        letters = select(_LETTER.c.document_id).where(_LETTER.c.case_id.in_(cases))
        found = {each for ask in (answers, letters) for each in self._scope.connection.scalars(ask) if each}
        named = _LETTER.c.document_id.in_(found)
        others = select(_LETTER.c.document_id).where(named, _LETTER.c.case_id.not_in(cases))
        return sorted(found - {each for each in self._scope.connection.scalars(others) if each})

    def _needed_by_case(self) -> ColumnElement[bool]:
        return or_(
            exists().where(_CASE.c.answer_document_id == _DOCUMENT.c.id),
            exists().where(_LETTER.c.document_id == _DOCUMENT.c.id),
        )

    def forget_merges(self) -> None:
        """What was kept to take merges back holds values of both people: merges stay, but cannot be undone."""
        merges = self._ids(_MERGE, _MERGE.c.kept_id.in_(self._everybody))
        self._delete(_MERGE_PART, _MERGE_PART.c.merge_id.in_(merges))
        self._delete(MERGED_ACTIVITY, MERGED_ACTIVITY.c.merge_id.in_(merges))

    def _detach(self) -> None:
        """Forms of others for which this person had been proposed no longer name them."""
        proposed = (
            update(_FORM).where(_FORM.c.chosen_person_id.in_(self._people)).values(chosen_person_id=None)
        )
        self._scope.connection.execute(proposed)
        self._delete(_HOLD, _HOLD.c.person_id.in_(self._people))
        self._delete(_ERASURE, _ERASURE.c.person_id.in_(self._people), _ERASURE.c.state == "planned")
        erasures = update(_ERASURE).where(_ERASURE.c.person_id.in_(self._people)).values(person_id=None)
        self._scope.connection.execute(erasures)

    def _drop_origins(self) -> None:
        used = exists().where(_FACT.c.origin_id == _ORIGIN.c.id)
        if self._origins:
            self._delete(_ORIGIN, _ORIGIN.c.id.in_(self._origins), ~used)

    def _reindex(self) -> None:
        people = SqlPeople(self._scope)
        for person_id in self._people:
            people.index_again(person_id, people.get(person_id).facts)

    # Smaller things

    def _delete(self, table: Table, *conditions: ColumnElement[bool]) -> None:
        if table is _FACT:
            asked = select(_FACT.c.origin_id).where(*conditions).distinct()
            self._origins = list(self._scope.connection.scalars(asked))
        done = self._scope.connection.execute(delete(table).where(*conditions))
        self.erased.count(table, done.rowcount)

    def _ids(self, table: Table, *conditions: ColumnElement[bool]) -> list[Any]:
        return list(self._scope.connection.scalars(select(table.c.id).where(*conditions)))

    def _items_of(self, table: Table, ids: Collection[int]) -> list[int]:
        asked = select(table.c.item_id).where(table.c.id.in_(ids), table.c.item_id.is_not(None))
        return sorted(set(self._scope.connection.scalars(asked)))

    def _items_of_cases(self, cases: Collection[int]) -> list[int]:
        """What arrived with these requests, later letters included."""
        letters = select(_LETTER.c.item_id).where(
            _LETTER.c.case_id.in_(cases), _LETTER.c.item_id.is_not(None)
        )
        return sorted({*self._items_of(_CASE, cases), *self._scope.connection.scalars(letters)})

    def _dated(self, table: Table, day: Column[Any]) -> list[ColumnElement[bool]]:
        mine: list[ColumnElement[bool]] = [table.c.person_id.in_(self._people)]
        return mine if self._cut_off is None else [*mine, day <= self._cut_off]

    def _called(self) -> list[ColumnElement[bool]]:
        return [_CALL.c.person_id.in_(self._people), *self._made(_CALL.c.ended_at)]

    def _made(self, moment: Column[Any]) -> list[ColumnElement[bool]]:
        return [] if self._cut_off is None else [moment < self._end_of_day()]

    def _end_of_day(self) -> datetime:
        """The first moment after the cut-off at the office."""
        assert self._cut_off is not None
        return datetime.combine(self._cut_off + timedelta(days=1), time(), self._scope.zone)
