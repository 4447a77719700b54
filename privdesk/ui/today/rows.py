# SPDX-License-Identifier: MIT
"""The rows of Today: approvals, calls, what is due, who must be told, forms – one list for the arrow keys."""

from collections.abc import Mapping, Sequence
from datetime import date

from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.approval_words import kind_name, subject_words
from privdesk.services.approvals import ApprovalEntry
from privdesk.services.clock import OfficeClock
from privdesk.services.names import right_name
from privdesk.services.objections import ClosingWish
from privdesk.services.retention_tasks import RetentionTask, TaskKind, task_words
from privdesk.services.rights_words import touched_words
from privdesk.services.tellings import TellingLine
from privdesk.services.today_page import IncompleteRow, TodayPage, UnfinishedCall
from privdesk.services.undertakings import EndingUndertaking
from privdesk.ui.widgets.due_rows import DUE, due_row, due_words
from privdesk.ui.widgets.rows import Cell, Row, Section

APPROVALS, CALLS, FORMS = "approvals", "calls", "forms"
TELLINGS, CLOSINGS = "tellings", "closings"
RETENTION = "retention"
UNDERTAKINGS = "undertakings"
_LONG_WAIT_DAYS = 14
"""An incomplete form that waits longer is marked."""


def approval_row(entry: ApprovalEntry, clock: OfficeClock) -> Row:
    """What a colleague proposed and this member approves or declines."""
    approval = entry.approval
    day = wording.date_short(clock.day_of(approval.proposed_at), clock.today())
    return Row(
        (APPROVALS, approval.id),
        (
            Cell(icon="circle-check", icon_tone="look"),
            Cell(),
            Cell(kind_name(approval.kind), after=subject_words(approval.subject), tone="strong"),
            Cell(_("proposed by {name}").format(name=entry.proposed_by or "–")),
            Cell(day),
        ),
        APPROVALS,
    )


def call_row(call: UnfinishedCall, clock: OfficeClock) -> Row:
    """A call sheet that was interrupted."""
    wishes = wording.listed([right_name(right) for right in call.wishes])
    return Row(
        (CALLS, call.call_id),
        (
            Cell(icon="phone-call", icon_tone="link"),
            Cell(),
            Cell(
                call.person_name or _("Caller not found yet"),
                after=wishes or _("No wish ticked yet"),
                tone="strong",
            ),
            Cell(_("Go on with the call")),
            Cell(_("since {time}").format(time=wording.moment_short(call.started_at, clock))),
        ),
        CALLS,
    )


def form_row(form: IncompleteRow, today: date) -> Row:
    """A form that waits for what is missing."""
    long = form.waiting_days > _LONG_WAIT_DAYS
    since = wording.date_short(form.received_on, today)
    return Row(
        (FORMS, form.submission_id),
        (
            Cell(icon="file-warning", icon_tone="look" if long else "muted"),
            Cell(),
            Cell(form.name, tone="strong", second=form.reasons),
            Cell(_("Complete the form"), second=form.form),
            Cell(_("since {day}").format(day=since), tone="look" if long else "normal"),
        ),
        FORMS,
    )


def telling_row(line: TellingLine, today: date) -> Row:
    """A recipient whom nobody has told yet of what changed."""
    long = line.days > _LONG_WAIT_DAYS
    since = wording.date_short(line.telling.due_since, today)
    about = ", ".join(part for part in (line.person_name, line.case_number) if part)
    return Row(
        (TELLINGS, line.telling.id),
        (
            Cell(icon="send", icon_tone="look" if long else "muted"),
            Cell(),
            Cell(line.telling.party.name, tone="strong", second=about),
            Cell(_("Tell the recipient"), second=touched_words(line.telling)),
            Cell(_("since {day}").format(day=since), tone="look" if long else "normal"),
        ),
        TELLINGS,
    )


def closing_row(wish: ClosingWish, today: date) -> Row:
    """Somebody who wants to be told before the account closes."""
    day = wording.date_short(wish.closes_on, today) if wish.closes_on is not None else ""
    return Row(
        (CLOSINGS, wish.objection.case_id),
        (
            Cell(icon="message-square", icon_tone="look"),
            Cell(),
            Cell(wish.person_name, after=wish.case_number, tone="strong"),
            Cell(_("Tell them before the account closes")),
            Cell(_("ends {day}").format(day=day), tone="look"),
        ),
        CLOSINGS,
    )


