# SPDX-License-Identifier: MIT
"""`privdesk retention …`: what is due and what will be, disposals, their certificates, originals on paper."""

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from privdesk.cli.output import Output, TerminalProgress
from privdesk.domain.approvals import ApprovalKind, ApprovalMissingError, MissingApproval
from privdesk.domain.disposals import Disposal, DisposalId
from privdesk.domain.erasures import Paper, PaperId
from privdesk.domain.errors import FileThereError
from privdesk.domain.retention_due import DueMonth
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.explain import describe
from privdesk.services.retention import Retention
from privdesk.services.retention_reading import DueLine, WhatIsDue
from privdesk.services.retention_words import (
    cut_off_words,
    disposal_state,
    entries_words,
    held_back_words,
    law_of,
    period_of,
)


def due(desk: Desk, args: Namespace, out: Output) -> int:
    """What is past its period, and with `--months` what will be; exit 1 where no rule says when a group is due."""
    retention = retention_of(desk)
    found = retention.due(args.on)
    data: dict[str, Any] = {
        "ok": not found.troubles, "as_at": found.as_at, "entries": found.entries, "held_back": found.held_back,
        "groups": [_line_data(line) for line in found.lines],
        "findings": [{"group": each.group, "sentence": describe(each.error).sentence()} for each in found.troubles],
    }  # fmt: skip
    words = [_line_words(line) for line in found.now] or [_("Nothing is due.")]
    words += [f"{each.group}: {describe(each.error).sentence()}" for each in found.troubles]
    if args.months:
        months = retention.will_be_due(args.months)
        data["months"] = [
            {"month": each.month, "group": each.group, "entries": each.entries} for each in months
        ]
        words += _month_words(months)
    out.answer(data, "\n".join(words))
    return 1 if found.troubles else 0


def run(desk: Desk, args: Namespace, out: Output) -> int:
    """Propose a disposal, or carry out the one that was approved, or go on with one that was stopped."""
    retention = retention_of(desk)
    _require_free(args.out)
    groups = frozenset(args.group) if args.group else None
    if args.propose:
        disposal = retention.propose(groups)
        due_now = _plan_words(disposal, retention.due(disposal.as_at))
        words = _("Proposed; a colleague approves it.") if retention.standing().needs_two else _("Planned.")
        out.answer({"ok": True, **_data(disposal)}, "\n".join((*due_now, words)))
        return 0
    return _told(retention, _carried(retention, groups), args.out, out)


def end(desk: Desk, args: Namespace, out: Output) -> int:
    """End a disposal that was stopped where it stands."""
    retention = retention_of(desk)
    _require_free(args.out)
    disposal = retention.end_here(DisposalId(args.disposal), TerminalProgress())
    return _told(retention, disposal, args.out, out)


def withdraw(desk: Desk, args: Namespace, out: Output) -> int:
    """Forget a plan that has not run."""
    retention_of(desk).withdraw(DisposalId(args.disposal))
    out.answer({"ok": True, "disposal": args.disposal}, _("The plan is withdrawn."))
    return 0


def listing(desk: Desk, _args: Namespace, out: Output) -> int:
    """The plan that waits, then disposals, newest first."""
    retention = retention_of(desk)
    planned = retention.standing().planned
    shown = [planned.disposal] if planned is not None else []
    out.rows((_data(each), _words(each)) for each in (*shown, *retention.recent()))
    return 0


def certificate(desk: Desk, args: Namespace, out: Output) -> int:
    """Write the certificate of a disposal that has ended."""
    retention = retention_of(desk)
    _require_free(args.out)
    disposal = retention.get(DisposalId(args.disposal))
    made = retention.certificate(disposal.id, args.language)
    retention.save_certificate(made, args.out)
    data = {"ok": True, **_data(disposal), "file": str(args.out), "pages": made.pages}
    out.answer(data, _("The certificate is saved."))
    return 0


def papers(desk: Desk, args: Namespace, out: Output) -> int:
    """Originals on paper left to destroy, or those of one disposal."""
    wanted = DisposalId(args.disposal) if args.disposal is not None else None
    found = retention_of(desk).papers(wanted)
    out.rows(
        (_paper_data(each), f"{each.id}  {each.place}  {each.form_number}  {each.destroy_by}")
        for each in found
    )
    return 0


