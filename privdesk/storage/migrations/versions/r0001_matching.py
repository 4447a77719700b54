# SPDX-License-Identifier: MIT
"""Revision 1: blocking keys, pairs, the search over everybody, weights."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import long, moment, text, whole


def create_matching() -> None:
    """Make these tables."""
    op.create_table(
        "match_key",
        long("hash"), whole("person_id"),
        sa.PrimaryKeyConstraint("hash", "person_id", name=op.f("pk_match_key")),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "duplicate_pair",
        whole("first_id"), whole("second_id"), text("state"), whole("weight"), text("levels"),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_pair_order")),
        sa.CheckConstraint("state IN ('open', 'not_the_same', 'merged')", name=op.f("ck_duplicate_pair_state")),
        sa.ForeignKeyConstraint(["first_id"], ["person.id"], name=op.f("fk_duplicate_pair_first_id_person")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_duplicate_pair_second_id_person")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_duplicate_pair")),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index(op.f("ix_duplicate_pair_second_id"), "duplicate_pair", ["second_id"])
    op.create_index(op.f("ix_duplicate_pair_state_weight"), "duplicate_pair", ["state", "weight"])
    op.create_table(
        "duplicate_run",
        whole("id"), long("mark"), whole("done"), whole("of_people"), whole("found"), moment("started_at"),
        moment("ended_at", nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_duplicate_run_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_run")),
    )  # fmt: skip
    op.create_table(
        "match_weights",
        whole("id"), moment("learned_at"), whole("pairs"), text("weights"), text("common"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_weights")),
    )  # fmt: skip
