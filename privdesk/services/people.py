# SPDX-License-Identifier: MIT
"""People on file: found as one types, opened with a purpose, corrected with their history kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId
from privdesk.domain.audit import Action, AuditEvent, Purpose
from privdesk.domain.case_errors import NothingToCorrectError, ProofMissingError
from privdesk.domain.cases import Case
from privdesk.domain.consent import ConsentDateError, ConsentEntry, ConsentState
from privdesk.domain.errors import NotFoundError
from privdesk.domain.forms import text_in
from privdesk.domain.inbox import Document, DocumentId
from privdesk.domain.incoming import PageImage
from privdesk.domain.people import (
    Channel,
    Contract,
    Facts,
    FactVersion,
    Origin,
    OriginKind,
    Person,
    PersonField,
    PersonHit,
    PersonId,
    Source,
)
from privdesk.domain.references import only_numbers
from privdesk.domain.restriction import AllowedUse
from privdesk.domain.staff import Permission, StaffMember
from privdesk.domain.submissions import ContractMissingError, OfficeDecidesError, Submission, SubmissionId
from privdesk.i18n import desk_language
from privdesk.services.comparison import merges_of
from privdesk.services.duplicate_views import MergeLine
from privdesk.services.fact_checks import sound_facts
from privdesk.services.finding import found_people, looked_up
from privdesk.services.form_saving import LIKELY
from privdesk.services.form_values import differing
from privdesk.services.office import catalogue_of, office_of
from privdesk.services.own_people import (
    case_seen,
    meant,
    own_case,
    own_contracts,
    own_form,
    own_item,
    own_number,
    person_seen,
    require_own,
    versions_seen,
)
from privdesk.services.person_marks import kept_words, marks_of, restriction_mark, rights_marks
from privdesk.services.person_page import PersonPage
from privdesk.services.ports import Records, UnitOfWork
from privdesk.services.restricted_people import require_all_unrestricted, require_unrestricted, use_field
from privdesk.services.tellings import note_correction
from privdesk.services.timeline import FIRST_LINES, TimelineEntry, TimelineKind
from privdesk.services.timeline_reading import FOR_AGENCIES, STREAMS, TimelineReading
from privdesk.services.user_numbers import new_user_number
from privdesk.services.workplace import Workplace

MONTHS_SHOWN = 12
ALIKE_NOTED = 5


class People:
    """The people on file, as far as the signed-in member may see them."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._document_recorded: DocumentId | None = None

    def search(self, text: str, limit: int = 50) -> Sequence[PersonHit]:
        """Find people by what was typed, best first; a newer search interrupts an older one.

        Raises: NotAllowedError, Cancelled.
        """
        self._place.require(Permission.LOOK_UP_PEOPLE)
        member, today = self._place.member, self._place.clock.today()
        if self._place.look_up is not None:
            return looked_up(self._place.look_up, member, text, limit, today)
        with self._place.reading() as records:
            return found_people(records, member, text, limit, today)

    def warm_up(self) -> None:
        """Read ahead what the first search would have to wait for; in the background after unlocking."""
        self._place.require(Permission.LOOK_UP_PEOPLE)
        if self._place.look_up is not None:
            self._place.look_up.warm_up(self._place.member.agency_id)

    def open(self, person_id: PersonId, purpose: Purpose, reference: str = "") -> PersonPage:
        """Everything about one person. The look-up and its purpose are committed before any fact is read.

        The number of a record that was merged opens the person it was merged into.

        Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.LOOK_UP_PEOPLE)
        with self._place.work() as work:
            person_id = meant(work, self._place.member, person_id)
            require_own(work, self._place.member, person_id)
            work.people.get(person_id)
            record = f"person:{person_id}"
            work.audit.record(
                AuditEvent(Action.PERSON_VIEWED, record, purpose=purpose, reference=only_numbers(reference))
            )
            work.commit()
        self._document_recorded = None
        with self._place.reading() as records:
            person = records.people.get(person_id)
            return self._hidden(person) if self._is_hidden(person) else self._page(records, person)

    def timeline(
        self,
        person_id: PersonId,
        kinds: frozenset[TimelineKind] | None = None,
        before: datetime | None = None,
        limit: int = FIRST_LINES,
    ) -> Sequence[TimelineEntry]:
        """Lines before `before` (the last line's moment; None: now), newest first, in whole days.

        At least `limit` lines; fewer when the beginning is reached. Empty for a restricted person whom this
        role does not see. Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.LOOK_UP_PEOPLE)
        with self._place.reading() as records:
            person_id = meant(records, self._place.member, person_id)
            require_own(records, self._place.member, person_id)
            if self._is_hidden(records.people.get(person_id)):
                return ()
            seen = self._kinds() if kinds is None else self._kinds() & kinds
            return self._timeline(records, person_id).page(seen, before, limit)

    def correct(
        self,
        person_id: PersonId,
        changes: Facts,
        *,
        proof: str,
        channel: Channel,
        received_on: date,
        reference: str = "",
        use: AllowedUse | None = None,
    ) -> Sequence[FactVersion]:
        """Put right values in force and keep the old ones with their origin; returns what changed. Commits.

        `proof` names the document or statement that the correction rests on; an empty value removes the fact.
        Who else has these values is noted as to be told. Restricted data need a `use` that the law allows.

        Law: GDPR Art. 16, Art. 5(1)(d), 18(2), 19; FADP Art. 32(1), 32(4).

        Raises: ProofMissingError, PersonRestrictedError, NothingToCorrectError, FieldProblemError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.RECTIFY)
        if not proof.strip():
            raise ProofMissingError
        with self._place.work() as work:
            require_own(work, self._place.member, person_id)
            person = work.people.get(person_id)
            require_unrestricted(person, use)
            wanted = differing(person, sound_facts(changes, person, office_of(work).country))
            if not wanted:
                raise NothingToCorrectError
            words = f"{reference}, {proof.strip()}" if reference else proof.strip()
            origin = self._origin(OriginKind.STAFF, words, channel, Source.PERSON, received_on)
            changed = work.people.change(person_id, wanted, origin)
            note_correction(work, self._place, person_id, tuple(wanted))
            used = use_field(use) if person.restricted_since is not None else ()
            names = (*sorted(wanted), *used)
            record = f"person:{person_id}"
            numbers = only_numbers(reference)
            work.audit.record(AuditEvent(Action.PERSON_CORRECTED, record, names, reference=numbers))
            work.commit()
        return changed

    def confirm_contact(self, person_id: PersonId, field: PersonField, on: date) -> None:
        """Note that a changed contact was confirmed the old way; commits. Raises: NotFoundError, PersonRestrictedError."""
        self._place.require(Permission.RECTIFY)
        with self._place.work() as work:
            require_own(work, self._place.member, person_id)
            require_all_unrestricted(work, (person_id,))
            work.people.confirm(person_id, field, on)
            work.audit.record(AuditEvent(Action.CONTACT_CONFIRMED, f"person:{person_id}", (field.value,)))
            work.commit()

    def add(
        self,
        facts: Facts,
        contract: Contract | None,
        *,
        source: Source,
        channel: Channel | None,
        received_on: date,
        reference: str = "",
    ) -> PersonId:
        """Add a person, with a contract if there is one (an empty user number gets the next); commits.

        Whoever on file is likely the same is kept as a pair for the privacy officer to decide.
        An agency clerk adds people with a contract of the own agency, and leaves user numbers to the office.

        Raises: FieldProblemError, UserNumberTakenError, ContractMissingError, OfficeDecidesError,
            NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.ENTER_FORMS)
        with self._place.work() as work:
            self._require_own_contract(work, contract)
            sound = sound_facts(facts, None, office_of(work).country)
            origin = self._origin(OriginKind.STAFF, reference, channel, source, received_on)
            alike = work.people.like(sound, ALIKE_NOTED, self._place.member.agency_id)
            person = work.people.add(sound, origin)
            if contract is not None:
                self._add_contract(work, person.id, contract)
            for each in alike:
                if each.percent >= LIKELY:
                    work.duplicates.note(person.id, each.person.id)
            names = tuple(sorted(sound))
            record = f"person:{person.id}"
            work.audit.record(
                AuditEvent(Action.PERSON_ADDED, record, names, reference=only_numbers(reference))
            )
            work.commit()
        return person.id

    def set_consent(
        self, person_id: PersonId, purpose: str, state: ConsentState, on: date, form: str, words: str = ""
    ) -> ConsentEntry:
        """Write a consent given or withdrawn into the ledger, with the wording and the notice of that day; commits.

        `words`: what was agreed to, as it stood on the form; without it the wording of the line before, else the
        purpose. A withdrawal acts at once, for a restricted person too; nothing new is taken from one.

        Law: GDPR Art. 7(1), 7(3): withdrawing is as easy as giving; FADP Art. 6(6)–(7).

        Raises: ConsentDateError, PersonRestrictedError, NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.GRANT_ACCESS)
        with self._place.work() as work:
            require_own(work, self._place.member, person_id)
            if on > self._place.clock.today():
                raise ConsentDateError(on, self._place.clock.today())
            if state is ConsentState.GIVEN:
                require_all_unrestricted(work, (person_id,))
            catalogue = catalogue_of(work)
            held = next(
                (each for each in work.consents.of_person(person_id) if each.purpose == purpose), None
            )
            titles = {each.key: text_in(each.title, desk_language()) for each in catalogue.purposes}
            if purpose not in titles and held is None:
                raise NotFoundError("purpose", purpose)
            words = words.strip() or (held.wording if held is not None else titles.get(purpose, purpose))
            version = catalogue.notice_on(on).version
            now, member = self._place.clock.now(), self._place.member.id
            entry = ConsentEntry(person_id, purpose, state, on, form, words, version, now, member)
            work.consents.add(entry)
            work.audit.record(
                AuditEvent(
                    Action.CONSENT_CHANGED, f"person:{person_id}", (purpose,), reference=only_numbers(form)
                )
            )
            work.commit()
        return entry

    def document_page(self, document_id: DocumentId, page: int, width: int) -> PageImage:
        """One page of a person's document, `width` pixels wide; the look-up is committed first.

        Raises: PersonRestrictedError, NotFoundError, NotAllowedError, FileNotReadableError, SealedDocumentError.
        """
        self._place.require(Permission.LOOK_UP_PEOPLE)
        if self._place.member.agency_id is not None:
            self._require_own_document(document_id)
        self._require_visible(document_id)
        if self._document_recorded != document_id:
            with self._place.work() as work:
                work.documents.get(document_id)
                work.audit.record(AuditEvent(Action.DOCUMENT_VIEWED, f"document:{document_id}"))
                work.commit()
            self._document_recorded = document_id
        with self._place.reading() as records:
            document = records.documents.get(document_id)
        data = self._place.sealer.open(document.id, document.wrapped_key)
        return self._place.files.render(data, document.media_type, page, width)

    def papers(self, reference: str) -> Sequence[tuple[DocumentId, int]]:
        """The documents behind a line of the timeline (`form:17`, `document:…`) with their numbers of pages.

        Empty where nothing can be shown. Raises: NotFoundError, NotAllowedError.
        """
        self._place.require(Permission.LOOK_UP_PEOPLE)
        kind, _colon, number = reference.partition(":")
        member = self._place.member
        documents: Sequence[Document] = ()
        with self._place.reading() as records:
            if kind == "document" and member.agency_id is None:
                documents = (records.documents.get(DocumentId(number)),)
            elif kind == "form":
                submission = records.submissions.get(SubmissionId(int(number)))
                if not own_form(member, submission):
                    raise NotFoundError("submission", number)
                documents = _papers_of(records, member, submission)
        return tuple((each.id, each.pages) for each in documents if each.pages)

    def _require_visible(self, document_id: DocumentId) -> None:
        """Papers of a restricted person are seen by those who may decide. Raises: PersonRestrictedError."""
        if self._place.member.may(Permission.DECIDE):
            return
        with self._place.reading() as records:
            require_all_unrestricted(records, records.documents.owners_of(document_id))

    def _require_own_document(self, document_id: DocumentId) -> None:
        """An agency clerk sees the files of items of the own agency. Raises: NotFoundError, always the same."""
        member = self._place.member
        with self._place.reading() as records:
            item_id = records.documents.item_of(document_id)
            if item_id is None or not own_item(member, records.inbox.get(item_id)):
                raise NotFoundError("document", document_id)

    def _page(self, records: Records, person: Person) -> PersonPage:
        contracts = own_contracts(records, self._place.member, person.id)
        agency, building = _agency_and_building(records, contracts)
        member = self._place.member
        history = versions_seen(member, records.people.history(person.id))
        origins, before = _in_force(history)
        today = self._place.clock.today()
        cases = self._open_cases(records, person.id)
        ledger = () if member.agency_id else records.consents.of_person(person.id)
        consents = _newest(ledger)
        person = person_seen(member, person)
        timeline, kinds = self._timeline(records, person.id), self._kinds()
        counts = timeline.counts(kinds)
        sees = self._place.member.may(Permission.SEE_ACTIVITY)
        changed = {name: version for name, version in origins.items() if name in before}
        return PersonPage(
            person=person,
            contracts=contracts,
            agency=agency,
            building=building,
            origins=origins,
            before=before,
            balance=records.activity.balance(person.id) if sees else None,
            months=records.activity.months(person.id, today, MONTHS_SHOWN) if sees else (),
            counts=counts,
            newest=timeline.page(kinds, None, FIRST_LINES),
            cases=cases,
            kept_until=kept_words(catalogue_of(records), contracts, counts, person),
            consents=consents,
            doubts=self._doubts(records, person.id),
            merges=self._merges(records, person.id),
            marks=(
                *marks_of(person, contracts, cases, consents, changed, today),
                *rights_marks(records, member, person.id, contracts),
            ),
            ledger=ledger,
            to_tell=sum(each.open for each in records.tellings.of_person(person.id))
            if not member.agency_id
            else 0,
            sees_activity=sees,
        )

    def _open_cases(self, records: Records, person_id: PersonId) -> Sequence[Case]:
        member, held = self._place.member, records.cases.of_person(person_id)
        return [
            case_seen(records, member, case)
            for case in held
            if case.closed_on is None and own_case(records, member, case)
        ]

    def _hidden(self, person: Person) -> PersonPage:
        empty = replace(person, facts={})
        return PersonPage(empty, marks=(restriction_mark(person),), hidden=True, sees_activity=False)

    def _is_hidden(self, person: Person) -> bool:
        return person.restricted_since is not None and not self._place.member.may(Permission.DECIDE)

    def _kinds(self) -> frozenset[TimelineKind]:
        if self._place.member.agency_id is not None:
            return FOR_AGENCIES
        kinds = frozenset(TimelineKind)
        return kinds if self._place.member.may(Permission.SEE_ACTIVITY) else kinds - STREAMS.keys()

    def _timeline(self, records: Records, person_id: PersonId) -> TimelineReading:
        return TimelineReading(records, self._place.clock, self._place.member, person_id)

    def _doubts(self, records: Records, person_id: PersonId) -> Sequence[PersonHit]:
        """Who may be the same: for those who can see everybody it was compared with."""
        if self._place.member.agency_id is not None:
            return ()
        others = [pair.other(person_id) for pair in records.duplicates.of_person(person_id)]
        hits = []
        for person in records.people.many(others).values():
            contracts = records.contracts.of_person(person.id)
            number = contracts[0].user_number if contracts else ""
            restricted = person.restricted_since is not None
            hits.append(
                PersonHit(person.id, person.name, person.address_line, number, "", (), restricted=restricted)
            )
        return hits

    def _merges(self, records: Records, person_id: PersonId) -> Sequence[MergeLine]:
        return merges_of(records, person_id) if self._place.member.may(Permission.MATCH_PEOPLE) else ()

    def _add_contract(self, work: UnitOfWork, person_id: PersonId, contract: Contract) -> None:
        number = contract.user_number or new_user_number(work)
        agency_id = self._place.member.agency_id or contract.agency_id
        work.contracts.add(replace(contract, person_id=person_id, user_number=number, agency_id=agency_id))

    def _require_own_contract(self, work: UnitOfWork, contract: Contract | None) -> None:
        """What an agency clerk adds is the own agency's; a number that is not is for the office, whoever has it."""
        own = self._place.member.agency_id
        if own is None:
            return
        if contract is None:
            raise ContractMissingError
        if contract.user_number and own_number(work, self._place.member, contract.user_number) is None:
            raise OfficeDecidesError
        if contract.building_id is not None:
            _require_building(work, own, contract.building_id)

    def _origin(
        self, kind: OriginKind, reference: str, channel: Channel | None, source: Source, received_on: date
    ) -> Origin:
        now, member = self._place.clock.now(), self._place.member
        return Origin(kind, reference, channel, source, received_on, now, member.id, member.agency_id)


