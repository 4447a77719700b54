# SPDX-License-Identifier: MIT
"""The form being entered, without a window: texts, certainty, doubts, what is missing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from privdesk.domain.forms import (
    NOT_TICKED,
    Certainty,
    FieldKind,
    FieldReading,
    FormTemplate,
    TemplateField,
)
from privdesk.services.capture_sheet import FieldCheck
from privdesk.ui.capture.shown import shown_value

Check = Callable[[TemplateField, str, Mapping[str, str]], FieldCheck]
TICKS = frozenset({FieldKind.TICK, FieldKind.SIGNATURE})


class Mark(StrEnum):
    """The sign at the end of a field."""

    EMPTY = "empty"
    SURE = "sure"
    LOOK = "look"
    TYPED = "typed"


@dataclass(slots=True)
class _Entry:
    field: TemplateField
    text: str = ""
    read: FieldReading | None = None
    typed: bool = False
    accepted: bool = False
    """Looked at: left, or accepted with Enter."""
    left: bool = False
    check: FieldCheck | None = None


class FormState:
    """Texts are held as shown; ticks as yes or no, choices by their key."""

    def __init__(
        self,
        template: FormTemplate,
        readings: Mapping[str, FieldReading],
        check: Check,
        *,
        keyed: bool = False,
    ) -> None:
        """`keyed` says that nothing could be read, so that every field waits to be keyed from the image."""
        self.template = template
        self.keyed = keyed
        self._check = check
        self._entries: dict[str, _Entry] = {
            field.key: _Entry(field, read=readings.get(field.key)) for field in template.fields()
        }
        for entry in self._entries.values():
            entry.text = entry.read.value if entry.read else ""
            if entry.field.kind in TICKS and not entry.text:
                entry.text = NOT_TICKED
        self._check_all()
        for entry in self._entries.values():
            if entry.check is not None and entry.check.value and not entry.check.problem:
                entry.text = shown_value(entry.field, entry.check.value)

    @property
    def keys(self) -> Sequence[str]:
        """Field keys in the order of the paper."""
        return tuple(self._entries)

    def field(self, key: str) -> TemplateField:
        return self._entries[key].field

    def text(self, key: str) -> str:
        """What stands in the field."""
        return self._entries[key].text

    def put(self, key: str, text: str) -> None:
        """What the clerk typed or chose."""
        entry = self._entries[key]
        if text != entry.text:
            entry.text, entry.typed, entry.accepted = text, True, False
            self._check_all()

    def leave(self, key: str) -> str:
        """The caret leaves: the value is tidied for reading, a doubt counts as looked at. Returns the text."""
        entry = self._entries[key]
        entry.left = True
        entry.accepted = not self._blocked(entry)
        if entry.check is not None and entry.check.value and not entry.check.problem:
            entry.text = shown_value(entry.field, entry.check.value)
        return entry.text

    def mark(self, key: str) -> Mark:
        """The sign at the end of the field."""
        entry = self._entries[key]
        if self._doubtful(entry) and (entry.text or entry.read is not None) and not _tick(entry):
            return Mark.LOOK
        if entry.read is not None and entry.read.certainty is Certainty.LOOK and not entry.accepted:
            return Mark.LOOK
        if entry.typed:
            return Mark.TYPED
        if not entry.text or (_tick(entry) and entry.read is None):
            return Mark.EMPTY
        return Mark.SURE

    def problem(self, key: str) -> str:
        """What is wrong, said once the field was left; empty while it is being typed or right."""
        entry = self._entries[key]
        if not entry.left or entry.check is None:
            return ""
        return entry.check.problem

    def doubt(self, key: str) -> str:
        """The sentence under the current field that says what to look at."""
        entry = self._entries[key]
        if entry.check is not None and entry.check.hint:
            return entry.check.hint
        return ""

    def note(self, key: str) -> str:
        """Key of the reader's reason to look, while the value stands as read."""
        entry = self._entries[key]
        return entry.read.note if entry.read is not None and not entry.typed else ""

    def show_problems(self) -> None:
        """Saving was asked for: every field counts as left."""
        for entry in self._entries.values():
            entry.left = True

    def doubtful(self) -> Sequence[str]:
        """Keys that want a look or must be filled in, in the order of the paper."""
        return tuple(key for key, entry in self._entries.items() if self._doubtful(entry))

    def next_doubtful(self, after: str, *, back: bool = False) -> str | None:
        """The doubtful field after (before) this one, going round once; None when there is no other."""
        keys = list(self._entries)
        place = keys.index(after) if after in keys else -1
        ring = keys[place + 1 :] + keys[: max(place, 0)]
        if back:
            ring.reverse()
        waiting = set(self.doubtful())
        return next((key for key in ring if key in waiting), None)

    def missing(self) -> Sequence[str]:
        """Mandatory keys that are empty."""
        return tuple(self.template.missing(self.values()))

    def values(self) -> dict[str, str]:
        """Values as they are kept; one that is wrong stands as typed."""
        found = {}
        for key, entry in self._entries.items():
            value = entry.check.value if entry.check is not None and not entry.check.problem else entry.text
            if value.strip():
                found[key] = value.strip()
        return found

    def to_body(self) -> dict[str, Any]:
        """Plain values for the draft."""
        entries = self._entries.items()
        return {
            "texts": {key: entry.text for key, entry in entries if entry.text},
            "typed": [key for key, entry in entries if entry.typed],
            "accepted": [key for key, entry in entries if entry.accepted],
            "left": [key for key, entry in entries if entry.left],
        }

    def restore(self, body: Mapping[str, Any]) -> None:
        """Put a draft back; keys that the form does not know are left out."""
        texts = body.get("texts")
        if not isinstance(texts, Mapping):
            return
        for key, entry in self._entries.items():
            text = texts.get(key, "")
            entry.text = text if isinstance(text, str) else ""
            if _tick(entry) and not entry.text:
                entry.text = NOT_TICKED
            entry.typed = key in _names(body.get("typed"))
            entry.accepted = key in _names(body.get("accepted"))
            entry.left = key in _names(body.get("left"))
        self._check_all()

    def _check_all(self) -> None:
        texts = {key: entry.text for key, entry in self._entries.items()}
        for entry in self._entries.values():
            entry.check = self._check(entry.field, entry.text, texts)

    def _blocked(self, entry: _Entry) -> bool:
        return entry.check is not None and bool(entry.check.problem)

    def _doubtful(self, entry: _Entry) -> bool:
        if self._blocked(entry):
            return True
        if entry.accepted:
            return False
        if entry.read is not None and entry.read.certainty is Certainty.LOOK and not entry.typed:
            return True
        if self.keyed and not entry.typed:
            return True
        return entry.check is not None and entry.check.doubtful


def _tick(entry: _Entry) -> bool:
    return entry.field.kind in TICKS


def _names(value: object) -> Iterable[str]:
    return value if isinstance(value, list) else ()
