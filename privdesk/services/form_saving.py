# SPDX-License-Identifier: MIT
"""What saving one form writes, within one unit of work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from privdesk.domain.activity import SurveyAnswer
from privdesk.domain.agencies import Agency, AgencyId, BuildingId
from privdesk.domain.catalogue import Office
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.errors import NotFoundError, UserNumberTakenError
from privdesk.domain.forms import FormTemplate
from privdesk.domain.imports import ImportKind
from privdesk.domain.matching import Candidate
from privdesk.domain.people import (
    Contract,
    ContractId,
    Facts,
    Origin,
    OriginKind,
    Person,
    PersonField,
    PersonId,
)
from privdesk.domain.staff import StaffMember
from privdesk.domain.submissions import (
    FormEntry,
    PersonNotFoundForFormError,
    SamePerson,
    UndecidedDuplicateError,
)
from privdesk.services.folding import fold
from privdesk.services.form_values import (
    begins_contract,
    consents_on_form,
    contract_on_form,
    differing,
    facts_on_form,
    identity_on_form,
    signed_on,
    survey_on_form,
    with_country,
)
from privdesk.services.office import catalogue_of
from privdesk.services.own_people import candidate_seen, own_contracts, own_number, own_only
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.restricted_people import require_unrestricted
from privdesk.services.user_numbers import new_user_number

LIKELY = 60
"""Per cent from which somebody on file is shown as probably the same person, and must be decided on."""
ENTERED = "entered-at-the-desk"
"""Stands for an import's file where answers came by forms."""


