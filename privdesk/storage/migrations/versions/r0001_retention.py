# SPDX-License-Identifier: MIT
"""Revision 1: sums kept for retention, usage by month, ends of contracts that went."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import day, long, text, whole


def create_retention() -> None:
    """Make these tables."""
    op.create_table(
        "stream_day",
        text("stream"), whole("day", autoincrement=False), long("entries"), long("people"),
        sa.PrimaryKeyConstraint("stream", "day", name=op.f("pk_stream_day")),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "stream_zone",
        whole("id", autoincrement=False), text("zone"),
        sa.CheckConstraint("id = 1", name=op.f("ck_stream_zone_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream_zone")),
    )  # fmt: skip
    op.create_table(
        "usage_month",
        whole("person_id", autoincrement=False), whole("month", autoincrement=False),
        whole("currency_id", autoincrement=False), whole("times"), long("amount"), long("balance", nullable=True),
        whole("up_to"),
        sa.CheckConstraint("times > 0", name=op.f("ck_usage_month_times")),
        sa.ForeignKeyConstraint(["currency_id"], ["term.id"], name="fk_usage_month_currency"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_usage_month_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "month", "currency_id", name=op.f("pk_usage_month")),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "ended_contract",
        whole("person_id", autoincrement=False), day("ends_on"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ended_contract_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_ended_contract")),
    )  # fmt: skip
    op.create_index(op.f("ix_ended_contract_ends_on"), "ended_contract", ["ends_on"])
