# SPDX-License-Identifier: MIT
"""What is on file of a person, by data group: how many entries, and the day of the newest."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from privdesk.domain.activity import ActivityKind
from privdesk.domain.erasure_plan import CONTACT, GroupHeld
from privdesk.domain.people import ADDRESS_FIELDS, REFUND_FIELDS, PersonField, PersonId
from privdesk.domain.retention_due import USAGE_SUMS
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_activity import STREAMS
from privdesk.storage.rows_cases import CallRow, CaseRow
from privdesk.storage.rows_inbox import DocumentRow, SubmissionRow
from privdesk.storage.rows_matching import PairRow
from privdesk.storage.rows_merging import MergeRow
from privdesk.storage.rows_people import ConsentRow, ContractRow, FactRow, OriginRow
from privdesk.storage.rows_retention import USAGE_MONTH
from privdesk.storage.scope import Scope

STREAM_OF = {
    "connections": ActivityKind.CONNECTION, "topups": ActivityKind.TOP_UP, "usage": ActivityKind.USAGE,
    "surveys": ActivityKind.SURVEY,
}  # fmt: skip
NAMED = frozenset({PersonField.LAST_NAME, PersonField.FIRST_NAME, *ADDRESS_FIELDS})
"""What claims and vouchers need: name and postal address."""
CONTACT_PART = frozenset(PersonField) - NAMED - REFUND_FIELDS
"""E-mail, phones, language, civility, date of birth."""
LETTER_ROLES = ("letter", "report")

_FACT, _ORIGIN, _CONTRACT = table_of(FactRow), table_of(OriginRow), table_of(ContractRow)
_CONSENT, _PAIR, _MERGE = table_of(ConsentRow), table_of(PairRow), table_of(MergeRow)
_FORM, _DOCUMENT = table_of(SubmissionRow), table_of(DocumentRow)
_CASE, _CALL = table_of(CaseRow), table_of(CallRow)


def held(scope: Scope, person_id: PersonId) -> dict[str, GroupHeld]:
    """By data group; `identity` counts name and postal address, `contact` the rest of it."""
    found = {group: _stream(scope, person_id, kind) for group, kind in STREAM_OF.items()}
    found |= {
        "identity": _facts(scope, person_id, NAMED), CONTACT: _facts(scope, person_id, CONTACT_PART),
        "refund": _facts(scope, person_id, REFUND_FIELDS),
        "contract": _one(scope, _counted(_CONTRACT.c.ends_on, _CONTRACT.c.person_id == person_id)),
        "consents": _one(scope, _counted(_CONSENT.c.on_day, _CONSENT.c.person_id == person_id)),
        "forms": _one(scope, _counted(_FORM.c.received_on, _own_forms(person_id))),
        "requests": _requests(scope, person_id),
        "letters": _documents(scope, person_id, _DOCUMENT.c.role.in_(LETTER_ROLES)),
        "documents": _documents(scope, person_id, _DOCUMENT.c.role.not_in(LETTER_ROLES)),
        "duplicates": GroupHeld(_doubts(scope, person_id)), USAGE_SUMS: _usage_sums(scope, person_id),
    }  # fmt: skip
    return found


def _own_forms(person_id: PersonId) -> ColumnElement[bool]:
    chosen = _FORM.c.person_id.is_(None) & (_FORM.c.chosen_person_id == person_id)
    return or_(_FORM.c.person_id == person_id, chosen)


def _counted(day: Any, *conditions: ColumnElement[bool]) -> Select[Any]:  # noqa: ANN401 -- a column
    return select(func.count(), func.max(day)).where(*conditions)


def _one(scope: Scope, statement: Select[Any]) -> GroupHeld:
    count, newest = scope.connection.execute(statement).one()
    return GroupHeld(count, newest)


def _stream(scope: Scope, person_id: PersonId, kind: ActivityKind) -> GroupHeld:
    table = STREAMS[kind]
    count, newest = scope.connection.execute(_counted(table.c.at, table.c.person_id == person_id)).one()
    return GroupHeld(count, datetime.fromtimestamp(newest, scope.zone).date() if newest is not None else None)


def _usage_sums(scope: Scope, person_id: PersonId) -> GroupHeld:
    counted = select(func.count(), func.max(USAGE_MONTH.c.up_to)).where(USAGE_MONTH.c.person_id == person_id)
    count, newest = scope.connection.execute(counted).one()
    return GroupHeld(count, date.fromordinal(newest) if newest is not None else None)


def _facts(scope: Scope, person_id: PersonId, names: frozenset[PersonField]) -> GroupHeld:
    """Values in force and earlier ones; the newest by the day on which it came."""
    wanted = _FACT.c.field.in_(sorted(name.value for name in names))
    statement = _counted(_ORIGIN.c.received_on, _FACT.c.person_id == person_id, wanted)
    return _one(scope, statement.select_from(_FACT.join(_ORIGIN, _ORIGIN.c.id == _FACT.c.origin_id)))


def _requests(scope: Scope, person_id: PersonId) -> GroupHeld:
    cases = _one(scope, _counted(_CASE.c.closed_on, _CASE.c.person_id == person_id))
    calls = scope.session.scalar(select(func.count()).where(_CALL.c.person_id == person_id)) or 0
    return GroupHeld(cases.count + calls, cases.newest)


def _documents(scope: Scope, person_id: PersonId, *conditions: ColumnElement[bool]) -> GroupHeld:
    """Files of the person, those that came with their forms and requests included."""
    forms = select(_FORM.c.item_id).where(_own_forms(person_id), _FORM.c.item_id.is_not(None))
    cases = select(_CASE.c.item_id).where(_CASE.c.person_id == person_id, _CASE.c.item_id.is_not(None))
    mine = or_(
        _DOCUMENT.c.person_id == person_id, _DOCUMENT.c.item_id.in_(forms), _DOCUMENT.c.item_id.in_(cases)
    )
    count, newest = scope.connection.execute(_counted(_DOCUMENT.c.created_at, mine, *conditions)).one()
    return GroupHeld(count, _day(scope, newest))


def _day(scope: Scope, moment: datetime | None) -> date | None:
    return moment.astimezone(scope.zone).date() if moment is not None else None


def _doubts(scope: Scope, person_id: PersonId) -> int:
    pairs = select(func.count()).where(or_(_PAIR.c.first_id == person_id, _PAIR.c.second_id == person_id))
    merges = select(func.count()).where(or_(_MERGE.c.kept_id == person_id, _MERGE.c.gone_id == person_id))
    return (scope.session.scalar(pairs) or 0) + (scope.session.scalar(merges) or 0)
