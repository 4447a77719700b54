# SPDX-License-Identifier: MIT
"""Pairs and merges as rows."""

from privdesk.domain.matching import Agreement, PairState
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.duplicate_views import DuplicatesOverview, MergeLine, PairLine, Summary
from privdesk.services.evidence_words import compared_name
from privdesk.ui.widgets.facts import Fact
from privdesk.ui.widgets.rows import Cell, Column, Row, Tag

WAITING = "waiting"


def pair_columns() -> list[Column]:
    """How likely, both people, what agrees and what does not."""
    return [
        Column(_("Likely"), 64, align="right"),
        Column(_("One"), stretch=4),
        Column(_("The other"), stretch=4),
        Column(_("Evidence"), stretch=4, hide_below=640),
    ]


def pair_row(line: PairLine) -> Row:
    """One pair; its id opens the comparison."""
    equal, near = line.fields(Agreement.EQUAL), line.fields(Agreement.NEAR)
    alike = [_("{count} equal").format(count=len(equal))]
    alike += [_("near: {fields}").format(fields=", ".join(map(compared_name, near)))] if near else []
    differ = [compared_name(each) for each in line.fields(Agreement.DIFFERENT)]
    different = (
        _("Different: {fields}").format(fields=", ".join(differ)) if differ else _("Nothing different")
    )
    told_apart = (Tag(_("Not the same"), "neutral", "x"),) if line.state is PairState.NOT_THE_SAME else ()
    cells = (
        Cell(wording.percent(line.percent), align="right", tone="strong"),
        _person_cell(line.first),
        _person_cell(line.second, told_apart),
        Cell(", ".join(alike), second=different),
    )
    return Row((line.first.id, line.second.id), cells, jump=line.first.name)


def merge_row(line: MergeLine, clock: OfficeClock) -> Row:
    """One merge of the history."""
    day = wording.date_plain(clock.day_of(line.record.at))
    name = line.kept_name or "–"
    after = _("with {gone}, {day}").format(gone=line.gone_name or "–", day=day)
    tip = _("Merged by {who}").format(who=line.by) if line.by else ""
    if line.record.undone_at is None:
        return Row(line.record.id, (Cell(name, second=after),), jump=name, tooltip=tip)
    taken_back = wording.date_plain(clock.day_of(line.record.undone_at))
    after = _("taken back {day}, with {gone}").format(gone=line.gone_name or "–", day=taken_back)
    return Row(line.record.id, (Cell(name, second=after, tone="muted"),), jump=name, tooltip=tip)


def overview_facts(found: DuplicatesOverview, clock: OfficeClock) -> list[Fact]:
    """Counts, and what evidence weighs by."""
    if found.learned_at is None:
        weights = _("as the program brings it along")
    else:
        day = wording.date_plain(clock.day_of(found.learned_at))
        weights = _("learned here on {day}").format(day=day)
    return [
        Fact(_("Wait"), wording.number(found.open)),
        Fact(_("Not the same"), wording.number(found.not_the_same)),
        Fact(_("Merged"), wording.number(found.merged)),
        Fact(_("Evidence"), weights),
    ]


def search_words(found: DuplicatesOverview, clock: OfficeClock) -> str:
    """How far the last search has come."""
    run = found.run
    if run is None:
        return _("Nobody has looked through everybody for duplicates yet.")
    if run.ended_at is None:
        return progress_words(run.done, run.of, stopped=True)
    day = wording.date_plain(clock.day_of(run.ended_at))
    words = ngettext(
        "Looked through {people} people on {day}: {found} pair found.",
        "Looked through {people} people on {day}: {found} pairs found.",
        run.found,
    )
    return words.format(people=wording.number(run.of), day=day, found=wording.number(run.found))


def progress_words(done: int, total: int, *, stopped: bool = False) -> str:
    """How far it is, running or stopped."""
    words = (
        _("Stopped: {done} of {total} people looked at.")
        if stopped
        else _("{done} of {total} people looked at")
    )
    return words.format(done=wording.number(done), total=wording.number(total))


def _person_cell(person: Summary, tags: tuple[Tag, ...] = ()) -> Cell:
    born = ".".join(reversed(person.date_of_birth.split("-"))) if person.date_of_birth else ""
    parts = [part for part in (born, person.address) if part]
    if person.restricted:
        tags = (Tag(_("Restricted"), "danger", "lock"), *tags)
    return Cell(
        person.name or _("No name"),
        second=", ".join(parts),
        after=person.user_number,
        tone="strong",
        tags=tags,
    )