def retention_row(task: RetentionTask) -> Row:
    """Something that retention asks for."""
    title, act = task_words(task)
    icon = {TaskKind.HOLDS: "lock", TaskKind.PAPERS: "file-text"}.get(task.kind, "hourglass")
    return Row(
        (RETENTION, task.kind.value),
        (Cell(icon=icon, icon_tone="look"), Cell(), Cell(title, tone="strong"), Cell(act), Cell()),
        RETENTION,
    )


def undertaking_row(line: EndingUndertaking, today: date) -> Row:
    """Somebody whose promise of confidentiality ends, or has ended."""
    day = wording.date_short(line.ends_on, today)
    return Row(
        (UNDERTAKINGS, f"{line.holder.value}:{line.key}"),
        (
            Cell(icon="file-badge", icon_tone="danger" if line.over else "look"),
            Cell(),
            Cell(line.name, after=_("undertaking"), tone="strong"),
            Cell(_("Ask for a new one")),
            Cell(
                (_("ended {date}") if line.over else _("ends {date}")).format(date=day),
                tone="danger" if line.over else "look",
                digits=True,
            ),
        ),
        UNDERTAKINGS,
    )


def undertakings_title(page: TodayPage) -> tuple[str, str]:
    """The head over undertakings to renew."""
    return _("To renew"), wording.number(len(page.undertakings))


def today_rows(page: TodayPage, clock: OfficeClock, waiting: Sequence[ApprovalEntry] = ()) -> list[Row]:
    """All groups in order: approvals and calls on top, then what is due, then incomplete forms."""
    today = clock.today()
    calls = [call_row(call, clock) for call in page.unfinished_calls]
    due = [due_row(row, today) for row in page.due]
    forms = [form_row(form, today) for form in page.incomplete]
    closings = [closing_row(wish, today) for wish in page.closings]
    tellings = [telling_row(line, today) for line in page.tellings]
    approvals = [approval_row(entry, clock) for entry in waiting]
    retention = [retention_row(task) for task in page.retention]
    renewals = [undertaking_row(line, today) for line in page.undertakings]
    return [*approvals, *calls, *due, *closings, *tellings, *forms, *retention, *renewals]


def sections(page: TodayPage, waiting: Sequence[ApprovalEntry] = ()) -> Mapping[str, Section]:
    """The heads of the groups; the first group's head is shown above the columns by the page."""
    heads = {
        APPROVALS: Section(_("Waits for your approval"), wording.number(len(waiting))),
        CALLS: Section(_("Unfinished calls"), wording.number(len(page.unfinished_calls))),
        DUE: Section(_("Due"), due_words(len(page.due))),
        CLOSINGS: Section(*closings_title(page)),
        TELLINGS: Section(*tellings_title(page)),
        RETENTION: Section(*retention_title()),
        UNDERTAKINGS: Section(*undertakings_title(page)),
        FORMS: Section(_("Incomplete forms"), wording.number(len(page.incomplete))),
    }
    return {key: head for key, head in heads.items() if key != first_group(page, waiting)}


def tellings_title(page: TodayPage) -> tuple[str, str]:
    """The head over recipients to be told."""
    return _("Recipients to be told"), wording.number(len(page.tellings))


def retention_title() -> tuple[str, str]:
    """The head over what retention asks for."""
    return _("Retention"), ""


def closings_title(page: TodayPage) -> tuple[str, str]:
    """The head over people to be told before their account closes."""
    return _("Accounts about to close"), wording.number(len(page.closings))


def first_group(page: TodayPage, waiting: Sequence[ApprovalEntry] = ()) -> str:
    """The group that stands on top."""
    held: Sequence[tuple[str, object]] = (
        (APPROVALS, waiting),
        (CALLS, page.unfinished_calls),
        (DUE, page.due),
        (CLOSINGS, page.closings),
        (TELLINGS, page.tellings),
        (FORMS, page.incomplete),
        (RETENTION, page.retention),
        (UNDERTAKINGS, page.undertakings),
    )
    return next((key for key, rows in held if rows), "")
