# SPDX-License-Identifier: MIT
"""The audit chain: who did what to which record and why – never values.

Each entry's `mac` is HMAC-SHA256 over its canonical form and the entry before it, under the audit key, so that
nothing can be altered, removed or reordered unnoticed by someone without the key.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from privdesk.domain.vault import StaffId

CHAIN_START = bytes(32)


class Action(StrEnum):
    """What was done."""

    VAULT_CREATED = "vault.created"
    SIGNED_IN = "staff.signed_in"
    LOCKED = "staff.locked"
    PASSWORD_CHANGED = "staff.password_changed"  # noqa: S105
    RECOVERED = "staff.recovered"
    STAFF_ADDED = "staff.added"
    STAFF_CHANGED = "staff.changed"
    STAFF_DISABLED = "staff.disabled"
    STAFF_ENABLED = "staff.enabled"
    PASSWORD_RESET = "staff.password_reset"  # noqa: S105
    COMPUTER_ENROLLED = "staff.computer_enrolled"
    SHEET_RENEWED = "vault.sheet_renewed"
    BINDING_CHANGED = "vault.binding_changed"
    REKEY_STARTED = "vault.rekey_started"
    REKEYED = "vault.rekeyed"
    BACKED_UP = "vault.backed_up"
    BACKUP_FAILED = "vault.backup_failed"
    BACKUP_REMOVED = "vault.backup_removed"
    RESTORED = "vault.restored"
    CHECKED = "vault.checked"
    REPAIRED = "vault.repaired"
    SET_ASIDE_REMOVED = "vault.set_aside_removed"
    INDEX_REBUILT = "vault.index_rebuilt"
    SUMS_RECOUNTED = "vault.sums_recounted"
    AUDIT_VERIFIED = "audit.verified"
    AUDIT_PRUNED = "audit.pruned"
    """A checkpoint: entries up to the number in `reference` went by rule; the chain begins behind it."""
    PROPOSED = "approval.proposed"
    APPROVED = "approval.approved"
    DECLINED = "approval.declined"
    DUPLICATES_STARTED = "duplicates.started"
    DUPLICATES_SEARCHED = "duplicates.searched"
    DUPLICATES_ENDED = "duplicates.ended"
    NOT_THE_SAME = "duplicates.not_the_same"
    PEOPLE_MERGED = "duplicates.merged"
    PEOPLE_UNMERGED = "duplicates.unmerged"
    WEIGHTS_LEARNED = "duplicates.weights_learned"
    OFFICE_CHANGED = "office.changed"
    CATALOGUE_CHANGED = "catalogue.changed"
    ITEM_ARRIVED = "inbox.arrived"
    ITEM_READ = "inbox.read"
    ITEM_SET_ASIDE = "inbox.set_aside"
    ITEM_BROUGHT_BACK = "inbox.brought_back"
    FORM_ENTERED = "form.entered"
    FORM_INCOMPLETE = "form.incomplete"
    SERVICE_REFUSED = "form.service_refused"
    PERSON_VIEWED = "person.viewed"
    PERSON_ADDED = "person.added"
    PERSON_CORRECTED = "person.corrected"
    CONTACT_CONFIRMED = "person.contact_confirmed"
    DOCUMENT_VIEWED = "document.viewed"
    IMPORT_STARTED = "import.started"
    IMPORT_BATCH = "import.batch"
    IMPORT_ENDED = "import.ended"
    REJECTS_EXPORTED = "import.rejects_exported"
    AGENCY_CHANGED = "agency.changed"
    CALL_STARTED = "call.started"
    CALL_ENDED = "call.ended"
    CASE_OPENED = "case.opened"
    CASE_CHANGED = "case.changed"
    CASE_ASSIGNED = "case.assigned"
    IDENTITY_CHECKED = "case.identity_checked"
    RIGHT_DECIDED = "case.right_decided"
    CASE_ANSWERED = "case.answered"
    CASE_CLOSED = "case.closed"
    REPORT_MADE = "report.made"
    REPORT_HANDED_OUT = "report.handed_out"
    LETTER_MADE = "letter.made"
    LETTER_SENT = "letter.sent"
    CONSENT_CHANGED = "consent.changed"
    RESTRICTION_SET = "restriction.set"
    RESTRICTION_TOLD = "restriction.told"
    """The person was told that it will be lifted."""
    RESTRICTION_LIFTED = "restriction.lifted"
    OBJECTION_NOTED = "objection.noted"
    OBJECTION_WEIGHED = "objection.weighed"
    CLOSING_TOLD = "objection.closing_told"
    TELLING_ADDED = "telling.added"
    TELLING_DONE = "telling.done"
    TELLING_ANSWERED = "telling.answered"
    TELLING_LEFT_OUT = "telling.left_out"
    PORTABILITY_MADE = "portability.made"
    PORTABILITY_HANDED_OUT = "portability.handed_out"
    ERASURE_PLANNED = "erasure.planned"
    """Something was decided otherwise than the rules say."""
    ERASURE_STARTED = "erasure.started"
    ERASED = "erasure.run"
    ERASURE_ENDED = "erasure.ended"
    PAPER_DESTROYED = "erasure.paper_destroyed"
    CERTIFICATE_MADE = "erasure.certificate_made"
    DISPOSAL_PLANNED = "disposal.planned"
    DISPOSAL_WITHDRAWN = "disposal.withdrawn"
    DISPOSAL_STARTED = "disposal.started"
    DISPOSED = "disposal.batch"
    DISPOSAL_STOPPED = "disposal.stopped"
    DISPOSAL_ENDED = "disposal.ended"
    HOLD_SET = "hold.set"
    HOLD_REVIEWED = "hold.reviewed"
    """It is still needed: somebody looks again later."""
    HOLD_LIFTED = "hold.lifted"
    EXPORTED = "exported"
    MIGRATED = "vault.migrated"


class Purpose(StrEnum):
    """Why a person's record was opened (CJEU C-579/21: reported as date and purpose, without staff names)."""

    ENTER_FORM = "enter_form"
    ANSWER_CALL = "answer_call"
    RIGHTS_REQUEST = "rights_request"
    CORRESPONDENCE = "correspondence"
    CONTRACT = "contract"
    REFUND = "refund"
    QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """What a service records; storage adds number, time, staff member and chain."""

    action: Action
    record: str = ""
    """Kind and id, such as `person:17`, `case:3`, `item:9`."""
    fields: tuple[str, ...] = ()
    """Names of the fields concerned – never values."""
    purpose: Purpose | None = None
    count: int | None = None
    reference: str = ""
    """A number that says where to look: form, case or import number, document id, hash. Never a value."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the chain."""

    sequence: int
    at: datetime
    """Aware, UTC."""
    staff_id: StaffId
    event: AuditEvent
    mac: bytes = b""


def canonical(entry: AuditEntry) -> bytes:
    """The bytes that the chain protects."""
    event = entry.event
    return json.dumps(
        [
            entry.sequence, entry.at.isoformat(), entry.staff_id, event.action, event.record, list(event.fields),
            event.purpose, event.count, event.reference,
        ],
        ensure_ascii=False, separators=(",", ":"),
    ).encode()  # fmt: skip


def link(key: bytes, before: bytes, entry: AuditEntry) -> bytes:
    """Return the MAC of `entry` after the entry whose MAC is `before` (`CHAIN_START` for the first)."""
    return hmac.new(key, before + canonical(entry), hashlib.sha256).digest()
