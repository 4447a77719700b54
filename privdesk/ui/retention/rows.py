# SPDX-License-Identifier: MIT
"""What the Retention page shows, as rows and sections."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from privdesk.domain.disposals import Disposal
from privdesk.domain.erasures import Paper, PaperId
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.erasure_words import group_title, period_words
from privdesk.services.explain import describe
from privdesk.services.holds import HoldLine
from privdesk.services.retention_reading import DueLine, WhatIsDue
from privdesk.services.retention_words import (
    cut_off_words,
    disposal_state,
    entries_words,
    held_groups_words,
    law_of,
    people_words,
    period_of,
    retention_title,
)
from privdesk.ui.widgets.rows import Cell, Column, Row, Section, Tone


def due_columns() -> list[Column]:
    """Data group with its tick, the rule with its law, how far back, how much."""
    return [
        Column(_("Data group"), stretch=3),
        Column(_("Law or reason"), stretch=4),
        Column(_("Up to"), 196),
        Column(_("Due"), 160, align="right"),
    ]


def due_rows(due: WhatIsDue, chosen: Collection[str]) -> tuple[list[Row], Mapping[str, Section]]:
    """Groups that nobody can date first, then what is due with a tick each, then the others."""
    rows = [_trouble_row(due, each.group, each.error) for each in due.troubles]
    rows += [_due_row(due, line, chosen) for line in due.now]
    rest = [line for line in due.lines if not line.count.entries]
    rows += [_due_row(due, line, chosen) for line in rest]
    troubled = ngettext("{n} group", "{n} groups", len(due.troubles)).format(n=len(due.troubles))
    due_now = _("{entries} in {groups}").format(
        entries=entries_words(due.entries),
        groups=ngettext("{n} group", "{n} groups", len(due.now)).format(n=len(due.now)),
    )
    others = ngettext("{n} group", "{n} groups", len(rest)).format(n=len(rest))
    sections = {
        "trouble": Section(_("No rule says when"), troubled, "triangle-alert", "danger"),
        "due": Section(_("The period is over"), due_now, "hourglass", "look"),
        "rest": Section(_("Nothing is due"), others, "circle-check", "sure"),
    }
    used = {row.section for row in rows}
    return rows, {key: section for key, section in sections.items() if key in used}


def _due_row(due: WhatIsDue, line: DueLine, chosen: Collection[str]) -> Row:
    title, count = retention_title(due.catalogue, line.group), line.count
    law, period = law_of(line.rule), period_of(line.rule)
    day = wording.date_plain(line.due.cut_off)
    is_due = count.entries > 0
    amount = wording.number(count.entries) if is_due else "–"
    people = [people_words(count.people)] if count.people else []
    if count.held_back:
        people.append(_("{n} held back").format(n=wording.number(count.held_back)))
    return Row(
        line.group,
        (
            Cell(
                title, tone="strong" if is_due else "normal", tick=line.group in chosen if is_due else None,
                wrap=True,
            ),
            Cell(law, wrap=True),
            Cell(cut_off_words(line.rule, day), second=period_words(line.rule)),
            Cell(amount, second=", ".join(people), align="right", tone="normal" if is_due else "muted"),
        ),
        section="due" if is_due else "rest",
        tooltip=f"{title}\n{period}\n{law}",
    )  # fmt: skip


def _trouble_row(due: WhatIsDue, group: str, error: BaseException) -> Row:
    words = describe(error)
    cells = (
        Cell(group_title(due.catalogue, group), tone="strong"),
        Cell(words.title, second=words.happened, tone="danger", span=3),
    )
    return Row(("trouble", group), cells, section="trouble", tooltip=words.remedy)


def hold_columns() -> list[Column]:
    """Whose data, why, since when, and when somebody looks again."""
    return [
        Column(_("Person"), stretch=3),
        Column(_("Why it stays"), stretch=4),
        Column(_("Data groups"), stretch=2, hide_below=860),
        Column(_("Look again on"), 150, align="right"),
    ]


def hold_rows(
    lines: Sequence[HoldLine], due: WhatIsDue | None, clock: OfficeClock
) -> tuple[list[Row], Mapping[str, Section]]:
    """Holds to review first; storage gives the next to be reviewed first."""
    rows = [_hold_row(line, due, clock) for line in lines]
    late = sum(line.to_review for line in lines)
    words = ngettext("{n} hold", "{n} holds", late).format(n=wording.number(late))
    rest = ngettext("{n} hold", "{n} holds", len(lines) - late).format(n=wording.number(len(lines) - late))
    sections = {
        "review": Section(_("Is it still needed?"), words, "calendar-clock", "look"),
        "later": Section(_("Reviewed later"), rest, "lock"),
    }
    used = {row.section for row in rows}
    return rows, {key: section for key, section in sections.items() if key in used}


def _hold_row(line: HoldLine, due: WhatIsDue | None, clock: OfficeClock) -> Row:
    hold = line.hold
    groups = _("everything")
    if hold.groups and due is not None:
        groups = wording.listed([group_title(due.catalogue, each) for each in sorted(hold.groups)])
    since = _("since {day}, {name}").format(
        day=wording.date_plain(clock.day_of(hold.set_at)), name=line.set_by or "–"
    )
    review = wording.date_plain(hold.review_on)
    cells = (
        Cell(line.person_name or _("erased person"), second=since, tone="strong"),
        Cell(hold.reason, wrap=True),
        Cell(groups, wrap=True),
        Cell(review, align="right", tone="look" if line.to_review else "normal"),
    )
    return Row(hold.id, cells, section="review" if line.to_review else "later", tooltip=hold.reason)


def disposal_columns() -> list[Column]:
    """Number, what went, who carried it out, and when."""
    return [
        Column(_("Number"), 132),
        Column(_("What went"), stretch=3),
        Column(_("State"), 130),
        Column(_("Held back"), stretch=2, hide_below=860),
        Column(_("On"), 120, align="right"),
    ]


def disposal_row(disposal: Disposal, clock: OfficeClock) -> Row:
    """One disposal that began."""
    moment = disposal.ended_at or disposal.started_at or disposal.planned_at
    tone: Tone = "look" if disposal.unfinished or disposal.ended_early else "normal"
    went = ngettext("{entries} in {n} group", "{entries} in {n} groups", len(disposal.done))
    cells = (
        Cell(disposal.number, tone="strong", digits=True),
        Cell(went.format(entries=entries_words(disposal.disposed), n=len(disposal.done))),
        Cell(disposal_state(disposal), tone=tone),
        Cell(held_groups_words(disposal), tone="muted"),
        Cell(wording.date_short(clock.day_of(moment), clock.today()), align="right"),
    )
    return Row(disposal.id, cells)


@dataclass(frozen=True, slots=True)
class Box:
    """Originals on paper that lie in one place and are destroyed for one reason."""

    place: str
    papers: tuple[Paper, ...]

    @property
    def ids(self) -> frozenset[PaperId]:
        """All of them."""
        return frozenset(paper.id for paper in self.papers)

    @property
    def destroy_by(self) -> date:
        """The earliest day by which something in it is to be destroyed."""
        return min(paper.destroy_by for paper in self.papers)

    @property
    def destroyed(self) -> bool:
        """Whether nothing in it is left to destroy."""
        return all(paper.destroyed_on is not None for paper in self.papers)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Numbers of the forms to take out."""
        return tuple(sorted(paper.form_number for paper in self.papers))


