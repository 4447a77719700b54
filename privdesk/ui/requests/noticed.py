# SPDX-License-Identifier: MIT
"""What else stands in a letter: a reminder, a complaint, who writes for the person, whom to tell, with the words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.cases import Right
from privdesk.i18n import _
from privdesk.services.intake_words import because, notice_sentence, representative_sentence
from privdesk.services.request_words import Notice
from privdesk.services.requests import Proposal
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.label import IconLabel, Label
from privdesk.ui.widgets.pane import Pane, empty_layout

_ICONS = {
    Notice.REMINDER: "clock",
    Notice.COMPLAINT: "triangle-alert",
    Notice.OPT_OUT: "ban",
    Notice.RECIPIENTS: "send",
    Notice.TOLD_FIRST: "message-square",
}


class NoticedPane(Pane):
    """One line for each thing that the clerk should see; shown only where there is one."""

    def __init__(self) -> None:
        super().__init__("bottom", "window", spacing=8)
        self.tell_first = Check(
            _("Note that the person wants to be told before the account closes"), _("Kept with the objection")
        )
        self.tell_first.setObjectName("tell_first")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.column.addLayout(self._lines)
        self.column.addWidget(self.tell_first)
        self.tell_first.hide()
        self.hide()

    def show_proposal(self, proposal: Proposal) -> None:
        """Say what was noticed, each with the words that made it."""
        empty_layout(self._lines)
        for notice, words in proposal.notices.items():
            sentence = notice_sentence(notice, proposal.reminded_of)
            self._add(_ICONS[notice], sentence, because(tuple(words)))
        if proposal.representative is not None:
            sentence = representative_sentence(proposal.representative)
            asks = _("Find the person it is about; nothing goes out before the authority was seen.")
            self._add("users", f"{sentence} {asks}", because(tuple(proposal.representative_words)))
        wanted = Notice.TOLD_FIRST in proposal.notices and Right.OBJECTION in proposal.rights
        self.tell_first.setVisible(wanted)
        self.tell_first.setChecked(wanted)
        self.setVisible(bool(proposal.notices) or proposal.representative is not None)

    @property
    def tells_first(self) -> bool:
        """Whether the wish to be told before the account closes is to be noted."""
        return not self.tell_first.isHidden() and self.tell_first.isChecked()

    def _add(self, icon: str, sentence: str, words: str) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel(icon, "info"), 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(Label(sentence, wrap=True))
        said.addWidget(Label(words, "caption", "muted", wrap=True))
        row.addLayout(said, 1)
        self._lines.addWidget(line)
