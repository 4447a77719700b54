# SPDX-License-Identifier: MIT
"""How a call ends: the request it makes, what its check of identity came to, its line in the correspondence."""

from collections.abc import Sequence
from dataclasses import replace

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import (
    CallSheet,
    Case,
    CaseLetter,
    IdentityCheck,
    IdentityMethod,
    LetterDirection,
    Right,
)
from privdesk.domain.people import Channel
from privdesk.i18n import _
from privdesk.services.case_opening import NewRequest
from privdesk.services.clock import OfficeClock
from privdesk.services.identity import OnFile
from privdesk.services.ports import UnitOfWork


def request_of(sheet: CallSheet, clock: OfficeClock) -> NewRequest:
    """The request that a sheet asks for; who calls for the person speaks for what is ticked.

    Received on the day of the call, however late it is entered, or on the day it reached an official channel before.
    """
    who, wishes = sheet.representative, sheet.wishes
    return NewRequest(
        person_id=sheet.person_id,
        rights=dict.fromkeys(wishes, ""),
        channel=Channel.PHONE,
        received_on=sheet.reached_on or clock.day_of(sheet.started_at),
        changes=sheet.changes if Right.RECTIFICATION in wishes else {},
        notes=sheet.notes,
        representative=replace(who, scope=who.scope or wishes) if who is not None else None,
        purposes=sheet.purposes if Right.WITHDRAWAL in wishes else frozenset(),
        against=sheet.against if Right.OBJECTION in wishes else frozenset(),
        agency_id=sheet.agency_id if sheet.reached_on is not None else None,
    )


def checks_of(on_file: OnFile, sheet: CallSheet) -> tuple[IdentityCheck, ...]:
    """The check of a call as it is kept: method, result, when, who, keys and counts, never answers.

    The answers of who calls for somebody else are no check.
    """
    answers = sheet.answers if sheet.representative is None else {}
    if sheet.person_id is None or (not answers and sheet.called_back is None):
        return ()
    asked = replace(sheet, answers=answers)
    verdict = on_file.verdict(asked)
    called = verdict.passed and not on_file.verdict(replace(asked, called_back=None)).passed
    return (
        IdentityCheck(
            method=IdentityMethod.CALL_BACK if called or not answers else IdentityMethod.QUESTIONS,
            passed=verdict.passed,
            at=on_file.clock.now(),
            by=on_file.member.id,
            questions=tuple(sorted(answers)),
            right=verdict.right,
            needed=verdict.needed,
            contact=sheet.called_back if called else None,
        ),
    )


def record_checks(work: UnitOfWork, checks: Sequence[IdentityCheck], record: str, case: Case | None) -> None:
    """One audit entry for each check."""
    reference = case.number if case is not None else ""
    for check in checks:
        event = AuditEvent(Action.IDENTITY_CHECKED, record, (check.method.value,), reference=reference)
        work.audit.record(event)


def with_call_line(case: Case, sheet: CallSheet) -> Case:
    """The case with the call among its correspondence, at the time it was taken; who called for the person is named."""
    who, notes = sheet.representative, sheet.notes.strip()
    detail = ". ".join(part for part in (who.name.strip() if who is not None else "", notes) if part)
    at = sheet.ended_at or sheet.started_at
    line = CaseLetter(at, LetterDirection.IN, Channel.PHONE, _("Call"), detail)
    return replace(case, letters=(*case.letters, line))


def said_to_have_come(case: Case, sheet: CallSheet) -> Case:
    """A case whose request reached us before the call: its first line says so, the call is a line of its own."""
    first = replace(case.letters[0], title=_("Reached us before, as told in the call"), detail="")
    return with_call_line(replace(case, letters=(first, *case.letters[1:])), sheet)
