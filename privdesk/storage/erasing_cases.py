# SPDX-License-Identifier: MIT
"""Requests after an erasure: the least that proves lawful handling stays, and no word of the person.

What stays: number, dates, channel, law and clock, which rights with which outcome and reason of the lists, how and
when identity was checked, when each letter went, when and by which channel it was answered.

Law: GDPR Art. 5(2), 17(3)(e); FADP Art. 60.
"""

from collections.abc import Collection

from sqlalchemy import Connection, delete, update

from privdesk.storage.row_base import table_of
from privdesk.storage.rows_cases import CaseRow, IdentityRow, LetterRow, RightRow

_CASE, _RIGHT = table_of(CaseRow), table_of(RightRow)
_IDENTITY, _LETTER = table_of(IdentityRow), table_of(LetterRow)
_NOTE = "note"


def reduce_cases(connection: Connection, cases: Collection[int], *, detach: bool) -> None:
    """Take every word of the person out of these requests; `detach` also takes away whose they were."""
    whose: dict[str, object] = {"person_id": None, "person_name": ""} if detach else {}
    connection.execute(
        update(_CASE)
        .where(_CASE.c.id.in_(cases))
        .values(
            answer_document_id=None, answer_note=None, extension_reason="", notes="", item_id=None, fee=None,
            representative=None, **whose,
        )
    )  # fmt: skip
    connection.execute(
        update(_RIGHT).where(_RIGHT.c.case_id.in_(cases)).values(wish="", changes={}, reason="", proof="")
    )
    connection.execute(
        update(_IDENTITY).where(_IDENTITY.c.case_id.in_(cases)).values(questions=[], contact=None)
    )
    connection.execute(delete(_LETTER).where(_LETTER.c.case_id.in_(cases), _LETTER.c.direction == _NOTE))
    connection.execute(
        update(_LETTER)
        .where(_LETTER.c.case_id.in_(cases))
        .values(title="", detail="", document_id=None, item_id=None)
    )
