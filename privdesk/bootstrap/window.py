# SPDX-License-Identifier: MIT
"""Joins the window: what the frame shows of an open desk, and the program that opens it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privdesk.bootstrap.program import DeskProgram


def open_window(folder: Path | None, seen: Callable[[], object] = lambda: None) -> int:
    """Open the desk's window and return when it is closed; `seen` is called when the unlock page was painted."""
    from privdesk.ui.start import run

    return run(_load, folder, seen)


def _load() -> "DeskProgram":
    """Import storage, documents and security only now, while the window is already in sight."""
    from privdesk.bootstrap.program import DeskProgram

    return DeskProgram()


def window_opens() -> bool:
    """Whether the window can be opened here: it is painted once, then closed."""
    from privdesk.ui.first_paint import opens_and_closes

    return opens_and_closes(lambda seen: open_window(None, seen))
