# SPDX-License-Identifier: MIT
"""Which letters may be written about a request now, which is next, and why the others wait."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from privdesk.domain.cases import Case, CaseKind, Outcome, Right
from privdesk.domain.decisions import right_of, undecided
from privdesk.domain.letters import LetterKind
from privdesk.domain.people import Person
from privdesk.domain.staff import Permission, StaffMember
from privdesk.i18n import _
from privdesk.services.case_acts import who_may
from privdesk.services.letter_names import letter_name
from privdesk.services.letter_plan import LetterOffer

_GIVEN = (Outcome.GRANTED, Outcome.PARTLY)
_ANSWERS: Mapping[Right, Mapping[Outcome, LetterKind]] = {
    Right.ACCESS: {Outcome.GRANTED: LetterKind.ACCESS_COVER, Outcome.PARTLY: LetterKind.ACCESS_COVER},
    Right.PORTABILITY: {
        Outcome.GRANTED: LetterKind.PORTABILITY_COVER,
        Outcome.PARTLY: LetterKind.PORTABILITY_COVER,
    },
    Right.RECTIFICATION: {
        Outcome.GRANTED: LetterKind.RECTIFICATION_DONE,
        Outcome.PARTLY: LetterKind.RECTIFICATION_DONE,
    },
    Right.ERASURE: {Outcome.GRANTED: LetterKind.ERASURE_FULL, Outcome.PARTLY: LetterKind.ERASURE_PARTIAL},
    Right.OBJECTION: {
        Outcome.GRANTED: LetterKind.OBJECTION_GRANTED,
        Outcome.PARTLY: LetterKind.OBJECTION_REFUSED,
        Outcome.REFUSED: LetterKind.OBJECTION_REFUSED,
    },
    Right.WITHDRAWAL: {Outcome.GRANTED: LetterKind.WITHDRAWAL_CONFIRMED},
    Right.RESTRICTION: {
        Outcome.GRANTED: LetterKind.RESTRICTION_SET,
        Outcome.PARTLY: LetterKind.RESTRICTION_SET,
    },
}
"""The letter that answers one right with one outcome."""
RECEIPTS = frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.COMPLAINT_ACKNOWLEDGEMENT})
"""Letters that confirm receipt with its dates."""
CASE_KINDS = tuple(
    kind
    for kind in LetterKind
    if kind not in {LetterKind.RECIPIENT_NOTICE, LetterKind.PLEASE_COMPLETE, LetterKind.SERVICE_REFUSED}
)
"""The letters about a request to who asked."""
GIVES_OUT = frozenset({
    LetterKind.ACCESS_COVER, LetterKind.PORTABILITY_COVER, LetterKind.RECTIFICATION_DONE, LetterKind.ERASURE_FULL,
    LetterKind.ERASURE_PARTIAL, LetterKind.NOTHING_HELD, LetterKind.ANSWER,
})  # fmt: skip
"""Letters that tell something about the person's data: identity stands before they go."""
ANSWERING = frozenset({
    LetterKind.ACCESS_COVER, LetterKind.PORTABILITY_COVER, LetterKind.RECTIFICATION_DONE, LetterKind.ERASURE_FULL,
    LetterKind.ERASURE_PARTIAL, LetterKind.OBJECTION_GRANTED, LetterKind.OBJECTION_REFUSED,
    LetterKind.WITHDRAWAL_CONFIRMED, LetterKind.RESTRICTION_SET, LetterKind.NOTHING_HELD, LetterKind.REFUSAL,
    LetterKind.ANSWER,
})  # fmt: skip
"""Letters that can be the reply to the whole request."""


def case_offers(case: Case, person: Person | None, member: StaffMember, today: date) -> Sequence[LetterOffer]:
    """Every letter about a request, the next one first, what cannot be written yet last with the reason."""
    following = next_letter(case, person)
    offers = [
        LetterOffer(kind, letter_name(kind), kind is following, why_not(kind, case, person, member, today))
        for kind in CASE_KINDS
        if _belongs(kind, case)
    ]
    order = {kind: place for place, kind in enumerate(LetterKind)}
    return sorted(offers, key=lambda each: (not each.allowed, not each.suggested, order[each.kind]))


def next_letter(case: Case, person: Person | None) -> LetterKind | None:
    """The letter that is due next, if one is."""
    if case.closed_on is not None or case.answer is not None:
        return None
    if case.acknowledged_on is None and (undecided(case) or not case.rights):
        complaint = case.kind is CaseKind.COMPLAINT
        return LetterKind.COMPLAINT_ACKNOWLEDGEMENT if complaint else LetterKind.ACKNOWLEDGEMENT
    if case.kind is CaseKind.COMPLAINT:
        return None
    if undecided(case):
        waits = case.kind is CaseKind.REQUEST and not case.identity_stands and not case.pauses
        return LetterKind.IDENTITY_REQUEST if waits else None
    return answer_kind(case)


