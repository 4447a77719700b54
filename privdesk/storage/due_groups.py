# SPDX-License-Identifier: MIT
"""Which rows are past their period, group by group: where they are kept, what dates them, whose contracts ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    Table,
    Text,
    and_,
    exists,
    false,
    func,
    or_,
    select,
    type_coerce,
    union,
    union_all,
)

from privdesk.domain.cases import Right
from privdesk.domain.catalogue import Trigger
from privdesk.domain.erasure_plan import CONTACT
from privdesk.domain.holds import named_for
from privdesk.domain.people import REFUND_FIELDS
from privdesk.domain.restriction import RestrictionGround
from privdesk.domain.retention_due import IDENTITY, USAGE_SUMS, DueRule
from privdesk.storage.erasing_counts import CONTACT_PART, LETTER_ROLES, STREAM_OF
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_activity import STREAMS
from privdesk.storage.rows_cases import CallRow, CaseRow, LetterRow, RightRow
from privdesk.storage.rows_erasure import HoldRow
from privdesk.storage.rows_inbox import DocumentRow, SubmissionRow
from privdesk.storage.rows_people import ConsentRow, ContractRow, FactRow, OriginRow, PersonRow
from privdesk.storage.rows_retention import ENDED_CONTRACT, USAGE_MONTH
from privdesk.storage.rows_tellings import RestrictionRow
from privdesk.storage.scope import Scope
from privdesk.storage.usage_months import first_after

PERSON, CASE, CALL, CONTRACT = (
    table_of(PersonRow),
    table_of(CaseRow),
    table_of(CallRow),
    table_of(ContractRow),
)
_FACT, _ORIGIN = table_of(FactRow), table_of(OriginRow)
_DOCUMENT, _LETTER, _FORM = table_of(DocumentRow), table_of(LetterRow), table_of(SubmissionRow)
_HOLD, _RESTRICTION, _RIGHT = table_of(HoldRow), table_of(RestrictionRow), table_of(RightRow)
REQUESTS, REFUND = "requests", "refund"
_NEVER = date.max
_FORBIDDEN = (
    RestrictionGround.ACCURACY, RestrictionGround.UNLAWFUL, RestrictionGround.CLAIMS, RestrictionGround.OBJECTION,
    RestrictionGround.ASKED,
)  # fmt: skip
"""Restricted data may only be stored: erasing them is use. Law: GDPR Art. 18(1)–(2); FADP Art. 32(2)."""


_ABOUT_ALL = [each.value for each in (Right.ACCESS, Right.PORTABILITY, Right.RESTRICTION)]
"""Rights that a disposal meanwhile would leave without an object."""


class Dated(Enum):
    """How a row says its day."""

    DAY = auto()
    MOMENT = auto()
    SECOND = auto()
    MONTH = auto()
    ORIGIN = auto()
    NEVER = auto()


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the entries of a group are kept, and what dates them."""

    table: Table
    dated: Dated
    column: str = ""
    only: ColumnElement[bool] | None = None

    @property
    def person(self) -> ColumnElement[Any]:
        """Whose they are."""
        return self.table.c.id if self.table is PERSON else self.table.c.person_id

    def mine(self) -> list[ColumnElement[bool]]:
        """Conditions that make a row an entry of this group."""
        return [] if self.only is None else [self.only]

    def past(self, scope: Scope, cut_off: date) -> ColumnElement[bool]:
        """Whether an entry is dated up to and including a day."""
        if self.dated is Dated.NEVER:
            return false()
        if self.dated is Dated.ORIGIN:
            return exists().where(_ORIGIN.c.id == self.table.c.origin_id, _ORIGIN.c.received_on <= cut_off)
        column = self.table.c[self.column]
        if self.dated is Dated.DAY:
            return column <= cut_off
        if self.dated is Dated.MONTH:
            return column < first_after(cut_off)
        end = datetime.combine(cut_off + timedelta(days=1), time(), scope.zone)
        return column < (end if self.dated is Dated.MOMENT else int(end.timestamp()))

    def newer(self, scope: Scope, cut_off: date) -> ColumnElement[bool]:
        """Whether an entry is dated after a day, or has no day yet: an open request, a contract that runs."""
        if self.dated is Dated.ORIGIN:
            return exists().where(_ORIGIN.c.id == self.table.c.origin_id, _ORIGIN.c.received_on > cut_off)
        column = self.table.c[self.column]
        return or_(column.is_(None), ~self.past(scope, cut_off))


