# SPDX-License-Identifier: MIT
"""Revision 1: holds, erasures, originals on paper that are to be destroyed."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import day, flag, moment, text, whole


def create_erasure() -> None:
    """Make these tables."""
    _holds()
    _erasures()
    _papers()


def _holds() -> None:
    op.create_table(
        "hold",
        whole("id"), whole("person_id"), text("groups"), text("reason"), day("review_on"), moment("set_at"),
        text("set_by"), moment("lifted_at", nullable=True), text("lifted_by", nullable=True), text("lift_reason"),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_hold_reason")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hold_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_hold_lifted_at"), "hold", ["lifted_at"])
    op.create_index(op.f("ix_hold_person_id"), "hold", ["person_id"])


def _erasures() -> None:
    op.create_table(
        "erasure",
        whole("id"), text("number"), whole("person_id", nullable=True), whole("case_id", nullable=True),
        text("state"), text("choices"), text("paid_back"), text("language"), flag("whole"), flag("restricts"),
        text("plan"), text("done"), text("files"), day("backups_until", nullable=True),
        moment("started_at", nullable=True), moment("ended_at", nullable=True), text("run_by", nullable=True),
        sa.CheckConstraint(
            "state IN ('planned', 'running', 'clearing', 'done')", name=op.f("ck_erasure_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_erasure_case_id_case_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasure_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    for column in ("case_id", "person_id", "state"):
        op.create_index(op.f(f"ix_erasure_{column}"), "erasure", [column])


def _papers() -> None:
    op.create_table(
        "paper_original",
        whole("id"), whole("erasure_id", nullable=True), whole("disposal_id", nullable=True), text("form_number"),
        text("place"), day("received_on"), day("destroy_by"), day("destroyed_on", nullable=True),
        text("destroyed_by", nullable=True),
        sa.ForeignKeyConstraint(
            ["disposal_id"], ["disposal.id"], name=op.f("fk_paper_original_disposal_id_disposal")
        ),
        sa.ForeignKeyConstraint(
            ["erasure_id"], ["erasure.id"], name=op.f("fk_paper_original_erasure_id_erasure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_original")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    for column in ("destroyed_on", "disposal_id", "erasure_id"):
        op.create_index(op.f(f"ix_paper_original_{column}"), "paper_original", [column])
