# SPDX-License-Identifier: MIT
"""How strong new key slots are on this computer: less memory where it is short, never below the floor.

With less memory come as many more turns, so that a guess costs at least four times SQLCipher's own derivation on
every computer (`python3 dev.py bench strengths`).
"""

import os

from privdesk.domain.vault import DEFAULT_STRENGTH, KdfStrength

_GIBIBYTE = 1024**3
_SMALL = KdfStrength(memory_kib=128 * 1024, iterations=9, lanes=4)
_SMALLEST = KdfStrength(memory_kib=64 * 1024, iterations=20, lanes=4)


def total_memory() -> int | None:
    """Return the bytes of memory of this computer, or None where the system does not say (Windows: not tried)."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def fitting_strength(memory_bytes: int | None) -> KdfStrength:
    """Return the strength for a computer with so much memory: 256 MiB a guess from 4 GiB on, or if unknown."""
    if memory_bytes is None or memory_bytes >= 4 * _GIBIBYTE:
        return DEFAULT_STRENGTH
    return _SMALL if memory_bytes >= 2 * _GIBIBYTE else _SMALLEST
