# SPDX-License-Identifier: MIT
"""One office and one folder for each test."""

from pathlib import Path

import pytest

from tests.security.desk_kit import Office


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Lavarelle.privdesk"
