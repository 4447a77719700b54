# SPDX-License-Identifier: MIT
"""Making sure who calls: questions from data on file, call-back to a contact that may serve, the verdict."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from privdesk.domain.activity import ActivityKind, TopUp, Usage
from privdesk.domain.cases import CallSheet, IdentityQuestion, Representative, Right
from privdesk.domain.identity import (
    FAILED_REST_DAYS,
    OWN_KNOWLEDGE,
    WRONG_ALLOWED,
    ContactStanding,
    QuestionKey,
    Standing,
    contact_group,
    contact_standing,
    need,
    tolerance,
    weigh,
)
from privdesk.domain.people import FactVersion, PersonField, PersonId
from privdesk.domain.staff import Permission, StaffMember
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.office import catalogue_of, office_of
from privdesk.services.own_people import own_call, own_case, own_contracts, own_staff
from privdesk.services.ports import Records

PHONES = (PersonField.PHONE_LANDLINE, PersonField.PHONE_MOBILE)


@dataclass(frozen=True, slots=True)
class CallBackNumber:
    """A number on file that may be called back, or why it may not."""

    field: PersonField
    number: str
    """As on file, E.164."""
    shown: str
    """Grouped for reading."""
    allowed: bool
    why: str
    """A sentence: since when it is on file, or when it changed and from when it serves again."""


@dataclass(frozen=True, slots=True)
class CodeByLetter:
    """Whether a code may go by letter to the address on file, or why it may not."""

    address: str
    """As on file, in one line."""
    allowed: bool
    why: str


@dataclass(frozen=True, slots=True)
class IdentityVerdict:
    """How the check stands, in numbers and as a sentence for the clerk."""

    standing: Standing
    right: int
    wrong: int
    needed: int
    sentence: str

    @property
    def passed(self) -> bool:
        """Whether we know who calls."""
        return self.standing is Standing.PASSED


@dataclass(frozen=True, slots=True)
class OnFile:
    """The records and the clock, asked about one person; reads only what `member` may see."""

    records: Records
    clock: OfficeClock
    member: StaffMember

    def contact(self, person_id: PersonId, name: PersonField) -> ContactStanding:
        """Whether a contact on file may serve; an address counts as one contact."""
        return self._contact(self.records.people.history(person_id), name)

    def questions(self, person_id: PersonId) -> Sequence[IdentityQuestion]:
        """What may be asked, the holder's own knowledge first; nothing that was changed within 30 days.

        Nothing at all while questions rest after a failed check.
        """
        if self.failed_on(person_id) is not None:
            return []
        asked = [*self._account(person_id), *self._contract(person_id), *self._facts(person_id)]
        order = list(QuestionKey)
        return sorted(
            asked, key=lambda each: (each.key not in OWN_KNOWLEDGE, order.index(QuestionKey(each.key)))
        )

    def failed_on(self, person_id: PersonId) -> date | None:
        """The day on which too many answers were wrong, as long as questions rest after it; None else."""
        today = self.clock.today()
        days = (self.clock.day_of(at) for at in self._failures(person_id))
        return max((day for day in days if today - day <= timedelta(days=FAILED_REST_DAYS)), default=None)

    def _failures(self, person_id: PersonId) -> Iterator[datetime]:
        """When a check by questions failed, as far as this member may know: in requests, and in calls without one."""
        records, member = self.records, self.member
        for case in records.cases.of_person(person_id):
            if own_case(records, member, case):
                for check in case.identity:
                    wrong = len(check.questions) - check.right
                    if wrong > WRONG_ALLOWED and not check.passed and own_staff(records, member, check.by):
                        yield check.at
        for sheet in records.calls.of_person(person_id):
            wrong = list(sheet.answers.values()).count(False)
            alone = sheet.ended_at is not None and sheet.case_id is None and sheet.representative is None
            if alone and wrong > WRONG_ALLOWED and own_call(records, member, sheet):
                yield sheet.started_at

    def numbers(self, person_id: PersonId) -> Sequence[CallBackNumber]:
        """The phone numbers on file; what the caller names in the call is never among them."""
        person = self.records.people.get(person_id)
        history = self.records.people.history(person_id)
        country = office_of(self.records).country
        return [
            CallBackNumber(
                field=name,
                number=person.fact(name),
                shown=wording.phone(person.fact(name), country),
                allowed=standing.serves,
                why=contact_sentence(standing),
            )
            for name in PHONES
            if (standing := self._contact(history, name)).held
        ]

    def code_by_letter(self, person_id: PersonId) -> CodeByLetter:
        """The address on file for a code; one named in the call is never it."""
        standing = self.contact(person_id, PersonField.STREET)
        line = self.records.people.get(person_id).address_line
        return CodeByLetter(line, standing.serves, contact_sentence(standing))

    def verdict(self, sheet: CallSheet) -> IdentityVerdict:
        """How the check stands with the answers noted so far.

        Who calls for somebody else answers no questions: what they know shows nothing of what they may.
        """
        if sheet.representative is None:
            verdict = self.weighed(sheet.person_id, sheet.answers, sheet.wishes)
        else:
            sentence = represented_sentence(sheet.representative, self.clock.today())
            verdict = IdentityVerdict(Standing.OPEN, 0, 0, need(sheet.wishes).right, sentence)
        person, contact = sheet.person_id, sheet.called_back
        called = person is not None and contact is not None and self.contact(person, contact).serves
        if called and verdict.standing is not Standing.FAILED:
            sentence = _("Identity stands: called back on the number on file.")
            return replace(verdict, standing=Standing.PASSED, sentence=sentence)
        return verdict

    def weighed(
        self, person_id: PersonId | None, answers: Mapping[str, bool], rights: Collection[Right]
    ) -> IdentityVerdict:
        """How answers, right or wrong by the question's key, weigh for these rights."""
        needed = need(rights)
        if person_id is None:
            return IdentityVerdict(Standing.OPEN, 0, 0, needed.right, _("Find the caller first."))
        keys = [question.key for question in self.questions(person_id)]
        counted = {key: right for key, right in answers.items() if key in keys}
        right = sum(counted.values())
        standing = weigh(answers, keys, needed)
        lacks_own = not OWN_KNOWLEDGE & {key for key, is_right in counted.items() if is_right}
        sentence = self._sentence(person_id, standing, right, needed.right, needed.own > 0 and lacks_own)
        return IdentityVerdict(standing, right, len(counted) - right, needed.right, sentence)

    def _contact(self, history: Sequence[FactVersion], name: PersonField) -> ContactStanding:
        return contact_standing(history, contact_group(name), self.clock.today(), self.clock.day_of)

    def _account(self, person_id: PersonId) -> Iterator[IdentityQuestion]:
        if not self.member.may(Permission.SEE_ACTIVITY):
            return
        today, activity = self.clock.today(), self.records.activity
        for row in activity.of_person(person_id, ActivityKind.TOP_UP, 1):
            if isinstance(row, TopUp):
                day = wording.date_short(self.clock.day_of(row.at), today)
                answer = _("{day}, by {method}, {amount}").format(
                    day=day, method=row.method, amount=wording.money(row.amount, row.currency)
                )
                yield IdentityQuestion(QuestionKey.LAST_TOP_UP, {"currency": row.currency}, answer)
        balance = activity.balance(person_id)
        if balance is not None:
            yield _credit_question(*balance)
        usages = [
            row for row in activity.of_person(person_id, ActivityKind.USAGE, 2) if isinstance(row, Usage)
        ]
        if len(usages) == 2 and usages[1].machine_type:
            day = wording.date_short(self.clock.day_of(usages[1].at), today)
            answer = _("{machine}, {day}").format(machine=usages[1].machine_type, day=day)
            yield IdentityQuestion(QuestionKey.SECOND_LAST_MACHINE, {}, answer)

    def _contract(self, person_id: PersonId) -> Iterator[IdentityQuestion]:
        contracts = own_contracts(self.records, self.member, person_id)
        running = [each for each in contracts if each.end is None] or contracts
        for contract in running[:1]:
            month = wording.month(contract.start.month)
            answer = _("{month} {year}").format(month=month, year=contract.start.year)
            yield IdentityQuestion(QuestionKey.CONTRACT_MONTH, {}, answer)

    def _facts(self, person_id: PersonId) -> Iterator[IdentityQuestion]:
        person, history = self.records.people.get(person_id), self.records.people.history(person_id)

        def settled(name: PersonField) -> bool:
            return self._contact(history, name).serves

        iban = person.fact(PersonField.IBAN)
        if iban and self.member.may(Permission.SEE_ACTIVITY) and settled(PersonField.IBAN):
            yield IdentityQuestion(QuestionKey.IBAN_DIGITS, {}, iban[-4:])
        mobile = person.fact(PersonField.PHONE_MOBILE)
        if mobile and settled(PersonField.PHONE_MOBILE):
            yield IdentityQuestion(QuestionKey.MOBILE_DIGITS, {}, mobile[-2:])
        birth = person.fact(PersonField.DATE_OF_BIRTH)
        if birth and self._catalogue_has(PersonField.DATE_OF_BIRTH) and settled(PersonField.DATE_OF_BIRTH):
            answer = wording.date_plain(date.fromisoformat(birth))
            yield IdentityQuestion(QuestionKey.DATE_OF_BIRTH, {}, answer)

    def _catalogue_has(self, name: PersonField) -> bool:
        return any(name in group.fields for group in catalogue_of(self.records).groups)

    def _sentence(
        self, person_id: PersonId, standing: Standing, right: int, needed: int, lacks_own: bool
    ) -> str:
        match standing:
            case Standing.PASSED:
                return _("Identity stands: {right} right, {needed} needed.").format(
                    right=right, needed=needed
                )
            case Standing.FAILED:
                return _failed(self.contact(person_id, PersonField.STREET))
            case Standing.TOO_FEW:
                failed = self.failed_on(person_id)
                return _other_ways(
                    _("There are too few questions to be sure.")
                    if failed is None
                    else _questions_rest(failed),
                    any(number.allowed for number in self.numbers(person_id)),
                    self.contact(person_id, PersonField.STREET),
                )
            case Standing.OPEN:
                text = _("{right} right, {needed} needed.").format(right=right, needed=needed)
                own = _("One of them must be about top-ups, credit or the IBAN.")
                return f"{text} {own}" if lacks_own else text


