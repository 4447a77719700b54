# SPDX-License-Identifier: MIT
"""A fresh office for each journey."""

from pathlib import Path

import pytest

from tests.journeys.office_kit import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).create()
