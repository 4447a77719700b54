# SPDX-License-Identifier: MIT
"""Open requests as rows: days left, bar with the safe date's tick, person and rights, next act, dates."""

from datetime import date
from typing import Literal

from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.names import channel_name, step_name
from privdesk.services.today_page import DueRow, Tone
from privdesk.ui.widgets.rows import Cell, Column, DeadlineBar, Row
from privdesk.ui.widgets.rows import Tone as CellTone

DUE = "due"
_LATE: frozenset[Tone] = frozenset({Tone.LATE, Tone.URGENT})


def columns() -> list[Column]:
    """The columns of Today and of the list of requests."""
    return [
        Column(_("Left"), 60),
        Column(_("Received to legal date"), 128, hide_below=760),
        Column(_("Person and request"), stretch=53),
        Column(_("Next"), stretch=47),
        Column(_("Due"), 114),
    ]


def due_row(row: DueRow, today: date, *, numbered: bool = False) -> Row:
    """One open request: days left, bar, person and rights, next act and step, dates; `numbered` adds its number."""
    tone = cell_tone(row.tone)
    words = _("{channel}, received {day}").format(
        channel=channel_name(row.channel), day=wording.date_short(row.received_on, today)
    )
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
                second=f"{row.number} · {words}" if numbered else words,
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
    legal = f"{wording.weekday(row.legal)} {wording.date_short(row.legal, today)}"
    if row.safe == row.legal:
        return Cell(legal, second=_("also the safe date"))
    return Cell(legal, second=_("{day} safe").format(day=wording.date_short(row.safe, today)))


def cell_tone(tone: Tone) -> CellTone:
    """Late and urgent are red, soon is amber."""
    if tone in _LATE:
        return "danger"
    return "look" if tone is Tone.SOON else "normal"


def bar_tone(tone: Tone) -> Literal["normal", "look", "danger"]:
    """The colour of the bar that goes with it."""
    return "danger" if tone in _LATE else "look" if tone is Tone.SOON else "normal"


def due_words(count: int) -> str:
    """How many requests, and in which order."""
    return ngettext("{count} request", "{count} requests, most urgent first", count).format(
        count=wording.number(count)
    )