def destroyed(desk: Desk, args: Namespace, out: Output) -> int:
    """Tick originals on paper."""
    count = retention_of(desk).destroyed([PaperId(each) for each in args.papers], args.on)
    out.answer({"ok": True, "papers": args.papers, "destroyed": count}, _("Noted as destroyed."))
    return 0


def retention_of(desk: Desk) -> Retention:
    """The service; a desk that was opened by signing in has it."""
    if desk.retention is None:
        raise RuntimeError("a desk without retention")
    return desk.retention


def _carried(retention: Retention, groups: frozenset[str] | None) -> Disposal:
    """Go on with one that began; else carry out the plan that stands, or one of today where nobody must approve."""
    standing, progress = retention.standing(), TerminalProgress()
    if standing.unfinished is not None:
        return retention.go_on(standing.unfinished.id, progress)
    if standing.planned is not None:
        planned = standing.planned.disposal
        if groups is None or groups == {each.group for each in planned.groups}:
            return retention.run(planned.id, progress)
    if standing.needs_two:
        raise ApprovalMissingError(ApprovalKind.DISPOSAL, MissingApproval.NOT_PROPOSED)
    return retention.run(retention.propose(groups).id, progress)


def _require_free(path: Path | None) -> None:
    if path is not None and path.exists():
        raise FileThereError(path)


def _told(retention: Retention, disposal: Disposal, path: Path | None, out: Output) -> int:
    data = {"ok": True, **_data(disposal)}
    if path is not None:
        made = retention.certificate(disposal.id)
        retention.save_certificate(made, path)
        data |= {"file": str(path), "pages": made.pages}
    out.answer(data, _words(disposal))
    return 0


def _line_data(line: DueLine) -> dict[str, Any]:
    rule, count = line.rule, line.count
    return {
        "group": line.group, "rule": rule.key, "trigger": rule.trigger, "months": rule.months, "law": law_of(rule),
        "period": period_of(rule), "cut_off": line.due.cut_off, "people": count.people, "entries": count.entries,
        "held_back": count.held_back,
    }  # fmt: skip


def _line_words(line: DueLine) -> str:
    held = f"  {held_back_words(line.count.held_back)}" if line.count.held_back else ""
    until = cut_off_words(line.rule, wording.date_plain(line.due.cut_off))
    return f"{line.group:14}{wording.number(line.count.entries):>12}  {until}  {law_of(line.rule)}{held}"


def _month_words(months: Sequence[DueMonth]) -> list[str]:
    counts: Counter[str] = Counter()
    for each in months:
        counts[each.month.strftime("%Y-%m")] += each.entries
    return [f"{month}  {wording.number(count):>12}" for month, count in sorted(counts.items())]


def _plan_words(disposal: Disposal, found: WhatIsDue) -> list[str]:
    chosen = {each.group for each in disposal.groups}
    return [_line_words(line) for line in found.now if line.group in chosen]


def _data(disposal: Disposal) -> dict[str, Any]:
    return {
        "disposal": disposal.id, "number": disposal.number, "state": disposal.state, "as_at": disposal.as_at,
        "planned": {
            each.group: {"entries": each.entries, "cut_off": each.cut_off, "rule": each.rule.key}
            for each in disposal.groups
        },
        "disposed": {group: each.entries for group, each in disposal.done.items()},
        "held_back": {each.group: each.people for each in disposal.held}, "ended_early": disposal.ended_early,
        "backups_until": disposal.backups_until, "started_at": disposal.started_at, "ended_at": disposal.ended_at,
    }  # fmt: skip


def _words(disposal: Disposal) -> str:
    amount = entries_words(disposal.disposed if disposal.number else disposal.entries)
    return f"{disposal.id}  {disposal.number or '–'}  {disposal_state(disposal)}  {amount}"


def _paper_data(paper: Paper) -> dict[str, Any]:
    return {
        "paper": paper.id, "disposal": paper.disposal_id, "erasure": paper.erasure_id, "form": paper.form_number,
        "place": paper.place, "destroy_by": paper.destroy_by, "destroyed_on": paper.destroyed_on,
    }  # fmt: skip
