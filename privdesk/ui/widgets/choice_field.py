# SPDX-License-Identifier: MIT
"""Fields that are ticked: consents, wishes, one of a few ways."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from privdesk.ui.widgets.choice import Check, Radio
from privdesk.ui.widgets.field import Field


class CheckField(Field):
    """One or several boxes to tick under one label; `value` is the set of ticked keys."""

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        mandatory: bool = False,
        label_width: int = 0,
        with_disc: bool = False,
        upright: bool = False,
    ) -> None:
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QVBoxLayout(holder) if upright else QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0 if upright else 24)
        super().__init__(label, holder, mandatory=mandatory, label_width=label_width, with_disc=with_disc)
        self.boxes: dict[str, Check] = {}
        for key, words in options:
            box = Check(words)
            box.toggled.connect(self.changed)
            self.boxes[key] = box
            row.addWidget(box)
        row.addStretch()
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    @property
    def value(self) -> frozenset[str]:
        """The keys that are ticked."""
        return frozenset(key for key, box in self.boxes.items() if box.isChecked())

    def set_value(self, keys: frozenset[str]) -> None:
        """Tick exactly these."""
        for key, box in self.boxes.items():
            box.setChecked(key in keys)


class RadioField(Field):
    """One of a few, all in sight."""

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        value: str = "",
        mandatory: bool = False,
        label_width: int = 0,
        with_disc: bool = False,
        upright: bool = False,
    ) -> None:
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QVBoxLayout(holder) if upright else QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0 if upright else 24)
        super().__init__(label, holder, mandatory=mandatory, label_width=label_width, with_disc=with_disc)
        self._group = QButtonGroup(self)
        self.choices: dict[str, Radio] = {}
        for key, words in options:
            choice = Radio(words)
            self._group.addButton(choice)
            self.choices[key] = choice
            row.addWidget(choice)
        row.addStretch()
        self.set_value(value)
        self._group.buttonToggled.connect(lambda _button, on: self.changed.emit() if on else None)
        if self.choices:
            self.setFocusProxy(next(iter(self.choices.values())))

    @property
    def value(self) -> str:
        """The key of the choice; empty while none is made."""
        return next((key for key, choice in self.choices.items() if choice.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Make this choice."""
        if key in self.choices:
            self.choices[key].setChecked(True)
