# SPDX-License-Identifier: MIT
"""Tables of retention: sums by day, usage by month once its detail went, ends of contracts that went."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from privdesk.storage.row_base import Row

STREAM_DAY = Table(
    "stream_day",
    Row.metadata,
    Column("stream", Text, nullable=False),
    Column("day", Integer, nullable=False, autoincrement=False),
    Column("entries", BigInteger, nullable=False),
    Column("people", BigInteger, nullable=False),
    PrimaryKeyConstraint("stream", "day"),
    sqlite_with_rowid=False,
)
"""Kept sums, so that fifty million rows need not be counted: `day` numbers days at the office from 1 January of
year 1; `people` are those whose oldest entry of the stream is of that day."""

STREAM_ZONE = Table(
    "stream_zone",
    Row.metadata,
    Column("id", Integer, nullable=False, autoincrement=False),
    Column("zone", Text, nullable=False),
    PrimaryKeyConstraint("id"),
    CheckConstraint("id = 1", "single"),
)
"""In which time zone the days were counted."""

USAGE_MONTH = Table(
    "usage_month",
    Row.metadata,
    Column("person_id", Integer, nullable=False, autoincrement=False),
    Column("month", Integer, nullable=False, autoincrement=False),
    Column("currency_id", Integer, nullable=False, autoincrement=False),
    Column("times", Integer, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("balance", BigInteger),
    Column("up_to", Integer, nullable=False),
    PrimaryKeyConstraint("person_id", "month", "currency_id"),
    ForeignKeyConstraint(["person_id"], ["person.id"]),
    ForeignKeyConstraint(["currency_id"], ["term.id"], name="fk_usage_month_currency"),
    CheckConstraint("times > 0", "times"),
    sqlite_with_rowid=False,
)
"""Sums of usage whose detail went: `month` is year * 12 + month - 1, `balance` what was left at the end of day
`up_to` (numbered as above), the last day booked."""

ENDED_CONTRACT = Table(
    "ended_contract",
    Row.metadata,
    Column("person_id", Integer, primary_key=True, autoincrement=False),
    Column("ends_on", Date, nullable=False, index=True),
    ForeignKeyConstraint(["person_id"], ["person.id"]),
)
"""The end of the last contract, once contracts went: periods of what is left run from it."""
