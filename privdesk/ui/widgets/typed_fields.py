# SPDX-License-Identifier: MIT
"""What was typed into the fields of a small form, as words by field."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.choice_field import CheckField, RadioField
from privdesk.ui.widgets.field import ComboField, Field, LineField, PasswordField, TextField

Typed = LineField | TextField | ComboField | CheckField | RadioField | Check
_TICKED = "x"


class TypedFields:
    """Finds the fields of a form and what stands in them when it opens. Passwords are never among them."""

    def __init__(self, form: QWidget) -> None:
        self._fields: dict[str, Typed] = {}
        for field in form.findChildren(Field):
            if isinstance(field, Typed) and not isinstance(field, PasswordField):
                self._add(field, field.control)
        for box in form.findChildren(Check):
            if box.objectName() and not _inside_field(box, form):
                self._add(box, box)
        self._before = {name: _words(field) for name, field in self._fields.items()}

    def _add(self, field: Typed, control: QWidget) -> None:
        """A control without a name gets one, so that the caret finds it again."""
        if not control.objectName() or control.objectName() in self._fields:
            control.setObjectName(f"typed_{len(self._fields)}")
        self._fields[control.objectName()] = field

    def each_change(self, say: Callable[[], None]) -> None:
        """Say it at each key and tick."""
        for field in self._fields.values():
            changed = field.toggled if isinstance(field, Check) else field.changed
            changed.connect(lambda *_state: say())

    def values(self) -> Mapping[str, str]:
        """What differs from what stood there when the form opened."""
        now = {name: _words(field) for name, field in self._fields.items()}
        return {name: words for name, words in now.items() if words != self._before[name]}

    def settle(self, *names: str) -> None:
        """What stands in these now is on file; all else stays half typed."""
        for name in names:
            self._before[name] = _words(self._fields[name])

    def put(self, values: Mapping[str, str]) -> None:
        """Put these back; all other fields hold what they held."""
        for name, field in self._fields.items():
            _put(field, values.get(name, self._before[name]))
        for name, field in self._fields.items():  # one field may have changed another
            _put(field, values.get(name, self._before[name]))


def _inside_field(box: QWidget, form: QWidget) -> bool:
    above = box.parentWidget()
    while above is not None and above is not form:
        if isinstance(above, Field):
            return True
        above = above.parentWidget()
    return False


def _words(field: Typed) -> str:
    if isinstance(field, Check):
        return _TICKED if field.isChecked() else ""
    return " ".join(sorted(field.value)) if isinstance(field, CheckField) else field.value


def _put(field: Typed, words: str) -> None:
    if _words(field) == words:
        return
    if isinstance(field, Check):
        field.setChecked(bool(words))
    elif isinstance(field, CheckField):
        field.set_value(frozenset(words.split()))
    else:
        field.set_value(words)
