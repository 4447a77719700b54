# SPDX-License-Identifier: MIT
"""What the worker can do, by name; each is imported only when it is asked for.

A task takes plain JSON arguments, raw parts and a `Beat` to call after each page or batch; it returns JSON and
raw parts. It knows nothing but what it is given: no keys, no environment, no files of the vault.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

Beat = Callable[[], None]
"""Tells the desk that the work goes on; without it for `silence` seconds the worker is ended."""
TaskResult = tuple[Mapping[str, Any], Sequence[bytes]]
Task = Callable[[Mapping[str, Any], Sequence[bytes], Beat], TaskResult]

TASKS: dict[str, str] = {
    "warm": "privdesk.documents.reading:warm",
    "read": "privdesk.documents.reading:read_task",
    "render": "privdesk.documents.images:render_task",
    "jpeg": "privdesk.documents.images:jpeg_task",
    "table": "privdesk.documents.electronic:table_task",
    "report": "privdesk.documents.report:render_task",
    "paper": "privdesk.documents.report:paper_task",
    "attach": "privdesk.documents.attaching:attach_task",
    "letter": "privdesk.documents.letters:render_task",
    "logo": "privdesk.documents.letters:logo_task",
}


def find_task(name: str) -> Task:
    """Import and return the task called `name`. Raises: KeyError for an unknown name."""
    module, _, function = TASKS[name].partition(":")
    task: Task = getattr(import_module(module), function)
    return task