def answer_kind(case: Case) -> LetterKind | None:
    """The letter that answers everything that is decided; None while something is undecided."""
    if undecided(case) or not case.rights:
        return None
    if len(case.rights) > 1:
        return LetterKind.ANSWER
    only = case.rights[0]
    if only.outcome is Outcome.NOTHING_HELD:
        return LetterKind.NOTHING_HELD
    found = _ANSWERS.get(only.right, {}).get(only.outcome)
    return found or (LetterKind.REFUSAL if only.outcome is Outcome.REFUSED else LetterKind.ANSWER)


def why_not(kind: LetterKind, case: Case, person: Person | None, member: StaffMember, today: date) -> str:
    """Why a letter cannot be written now; empty where it can."""
    if not member.may(Permission.GRANT_ACCESS):
        return who_may(Permission.GRANT_ACCESS)
    if case.closed_on is not None:
        return _("the request is closed")
    check: Callable[[], str] | None = {
        LetterKind.ACKNOWLEDGEMENT: lambda: _unless(
            case.acknowledged_on is None, _("receipt was confirmed already")
        ),
        LetterKind.COMPLAINT_ACKNOWLEDGEMENT: lambda: _unless(
            case.acknowledged_on is None, _("receipt was confirmed already")
        ),
        LetterKind.IDENTITY_REQUEST: lambda: _unless(not case.identity_stands, _("identity stands")),
        LetterKind.IDENTITY_CODE: lambda: _code(case, person),
        LetterKind.CLARIFICATION: lambda: _unless(case.answer is None, _("the request is answered")),
        LetterKind.EXTENSION: lambda: _extension(case, member, today),
        LetterKind.FEE_NOTICE: lambda: _unless(case.fee is not None, _("once a fee is recorded")),
        LetterKind.RESTRICTION_LIFTED: lambda: _unless(
            person is not None and person.restricted_since is not None, _("use is not restricted")
        ),
        LetterKind.REFUSAL: lambda: _decided(case, (Outcome.REFUSED,)),
        LetterKind.NOTHING_HELD: lambda: _decided(case, (Outcome.NOTHING_HELD,)),
        LetterKind.ANSWER: lambda: _unless(
            not undecided(case) and bool(case.rights), _("once every right is decided")
        ),
    }.get(kind)
    return check() if check is not None else _answering(kind, case)


def _belongs(kind: LetterKind, case: Case) -> bool:
    """Whether a kind of letter has to do with this kind of case and the rights asked."""
    if (kind is LetterKind.COMPLAINT_ACKNOWLEDGEMENT) != (case.kind is CaseKind.COMPLAINT):
        return kind not in {LetterKind.COMPLAINT_ACKNOWLEDGEMENT, LetterKind.ACKNOWLEDGEMENT} and not _of_one(
            kind
        )
    rights = [right for right, kinds in _ANSWERS.items() if kind in kinds.values()]
    return not rights or any(right_of(case, right) is not None for right in rights)


def _of_one(kind: LetterKind) -> bool:
    return any(kind in kinds.values() for kinds in _ANSWERS.values())


def _answering(kind: LetterKind, case: Case) -> str:
    for right, kinds in _ANSWERS.items():
        for outcome, answer in kinds.items():
            asked = right_of(case, right)
            if answer is kind and asked is not None and asked.outcome is outcome:
                return ""
    return _("once it is decided so")


def _decided(case: Case, outcomes: Sequence[Outcome]) -> str:
    found = any(each.outcome in outcomes for each in case.rights)
    return _unless(found, _("once it is decided so"))


def _code(case: Case, person: Person | None) -> str:
    if case.identity_stands:
        return _("identity stands")
    if case.representative is not None:
        return _("somebody acts for the person")
    return _unless(person is not None, _("nobody on file"))


def _extension(case: Case, member: StaffMember, today: date) -> str:
    if case.answer is not None:
        return _("the request is answered")
    if case.extended:
        return ""
    notice = case.deadline.extension_notice
    if notice is None:
        return _("the law knows no longer time")
    if today > notice:
        return _("the time to tell it is over")
    return _unless(member.may(Permission.DECIDE), who_may(Permission.DECIDE))


def _unless(good: bool, why: str) -> str:
    return "" if good else why


def answered_rights(case: Case) -> Iterator[Right]:
    """The rights whose answer gives something out."""
    return (each.right for each in case.rights if each.outcome in (*_GIVEN, Outcome.NOTHING_HELD))
