# SPDX-License-Identifier: MIT
"""Revision 1: people, their facts, contracts and consents."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import day, moment, text, whole


def create_people() -> None:
    """Make these tables."""
    _person()
    _origin()
    _person_fact()
    _contract()
    _consent()


def _person() -> None:
    op.create_table(
        "person",
        whole("id"), moment("created_at"), day("restricted_since", nullable=True),
        day("no_advertising_since", nullable=True), text("civility", nullable=True),
        text("last_name", nullable=True), text("first_name", nullable=True), text("street", nullable=True),
        text("number", nullable=True), text("postcode", nullable=True), text("town", nullable=True),
        text("country", nullable=True), text("email", nullable=True),
        text("phone_landline", nullable=True), text("phone_mobile", nullable=True),
        text("language", nullable=True), text("date_of_birth", nullable=True), text("iban", nullable=True),
        text("account_holder", nullable=True), text("last_fold"), text("first_fold"),
        text("email_fold", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_person_date_of_birth"), "person", ["date_of_birth"])
    op.create_index(op.f("ix_person_email_fold"), "person", ["email_fold"])
    op.create_index(op.f("ix_person_first_fold_postcode"), "person", ["first_fold", "postcode"])
    op.create_index(op.f("ix_person_last_fold_first_fold"), "person", ["last_fold", "first_fold"])


def _origin() -> None:
    op.create_table(
        "origin",
        whole("id"), text("kind"), text("reference"), text("channel", nullable=True), text("source"),
        day("received_on"), moment("recorded_at"), text("recorded_by"), whole("agency_id", nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_origin_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin")),
    )  # fmt: skip


def _person_fact() -> None:
    op.create_table(
        "person_fact",
        whole("person_id", autoincrement=False), whole("sequence", autoincrement=False), text("field"),
        text("value"), whole("origin_id"), day("confirmed_on", nullable=True),
        moment("superseded_at", nullable=True),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_person_fact_sequence")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_person_fact_origin_id_origin")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_fact_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "sequence", name=op.f("pk_person_fact")),
        sqlite_with_rowid=False,
    )  # fmt: skip


def _contract() -> None:
    op.create_table(
        "contract",
        whole("id"), whole("person_id"), text("user_number", nullable=True), text("user_number_key"),
        day("starts_on"), day("ends_on", nullable=True), whole("agency_id", nullable=True),
        whole("building_id", nullable=True), text("badge"), text("badge_key"), text("product_number"),
        sa.CheckConstraint("user_number <> ''", name=op.f("ck_contract_user_number")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_contract_period")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_contract_agency_id_agency")),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_contract_building_id_building")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contract_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("user_number", name=op.f("uq_contract_user_number")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_contract_agency_id_badge_key"), "contract", ["agency_id", "badge_key"])
    op.create_index(
        op.f("ix_contract_agency_id_user_number_key"), "contract", ["agency_id", "user_number_key"]
    )
    op.create_index(op.f("ix_contract_badge_key"), "contract", ["badge_key"])
    op.create_index(op.f("ix_contract_ends_on_person_id"), "contract", ["ends_on", "person_id"])
    op.create_index(op.f("ix_contract_person_id"), "contract", ["person_id"])
    op.create_index(op.f("ix_contract_user_number_key"), "contract", ["user_number_key"])


def _consent() -> None:
    op.create_table(
        "consent",
        whole("id"), whole("person_id"), text("purpose"), text("state"), day("on_day"), text("form"),
        text("wording"), text("notice_version"), moment("recorded_at"), text("recorded_by"),
        sa.CheckConstraint("state IN ('given', 'withdrawn')", name=op.f("ck_consent_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )  # fmt: skip
    op.create_index(op.f("ix_consent_person_id"), "consent", ["person_id"])
