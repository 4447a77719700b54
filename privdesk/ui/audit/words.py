# SPDX-License-Identifier: MIT
"""The audit trail in words: what was done, to which record, why."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache

from privdesk.domain.approvals import ApprovalKind
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.staff import Role
from privdesk.i18n import _, desk_language
from privdesk.services.approval_words import kind_name
from privdesk.services.approvals import ALONE, USED
from privdesk.services.names import role_name
from privdesk.services.wording import number


class AuditFilter(StrEnum):
    """What the list lets through."""

    ALL = "all"
    VIEWS = "views"
    ERASURES = "erasures"
    REQUESTS = "requests"
    FORMS = "forms"
    OUT = "out"
    STAFF = "staff"
    SAFETY = "safety"


FILTERS: Mapping[AuditFilter, tuple[Action, ...]] = {
    AuditFilter.ALL: (),
    AuditFilter.VIEWS: (Action.PERSON_VIEWED, Action.DOCUMENT_VIEWED),
    AuditFilter.REQUESTS: (
        Action.CALL_STARTED, Action.CALL_ENDED, Action.CASE_OPENED, Action.CASE_CHANGED, Action.CASE_ASSIGNED, Action.IDENTITY_CHECKED,
        Action.RIGHT_DECIDED, Action.CASE_ANSWERED, Action.CASE_CLOSED, Action.CONSENT_CHANGED,
        Action.RESTRICTION_SET, Action.RESTRICTION_TOLD, Action.RESTRICTION_LIFTED, Action.OBJECTION_NOTED,
        Action.OBJECTION_WEIGHED, Action.CLOSING_TOLD,
    ),
    AuditFilter.FORMS: (
        Action.ITEM_ARRIVED, Action.ITEM_READ, Action.ITEM_SET_ASIDE, Action.ITEM_BROUGHT_BACK, Action.FORM_ENTERED,
        Action.FORM_INCOMPLETE, Action.SERVICE_REFUSED, Action.PERSON_ADDED, Action.PERSON_CORRECTED,
        Action.CONTACT_CONFIRMED, Action.IMPORT_STARTED, Action.IMPORT_BATCH, Action.IMPORT_ENDED,
        Action.DUPLICATES_STARTED, Action.DUPLICATES_SEARCHED, Action.DUPLICATES_ENDED, Action.NOT_THE_SAME,
        Action.PEOPLE_MERGED, Action.PEOPLE_UNMERGED, Action.WEIGHTS_LEARNED,
    ),
    AuditFilter.ERASURES: (
        Action.ERASURE_PLANNED, Action.ERASURE_STARTED, Action.ERASED, Action.ERASURE_ENDED, Action.PAPER_DESTROYED,
        Action.CERTIFICATE_MADE, Action.DISPOSAL_PLANNED, Action.DISPOSAL_WITHDRAWN, Action.DISPOSAL_STARTED,
        Action.DISPOSED, Action.DISPOSAL_STOPPED, Action.DISPOSAL_ENDED, Action.HOLD_SET, Action.HOLD_REVIEWED,
        Action.HOLD_LIFTED,
    ),
    AuditFilter.OUT: (
        Action.REPORT_MADE, Action.REPORT_HANDED_OUT, Action.LETTER_MADE, Action.LETTER_SENT, Action.EXPORTED, Action.REJECTS_EXPORTED,
        Action.PORTABILITY_MADE, Action.PORTABILITY_HANDED_OUT, Action.TELLING_ADDED, Action.TELLING_DONE,
        Action.TELLING_ANSWERED, Action.TELLING_LEFT_OUT,
    ),
    AuditFilter.STAFF: (
        Action.VAULT_CREATED, Action.SIGNED_IN, Action.LOCKED, Action.PASSWORD_CHANGED, Action.RECOVERED,
        Action.STAFF_ADDED, Action.OFFICE_CHANGED, Action.CATALOGUE_CHANGED, Action.AGENCY_CHANGED, Action.MIGRATED,
        Action.STAFF_CHANGED, Action.STAFF_DISABLED, Action.STAFF_ENABLED, Action.PASSWORD_RESET,
        Action.COMPUTER_ENROLLED, Action.PROPOSED, Action.APPROVED, Action.DECLINED,
    ),
    AuditFilter.SAFETY: (
        Action.SHEET_RENEWED, Action.BINDING_CHANGED, Action.REKEY_STARTED, Action.REKEYED, Action.BACKED_UP,
        Action.BACKUP_FAILED, Action.BACKUP_REMOVED, Action.RESTORED, Action.CHECKED, Action.REPAIRED,
        Action.SET_ASIDE_REMOVED, Action.INDEX_REBUILT, Action.SUMS_RECOUNTED, Action.AUDIT_VERIFIED, Action.AUDIT_PRUNED,
    ),
}  # fmt: skip


def filter_words() -> list[tuple[str, str, int | None]]:
    """Key and words of each filter; counts would say nothing here."""
    words = {
        AuditFilter.ALL: _("All"),
        AuditFilter.VIEWS: _("Look-ups"),
        AuditFilter.REQUESTS: _("Requests"),
        AuditFilter.FORMS: _("Forms and people"),
        AuditFilter.ERASURES: _("Erasures and holds"),
        AuditFilter.OUT: _("Handed out"),
        AuditFilter.STAFF: _("Staff and office"),
        AuditFilter.SAFETY: _("Keys and backups"),
    }
    return [(each.value, words[each], None) for each in AuditFilter]


def action_words(action: Action) -> str:
    """What was done."""
    return _actions(desk_language())[action]


@cache
def _actions(_language: str) -> Mapping[Action, str]:
    return {
        Action.VAULT_CREATED: _("Records made"),
        Action.SIGNED_IN: _("Signed in"),
        Action.LOCKED: _("Locked the desk"),
        Action.PASSWORD_CHANGED: _("Changed the password"),
        Action.RECOVERED: _("Set a new password with the recovery sheet"),
        Action.STAFF_ADDED: _("Added staff"),
        Action.STAFF_CHANGED: _("Changed staff roles"),
        Action.STAFF_DISABLED: _("Ended a sign-in"),
        Action.STAFF_ENABLED: _("Allowed a sign-in again"),
        Action.PASSWORD_RESET: _("Reset a password"),
        Action.COMPUTER_ENROLLED: _("Enrolled a computer"),
        Action.SHEET_RENEWED: _("Made a new recovery sheet"),
        Action.BINDING_CHANGED: _("Changed what opens the records"),
        Action.REKEY_STARTED: _("Began to change the key"),
        Action.REKEYED: _("Changed the key"),
        Action.BACKED_UP: _("Backed up"),
        Action.BACKUP_FAILED: _("Backup failed"),
        Action.BACKUP_REMOVED: _("Removed an old backup"),
        Action.RESTORED: _("Restored a backup"),
        Action.CHECKED: _("Checked the records"),
        Action.REPAIRED: _("Repaired the records"),
        Action.SET_ASIDE_REMOVED: _("Removed files that were set aside"),
        Action.INDEX_REBUILT: _("Rebuilt the search index"),
        Action.SUMS_RECOUNTED: _("Counted the sums for retention anew"),
        Action.AUDIT_VERIFIED: _("Verified the audit trail"),
        Action.AUDIT_PRUNED: _("Removed old entries of the audit trail"),
        Action.PROPOSED: _("Asked a colleague to approve"),
        Action.APPROVED: _("Approved"),
        Action.DECLINED: _("Declined"),
        Action.DUPLICATES_STARTED: _("Began to look for duplicates"),
        Action.DUPLICATES_SEARCHED: _("Looked for duplicates in a part"),
        Action.DUPLICATES_ENDED: _("Looked for duplicates"),
        Action.NOT_THE_SAME: _("Noted: not the same person"),
        Action.PEOPLE_MERGED: _("Merged two people"),
        Action.PEOPLE_UNMERGED: _("Took a merge back"),
        Action.WEIGHTS_LEARNED: _("Learned how to tell people apart"),
        Action.OFFICE_CHANGED: _("Changed the settings"),
        Action.CATALOGUE_CHANGED: _("Changed the catalogue"),
        Action.ITEM_ARRIVED: _("Took in an item"),
        Action.ITEM_READ: _("Item was read"),
        Action.ITEM_SET_ASIDE: _("Set an item aside"),
        Action.ITEM_BROUGHT_BACK: _("Brought an item back"),
        Action.FORM_ENTERED: _("Entered a form"),
        Action.FORM_INCOMPLETE: _("Kept a form as incomplete"),
        Action.SERVICE_REFUSED: _("Refused the service"),
        Action.PERSON_VIEWED: _("Looked up a person"),
        Action.PERSON_ADDED: _("Added a person"),
        Action.PERSON_CORRECTED: _("Corrected a person"),
        Action.CONTACT_CONFIRMED: _("Confirmed a contact"),
        Action.DOCUMENT_VIEWED: _("Looked at a document"),
        Action.IMPORT_STARTED: _("Began an import"),
        Action.IMPORT_BATCH: _("Imported a part"),
        Action.IMPORT_ENDED: _("Ended an import"),
        Action.REJECTS_EXPORTED: _("Exported rejected rows"),
        Action.AGENCY_CHANGED: _("Changed an agency"),
        Action.CALL_STARTED: _("Took a call"),
        Action.CALL_ENDED: _("Ended a call"),
        Action.CASE_OPENED: _("Opened a request"),
        Action.CASE_ASSIGNED: _("Gave a request to a colleague"),
        Action.CASE_CHANGED: _("Changed a request"),
        Action.IDENTITY_CHECKED: _("Checked identity"),
        Action.RIGHT_DECIDED: _("Decided a right"),
        Action.CASE_ANSWERED: _("Recorded an answer"),
        Action.CASE_CLOSED: _("Closed a request"),
        Action.REPORT_MADE: _("Made a report"),
        Action.REPORT_HANDED_OUT: _("Handed out a report"),
        Action.LETTER_MADE: _("Wrote a letter"),
        Action.LETTER_SENT: _("Sent a letter by e-mail"),
        Action.CONSENT_CHANGED: _("Changed a consent"),
        Action.RESTRICTION_SET: _("Restricted use"),
        Action.RESTRICTION_TOLD: _("Told the person that a restriction will be lifted"),
        Action.RESTRICTION_LIFTED: _("Lifted a restriction"),
        Action.OBJECTION_NOTED: _("Noted an objection"),
        Action.OBJECTION_WEIGHED: _("Weighed an objection"),
        Action.CLOSING_TOLD: _("Told the person that the account closes"),
        Action.TELLING_ADDED: _("Noted who must be told"),
        Action.TELLING_DONE: _("Told a recipient"),
        Action.TELLING_ANSWERED: _("Noted a recipient’s answer"),
        Action.TELLING_LEFT_OUT: _("Left a recipient untold"),
        Action.PORTABILITY_MADE: _("Made the data to take along"),
        Action.PORTABILITY_HANDED_OUT: _("Handed out the data to take along"),
        Action.ERASURE_PLANNED: _("Changed an erasure plan"),
        Action.ERASURE_STARTED: _("Began an erasure"),
        Action.ERASED: _("Erased a data group"),
        Action.ERASURE_ENDED: _("Ended an erasure"),
        Action.PAPER_DESTROYED: _("Noted that a paper original was destroyed"),
        Action.CERTIFICATE_MADE: _("Made a certificate"),
        Action.DISPOSAL_PLANNED: _("Planned a disposal"),
        Action.DISPOSAL_WITHDRAWN: _("Withdrew a planned disposal"),
        Action.DISPOSAL_STARTED: _("Began a disposal"),
        Action.DISPOSED: _("Disposed of a part"),
        Action.DISPOSAL_STOPPED: _("Stopped a disposal"),
        Action.DISPOSAL_ENDED: _("Ended a disposal"),
        Action.HOLD_SET: _("Set a hold"),
        Action.HOLD_REVIEWED: _("Kept a hold after looking again"),
        Action.HOLD_LIFTED: _("Lifted a hold"),
        Action.EXPORTED: _("Exported a file"),
        Action.MIGRATED: _("Brought the records up to date"),
    }


def _record_names() -> Mapping[str, str]:
    return {
        "person": _("Person"), "case": _("Request"), "call": _("Call"), "item": _("Item"), "document": _("Document"),
        "vault": _("Records"), "disposal": _("Disposal run"), "erasure": _("Erasure"),
        "staff": _("Staff"), "office": _("Office"), "agency": _("Agency"), "import": _("Import"), "form": _("Form"),
        "audit": _("Audit trail"), "group": _("Data group"), "purpose": _("Purpose"), "rule": _("Retention rule"),
        "authority": _("Authority"), "recipient": _("Recipient"), "notice": _("Notice"), "figures": _("Figures of the year"),
        "processing_record": _("Record of processing"),
    }  # fmt: skip


def record_typed(text: str) -> str:
    """What was typed as the trail names a record: `Person 17` as `person:17`; a number stays as it is."""
    kind, _space, key = text.strip().rpartition(" ")
    named = {name.casefold(): each for each, name in _record_names().items()}
    return f"{named[kind.casefold()]}:{key}" if kind.casefold() in named else text.strip()


def record_words(event: AuditEvent) -> str:
    """Which record: its own number where it has one, else its kind and id."""
    kind, _colon, key = event.record.partition(":")
    name = _record_names().get(kind, kind)
    shown = key if len(key) <= 8 else ""
    return " ".join(part for part in (name, shown) if part)


def detail_words(event: AuditEvent) -> str:
    """Names of fields and counts – never values."""
    known = _STAFF_WORDS.get(event.action, dict)()
    parts = [known.get(field, field) for field in event.fields]
    if event.count is not None:
        parts.append(number(event.count))
    return ", ".join(parts)


def _role_words() -> Mapping[str, str]:
    return {**{role.value: role_name(role) for role in Role}, "slots": _("key slots, noticed at sign-in")}


def _approval_words() -> Mapping[str, str]:
    kinds = {kind.value: kind_name(kind) for kind in ApprovalKind}
    return {**kinds, ALONE: _("alone, nobody else could approve"), USED: _("carried out")}


_STAFF_WORDS: Mapping[Action, Callable[[], Mapping[str, str]]] = {
    **dict.fromkeys((Action.STAFF_ADDED, Action.STAFF_CHANGED), _role_words),
    **dict.fromkeys((Action.PROPOSED, Action.APPROVED, Action.DECLINED), _approval_words),
}
"""What the names of these acts' fields are called on screen."""
