# SPDX-License-Identifier: MIT
"""The head of the form: which form, how it came, what is still to look at."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.agencies import Agency
from privdesk.i18n import _, ngettext
from privdesk.services.capture_sheet import CaptureSheet
from privdesk.services.names import channel_icon, channel_name, language_name
from privdesk.services.wording import date_long, date_plain
from privdesk.ui.capture.details_panel import ON_PAPER
from privdesk.ui.capture.draft_body import Details
from privdesk.ui.theme import theme
from privdesk.ui.widgets.button import LinkButton
from privdesk.ui.widgets.label import IconLabel, KeyCaps, Label, TagLabel

_LONG_FROM = 600
"""A narrower head leaves weekday and “received” out."""


class SheetHead(QWidget):
    """Two lines above the fields."""

    details_asked = Signal()
    form_asked = Signal()

    def __init__(self, sheet: CaptureSheet, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keyed = not sheet.values
        self._title = Label(title, "heading", elide=True)
        self._which = Label(_which(sheet), "body", "muted", elide=True)
        self._tag = TagLabel("", "look")
        self._key = KeyCaps("F3")
        self._channel = IconLabel(channel_icon(sheet.channel), size="inline")
        self._came = Label("", "caption", "muted")
        self._details: Details | None = None
        self.agency = Label("", "caption", "muted", elide=True)
        self._paper = Label("", "caption", "muted")
        self._paper_icon = IconLabel("folder", size="inline")
        self._build()

    def show_doubts(self, count: int, *, keyed: bool) -> None:
        """How many fields are still to look at, or to key."""
        self._tag.setVisible(bool(count))
        self._key.setVisible(bool(count))
        if keyed:
            words = ngettext("{count} to key", "{count} to key", count)
        else:
            words = ngettext("{count} to look at", "{count} to look at", count)
        self._tag.set_tag(words.format(count=count), "look")

    def show_details(self, details: Details, agencies: Sequence[Agency], *, as_before: bool = False) -> None:
        """The line that says how, when and through whom the form came."""
        self._channel.set_icon(channel_icon(details.channel))
        self._details = details
        self._say_came()
        name = next((each.name for each in agencies if each.id == details.agency_id), "")
        words = _("as before: {name}") if as_before else "{name}"
        self.agency.setText(words.format(name=name) if name else _("No agency"))
        told = details.channel in ON_PAPER and bool(details.paper_place or self._keyed)
        self._paper.setVisible(told)
        self._paper_icon.setVisible(told)
        self._paper.setText(details.paper_place or _("no binder"))

    def _say_came(self) -> None:
        """The whole date where there is room for it."""
        details = self._details
        if details is None:
            return
        wide = self.width() >= theme().scaled(_LONG_FROM)
        day = date_long(details.received_on) if wide else date_plain(details.received_on)
        words = _("{channel}, received {day}") if wide else _("{channel}, {day}")
        self._came.setText(words.format(channel=channel_name(details.channel), day=day))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_came()

    def _build(self) -> None:
        used = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(used.space("xl"), used.space("m"), used.space("xl"), used.space("s"))
        column.setSpacing(used.space("xxs"))
        first = QHBoxLayout()
        first.setSpacing(used.space("s"))
        first.addWidget(self._title)
        first.addWidget(self._which, 1)
        first.addWidget(self._tag)
        first.addWidget(self._key)
        column.addLayout(first)
        column.addLayout(self._second_line())

    def _second_line(self) -> QHBoxLayout:
        used = theme()
        line = QHBoxLayout()
        line.setSpacing(used.space("s") - 2)
        line.addWidget(self._channel)
        line.addWidget(self._came)
        line.addSpacing(used.space("s"))
        line.addWidget(IconLabel("building-2", size="inline"))
        line.addWidget(self.agency)
        line.addSpacing(used.space("s"))
        line.addWidget(self._paper_icon)
        line.addWidget(self._paper)
        line.addSpacing(used.space("m"))
        line.addStretch(1)
        change = LinkButton(_("Change"), keys="F2", hint=_("Change channel, date, agency or binder"))
        change.clicked.connect(self.details_asked)
        line.addWidget(change)
        return line


def _which(sheet: CaptureSheet) -> str:
    if sheet.template is None:
        return sheet.item.number
    version = sheet.item.template.version if sheet.item.template else sheet.template.version
    return _("version {version}, {language}, {number}").format(
        version=version, language=language_name(sheet.language), number=sheet.item.number
    )
