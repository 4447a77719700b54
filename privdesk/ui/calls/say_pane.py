# SPDX-License-Identifier: MIT
"""Step 4 of a call: the words to read aloud, notes, earlier calls."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from privdesk.domain.cases import CallSheet
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.names import language_name, right_name
from privdesk.services.scripts import SCRIPT_LANGUAGES, ScriptPart, script_language
from privdesk.ui.calls.parts import ScriptText, StepHead
from privdesk.ui.theme import theme
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import Heading, Line, scrolling
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row
from privdesk.ui.widgets.tabs import Segment

_EARLIER = 5


class SayPane(QWidget):
    """The caller's language is proposed; another one is one click away."""

    typed = Signal()
    left = Signal()
    language_chosen = Signal(str)

    def __init__(self, clock: OfficeClock) -> None:
        super().__init__()
        self._clock = clock
        self.language = Segment(_("Language"), [(each, each.upper()) for each in SCRIPT_LANGUAGES])
        self.language.setToolTip(_("Language of the words"))
        self.language.chosen.connect(self.language_chosen)
        self.head = StepHead(4, _("Say and note"), self.language)
        self.script = ScriptText()
        self.notes = QPlainTextEdit()
        self.notes.setObjectName("call_notes")
        self.notes.setAccessibleName(_("Notes"))
        self.notes.setTabChangesFocus(True)
        self.notes.setMinimumHeight(theme().scaled(110))
        self.notes.textChanged.connect(self.typed)
        QShortcut(QKeySequence("Ctrl+J"), self).activated.connect(self._to_notes)
        self.earlier_head = Heading(_("Earlier calls"))
        self.earlier = RowList(
            _("Earlier calls"), [Column(width=78), Column(stretch=1)], head=False, dense=True
        )
        self.earlier.view.setObjectName("earlier_calls")
        self._lay()
        self.show_earlier(())

    def _lay(self) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(24, 16, 24, 16)
        inside.setSpacing(10)
        inside.addWidget(Label(_("Read aloud"), "caption", "muted"))
        inside.addWidget(self.script)
        never = QHBoxLayout()
        never.setSpacing(8)
        never.addWidget(IconLabel("eye-off"))
        never.addWidget(Label(_("Never read out the answer on file."), "caption", "muted", wrap=True), 1)
        inside.addLayout(never)
        inside.addSpacing(6)
        inside.addWidget(Line())
        inside.addSpacing(2)
        notes = QHBoxLayout()
        notes.addWidget(Label(_("Notes"), weight=600))
        notes.addWidget(Label("Ctrl+J", "micro", "muted"))
        notes.addStretch()
        notes.addWidget(Label(_("the person may read them"), "caption", "muted"))
        inside.addLayout(notes)
        inside.addWidget(self.notes, 1)
        self._earlier = QWidget()
        below = QVBoxLayout(self._earlier)
        below.setContentsMargins(0, 4, 0, 8)
        below.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.addWidget(self.earlier_head)
        below.addLayout(head)
        below.addWidget(self.earlier)
        whole = QWidget()
        both = QVBoxLayout(whole)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addLayout(inside, 1)
        both.addWidget(self._earlier)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(scrolling(whole), 1)

    def show_language(self, language: str) -> None:
        """The language in which one speaks with this caller."""
        known = script_language(language)
        self.language.set_filters([(each, each.upper(), None) for each in SCRIPT_LANGUAGES], known)
        self.head.say(_("in {language}").format(language=language_name(known)))

    def show_script(self, parts: Sequence[ScriptPart]) -> None:
        """The words for now."""
        self.script.set_parts(parts)

    def show_earlier(self, sheets: Sequence[CallSheet]) -> None:
        """The last calls of this person."""
        self._earlier.setVisible(bool(sheets))
        self.earlier_head.set_words(_("Earlier calls"), wording.number(len(sheets)) if sheets else "")
        today = self._clock.today()
        rows = []
        for sheet in sheets[:_EARLIER]:
            wishes = wording.listed([right_name(right) for right in sorted(sheet.wishes)])
            first = sheet.notes.strip().splitlines()[0] if sheet.notes.strip() else ""
            day = wording.date_short(self._clock.day_of(sheet.started_at), today)
            title = wishes or first or _("Call")
            rows.append(
                Row(
                    sheet.id,
                    (Cell(day, tone="muted"), Cell(title, after=first if wishes else "")),
                    tooltip=first,
                )
            )
        self.earlier.set_rows(rows)
        self.earlier.fit_height()

    def _to_notes(self) -> None:
        self.notes.setFocus(Qt.FocusReason.ShortcutFocusReason)
