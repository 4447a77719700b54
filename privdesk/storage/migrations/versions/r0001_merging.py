# SPDX-License-Identifier: MIT
"""Revision 1: merges of people and what taking them back needs."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import long, moment, text, whole


def create_merging() -> None:
    """Make these tables."""
    _merge_record()
    _merge_part()
    _merge_activity()


def _merge_record() -> None:
    op.create_table(
        "merge_record",
        whole("id"), whole("kept_id"), whole("gone_id"), moment("gone_created_at"), moment("merged_at"),
        text("merged_by"), text("choices"), text("moved"), moment("undone_at", nullable=True), text("undone_by", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_record")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_merge_record_gone_id"), "merge_record", ["gone_id"])
    op.create_index(op.f("ix_merge_record_kept_id"), "merge_record", ["kept_id"])


def _merge_part() -> None:
    op.create_table(
        "merge_part",
        whole("merge_id", autoincrement=False), text("name"), text("body"),
        sa.ForeignKeyConstraint(["merge_id"], ["merge_record.id"], name=op.f("fk_merge_part_merge_id_merge_record")),
        sa.PrimaryKeyConstraint("merge_id", "name", name=op.f("pk_merge_part")),
        sqlite_with_rowid=False,
    )  # fmt: skip


def _merge_activity() -> None:
    op.create_table(
        "merge_activity",
        whole("merge_id"), text("stream"), long("at"), whole("micro"), long("mark"),
        whole("twin_import_id", nullable=True),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["merge_record.id"], name=op.f("fk_merge_activity_merge_id_merge_record")
        ),
        sa.PrimaryKeyConstraint("merge_id", "stream", "at", "micro", "mark", name=op.f("pk_merge_activity")),
        sqlite_with_rowid=False,
    )  # fmt: skip
