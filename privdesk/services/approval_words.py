# SPDX-License-Identifier: MIT
"""Proposals in words, for window and command line alike."""

from privdesk.domain.approvals import ApprovalKind, ApprovalState
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.approvals import ApprovalEntry
from privdesk.services.clock import OfficeClock


def kind_name(kind: ApprovalKind) -> str:
    """What is proposed."""
    return {
        ApprovalKind.ERASURE: _("Erasure"),
        ApprovalKind.DISPOSAL: _("Disposal"),
        ApprovalKind.RE_KEY: _("Change of the key"),
    }[kind]


def state_name(state: ApprovalState) -> str:
    """Where a proposal stands."""
    return {
        ApprovalState.WAITING: _("Waits"),
        ApprovalState.APPROVED: _("Approved"),
        ApprovalState.DECLINED: _("Declined"),
        ApprovalState.USED: _("Carried out"),
        ApprovalState.EXPIRED: _("Expired"),
    }[state]


def subject_words(subject: str) -> str:
    """What it is about, by number: a proposal names nobody."""
    kind, _colon, key = subject.partition(":")
    names = {
        "person": _("Person {key}"), "case": _("Request {key}"), "disposal": _("Disposal run {key}"),
        "vault": _("All records"),
    }  # fmt: skip
    return names.get(kind, subject).format(key=key)


def proposed_words(entry: ApprovalEntry, clock: OfficeClock) -> str:
    """Who proposed it, and until when it counts."""
    approval = entry.approval
    return _("Proposed by {name} on {date}, counts until {until}").format(
        name=entry.proposed_by or "–",
        date=wording.date_plain(clock.day_of(approval.proposed_at)),
        until=wording.date_plain(clock.day_of(approval.expires_at)),
    )


def outcome_words(entry: ApprovalEntry, clock: OfficeClock) -> str:
    """What became of it; empty while it waits."""
    approval = entry.approval
    if approval.decided_at is None:
        return ""
    day = wording.date_plain(clock.day_of(approval.decided_at))
    if approval.approved:
        return _("Approved by {name} on {date}").format(name=entry.decided_by or "–", date=day)
    words = _("Declined by {name} on {date}: {reason}")
    return words.format(name=entry.decided_by or "–", date=day, reason=approval.reason)
