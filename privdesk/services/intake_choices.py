# SPDX-License-Identifier: MIT
"""What an intake offers to choose from: consents given, purposes, agencies, who spoke for the person before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from privdesk.domain.agencies import AgencyId
from privdesk.domain.case_facts import Representative
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.forms import text_in
from privdesk.domain.people import PersonId
from privdesk.domain.staff import StaffMember
from privdesk.i18n import desk_language
from privdesk.services.office import catalogue_of
from privdesk.services.own_people import case_seen, own_case
from privdesk.services.ports import Records

NEVER_OBJECTED = frozenset({"legal_duties"})
"""Purposes that nobody objects to: a law asks for them."""


@dataclass(frozen=True, slots=True)
class IntakeChoices:
    """Keys with their words on screen; empty where nothing is known or this member may not see it."""

    consents: Sequence[tuple[str, str]] = ()
    """Purposes to which the person agrees now."""
    purposes: Sequence[tuple[str, str]] = ()
    """Purposes that a person may object to besides advertising."""
    agencies: Sequence[tuple[AgencyId, str]] = ()
    """Where a letter may have been handed in: the person's own first. Empty for an agency clerk."""
    representatives: Sequence[Representative] = ()
    """Who spoke for the person in earlier requests with a paper that is still good, the newest first."""


def intake_choices(
    records: Records, member: StaffMember, person_id: PersonId | None, today: date
) -> IntakeChoices:
    """Read them; an agency clerk sees no consents and no agencies, and no other agency's representatives."""
    catalogue, language = catalogue_of(records), desk_language()
    titles = {each.key: text_in(each.title, language) for each in catalogue.purposes}
    purposes = [(key, title) for key, title in titles.items() if key not in NEVER_OBJECTED]
    given: Sequence[str] = ()
    spoke: Sequence[Representative] = ()
    if person_id is not None:
        spoke = list(_spoke_before(records, member, person_id, today))
        if member.agency_id is None:
            given = [entry.purpose for entry in given_consents(records.consents.of_person(person_id))]
    return IntakeChoices(
        consents=[(key, titles.get(key, key)) for key in given],
        purposes=purposes,
        agencies=() if member.agency_id is not None else _agencies(records, person_id),
        representatives=spoke,
    )


def given_consents(ledger: Sequence[ConsentEntry]) -> Sequence[ConsentEntry]:
    """The consents in force; `ledger` newest first."""
    newest: dict[str, ConsentEntry] = {}
    for entry in ledger:
        newest.setdefault(entry.purpose, entry)
    return [entry for entry in newest.values() if entry.state is ConsentState.GIVEN]


def _spoke_before(
    records: Records, member: StaffMember, person_id: PersonId, today: date
) -> Iterator[Representative]:
    cases = sorted(records.cases.of_person(person_id), key=lambda case: case.id, reverse=True)
    names = set()
    for case in cases:
        if not own_case(records, member, case):
            continue
        who = case_seen(records, member, case).representative
        if who is not None and who.proven and not who.expired(today) and who.name not in names:
            names.add(who.name)
            yield who


def _agencies(records: Records, person_id: PersonId | None) -> Sequence[tuple[AgencyId, str]]:
    """Those of the person's contracts; all, where there is no person or none of theirs."""
    contracts = records.contracts.of_person(person_id) if person_id is not None else ()
    near = {each.agency_id for each in contracts if each.agency_id is not None}
    found = [records.agencies.get(each) for each in near] or [
        each.agency for each in records.agencies.summaries()
    ]
    return sorted(((each.id, each.name) for each in found), key=lambda each: each[1].casefold())
