# SPDX-License-Identifier: MIT
"""Revision 1: the four streams."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import blob, long, text, whole


def create_activity() -> None:
    """Make these tables."""
    _term()
    _connection()
    _topup()
    _usage()
    _survey_answer()


def _term() -> None:
    op.create_table(
        "term",
        whole("id"), text("text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("text", name=op.f("uq_term_text")),
    )  # fmt: skip


def _connection() -> None:
    op.create_table(
        "connection",
        whole("person_id"), long("at"), whole("micro"), long("mark"), whole("browser_id"),
        whole("browser_language_id"), whole("operating_system_id"), blob("ip_address"), whole("import_id"),
        sa.ForeignKeyConstraint(["browser_id"], ["term.id"], name="fk_connection_browser"),
        sa.ForeignKeyConstraint(["browser_language_id"], ["term.id"], name="fk_connection_browser_language"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_connection_import_id_import_run")),
        sa.ForeignKeyConstraint(["operating_system_id"], ["term.id"], name="fk_connection_operating_system"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_connection_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "at", "micro", "mark", name=op.f("pk_connection")),
        sqlite_with_rowid=False,
    )  # fmt: skip


def _topup() -> None:
    op.create_table(
        "topup",
        whole("person_id"), long("at"), whole("micro"), long("mark"), whole("method_id"),
        whole("currency_id"), whole("amount"), whole("balance_after", nullable=True), whole("import_id"),
        sa.ForeignKeyConstraint(["currency_id"], ["term.id"], name="fk_topup_currency"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_topup_import_id_import_run")),
        sa.ForeignKeyConstraint(["method_id"], ["term.id"], name="fk_topup_method"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_topup_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "at", "micro", "mark", name=op.f("pk_topup")),
        sqlite_with_rowid=False,
    )  # fmt: skip


def _usage() -> None:
    op.create_table(
        "usage",
        whole("person_id"), long("at"), whole("micro"), long("mark"), whole("product_number_id"),
        whole("machine_type_id"), whole("machine_number_id"), whole("currency_id"), whole("duration"),
        whole("amount"), whole("balance_after", nullable=True), whole("import_id"),
        sa.CheckConstraint("duration >= 0", name=op.f("ck_usage_duration")),
        sa.ForeignKeyConstraint(["currency_id"], ["term.id"], name="fk_usage_currency"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_usage_import_id_import_run")),
        sa.ForeignKeyConstraint(["machine_number_id"], ["term.id"], name="fk_usage_machine_number"),
        sa.ForeignKeyConstraint(["machine_type_id"], ["term.id"], name="fk_usage_machine_type"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_usage_person_id_person")),
        sa.ForeignKeyConstraint(["product_number_id"], ["term.id"], name="fk_usage_product_number"),
        sa.PrimaryKeyConstraint("person_id", "at", "micro", "mark", name=op.f("pk_usage")),
        sqlite_with_rowid=False,
    )  # fmt: skip


def _survey_answer() -> None:
    op.create_table(
        "survey_answer",
        whole("person_id"), long("at"), whole("micro"), long("mark"), whole("survey_id"), text("answers"),
        whole("import_id"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_survey_answer_import_id_import_run")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_survey_answer_person_id_person")),
        sa.ForeignKeyConstraint(["survey_id"], ["term.id"], name="fk_survey_answer_survey"),
        sa.PrimaryKeyConstraint("person_id", "at", "micro", "mark", name=op.f("pk_survey_answer")),
        sqlite_with_rowid=False,
    )  # fmt: skip
