# SPDX-License-Identifier: MIT
"""A full disk is said to be full, also where the driver only says that reading or writing failed."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from privdesk.domain.errors import DamagedDatabaseError, DiskFullError, PrivdeskError
from privdesk.storage.faults import typed

INPUT_OUTPUT_ON_SHARED_MEMORY = 10 | 19 << 8


@pytest.mark.parametrize(("free", "wanted"), [(0, DiskFullError), (10**9, DamagedDatabaseError)])
def test_an_io_error_is_named_by_the_room_that_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, wanted: type[PrivdeskError]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    error = sqlcipher.OperationalError("disk I/O error")
    error.sqlite_errorcode = INPUT_OUTPUT_ON_SHARED_MEMORY
    assert type(typed(error, tmp_path / "records.db")) is wanted
