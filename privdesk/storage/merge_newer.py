# SPDX-License-Identifier: MIT
"""What came after a merge and yet clearly belongs to what goes back when it is taken back."""

from sqlalchemy import Connection, or_, select, update

from privdesk.domain.merging import MergeRecord
from privdesk.storage.merge_activity import part_new_usage
from privdesk.storage.merge_parts import Parts
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_cases import CaseRow, LetterRow
from privdesk.storage.rows_erasure import ErasureRow
from privdesk.storage.rows_inbox import DocumentRow, SubmissionRow
from privdesk.storage.rows_people import ConsentRow, ContractRow
from privdesk.storage.rows_tellings import ObjectionRow, RestrictionRow, TellingRow

_DOCUMENT, _CONSENT = table_of(DocumentRow), table_of(ConsentRow)


def part_newer(connection: Connection, parts: Parts, record: MergeRecord) -> None:
    """Papers of requests and forms that went back, all that those requests led to, consents on those forms, usage."""
    cases = [key[0] for key in parts.get("case_file.person_id")]
    forms = [key[0] for key in parts.get("submission.person_id")]
    _papers(connection, record, cases, forms)
    _consents(connection, record, forms)
    for kind in (TellingRow, RestrictionRow, ObjectionRow, ErasureRow):
        table = table_of(kind)
        theirs = (table.c.person_id == record.kept, table.c.case_id.in_(cases))
        connection.execute(update(table).where(*theirs).values(person_id=record.gone))
    part_new_usage(
        connection, record.kept, record.gone, parts.get("last_import") or 0, _own_products(connection, record)
    )


def _papers(connection: Connection, record: MergeRecord, cases: list[int], forms: list[int]) -> None:
    answers = select(CaseRow.answer_document_id).where(CaseRow.id.in_(cases))
    letters = select(LetterRow.document_id).where(LetterRow.case_id.in_(cases))
    asked = select(CaseRow.item_id).where(CaseRow.id.in_(cases))
    entered = select(SubmissionRow.item_id).where(SubmissionRow.id.in_(forms))
    theirs = or_(
        _DOCUMENT.c.id.in_(answers), _DOCUMENT.c.id.in_(letters), _DOCUMENT.c.item_id.in_(asked),
        _DOCUMENT.c.item_id.in_(entered),
    )  # fmt: skip
    since = (_DOCUMENT.c.person_id == record.kept, _DOCUMENT.c.created_at > record.at)
    connection.execute(update(_DOCUMENT).where(*since, theirs).values(person_id=record.gone))


def _consents(connection: Connection, record: MergeRecord, forms: list[int]) -> None:
    numbers = select(SubmissionRow.number).where(SubmissionRow.id.in_(forms))
    since = (_CONSENT.c.person_id == record.kept, _CONSENT.c.recorded_at > record.at)
    connection.execute(
        update(_CONSENT).where(*since, _CONSENT.c.form.in_(numbers)).values(person_id=record.gone)
    )


def _own_products(connection: Connection, record: MergeRecord) -> set[str]:
    """Products that only contracts of the person who comes back name."""
    products = {
        person: set(
            connection.scalars(select(ContractRow.product_number).where(ContractRow.person_id == person))
        )
        for person in (record.kept, record.gone)
    }
    return products[record.gone] - products[record.kept] - {""}
