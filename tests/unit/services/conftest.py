# SPDX-License-Identifier: MIT
"""A desk over real records for the tests of the services."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.services.places import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """New records, closed at the end."""
    folder = tmp_path / "records"
    folder.mkdir()
    opened = open_desk(folder)
    yield opened
    opened.records.database.close()
