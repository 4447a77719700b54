# SPDX-License-Identifier: MIT
"""Entries past their period that name nobody on file.

Requests of erased people, calls without a person, letters to nobody on file, items set aside and never entered, what
was half typed, rows that an import refused. Law: GDPR Art. 5(1)(e); FADP Art. 6(4).
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Table, and_, exists, func, or_, select

from privdesk.domain.catalogue import Trigger
from privdesk.domain.inbox import ItemState
from privdesk.domain.retention_due import UNENTERED, DueRule
from privdesk.domain.submissions import SubmissionState
from privdesk.storage.erasing_counts import LETTER_ROLES
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_cases import CallRow, CaseRow, LetterRow
from privdesk.storage.rows_inbox import DocumentRow, DraftRow, InboxItemRow, SubmissionRow
from privdesk.storage.rows_office import ImportRunRow, RejectRow
from privdesk.storage.rows_tellings import TellingRow
from privdesk.storage.scope import Scope

_CASE, _CALL, _LETTER = table_of(CaseRow), table_of(CallRow), table_of(LetterRow)
_ITEM, _DOCUMENT, _DRAFT = table_of(InboxItemRow), table_of(DocumentRow), table_of(DraftRow)
_TELLING = table_of(TellingRow)
_FORM, _RUN, _REJECT = table_of(SubmissionRow), table_of(ImportRunRow), table_of(RejectRow)
_SETTLED = (ItemState.SET_ASIDE.value, ItemState.SERVICE_REFUSED.value)


def ownerless(scope: Scope, rule: DueRule) -> Mapping[Table, ColumnElement[bool]]:
    """Which rows of which tables go by `rule` and name nobody on file."""
    end = datetime.combine(rule.cut_off + timedelta(days=1), time(), scope.zone)
    if rule.group == "requests" and rule.trigger is not Trigger.CONTRACT_END:
        return {
            _CASE: and_(_CASE.c.person_id.is_(None), _CASE.c.closed_on <= rule.cut_off),
            _CALL: and_(_CALL.c.person_id.is_(None), _CALL.c.case_id.is_(None), _CALL.c.ended_at < end),
        }
    if rule.group == "letters" and rule.trigger is not Trigger.CONTRACT_END:
        return {_DOCUMENT: _letters(end)}
    if rule.group == UNENTERED:
        return _unentered(end)
    return {}


def count_ownerless(scope: Scope, rule: DueRule) -> int:
    """How many entries that name nobody on file go by `rule`."""
    return sum(
        scope.connection.scalar(select(func.count()).select_from(table).where(condition)) or 0
        for table, condition in ownerless(scope, rule).items()
    )


def _letters(end: datetime) -> ColumnElement[bool]:
    """Letters to people who were never on file, and that no request and no telling names."""
    named = or_(
        exists().where(_CASE.c.answer_document_id == _DOCUMENT.c.id),
        exists().where(_LETTER.c.document_id == _DOCUMENT.c.id),
        exists().where(_TELLING.c.document_id == _DOCUMENT.c.id),
    )
    nobodys = and_(_DOCUMENT.c.person_id.is_(None), _DOCUMENT.c.item_id.is_(None), ~named)
    return and_(_DOCUMENT.c.role.in_(LETTER_ROLES), nobodys, _DOCUMENT.c.created_at < end)


def _unentered(end: datetime) -> Mapping[Table, ColumnElement[bool]]:
    """Items are counted from the day on which they were set aside; those still to be worked on stay."""
    named = or_(
        exists().where(_FORM.c.item_id == _ITEM.c.id, _FORM.c.person_id.is_not(None)),
        exists().where(_CASE.c.item_id == _ITEM.c.id),
        exists().where(_LETTER.c.item_id == _ITEM.c.id),
        exists().where(_DOCUMENT.c.item_id == _ITEM.c.id, _DOCUMENT.c.person_id.is_not(None)),
    )
    nobodys = and_(_FORM.c.person_id.is_(None), _FORM.c.chosen_person_id.is_(None))
    ended = select(_RUN.c.id).where(_RUN.c.ended_at < end)
    return {
        _ITEM: and_(_ITEM.c.state.in_(_SETTLED), _ITEM.c.settled_at < end, ~named),
        _FORM: and_(
            _FORM.c.state == SubmissionState.SERVICE_REFUSED.value, nobodys, _FORM.c.entered_at < end
        ),
        _CALL: and_(
            _CALL.c.person_id.is_(None),
            _CALL.c.case_id.is_(None),
            _CALL.c.ended_at.is_(None),
            _CALL.c.started_at < end,
        ),
        _DRAFT: _DRAFT.c.saved_at < end,
        _REJECT: _REJECT.c.import_id.in_(ended),
    }
