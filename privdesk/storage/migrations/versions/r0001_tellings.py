# SPDX-License-Identifier: MIT
"""Revision 1: recipients told, restrictions set and lifted, objections weighed."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import day, flag, moment, text, whole


def create_tellings() -> None:
    """Make these tables."""
    _telling()
    _restriction()
    _objection()


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person"))


def _case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f(f"fk_{table}_case_id_case_file"))


def _telling() -> None:
    op.create_table(
        "telling",
        whole("id"), whole("person_id", nullable=True), whole("case_id", nullable=True), text("cause"),
        text("group_keys"), text("fields"), text("recipient_key"), text("recipient_name"), text("recipient_kind"),
        text("address"), text("email"), day("due_since"), day("told_on", nullable=True),
        text("channel", nullable=True), text("document_id", nullable=True), day("answered_on", nullable=True),
        text("answer"), text("left_out"), text("done_by", nullable=True),
        sa.CheckConstraint(
            "answered_on IS NULL OR told_on IS NOT NULL", name=op.f("ck_telling_told_before_answered")
        ),
        sa.CheckConstraint("told_on IS NULL OR left_out = ''", name=op.f("ck_telling_told_or_left_out")),
        _person("telling"), _case("telling"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_telling_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_telling_person_id"), "telling", ["person_id"])
    op.create_index(op.f("ix_telling_case_id"), "telling", ["case_id"])


def _restriction() -> None:
    op.create_table(
        "restriction",
        whole("id"), whole("person_id"), whole("case_id", nullable=True), text("ground"), day("since"),
        moment("set_at"), text("set_by"), text("note"), day("told_on", nullable=True),
        text("told_by", nullable=True), day("lifted_on", nullable=True), text("lifted_by", nullable=True),
        text("lifted_because"), whole("hold_id", nullable=True),
        sa.CheckConstraint(
            "lifted_on IS NULL OR told_on IS NOT NULL", name=op.f("ck_restriction_told_before_lifted")
        ),
        _person("restriction"), _case("restriction"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restriction")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_restriction_person_id"), "restriction", ["person_id"])
    op.create_index(op.f("ix_restriction_case_id"), "restriction", ["case_id"])


def _objection() -> None:
    op.create_table(
        "objection",
        whole("case_id", autoincrement=False), whole("person_id", nullable=True), flag("advertising"),
        text("purposes"), text("grounds"), flag("tell_before_closing"), day("told_closing_on", nullable=True),
        text("told_closing_by", nullable=True), text("weighing", nullable=True), text("office_grounds"),
        moment("weighed_at", nullable=True), text("weighed_by", nullable=True),
        sa.CheckConstraint("(weighing IS NULL) = (weighed_at IS NULL)", name=op.f("ck_objection_weighed")),
        sa.CheckConstraint(
            "told_closing_on IS NULL OR tell_before_closing", name=op.f("ck_objection_told_closing")
        ),
        _person("objection"), _case("objection"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_objection")),
    )  # fmt: skip
    op.create_index(op.f("ix_objection_person_id"), "objection", ["person_id"])
