# SPDX-License-Identifier: MIT
"""`privdesk audit …`: walk the trail, hand it out, let old entries go."""

from argparse import Namespace
from dataclasses import asdict

from privdesk.cli.output import Output, TerminalProgress
from privdesk.domain.vault import StaffId
from privdesk.services.audit_log import TrailFilter, finding_words
from privdesk.services.desk import Desk


def verify(desk: Desk, _args: Namespace, out: Output) -> int:
    """Walk the chain of what was done; each place that does not fit, by number."""
    state = desk.audit.verify(TerminalProgress())
    findings = [{**asdict(each), "sentence": finding_words(each)} for each in state.findings]
    data = {
        "ok": state.whole, "entries": state.entries, "first_bad": state.first_bad, "since": state.since,
        "head": state.head, "findings": findings,
    }  # fmt: skip
    out.answer(data, "\n".join([state.sentence, *(each["sentence"] for each in findings[3:])]))
    return 0 if state.whole else 1


def export(desk: Desk, args: Namespace, out: Output) -> int:
    """Write entries as CSV, with the seal of the newest one; recorded."""
    members = {name: key for key, name in desk.audit.staff().items()}
    wanted = TrailFilter(
        staff_id=members.get(args.by, StaffId(args.by)) if args.by else None,
        record=args.record,
        first_day=args.since,
        last_day=args.until,
    )
    count = desk.audit.export(args.out, wanted, TerminalProgress(), over=args.replace)
    out.answer({"ok": True, "file": args.out, "entries": count}, str(args.out))
    return 0


def prune(desk: Desk, args: Namespace, out: Output) -> int:
    """Let entries go that are older than their rule; with `--dry-run` say from which day on they stay."""
    before = desk.audit.kept_until()
    gone = 0 if args.dry_run else desk.audit.prune(TerminalProgress())
    out.answer({"ok": True, "before": before, "removed": gone}, f"{before}: {gone}")
    return 0
