# SPDX-License-Identifier: MIT
"""What a decision really does to the records, within a running transaction."""

from dataclasses import replace

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import NothingToCorrectError, PersonUnknownError
from privdesk.domain.cases import Case, CaseRight, Outcome, Right
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.people import Facts, Origin, OriginKind, PersonId, Source
from privdesk.services.fact_checks import sound_facts
from privdesk.services.office import office_of
from privdesk.services.ports import UnitOfWork
from privdesk.services.workplace import Workplace


def take_effect(work: UnitOfWork, place: Workplace, case: Case, right: Right, outcome: Outcome) -> None:
    """Let a withdrawal or an objection to advertising act, from the day of receipt on.

    Law: GDPR Art. 7(3), 21(3); FADP Art. 6(6)–(7), 30(2)(b).
    """
    if case.person_id is None or outcome not in {Outcome.GRANTED, Outcome.PARTLY}:
        return
    if right is Right.WITHDRAWAL:
        _withdraw(work, place, case, case.person_id)
    elif right is Right.OBJECTION:
        _stop_advertising(work, case, case.person_id)


def correct(work: UnitOfWork, place: Workplace, case: Case, changes: Facts) -> Facts:
    """Put the values in force that differ from those on file; returns them. The old ones stay in the history.

    Raises: PersonUnknownError, NothingToCorrectError, FieldProblemError.
    """
    if case.person_id is None:
        raise PersonUnknownError
    person = work.people.get(case.person_id)
    sound = sound_facts(changes, person, office_of(work).country)
    different = {name: value for name, value in sound.items() if person.fact(name) != value}
    if not different:
        raise NothingToCorrectError
    origin = Origin(
        kind=OriginKind.REQUEST,
        reference=case.number,
        channel=case.channel,
        source=Source.PERSON,
        received_on=case.received_on,
        recorded_at=place.clock.now(),
        recorded_by=place.member.id,
    )
    work.people.change(case.person_id, different, origin)
    work.audit.record(
        AuditEvent(
            Action.PERSON_CORRECTED,
            f"person:{case.person_id}",
            tuple(sorted(name.value for name in different)),
            Purpose.RIGHTS_REQUEST,
            reference=case.number,
        )
    )
    return different


def corrected(work: UnitOfWork, case: Case, asked: CaseRight, done: Facts, proof: str) -> CaseRight:
    """The right after a correction: granted once every value the person named is on file or was replaced."""
    wished = {**asked.changes, **done}
    person = work.people.get(case.person_id) if case.person_id is not None else None
    earlier = {
        name
        for name, value in asked.changes.items()
        if name in done or (person is not None and person.fact(name) == value)
    }
    open_wishes = set(asked.changes) - earlier
    outcome = Outcome.TO_DECIDE if open_wishes else Outcome.GRANTED
    proofs = [part for part in (asked.proof, proof) if part]
    return replace(asked, changes=wished, proof="; ".join(dict.fromkeys(proofs)), outcome=outcome)


def _withdraw(work: UnitOfWork, place: Workplace, case: Case, person_id: PersonId) -> None:
    newest: dict[str, ConsentEntry] = {}
    for entry in work.consents.of_person(person_id):
        newest.setdefault(entry.purpose, entry)
    given = [entry for entry in newest.values() if entry.state is ConsentState.GIVEN]
    for entry in given:
        work.consents.add(
            replace(
                entry,
                state=ConsentState.WITHDRAWN,
                on=case.received_on,
                form=case.number,
                recorded_at=place.clock.now(),
                recorded_by=place.member.id,
            )
        )
    if given:
        purposes = tuple(sorted(entry.purpose for entry in given))
        work.audit.record(
            AuditEvent(
                Action.CONSENT_CHANGED,
                f"person:{person_id}",
                purposes,
                Purpose.RIGHTS_REQUEST,
                None,
                case.number,
            )
        )


def _stop_advertising(work: UnitOfWork, case: Case, person_id: PersonId) -> None:
    person = work.people.get(person_id)
    if person.no_advertising_since is not None:
        return
    work.people.mark(
        person_id, restricted_since=person.restricted_since, no_advertising_since=case.received_on
    )
    work.audit.record(
        AuditEvent(
            Action.CONSENT_CHANGED,
            f"person:{person_id}",
            ("no_advertising",),
            Purpose.RIGHTS_REQUEST,
            None,
            case.number,
        )
    )
