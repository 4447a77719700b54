# SPDX-License-Identifier: MIT
"""Erasing what is past its period and names nobody on file, some at a time."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select, tuple_, update

from privdesk.domain.inbox import DocumentId
from privdesk.domain.retention_due import DueRule
from privdesk.storage.due_ownerless import ownerless
from privdesk.storage.erased import Erased
from privdesk.storage.erasing_drafts import drop_drafts
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_cases import CallRow, CaseRow, IdentityRow, LetterRow, RightRow
from privdesk.storage.rows_erasure import ErasureRow
from privdesk.storage.rows_inbox import DocumentRow, InboxItemRow, SubmissionRow
from privdesk.storage.rows_tellings import ObjectionRow, RestrictionRow, TellingRow
from privdesk.storage.scope import Scope

_CASE, _CALL, _LETTER = table_of(CaseRow), table_of(CallRow), table_of(LetterRow)
_ITEM, _DOCUMENT, _FORM = table_of(InboxItemRow), table_of(DocumentRow), table_of(SubmissionRow)
_TELLING, _RESTRICTION, _ERASURE = table_of(TellingRow), table_of(RestrictionRow), table_of(ErasureRow)
_CASE_PARTS = (table_of(RightRow), table_of(IdentityRow), _LETTER, table_of(ObjectionRow), _TELLING)


def erase_ownerless(scope: Scope, rule: DueRule, limit: int) -> Erased:
    """Erase up to `limit` entries of each kind that name nobody on file and go by `rule`; nothing left: no rows.

    Within the running transaction; writes neither audit nor ledger. Law: GDPR Art. 5(1)(e); FADP Art. 6(4).
    """
    scope.session.flush()
    work = _Ownerless(scope)
    for table, condition in ownerless(scope, rule).items():
        work.some(table, condition, limit)
    scope.session.expunge_all()
    return work.erased


class _Ownerless:
    def __init__(self, scope: Scope) -> None:
        self.erased = Erased()
        self._scope = scope

    def some(self, table: Table, condition: ColumnElement[bool], limit: int) -> None:
        """Erase the first of these rows with all that hangs on them."""
        key = list(table.primary_key)
        found = self._scope.connection.execute(
            select(*key).where(condition).order_by(*key).limit(limit)
        ).all()
        if not found:
            return
        if table is _DOCUMENT:
            self.erased.documents += [DocumentId(row[0]) for row in found]
        elif table in (_CASE, _CALL, _ITEM):
            self._with_parts(table, [row[0] for row in found])
        self._delete(table, tuple_(*key).in_([tuple(row) for row in found]))

    def _with_parts(self, table: Table, ids: Collection[int]) -> None:
        counts, connection = self.erased.rows, self._scope.connection
        if table is _CASE:
            self._case_parts(ids)
        elif table is _CALL:
            drop_drafts(connection, counts, calls=ids)
        else:
            drop_drafts(connection, counts, items=ids)
            self._documents(_DOCUMENT.c.item_id.in_(ids))
            connection.execute(update(_FORM).where(_FORM.c.item_id.in_(ids)).values(item_id=None))

    def _case_parts(self, cases: Collection[int]) -> None:
        connection = self._scope.connection
        drop_drafts(connection, self.erased.rows, cases=cases)
        papers = select(_LETTER.c.document_id).where(_LETTER.c.case_id.in_(cases))
        answers = select(_CASE.c.answer_document_id).where(_CASE.c.id.in_(cases))
        ids = {each for asked in (papers, answers) for each in connection.scalars(asked) if each}
        for part in _CASE_PARTS:
            self._delete(part, part.c.case_id.in_(cases))
        self._delete(_CALL, _CALL.c.case_id.in_(cases))
        for table in (_RESTRICTION, _ERASURE):
            connection.execute(update(table).where(table.c.case_id.in_(cases)).values(case_id=None))
        connection.execute(update(_CASE).where(_CASE.c.id.in_(cases)).values(answer_document_id=None))
        free = ~or_(
            exists().where(_LETTER.c.document_id == _DOCUMENT.c.id),
            exists().where(_CASE.c.answer_document_id == _DOCUMENT.c.id),
            exists().where(_TELLING.c.document_id == _DOCUMENT.c.id),
        )
        self._documents(_DOCUMENT.c.id.in_(ids), _DOCUMENT.c.person_id.is_(None), free)

    def _documents(self, *conditions: ColumnElement[bool]) -> None:
        """Rows with their keys; the caller removes the files."""
        gone = list(self._scope.connection.scalars(select(_DOCUMENT.c.id).where(*conditions)))
        self._delete(_DOCUMENT, _DOCUMENT.c.id.in_(gone))
        self.erased.documents += [DocumentId(each) for each in gone]

    def _delete(self, table: Table, condition: ColumnElement[Any]) -> None:
        done = self._scope.connection.execute(delete(table).where(condition))
        self.erased.count(table, done.rowcount)
