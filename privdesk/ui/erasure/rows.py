# SPDX-License-Identifier: MIT
"""What the erasure pages show, as rows and notes."""

from collections.abc import Mapping, Sequence

from privdesk.domain.approvals import ApprovalState
from privdesk.domain.erasure_plan import Act, ErasurePlan, Obstacle, PlanRow
from privdesk.domain.erasures import Erasure, Paper
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.erasure import PlanPage
from privdesk.services.erasure_words import (
    act_name,
    act_sentence,
    goes_words,
    ground_words,
    group_title,
    held_words,
    law_words,
    obstacle_words,
    rule_basis,
    rule_sentence,
    state_name,
    until_words,
)
from privdesk.ui.widgets.rows import Cell, Column, Row, Section, Tag, Tone

ACTS = (Act.ERASE, Act.RESTRICT, Act.KEEP)
Note = tuple[str, str, str, str]
_ICONS: Mapping[Act, tuple[str, Tone]] = {
    Act.ERASE: ("eraser", "danger"), Act.RESTRICT: ("lock", "look"), Act.KEEP: ("archive", "info"),
}  # fmt: skip


def plan_columns() -> list[Column]:
    """Data group, how much, why by which law, until when, and the decision."""
    return [
        Column(_("Data group"), stretch=3),
        Column(_("Held"), 84),
        Column(_("Reason and law"), stretch=4),
        Column(_("Until"), 150),
        Column(_("Decision"), 196, align="right"),
    ]


def plan_rows(page: PlanPage) -> tuple[list[Row], Mapping[str, Section]]:
    """A row for each group that holds something, under what happens to it."""
    rows = [_plan_row(page, row) for act in ACTS for row in page.plan.of(act)]
    sections = {}
    for act in ACTS:
        count = len(page.plan.of(act))
        if count:
            icon, tone = _ICONS[act]
            sections[act.value] = Section(act_name(act), act_sentence(act, count), icon, tone)
    return rows, sections


def _plan_row(page: PlanPage, row: PlanRow) -> Row:
    catalogue = page.catalogue
    title, law = group_title(catalogue, row.group), law_words(catalogue, page.regime, row)
    until, rule = until_words(catalogue, row)
    whole = rule_basis(catalogue, row.rule), rule_sentence(catalogue, row.rule)
    tags: tuple[Tag, ...] = (Tag(_("Changed"), "look"),) if row.changed else ()
    tags = (Tag(_("Hold"), "danger", "lock"),) if row.hold is not None else tags
    decision = (
        Cell(act_name(row.act), align="right", tone="muted")
        if row.locked
        else Cell(choices=tuple(act_name(act) for act in ACTS), chosen=ACTS.index(row.act), align="right")
    )
    return Row(
        row.group,
        (
            Cell(title, tone="strong", tags=tags, wrap=True),
            Cell(held_words(row), wrap=True),
            Cell(ground_words(row), second=law),
            Cell(until, second=rule),
            decision,
        ),
        section=row.act.value,
        tooltip="\n".join((title, *whole)),
    )


def before_notes(page: PlanPage) -> list[Note]:
    """What must be settled before it runs, and what is."""
    plan = page.plan
    notes: list[Note] = [
        ("triangle-alert", "danger", *obstacle_words(plan, obstacle)) for obstacle in plan.obstacles
    ]
    if not plan.holds:
        notes.append(("circle-check", "sure", _("No hold"), _("checked today")))
    for hold in plan.holds:
        words = _("reviewed on {day}").format(day=wording.date_plain(hold.review_on))
        notes.append(("lock", "look", _("A hold stands: {reason}").format(reason=hold.reason), words))
    if plan.wish is not None and Obstacle.CLOSING_WISH not in plan.obstacles:
        words = _("asked for in {number}; this plan closes nothing").format(number=plan.wish.number)
        notes.append(("user-check", "look", _("Wants to be told before the account closes"), words))
    if plan.paid_back:
        notes.append(("circle-check", "sure", _("Balance paid back"), plan.paid_back))
    if page.needs_two:
        notes.append(_approval_note(page))
    return notes


