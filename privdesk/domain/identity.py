# SPDX-License-Identifier: MIT
"""How sure we must be of who asks, what may be asked, and which contact on file may serve.

Why these numbers: docs/adr/0007-identity-on-the-phone.md.

Law: GDPR Art. 12(6) and 5(1)(c) (only what is needed to be sure), FADP Art. 8 and DPO Art. 16(5).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from privdesk.domain.cases import Right
from privdesk.domain.people import ADDRESS_FIELDS, FactVersion, PersonField
from privdesk.domain.rights import WEIGHTY, answers_needed

CONTACT_REST_DAYS = 30
"""A changed contact serves neither call-back nor hand-over for this many days, the last one included."""
WRONG_ALLOWED = 1
"""One wrong answer is a slip of memory; the second one ends the check."""


class QuestionKey(StrEnum):
    """What may be asked: nothing that stands on a letter, an envelope, a badge or a building directory."""

    LAST_TOP_UP = "last_top_up"
    CREDIT_LEFT = "credit_left"
    CONTRACT_MONTH = "contract_month"
    SECOND_LAST_MACHINE = "second_last_machine"
    DATE_OF_BIRTH = "date_of_birth"
    MOBILE_DIGITS = "mobile_digits"
    IBAN_DIGITS = "iban_digits"


FAILED_REST_DAYS = 30
"""After a failed check questions rest this long, the last day included: who guesses does not get a second round."""
OWN_KNOWLEDGE = frozenset({QuestionKey.LAST_TOP_UP, QuestionKey.CREDIT_LEFT, QuestionKey.IBAN_DIGITS})
"""Known to the holder of the account alone; the other answers may be known in the household."""

NEVER_ASKED = frozenset(PersonField) - {
    PersonField.DATE_OF_BIRTH, PersonField.PHONE_MOBILE, PersonField.IBAN,
}  # fmt: skip
"""Facts that stand on letters, envelopes, badges and directories, or that the call itself gives away."""


@dataclass(frozen=True, slots=True)
class Need:
    """How many answers must be right, and how many of them from the holder's own knowledge."""

    right: int
    own: int


class Standing(StrEnum):
    """How an identity check stands."""

    OPEN = "open"
    """More answers are needed, and enough questions are left."""
    PASSED = "passed"
    TOO_FEW = "too_few"
    """The questions that are left cannot be enough: call back, or send a code to the address on file."""
    FAILED = "failed"
    """Too many wrong answers."""


def need(wishes: Collection[Right]) -> Need:
    """Return how sure we must be: more where data leave the house, change or go for good.

    Three right answers, one of them from own knowledge, for access, portability, rectification and erasure;
    two for the rest (a question about an open request, a withdrawal, an objection, a restriction), which gives
    out nothing and can be put right again.

    Law: GDPR Art. 32(1), FADP Art. 8(1): measures in proportion to the risk.
    """
    return Need(answers_needed(wishes), 1 if WEIGHTY & frozenset(wishes) else 0)


def weigh(answers: Mapping[str, bool], questions: Collection[str], needed: Need) -> Standing:
    """Return how the check stands; answers to questions that are not (or no longer) asked do not count."""
    given = {key: right for key, right in answers.items() if key in questions}
    right = {key for key, is_right in given.items() if is_right}
    if len(given) - len(right) > WRONG_ALLOWED:
        return Standing.FAILED
    if len(right) >= needed.right and len(right & OWN_KNOWLEDGE) >= needed.own:
        return Standing.PASSED
    still = right | (set(questions) - set(given))
    if len(still) < needed.right or len(still & OWN_KNOWLEDGE) < needed.own:
        return Standing.TOO_FEW
    return Standing.OPEN


@dataclass(frozen=True, slots=True)
class ContactStanding:
    """Whether a contact on file may serve call-back, hand-over or a question, and since when it is on file."""

    held: bool
    serves: bool
    since: date | None = None
    """Office date on which the value in force came into the records."""
    serves_from: date | None = None
    """First day on which a changed contact serves without confirmation; None where it serves or is not held."""
    confirmed_on: date | None = None


def contact_standing(
    history: Iterable[FactVersion],
    fields: Collection[PersonField],
    today: date,
    day_of: Callable[[datetime], date],
) -> ContactStanding:
    """Judge the values in force of `fields` taken together (one field, or all of an address).

    A value that came with the person's first entry was never changed. Any later one, an addition and a removal
    within an address included, rests 30 days unless it was confirmed the old way. `day_of` gives the office's
    civil date of a moment.
    """
    versions = list(history)
    mine = [version for version in versions if version.field in fields and version.superseded_at is None]
    if not any(version.value for version in mine):
        return ContactStanding(held=False, serves=False)
    first = min(version.origin.recorded_at for version in versions)
    earlier = {version.field for version in versions if version.superseded_at is not None}
    changed = [
        version for version in mine if version.field in earlier or version.origin.recorded_at > first
    ]  # fmt: skip
    since = max(day_of(version.origin.recorded_at) for version in mine)
    confirmed = max((each.origin.confirmed_on for each in mine if each.origin.confirmed_on), default=None)
    resting = [
        day for version in changed
        if version.origin.confirmed_on is None
        and today - (day := day_of(version.origin.recorded_at)) <= timedelta(days=CONTACT_REST_DAYS)
    ]  # fmt: skip
    if not resting:
        return ContactStanding(held=True, serves=True, since=since, confirmed_on=confirmed)
    again = max(resting) + timedelta(days=CONTACT_REST_DAYS + 1)
    return ContactStanding(held=True, serves=False, since=since, serves_from=again, confirmed_on=confirmed)


def contact_group(name: PersonField) -> frozenset[PersonField]:
    """Return the fields that make one contact together: the whole address, or the one field."""
    return ADDRESS_FIELDS if name in ADDRESS_FIELDS else frozenset({name})


def tolerance(balance: int) -> int:
    """Return how far off, in minor units, an answer about `balance` still counts: a fifth, at least 5.00."""
    return max(500, abs(balance) // 5)
