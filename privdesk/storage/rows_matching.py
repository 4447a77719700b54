# SPDX-License-Identifier: MIT
"""Rows of matching: blocking keys, pairs in doubt or decided, the search over everybody, what was learned.

Keys do not refer to `person`: they are written sixteen a person and taken out by their hashes.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.storage.row_base import Json, Row


class MatchKeyRow(Row):
    """A keyed hash of something that two records of one person are likely to share."""

    __tablename__ = "match_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class PairRow(Row):
    """Two people who may be one, the smaller id first, and what staff made of it."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        CheckConstraint("first_id < second_id", "order"),
        CheckConstraint("state IN ('open', 'not_the_same', 'merged')", "state"),
        Index(None, "state", "weight"),
        {"sqlite_with_rowid": False},
    )

    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    second_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True
    )
    state: Mapped[str]
    weight: Mapped[int]
    """Thousandths of a bit, so that lists have one order."""
    levels: Mapped[str]
    """One digit a field compared."""


class DuplicateRunRow(Row):
    """The last search over everybody; one row."""

    __tablename__ = "duplicate_run"
    __table_args__ = (CheckConstraint("id = 1", "one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger)
    done: Mapped[int]
    of: Mapped[int] = mapped_column("of_people")
    found: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class MatchWeightsRow(Row):
    """What was learned once; the newest counts. Names are keyed hashes."""

    __tablename__ = "match_weights"

    id: Mapped[int] = mapped_column(primary_key=True)
    learned_at: Mapped[datetime]
    pairs: Mapped[int]
    weights: Mapped[Any] = mapped_column(Json, nullable=False)
    common: Mapped[Any] = mapped_column(Json, nullable=False)
