# SPDX-License-Identifier: MIT
"""`privdesk erasure …` and `privdesk hold …`."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from privdesk.cli.output import Output, TerminalProgress
from privdesk.cli.pairs import pairs
from privdesk.cli.requests import find_case
from privdesk.domain.cases import CaseId
from privdesk.domain.erasure_plan import Act, ErasurePlan, GroupUnknownError, PlanRow
from privdesk.domain.erasures import Erasure as ErasureRecord
from privdesk.domain.erasures import ErasureId, Paper, PaperId
from privdesk.domain.errors import FileThereError, PairMalformedError
from privdesk.domain.holds import Hold, HoldId
from privdesk.domain.people import PersonId
from privdesk.i18n import _
from privdesk.services.approvals import digest_of
from privdesk.services.desk import Desk
from privdesk.services.erasure import Carried, Erasure
from privdesk.services.erasure_words import goes_words, obstacle_words, state_name
from privdesk.services.holds import HoldLine, Holds


def plan(desk: Desk, args: Namespace, out: Output) -> int:
    """Show the plan; first decide otherwise where asked to, then propose it where asked to."""
    erasure, person, case = erasure_of(desk), PersonId(args.person), _case(desk, args)
    for group, act in _choices(args.set):
        erasure.change(person, group, act, args.reason, case)
    if args.paid_back:
        erasure.settle_balance(person, args.paid_back, case)
    page = erasure.page(person, case)
    data: dict[str, Any] = {"ok": True, **_plan_data(page.plan), "needs_two": page.needs_two}
    words = [_row_words(row) for row in page.plan.rows if row.held] + [goes_words(page.plan.goes)]
    words += [": ".join(obstacle_words(page.plan, each)) for each in page.plan.obstacles]
    if args.propose:
        data["approval"] = erasure.propose(person, case).id
        words.append(_("Proposed; a colleague approves it."))
    out.answer(data, "\n".join(words))
    return 0


def run(desk: Desk, args: Namespace, out: Output) -> int:
    """Carry the plan out as it stands, or go on with one that began."""
    erasure, person = erasure_of(desk), PersonId(args.person)
    _require_free(args.out)
    begun = next((each for each in erasure.unfinished() if each.person_id == person), None)
    if begun is not None:
        carried = erasure.resume(begun.id, TerminalProgress())
    else:
        carried = erasure.run(erasure.plan(person, _case(desk, args)), TerminalProgress())
    return _told(erasure, carried, args.out, out)


def resume(desk: Desk, args: Namespace, out: Output) -> int:
    """Let one that began go on to its end."""
    erasure = erasure_of(desk)
    _require_free(args.out)
    return _told(erasure, erasure.resume(ErasureId(args.erasure), TerminalProgress()), args.out, out)


def listing(desk: Desk, _args: Namespace, out: Output) -> int:
    """Erasures, newest first, each with its originals on paper."""
    erasure = erasure_of(desk)
    rows = []
    for each in erasure.recent():
        papers = erasure.papers(each.id)
        data = {**_data(each), "papers": [_paper_data(paper) for paper in papers]}
        words = [f"{each.id}  {each.number}  {state_name(each.state)}  {goes_words(each.erased)}"]
        words += [
            f"    {paper.id}  {paper.place}  {paper.form_number}  {paper.destroy_by}" for paper in papers
        ]
        rows.append((data, "\n".join(words)))
    out.rows(iter(rows))
    return 0


def destroyed(desk: Desk, args: Namespace, out: Output) -> int:
    """Tick an original on paper."""
    paper = erasure_of(desk).destroyed(PaperId(args.paper), args.on)
    out.answer({"ok": True, **_paper_data(paper)}, _("Noted as destroyed."))
    return 0


def hold_set(desk: Desk, args: Namespace, out: Output) -> int:
    """Keep a person's data."""
    hold = _holds(desk).set(PersonId(args.person), args.reason, args.review, args.group)
    out.answer({"ok": True, **_hold_data(hold)}, _("The hold stands until somebody lifts it."))
    return 0


def hold_lift(desk: Desk, args: Namespace, out: Output) -> int:
    """Let the rules act again."""
    hold = _holds(desk).lift(HoldId(args.hold), args.reason)
    out.answer({"ok": True, **_hold_data(hold)}, _("The hold is lifted."))
    return 0


