# SPDX-License-Identifier: MIT
"""The facts of a letter about a request: dates, rights, outcomes, what was erased, kept, restricted, withdrawn."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from privdesk.domain.agencies import AgencyId
from privdesk.domain.case_state import confirm_by
from privdesk.domain.cases import Case, CaseKind, CaseRight, Outcome, Right
from privdesk.domain.consent import ConsentState
from privdesk.domain.decisions import AT_ONCE, right_of
from privdesk.domain.errors import NotFoundError
from privdesk.domain.forms import text_in
from privdesk.domain.inbox import Document, DocumentRole
from privdesk.domain.letters import Amount, LetterKind, Row, Value
from privdesk.domain.objections import Objection, closing_day
from privdesk.services.case_clock import CaseClock
from privdesk.services.clock import OfficeClock
from privdesk.services.letter_about import About
from privdesk.services.letter_authorities import authority_for, authority_values
from privdesk.services.letter_codes import VALID_DAYS
from privdesk.services.letter_erased import erased_facts, erasure_reasons, run_erasure
from privdesk.services.letter_reasons import reason_text
from privdesk.services.ports import Records

REPLY_DAYS = 14
"""How long the person is asked to take for a reply, at most."""
_ANSWERED = {
    LetterKind.ACCESS_COVER: Right.ACCESS,
    LetterKind.PORTABILITY_COVER: Right.PORTABILITY,
    LetterKind.RECTIFICATION_DONE: Right.RECTIFICATION,
    LetterKind.ERASURE_FULL: Right.ERASURE,
    LetterKind.ERASURE_PARTIAL: Right.ERASURE,
    LetterKind.OBJECTION_GRANTED: Right.OBJECTION,
    LetterKind.OBJECTION_REFUSED: Right.OBJECTION,
    LetterKind.WITHDRAWAL_CONFIRMED: Right.WITHDRAWAL,
    LetterKind.RESTRICTION_SET: Right.RESTRICTION,
}
"""Letters that answer one right."""
_ERASES = frozenset({LetterKind.ERASURE_FULL, LetterKind.ERASURE_PARTIAL, LetterKind.ANSWER})
_TELLS = frozenset({
    LetterKind.RECTIFICATION_DONE, LetterKind.ERASURE_FULL, LetterKind.ERASURE_PARTIAL, LetterKind.RESTRICTION_SET,
})  # fmt: skip
"""Letters that say who else was told, or that there was nobody."""
_CODES_OF_OUTCOME = {
    Outcome.REFUSED,
    Outcome.PARTLY,
    Outcome.GRANTED,
    Outcome.NOTHING_HELD,
    Outcome.WITHDRAWN,
}
_DATA_FILES: tuple[Row, ...] = (
    {"name": "JSON", "format": "json"},
    {"name": "CSV", "format": "csv"},
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Values, lists and conditions of one letter."""

    values: Mapping[str, Value]
    rows: Mapping[str, tuple[Row, ...]]
    holds: frozenset[str]


