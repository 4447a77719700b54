# SPDX-License-Identifier: MIT
"""Revision 1: the catalogue as the office changed it, recipients, versions of the notice, their papers."""

import sqlalchemy as sa
from alembic import op

from privdesk.storage.migrations.versions.r0001_columns import day, flag, text


def create_catalogue() -> None:
    """Make these tables."""
    op.create_table(
        "catalogue_entry",
        text("kind"), text("key"), text("body"),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_catalogue_entry")),
    )  # fmt: skip
    op.create_table(
        "recipient",
        text("key"), text("name"), text("kind"), text("address"), text("country"), text("safeguard"),
        flag("own_notice"), text("notice_at"), day("undertaking_signed", nullable=True),
        day("undertaking_expires", nullable=True), day("until", nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_recipient")),
    )  # fmt: skip
    op.create_table(
        "notice",
        text("version"), day("in_force_from"), text("title"),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_notice")),
    )  # fmt: skip
    op.create_table(
        "catalogue_paper",
        text("document_id"), text("holder"), text("key"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_catalogue_paper_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_catalogue_paper")),
    )  # fmt: skip
    op.create_index(op.f("ix_catalogue_paper_holder_key"), "catalogue_paper", ["holder", "key"])
