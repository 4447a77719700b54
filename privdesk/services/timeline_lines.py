# SPDX-License-Identifier: MIT
"""Each kind of thing that happened with a person, as one line of the timeline."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from privdesk.domain.activity import Connection, SurveyAnswer, TopUp, Usage, UsageMonth
from privdesk.domain.cases import Case, CaseLetter, IdentityMethod, LetterDirection
from privdesk.domain.catalogue import Catalogue
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.forms import text_in
from privdesk.domain.inbox import Document, DocumentRole
from privdesk.domain.people import FactVersion, PersonField
from privdesk.domain.retention import add_months
from privdesk.domain.submissions import Submission, SubmissionState
from privdesk.i18n import _, desk_language, ngettext
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.default_forms import default_template
from privdesk.services.names import (
    channel_icon,
    channel_name,
    field_name,
    language_name,
    machine_use_name,
    payment_name,
    right_name,
)
from privdesk.services.timeline import TimelineEntry, TimelineKind


def form_line(submission: Submission) -> TimelineEntry:
    """An entered form."""
    entry = submission.entry
    template = default_template(entry.template.id)
    states = {
        SubmissionState.SAVED: "",
        SubmissionState.INCOMPLETE: _("incomplete"),
        SubmissionState.SERVICE_REFUSED: _("service refused"),
    }
    received = _("received {date}").format(date=wording.date_plain(entry.received_on))
    detail = ", ".join(part for part in (submission.number, received, states[submission.state]) if part)
    return TimelineEntry(
        at=submission.entered_at,
        kind=TimelineKind.FORM,
        icon="file-text" if submission.state is SubmissionState.SAVED else "file-warning",
        title=template.title(desk_language()) if template else _("Form"),
        detail=detail,
        right=channel_name(entry.channel),
        own_act=True,
        reference=f"form:{submission.id}",
    )


def connection_lines(rows: Iterable[Connection], clock: OfficeClock) -> list[TimelineEntry]:
    """Connections, those of one office day together; the line's moment is the first one of the day."""
    lines = []
    for _day, group in groupby(rows, key=lambda row: clock.day_of(row.at)):
        same_day = list(group)
        kinds = dict.fromkeys(
            ", ".join(part for part in (row.browser, _language(row), row.operating_system) if part)
            for row in same_day
        )
        count = len(same_day)
        times = ngettext("{count} time", "{count} times", count).format(count=count) if count > 1 else ""
        first = min(row.at for row in same_day)
        title = _("Connected to the web platform")
        lines.append(TimelineEntry(first, TimelineKind.CONNECTION, "log-in", title, "; ".join(kinds), times))
    return lines


def top_up_line(row: TopUp) -> TimelineEntry:
    """Credit paid in."""
    after = _("balance after: {balance}")
    return TimelineEntry(
        at=row.at,
        kind=TimelineKind.TOP_UP,
        icon="wallet",
        title=_("Topped up by {method}").format(method=payment_name(row.method))
        if row.method
        else _("Topped up"),
        detail=_balance(after, row.balance_after, row.currency),
        right=_signed(row.amount, row.currency),
        own_act=True,
    )


def usage_line(row: Usage) -> TimelineEntry:
    """A machine used."""
    title = _("{machine}, terminal {number}") if row.product_number else "{machine}"
    machine = machine_use_name(row.machine_type)
    parts = []
    if row.machine_number:
        parts.append(_("machine {number}").format(number=row.machine_number))
    if row.duration:
        parts.append(wording.duration(row.duration))
    return TimelineEntry(
        at=row.at,
        kind=TimelineKind.USAGE,
        icon="washing-machine",
        title=title.format(machine=machine, number=row.product_number),
        detail=", ".join(parts),
        right=wording.money(-row.amount, row.currency),
    )


def usage_month_line(row: UsageMonth, clock: OfficeClock) -> TimelineEntry:
    """A month of use of which only the sum is left, at its end."""
    following = add_months(date(row.year, row.month, 1), 1)
    times = ngettext("{count} use", "{count} uses", row.times).format(count=row.times)
    after = _balance(_("balance after: {balance}"), row.balance, row.currency)
    return TimelineEntry(
        at=clock.start_of(following) - timedelta(seconds=1),
        kind=TimelineKind.USAGE,
        icon="washing-machine",
        title=_("Machines used in {month} {year}").format(month=wording.month(row.month), year=row.year),
        detail=", ".join(part for part in (times, after) if part),
        right=wording.money(-row.amount, row.currency),
    )


def survey_line(row: SurveyAnswer) -> TimelineEntry:
    """Answers to a survey."""
    count = len(row.answers)
    return TimelineEntry(
        at=row.at,
        kind=TimelineKind.SURVEY,
        icon="message-square",
        title=_("Survey {title}").format(title=wording.quoted(row.survey)),
        detail=_("voluntary"),
        right=ngettext("{count} answer", "{count} answers", count).format(count=count),
        own_act=True,
    )


def document_line(document: Document) -> TimelineEntry:
    """A report or letter that the office made."""
    report = document.role is DocumentRole.REPORT
    pages = ngettext("{count} page", "{count} pages", document.pages).format(count=document.pages)
    return TimelineEntry(
        at=document.created_at,
        kind=TimelineKind.LETTER,
        icon="file-check" if report else "mail",
        title=_("Access report made")
        if report
        else _("Letter {name}").format(name=wording.quoted(document.name)),
        right=pages,
        reference=f"document:{document.id}",
    )


