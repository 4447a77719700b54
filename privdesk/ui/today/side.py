# SPDX-License-Identifier: MIT
"""The right side of Today: forms a day by channel, requests by step, what came since one left."""

from collections.abc import Sequence
from datetime import date

from privdesk.domain.cases import Step
from privdesk.domain.people import Channel
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.names import channel_name, step_name
from privdesk.services.today_page import DaySum, TodayPage
from privdesk.ui.widgets.act_list import NoteList
from privdesk.ui.widgets.charts import Bars, Stack, StackedBars
from privdesk.ui.widgets.pane import Pane

_OWN = (Channel.POST, Channel.EMAIL)
_STEPS = (Step.RECEIVED, Step.IDENTITY, Step.DECISION, Step.FULFILLED)


class TodaySide(Pane):
    """Two small charts and the notes; groups without content are left out."""

    def show_page(self, page: TodayPage, today: date) -> None:
        """Show what belongs to this page."""
        self.clear()
        open_requests = sum(page.requests_by_step.values())
        if page.forms_a_day:
            self._forms(page.forms_a_day, today)
        if open_requests:
            self._steps(page, open_requests)
        if page.since:
            self._since(page.since)
        self.add_stretch()

    def _begin(self, title: str, after: str = "") -> None:
        if self.column.count():
            self.add_line()
        self.add_heading(title, after)

    def _forms(self, days: Sequence[DaySum], today: date) -> None:
        self._begin(_("Forms a day"), _("last {count} days").format(count=len(days)))
        others = any(set(day.by_channel) - {*_OWN, Channel.WEB} for day in days)
        rest = _("Other") if others else channel_name(Channel.WEB)
        chart = StackedBars(_("Forms a day"), [*(channel_name(each) for each in _OWN), rest])
        chart.set_stacks(
            [
                Stack(str(day.day.day), (*own, float(day.total - sum(own))), day.day == today)
                for day in days
                for own in [[float(day.by_channel.get(each, 0)) for each in _OWN]]
            ]
        )
        self.add(chart)

    def _steps(self, page: TodayPage, count: int) -> None:
        words = ngettext("{count} open", "{count} open", count).format(count=wording.number(count))
        self._begin(_("Requests by step"), words)
        bars = Bars(_("Requests by step"))
        bars.set_bars([(step_name(step), page.requests_by_step.get(step, 0), False) for step in _STEPS])
        self.add(bars)

    def _since(self, since: Sequence[str]) -> None:
        self._begin(_("Since you left"))
        notes = NoteList()
        notes.set_notes([("inbox", "text_muted", sentence, "") for sentence in since])
        self.add(notes)