def boxes_of(papers: Sequence[Paper]) -> list[Box]:
    """By place, the most urgent first."""
    found: dict[str, list[Paper]] = {}
    for paper in papers:
        found.setdefault(paper.place, []).append(paper)
    boxes = [Box(place, tuple(papers)) for place, papers in found.items()]
    return sorted(boxes, key=lambda box: (box.destroyed, box.destroy_by, box.place))


def box_columns() -> list[Column]:
    """Where, how many forms and which, until when."""
    return [
        Column(_("Binder or box"), stretch=3),
        Column(_("Forms to take out"), stretch=4),
        Column(_("Destroy by"), 150, align="right"),
    ]


def box_row(box: Box, today: date) -> Row:
    """One place with its forms; the tick says that all of them are destroyed."""
    count = ngettext("{n} form", "{n} forms", len(box.papers)).format(n=wording.number(len(box.papers)))
    numbers = ", ".join(box.numbers[:6]) + (" …" if len(box.numbers) > 6 else "")
    late = not box.destroyed and box.destroy_by < today
    cells = (
        Cell(box.place, tone="strong", tick=box.destroyed),
        Cell(count, second=numbers),
        Cell(wording.date_plain(box.destroy_by), align="right", tone="danger" if late else "normal"),
    )
    return Row(box.place, cells, tooltip=", ".join(box.numbers[:60]))