def _approval_note(page: PlanPage) -> Note:
    if page.state is ApprovalState.APPROVED:
        return "circle-check", "sure", _("A colleague has approved"), _("exactly this plan, once")
    if page.state is ApprovalState.WAITING:
        return "clock", "look", _("Waits for a colleague"), _("another privacy officer approves it")
    if page.state is ApprovalState.DECLINED and page.approval is not None:
        return "triangle-alert", "danger", _("A colleague declined"), page.approval.reason
    return "users", "text_muted", _("A colleague approves first"), _("another privacy officer")


def when_notes(page: PlanPage) -> list[Note]:
    """What happens when it runs, and what is left to do after it."""
    plan = page.plan
    notes: list[Note] = [
        (
            "file-check",
            "text_muted",
            _("A certificate in two parts"),
            _("what was erased, what is kept until when"),
        )
    ]
    if plan.recipients:
        count = len(plan.recipients)
        words = ngettext("{n} recipient is to be told", "{n} recipients are to be told", count)
        notes.append(("send", "text_muted", words.format(n=count), wording.listed(list(plan.recipients))))
    notes.append(("hard-drive", "text_muted", _("Backups follow"), backup_words(plan)))
    notes += _paper_notes(plan)
    if plan.waiting:
        count = len(plan.waiting)
        words = ngettext("{n} item of the Inbox goes, too", "{n} items of the Inbox go, too", count)
        notes.append(("inbox", "text_muted", words.format(n=count), _("surely theirs, never entered")))
    if plan.whole:
        notes.append(
            ("eraser", "danger", _("The record itself goes"), _("print the certificate before you lock the desk"))
        )  # fmt: skip
    elif plan.restricts:
        notes.append(("lock", "look", _("Use is restricted"), _("of everything that stays")))
    notes.append(
        ("scroll-text", "text_muted", _("The audit trail keeps the act"), _("groups and counts, no values"))
    )
    return notes  # fmt: skip


def backup_words(plan: ErasurePlan) -> str:
    """When the last backup that holds the data is in nobody's reach any more."""
    if plan.backups_until is None:
        return _("there is none yet")
    return _("the last one with this data expires {day}; a restore erases again").format(
        day=wording.date_plain(plan.backups_until)
    )


def _paper_notes(plan: ErasurePlan) -> list[Note]:
    goes = sorted({paper.place for paper in plan.papers if paper.goes})
    stays = sorted({paper.place for paper in plan.papers if not paper.goes})
    notes: list[Note] = []
    if goes:
        words = _("{places}, to destroy within 30 days").format(places=wording.listed(goes))
        notes.append(("file-text", "text_muted", _("Paper originals"), words))
    if stays:
        words = _("{places}, kept with the form").format(places=wording.listed(stays))
        notes.append(("file-text", "text_muted", _("Paper originals"), words))
    return notes


def number_words(plan: ErasurePlan) -> str:
    """The sentence before the act."""
    return f"{goes_words(plan.goes)} {_('This cannot be undone.')}"


def paper_rows(papers: Sequence[Paper], clock: OfficeClock) -> list[Row]:
    """Originals on paper to destroy, each with its tick."""
    today, rows = clock.today(), []
    for paper in papers:
        done = paper.destroyed_on
        late = done is None and paper.destroy_by < today
        by = (
            _("destroyed {day}").format(day=wording.date_plain(done))
            if done is not None
            else _("destroy by {day}").format(day=wording.date_plain(paper.destroy_by))
        )
        cell = Cell(
            paper.place, after=paper.form_number, second=by, tick=done is not None,
            tone="danger" if late else "muted" if done is not None else "normal",
        )  # fmt: skip
        rows.append(Row(paper.id, (cell,), enabled=done is None))
    return rows


def erasure_row(erasure: Erasure, waiting: int, case_number: str, clock: OfficeClock) -> Row:
    """One erasure in the list."""
    started = erasure.started_at
    day = wording.date_plain(clock.day_of(started)) if started is not None else ""
    left = ngettext("{n} paper original left", "{n} paper originals left", waiting).format(n=waiting)
    return Row(
        erasure.id,
        (
            Cell(erasure.number, tone="strong"),
            Cell(case_number or _("without a request")),
            Cell(goes_words(erasure.erased), second=_("the record itself, too") if erasure.whole else ""),
            Cell(state_name(erasure.state), tone="danger" if erasure.unfinished else "sure"),
            Cell(left if waiting else "", tone="look"),
            Cell(day, align="right"),
        ),
    )
