# SPDX-License-Identifier: MIT
"""How commands answer: JSON on stdout, words and progress on stderr."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from privdesk.services.explain import describe


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(str(_plain(each)) for each in value)
    raise TypeError(type(value).__name__)


@dataclass(frozen=True, slots=True)
class Output:
    """Writes one object, or one object a line, with `--json`; plain lines otherwise."""

    as_json: bool

    def answer(self, data: Mapping[str, Any], words: str) -> None:
        """Say one result."""
        self._write(json.dumps(data, default=_plain, ensure_ascii=False) if self.as_json else words)

    def rows(self, rows: Iterable[tuple[Mapping[str, Any], str]]) -> None:
        """Say one result a line."""
        for data, words in rows:
            self.answer(data, words)

    def failed(self, error: BaseException) -> None:
        """Say a known error: a plain sentence on stderr, with `--json` an object on stdout as well."""
        sentence = describe(error).sentence()
        self.tell(sentence)
        if self.as_json:
            self._write(json.dumps({"ok": False, "error": type(error).__name__, "message": sentence}))

    def tell(self, words: str) -> None:
        """Say something beside the result."""
        sys.stderr.write(words + "\n")
        sys.stderr.flush()

    def _write(self, line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


class TerminalProgress:
    """Progress on stderr, one line that is written over; silent where nobody watches."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()

    def report(self, done: int, total: int) -> None:
        """Show how far it is."""
        if self._watched:
            sys.stderr.write(f"\r{done} / {total or '?'}")
            if done == total:
                sys.stderr.write("\n")
            sys.stderr.flush()

    def raise_if_cancelled(self) -> None:
        """Ctrl+C stops a command; nothing else does."""
