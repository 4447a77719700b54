# SPDX-License-Identifier: MIT
"""The palette (Ctrl+K): any person, case, form or act in a few letters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

from privdesk.i18n import _
from privdesk.services.progress import Progress
from privdesk.ui.icons import paint_icon
from privdesk.ui.jobs import Jobs
from privdesk.ui.theme import theme
from privdesk.ui.widgets.drawing import key_cap_width, paint_box, paint_key_cap, paint_text, text_role
from privdesk.ui.widgets.field import is_desk_key
from privdesk.ui.widgets.label import IconLabel, KeyCaps, Label
from privdesk.ui.widgets.pane import Line
from privdesk.ui.widgets.popup import Popup, Veil
from privdesk.ui.widgets.row_painter import paint_highlights
from privdesk.ui.widgets.rows import Tone

_MOST = 9
"""Rows that find room; more would only be scrolled past."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something the palette found. `place` with `args` is opened, or `run` is called; `keys` are printed at the end."""

    section: str
    text: str
    after: str = ""
    end: str = ""
    icon: str = "file-text"
    icon_tone: Tone = "muted"
    keys: str = ""
    highlights: tuple[tuple[int, int], ...] = ()
    place: str = ""
    args: Mapping[str, object] = field(default_factory=dict)
    run: Callable[[], None] | None = None


Find = Callable[[str], Sequence[Hit]]
"""Finds for typed words; runs as a reading job, never on the window's thread."""


