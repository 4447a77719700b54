# SPDX-License-Identifier: MIT
"""“Choose the form”: where the program cannot tell which form an item is."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.forms import FORM_LANGUAGES, FormTemplate, TemplateRef
from privdesk.i18n import _, desk_language
from privdesk.services.names import form_name, language_name
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row
from privdesk.ui.widgets.tabs import Segment


class ChooseForm(QWidget):
    """The forms as a list, the language beside; Up, Down and Enter choose, Left and Right change the language."""

    chosen = Signal(object)

    def __init__(
        self, templates: Sequence[FormTemplate], language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._templates = {template.id: template for template in templates}
        languages = [(each, language_name(each)) for each in FORM_LANGUAGES]
        self.language = Segment(_("Language of the form"), languages, language)
        self.list = RowList(_("Forms"), [Column(), Column(width=150)])
        self.list.view.setObjectName("capture_forms")
        self.list.set_rows([_row(template) for template in templates])
        self.list.opened.connect(self._open)
        self.list.view.installEventFilter(self)
        self.setFocusProxy(self.list)
        used = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, used.space("xl"), 0, 0)
        column.setSpacing(used.space("s"))
        head = QHBoxLayout()
        head.setContentsMargins(used.space("xl"), 0, used.space("xl"), 0)
        head.addWidget(Label(_("Choose the form"), "heading"))
        head.addStretch()
        head.addWidget(self.language)
        column.addLayout(head)
        keys = _("Up and Down choose the form, Left and Right its language; Enter opens the fields.")
        words = Label(keys, "caption", "muted", wrap=True)
        words.setContentsMargins(used.space("xl"), 0, used.space("xl"), used.space("s"))
        column.addWidget(words)
        column.addWidget(self.list, 1)
        self.set_aside = Button(_("Set aside"), None, "F7")
        foot = QHBoxLayout()
        foot.setContentsMargins(used.space("xl"), used.space("m"), used.space("xl"), used.space("m"))
        foot.addStretch()
        foot.addWidget(self.set_aside)
        column.addLayout(foot)
        self.list.choose_first()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, 1, self.height(), theme().color("line"))

    def _open(self, template_id: object) -> None:
        template = next(each for key, each in self._templates.items() if key == template_id)
        self.chosen.emit(TemplateRef(template.id, template.version, self.language.current))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = steps.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers():
                place = FORM_LANGUAGES.index(self.language.current)
                self.language.choose(FORM_LANGUAGES[(place + step) % len(FORM_LANGUAGES)])
                return True
        return super().eventFilter(watched, event)


def _row(template: FormTemplate) -> Row:
    title = form_name(template)
    version = _("version {version}").format(version=template.version)
    cells = (
        Cell(title, icon="file-text", tone="strong", second=template.title(desk_language())),
        Cell(template.number, second=version),
    )
    return Row(template.id, cells, jump=title)
