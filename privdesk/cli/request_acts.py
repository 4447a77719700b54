# SPDX-License-Identifier: MIT
"""`privdesk request …`: what is done with a request once it is open."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from privdesk.cli.output import Output
from privdesk.cli.requests import describe_case, find_case, line_of, right_of
from privdesk.domain.case_fact_errors import AssigneeError, FeeAmountError
from privdesk.domain.cases import (
    Case,
    CaseFee,
    CaseId,
    IdentityMethod,
    Outcome,
    Representative,
    RepresentativeKind,
)
from privdesk.domain.deadline_errors import AnswerWithoutQuestionError
from privdesk.domain.people import Channel
from privdesk.domain.regimes import ChargeKind, PauseKind
from privdesk.domain.vault import StaffId
from privdesk.services.amounts import hundredths
from privdesk.services.authority_papers import read_scan
from privdesk.services.desk import Desk

Act = Callable[[Desk, CaseId, Namespace], Case]


def acknowledge(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """Receipt was confirmed."""
    on = args.on or desk.clock.today()
    return desk.requests.acknowledge(case_id, on, _channel(args), args.note)


def pause(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """A question to the person, its reply, or both at once."""
    kind, channel = PauseKind(args.pause_for), _channel(args)
    if args.asked is not None:
        return desk.requests.ask(case_id, kind, args.asked, args.question, channel, answered=args.answered)
    if args.answered is None:
        raise AnswerWithoutQuestionError
    return desk.requests.record_reply(case_id, kind, args.answered, channel)


def extend(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """A longer time, with its reason."""
    return desk.requests.extend(case_id, args.reason, args.until, args.told)


def law(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """Another law."""
    return desk.requests.change_regime(case_id, args.regime)


def fee(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """A fee told, confirmed, or not confirmed in time."""
    if args.lapsed:
        return desk.requests.lapse_fee(case_id)
    if args.confirmed is not None:
        return desk.requests.confirm_fee(case_id, args.confirmed)
    minor = hundredths(args.amount)
    if minor is None:
        raise FeeAmountError
    told = args.told or desk.clock.today()
    asked = CaseFee(ChargeKind(args.fee_for), minor, args.currency.upper(), told, args.reason, args.proof)
    return desk.requests.charge(case_id, asked)


def assign(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """A colleague works on it, or nobody in particular."""
    return desk.requests.assign(case_id, None if args.to is None else _colleague(desk, args.to))


def represent(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """Somebody speaks for the person, or nobody does any more."""
    if args.end:
        return desk.requests.end_representation(case_id)
    scope = frozenset(right_of(code) for code in args.right)
    who = Representative(
        RepresentativeKind(args.represents), args.name, scope, args.document, valid_until=args.until
    )
    return desk.requests.represent(case_id, who, read_scan(args.scan) if args.scan else None)


def identity(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """An identity check and its result."""
    return desk.requests.check_identity(case_id, IdentityMethod(args.method), not args.failed)


def add(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """A right named later."""
    return desk.requests.add_right(case_id, right_of(args.right), args.wish)


def decide(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """What becomes of one right."""
    outcome = Outcome(args.outcome)
    return desk.requests.decide(
        case_id, right_of(args.right), outcome, args.reason, reason_key=args.reason_key
    )


def refuse(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """One right refused."""
    return desk.requests.decide(
        case_id, right_of(args.right), Outcome.REFUSED, args.reason, reason_key=args.reason_key
    )


def answer(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """The one reply to all rights."""
    on, channel = args.on or desk.clock.today(), Channel(args.channel)
    return desk.requests.record_answer(
        case_id, channel=channel, on=on, note=args.note, to_person=args.to_person
    )


def note(desk: Desk, case_id: CaseId, args: Namespace) -> Case:
    """A note."""
    return desk.requests.note(case_id, args.text)


def close(desk: Desk, case_id: CaseId, _args: Namespace) -> Case:
    """Closed for good."""
    return desk.requests.close(case_id)


def request_commands() -> Mapping[str, Callable[[Desk, Namespace, Output], int]]:
    """Every act by its command."""
    acts: dict[str, Act] = {
        "acknowledge": acknowledge, "pause": pause, "extend": extend, "law": law, "fee": fee, "assign": assign,
        "represent": represent, "identity": identity, "add": add, "decide": decide, "refuse": refuse,
        "answer": answer, "note": note, "close": close,
    }  # fmt: skip
    return {f"request {name}": _command(act) for name, act in acts.items()}


def _command(act: Act) -> Callable[[Desk, Namespace, Output], int]:
    def run(desk: Desk, args: Namespace, out: Output) -> int:
        case = act(desk, find_case(desk, args.case), args)
        out.answer({"ok": True, **describe_case(case)}, line_of(case))
        return 0

    return run


def _channel(args: Namespace) -> Channel | None:
    return None if args.channel is None else Channel(args.channel)


def _colleague(desk: Desk, name: str) -> StaffId:
    """The colleague of that name. Raises: AssigneeError."""
    wanted = name.strip().casefold()
    found = next((each for each in desk.requests.colleagues() if each.name.casefold() == wanted), None)
    if found is None:
        raise AssigneeError
    return found.id
