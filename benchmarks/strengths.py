# SPDX-License-Identifier: MIT
"""What one guess at a password costs, beside SQLCipher's own derivation, in one run."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import sqlcipher3.dbapi2 as sqlcipher

from benchmarks.measures import Measure, in_turn, seconds
from privdesk.domain.vault import DEFAULT_STRENGTH, FLOOR_STRENGTH, KdfStrength
from privdesk.security.slots import SALT_BYTES, argon2id, password_bytes
from privdesk.security.strengths import fitting_strength

ROUNDS = 7
LEAST_RATIO = 4.0
MEBIBYTE = 1024
GIBIBYTE = 1024**3
PASSWORD = "invented people only"


def measure() -> Iterator[Measure]:
    """Each strength that new slots may have, against opening a database by passphrase as SQLCipher does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "by-passphrase.db"
        _open(path)
        for words, strength in _strengths().items():
            ours, theirs = in_turn(_guess(strength), lambda: seconds(lambda: _open(path)), ROUNDS)
            ratio = median(ours) / median(theirs)
            memory = strength.memory_kib // MEBIBYTE
            yield Measure(
                f"derivation-{memory}", f"One guess at a password, {words}", round(ratio, 2), "×",
                LEAST_RATIO if strength == DEFAULT_STRENGTH else None, at_least=True,
                detail={
                    "memory MiB": memory, "floor MiB": FLOOR_STRENGTH.memory_kib // MEBIBYTE,
                    "ours ms": round(median(ours) * 1000), "SQLCipher ms": round(median(theirs) * 1000),
                },
            )  # fmt: skip


def _strengths() -> dict[str, KdfStrength]:
    return {
        "usual computer": fitting_strength(None),
        "2 to 4 GiB of memory": fitting_strength(3 * GIBIBYTE),
        "less than 2 GiB": fitting_strength(GIBIBYTE),
    }


def _guess(strength: KdfStrength) -> Callable[[], float]:
    return lambda: seconds(
        lambda: argon2id(password_bytes(PASSWORD), secrets.token_bytes(SALT_BYTES), strength)
    )


def _open(path: Path) -> None:
    """Open by passphrase with SQLCipher's own derivation and read; the first time it makes the file."""
    connection = sqlcipher.connect(str(path))
    try:
        connection.execute(f"PRAGMA key = '{PASSWORD}'")
        connection.execute("CREATE TABLE IF NOT EXISTS one (a)")
        connection.execute("SELECT count(*) FROM one").fetchall()
    finally:
        connection.close()
