# SPDX-License-Identifier: MIT
"""Revision 1: what finding people needs."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import text, whole

_WORDS = (
    "CREATE VIRTUAL TABLE person_words USING fts5(names, places, marks, content='', contentless_delete=1, "
    "detail='column', prefix='1 2 3', tokenize='ascii')"
)
_PHONES = (
    "CREATE VIRTUAL TABLE person_phones USING fts5(digits, content='', contentless_delete=1, detail='none', "
    "tokenize='ascii')"
)


def create_search() -> None:
    """Make these tables."""
    op.create_table(
        "search_card",
        whole("person_id", autoincrement=False), text("words"), text("agencies"), whole("recent"), whole("digest"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_search_card")),
    )  # fmt: skip
    op.create_table(
        "vocabulary",
        whole("agency_id", autoincrement=False), text("word"), whole("bearers"),
        sa.PrimaryKeyConstraint("agency_id", "word", name=op.f("pk_vocabulary")),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.execute(_WORDS)
    op.execute(_PHONES)
