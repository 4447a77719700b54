# SPDX-License-Identifier: MIT
"""Tables of merges: which happened, and what taking one back needs.

No reference leads to `person`: one of the two numbers has no row while a merge stands.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, PrimaryKeyConstraint, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.merging import Followed, MergeId, MergeRecord, Side
from privdesk.domain.people import PersonField, PersonId
from privdesk.domain.vault import StaffId
from privdesk.storage.row_base import Json, Row


class MergeRow(Row):
    """One merge: numbers, names of fields and counts, never a value."""

    __tablename__ = "merge_record"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(index=True)
    gone_id: Mapped[int] = mapped_column(index=True)
    gone_created_at: Mapped[datetime]
    merged_at: Mapped[datetime]
    merged_by: Mapped[str]
    choices: Mapped[Any] = mapped_column(Json, nullable=False)
    moved: Mapped[Any] = mapped_column(Json, nullable=False)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]

    def to_domain(self) -> MergeRecord:
        return MergeRecord(
            MergeId(self.id), PersonId(self.kept_id), PersonId(self.gone_id), self.merged_at,
            StaffId(self.merged_by), {PersonField(name): Side(side) for name, side in self.choices.items()},
            {Followed(name): count for name, count in self.moved.items()}, self.gone_created_at,
            self.undone_at, StaffId(self.undone_by) if self.undone_by is not None else None,
        )  # fmt: skip


class MergePartRow(Row):
    """What one table gave to a merge: keys of rows that went over, or rows as they were, as JSON."""

    __tablename__ = "merge_part"
    __table_args__ = ({"sqlite_with_rowid": False},)

    merge_id: Mapped[int] = mapped_column(
        ForeignKey("merge_record.id"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]


MERGED_ACTIVITY = Table(
    "merge_activity",
    Row.metadata,
    Column("merge_id", Integer, ForeignKey("merge_record.id"), nullable=False),
    Column("stream", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("micro", Integer, nullable=False),
    Column("mark", BigInteger, nullable=False),
    Column("twin_import_id", Integer),
    PrimaryKeyConstraint("merge_id", "stream", "at", "micro", "mark"),
    sqlite_with_rowid=False,
)
"""Rows of the streams that went over. Where both people had the very same row, one is kept and `twin_import_id`
remembers the import of the other."""
