# SPDX-License-Identifier: MIT
"""From the records to the plan of an erasure: what is on file, which rule keeps it, what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from privdesk.domain.audit import Action
from privdesk.domain.backups import expires_on
from privdesk.domain.case_errors import CaseOfOtherPersonError, IdentityOpenError
from privdesk.domain.cases import Case, CaseId, Outcome, Right
from privdesk.domain.catalogue import RetentionRule
from privdesk.domain.decisions import undecided
from privdesk.domain.erasure_plan import (
    Act,
    BalanceLeftError,
    ClosingNotToldError,
    ClosingWish,
    CopyOwedError,
    ErasurePlan,
    GroupHeld,
    NothingToEraseError,
    Obstacle,
    PaperOriginal,
    PlanRow,
    RestrictionAskedError,
)
from privdesk.domain.erasure_rules import PlanFacts, cut_off, plan_rows, with_cut_offs
from privdesk.domain.erasures import Erasure, ErasureState
from privdesk.domain.holds import Hold, OpenHoldError
from privdesk.domain.inbox import ItemId
from privdesk.domain.people import Contract, Person, PersonId
from privdesk.domain.representation import require_authority
from privdesk.services.backups import plan_of, record_of
from privdesk.services.clock import OfficeClock
from privdesk.services.objections import closing_wish
from privdesk.services.office import catalogue_of
from privdesk.services.ports import Records
from privdesk.services.tellings import parties_of
from privdesk.services.waiting_items import Likely, waiting_for

STREAMS = ("connections", "topups", "usage", "surveys")
_COPIES = frozenset({Right.ACCESS, Right.PORTABILITY})
_GIVEN_OUT = (Action.REPORT_HANDED_OUT, Action.PORTABILITY_HANDED_OUT)
_LOOKED_AT = (Action.PERSON_VIEWED, Action.REPORT_MADE)
_EVERY = 1_000_000_000


def read_plan(
    records: Records, clock: OfficeClock, person_id: PersonId, case_id: CaseId | None = None
) -> ErasurePlan:
    """The plan as the rules, the holds and what was decided against the rules make it today.

    Raises: NotFoundError, CaseOfOtherPersonError.
    """
    person, case = records.people.get(person_id), _case_of(records, case_id, person_id)
    contracts, cases = records.contracts.of_person(person_id), records.cases.of_person(person_id)
    catalogue, today = catalogue_of(records), clock.today()
    rules = {rule.key: rule for rule in catalogue.rules}
    holds = tuple(hold for hold in records.holds.of_person(person_id) if hold.stands)
    planned = planned_of(records, person_id)
    rows = plan_rows(
        catalogue.groups,
        rules,
        PlanFacts(
            today=today,
            held=_held(records, clock, person_id),
            contract_runs=any(_runs(contract, today) for contract in contracts),
            contract_end=_last_end(contracts, today),
            case_open=any(each.closed_on is None for each in cases),
            case_closed=max((each.closed_on for each in cases if each.closed_on), default=None),
            holds=holds,
            choices=planned.choices if planned is not None else {},
        ),
    )
    rows = with_cut_offs(rows, rules, _over(records, person_id, rows, rules, today), today)
    plan = ErasurePlan(
        person_id,
        case_id,
        today,
        rows,
        holds=holds,
        balance=records.activity.balance(person_id),
        paid_back=planned.paid_back if planned is not None else "",
        backups_until=last_backup_expires(records, clock),
        wish=_wish(records, person_id),
    )
    return _with_consequences(records, plan, person, contracts, case)


def planned_of(records: Records, person_id: PersonId) -> Erasure | None:
    """What was decided against the rules and has not run."""
    found = records.erasures.of_person(person_id)
    return next((each for each in found if each.state is ErasureState.PLANNED), None)


def last_backup_expires(records: Records, clock: OfficeClock) -> date | None:
    """The day on which the last backup that holds today's records is in nobody's reach any more."""
    made_at = record_of(records).made_at
    return expires_on(clock.day_of(made_at), plan_of(records).keep) if made_at is not None else None


def owed_copy(records: Records, person_id: PersonId) -> Case | None:
    """An open request for a copy of the data that nobody has decided, or whose copy was granted and not given out."""
    for case in records.cases.of_person(person_id):
        asked = [right.outcome for right in case.rights if right.right in _COPIES]
        granted = sum(outcome in {Outcome.GRANTED, Outcome.PARTLY} for outcome in asked)
        owed = case.answer is None and granted > _copies_out(records, case, person_id)
        if case.closed_on is None and (Outcome.TO_DECIDE in asked or owed):
            return case
    return None


def restriction_asked(records: Records, person_id: PersonId) -> Case | None:
    """An open request that the data be kept and not used; one that asks for the erasure too means until then.

    Law: GDPR Art. 18(1)(b)–(c); FADP Art. 32(2)(a).
    """
    for case in records.cases.of_person(person_id):
        asked = {each.right for each in case.rights}
        waiting = Right.RESTRICTION in undecided(case) and Right.ERASURE not in asked
        if case.closed_on is None and waiting:
            return case
    return None


def _copies_out(records: Records, case: Case, person_id: PersonId) -> int:
    """How many copies of the data were given out since a request was taken."""
    given = [
        entry
        for number in records.merging.numbers_of(person_id)
        for entry in records.audit.entries(record=f"person:{number}", actions=_GIVEN_OUT, limit=_EVERY)
    ]
    return sum(entry.at >= case.entered_at for entry in given)


def asking_request(records: Records, person_id: PersonId) -> Case | None:
    """The open request of the person's own that an erasure from their page answers too; identity stands there."""
    asking = [
        case
        for case in records.cases.of_person(person_id)
        if case.closed_on is None
        and case.identity_stands
        and case.representative is None
        and Right.ERASURE in undecided(case)
    ]
    return min(asking, key=lambda case: (case.deadline.legal, case.id), default=None)


