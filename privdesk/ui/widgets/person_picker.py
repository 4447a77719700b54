# SPDX-License-Identifier: MIT
"""Finding a person in place: a field and the rows under it; the arrows move while the caret stays in the field."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.people import PersonHit, PersonId
from privdesk.i18n import _, ngettext
from privdesk.ui.theme import theme
from privdesk.ui.widgets.field import LineField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row, Tag

_MARGIN = 24


class PersonPicker(QWidget):
    """Asks for hits by `searched`; the page answers with `show_hits`; `picked` carries the chosen hit.

    Nothing is opened or looked up here: choosing is the recorded act of whoever listens.
    """

    searched = Signal(str)
    picked = Signal(object)

    def __init__(self, label: str, *, margin: int = _MARGIN, most: int = 0) -> None:
        """`most` makes the list as high as its rows, up to that many; 0 lets it take the room there is."""
        super().__init__()
        self._most = most
        self._hits: dict[int, PersonHit] = {}
        self.field = LineField(label, hint=_("Name, street, number, phone, e-mail"))
        self.field.line.setObjectName("find_person")
        self.field.changed.connect(self._ask)
        self.field.submitted.connect(self._enter)
        self.field.line.installEventFilter(self)
        self.rows = RowList(_("People found"), [Column(stretch=1)])
        self.rows.view.setObjectName("people_found")
        self.rows.opened.connect(self._pick)
        self.rows.hide()
        self.words = Label("", "caption", "muted", wrap=True)
        self.words.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        holder = QVBoxLayout()
        holder.setContentsMargins(margin, 0, margin, 0)
        holder.setSpacing(8)
        holder.addWidget(self.field)
        holder.addWidget(self.words)
        column.addLayout(holder)
        column.addWidget(self.rows, 1)
        self.setFocusProxy(self.field)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.field.value

    def show_hits(self, text: str, hits: Sequence[PersonHit]) -> None:
        """Show what was found for `text`; an answer to an older text is left aside, a list is never emptied between."""
        if text != self.field.value:
            return
        self.offer(hits)
        self.words.setVisible(not hits)
        self.words.setText(_("Nothing like this. Try a street, a phone number or a user number."))

    def offer(self, hits: Sequence[PersonHit], why: Mapping[PersonId, str] | None = None) -> None:
        """Show these people, such as those who may have written an e-mail, and what led to each."""
        self._hits = {hit.id: hit for hit in hits}
        self.rows.set_rows([_row(hit, (why or {}).get(hit.id, "")) for hit in hits])
        if self._most:
            self.rows.setFixedHeight(theme().size("row_two_lines") * min(len(hits), self._most) + 1)
        self.rows.setVisible(bool(hits))

    def clear(self) -> None:
        """Empty field and list."""
        self.field.set_value("")
        self.offer(())
        self.words.hide()

    def _ask(self) -> None:
        text = self.field.value
        if text:
            self.searched.emit(text)
        else:
            self.offer(())
            self.words.hide()

    def _enter(self) -> None:
        if self._hits:
            current = self.rows.current_id()
            self._pick(current if isinstance(current, int) else next(iter(self._hits)))

    def _pick(self, person_id: int) -> None:
        hit = self._hits.get(person_id)
        if hit is not None:
            self.picked.emit(hit)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.field.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._hits:
                self.rows.step(step)
                return True
        return super().eventFilter(watched, event)


def _row(hit: PersonHit, why: str = "") -> Row:
    tags = []
    if hit.restricted:
        tags.append(Tag(_("Restricted"), "look", "lock"))
    if hit.contract_ended:
        tags.append(Tag(_("Contract ended")))
    if hit.open_cases:
        words = ngettext("{count} open request", "{count} open requests", hit.open_cases)
        tags.append(Tag(words.format(count=hit.open_cases), "info"))
    second = ", ".join(part for part in (hit.address, hit.user_number, hit.agency_name) if part)
    return Row(hit.id, (Cell(hit.name, after=why, second=second or " ", tone="strong", tags=tuple(tags)),))
