# SPDX-License-Identifier: MIT
"""Every table of the records."""

from privdesk.storage import (
    rows_activity,
    rows_approvals,
    rows_cases,
    rows_catalogue,
    rows_disposals,
    rows_erasure,
    rows_inbox,
    rows_ledger,
    rows_matching,
    rows_merging,
    rows_office,
    rows_people,
    rows_retention,
    rows_search,
    rows_tellings,
)
from privdesk.storage.row_base import Row

METADATA = Row.metadata
MODULES = (
    rows_activity,
    rows_approvals,
    rows_cases,
    rows_catalogue,
    rows_disposals,
    rows_erasure,
    rows_inbox,
    rows_ledger,
    rows_matching,
    rows_merging,
    rows_office,
    rows_people,
    rows_retention,
    rows_search,
    rows_tellings,
)
