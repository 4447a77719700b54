# SPDX-License-Identifier: MIT
"""How, when and from whom the form came: shown in the head, corrected under it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.people import Channel, Source
from privdesk.i18n import _
from privdesk.services.names import channel_name
from privdesk.ui.capture.draft_body import Details
from privdesk.ui.theme import theme
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import ComboField, LineField
from privdesk.ui.widgets.label import Label

ON_PAPER = frozenset({Channel.POST, Channel.COUNTER})
_SOURCES = (Source.PERSON, Source.AGENCY)


class DetailsPanel(QWidget):
    """Channel, day of receipt, source, agency, place of the paper; F2 opens it."""

    changed = Signal()

    def __init__(
        self,
        details: Details,
        agencies: Sequence[Agency],
        today: Callable[[], date],
        notice_on: Callable[[date], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._details = details
        self._today = today
        self._notice_on = notice_on
        self.channel = ComboField(_("Channel"), [(each.value, channel_name(each)) for each in Channel])
        self.received = DateField(_("Reached us on"), today)
        self.source = ComboField(_("From"), [(each.value, _source_words(each)) for each in _SOURCES])
        rows = [("", _("none")), *((str(each.id), each.name) for each in agencies)]
        self.agency = ComboField(_("Agency"), rows)
        self.paper = LineField(_("Paper lies in"), hint=_("binder or box"))
        self.notice = Label("", "caption", "muted", wrap=True)
        self._lay_out()
        self.show_details(details)
        for field in (self.channel, self.received, self.source, self.agency, self.paper):
            field.changed.connect(self._take)
        self.received.left.connect(self._check_day)

    @property
    def details(self) -> Details:
        """As they stand in the fields."""
        return self._details

    def show_details(self, details: Details) -> None:
        """Put these into the fields."""
        self._details = details
        blocked = [
            each.blockSignals(True) for each in (self.channel, self.received, self.source, self.agency)
        ]
        self.paper.blockSignals(True)
        self.channel.set_value(details.channel.value)
        self.received.set_date(details.received_on)
        source = details.source if details.source in _SOURCES else Source.PERSON
        self.source.set_value(source.value)
        self.agency.set_value(str(details.agency_id) if details.agency_id is not None else "")
        self.paper.set_value(details.paper_place)
        for field, was in zip((self.channel, self.received, self.source, self.agency), blocked, strict=True):
            field.blockSignals(was)
        self.paper.blockSignals(False)
        self._show_dependent()

    def put_caret(self) -> None:
        """Start at the channel."""
        self.channel.combo.setFocus()

    def _lay_out(self) -> None:
        used = theme()
        grid = QGridLayout(self)
        grid.setContentsMargins(used.space("xl"), used.space("s"), used.space("xl"), used.space("m"))
        grid.setHorizontalSpacing(used.space("m"))
        grid.setVerticalSpacing(used.space("s"))
        for place, field in enumerate((self.channel, self.received, self.source)):
            grid.addWidget(field, 0, place)
            grid.setColumnStretch(place, 1)
        grid.addWidget(self.agency, 1, 0, 1, 2)
        grid.addWidget(self.paper, 1, 2)
        grid.addWidget(self.notice, 2, 0, 1, 3)

    def _take(self) -> None:
        day = self.received.day
        received = day if day is not None and day <= self._today() else self._details.received_on
        agency = self.agency.value
        channel = Channel(self.channel.value)
        self._details = replace(
            self._details,
            channel=channel,
            received_on=received,
            source=Source(self.source.value),
            agency_id=AgencyId(int(agency)) if agency else None,
            notice_version=self._notice_on(received),
            paper_place=self.paper.value if channel in ON_PAPER else "",
        )
        self._show_dependent()
        self.changed.emit()

    def _check_day(self) -> None:
        day = self.received.day
        if day is not None and day > self._today():
            self.received.set_error(_("This day has not come yet."))

    def _show_dependent(self) -> None:
        self.paper.setEnabled(self._details.channel in ON_PAPER)
        version = self._details.notice_version
        words = _("Privacy notice in force that day: {version}").format(version=version)
        self.notice.setText(words if version else _("No privacy notice was in force that day."))


def _source_words(source: Source) -> str:
    return {Source.PERSON: _("the person"), Source.AGENCY: _("the agency")}[source]
