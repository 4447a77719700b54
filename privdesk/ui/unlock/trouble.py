# SPDX-License-Identifier: MIT
"""A page of its own when the records do not open: what happened, what it means, what can be done."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.i18n import _
from privdesk.services.explanation import Explanation
from privdesk.services.trouble import Trouble, TroubleAct
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.widgets.button import Button, LinkButton
from privdesk.ui.widgets.label import IconLabel, Label

_WIDE = 460
_ICONS = {
    TroubleAct.CODE: "key-round",
    TroubleAct.SHEET: "file-text",
    TroubleAct.KEPT_COPY: "history",
    TroubleAct.RESTORE: "archive",
    TroubleAct.AS_THEY_ARE: "circle-arrow-right",
    TroubleAct.AGAIN: "rotate-cw",
}


def _words(act: TroubleAct) -> str:
    words: Mapping[TroubleAct, str] = {
        TroubleAct.CODE: _("Enter a one-time code"),
        TroubleAct.SHEET: _("Use the recovery sheet"),
        TroubleAct.KEPT_COPY: _("Use the kept copy"),
        TroubleAct.RESTORE: _("Bring back a backup"),
        TroubleAct.AS_THEY_ARE: _("Go on with the records as they are"),
        TroubleAct.AGAIN: _("Look again"),
    }
    return words[act]


class TroubleForm(UnlockForm):
    """`asked` carries the act that was chosen; the first one is the filled button."""

    asked = Signal(object)
    back_asked = Signal()

    def __init__(self, said: Explanation, trouble: Trouble, able: Callable[[TroubleAct], bool]) -> None:
        acts = [act for act in trouble.acts if able(act)] or [TroubleAct.AGAIN]
        super().__init__(said.title, "", _words(acts[0]), wide=_WIDE)
        self.sentence.hide()
        for icon, heading, words in (
            ("triangle-alert", _("What happened"), said.happened),
            ("circle-question-mark", _("What it means"), trouble.meaning),
            ("circle-arrow-right", _("What you can do"), said.remedy),
        ):
            if words:
                self.fields.addWidget(_part(icon, heading, words))
        self.act.clicked.connect(lambda: self.asked.emit(acts[0]))
        self.others: dict[TroubleAct, Button] = {}
        for act in acts[1:]:
            button = Button(_words(act), _ICONS[act])
            button.clicked.connect(lambda _on=False, chosen=act: self.asked.emit(chosen))
            self.others[act] = button
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch()
            self.column.insertLayout(self.column.count() - 1, row)
        if TroubleAct.AS_THEY_ARE in acts:
            note = Label(
                _("Going on needs an administrator and is recorded. What is missing stays missing."),
                "caption",
                "muted",
                wrap=True,
            )
            self.column.insertWidget(self.column.count() - 1, note)
        back = LinkButton(_("Back to the password"))
        back.clicked.connect(self.back_asked)
        self.add_link(back)
        self.end_links()
        self.setAccessibleName(f"{said.title} {said.happened} {trouble.meaning} {said.remedy}")
        self.setFocusProxy(self.act)


def _part(icon: str, heading: str, words: str) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(IconLabel(icon, "text_muted", "nav"), 0, Qt.AlignmentFlag.AlignTop)
    lines = QVBoxLayout()
    lines.setSpacing(2)
    lines.addWidget(Label(heading, weight=600))
    lines.addWidget(Label(words, "body", wrap=True))
    row.addLayout(lines, 1)
    return part
