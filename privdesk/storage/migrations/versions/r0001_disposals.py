# SPDX-License-Identifier: MIT
"""Revision 1: disposals."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import day, flag, moment, text, whole


def create_disposals() -> None:
    """Make this table."""
    op.create_table(
        "disposal",
        whole("id"), text("number"), text("state"), day("as_at"), text("plan"), moment("planned_at"),
        text("planned_by"), whole("step"), whole("last"), text("done"), text("held"), text("files"),
        day("backups_until", nullable=True), moment("started_at", nullable=True), moment("ended_at", nullable=True),
        text("run_by", nullable=True), flag("ended_early"),
        sa.CheckConstraint(
            "state IN ('planned', 'running', 'clearing', 'done')", name=op.f("ck_disposal_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_disposal_state"), "disposal", ["state"])
