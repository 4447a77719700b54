# SPDX-License-Identifier: MIT
"""Adding files: the strip that asks only what the files do not say."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from privdesk.domain.people import Channel
from privdesk.i18n import _, ngettext
from privdesk.services.inbox_view import Added
from privdesk.services.item_reading import guessed_channel
from privdesk.services.names import channel_name
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.choice import Combo
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Pane

FILE_FILTER = "*.pdf *.tif *.tiff *.jpg *.jpeg *.png *.eml *.json *.jsonl *.csv"
_SAYS_ITSELF = frozenset({Channel.EMAIL, Channel.WEB})


def needs_asking(paths: Sequence[Path]) -> bool:
    """Whether anything among the files could have come by post as well as over the counter or by mail."""
    return any(path.is_dir() or guessed_channel(path.name) not in _SAYS_ITSELF for path in paths)


def added_words(added: Added) -> str:
    """What became of the files that are not simply in the list now; empty when all are."""
    parts = []
    if added.already:
        count = len(added.already)
        parts.append(
            ngettext(
                "{count} file came before and is not taken twice.",
                "{count} files came before and are not taken twice.",
                count,
            ).format(count=count)
        )
    parts += [_failed_words(name, reason) for name, reason in added.failed]
    return " ".join(parts)


def _failed_words(name: str, reason: str) -> str:
    sentences = {
        "too_large": _("“{name}” is larger than 256 MB and was not taken."),
        "not_kept": _("“{name}” could not be kept safely; the file stays where it is."),
        "not_moved": _("“{name}” was taken but could not be put away; it stays where it is."),
    }
    return sentences.get(reason, _("“{name}” could not be opened and was not taken.")).format(name=name)


class AddingStrip(Pane):
    """How and when the files reached us; Enter adds them as guessed."""

    add_asked = Signal(list, object, object)
    turned = Signal(bool)
    """Whether the strip asks now: its own filled button is then the only one."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("bottom", "window", padding=0, spacing=0)
        self._paths: list[Path] = []
        self.words = Label("", weight=600)
        self.channel = Combo()
        for each in (Channel.POST, Channel.COUNTER, Channel.EMAIL, Channel.WEB):
            self.channel.addItem(channel_name(each), each.value)
        self.channel.setAccessibleName(_("Channel"))
        self.channel.setFixedWidth(theme().scaled(132))
        self.received = DateField(_("reached us on"), today, label_width=theme().scaled(92))
        self.received.line.setFixedWidth(theme().scaled(116))
        self._today = today
        self.add_button = PrimaryButton(_("Add"), "folder-input", "Enter")
        self.add_button.clicked.connect(self._give)
        back = Button(_("Leave them"), keys="Esc", bind=False)
        back.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(12)
        for widget in (self.words, self.channel, self.received, self.add_button, back):
            row.addWidget(widget)
        row.addStretch()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addLayout(row)
        self.hide()

    def ask(self, paths: Sequence[Path]) -> None:
        """Ask for these files; the guess stands already."""
        self._paths = list(paths)
        count = len(paths)
        words = ngettext("{count} file or folder by", "{count} files or folders by", count)
        self.words.setText(words.format(count=count))
        self.channel.setCurrentIndex(self.channel.findData(Channel.POST.value))
        self.received.set_date(self._today())
        self.show()
        self.add_button.setFocus()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.turned.emit(True)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.turned.emit(False)

    def _give(self) -> None:
        day = self.received.day
        if day is None or day > self._today():
            self.received.set_error(_("Type the day on which it reached us."))
            self.received.line.setFocus()
            return
        self.hide()
        self.add_asked.emit(self._paths, Channel(self.channel.currentData()), day)
