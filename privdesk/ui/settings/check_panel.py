# SPDX-License-Identifier: MIT
"""Check the records: one button, what was found in sentences, and a repair that loses nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.checking import CheckReport, FindingKey
from privdesk.i18n import _, ngettext
from privdesk.services.check_words import check_sentence, finding_sentence, mended_sentence
from privdesk.ui.settings.rows import at_left
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.label import IconLabel, Label


class CheckPanel(QWidget):
    """The control of the setting “Check the records”; the page runs what it asks for."""

    asked = Signal(bool)
    """Begin: False looks only, True also puts right."""
    removal_asked = Signal(int)
    """Delete so many files that were set aside more than 30 days ago."""

    def __init__(self) -> None:
        super().__init__()
        self.check = Button(_("Check the records"), "shield-check")
        self.check.setObjectName("check")
        self.check.clicked.connect(lambda: self.asked.emit(False))
        self.mend = Button(_("Put right what loses nothing"), "rotate-cw")
        self.mend.setObjectName("mend")
        self.mend.clicked.connect(lambda: self.asked.emit(True))
        self.mend.hide()
        self._may_go = 0
        self.remove = Button("", "x")
        self.remove.setObjectName("remove_set_aside")
        self.remove.clicked.connect(lambda: self.removal_asked.emit(self._may_go))
        self.remove.hide()
        self.found = QVBoxLayout()
        self.found.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(at_left(self.check))
        column.addLayout(self.found)
        column.addWidget(at_left(self.mend))
        column.addWidget(at_left(self.remove))
        self.setFocusProxy(self.check)

    def begin(self) -> None:
        """A check runs: nothing older is shown."""
        self._clear()
        self.check.setEnabled(False)
        self.mend.hide()
        self.remove.hide()

    def end(self) -> None:
        """It was stopped or failed; it can begin again."""
        self.check.setEnabled(True)

    def show_report(self, report: CheckReport) -> None:
        """Say what was found and what was put right."""
        self._clear()
        self._say("circle-check" if report.whole else "circle-x", check_sentence(report), not report.whole)
        for each in report.mended:
            self._say("check", mended_sentence(each))
        for each in report.wrong:
            self._say("circle-x", finding_sentence(each), bad=True)
        for each in report.notices:
            self._say("info", finding_sentence(each))
        self.mend.setVisible(report.mendable)
        self._may_go = sum(each.count for each in report.notices if each.key is FindingKey.MAY_GO)
        self.remove.setText(removal_words(self._may_go))
        self.remove.setVisible(self._may_go > 0)
        self.end()

    def _say(self, icon: str, words: str, bad: bool = False) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, "danger" if bad else "text_muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words, wrap=True), 1)
        self.found.addWidget(line)

    def _clear(self) -> None:
        while (item := self.found.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()


def removal_words(count: int) -> str:
    """What the button that deletes says."""
    return ngettext(
        "Delete {n} file that was set aside", "Delete {n} files that were set aside", count
    ).format(n=count)
