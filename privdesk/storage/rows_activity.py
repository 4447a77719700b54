# SPDX-License-Identifier: MIT
"""Tables of the four streams, clustered by person and time, with small numbers instead of repeated texts.

`at` counts seconds since 1970 in UTC, `micro` the microseconds; `mark` is a 47-bit hash of the row's content, so that
the same row never stands twice. About 45 bytes a row.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from privdesk.domain.activity import ActivityKind
from privdesk.storage.row_base import Row

TERM = Table(
    "term",
    Row.metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    UniqueConstraint("text"),
)
"""Repeated texts: browsers, machine types, questions, currencies."""


def _stream(
    name: str, *columns: "Column[object]", terms: tuple[str, ...], checks: tuple[str, ...] = ()
) -> Table:
    return Table(
        name,
        Row.metadata,
        Column("person_id", Integer, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("micro", Integer, nullable=False),
        Column("mark", BigInteger, nullable=False),
        *(Column(f"{term}_id", Integer, nullable=False) for term in terms),
        *columns,
        Column("import_id", Integer, nullable=False),
        PrimaryKeyConstraint("person_id", "at", "micro", "mark"),
        ForeignKeyConstraint(["person_id"], ["person.id"]),
        ForeignKeyConstraint(["import_id"], ["import_run.id"]),
        *(ForeignKeyConstraint([f"{term}_id"], ["term.id"], name=f"fk_{name}_{term}") for term in terms),
        *(CheckConstraint(check, check.split(" ", 1)[0]) for check in checks),
        sqlite_with_rowid=False,
    )


CONNECTION = _stream(
    "connection",
    Column("ip_address", LargeBinary, nullable=False),
    terms=("browser", "browser_language", "operating_system"),
)
TOP_UP = _stream(
    "topup",
    Column("amount", Integer, nullable=False),
    Column("balance_after", Integer),
    terms=("method", "currency"),
)
USAGE = _stream(
    "usage",
    Column("duration", Integer, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("balance_after", Integer),
    terms=("product_number", "machine_type", "machine_number", "currency"),
    checks=("duration >= 0",),
)
SURVEY = _stream("survey_answer", Column("answers", Text, nullable=False), terms=("survey",))

STREAMS: dict[ActivityKind, Table] = {
    ActivityKind.CONNECTION: CONNECTION,
    ActivityKind.TOP_UP: TOP_UP,
    ActivityKind.USAGE: USAGE,
    ActivityKind.SURVEY: SURVEY,
}
