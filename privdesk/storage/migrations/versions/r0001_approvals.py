# SPDX-License-Identifier: MIT
"""Revision 1: proposals that another member of staff approves or declines."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import flag, moment, text, whole


def create_approvals() -> None:
    """Make this table."""
    op.create_table(
        "approval",
        whole("id"), text("kind"), text("subject"), text("digest"), text("summary"), text("proposed_by"),
        moment("proposed_at"), text("decided_by", nullable=True), moment("decided_at", nullable=True),
        flag("approved", nullable=True), text("reason"), moment("used_at", nullable=True),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name=op.f("ck_approval_two_people")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_approval_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_approval_kind_subject"), "approval", ["kind", "subject"])
