# SPDX-License-Identifier: MIT
"""Revision 1: the ledger of what must stay so after a restore."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import blob, day, moment, text, whole


def create_ledger() -> None:
    """Make this table."""
    op.create_table(
        "ledger_line",
        whole("number", autoincrement=False), moment("at"), text("kind"), blob("token"), text("group_key"),
        day("on_day", nullable=True), blob("mac"),
        sa.CheckConstraint("length(token) = 32 AND length(mac) = 32", name=op.f("ck_ledger_line_seals")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_ledger_line_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_line")),
    )  # fmt: skip
    op.create_index(op.f("ix_ledger_line_mac"), "ledger_line", ["mac"])
