# SPDX-License-Identifier: MIT
"""Revision 1: all tables of the first release."""

from alembic import op

from privdesk.storage.migrations.versions.r0001_activity import create_activity
from privdesk.storage.migrations.versions.r0001_approvals import create_approvals
from privdesk.storage.migrations.versions.r0001_catalogue import create_catalogue
from privdesk.storage.migrations.versions.r0001_disposals import create_disposals
from privdesk.storage.migrations.versions.r0001_erasure import create_erasure
from privdesk.storage.migrations.versions.r0001_ledger import create_ledger
from privdesk.storage.migrations.versions.r0001_matching import create_matching
from privdesk.storage.migrations.versions.r0001_merging import create_merging
from privdesk.storage.migrations.versions.r0001_office import create_office
from privdesk.storage.migrations.versions.r0001_people import create_people
from privdesk.storage.migrations.versions.r0001_retention import create_retention
from privdesk.storage.migrations.versions.r0001_search import create_search
from privdesk.storage.migrations.versions.r0001_tellings import create_tellings
from privdesk.storage.migrations.versions.r0001_work import create_work

revision = "0001"
down_revision = None

_STATE = (
    "INSERT INTO record_state (id, counter, audit_sequence, audit_head, ledger_head, ledger_count, epoch, "
    "vocabulary_version) VALUES (1, 0, 0, zeroblob(32), zeroblob(32), 0, 1, 0)"
)


def upgrade() -> None:
    """Make the tables, the search table and the state row."""
    create_office()
    create_people()
    create_work()
    create_catalogue()
    create_disposals()
    create_erasure()
    create_tellings()
    create_activity()
    create_approvals()
    create_ledger()
    create_matching()
    create_merging()
    create_retention()
    create_search()
    op.execute(_STATE)
