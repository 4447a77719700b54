# SPDX-License-Identifier: MIT
"""Revision 1: the office, its agencies, staff, imports, audit chain and numbers."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import blob, day, flag, moment, text, whole


def create_office() -> None:
    """Make these tables."""
    _agency()
    _building()
    _staff_member()
    _setting()
    _import_run()
    _import_reject()
    _import_mapping()
    _audit_entry()
    _record_state()
    _number_series()


def _agency() -> None:
    op.create_table(
        "agency",
        whole("id"), text("number", nullable=True), text("name"), text("name_fold"), text("street"),
        text("postcode"), text("town"), text("country"), text("email"), text("phone"), text("contact"),
        day("since", nullable=True), day("until", nullable=True), day("signed_on", nullable=True),
        text("signed_document", nullable=True), day("expires_on", nullable=True),
        sa.CheckConstraint("number <> ''", name=op.f("ck_agency_number")),
        sa.CheckConstraint("until IS NULL OR since IS NULL OR until >= since", name=op.f("ck_agency_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("number", name=op.f("uq_agency_number")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_agency_name_fold"), "agency", ["name_fold"])


def _building() -> None:
    op.create_table(
        "building",
        whole("id"), whole("agency_id"), text("number", nullable=True), text("street"), text("postcode"),
        text("town"),
        sa.CheckConstraint("number <> ''", name=op.f("ck_building_number")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_building_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building")),
        sa.UniqueConstraint("number", name=op.f("uq_building_number")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_building_agency_id"), "building", ["agency_id"])


def _staff_member() -> None:
    op.create_table(
        "staff_member",
        text("id"), text("name"), text("roles"), whole("agency_id", nullable=True), flag("disabled"),
        flag("must_change"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_staff_member_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
    )  # fmt: skip


def _setting() -> None:
    op.create_table(
        "setting",
        text("key"), text("value"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )  # fmt: skip


def _import_run() -> None:
    op.create_table(
        "import_run",
        whole("id"), text("kind"), text("file_name"), text("sha256"), moment("started_at"), whole("read"),
        whole("new"), whole("changed"), whole("unchanged"), whole("doubtful"), whole("rejected"),
        whole("next_row"), moment("ended_at", nullable=True),
        sa.CheckConstraint("next_row >= 0", name=op.f("ck_import_run_next_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_import_run_kind_sha256"), "import_run", ["kind", "sha256"])


def _import_reject() -> None:
    op.create_table(
        "import_reject",
        whole("id"), whole("import_id"), whole("row"), text("reason"), text("field"), text("cells"),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"], name=op.f("fk_import_reject_import_id_import_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_reject")),
    )  # fmt: skip
    op.create_index(op.f("ix_import_reject_import_id_row"), "import_reject", ["import_id", "row"])


def _import_mapping() -> None:
    op.create_table(
        "import_mapping",
        text("kind"), text("columns"), text("mapping"),
        sa.PrimaryKeyConstraint("kind", "columns", name=op.f("pk_import_mapping")),
    )  # fmt: skip


def _audit_entry() -> None:
    op.create_table(
        "audit_entry",
        whole("sequence", autoincrement=False), moment("at"), text("staff_id"), text("action"),
        text("record"), text("fields"), text("purpose", nullable=True), whole("count", nullable=True),
        text("reference"), blob("mac"),
        sa.CheckConstraint("length(mac) = 32", name=op.f("ck_audit_entry_mac")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_entry")),
    )  # fmt: skip
    op.create_index(op.f("ix_audit_entry_action"), "audit_entry", ["action"])
    op.create_index(op.f("ix_audit_entry_record"), "audit_entry", ["record"])
    op.create_index(op.f("ix_audit_entry_staff_id"), "audit_entry", ["staff_id"])


def _record_state() -> None:
    op.create_table(
        "record_state",
        whole("id", autoincrement=False), whole("counter"), whole("audit_sequence"), blob("audit_head"),
        blob("ledger_head"), whole("ledger_count"), whole("epoch"), whole("vocabulary_version"),
        sa.CheckConstraint("counter >= 0", name=op.f("ck_record_state_counter")),
        sa.CheckConstraint("id = 1", name=op.f("ck_record_state_one_row")),
        sa.CheckConstraint("length(audit_head) = 32 AND length(ledger_head) = 32", name=op.f("ck_record_state_heads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_state")),
    )  # fmt: skip


def _number_series() -> None:
    op.create_table(
        "number_series",
        text("series"), whole("last"),
        sa.CheckConstraint("last >= 1", name=op.f("ck_number_series_last")),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_number_series")),
    )  # fmt: skip
