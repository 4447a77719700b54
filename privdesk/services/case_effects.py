# SPDX-License-Identifier: MIT
"""What a decision really does to the records, within a running transaction."""

from collections.abc import Iterable
from dataclasses import replace

from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import NothingToCorrectError, PersonUnknownError
from privdesk.domain.cases import Case, CaseRight, Outcome, Right
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.decisions import right_of
from privdesk.domain.objections import require_weighed
from privdesk.domain.people import Facts, Origin, OriginKind, PersonId, Source
from privdesk.domain.restriction import AllowedUse, RestrictionGround
from privdesk.services.fact_checks import sound_facts
from privdesk.services.office import office_of
from privdesk.services.ports import UnitOfWork
from privdesk.services.restricted_people import require_unrestricted, use_field
from privdesk.services.restrictions import restrict
from privdesk.services.tellings import note_correction
from privdesk.services.workplace import Workplace


def act_at_once(work: UnitOfWork, place: Workplace, case: Case, rights: Iterable[Right]) -> None:
    """Let act what acts the moment it is saved, whatever is decided later: withdrawal, objection to advertising.

    An objection stops advertising even where it says more; the rest is weighed. A withdrawal ends the consents it
    names, every one where it names none. A wish that lies open is still to be confirmed to the person.

    Law: GDPR Art. 7(3), 21(3); FADP Art. 6(6)–(7), 30(2)(b).
    """
    if case.person_id is None:
        return
    if Right.WITHDRAWAL in (asked := set(rights)):
        _withdraw(work, place, case, case.person_id)
    if Right.OBJECTION in asked:
        _stop_advertising(work, case, case.person_id)


def take_effect(work: UnitOfWork, place: Workplace, case: Case, right: Right, outcome: Outcome) -> None:
    """Let a decision act: a withdrawal or an objection from the day of receipt on, a restriction from today on.

    An outcome against an objection stands only on grounds that were weighed.

    Law: GDPR Art. 7(3), 18, 21(1), 21(3); FADP Art. 6(6)–(7), 30(2)(b), 32(2).

    Raises: GroundsNotWeighedError, AdvertisingAbsoluteError.
    """
    if right is Right.OBJECTION:
        require_weighed(work.objections.of_case(case.id), outcome)
    if case.person_id is None or outcome not in {Outcome.GRANTED, Outcome.PARTLY}:
        return
    if right is Right.WITHDRAWAL:
        _withdraw(work, place, case, case.person_id)
    elif right is Right.OBJECTION:
        _stop_advertising(work, case, case.person_id)
    elif right is Right.RESTRICTION:
        person = work.people.get(case.person_id)
        if person.restricted_since is None:
            restrict(work, place, person, RestrictionGround.ASKED, case=case)


def correct(
    work: UnitOfWork, place: Workplace, case: Case, changes: Facts, use: AllowedUse | None = None
) -> Facts:
    """Put the values in force that differ from those on file; returns them. The old ones stay in the history.

    Who else has them is noted as to be told. Restricted data are corrected only for a `use` that the law allows.

    Law: GDPR Art. 16, 18(2), 19; FADP Art. 32(1), 32(4).

    Raises: PersonUnknownError, PersonRestrictedError, NothingToCorrectError, FieldProblemError.
    """
    if case.person_id is None:
        raise PersonUnknownError
    person = work.people.get(case.person_id)
    require_unrestricted(person, use)
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
    note_correction(work, place, case.person_id, tuple(different), case)
    used = use_field(use) if person.restricted_since is not None else ()
    work.audit.record(
        AuditEvent(
            Action.PERSON_CORRECTED,
            f"person:{case.person_id}",
            (*sorted(name.value for name in different), *used),
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
    """End the consents that the request names, each once: what the person gives anew afterwards stands."""
    asked = right_of(case, Right.WITHDRAWAL)
    named = asked.purposes if asked is not None else ()
    newest: dict[str, ConsentEntry] = {}
    acted: set[str] = set()
    for entry in work.consents.of_person(person_id):
        newest.setdefault(entry.purpose, entry)
        if entry.state is ConsentState.WITHDRAWN and entry.form == case.number:
            acted.add(entry.purpose)
    given = [
        entry
        for entry in newest.values()
        if entry.state is ConsentState.GIVEN
        and entry.purpose not in acted
        and (not named or entry.purpose in named)
    ]
    for entry in given:
        work.consents.add(
            replace(
                entry,
                state=ConsentState.WITHDRAWN,
                on=max(entry.on, case.received_on),
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
