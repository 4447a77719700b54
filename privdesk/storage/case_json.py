# SPDX-License-Identifier: MIT
"""What a request carries besides its rights, as plain values and back: questions, a fee, a representative."""

from datetime import date, datetime
from typing import Any

from privdesk.domain.case_facts import CaseFee, Representative, RepresentativeKind
from privdesk.domain.inbox import DocumentId
from privdesk.domain.reckoning import Pause
from privdesk.domain.regimes import ChargeKind, PauseKind
from privdesk.domain.rights import Right
from privdesk.domain.vault import StaffId
from privdesk.storage.row_base import Plain


def pause_to_json(pause: Pause) -> dict[str, Any]:
    """Plain values; dates in ISO form."""
    return {"for": pause.kind.value, "asked": pause.asked.isoformat(), "answered": _iso(pause.answered)}


def pause_from_json(body: Plain) -> Pause:
    """What `pause_to_json` made."""
    return Pause(PauseKind(body["for"]), date.fromisoformat(body["asked"]), _day(body["answered"]))


def fee_to_json(fee: CaseFee) -> dict[str, Any]:
    """Plain values; dates in ISO form."""
    return {
        "kind": fee.kind.value, "minor": fee.minor, "currency": fee.currency, "told": fee.told.isoformat(),
        "reason": fee.reason, "proof": fee.proof, "confirmed": _iso(fee.confirmed), "lapsed": fee.lapsed,
    }  # fmt: skip


def fee_from_json(body: Plain) -> CaseFee:
    """What `fee_to_json` made."""
    return CaseFee(
        ChargeKind(body["kind"]), body["minor"], body["currency"], date.fromisoformat(body["told"]), body["reason"],
        body["proof"], _day(body["confirmed"]), body["lapsed"],
    )  # fmt: skip


def representative_to_json(person: Representative) -> dict[str, Any]:
    """Plain values; dates and moments in ISO form."""
    return {
        "kind": person.kind.value, "name": person.name, "scope": sorted(person.scope), "document": person.document,
        "valid_until": _iso(person.valid_until), "document_id": person.document_id,
        "recorded_at": person.recorded_at.isoformat() if person.recorded_at else None,
        "recorded_by": person.recorded_by,
    }  # fmt: skip


def representative_from_json(body: Plain) -> Representative:
    """What `representative_to_json` made."""
    recorded = body["recorded_at"]
    return Representative(
        RepresentativeKind(body["kind"]), body["name"], frozenset(Right(each) for each in body["scope"]),
        body["document"], _day(body["valid_until"]),
        DocumentId(body["document_id"]) if body["document_id"] else None,
        datetime.fromisoformat(recorded) if recorded else None,
        StaffId(body["recorded_by"]) if body["recorded_by"] else None,
    )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
