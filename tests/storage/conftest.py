# SPDX-License-Identifier: MIT
"""Every test here works on real encrypted records."""

from tests.storage_fixtures import records

__all__ = ["records"]
