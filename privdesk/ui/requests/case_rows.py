# SPDX-License-Identifier: MIT
"""The rows of a request: one a right, one a corrected value, one a piece of correspondence."""

from collections.abc import Sequence

from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.request_pages import ActKey, CasePage, ChangeRow, LetterRow, NextAct, RightRow
from privdesk.ui.widgets.rows import Cell, Column, Row, Tone

_TONES: dict[str, tuple[str, Tone]] = {
    "plain": ("circle-arrow-right", "normal"),
    "good": ("circle-check", "sure"),
    "look": ("circle-dot", "look"),
    "bad": ("circle-x", "danger"),
}
ACT_COLUMN = 3


def right_columns() -> list[Column]:
    """Right and law, what was found or done, outcome, act."""
    return [
        Column(_("Right"), 196),
        Column(_("Found or done"), stretch=1),
        Column(_("Outcome"), 150),
        Column(_("Act"), 128, align="right"),
    ]


def right_rows(page: CasePage) -> list[Row]:
    """A row a right, in the order of the law."""
    return [_right_row(row, page) for row in page.rights]


def rights_title(page: CasePage) -> tuple[str, str]:
    """How many rights the letter asks for."""
    count = len(page.rights)
    if count == 1:
        return _("One right"), ""
    words = {2: _("Two"), 3: _("Three"), 4: _("Four"), 5: _("Five"), 6: _("Six"), 7: _("Seven")}
    return _("{count} rights in one request").format(count=words.get(count, str(count))), _(
        "one answer closes them all"
    )


def _right_row(row: RightRow, page: CasePage) -> Row:
    icon, tone = _TONES.get(row.tone, _TONES["plain"])
    return Row(
        row.right.value,
        (
            Cell(row.title, second=row.law, icon=row.icon, tone="strong"),
            Cell(row.finding, wrap=True, tone="normal" if row.finding else "muted"),
            Cell(row.outcome_text, icon=icon, icon_tone=tone, tone=tone),
            _act_cell(row.act, page),
        ),
        tall=True,
        tooltip=row.finding,
        jump=row.title,
    )


def _act_cell(act: NextAct | None, page: CasePage) -> Cell:
    if act is None:
        return Cell()
    if not act.allowed:
        return Cell(act.who, tone="disabled", align="right")
    words = {
        ActKey.MAKE_REPORT: _("Make the report"),
        ActKey.PLAN_ERASURE: _("Plan"),
        ActKey.CORRECT: _("Correct"),
        ActKey.RECORD_EFFECT: _("Record"),
        ActKey.DECIDE: _("Decide"),
    }
    return Cell(words.get(act.key, act.title), tone="link", align="right")


def change_columns() -> list[Column]:
    """Value, before and after, who and when."""
    return [Column(width=196), Column(stretch=1), Column(stretch=1)]


def change_rows(changes: Sequence[ChangeRow]) -> list[Row]:
    """Old and new of each value; what still waits says so."""
    return [_change_row(place, change) for place, change in enumerate(changes)]


def _change_row(place: int, change: ChangeRow) -> Row:
    before = change.before or _("not on file")
    done = ", ".join(part for part in (change.when, change.by, change.proof) if part)
    return Row(
        f"change:{place}",
        (
            Cell(change.title, icon="pencil-line"),
            Cell(change.after, after=_("before: {value}").format(value=before), tone="strong"),
            Cell(done or _("to be corrected"), tone="muted" if done else "look", align="right"),
        ),
        tooltip=f"{before} → {change.after}",
    )


def letter_columns() -> list[Column]:
    """Day, what, received or sent."""
    return [Column(width=58), Column(stretch=1), Column(width=84, align="right")]


def letter_rows(letters: Sequence[LetterRow]) -> list[Row]:
    """The correspondence, newest first."""
    return [
        Row(
            place,
            (
                Cell(letter.when, tone="muted", digits=True),
                Cell(letter.title, after=letter.detail, icon=letter.icon, tone="strong"),
                Cell(letter.right, tone="muted", align="right"),
            ),
            tooltip=letter.detail,
        )
        for place, letter in enumerate(letters)
    ]


def letters_after(count: int) -> str:
    """How many pieces."""
    return ngettext("{count} entry", "{count} entries", count).format(count=wording.number(count))