def refuse_obstacles(records: Records, plan: ErasurePlan) -> None:
    """Refuse to run a plan that something stands in the way of, by the first thing.

    Raises: AuthorityExpiredError, OutsideAuthorityError, OpenHoldError, IdentityOpenError, CopyOwedError,
        RestrictionAskedError, BalanceLeftError, ClosingNotToldError, NothingToEraseError.
    """
    if plan.case_id is not None:
        require_authority(records.cases.get(plan.case_id), (Right.ERASURE,), plan.as_at)
    for obstacle in plan.obstacles:
        if obstacle is Obstacle.HOLD:
            raise OpenHoldError(_whole_hold(plan.holds) or plan.holds[0])
        if obstacle is Obstacle.IDENTITY_OPEN:
            raise IdentityOpenError
        if obstacle is Obstacle.COPY_ASKED:
            case = owed_copy(records, plan.person_id)
            raise CopyOwedError(case.number if case is not None else "")
        if obstacle is Obstacle.RESTRICTION_ASKED:
            asking = restriction_asked(records, plan.person_id)
            raise RestrictionAskedError(asking.number if asking is not None else "")
        if obstacle is Obstacle.BALANCE and plan.balance is not None:
            raise BalanceLeftError(*plan.balance)
        if obstacle is Obstacle.CLOSING_WISH and plan.wish is not None:
            raise ClosingNotToldError(plan.wish.number)
        if obstacle is Obstacle.NOTHING:
            raise NothingToEraseError


def _with_consequences(
    records: Records, plan: ErasurePlan, person: Person, contracts: Sequence[Contract], case: Case | None
) -> ErasurePlan:
    waiting: tuple[ItemId, ...] = ()
    if plan.whole:
        waiting = tuple(item.id for item in waiting_for(records, person, contracts)[Likely.SURELY])
    goes = [row.group for row in plan.rows if row.goes]
    return replace(
        plan,
        papers=_papers(records, plan),
        waiting=waiting,
        recipients=tuple(party.name for party in parties_of(records, person.id, goes)) if goes else (),
        obstacles=tuple(_obstacles(records, plan, case, runs=any(_runs(each, plan.as_at) for each in contracts))),
    )  # fmt: skip


def _obstacles(records: Records, plan: ErasurePlan, case: Case | None, *, runs: bool) -> Sequence[Obstacle]:
    found = []
    if _whole_hold(plan.holds) is not None or (plan.holds and not plan.goes):
        found.append(Obstacle.HOLD)
    if case is not None and not case.identity_stands:
        found.append(Obstacle.IDENTITY_OPEN)
    if owed_copy(records, plan.person_id) is not None:
        found.append(Obstacle.COPY_ASKED)
    if plan.goes and restriction_asked(records, plan.person_id) is not None:
        found.append(Obstacle.RESTRICTION_ASKED)
    if plan.balance is not None and plan.balance[0] > 0 and not plan.paid_back and not runs:
        found.append(Obstacle.BALANCE)
    if plan.wish is not None and plan.closes:
        found.append(Obstacle.CLOSING_WISH)
    if not plan.goes and not plan.whole:
        found.append(Obstacle.NOTHING)
    return found


def _wish(records: Records, person_id: PersonId) -> ClosingWish | None:
    """The request in which the person asked to be told before the account closes, while they are not told."""
    held = closing_wish(records, person_id)
    return ClosingWish(held.case_id, records.cases.get(held.case_id).number) if held is not None else None


def _whole_hold(holds: Sequence[Hold]) -> Hold | None:
    return next((hold for hold in holds if not hold.groups), None)


def _papers(records: Records, plan: ErasurePlan) -> tuple[PaperOriginal, ...]:
    """Originals of the person's forms, by where they lie."""
    goes = plan.row("forms").act is Act.ERASE
    found = [
        PaperOriginal(each.number, each.entry.paper_place, each.entry.received_on, goes)
        for each in records.submissions.of_person(plan.person_id)
        if each.entry.paper_place
    ]
    return tuple(sorted(found, key=lambda paper: (paper.place, paper.received_on, paper.form_number)))


def _held(records: Records, clock: OfficeClock, person_id: PersonId) -> Mapping[str, GroupHeld]:
    looked_at = [
        entry
        for number in records.merging.numbers_of(person_id)
        for entry in records.audit.entries(record=f"person:{number}", actions=_LOOKED_AT, limit=_EVERY)
    ]
    newest = max((clock.day_of(entry.at) for entry in looked_at), default=None)
    return {**records.erasures.held(person_id), "lookups": GroupHeld(len(looked_at), newest)}


def _over(
    records: Records, person_id: PersonId, rows: Sequence[PlanRow], rules: Mapping[str, RetentionRule], today: date
) -> Mapping[str, int]:  # fmt: skip
    over = {}
    for row in rows:
        if row.group in STREAMS and row.act is not Act.ERASE and row.held and row.hold is None:
            day = cut_off(rules[row.rule], today)
            over[row.group] = records.erasures.up_to(person_id, row.group, day) if day is not None else 0
    return over


def _runs(contract: Contract, today: date) -> bool:
    return contract.end is None or contract.end >= today


def _last_end(contracts: Sequence[Contract], today: date) -> date | None:
    if any(_runs(contract, today) for contract in contracts):
        return None
    return max((contract.end for contract in contracts if contract.end is not None), default=None)


def _case_of(records: Records, case_id: CaseId | None, person_id: PersonId) -> Case | None:
    if case_id is None:
        return None
    case = records.cases.get(case_id)
    if case.person_id != person_id:
        raise CaseOfOtherPersonError
    return case
