# SPDX-License-Identifier: MIT
"""What an import is called and what came of it, in words and rows."""

from collections.abc import Sequence

from privdesk.domain.imports import ImportCounts, ImportKind, ImportRun, Reject
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.import_reasons import reject_sentence
from privdesk.ui.widgets.rows import Cell, Column, Row

TALLY = tuple[str, str, str]
"""Number, what it counts, colour role of its words."""
_ONE_LINE = 52
"""Characters of a reason that find room in one line; reasons are never cut."""


def kind_title(kind: ImportKind) -> str:
    """What a file brings."""
    return {
        ImportKind.AGENCIES: _("Agencies with their buildings"),
        ImportKind.PEOPLE: _("People with their contracts"),
        ImportKind.CONNECTIONS: _("Connections to the web platform"),
        ImportKind.TOP_UPS: _("Credit top-ups"),
        ImportKind.USAGES: _("Usage of machines"),
        ImportKind.SURVEYS: _("Survey answers"),
        ImportKind.FORMS: _("Electronic forms"),
    }[kind]


def kind_hint(kind: ImportKind) -> str:
    """What such a file holds, in a sentence."""
    return {
        ImportKind.AGENCIES: _("One row an agency, or one row a building with its agency."),
        ImportKind.PEOPLE: _("One row a person. Import the agencies first if the file names them."),
        ImportKind.CONNECTIONS: _("One row a sign-in, with the user number and the moment."),
        ImportKind.TOP_UPS: _("One row a payment, with the user number, the moment and the amount."),
        ImportKind.USAGES: _("One row a use of a machine, with the user number and the moment."),
        ImportKind.SURVEYS: _("One row a person’s answers; each question has its column."),
        ImportKind.FORMS: _("One row a form of the web platform; each becomes an item of the Inbox."),
    }[kind]


def tallies(counts: ImportCounts) -> list[TALLY]:
    """The counts that say something, in the order of interest."""
    numbers = [
        (counts.new, _("new"), "text"),
        (counts.changed, _("changed"), "text"),
        (counts.unchanged, _("unchanged"), "text_muted"),
        (counts.doubtful, _("look like somebody on file"), "look"),
        (counts.rejected, _("cannot come in"), "danger"),
    ]
    return [
        (wording.number(number), words, role if number else "text_muted") for number, words, role in numbers
    ]


def counts_sentence(counts: ImportCounts) -> str:
    """The counts in one sentence; what did not happen is not said."""
    left = counts.doubtful + counts.rejected
    said = [
        (counts.new, _("{n} new")),
        (counts.changed, _("{n} changed")),
        (counts.unchanged, _("{n} unchanged")),
        (left, _("{n} left out")),
    ]
    parts = [words.format(n=wording.number(number)) for number, words in said if number]
    return ", ".join(parts) or _("nothing came in")


def reject_columns() -> list[Column]:
    """Row, why, and the row itself."""
    return [Column(_("Row"), 54, align="right"), Column(_("Why"), stretch=5), Column(_("The row"), stretch=4)]


def reject_rows(kind: ImportKind, rejects: Sequence[Reject]) -> list[Row]:
    """A row a rejected row of the file."""
    found = []
    for place, reject in enumerate(rejects):
        values = ", ".join(value for value in reject.values.values() if value)
        sentence = reject_sentence(kind, reject)
        tall = len(sentence) > _ONE_LINE
        cells = (
            Cell(wording.number(reject.row), align="right"),
            Cell(sentence, icon="triangle-alert", icon_tone="look", wrap=tall),
            Cell(values, tone="muted"),
        )
        found.append(Row(place, cells, tooltip=f"{sentence}\n{values}", tall=tall))
    return found


def run_columns() -> list[Column]:
    """The list of earlier imports."""
    return [Column(stretch=1)]


def run_row(run: ImportRun, clock: OfficeClock) -> Row:
    """One earlier import: file, what and when, what came of it."""
    when = wording.moment_short(run.started_at, clock)
    stopped = run.ended_at is None
    after = _("stopped at row {n}").format(n=wording.number(run.next_row)) if stopped else when
    second = counts_sentence(run.counts)
    return Row(run.id, (Cell(run.file_name, after=after, second=second, after_tone="look" if stopped else "muted"),),
               tooltip=f"{run.file_name}\n{kind_title(run.kind)}: {second}")  # fmt: skip
