# SPDX-License-Identifier: MIT
"""Revision 1: what arrives and what is done: items, documents, forms, requests, calls."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import blob, day, flag, moment, text, whole


def create_work() -> None:
    """Make these tables."""
    _inbox_item()
    _document()
    _draft()
    _submission()
    _case_file()
    _case_right()
    _case_identity()
    _case_letter()
    _call_sheet()


def _inbox_item() -> None:
    op.create_table(
        "inbox_item",
        whole("id"), text("number"), text("state"), text("channel"), text("name"), day("received_on"),
        moment("arrived_at"), text("template", nullable=True), text("readings"),
        whole("agency_id", nullable=True), text("agency_name"), text("mail", nullable=True),
        text("reason"), whole("turned"), moment("settled_at", nullable=True),
        sa.CheckConstraint("turned IN (0, 90, 180, 270)", name=op.f("ck_inbox_item_turned")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_inbox_item_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_item")),
        sa.UniqueConstraint("number", name=op.f("uq_inbox_item_number")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_inbox_item_state_arrived_at"), "inbox_item", ["state", "arrived_at"])


def _document() -> None:
    op.create_table(
        "document",
        text("id"), whole("item_id", nullable=True), whole("position"), whole("person_id", nullable=True),
        text("role"), text("name"), text("media_type"), whole("size"), text("sha256"), blob("wrapped_key"),
        whole("pages"), moment("created_at"),
        sa.CheckConstraint("pages >= 0", name=op.f("ck_document_pages")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_document_size")),
        sa.ForeignKeyConstraint(["item_id"], ["inbox_item.id"], name=op.f("fk_document_item_id_inbox_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_document_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )  # fmt: skip
    op.create_index(op.f("ix_document_item_id_position"), "document", ["item_id", "position"])
    op.create_index(op.f("ix_document_person_id"), "document", ["person_id"])
    op.create_index(op.f("ix_document_sha256"), "document", ["sha256"])


def _draft() -> None:
    op.create_table(
        "draft",
        text("key"), text("staff_id"), text("body"), text("place"), moment("saved_at"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_draft")),
    )  # fmt: skip


def _submission() -> None:
    op.create_table(
        "submission",
        whole("id"), text("number"), text("state"), whole("item_id", nullable=True), text("template"),
        text("answers"), text("channel"), day("received_on"), text("source"),
        whole("agency_id", nullable=True), text("notice_version"), text("paper_place"),
        text("same_person", nullable=True), whole("chosen_person_id", nullable=True), text("reasons"),
        whole("person_id", nullable=True), moment("entered_at"), text("entered_by"),
        sa.CheckConstraint("number <> ''", name=op.f("ck_submission_number")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_submission_agency_id_agency")),
        sa.ForeignKeyConstraint(["chosen_person_id"], ["person.id"], name=op.f("fk_submission_chosen_person_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["inbox_item.id"], name=op.f("fk_submission_item_id_inbox_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_submission_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_submission_chosen_person_id"), "submission", ["chosen_person_id"])
    op.create_index(op.f("ix_submission_entered_at"), "submission", ["entered_at"])
    op.create_index(op.f("ix_submission_item_id"), "submission", ["item_id"])
    op.create_index(op.f("ix_submission_number"), "submission", ["number"])
    op.create_index(op.f("ix_submission_person_id"), "submission", ["person_id"])
    op.create_index(op.f("ix_submission_state"), "submission", ["state"])


def _case_file() -> None:
    op.create_table(
        "case_file",
        whole("id"), text("number"), whole("person_id", nullable=True), text("person_name"),
        text("channel"), day("received_on"), moment("entered_at"), text("language"), text("regime"),
        text("regime_version"), text("holiday_place"), text("holiday_digest"), text("deadline"),
        day("due_on"), day("answered_on", nullable=True), text("answer_channel", nullable=True),
        text("answer_document_id", nullable=True), text("answer_note", nullable=True),
        text("answered_by", nullable=True), day("closed_on", nullable=True), flag("extended"),
        text("extension_reason"), text("notes"), whole("item_id", nullable=True),
        whole("agency_id", nullable=True), text("kind"), text("refusal", nullable=True), text("other_regime"),
        text("pauses"), text("fee", nullable=True), text("representative", nullable=True),
        text("assigned_to", nullable=True), day("acknowledged_on", nullable=True),
        day("extension_told", nullable=True), day("extension_named", nullable=True),
        sa.CheckConstraint("answered_on IS NOT NULL OR closed_on IS NULL", name=op.f("ck_case_file_answered_before_closed")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_case_file_agency_id_agency")),
        sa.ForeignKeyConstraint(["answer_document_id"], ["document.id"], name=op.f("fk_case_file_answer_document_id_document")),
        sa.ForeignKeyConstraint(["item_id"], ["inbox_item.id"], name=op.f("fk_case_file_item_id_inbox_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_file_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("number", name=op.f("uq_case_file_number")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_case_file_closed_on"), "case_file", ["closed_on"])
    op.create_index(op.f("ix_case_file_item_id"), "case_file", ["item_id"])
    op.create_index(op.f("ix_case_file_person_id"), "case_file", ["person_id"])


def _case_right() -> None:
    op.create_table(
        "case_right",
        whole("case_id", autoincrement=False), whole("position", autoincrement=False), text("asked"),
        text("outcome"), text("wish"), text("changes"), text("reason"), text("proof"),
        moment("decided_at", nullable=True), text("decided_by", nullable=True), text("reason_key"),
        day("legal", nullable=True), day("safe", nullable=True), text("purposes"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_right_case_id_case_file")),
        sa.PrimaryKeyConstraint("case_id", "position", name=op.f("pk_case_right")),
    )  # fmt: skip


def _case_identity() -> None:
    op.create_table(
        "case_identity",
        whole("case_id", autoincrement=False), whole("position", autoincrement=False), text("method"),
        flag("passed"), moment("at"), text("checked_by"), text("questions"), whole("right_answers"),
        whole("needed"), text("contact", nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_identity_case_id_case_file")),
        sa.PrimaryKeyConstraint("case_id", "position", name=op.f("pk_case_identity")),
    )  # fmt: skip


def _case_letter() -> None:
    op.create_table(
        "case_letter",
        whole("case_id", autoincrement=False), whole("position", autoincrement=False), moment("at"),
        text("direction"), text("channel"), text("title"), text("detail"),
        text("document_id", nullable=True), whole("item_id", nullable=True),
        sa.CheckConstraint("direction IN ('in', 'out', 'note')", name=op.f("ck_case_letter_direction")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_letter_case_id_case_file")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_case_letter_document_id_document")),
        sa.ForeignKeyConstraint(["item_id"], ["inbox_item.id"], name=op.f("fk_case_letter_item_id_inbox_item")),
        sa.PrimaryKeyConstraint("case_id", "position", name=op.f("pk_case_letter")),
    )  # fmt: skip


def _call_sheet() -> None:
    op.create_table(
        "call_sheet",
        whole("id"), moment("started_at"), text("staff_id"), whole("person_id", nullable=True),
        text("answers"), text("called_back", nullable=True), text("wishes"), text("changes"),
        text("notes"), moment("ended_at", nullable=True), whole("case_id", nullable=True),
        text("representative", nullable=True), text("purposes"), text("against"), flag("letter_code"),
        day("reached_on", nullable=True), whole("agency_id", nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_call_sheet_period")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_call_sheet_agency_id_agency")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_call_sheet_case_id_case_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_call_sheet_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_sheet")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_call_sheet_ended_at"), "call_sheet", ["ended_at"])
    op.create_index(op.f("ix_call_sheet_person_id"), "call_sheet", ["person_id"])