def _facts(names: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- any names
    return _FACT.c.field.in_(sorted(name.value for name in names))


_NEEDED = or_(
    exists().where(CASE.c.answer_document_id == _DOCUMENT.c.id),
    exists().where(_LETTER.c.document_id == _DOCUMENT.c.id),
)
KEPT: Mapping[str, Kept] = {
    **{group: Kept(STREAMS[kind], Dated.SECOND, "at") for group, kind in STREAM_OF.items()},
    USAGE_SUMS: Kept(USAGE_MONTH, Dated.MONTH, "month"),
    "consents": Kept(table_of(ConsentRow), Dated.DAY, "on_day"),
    REQUESTS: Kept(CASE, Dated.DAY, "closed_on"),
    "letters": Kept(_DOCUMENT, Dated.MOMENT, "created_at", and_(_DOCUMENT.c.role.in_(LETTER_ROLES), ~_NEEDED)),
    "forms": Kept(_FORM, Dated.DAY, "received_on"),
    "documents": Kept(_DOCUMENT, Dated.MOMENT, "created_at", _DOCUMENT.c.role.not_in(LETTER_ROLES)),
    "contract": Kept(CONTRACT, Dated.DAY, "ends_on"),
    REFUND: Kept(_FACT, Dated.ORIGIN, only=_facts(REFUND_FIELDS)),
    CONTACT: Kept(_FACT, Dated.NEVER, only=_facts(CONTACT_PART)),
    IDENTITY: Kept(PERSON, Dated.NEVER),
}  # fmt: skip
"""Groups that rules dispose of. Groups that the office added hold nothing of their own."""
CALLS = Kept(CALL, Dated.MOMENT, "ended_at")


def ended(cut_off: date, after: date | None = None) -> CompoundSelect[Any]:
    """People whose last contract ended up to and including a day (and after another); some more than once."""
    other = CONTRACT.alias("other")
    asked = []
    for table in (CONTRACT, ENDED_CONTRACT):
        later = exists().where(other.c.person_id == table.c.person_id, _runs_after(other, cut_off))
        statement = select(table.c.person_id.label("person_id")).where(table.c.ends_on <= cut_off, ~later)
        asked.append(statement if after is None else statement.where(table.c.ends_on > after))
    return union_all(*asked)


def has_ended(person: ColumnElement[Any], cut_off: date) -> ColumnElement[bool]:
    """The same asked of one person at a time: for walking over people in their order."""
    other = CONTRACT.alias("other")
    old = or_(
        exists().where(other.c.person_id == person),
        exists().where(ENDED_CONTRACT.c.person_id == person, ENDED_CONTRACT.c.ends_on <= cut_off),
    )
    return and_(old, ~exists().where(other.c.person_id == person, _runs_after(other, cut_off)))


def _runs_after(contract: FromClause, cut_off: date) -> ColumnElement[bool]:
    """Whether a contract still ran on the day after; said so that only the person's contracts are looked at."""
    return func.coalesce(contract.c.ends_on, _NEVER) > cut_off


def held(group: str) -> Select[Any] | CompoundSelect[Any]:
    """People of whom this group must stay: by a hold, by a restriction that allows storing alone, or by an open request.

    A hold on anything keeps the name, too: what it keeps is worth nothing without whose it is. Who asked what is held of
    them, or that it be kept, is not answered by disposing of it. Law: GDPR Art. 12(2), 15, 18, 20; FADP Art. 25, 28.
    """
    forbidden = select(_RESTRICTION.c.person_id).where(
        _RESTRICTION.c.lifted_on.is_(None), _RESTRICTION.c.ground.in_([each.value for each in _FORBIDDEN])
    )
    asked = (
        select(CASE.c.person_id)
        .join(_RIGHT, _RIGHT.c.case_id == CASE.c.id)
        .where(CASE.c.closed_on.is_(None), CASE.c.person_id.is_not(None), _RIGHT.c.asked.in_(_ABOUT_ALL))
    )
    return union(on_hold(group), forbidden, asked)


def on_hold(group: str) -> Select[Any]:
    """People on whom a hold stands that keeps this group; a hold on anything keeps the name."""
    standing = select(_HOLD.c.person_id).where(_HOLD.c.lifted_at.is_(None))
    if group != IDENTITY:
        named = type_coerce(_HOLD.c["groups"], Text)
        covering = [named.like(f'%"{each}"%') for each in sorted(named_for(group))]
        standing = standing.where(or_(named == "[]", *covering))
    return standing


def nothing_newer(scope: Scope, rule: DueRule, person: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """That a person holds nothing which `rule.keeps` keeps still."""
    return [~each for kept in rule.keeps for each in _keeping(scope, rule, kept, person)]


def _keeping(
    scope: Scope, rule: DueRule, kept: DueRule, person: ColumnElement[Any]
) -> list[ColumnElement[bool]]:
    if kept.group not in KEPT:
        return []
    entries = KEPT[kept.group]
    if kept.trigger is Trigger.CONTRACT_END:
        if kept.cut_off >= rule.cut_off:
            return []
        still = exists().where(entries.person == person, *entries.mine())
        return [and_(still, ~has_ended(person, kept.cut_off))]
    both = [entries, CALLS] if kept.group == REQUESTS else [entries]
    return [
        exists().where(each.person == person, *each.mine(), each.newer(scope, kept.cut_off)) for each in both
    ]