@dataclass(slots=True)
class CaseFacts:
    """Gathers what a letter about a request may say."""

    records: Records
    clock: OfficeClock
    dates: CaseClock
    about: About
    case: Case
    kind: LetterKind
    until: date | None = None
    """The new date of an extension, where the law has the office name it."""

    def gathered(self) -> Facts:
        """Everything; the wording takes what it names."""
        values: dict[str, Value | None] = {**self._dates(), **self._who(), **self._authority()}
        rows: dict[str, tuple[Row, ...]] = {"rights": tuple(self._rights()), "told": tuple(self._told())}
        special: Callable[[], tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]] | None = {
            LetterKind.IDENTITY_REQUEST: self._identity,
            LetterKind.IDENTITY_CODE: lambda: ({"valid_until": self._today + timedelta(VALID_DAYS)}, {}),
            LetterKind.EXTENSION: self._extension,
            LetterKind.FEE_NOTICE: self._fee,
            LetterKind.ACCESS_COVER: self._access,
            LetterKind.PORTABILITY_COVER: lambda: ({}, {"files": _DATA_FILES}),
            LetterKind.RECTIFICATION_DONE: self._rectification,
            LetterKind.ERASURE_FULL: self._erasure,
            LetterKind.ERASURE_PARTIAL: self._erasure,
            LetterKind.ANSWER: self._erasure,
            LetterKind.OBJECTION_GRANTED: self._objection,
            LetterKind.WITHDRAWAL_CONFIRMED: self._withdrawal,
            LetterKind.RESTRICTION_SET: self._restriction,
            LetterKind.RESTRICTION_LIFTED: self._lifting,
            LetterKind.NOTHING_HELD: self._nothing,
        }.get(self.kind)
        if special is not None:
            more, lists = special()
            values |= more
            rows |= lists
        return Facts({key: value for key, value in values.items() if value}, rows, frozenset(self._holds()))

    @property
    def _today(self) -> date:
        return self.clock.today()

    def _dates(self) -> dict[str, Value | None]:
        case, deadline = self.case, self.case.deadline
        reply_by = self._today + timedelta(days=REPLY_DAYS)
        return {
            "received_on": case.received_on,
            "channel": case.channel.value,
            "answer_by": deadline.legal,
            "planned_by": deadline.act_by if self._today <= deadline.act_by < deadline.legal else None,
            "acknowledge_by": deadline.acknowledge_by,
            "extension_notice": None if case.extended else deadline.extension_notice,
            "reply_by": reply_by if reply_by < deadline.safe else None,
            "effective_on": case.received_on,
            "done_on": self._decided_on(),
        }

    def _who(self) -> dict[str, Value | None]:
        case = self.case
        person = self.about.person
        return {
            "on_behalf_of": self._name if self.about.representative is not None else None,
            "agency_name": self._agency(case.agency_id),
            "at_once": self._at_once(),
            "restricted_on": person.restricted_since if person is not None else None,
        }

    @property
    def _name(self) -> str:
        known = self.about.last_known
        return self.case.person_name or (known.name if known is not None else "")

    def _agency(self, agency_id: AgencyId | None) -> str:
        if agency_id is None:
            return ""
        try:
            return self.records.agencies.get(agency_id).name
        except NotFoundError:
            return ""

    def _authority(self) -> Mapping[str, Value | None]:
        about = self.about
        authority = authority_for(about.regime, about.residence, about.catalogue)
        return authority_values(authority, about.language)

    def _at_once(self) -> str:
        done = {each.right for each in self.case.rights if each.outcome is Outcome.GRANTED} & AT_ONCE
        return "both" if len(done) > 1 else next((right.value for right in done), "")

    def _holds(self) -> Iterator[str]:
        case = self.case
        waits = any(each.outcome is Outcome.TO_DECIDE and each.right not in AT_ONCE for each in case.rights)
        if case.kind is CaseKind.REQUEST and waits and not case.identity_stands:
            yield "identity_open"
        if case.identity_stands:
            yield "identity_stands"
        if case.fee is None:
            yield "free_of_charge"
        if self.about.representative is not None:
            yield "representative"
        if self.about.person is not None and self._runs():
            yield "contract_running"
        if self.kind is LetterKind.PORTABILITY_COVER:
            yield "embedded"
        if self.kind in _TELLS and not self.records.tellings.of_case(case.id):
            yield "told_none"
        erasure = run_erasure(self.records, self.case) if self.kind in _ERASES else None
        if erasure is not None:
            yield "certificate"
            if erasure.whole:
                yield "account_closed"

    def _runs(self) -> bool:
        person, today = self.about.person, self._today
        if person is None:
            return False
        return any(
            each.end is None or each.end >= today for each in self.records.contracts.of_person(person.id)
        )

    def _rights(self) -> Iterator[Row]:
        refused = any(each.outcome is Outcome.REFUSED for each in self.case.rights)
        refused_only = self.kind is LetterKind.REFUSAL and refused
        for each in self.case.rights:
            if refused_only and each.outcome is not Outcome.REFUSED:
                continue
            day = self.clock.day_of(each.decided_at) if each.decided_at is not None else None
            tells_day = day is not None and each.outcome in {Outcome.GRANTED, Outcome.PARTLY}
            outcome = each.outcome.value if each.outcome in _CODES_OF_OUTCOME else ""
            row: dict[str, Value] = {
                "right": each.right.value,
                "outcome": outcome,
                "reason": self._reason(each),
            }
            if tells_day and day is not None:
                row["on"] = day
            yield row

    def _reason(self, right: CaseRight) -> str:
        about = self.about
        if not right.reason_key:
            return right.reason
        try:
            listed = reason_text(right.reason_key, about.regime, about.language, about.office.country)
        except KeyError:
            return right.reason
        return f"{listed} {right.reason}".strip()

    def reasons(self) -> tuple[Row, ...]:
        """Why, as the request records it."""
        if self.kind is LetterKind.EXTENSION:
            texts = [self.case.extension_reason]
        elif self.kind is LetterKind.FEE_NOTICE:
            texts = [self.case.fee.reason if self.case.fee is not None else ""]
        elif self.kind is LetterKind.REFUSAL:
            texts = [self._reason(each) for each in self.case.rights if each.outcome is Outcome.REFUSED]
        elif self.kind is LetterKind.ERASURE_PARTIAL:
            erasure = run_erasure(self.records, self.case)
            texts = list(erasure_reasons(self.about, self.case, erasure))
        elif self.kind in _ANSWERED:
            right = right_of(self.case, _ANSWERED[self.kind])
            granted = right is None or right.outcome is Outcome.GRANTED
            texts = [] if granted or right is None else [self._reason(right)]
        else:
            texts = []
        return tuple({"text": text} for text in dict.fromkeys(texts) if text)

    def _decided_on(self) -> date | None:
        """When the right that this letter answers was decided; the latest decision where it answers several."""
        right = _ANSWERED.get(self.kind)
        moments = [
            each.decided_at
            for each in self.case.rights
            if each.decided_at is not None and right in (None, each.right)
        ]
        return self.clock.day_of(max(moments)) if moments else None

    def _told(self) -> Iterator[Row]:
        for each in self.records.tellings.of_case(self.case.id):
            if each.told_on is not None:
                yield {"recipient": each.party.name}

    def _identity(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        known = self.about.person is not None
        methods = ("questions", "call_back", "letter_code", "card_seen") if known else ("card_seen",)
        return {}, {"identity_ways": tuple({"method": method} for method in methods)}

    def _extension(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        case = self.case
        if not case.extended:
            rule = self.dates.law(case.regime).clock(case.kind.clock).extension
            if rule is None or (rule.total is None and self.until is None):
                return {}, {}
            longer = self.dates.extended(case, self._today, self.until if rule.total is None else None, "")
            return {"extended_until": longer.deadline.legal}, {}
        return {"extended_until": case.deadline.legal}, {}

    def _fee(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        fee = self.case.fee
        if fee is None:
            return {}, {}
        return {"amount": Amount(fee.minor, fee.currency), "confirm_by": confirm_by(self.case)}, {}

    def _access(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        report = self._report()
        if report is None:
            return {"as_at": self._today}, {}
        return {"pages": report.pages, "as_at": self.clock.day_of(report.created_at)}, {}

    def _report(self) -> Document | None:
        """The latest report handed out in this request."""
        for letter in reversed(self.case.letters):
            if letter.document_id is not None:
                document = self.records.documents.get(letter.document_id)
                if document.role is DocumentRole.REPORT:
                    return document
        return None

    def _rectification(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        asked, person = right_of(self.case, Right.RECTIFICATION), self.about.person
        changes = asked.changes if asked is not None and person is not None else {}
        rows = tuple(
            {"field": name.value, "value": value}
            for name, value in changes.items()
            if person is not None and person.fact(name) == value
        )
        return {}, {"changes": rows}

    def _erasure(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        """From the erasure that was run for this request."""
        erasure = run_erasure(self.records, self.case)
        if erasure is None:
            return {}, {}
        return erased_facts(self.records, self.clock, self.about, erasure)

    def _objection(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        noted, person = self.records.objections.of_case(self.case.id), self.about.person
        closes = self._closes(noted)
        purposes = noted.purposes if noted is not None else ()
        if not purposes:
            since = person.no_advertising_since if person is not None else None
            return {"scope": "advertising", "effective_on": since or self.case.received_on, **closes}, {}
        titles = [self._purpose(key) for key in purposes]
        return {"scope": "purpose", "purpose": self.about.words.listed(titles), **closes}, {}

    def _closes(self, noted: Objection | None) -> dict[str, Value | None]:
        """The day on which the account closes, where the person wishes to know it before."""
        person = self.about.person
        if noted is None or person is None or not noted.must_be_told:
            return {}
        return {"closes_on": closing_day(tuple(self.records.contracts.of_person(person.id)))}

    def _purpose(self, key: str) -> str:
        for each in self.about.catalogue.purposes:
            if each.key == key:
                return text_in(each.title, self.about.language)
        return key

    def _withdrawal(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        person = self.about.person
        entries = self.records.consents.of_person(person.id) if person is not None else ()
        keys = dict.fromkeys(
            entry.purpose
            for entry in entries
            if entry.state is ConsentState.WITHDRAWN and entry.form == self.case.number
        )
        return {}, {"consents": tuple({"purpose": self._purpose(key)} for key in keys)}

    def _restriction(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        person = self.about.person
        since = person.restricted_since if person is not None else None
        return {"effective_on": since or self._decided_on()}, {}

    def _lifting(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        person = self.about.person
        since = person.restricted_since if person is not None else None
        return {"since": since, "ends_on": self._today + timedelta(days=REPLY_DAYS)}, {}

    def _nothing(self) -> tuple[Mapping[str, Value | None], Mapping[str, tuple[Row, ...]]]:
        person, words = self.about.person, self.about.words
        parts = (person.name, person.address_line) if person is not None else (self.case.person_name,)
        groups = [text_in(group.title, self.about.language) for group in self.about.catalogue.groups]
        return {
            "searched_for": ", ".join(part for part in parts if part),
            "searched_in": words.listed(groups),
        }, {}