@dataclass(frozen=True, slots=True)
class FormSaving:
    """One form being saved: its values are checked and as they will be kept."""

    work: UnitOfWork
    member: StaffMember
    office: Office
    template: FormTemplate
    entry: FormEntry
    number: str
    now: datetime

    def is_for_the_office(self) -> bool:
        """Whether an agency clerk names a user number that is none of the own agency's contracts.

        Never asks whether somebody else has the number: the answer must not depend on it.
        """
        number = contract_on_form(self.entry.values).user_number
        if self.member.agency_id is None or not number:
            return False
        if self.entry.same_person is SamePerson.EXISTING and not begins_contract(self.template):
            return False
        return own_number(self.work, self.member, number) is None

    def person(self) -> PersonId | None:
        """Add the person or bring the one on file up to date; None for an answer without a name.

        Raises: UndecidedDuplicateError, PersonNotFoundForFormError, PersonRestrictedError, NotFoundError.
        """
        if self.entry.same_person is SamePerson.EXISTING:
            return self._bring_up_to_date(self._chosen())
        if begins_contract(self.template):
            return self._add()
        found = self._found_by_number()
        if found is None and self._needs_person():
            raise PersonNotFoundForFormError
        return self._bring_up_to_date(found) if found is not None else None

    def contract(self, person_id: PersonId) -> None:
        """Begin, change or end the contract as the form says. Raises: UserNumberTakenError."""
        words = contract_on_form(self.entry.values)
        held = own_contracts(self.work, self.member, person_id)
        contract = next((each for each in held if each.user_number == words.user_number), None)
        if begins_contract(self.template):
            same = next((each for each in held if each.start == words.start), None)
            self._begin_or_change(person_id, contract or same)
        elif held:
            running = contract or next((each for each in held if each.end is None), held[0])
            changed = replace(running, end=words.end or running.end, badge=words.badge or running.badge)
            if changed != running:
                self.work.contracts.change(changed)

    def consents(self, person_id: PersonId) -> None:
        """Write what was ticked into the ledger with the notice of that day; a refusal only where a consent stood."""
        wishes = consents_on_form(self.template, self.entry.values, self.entry.template.language)
        if not wishes:
            return
        notices = catalogue_of(self.work)
        in_force: dict[str, ConsentState] = {}
        for held in self.work.consents.of_person(person_id):
            in_force.setdefault(held.purpose, held.state)
        for wish in wishes:
            state = ConsentState.GIVEN if wish.given else ConsentState.WITHDRAWN
            before = in_force.get(wish.purpose)
            if before is state or (before is None and not wish.given):
                continue
            day = signed_on(self.entry.values, self.entry.received_on)
            self.work.consents.add(
                ConsentEntry(
                    person_id, wish.purpose, state, day, self.number, wish.wording,
                    notices.notice_on(day).version, self.now, self.member.id,
                )
            )  # fmt: skip

    def survey(self, person_id: PersonId) -> None:
        """Keep the answers of a survey with the person."""
        language = self.entry.template.language
        answers = survey_on_form(self.template, self.entry.values, language)
        if answers:
            title = self.template.title(language)
            held = self.work.imports.by_sha256(ImportKind.SURVEYS, ENTERED)
            run = held or self.work.imports.start(ImportKind.SURVEYS, ENTERED, ENTERED)
            self.work.activity.add([SurveyAnswer(person_id, self.now, title, answers)], run.id)

    def likely(self) -> Sequence[Candidate]:
        """People on file who are probably the one on the form, best first."""
        return likely_same(self.work, self.member, self.entry.values)

    def _add(self) -> PersonId:
        likely = self.likely() if self.entry.same_person is not SamePerson.NEW else ()
        if likely and self.entry.same_person is None:
            raise UndecidedDuplicateError(likely[0].person.id, likely[0].percent)
        person = self.work.people.add(self._facts(), self.origin())
        for each in likely:
            self.work.duplicates.note(person.id, each.person.id)
        return person.id

    def _bring_up_to_date(self, person: Person) -> PersonId:
        require_unrestricted(person)
        changes = differing(person, self._facts())
        if changes:
            self.work.people.change(person.id, changes, self.origin())
        return person.id

    def _chosen(self) -> Person:
        if self.entry.person_id is None:
            raise PersonNotFoundForFormError
        if not own_only(self.work, self.member, [self.entry.person_id]):
            raise NotFoundError("person", str(self.entry.person_id))
        return self.work.people.get(self.entry.person_id)

    def _found_by_number(self) -> Person | None:
        """The person of the user number on the form; another name there must be decided on first."""
        number = contract_on_form(self.entry.values).user_number
        contract = own_number(self.work, self.member, number)
        if contract is None:
            return None
        person = self.work.people.get(contract.person_id)
        written = identity_on_form(self.entry.values).get(PersonField.LAST_NAME, "")
        if written and fold(written) != fold(person.fact(PersonField.LAST_NAME)):
            raise UndecidedDuplicateError(person.id, 50)
        return person

    def _needs_person(self) -> bool:
        return not survey_on_form(self.template, self.entry.values, self.entry.template.language)

    def _facts(self) -> Facts:
        return with_country(facts_on_form(self.template, self.entry.values), self.office.country)

    def _begin_or_change(self, person_id: PersonId, contract: Contract | None) -> None:
        words = contract_on_form(self.entry.values)
        if words.user_number and contract is None:
            other = self.work.contracts.by_user_number(words.user_number)
            if other is not None:
                raise UserNumberTakenError(other.person_id)
        agency_id = self.agency_id()
        building_id = self._building_id(agency_id)
        if contract is None:
            number = words.user_number or new_user_number(self.work)
            start = words.start or self.entry.received_on
            self.work.contracts.add(
                Contract(
                    ContractId(0), person_id, number, start, words.end, agency_id, building_id, words.badge,
                    words.product_number,
                )
            )  # fmt: skip
            return
        self.work.contracts.change(
            replace(
                contract,
                agency_id=agency_id or contract.agency_id,
                building_id=building_id or contract.building_id,
                badge=words.badge or contract.badge,
                product_number=words.product_number or contract.product_number,
            )
        )

    def agency_id(self) -> AgencyId | None:
        """The agency chosen, else the one that the form names by number or name."""
        if self.member.agency_id is not None:
            return self.member.agency_id
        if self.entry.agency_id is not None:
            return self.entry.agency_id
        agency = agency_named(self.work, contract_on_form(self.entry.values).agency)
        return agency.id if agency else None

    def _building_id(self, agency_id: AgencyId | None) -> BuildingId | None:
        written = contract_on_form(self.entry.values).building
        if not written:
            return None
        numbered = self.work.agencies.building_by_number(written)
        if numbered is not None and self.member.agency_id in (None, numbered.agency_id):
            return numbered.id
        for building in self.work.agencies.buildings(agency_id) if agency_id is not None else ():
            address = fold(f"{building.street} {building.postcode} {building.town}")
            if fold(written) in (fold(building.street), address):
                return building.id
        return None

    def origin(self) -> Origin:
        """Where the form's values come from."""
        return Origin(
            OriginKind.FORM, self.number, self.entry.channel, self.entry.source, self.entry.received_on,
            self.now, self.member.id, self.agency_id(),
        )  # fmt: skip


def likely_same(
    work: Records, member: StaffMember, values: Mapping[str, str], limit: int = 5
) -> Sequence[Candidate]:
    """People on file who are probably the one that `values` describe, best first; an agency's own only."""
    facts = identity_on_form(values)
    if PersonField.LAST_NAME not in facts:
        return ()
    found = work.people.like(facts, limit, member.agency_id)
    return [candidate_seen(member, each) for each in found if each.percent >= LIKELY]


def agency_named(work: Records, written: str) -> Agency | None:
    """The agency that has this number or exactly this name."""
    if not written:
        return None
    return work.agencies.by_number(written) or work.agencies.by_name(written)


def fields_with_values(values: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the fields that hold something, for the audit trail."""
    return tuple(sorted(key for key, value in values.items() if value.strip()))
