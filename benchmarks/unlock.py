# SPDX-License-Identifier: MIT
"""Unlocking beyond the deliberate derivation."""

import secrets
from collections.abc import Iterator
from statistics import median

from benchmarks.measures import Measure, in_turn, milliseconds, seconds
from benchmarks.records import PASSWORD, STAFF, copied
from privdesk.bootstrap.program import DeskProgram
from privdesk.security.header import read_header
from privdesk.security.slots import SALT_BYTES, argon2id, password_bytes

ROUNDS = 7
GOAL_SECONDS = 0.3


def measure() -> Iterator[Measure]:
    """Sign in, build the desk, read Today; less one derivation of the same strength."""
    with copied() as vault:
        strength = read_header(vault).slots[0].strength
        program = DeskProgram()

        def derive() -> float:
            salt = secrets.token_bytes(SALT_BYTES)
            return seconds(lambda: argon2id(password_bytes(PASSWORD), salt, strength))

        def unlock() -> float:
            opened = None

            def work() -> None:
                nonlocal opened
                opened = program.vaults.unlock(vault, STAFF, PASSWORD)
                program.build_desk(opened).today.overview()

            taken = seconds(work)
            assert opened is not None
            program.vaults.lock(opened)
            return taken

        first = unlock() - median([derive() for _ in range(3)])
        derived, unlocked = in_turn(derive, unlock, ROUNDS)
        program.close()
    yield Measure(
        "unlock", "Unlock beyond the derivation", max(0.0, median(unlocked) - median(derived)), "s", GOAL_SECONDS,
        detail={
            "derivation ms": round(median(derived) * 1000), "memory MiB": strength.memory_kib // 1024,
            "first time s": round(first, 3), **milliseconds(unlocked),
        },
    )  # fmt: skip
