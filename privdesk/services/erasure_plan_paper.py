# SPDX-License-Identifier: MIT
"""An erasure plan on paper, for the colleague who approves it: what goes, what stays by which law, what must be settled."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from privdesk.domain.catalogue import Catalogue, Office
from privdesk.domain.disclosure.document import Align, Block, Column, GridTable, Paragraph, Part, Run, Section
from privdesk.domain.disclosure.office_paper import OfficePaper
from privdesk.domain.erasure_plan import Act, ErasurePlan, Obstacle
from privdesk.i18n import _, desk_language
from privdesk.services import wording
from privdesk.services.erasure_words import (
    act_name,
    act_sentence,
    goes_words,
    ground_words,
    group_title,
    held_words,
    law_words,
    obstacle_words,
    until_words,
)
from privdesk.services.office_papers import office_head


@dataclass(frozen=True, slots=True)
class PlanOnPaper:
    """A plan with the names it is printed with."""

    plan: ErasurePlan
    catalogue: Catalogue
    office: Office
    regime: str
    person_name: str = field(repr=False)
    case_number: str = ""


def plan_paper(shown: PlanOnPaper) -> OfficePaper:
    """The plan as it stands today, in the desk's language. It names the person: the office's own paper."""
    plan, office = shown.plan, shown.office
    day, title = wording.date_long(plan.as_at), _("Erasure plan")
    about = ", ".join(part for part in (shown.person_name, shown.case_number) if part)
    lead = (_text(about), _text(f"{goes_words(plan.goes)} {_('Nothing has been erased yet.')}"))
    parts = [Section(act.value, "", act_name(act), _groups(shown, act)) for act in Act if plan.of(act)]
    parts.append(Section("before", "", _("Before it runs"), tuple(_before(plan))))
    parts.append(Section("when", "", _("When it runs"), tuple(_when(plan))))
    return OfficePaper(
        language=desk_language(),
        title=title,
        author=office.name,
        author_lines=office_head(office),
        place_and_date=_("{place}, {day}").format(place=office.town, day=day) if office.town else day,
        reference=shown.case_number,
        page_label=_("Page {page} of {pages}"),
        small_print=" · ".join(part for part in (title, shown.case_number, plan.as_at.isoformat()) if part),
        parts=(Part("plan", title, tuple(_numbered(parts)), lead),),
    )


def _numbered(sections: list[Section]) -> Iterator[Section]:
    for number, section in enumerate(sections, start=1):
        yield Section(section.key, str(number), section.title, section.blocks)


def _groups(shown: PlanOnPaper, act: Act) -> tuple[Block, ...]:
    rows = shown.plan.of(act)
    columns = (
        Column(_("Data group"), 0.26), Column(_("Held"), 0.16), Column(_("Reason and law"), 0.34), Column(_("Until"), 0.24),
    )  # fmt: skip
    cells = []
    for row in rows:
        law = law_words(shown.catalogue, shown.regime, row)
        until, rule = until_words(shown.catalogue, row)
        why = "; ".join(dict.fromkeys(part for part in (ground_words(row), law) if part))
        when = "; ".join(part for part in (until, rule) if part)
        cells.append((group_title(shown.catalogue, row.group), held_words(row), why, when))
    sentence = act_sentence(act, len(rows))
    return _text(f"{sentence[:1].upper()}{sentence[1:]}."), GridTable(columns, tuple(cells))


def _before(plan: ErasurePlan) -> Iterator[Block]:
    for obstacle in plan.obstacles:
        if obstacle is Obstacle.HOLD and plan.holds:
            continue
        first, then = obstacle_words(plan, obstacle)
        yield _text(f"{first}: {then}.")
    for hold in plan.holds:
        day = wording.date_plain(hold.review_on)
        yield _text(_("A hold stands: {reason}; reviewed on {day}.").format(reason=hold.reason, day=day))
    if plan.paid_back:
        yield _text(_("Balance paid back: {how}.").format(how=plan.paid_back))
    if not plan.obstacles and not plan.holds:
        yield _text(_("Nothing stands in the way."))


def _when(plan: ErasurePlan) -> Iterator[Block]:
    if plan.recipients:
        yield _text(_("Recipients to be told: {names}.").format(names=wording.listed(list(plan.recipients))))
    if plan.backups_until is not None:
        day = wording.date_plain(plan.backups_until)
        yield _text(
            _("The last backup with these data expires on {day}; a restore erases again.").format(day=day)
        )
    if plan.whole:
        yield _text(_("The record itself goes."))
    elif plan.restricts:
        yield _text(_("Use of everything that stays is restricted."))
    if plan.papers:
        columns = (Column(_("Form"), 0.3), Column(_("Where"), 0.4), Column(_("Decision"), 0.3, Align.RIGHT))
        rows = tuple(
            (
                each.form_number,
                each.place,
                _("to destroy within 30 days") if each.goes else _("kept with the form"),
            )
            for each in plan.papers
        )
        yield _text(_("Paper originals"))
        yield GridTable(columns, rows)
    yield _text(_("A certificate in two parts says what was erased and what is kept until when."))


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))
