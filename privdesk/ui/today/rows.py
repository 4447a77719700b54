# SPDX-License-Identifier: MIT
"""The rows of Today: unfinished calls, requests that are due, incomplete forms – one list for the arrow keys."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.names import channel_name, right_name, step_name
from privdesk.services.today_page import DueRow, IncompleteRow, TodayPage, Tone, UnfinishedCall
from privdesk.ui.widgets.rows import Cell, Column, DeadlineBar, Row, Section
from privdesk.ui.widgets.rows import Tone as CellTone

CALLS, DUE, FORMS = "calls", "due", "forms"
_LATE: frozenset[Tone] = frozenset({Tone.LATE, Tone.URGENT})
_LONG_WAIT_DAYS = 14
"""An incomplete form that waits longer is marked."""


def columns() -> list[Column]:
    """The columns of Today and of the list of requests."""
    return [
        Column(_("Left"), 60),
        Column(_("Received to legal date"), 128, hide_below=760),
        Column(_("Person and request"), stretch=53),
        Column(_("Next"), stretch=47),
        Column(_("Due"), 114),
    ]


def due_row(row: DueRow, today: date) -> Row:
    """One open request: days left, bar, person and rights, next act and step, dates."""
    tone = cell_tone(row.tone)
    received = wording.date_short(row.received_on, today)
    return Row(
        (DUE, row.case_id),
        (
            days_cell(row.days_left, tone),
            Cell(bar=DeadlineBar(row.share, row.safe_share, bar_tone(row.tone))),
            Cell(
                row.person_name,
                after=row.title,
                after_tone="normal",
                tone="strong",
                second=_("{channel}, received {day}").format(channel=channel_name(row.channel), day=received),
            ),
            Cell(row.next_act, second=_("Step: {step}").format(step=step_name(row.step))),
            due_cell(row, today),
        ),
        DUE,
        tooltip=_("{number}. {dates}").format(number=row.number, dates=row.dates),
        jump=row.person_name,
    )


def days_cell(days: int, tone: CellTone) -> Cell:
    """Days left, large; late ones say so in words."""
    if days < 0:
        words = ngettext("day late", "days late", -days)
        return Cell(str(-days), after=words, number=True, tone=tone)
    if days == 0:
        return Cell("0", after=_("today"), number=True, tone=tone)
    return Cell(str(days), after=ngettext("day", "days", days), number=True, tone=tone)


def due_cell(row: DueRow, today: date) -> Cell:
    """The legal date, and below it the safe one where the two differ."""
    legal = f"{wording.weekday(row.legal)} {_date(row.legal, today)}"
    if row.safe == row.legal:
        return Cell(legal, second=_("also the safe date"))
    return Cell(legal, second=_("{day} safe").format(day=_date(row.safe, today)))


def cell_tone(tone: Tone) -> CellTone:
    """Late and urgent are red, soon is amber."""
    if tone in _LATE:
        return "danger"
    return "look" if tone is Tone.SOON else "normal"


def bar_tone(tone: Tone) -> Literal["normal", "look", "danger"]:
    """The colour of the bar that goes with it."""
    return "danger" if tone in _LATE else "look" if tone is Tone.SOON else "normal"


def call_row(call: UnfinishedCall, clock: OfficeClock) -> Row:
    """A call sheet that was interrupted."""
    wishes = wording.listed([right_name(right) for right in call.wishes])
    return Row(
        (CALLS, call.call_id),
        (
            Cell(call.person_name or _("Caller not found yet"), icon="phone-call", icon_tone="link", span=2),
            Cell(),
            Cell(wishes or _("No wish ticked yet"), tone="muted"),
            Cell(_("Go on with the call")),
            Cell(_("since {time}").format(time=wording.moment_short(call.started_at, clock))),
        ),
        CALLS,
    )


def form_row(form: IncompleteRow, today: date) -> Row:
    """A form that waits for what is missing."""
    long = form.waiting_days > _LONG_WAIT_DAYS
    since = wording.date_short(form.received_on, today)
    words = ", ".join(part for part in (form.form, form.reasons) if part)
    return Row(
        (FORMS, form.submission_id),
        (
            Cell(form.name, icon="file-warning", icon_tone="look" if long else "muted", span=2),
            Cell(),
            Cell(words, tone="muted"),
            Cell(_("Complete the form")),
            Cell(_("since {day}").format(day=since), tone="look" if long else "normal"),
        ),
        FORMS,
    )


def today_rows(page: TodayPage, clock: OfficeClock) -> list[Row]:
    """All groups in order: calls on top, then what is due, then incomplete forms."""
    today = clock.today()
    calls = [call_row(call, clock) for call in page.unfinished_calls]
    due = [due_row(row, today) for row in page.due]
    forms = [form_row(form, today) for form in page.incomplete]
    return [*calls, *due, *forms]


def sections(page: TodayPage) -> Mapping[str, Section]:
    """The heads of the groups; the first group's head is shown above the columns by the page."""
    heads = {
        CALLS: Section(_("Unfinished calls"), wording.number(len(page.unfinished_calls))),
        DUE: Section(_("Due"), due_words(len(page.due))),
        FORMS: Section(_("Incomplete forms"), wording.number(len(page.incomplete))),
    }
    return {key: head for key, head in heads.items() if key != first_group(page)}


def first_group(page: TodayPage) -> str:
    """The group that stands on top."""
    held: Sequence[tuple[str, object]] = (
        (CALLS, page.unfinished_calls),
        (DUE, page.due),
        (FORMS, page.incomplete),
    )
    return next((key for key, rows in held if rows), "")


def due_words(count: int) -> str:
    """How many requests, and in which order."""
    return ngettext("{count} request", "{count} requests, most urgent first", count).format(
        count=wording.number(count)
    )


def _date(day: date, today: date) -> str:
    return wording.date_short(day, today)
