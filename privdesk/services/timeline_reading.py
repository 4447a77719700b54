# SPDX-License-Identifier: MIT
"""Putting one person's timeline together from the records, page by page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from privdesk.domain.activity import Activity, ActivityKind, Connection, SurveyAnswer, TopUp, Usage
from privdesk.domain.cases import Case
from privdesk.domain.inbox import DocumentRole
from privdesk.domain.people import PersonId
from privdesk.domain.staff import StaffMember
from privdesk.services import timeline_lines as lines
from privdesk.services.clock import OfficeClock
from privdesk.services.office import catalogue_of
from privdesk.services.own_people import case_seen, own_case, own_form
from privdesk.services.ports import Records
from privdesk.services.timeline import TimelineEntry, TimelineKind

STREAMS: Mapping[TimelineKind, ActivityKind] = {
    TimelineKind.CONNECTION: ActivityKind.CONNECTION,
    TimelineKind.TOP_UP: ActivityKind.TOP_UP,
    TimelineKind.USAGE: ActivityKind.USAGE,
    TimelineKind.SURVEY: ActivityKind.SURVEY,
}
FOR_AGENCIES = frozenset({TimelineKind.FORM, TimelineKind.REQUEST})
"""What an agency clerk sees of a person's timeline."""


class TimelineReading:
    """One person's timeline as one member of staff may see it, at one moment: what is rare is read once."""

    def __init__(
        self, records: Records, clock: OfficeClock, member: StaffMember, person_id: PersonId
    ) -> None:
        self.records, self.clock, self.member, self.person_id = records, clock, member, person_id
        self._read: dict[TimelineKind, list[TimelineEntry]] = {}

    def page(
        self, kinds: frozenset[TimelineKind], before: datetime | None, limit: int
    ) -> Sequence[TimelineEntry]:
        """At least `limit` lines before `before`, newest first, in whole office days; fewer at the end."""
        rare = [line for kind in kinds - STREAMS.keys() for line in self._rare(kind)]
        if TimelineKind.USAGE in kinds:
            rare += self._usage_months
        known = [line for line in rare if before is None or line.at < before]
        rows = limit
        while True:
            streamed, floor = self._streamed(kinds, before, rows)
            found = [line for line in (*known, *streamed) if floor is None or line.at >= floor]
            if floor is None or len(found) >= limit:
                break
            rows *= 4
        found.sort(key=lambda line: line.at, reverse=True)
        return lines.last_days(found, limit, self.clock)

    def counts(self, kinds: frozenset[TimelineKind]) -> Mapping[TimelineKind, int]:
        """How many entries there are of each kind; connections one by one."""
        held = self.records.activity.counts(self.person_id) if kinds & STREAMS.keys() else None
        counts = {kind: len(self._rare(kind)) for kind in kinds - STREAMS.keys()}
        if held is not None:
            usages = held.usages + (len(self._usage_months) if TimelineKind.USAGE in kinds else 0)
            numbers = (held.connections, held.topups, usages, held.surveys)
            counts.update(
                {kind: number for kind, number in zip(STREAMS, numbers, strict=True) if kind in kinds}
            )
        return counts

    def _streamed(
        self, kinds: frozenset[TimelineKind], before: datetime | None, rows: int
    ) -> tuple[list[TimelineEntry], datetime | None]:
        """Lines of the streams, and the moment from which on they are complete (None: to the beginning)."""
        found: list[TimelineEntry] = []
        floor: datetime | None = None
        for kind in kinds & STREAMS.keys():
            held = self.records.activity.of_person(self.person_id, STREAMS[kind], rows, before)
            found.extend(self._lines(held))
            if len(held) >= rows:
                next_day = self.clock.day_of(held[-1].at) + timedelta(days=1)
                complete = self.clock.start_of(next_day)
                floor = complete if floor is None else max(floor, complete)
        return found, floor

    def _lines(self, held: Sequence[Activity]) -> Iterable[TimelineEntry]:
        connections = [row for row in held if isinstance(row, Connection)]
        yield from lines.connection_lines(connections, self.clock)
        for row in held:
            if isinstance(row, TopUp):
                yield lines.top_up_line(row)
            elif isinstance(row, Usage):
                yield lines.usage_line(row)
            elif isinstance(row, SurveyAnswer):
                yield lines.survey_line(row)

    def _rare(self, kind: TimelineKind) -> list[TimelineEntry]:
        if kind not in self._read:
            readings: Mapping[TimelineKind, Callable[[], list[TimelineEntry]]] = {
                TimelineKind.FORM: self._forms,
                TimelineKind.LETTER: self._letters,
                TimelineKind.REQUEST: self._requests,
                TimelineKind.CONSENT: self._consents,
                TimelineKind.CHANGE: self._changes,
            }
            self._read[kind] = readings[kind]()
        return self._read[kind]

    @cached_property
    def _usage_months(self) -> Sequence[TimelineEntry]:
        """Months of use of which only sums are left."""
        months = self.records.activity.usage_months(self.person_id)
        return [lines.usage_month_line(each, self.clock) for each in months]

    @cached_property
    def _cases(self) -> Sequence[Case]:
        return self.records.cases.of_person(self.person_id)

    def _forms(self) -> list[TimelineEntry]:
        held = self.records.submissions.of_person(self.person_id)
        return [lines.form_line(each) for each in held if own_form(self.member, each)]

    def _letters(self) -> list[TimelineEntry]:
        cases = self._cases
        of_cases = [
            line
            for case in cases
            for line in lines.case_lines(case, self.clock)
            if line.kind is TimelineKind.LETTER
        ]
        shown = {letter.document_id for case in cases for letter in case.letters}
        made = (DocumentRole.REPORT, DocumentRole.LETTER)
        documents = self.records.documents.of_person(self.person_id)
        rest = [each for each in documents if each.role in made and each.id not in shown]
        return [*of_cases, *(lines.document_line(each) for each in rest)]

    def _requests(self) -> list[TimelineEntry]:
        held = [
            case_seen(self.records, self.member, case)
            for case in self._cases
            if own_case(self.records, self.member, case)
        ]
        found = [line for case in held for line in lines.case_lines(case, self.clock)]
        return [line for line in found if line.kind is TimelineKind.REQUEST]

    def _consents(self) -> list[TimelineEntry]:
        catalogue = catalogue_of(self.records)
        return [
            lines.consent_line(each, catalogue) for each in self.records.consents.of_person(self.person_id)
        ]

    def _changes(self) -> list[TimelineEntry]:
        return lines.change_lines(self.records.people.history(self.person_id))
