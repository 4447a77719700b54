# SPDX-License-Identifier: MIT
"""`privdesk approval …`: what a colleague proposed, approved or declined."""

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from privdesk.cli.output import Output
from privdesk.domain.approvals import Approval, ApprovalId
from privdesk.i18n import _
from privdesk.services.approval_words import kind_name, state_name
from privdesk.services.approvals import ApprovalEntry
from privdesk.services.desk import Desk


def listing(desk: Desk, _args: Namespace, out: Output) -> int:
    """List proposals of the kinds that one's roles propose or decide, newest first."""
    out.rows((_entry_data(each), _words(each)) for each in desk.approvals.entries())
    return 0


def approve(desk: Desk, args: Namespace, out: Output) -> int:
    """Say yes to what somebody else proposed."""
    approval = desk.approvals.approve(ApprovalId(args.approval))
    out.answer({"ok": True, **_data(approval)}, _("Approved. Who proposed it may carry it out now."))
    return 0


def decline(desk: Desk, args: Namespace, out: Output) -> int:
    """Say no, with the reason."""
    approval = desk.approvals.decline(ApprovalId(args.approval), args.reason)
    out.answer({"ok": True, **_data(approval)}, _("Declined. Who proposed it sees the reason."))
    return 0


def _data(approval: Approval) -> Mapping[str, Any]:
    return {
        "approval": approval.id, "kind": approval.kind, "subject": approval.subject, "digest": approval.digest,
        "summary": approval.summary, "proposed_at": approval.proposed_at, "expires_at": approval.expires_at,
        "decided_at": approval.decided_at, "reason": approval.reason,
    }  # fmt: skip


def _entry_data(entry: ApprovalEntry) -> Mapping[str, Any]:
    return {
        **_data(entry.approval), "state": entry.state, "proposed_by": entry.proposed_by,
        "decided_by": entry.decided_by, "may_decide": entry.may_decide,
    }  # fmt: skip


def _words(entry: ApprovalEntry) -> str:
    approval = entry.approval
    head = f"{approval.id}  {kind_name(approval.kind)} · {approval.subject} · {state_name(entry.state)}"
    return " · ".join([head, entry.proposed_by, *approval.summary])