def case_lines(case: Case, clock: OfficeClock) -> list[TimelineEntry]:
    """A request: its arrival, its identity checks, its correspondence."""
    reference = f"case:{case.id}"
    rights = wording.listed([right_name(each.right).lower() for each in case.rights])
    by = _("{number}, by {channel}").format(number=case.number, channel=channel_name(case.channel).lower())
    today = clock.today()
    if case.closed_on is not None:
        right = _("closed {date}").format(date=wording.date_short(case.closed_on, today))
    else:
        right = _("due {date}").format(date=wording.date_short(case.deadline.legal, today))
    title = _("Asked for {rights}").format(rights=rights)
    asked = TimelineEntry(
        _received_at(case, clock), TimelineKind.REQUEST, "shield-check", title, by, right, True, reference
    )
    checks = [
        TimelineEntry(check.at, TimelineKind.REQUEST, "user-check", *_check_words(check.method, check.passed),
                      own_act=True, reference=reference)
        for check in case.identity
    ]  # fmt: skip
    return [asked, *checks, *(_letter_line(letter, reference) for letter in case.letters)]


def consent_line(entry: ConsentEntry, catalogue: Catalogue) -> TimelineEntry:
    """A consent given or withdrawn."""
    given = entry.state is ConsentState.GIVEN
    titles = {purpose.key: purpose.title for purpose in catalogue.purposes}
    return TimelineEntry(
        at=entry.recorded_at,
        kind=TimelineKind.CONSENT,
        icon="toggle-right" if given else "toggle-left",
        title=_("Consent given") if given else _("Consent withdrawn"),
        detail=text_in(titles[entry.purpose], desk_language()) if entry.purpose in titles else entry.purpose,
        right=entry.form,
        own_act=True,
    )


def change_lines(history: Sequence[FactVersion]) -> list[TimelineEntry]:
    """Values that took the place of others or came later; what the person was first entered with is no change."""
    by_act: dict[tuple[datetime, str], list[FactVersion]] = {}
    entered_at = min((version.origin.recorded_at for version in history), default=None)
    for version in history:
        if version.origin.recorded_at != entered_at:
            by_act.setdefault((version.origin.recorded_at, version.origin.reference), []).append(version)
    return [_change_line(at, reference, versions) for (at, reference), versions in by_act.items()]


def _change_line(at: datetime, reference: str, versions: Sequence[FactVersion]) -> TimelineEntry:
    fields: Mapping[PersonField, None] = dict.fromkeys(version.field for version in versions)
    names = wording.listed([field_name(each) for each in fields])
    confirmed = next((each.origin.confirmed_on for each in versions if each.origin.confirmed_on), None)
    words = _("confirmed {date}").format(date=wording.date_plain(confirmed)) if confirmed else ""
    channel = versions[0].origin.channel
    return TimelineEntry(
        at=at,
        kind=TimelineKind.CHANGE,
        icon="pencil-line",
        title=_("{fields} changed").format(fields=names),
        detail=", ".join(part for part in (reference, words) if part),
        right=channel_name(channel) if channel else "",
    )


def _letter_line(letter: CaseLetter, reference: str) -> TimelineEntry:
    out = letter.direction is LetterDirection.OUT
    icon = channel_icon(letter.channel) if letter.channel.value == "phone" else "mail" if out else "mail-open"
    return TimelineEntry(
        at=letter.at,
        kind=TimelineKind.LETTER,
        icon=icon,
        title=letter.title,
        detail=letter.detail,
        right=channel_name(letter.channel),
        own_act=not out,
        reference=f"document:{letter.document_id}" if letter.document_id else reference,
    )


def _check_words(method: IdentityMethod, passed: bool) -> tuple[str, str]:
    ways = {
        IdentityMethod.QUESTIONS: _("by questions"),
        IdentityMethod.CALL_BACK: _("by call-back"),
        IdentityMethod.LETTER_CODE: _("by a code in a letter"),
        IdentityMethod.CARD_SEEN: _("by a card that was seen"),
        IdentityMethod.KNOWN_ADDRESS: _("by the address on file"),
    }
    return (_("Identity checked") if passed else _("Identity not proved")), ways[method]


def _received_at(case: Case, clock: OfficeClock) -> datetime:
    """When it was entered, or noon of the day it was received where that was earlier."""
    if case.received_on >= clock.day_of(case.entered_at):
        return case.entered_at
    return clock.start_of(case.received_on) + timedelta(hours=12)


def _language(row: Connection) -> str:
    return language_name(row.browser_language.partition("-")[0].lower()) if row.browser_language else ""


def _balance(words: str, balance: int | None, currency: str) -> str:
    if balance is None:
        return ""
    return words.format(balance=wording.money(balance, currency).removeprefix(f"{currency} "))


def _signed(amount: int, currency: str) -> str:
    text = wording.money(amount, currency)
    return text.replace(f"{currency} ", f"{currency} +", 1) if amount > 0 else text


def last_days(lines: Sequence[TimelineEntry], limit: int, clock: OfficeClock) -> Sequence[TimelineEntry]:
    """The first `limit` of `lines` (newest first), and what else belongs to the last of these days."""
    if len(lines) <= limit:
        return lines
    day: date = clock.day_of(lines[limit - 1].at)
    return [line for place, line in enumerate(lines) if place < limit or clock.day_of(line.at) == day]
