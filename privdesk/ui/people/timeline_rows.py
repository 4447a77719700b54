# SPDX-License-Identifier: MIT
"""Lines of a person's timeline as rows, in months, with what was searched for marked."""

from collections.abc import Mapping, Sequence
from datetime import date

from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.timeline import TimelineEntry, TimelineKind
from privdesk.ui.widgets.rows import Cell, Column, Row, Section


def timeline_columns() -> list[Column]:
    """Day, what happened, what stands at the right end."""
    return [Column(width=46), Column(stretch=1), Column(width=116, align="right")]


def kind_name(kind: TimelineKind) -> str:
    """The filter's name."""
    return {
        TimelineKind.FORM: _("Forms"),
        TimelineKind.CONNECTION: _("Connections"),
        TimelineKind.TOP_UP: _("Top-ups"),
        TimelineKind.USAGE: _("Usage"),
        TimelineKind.SURVEY: _("Surveys"),
        TimelineKind.LETTER: _("Letters"),
        TimelineKind.REQUEST: _("Requests"),
        TimelineKind.CONSENT: _("Consents"),
        TimelineKind.CHANGE: _("Changes"),
    }[kind]


def month_title(year: int, month: int) -> str:
    """A month in full: March 2026."""
    names = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
        _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return f"{names[month - 1]} {year}"


def timeline_rows(
    entries: Sequence[TimelineEntry], clock: OfficeClock, wanted: str = ""
) -> tuple[list[Row], Mapping[str, Section]]:
    """Rows (their id is the place in `entries`) and the months over them; only those that hold `wanted`."""
    rows: list[Row] = []
    sections: dict[str, Section] = {}
    for place, entry in enumerate(entries):
        if wanted and wanted.casefold() not in _text(entry).casefold():
            continue
        day = clock.day_of(entry.at)
        key = f"{day:%Y-%m}"
        sections.setdefault(key, Section(month_title(day.year, day.month), style="month"))
        rows.append(_row(place, entry, day, key, wanted))
    return rows, sections


def _row(place: int, entry: TimelineEntry, day: date, key: str, wanted: str) -> Row:
    moment = _("{day} {month}").format(day=day.day, month=wording.month(day.month))
    cells = (
        Cell(moment, digits=True),
        Cell(
            entry.title,
            after=entry.detail,
            icon=entry.icon,
            tone="strong" if entry.own_act else "normal",
            highlights=_spans(entry.title, wanted),
            after_highlights=_spans(entry.detail, wanted),
        ),
        Cell(entry.right, align="right"),
    )
    long = ", ".join(part for part in (entry.title, entry.detail, entry.right) if part)
    return Row(place, cells, key, tooltip=long if len(long) > 70 else "", jump=entry.title)


def _text(entry: TimelineEntry) -> str:
    return f"{entry.title}\n{entry.detail}\n{entry.right}"


def _spans(text: str, wanted: str) -> tuple[tuple[int, int], ...]:
    start = text.casefold().find(wanted.casefold()) if wanted else -1
    return ((start, start + len(wanted)),) if start >= 0 else ()
