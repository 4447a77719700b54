# SPDX-License-Identifier: MIT
"""Passwords and codes for commands: from a prompt, a file only its owner can read, or standard input."""

import getpass
import os
import stat
import sys
from pathlib import Path

from privdesk.domain.errors import SecretFileReadableError, SecretMissingError
from privdesk.i18n import _


def read_secret(given: str | None, option: str, prompt: str) -> str:
    """Return the secret from file `given` (`-` = first line of standard input), else ask for it.

    Raises: SecretFileReadableError, SecretMissingError, OSError.
    """
    if given == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if given is not None:
        path = Path(given)
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SecretFileReadableError(path)
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        return lines[0] if lines else ""
    if not sys.stdin.isatty():
        raise SecretMissingError(option)
    return getpass.getpass(prompt + ": ")


def read_name(given: str | None) -> str:
    """Return the staff member's name, else ask for it. Raises: SecretMissingError."""
    if given:
        return given
    if not sys.stdin.isatty():
        raise SecretMissingError("--staff")
    sys.stderr.write(_("Your name") + ": ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def read_query(given: str | None) -> str:
    """Return a query; `-` or none at all reads it from standard input, so that no name lands in a shell history."""
    if given is not None and given != "-":
        return given
    if sys.stdin.isatty():
        sys.stderr.write(_("Find") + ": ")
        sys.stderr.flush()
    return sys.stdin.readline().strip()
