# SPDX-License-Identifier: MIT
"""What a letter is about, read from the records: the request or form, the person, law, language, sender, addressee."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from privdesk.domain.cases import Case, Representative
from privdesk.domain.catalogue import Catalogue, Office
from privdesk.domain.disclosure.letter import civility_code, town_line
from privdesk.domain.disclosure.wording import Wording
from privdesk.domain.errors import NotFoundError
from privdesk.domain.identity import ContactStanding, contact_group, contact_standing
from privdesk.domain.letters import LETTER_LANGUAGES, Addressee, LetterKind, Sender
from privdesk.domain.people import Person, PersonField
from privdesk.domain.staff import StaffMember
from privdesk.domain.submissions import Submission
from privdesk.domain.tellings import Telling, TellingCause
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.gone_people import GonePeople, GonePerson
from privdesk.services.letter_plan import ADDRESS, LetterSubject
from privdesk.services.letter_texts import letter_template
from privdesk.services.letterhead import Letterhead, letterhead_of
from privdesk.services.office import catalogue_of, office_of
from privdesk.services.own_people import own_case, own_form
from privdesk.services.ports import Records


@dataclass(frozen=True, slots=True)
class About:
    """All that is on file around one letter."""

    subject: LetterSubject
    office: Office
    catalogue: Catalogue
    letterhead: Letterhead
    regime: str
    language: str
    case: Case | None = None
    submission: Submission | None = None
    telling: Telling | None = None
    person: Person | None = None
    gone: GonePerson | None = field(default=None, repr=False)
    """As they stood on file before an erasure, while the desk still knows."""
    erased: bool = False
    """The record itself is gone: no paper that names the person is filed any more."""

    @property
    def last_known(self) -> Person | None:
        """The person on file, else as they were before the erasure."""
        return self.person or (self.gone.person if self.gone is not None else None)

    @property
    def representative(self) -> Representative | None:
        """Who acts for the person, also once the erasure took their name out of the request."""
        held = self.case.representative if self.case is not None else None
        return held or (self.gone.representative if self.gone is not None else None)

    @property
    def reference(self) -> str:
        """The number of the request or the form; empty where there is neither."""
        if self.case is not None:
            return self.case.number
        return self.submission.number if self.submission is not None else ""

    @property
    def residence(self) -> str:
        """Where the person lives, as far as is known."""
        held = self.last_known.fact(PersonField.COUNTRY) if self.last_known is not None else ""
        return held or self.office.country

    @property
    def audited(self) -> str:
        """The record under which the letter stands in the audit trail."""
        if self.case is not None:
            return f"case:{self.case.id}"
        if self.person is not None:
            return f"person:{self.person.id}"
        return f"form:{self.submission.id}" if self.submission is not None else "office"

    @property
    def words(self) -> Wording:
        """Dates, names and salutations in the language of the letter."""
        return letter_template(
            LetterKind.ACKNOWLEDGEMENT, self.language, self.regime, self.office.country
        ).wording


def read_about(
    records: Records,
    member: StaffMember,
    subject: LetterSubject,
    language: str | None = None,
    gone: GonePeople | None = None,
) -> About:
    """Read it; what this member may not see is as if it were not. Raises: NotFoundError."""
    office = office_of(records)
    case = records.cases.get(subject.case_id) if subject.case_id is not None else None
    telling = records.tellings.get(subject.telling_id) if subject.telling_id is not None else None
    if case is None and telling is not None and telling.case_id is not None:
        case = records.cases.get(telling.case_id)
    if case is not None and not own_case(records, member, case):
        raise NotFoundError("case", str(case.id))
    form = records.submissions.get(subject.submission_id) if subject.submission_id is not None else None
    if form is not None and not own_form(member, form):
        raise NotFoundError("form", str(form.id))
    person = _person(records, case, form, telling)
    known = gone or GonePeople()
    before = known.of_telling(subject.telling_id) or known.of_case(case.id if case is not None else None)
    return About(
        subject=subject,
        office=office,
        catalogue=catalogue_of(records),
        letterhead=letterhead_of(records),
        regime=case.regime if case is not None else office.regime,
        language=_language(
            language, office, case, form, telling, person or (before.person if before is not None else None)
        ),
        case=case,
        submission=form,
        telling=telling,
        person=person,
        gone=before,
        erased=person is None and _went(records, case, telling),
    )


def sender_of(about: About, member: StaffMember) -> Sender:
    """The office as it stands on the letter."""
    office = about.office
    lines = (office.street, town_line(office))
    return Sender(
        name=office.name,
        address=tuple(line for line in lines if line),
        town=office.town,
        country=office.country,
        phone=wording.phone(office.phone, office.country) if office.phone else "",
        email=office.email,
        privacy_contact=office.privacy_contact,
        signer=member.name if about.letterhead.signed else "",
    )


def addressee_of(about: About, typed: Mapping[str, str]) -> Addressee:
    """The person as on file; who acts for them, a recipient, or somebody not on file with the address typed."""
    if about.telling is not None:
        party = about.telling.party
        return Addressee(_lines(typed.get(ADDRESS) or f"{party.name}\n{party.address}"), "")
    if address_is_open(about):
        name = _open_name(about)
        return Addressee(_lines(typed.get(ADDRESS) or name), name)
    person = about.last_known
    if person is None:
        return Addressee(form_lines(about), _form_name(about))
    return Addressee(
        lines=person_lines(about, person),
        name=person.name,
        civility=civility_code(person),
        last_name=person.fact(PersonField.LAST_NAME),
    )


def address_is_open(about: About) -> bool:
    """Whether the address is typed: who acts for the person, a recipient without one, somebody not on file."""
    if about.telling is not None:
        return True
    if about.representative is not None:
        return True
    return about.last_known is None and about.submission is None


def rests_on(about: About) -> tuple[str, ...]:
    """What a letter says and to whom, as far as it must not have changed when the letter goes."""
    rights = about.case.rights if about.case is not None else ()
    decided = [f"{each.right.value}:{each.outcome.value}:{each.reason_key}:{each.reason}" for each in rights]
    acts = about.representative.name if about.representative is not None else ""
    person = about.last_known
    where = person_lines(about, person) if person is not None else ()
    return ("erased" if about.erased else "", acts, *where, *decided)


def person_lines(about: About, person: Person) -> tuple[str, ...]:
    """The person in the window; the country in capitals where it is another than the office's."""
    words = about.words
    civility = words.texts.get(f"letter.civility_{civility_code(person)}", "")
    country = person.fact(PersonField.COUNTRY)
    abroad = words.code("country", country).upper() if country not in ("", about.office.country) else ""
    lines = (civility, person.name, person.street_line, person.town_line, abroad)
    return tuple(line for line in lines if line)


