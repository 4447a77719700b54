# SPDX-License-Identifier: MIT
"""Each fault of the database has its own words, none of a person's."""

from pathlib import Path

import pytest

from privdesk.domain import errors
from privdesk.domain.audit_chain import ChainBrokenError
from privdesk.services.explain import describe
from privdesk.services.explain_storage import STORAGE_ERRORS

RECORDS = Path("office.privdesk") / "records.db"
FAULTS = [
    errors.UnauditedChangeError(("person",)),
    errors.DatabaseMissingError(RECORDS),
    errors.EmptyDatabaseError(RECORDS),
    errors.WrongKeyError(RECORDS),
    errors.DamagedDatabaseError(RECORDS),
    errors.NewerFormatError(RECORDS, 9, 1),
    errors.ReadOnlyError(RECORDS.parent),
    errors.BusyError(),
    errors.StorageFaultError("SQLITE_CONSTRAINT_CHECK"),
    ChainBrokenError(3),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_fault_has_title_cause_and_remedy(fault: errors.PrivdeskError) -> None:
    explanation = describe(fault)
    parts = (explanation.title, explanation.happened, explanation.remedy)
    assert all(part.endswith(".") for part in parts)
    assert "!" not in explanation.sentence()


def test_every_fault_has_its_own_words() -> None:
    assert {type(fault) for fault in FAULTS} == set(STORAGE_ERRORS)
    assert len({describe(fault).sentence() for fault in FAULTS}) == len(FAULTS)
