# SPDX-License-Identifier: MIT
"""What is due, most urgent first, and what came in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from privdesk.domain.agencies import AgencyId
from privdesk.domain.audit import Action
from privdesk.domain.cases import CallSheet, Case, Step
from privdesk.domain.people import Channel, Person, PersonField
from privdesk.domain.staff import Permission, StaffMember
from privdesk.domain.submissions import Submission, SubmissionState
from privdesk.i18n import _, desk_language, ngettext
from privdesk.services import wording
from privdesk.services.case_acts import case_title, next_act
from privdesk.services.case_words import asker_name
from privdesk.services.default_forms import default_template
from privdesk.services.first_steps import first_steps
from privdesk.services.inbox_view import InboxFilter
from privdesk.services.objections import closing_wishes
from privdesk.services.own_people import case_seen, own_case, own_form
from privdesk.services.ports import Records
from privdesk.services.reasons import form_reason
from privdesk.services.tellings import telling_lines
from privdesk.services.today_page import DaySum, DueRow, IncompleteRow, TodayPage, UnfinishedCall
from privdesk.services.undertakings import ending_undertakings
from privdesk.services.urgency import tone_of
from privdesk.services.workplace import Workplace

DAYS_SHOWN = 10


class Today:
    """The first page. Everything on it is the signed-in member's own: an agency clerk sees the own agency's."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def overview(self) -> TodayPage:
        """Everything that is due now; sorted by days left to the earlier of safe and legal date."""
        self._place.require(Permission.USE_DESK)
        today = self._place.clock.today()
        looks_up = self._place.member.may(Permission.LOOK_UP_PEOPLE)
        tells = self._place.member.may(Permission.GRANT_ACCESS)
        with self._place.reading() as records:
            cases = self._own_cases(records) if looks_up else []
            return TodayPage(
                due=[
                    due_row(case, self._place.member, today)
                    for case in sorted(cases, key=lambda case: case.days_left(today))
                ],
                incomplete=self._incomplete(records, today) if looks_up else [],
                unfinished_calls=self._calls(records) if looks_up else [],
                forms_a_day=_forms_a_day(records, today, self._place.member.agency_id),
                requests_by_step={step: sum(case.step is step for case in cases) for step in Step},
                since=self._since(records),
                steps=first_steps(records, self._place.member),
                waiting=self._waiting(records),
                tellings=telling_lines(records, records.tellings.open(), today) if tells else (),
                closings=closing_wishes(records) if tells else (),
                undertakings=ending_undertakings(records, self._place.member, today),
            )

    def _own_cases(self, records: Records) -> list[Case]:
        member = self._place.member
        return [
            case_seen(records, member, case)
            for case in records.cases.open_cases()
            if own_case(records, member, case)
        ]

    def _incomplete(self, records: Records, today: date) -> Sequence[IncompleteRow]:
        held = records.submissions.in_state(SubmissionState.INCOMPLETE)
        return [_incomplete_row(each, today) for each in held if own_form(self._place.member, each)]

    def _calls(self, records: Records) -> Sequence[UnfinishedCall]:
        held = [each for each in records.calls.unfinished() if each.staff_id == self._place.member.id]
        people = records.people.many([each.person_id for each in held if each.person_id is not None])
        return [_call_row(each, people.get(each.person_id) if each.person_id else None) for each in held]

    def _waiting(self, records: Records) -> int:
        counts = records.inbox.counts(self._place.member.agency_id)
        return sum(counts.get(state, 0) for state in InboxFilter.ALL.states)

    def _since(self, records: Records) -> Sequence[str]:
        """What came in since this member last left the desk."""
        left = self._left_at(records)
        if left is None or self._place.member.agency_id is not None:
            return ()
        arrived = [item for item in records.inbox.items(InboxFilter.ALL.states) if item.arrived_at >= left]
        opened = [case for case in records.cases.open_cases() if case.entered_at >= left]
        lines = []
        if arrived:
            words = ngettext("{count} form arrived.", "{count} forms arrived.", len(arrived))
            lines.append(words.format(count=wording.number(len(arrived))))
        if opened:
            words = ngettext("{count} request was opened.", "{count} requests were opened.", len(opened))
            lines.append(words.format(count=wording.number(len(opened))))
        return lines

    def _left_at(self, records: Records) -> datetime | None:
        mine = f"staff:{self._place.member.id}"
        entries = records.audit.entries(record=mine, actions=(Action.LOCKED,), limit=1)
        return entries[0].at if entries else None


def due_row(case: Case, member: StaffMember, today: date) -> DueRow:
    """One open request as Today and the list of requests show it."""
    deadline = case.deadline
    left = case.days_left(today)
    whole = max((deadline.legal - case.received_on).days, 1)
    act = next_act(case, member, today)
    dates = _("Due {legal}").format(legal=wording.date_long(deadline.legal))
    if deadline.safe != deadline.legal:
        dates = _("{due} · {safe} safe").format(due=dates, safe=wording.date_long(deadline.safe))
    return DueRow(
        case_id=case.id,
        number=case.number,
        person_id=case.person_id,
        person_name=asker_name(case),
        title=case_title(case),
        next_act=act.title if act is not None else "",
        step=case.step,
        days_left=left,
        left=wording.days_left(left),
        tone=tone_of(case, today),
        received_on=case.received_on,
        safe=deadline.safe,
        legal=deadline.legal,
        dates=dates,
        share=_share(today, case.received_on, whole),
        safe_share=_share(deadline.safe, case.received_on, whole),
        channel=case.channel,
    )


def _share(day: date, start: date, whole: int) -> float:
    return min(max((day - start).days / whole, 0.0), 1.0)


def _incomplete_row(submission: Submission, today: date) -> IncompleteRow:
    entry = submission.entry
    template = default_template(entry.template.id)
    values = entry.values
    name = f"{values.get(PersonField.FIRST_NAME, '')} {values.get(PersonField.LAST_NAME, '')}".strip()
    reasons = [form_reason(reason, entry.template) for reason in entry.reasons]
    return IncompleteRow(
        submission_id=submission.id,
        number=submission.number,
        item_id=entry.item_id,
        name=name or submission.number,
        form=template.title(desk_language()) if template else "",
        reasons=wording.listed(reasons),
        received_on=entry.received_on,
        waiting_days=max(0, (today - entry.received_on).days),
    )


def _call_row(sheet: CallSheet, person: Person | None) -> UnfinishedCall:
    return UnfinishedCall(
        sheet.id, person.name if person else "", sheet.started_at, tuple(sorted(sheet.wishes))
    )


def _forms_a_day(records: Records, today: date, agency: AgencyId | None) -> Sequence[DaySum]:
    first = today - timedelta(days=DAYS_SHOWN - 1)
    held: Mapping[date, Mapping[str, int]] = records.submissions.per_day(first, agency)
    days = (first + timedelta(days=offset) for offset in range(DAYS_SHOWN))
    return [
        DaySum(day, {Channel(channel): count for channel, count in held.get(day, {}).items()}) for day in days
    ]