def hold_review(desk: Desk, args: Namespace, out: Output) -> int:
    """Note that a hold is still needed."""
    hold = _holds(desk).keep_until(HoldId(args.hold), args.until)
    out.answer({"ok": True, **_hold_data(hold)}, _("The hold stays until somebody looks again."))
    return 0


def hold_list(desk: Desk, _args: Namespace, out: Output) -> int:
    """Holds that stand."""
    out.rows((_hold_data(line.hold), _hold_words(line)) for line in _holds(desk).standing())
    return 0


def erasure_of(desk: Desk) -> Erasure:
    """The service; a desk that was opened by signing in has it."""
    if desk.erasure is None:
        raise RuntimeError("a desk without erasure")
    return desk.erasure


def _holds(desk: Desk) -> Holds:
    if desk.holds is None:
        raise RuntimeError("a desk without holds")
    return desk.holds


def _case(desk: Desk, args: Namespace) -> CaseId | None:
    return find_case(desk, args.case) if args.case else None


def _choices(given: list[str]) -> list[tuple[str, Act]]:
    chosen = []
    for place, (group, act) in enumerate(pairs(given).items(), start=1):
        if act not in set(Act):
            raise PairMalformedError(place)
        if not group:
            raise GroupUnknownError(group)
        chosen.append((group, Act(act)))
    return chosen


def _require_free(path: Path | None) -> None:
    if path is not None and path.exists():
        raise FileThereError(path)


def _told(erasure: Erasure, carried: Carried, path: Path | None, out: Output) -> int:
    data = {"ok": True, **_data(carried.erasure)}
    if path is not None:
        made = erasure.certificate(carried.erasure.id, carried.address)
        erasure.save_certificate(made, path)
        data |= {"file": str(path), "pages": made.pages}
    out.answer(data, f"{carried.erasure.number}  {goes_words(carried.erasure.erased)}")
    return 0


def _plan_data(plan: ErasurePlan) -> dict[str, Any]:
    return {
        "person": plan.person_id, "case": plan.case_id, "as_at": plan.as_at, "whole": plan.whole, "goes": plan.goes,
        "digest": digest_of(plan.text()), "obstacles": list(plan.obstacles), "backups_until": plan.backups_until,
        "recipients": list(plan.recipients), "waiting": list(plan.waiting),
        "groups": [
            {
                "group": row.group, "held": row.held, "goes": row.goes, "act": row.act, "rule_says": row.proposed,
                "ground": row.ground, "rule": row.rule, "until": row.until, "reason": row.reason,
                "hold": row.hold.id if row.hold is not None else None,
            }
            for row in plan.rows
        ],
        "papers": [
            {"form": paper.form_number, "place": paper.place, "goes": paper.goes} for paper in plan.papers
        ],
    }  # fmt: skip


def _row_words(row: PlanRow) -> str:
    until = f"  {row.until}" if row.until is not None and row.act is not Act.ERASE else ""
    return f"{row.act.value:9}{row.group:14}{row.held:>7}  {row.ground.value}{until}"


def _data(erasure: ErasureRecord) -> dict[str, Any]:
    return {
        "erasure": erasure.id, "number": erasure.number, "person": erasure.person_id, "case": erasure.case_id,
        "state": erasure.state, "whole": erasure.whole, "restricted": erasure.restricts, "erased": dict(erasure.done),
        "retained": [
            {"group": row.group, "rule": row.rule, "until": row.until} for row in erasure.kept
        ],
        "backups_until": erasure.backups_until, "started_at": erasure.started_at, "ended_at": erasure.ended_at,
    }  # fmt: skip


def _paper_data(paper: Paper) -> dict[str, Any]:
    return {
        "paper": paper.id, "form": paper.form_number, "place": paper.place, "destroy_by": paper.destroy_by,
        "destroyed_on": paper.destroyed_on,
    }  # fmt: skip


def _hold_data(hold: Hold) -> dict[str, Any]:
    return {
        "hold": hold.id, "person": hold.person_id, "groups": sorted(hold.groups), "reason": hold.reason,
        "review": hold.review_on, "set_at": hold.set_at, "lifted_at": hold.lifted_at,
    }  # fmt: skip


def _hold_words(line: HoldLine) -> str:
    hold = line.hold
    return f"{hold.id}  {hold.person_id}  {line.person_name}  {hold.review_on}  {hold.reason}"