def form_lines(about: About) -> tuple[str, ...]:
    """Name and address as they stand on a form of somebody who is not on file."""
    values = about.submission.entry.values if about.submission is not None else {}
    street = f"{values.get('street', '')} {values.get('number', '')}".strip()
    town = f"{values.get('postcode', '')} {values.get('town', '')}".strip()
    return tuple(line for line in (_form_name(about), street, town) if line)


def standing_of(
    records: Records, clock: OfficeClock, about: About, name: PersonField
) -> ContactStanding | None:
    """How a contact of the person stands; None where the letter goes to nobody on file."""
    if address_is_open(about):
        return None
    if about.person is None or (about.gone is not None and not about.person.fact(name)):
        return about.gone.standings.get(name) if about.gone is not None else None
    history = records.people.history(about.person.id)
    return contact_standing(history, contact_group(name), clock.today(), clock.day_of)


def email_of(records: Records, about: About) -> str:
    """Where the letter goes by e-mail: on file, of the recipient, or where an unknown person wrote from."""
    if about.telling is not None:
        return about.telling.party.email
    case = about.case
    if about.representative is not None:
        return ""
    on_file = about.person.fact(PersonField.EMAIL) if about.person is not None else ""
    if about.gone is not None:
        return on_file or about.gone.person.fact(PersonField.EMAIL)
    if about.person is not None:
        return on_file
    if case is not None and case.item_id is not None:
        mail = records.inbox.get(case.item_id).mail
        return mail.sender_address if mail is not None else ""
    return about.submission.entry.values.get("email", "") if about.submission is not None else ""


def _person(
    records: Records, case: Case | None, form: Submission | None, telling: Telling | None
) -> Person | None:
    sources = (case, form, telling)
    numbers = (each.person_id for each in sources if each is not None and each.person_id is not None)
    number = next(numbers, None)
    return None if number is None else records.people.get(number)


def _went(records: Records, case: Case | None, telling: Telling | None) -> bool:
    """Whether the record of whom it is about is gone."""
    if telling is not None and telling.cause is TellingCause.ERASED and telling.person_id is None:
        return True
    if case is None or case.person_id is not None:
        return False
    return not case.person_name


def _language(
    chosen: str | None,
    office: Office,
    case: Case | None,
    form: Submission | None,
    telling: Telling | None,
    person: Person | None,
) -> str:
    """As chosen, else as on file, else that of the request or form, else the office's; a recipient's: the office's."""
    on_file = person.fact(PersonField.LANGUAGE) if person is not None and telling is None else ""
    asked = case.language if case is not None and telling is None else ""
    written = form.entry.template.language if form is not None else ""
    wanted = (chosen or "", on_file, asked, written, office.language, "en")
    return next(each for each in wanted if each in LETTER_LANGUAGES)


def _open_name(about: About) -> str:
    if about.representative is not None:
        return about.representative.name
    return about.case.person_name if about.case is not None else ""


def _form_name(about: About) -> str:
    values = about.submission.entry.values if about.submission is not None else {}
    return f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
