# SPDX-License-Identifier: MIT
"""The side panel of Retention: the months to come, what happens before and when a disposal runs."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from privdesk.domain.approvals import ApprovalState
from privdesk.domain.retention_due import DueMonth
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.retention import PlannedDisposal, Standing
from privdesk.services.retention_reading import WhatIsDue
from privdesk.services.retention_words import entries_words
from privdesk.ui.widgets.act_list import NoteList
from privdesk.ui.widgets.charts import Stack, StackedBars
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Pane

Note = tuple[str, str, str, str]
_UNITS = ((1_000_000, 1_000_000), (10_000, 1_000))
"""From how many entries on the chart counts in what."""


class DuePane(Pane):
    """Chart and notes."""

    def __init__(self) -> None:
        super().__init__("left")
        self.coming = Label("", tone="muted", wrap=True)
        self.chart = StackedBars(_("What falls due in the next 12 months"), [""])
        self.before, self.when = NoteList(), NoteList()
        self.add_heading(_("Next 12 months"))
        self.add(self.chart, self.coming)
        self.add_line()
        self.add_heading(_("Before it runs"))
        self.add(self.before)
        self.add_line()
        self.add_heading(_("When it runs"))
        self.add(self.when)
        self.add_stretch()

    def show_months(self, months: Sequence[DueMonth]) -> None:
        """Columns by month; words say the same in numbers."""
        counts: Counter[date] = Counter()
        for each in months:
            counts[each.month] += each.entries
        highest = max(counts.values(), default=0)
        unit = next((unit for above, unit in _UNITS if highest >= above), 1)
        legend = {
            1: _("entries"),
            1_000: _("entries, in thousands"),
            1_000_000: _("entries, in millions"),
        }[unit]
        self.chart.set_series([legend])
        self.chart.set_stacks(
            [
                Stack(wording.month(month.month)[:1], (count / unit,))
                for month, count in sorted(counts.items())
            ]
        )
        self.coming.setText(_coming_words(sorted(counts.items())))

    def show_notes(self, due: WhatIsDue, standing: Standing) -> None:
        """What stands before a disposal, and what it leaves behind."""
        self.before.set_notes(_before(due, standing))
        self.when.set_notes(_when(standing))


def _coming_words(months: Sequence[tuple[date, int]]) -> str:
    due = [(month, count) for month, count in months if count]
    if not due:
        return _("Nothing falls due in the next 12 months.")
    month, count = max(due, key=lambda each: each[1])
    words = _("{total} in all; most of it in {month}: {entries}.")
    name = f"{wording.month(month.month)} {month.year}"
    total = entries_words(sum(count for _month, count in due))
    return words.format(total=total, month=name, entries=wording.number(count))


def _before(due: WhatIsDue, standing: Standing) -> list[Note]:
    notes: list[Note] = []
    if due.held_back:
        words = ngettext("{n} person is held back", "{n} times somebody is held back", due.held_back)
        why = _held_why(due)
        notes.append(("lock", "look", words.format(n=wording.number(due.held_back)), why))
    else:
        notes.append(("circle-check", "sure", _("Nobody is held back"), _("no hold covers what is due")))
    if standing.needs_two:
        notes.append(_approval_note(standing.planned))
    return notes


def _held_why(due: WhatIsDue) -> str:
    """By holds, by restrictions and open requests, or by both."""
    if not due.restricted:
        return _("a hold stands")
    if due.restricted == due.held_back:
        return _("the use is restricted, or a request is open")
    words = ngettext(
        "{n} time by a restriction or an open request alone",
        "{n} times by a restriction or an open request alone",
        due.restricted,
    )
    return _("by a hold; {restricted}").format(restricted=words.format(n=wording.number(due.restricted)))


def _approval_note(planned: PlannedDisposal | None) -> Note:
    if planned is None or planned.state in (None, ApprovalState.USED, ApprovalState.EXPIRED):
        return "users", "text_muted", _("A colleague approves first"), _("another privacy officer")
    if not planned.stands:
        why = _("a rule was changed, or who proposed it has left: propose it anew")
        return "triangle-alert", "look", _("The plan cannot be carried out any more"), why
    if planned.state is ApprovalState.APPROVED:
        words = _("exactly this plan, once") if planned.own else _("who proposed it carries it out")
        return "circle-check", "sure", _("A colleague has approved"), words
    if planned.state is ApprovalState.WAITING:
        return "clock", "look", _("Waits for a colleague"), _("another privacy officer approves it")
    reason = planned.approval.reason if planned.approval is not None else ""
    return "triangle-alert", "danger", _("A colleague declined"), reason


def _when(standing: Standing) -> list[Note]:
    return [
        ("users", "text_muted", _("Everybody goes on working"), _("it can be stopped, and goes on where it stood")),
        (
            "file-badge",
            "text_muted",
            _("A certificate in two parts"),
            _("what was disposed of, what was held back"),
        ),
        ("hard-drive", "text_muted", _("Backups follow"), _("a restore disposes of it again")),
        ("file-text", "text_muted", _("Paper originals"), _papers(standing)),
        ("scroll-text", "text_muted", _("The audit trail keeps the act"), _("groups and counts, no values")),
    ]  # fmt: skip


def _papers(standing: Standing) -> str:
    count = len(standing.papers)
    if not count:
        return _("listed by box, to destroy within 30 days")
    words = ngettext("{n} is left to destroy", "{n} are left to destroy", count)
    return words.format(n=wording.number(count))