class HitList(QWidget):
    """The hits, painted; the first one is selected."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[Hit] = []
        self.current = 0
        self._empty = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_hits(self, hits: Sequence[Hit], empty: str = "") -> None:
        """Show these; `empty` is said when there is none."""
        self.hits, self.current, self._empty = list(hits)[:_MOST], 0, empty
        self._say()
        self.updateGeometry()

    def step(self, step: int) -> None:
        """Move the selection."""
        if self.hits:
            self.current = min(max(self.current + step, 0), len(self.hits) - 1)
            self._say()

    def _say(self) -> None:
        hit = self.hits[self.current] if self.hits else None
        spoken = (
            ", ".join(part for part in (hit.section, hit.text, hit.after, hit.end) if part)
            if hit
            else self._empty
        )
        self.setAccessibleName(spoken)
        self.update()

    def _lines(self) -> list[tuple[float, float, str | Hit]]:
        used, top, lines = theme(), 0.0, list[tuple[float, float, str | Hit]]()
        last = None
        for hit in self.hits:
            if hit.section != last:
                lines.append((top, used.scaled(30), hit.section))
                top += used.scaled(30)
                last = hit.section
            lines.append((top, used.scaled(40), hit))
            top += used.scaled(40)
        return lines

    @override
    def sizeHint(self) -> QSize:
        lines = self._lines()
        high = lines[-1][0] + lines[-1][1] if lines else theme().scaled(40) if self._empty else 0
        return QSize(600, round(high) + (8 if high else 0))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter = theme(), QPainter(self)
        if not self.hits:
            box = QRectF(24, 0, self.width() - 48, self.height())
            paint_text(painter, box, self._empty, used.font(), used.color("text_muted"))
            return
        for top, height, line in self._lines():
            rect = QRectF(0, top, self.width(), height)
            if isinstance(line, str):
                box = rect.adjusted(24, 6, -24, 0)
                paint_text(painter, box, line, used.font("caption", 500), used.color("text_muted"))
            else:
                self._paint_hit(painter, rect, line)

    def _paint_hit(self, painter: QPainter, rect: QRectF, hit: Hit) -> None:
        used = theme()
        on = self.hits[self.current] is hit
        if on:
            ground = rect.adjusted(8, 0, -8, 0)
            paint_box(painter, ground, used.color("selection"), None, used.radius("control"))
        edge = used.icon_size("nav")
        ink = used.color("accent_ink" if on and hit.icon_tone == "muted" else text_role(hit.icon_tone))
        paint_icon(painter, hit.icon, QRectF(25, round(rect.center().y() - edge / 2), edge, edge), ink)
        box = rect.adjusted(55, 0, -24, 0)
        box.setRight(box.right() - self._paint_end(painter, box, hit))
        font = used.font("body", 600 if hit.after or hit.place else 500)
        paint_highlights(painter, box, hit.text, hit.highlights, font)
        box.setLeft(box.left() + paint_text(painter, box, hit.text, font, used.color("text")) + 8)
        paint_text(painter, box, hit.after, used.font(), used.color("text_muted"))

    def _paint_end(self, painter: QPainter, box: QRectF, hit: Hit) -> float:
        used = theme()
        if hit.keys:
            caps = hit.keys.split("+")
            wide = sum(key_cap_width(cap) for cap in caps) + 4 * (len(caps) - 1)
            left = box.right() - wide
            for cap in caps:
                left += paint_key_cap(painter, left, box.center().y(), cap) + 4
            return wide + 12
        right, muted = Qt.AlignmentFlag.AlignRight, used.color("text_muted")
        return paint_text(painter, box, hit.end, used.font("caption", digits=True), muted, right) + 12

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._hit_at(event.position().y())
        if found is not None and found != self.current:
            self.current = found
            self._say()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._hit_at(event.position().y())
        if found is not None:
            self.picked.emit(self.hits[found])

    def _hit_at(self, y: float) -> int | None:
        for top, height, line in self._lines():
            if isinstance(line, Hit) and top <= y < top + height:
                return self.hits.index(line)
        return None


class _Foot(QWidget):
    """The keys of the palette."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(6)
        for keys, words in (("Up+Down", _("choose")), ("Enter", _("open")), (">", _("only acts"))):
            row.addWidget(KeyCaps(keys))
            row.addWidget(Label(words, "caption", "muted"))
            row.addSpacing(10)
        row.addStretch()
        row.addWidget(Label(_("Every opening is recorded with its purpose"), "caption", "muted"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        used, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        rounded = QPainterPath()
        radius = used.radius("popup") - 1
        rounded.addRoundedRect(rect.adjusted(0, -2 * radius, 0, 0), radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(rect)
        painter.fillPath(rounded, used.color("window"))
        painter.fillRect(QRectF(0, 0, rect.width(), 1), used.color("line"))


class _Field(QLineEdit):
    """The palette's field: arrows and Enter belong to the list."""

    stepped = Signal(int)
    entered = Signal()

    @override
    def event(self, event: QEvent) -> bool:
        return False if is_desk_key(event) else super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class Palette(Veil):
    """Field, hits, keys. Acts are found at once, the rest by reading jobs; a newer letter silences the older search."""

    chosen = Signal(object)
    search_all = Signal(str)

    def __init__(
        self, window: QWidget, jobs: Jobs, find: Sequence[Find], acts: Callable[[], Sequence[Hit]]
    ) -> None:
        """`acts` are what may be done here; `find` look things up."""
        super().__init__(window)
        self._jobs, self._find, self._acts = jobs, tuple(find), acts
        self._found: dict[int, Sequence[Hit]] = {}
        self._recent: list[str] = []
        self.box = Popup(self, padding=0)
        self.box.column.setSpacing(0)
        self.field = _Field()
        self.field.setProperty("bare", True)
        self.field.setFont(theme().font("number", 400))
        self.field.setStyleSheet(f"font-size: {theme().scaled(18)}px;")
        self.field.setAccessibleName(_("Find a person, request, form or command"))
        self.list = HitList()
        self._build()
        self.field.textChanged.connect(self._search)
        self.field.stepped.connect(self.list.step)
        self.field.entered.connect(self._enter)
        self.list.picked.connect(self._pick)

    def _build(self) -> None:
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(12)
        row.addWidget(IconLabel("search", "text_muted", "large"))
        row.addWidget(self.field, 1)
        row.addWidget(KeyCaps("Esc"))
        self.box.column.addWidget(top)
        self.box.column.addWidget(Line())
        self.box.column.addSpacing(6)
        self.box.column.addWidget(self.list)
        self.box.column.addWidget(_Foot())

    def open_with(self, text: str = "") -> None:
        """Open over the window, with letters that were typed elsewhere."""
        self.open()
        self.field.setText(text)
        self._search(text)
        self.box.show()
        self._lay()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay(self) -> None:
        wide = min(theme().scaled(672), self.width() - 48)
        self.box.setFixedWidth(wide)
        self.box.adjustSize()
        self.box.move(QPoint((self.width() - wide) // 2, max(24, round(self.height() * 0.107))))

    def _search(self, text: str) -> None:
        self._found = {}
        words = text.strip()
        self._show(words)
        if not words or words.startswith(">"):
            return
        for at, find in enumerate(self._find):
            self._start(at, find, words)

    def _start(self, at: int, find: Find, words: str) -> None:
        def work(_progress: Progress) -> Sequence[Hit]:
            return find(words)

        def done(hits: Sequence[Hit]) -> None:
            if words == self.field.text().strip():
                self._found[at] = hits
                self._show(words)

        self._jobs.start(
            self, work, on_done=done, on_failed=lambda _error: None, lane="read", latest=("palette", at)
        )

    def _show(self, words: str) -> None:
        found = [hit for at in sorted(self._found) for hit in self._found[at]]
        acts = self._matching(words.removeprefix(">").strip())
        shown = (
            acts if not words or words.startswith(">") else found if words.startswith("#") else found + acts
        )
        waiting = bool(words) and not words.startswith(">") and len(self._found) < len(self._find)
        if waiting and not shown and self.list.hits:
            return
        selected = self.list.hits[self.list.current] if self.list.hits and self.list.current else None
        self.list.set_hits(shown, "" if waiting else _("Nothing like this. Enter searches all people."))
        if selected in self.list.hits:
            self.list.current = self.list.hits.index(selected)
        self._lay()

    def _matching(self, words: str) -> list[Hit]:
        acts = list(self._acts())
        if not words:
            recent = [act for name in self._recent for act in acts if act.text == name]
            return recent + [act for act in acts if act not in recent]
        parts = words.casefold().split()
        return [act for act in acts if all(part in act.text.casefold() for part in parts)]

    def _enter(self) -> None:
        if self.list.hits:
            self._pick(self.list.hits[self.list.current])
        elif words := self.field.text().strip():
            self.shut()
            self.search_all.emit(words)

    def _pick(self, hit: Hit) -> None:
        if hit.run is not None:
            self._recent = [hit.text, *(name for name in self._recent if name != hit.text)][:5]
        self.field.clear()
        self.shut()
        self.chosen.emit(hit)
