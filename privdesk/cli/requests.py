# SPDX-License-Identifier: MIT
"""`privdesk request|report|deadline …`."""

from argparse import Namespace
from typing import Any

from privdesk.cli.inbox import find_item
from privdesk.cli.output import Output, TerminalProgress
from privdesk.cli.people import purpose_of
from privdesk.domain.agencies import AgencyId
from privdesk.domain.cases import (
    Case,
    CaseFee,
    CaseId,
    CaseKind,
    Representative,
    RepresentativeKind,
    Right,
)
from privdesk.domain.errors import FileThereError, NotFoundError, RightUnknownError
from privdesk.domain.people import Channel, PersonId
from privdesk.i18n import _
from privdesk.services.case_words import asker_name
from privdesk.services.deadlines import DeadlineQuery, deadline_answer
from privdesk.services.desk import Desk
from privdesk.services.reports import HandOut
from privdesk.services.requests import NewRequest


def describe_case(case: Case) -> dict[str, Any]:
    """A request as JSON."""
    return {
        "case": case.id,
        "number": case.number,
        "person": case.person_id,
        "received": case.received_on,
        "channel": case.channel,
        "regime": case.regime,
        "step": case.step,
        "legal": case.deadline.legal,
        "safe": case.deadline.safe,
        "act_by": case.deadline.act_by,
        "rights": {right.right.value: right.outcome.value for right in case.rights},
        "identity": case.identity_stands,
        "closed": case.closed_on,
        "kind": case.kind,
        "refuse_by": case.refusal.legal if case.refusal is not None else None,
        "extended": case.extended,
        "acknowledge_by": case.deadline.acknowledge_by,
        "acknowledged": case.acknowledged_on,
        "questions": [
            {"for": each.kind, "asked": each.asked, "answered": each.answered} for each in case.pauses
        ],
        "fee": _fee(case.fee),
        "represented": case.representative is not None,
        "assigned": case.assigned_to,
    }


def _fee(fee: CaseFee | None) -> dict[str, Any] | None:
    if fee is None:
        return None
    amount = f"{fee.minor // 100}.{fee.minor % 100:02}"
    return {
        "for": fee.kind, "amount": amount, "currency": fee.currency, "told": fee.told,
        "confirmed": fee.confirmed, "lapsed": fee.lapsed,
    }  # fmt: skip


def line_of(case: Case) -> str:
    """A request in one line."""
    rights = ", ".join(right.right.value for right in case.rights) or case.kind.value
    return f"{case.number}  {asker_name(case)}  {rights}  {case.step.value}  due {case.deadline.legal} (safe {case.deadline.safe})"


def right_of(code: str) -> Right:
    """The right of that name. Raises: RightUnknownError."""
    try:
        return Right(code)
    except ValueError:
        raise RightUnknownError(code) from None


def opening(desk: Desk, args: Namespace, out: Output) -> int:
    """Open a request."""
    item = desk.inbox.item(find_item(desk, args.item)) if args.item else None
    channel = Channel(args.channel) if args.channel else (item.channel if item else Channel.POST)
    rights = {right_of(code): "" for code in args.right}
    case = desk.requests.open(
        NewRequest(
            person_id=PersonId(args.person),
            rights=rights,
            channel=channel,
            received_on=args.received or (item.received_on if item else desk.clock.today()),
            item_id=item.id if item else None,
            notes=args.note,
            kind=CaseKind(args.kind),
            regime=args.regime,
            representative=_speaker(args, frozenset(rights)) if args.speaks else None,
            purposes=frozenset(args.consent),
            against=frozenset(args.against),
            agency_id=_agency(desk, args.agency) if args.agency else None,
        )
    )
    out.answer({"ok": True, **describe_case(case)}, line_of(case))
    return 0


def _speaker(args: Namespace, rights: frozenset[Right]) -> Representative:
    """Who speaks for the person, for what is asked; without a paper nothing goes to them yet."""
    kind = RepresentativeKind(args.represents)
    return Representative(
        kind, args.speaks, rights or frozenset(Right), args.document, valid_until=args.until
    )


def _agency(desk: Desk, name: str) -> AgencyId:
    """The agency of that name. Raises: NotFoundError."""
    wanted = name.strip().casefold()
    found = [each.agency for each in desk.agencies.summaries() if each.agency.name.casefold() == wanted]
    if not found:
        raise NotFoundError("agency", "")
    return found[0].id


def listing(desk: Desk, _args: Namespace, out: Output) -> int:
    """Open requests, most urgent first."""
    out.rows((describe_case(case), line_of(case)) for case in desk.requests.open_cases())
    return 0


def find_case(desk: Desk, given: str) -> CaseId:
    """A request by its number or id."""
    return CaseId(int(given)) if given.isdigit() else desk.requests.by_number(given).id


def show(desk: Desk, args: Namespace, out: Output) -> int:
    """One request with its clock and next act."""
    page = desk.requests.page(find_case(desk, args.case), purpose_of(args.purpose))
    data = {
        **describe_case(page.case),
        "why": page.clock.sentence,
        "next": page.next_act.key if page.next_act else None,
    }
    out.answer(data, "\n".join([line_of(page.case), page.clock.sentence]))
    return 0


def access(desk: Desk, args: Namespace, out: Output) -> int:
    """Make the access report and hand it out as a file."""
    if args.out.exists() and not args.replace:
        raise FileThereError(args.out)
    case_id = find_case(desk, args.case) if args.case else None
    plan = desk.reports.prepare(PersonId(args.person), case_id=case_id, language=args.language)
    made = desk.reports.make(plan, TerminalProgress())
    desk.reports.hand_out(made, HandOut.SAVED, case_id, args.out)
    data = {
        "ok": True, "file": str(args.out), "pages": made.pages, "reference": made.reference, "language": plan.language,
        "complete": plan.complete, "waiting": len(plan.waiting), "groups": {group.key: group.count for group in plan.groups},
    }  # fmt: skip
    for sentence in plan.advice:
        out.tell(sentence)
    out.answer(
        data,
        _("Wrote {file}, {pages} pages. It holds personal data.").format(file=args.out, pages=made.pages),
    )
    return 0


def portability(desk: Desk, args: Namespace, out: Output) -> int:
    """Make the data that a person takes along, and hand them out as a folder or an archive."""
    case_id = find_case(desk, args.case) if args.case else None
    plan = desk.portability.prepare(PersonId(args.person), case_id=case_id, language=args.language)
    made = desk.portability.make(plan, TerminalProgress())
    desk.portability.hand_out(made, args.out, case_id)
    data = {
        "ok": True, "folder": str(args.out), "files": list(made.files), "pages": made.pages,
        "reference": plan.reference, "language": plan.language, "rows": {group.key: group.rows for group in plan.groups},
    }  # fmt: skip
    words = _("Wrote {count} files to {folder}. They hold personal data.")
    out.answer(data, words.format(count=len(made.files), folder=args.out))
    return 0


def deadline(args: Namespace, out: Output) -> int:
    """The dates of a request, without records."""
    answer = deadline_answer(
        DeadlineQuery(
            regime=args.regime,
            received=args.received,
            extended=args.extended,
            holidays=args.holidays,
            asked=args.asked,
            answered=args.answered,
            pause_for=args.pause_for,
            fee_told=args.fee_told,
            fee_confirmed=args.fee_confirmed,
            clock=args.clock,
        )
    )
    words = "\n".join(f"{key}: {value}" for key, value in answer.items() if value is not None)
    out.answer(answer, words)
    return 0
