# SPDX-License-Identifier: MIT
"""Parts of an act that are no plain field, kept half typed as words all the same."""

import json

from privdesk.domain.people import PersonField
from privdesk.ui.widgets.changes_editor import ChangesEditor
from privdesk.ui.widgets.choice import Check


class KeptChanges:
    """Values to correct."""

    def __init__(self, editor: ChangesEditor) -> None:
        self._editor = editor

    @property
    def value(self) -> str:
        """The values by field; empty while there is none."""
        typed = {name.value: value for name, value in self._editor.value.items()}
        return json.dumps(typed, ensure_ascii=False) if typed else ""

    def set_value(self, value: str) -> None:
        """Show these values again."""
        stored = json.loads(value) if value else {}
        self._editor.set_value({PersonField(name): str(words) for name, words in stored.items()})


class KeptTick:
    """A box that is ticked or not."""

    def __init__(self, box: Check) -> None:
        self._box = box

    @property
    def value(self) -> str:
        """Empty while it is not ticked."""
        return "x" if self._box.isChecked() else ""

    def set_value(self, value: str) -> None:
        """Tick it or not."""
        self._box.setChecked(bool(value))
