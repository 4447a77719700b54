# SPDX-License-Identifier: MIT
"""Whose data must stay: a person is found before a hold is set."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from privdesk.domain.people import PersonHit
from privdesk.i18n import _
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.panel import Panel
from privdesk.ui.widgets.person_picker import PersonPicker

_ROWS = 4


class FindPanel(Panel):
    """`searched` with what was typed, `picked` with whoever was chosen. Nothing typed here is kept."""

    searched = Signal(str)
    picked = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(
            host,
            _("Set a hold"),
            _("Whose data must stay? The reason and the day of review follow."),
            close_hint=_("Leave it as it is"),
        )
        self.picker = PersonPicker(_("Person"), margin=0, most=_ROWS)
        self.picker.searched.connect(self.searched)
        self.picker.picked.connect(self.picked)
        self.picker.field.changed.connect(self.settle)
        self.fields.addWidget(self.picker)
        keep = Button(_("Leave it as it is"), keys="Esc", bind=False)
        keep.clicked.connect(self.shut)
        self.add_buttons(keep)

    def show_hits(self, text: str, hits: Sequence[PersonHit]) -> None:
        """Show who was found for `text`."""
        self.picker.show_hits(text, hits)
        self.settle()