def contact_sentence(standing: ContactStanding) -> str:
    """Say since when a contact is on file and whether it serves."""
    if not standing.held or standing.since is None:
        return _("Not on file.")
    since = wording.date_plain(standing.since)
    if standing.serves_from is not None:
        return _("Changed on {since}: serves again from {day}, or once confirmed by letter.").format(
            since=since, day=wording.date_plain(standing.serves_from)
        )
    if standing.confirmed_on is not None:
        return _("Confirmed on {day}.").format(day=wording.date_plain(standing.confirmed_on))
    return _("On file since {since}, not changed in the last 30 days.").format(since=since)


def represented_sentence(who: Representative, today: date) -> str:
    """What the clerk does where somebody calls for the person."""
    if who.expired(today):
        return _("The authority has ended: take the wish, give nothing out, ask for a new paper.")
    if not who.proven:
        return _("Ask for the paper by post or e-mail. Take the wish, give nothing out before it was seen.")
    return _("The paper was seen. Give nothing out on the phone; the answer goes to the address on it.")


def question_title(question: IdentityQuestion) -> str:
    """A question in short, in the language of the desk."""
    titles: dict[QuestionKey, Callable[[], str]] = {
        QuestionKey.LAST_TOP_UP: lambda: _("Last top-up: when, how much, how?"),
        QuestionKey.CREDIT_LEFT: lambda: _("About how much credit is left?"),
        QuestionKey.CONTRACT_MONTH: lambda: _("Month the account began?"),
        QuestionKey.SECOND_LAST_MACHINE: lambda: _("Second-last machine used: which kind?"),
        QuestionKey.DATE_OF_BIRTH: lambda: _("Date of birth?"),
        QuestionKey.MOBILE_DIGITS: lambda: _("Last two digits of the mobile number we have?"),
        QuestionKey.IBAN_DIGITS: lambda: _("Last four digits of the IBAN we have?"),
    }
    return titles[QuestionKey(question.key)]()


