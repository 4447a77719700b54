# SPDX-License-Identifier: MIT
"""What the Inbox reads in its jobs: the rows of a filter, and one item for the side panel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from privdesk.domain.errors import PrivdeskError
from privdesk.domain.inbox import InboxItem
from privdesk.domain.matching import Candidate
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.services.explain import describe
from privdesk.services.inbox_view import InboxFilter
from privdesk.services.wording import percent
from privdesk.ui.inbox.glyphs import glyph_image
from privdesk.ui.inbox.rows import InboxRow, Sign, main_fields, row_of
from privdesk.ui.page_images import picture_of, turned
from privdesk.ui.widgets.rows import Cell, Column, Row

NEW = "new"
_ICONS = {Sign.ASK: "circle-question-mark", Sign.FAILED: "circle-x", Sign.WAIT: "clock"}


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of one filter and the counts of all."""

    which: InboxFilter
    rows: Sequence[InboxRow]
    counts: Mapping[InboxFilter, int]


@dataclass(frozen=True, slots=True)
class Peek:
    """What the side panel shows of one item."""

    row: InboxRow
    page: int
    picture: QImage | None
    trouble: str
    """Why there is no picture of the page, in one sentence."""
    facts: Sequence[tuple[str, str, str]]
    likeness: str
    """“Amelie Rochat, 94 %”, or nothing."""


def list_items(desk: Desk, which: InboxFilter) -> Listing:
    """Read the rows of a filter."""
    items = desk.inbox.items(which)
    templates = {template.id: template for template in desk.capture.templates()}
    rows = [
        row_of(
            item,
            desk.inbox.template_title(item),
            templates.get(item.template.id) if item.template else None,
            desk.clock,
        )
        for item in items
    ]
    return Listing(which, rows, desk.inbox.counts())


def peek_at(desk: Desk, row: InboxRow, page: int, width: int) -> Peek:
    """Read one page of an item, its main fields and who it may be."""
    item = row.item
    picture, trouble = _picture(desk, item, page, width)
    templates = {template.id: template for template in desk.capture.templates()}
    template = templates.get(item.template.id) if item.template else None
    likely = _likely(desk, item)
    return Peek(
        row, page, picture, trouble, main_fields(row, template, desk.clock.today()), _likeness_words(likely)
    )


def columns() -> list[Column]:
    """The columns of the list; agency and channel give way where there is no room."""
    return [
        Column(_("Form and sender"), stretch=7),
        Column(_("Agency"), stretch=4, hide_below=760),
        Column(_("Channel"), width=84, hide_below=620),
        Column(_("Received"), width=64, align="right"),
        Column(_("State"), width=150),
    ]


def shown_row(row: InboxRow, section: str) -> Row:
    """The row as the list paints it."""
    failed = row.sign is Sign.FAILED
    disc = row.sign.value if row.sign in (Sign.SURE, Sign.LOOK) else None
    state = Cell(
        row.state,
        disc=disc,  # type: ignore[arg-type]
        icon=_ICONS.get(row.sign),
        icon_tone="danger" if failed else "info" if row.sign is Sign.ASK else "muted",
        tone="danger" if failed else "normal",
    )
    form = Cell(
        row.title, second=row.second, after=row.sender, after_tone="normal", tone="strong",
        image=glyph_image(row.glyph),
    )  # fmt: skip
    received = Cell(row.received, align="right", digits=True)
    cells = (form, Cell(row.agency), Cell(row.channel, icon=row.channel_icon), received, state)
    tip = f"{row.item.number} · {row.title}, {row.sender} · {row.second}"
    return Row(row.id, cells, section=section, tooltip=tip, jump=row.sender)


def _picture(desk: Desk, item: InboxItem, page: int, width: int) -> tuple[QImage | None, str]:
    if not item.pages:
        return None, ""
    try:
        return turned(picture_of(desk.inbox.page(item.id, page, width)), item.turned), ""
    except PrivdeskError as error:
        words = describe(error)
        return None, words.happened or words.title


def _likely(desk: Desk, item: InboxItem) -> Sequence[Candidate]:
    values = {key: reading.value for key, reading in item.readings.items()}
    return desk.capture.likely_same(values) if values else ()


def _likeness_words(likely: Sequence[Candidate]) -> str:
    if not likely:
        return ""
    return f"{likely[0].person.name}, {percent(likely[0].percent)}"