def _papers_of(records: Records, member: StaffMember, submission: Submission) -> Sequence[Document]:
    """The files of the item by which a form came, where this member may see that item."""
    if submission.entry.item_id is None:
        return ()
    item = records.inbox.get(submission.entry.item_id)
    return item.documents if own_item(member, item) else ()


def _agency_and_building(
    records: Records, contracts: Sequence[Contract]
) -> tuple[Agency | None, Building | None]:
    if not contracts:
        return None, None
    agency_id, building_id = contracts[0].agency_id, contracts[0].building_id
    agency = records.agencies.get(agency_id) if agency_id is not None else None
    return agency, records.agencies.building(building_id) if building_id is not None else None


def _require_building(records: Records, agency_id: AgencyId, building_id: BuildingId) -> None:
    """Refuse another agency's building exactly as one that is not there. Raises: NotFoundError."""
    if all(each.id != building_id for each in records.agencies.buildings(agency_id)):
        raise NotFoundError("building", str(building_id))


def _in_force(
    history: Sequence[FactVersion],
) -> tuple[Mapping[PersonField, FactVersion], Mapping[PersonField, FactVersion]]:
    """The version in force of each field, and the last other value before it (history: in force, then newest first).

    The same value from another record that was merged is no change.
    """
    now: dict[PersonField, FactVersion] = {}
    before: dict[PersonField, FactVersion] = {}
    for version in history:
        held = now.get(version.field)
        if version.superseded_at is None:
            now[version.field] = version
        elif held is None or held.value != version.value:
            before.setdefault(version.field, version)
    return now, before


def _newest(ledger: Sequence[ConsentEntry]) -> Sequence[ConsentEntry]:
    """The newest line of each purpose (ledger: newest first)."""
    newest: dict[str, ConsentEntry] = {}
    for entry in ledger:
        newest.setdefault(entry.purpose, entry)
    return tuple(newest.values())