def open_keys(questions: Sequence[IdentityQuestion], answered: Collection[str]) -> Sequence[IdentityQuestion]:
    """The questions without an answer yet, in order."""
    return [question for question in questions if question.key not in answered]


def _credit_question(balance: int, currency: str) -> IdentityQuestion:
    off = tolerance(balance)
    answer = _("{amount} (from {low} to {high} counts as right)").format(
        amount=wording.money(balance, currency),
        low=wording.money(balance - off if balance < 0 else max(0, balance - off), currency),
        high=wording.money(balance + off, currency),
    )
    return IdentityQuestion(QuestionKey.CREDIT_LEFT, {"currency": currency}, answer)


def _failed(address: ContactStanding) -> str:
    text = _("Take the wish, give nothing out; we answer by post to the address on file.")
    return text if address.serves else f"{text} {_address_rests(address)}"


def _questions_rest(failed: date) -> str:
    again = failed + timedelta(days=FAILED_REST_DAYS + 1)
    return _("A check failed on {day}: questions serve again from {again}.").format(
        day=wording.date_plain(failed), again=wording.date_plain(again)
    )


def _other_ways(text: str, may_call_back: bool, address: ContactStanding) -> str:
    if may_call_back:
        return f"{text} " + _("Call back a number on file.")
    if address.serves:
        return f"{text} " + _("Send a code by letter to the address on file.")
    return f"{text} " + _("No contact on file serves now: check identity at the counter.")


def _address_rests(address: ContactStanding) -> str:
    if address.serves_from is None:
        return _("There is no address on file: ask for one and confirm it first.")
    return _("The address changed on {day}: confirm it at the old one first.").format(
        day=wording.date_plain(address.since or address.serves_from)
    )
