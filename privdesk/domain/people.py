# SPDX-License-Identifier: MIT
"""Data subjects, the facts held on them, their contracts, and where each fact came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from privdesk.domain.agencies import AgencyId, BuildingId
from privdesk.domain.vault import StaffId

PersonId = NewType("PersonId", int)
ContractId = NewType("ContractId", int)


class Channel(StrEnum):
    """The way something reached the office, or left it."""

    POST = "post"
    EMAIL = "email"
    WEB = "web"
    PHONE = "phone"
    COUNTER = "counter"


class PersonField(StrEnum):
    """One fact of a person; identity and contact first, refund details last."""

    CIVILITY = "civility"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    STREET = "street"
    NUMBER = "number"
    POSTCODE = "postcode"
    TOWN = "town"
    COUNTRY = "country"
    EMAIL = "email"
    PHONE_LANDLINE = "phone_landline"
    PHONE_MOBILE = "phone_mobile"
    LANGUAGE = "language"
    DATE_OF_BIRTH = "date_of_birth"
    IBAN = "iban"
    ACCOUNT_HOLDER = "account_holder"


REFUND_FIELDS = frozenset({PersonField.IBAN, PersonField.ACCOUNT_HOLDER})
CONTACT_FIELDS = frozenset({
    PersonField.STREET, PersonField.NUMBER, PersonField.POSTCODE, PersonField.TOWN, PersonField.COUNTRY,
    PersonField.EMAIL, PersonField.PHONE_LANDLINE, PersonField.PHONE_MOBILE,
})  # fmt: skip
ADDRESS_FIELDS = frozenset({
    PersonField.STREET, PersonField.NUMBER, PersonField.POSTCODE, PersonField.TOWN, PersonField.COUNTRY,
})  # fmt: skip

Facts = Mapping[PersonField, str]
"""Values as text: dates ISO, language ISO 639-1, country ISO 3166-1 alpha-2, phones E.164, IBAN without spaces.
A missing or empty fact is absent."""


class OriginKind(StrEnum):
    """What brought a value in."""

    FORM = "form"
    IMPORT = "import"
    REQUEST = "request"
    STAFF = "staff"


class Source(StrEnum):
    """Who gave it: the person or the agency (GDPR Art. 15(1)(g), FADP Art. 25(2)(e))."""

    PERSON = "person"
    AGENCY = "agency"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from. `reference` is a form number, case number or import file name."""

    kind: OriginKind
    reference: str
    channel: Channel | None
    source: Source
    received_on: date
    recorded_at: datetime
    """Aware, UTC."""
    recorded_by: StaffId
    agency_id: AgencyId | None = None
    confirmed_on: date | None = None
    """Day on which a changed contact was confirmed the old way (letter, call-back to the old number)."""


@dataclass(frozen=True, slots=True)
class FactVersion:
    """One value a field had, and its origin; `superseded_at` is None for the value in force."""

    field: PersonField
    value: str
    """Empty when the value was removed."""
    origin: Origin
    superseded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A data subject as on file now."""

    id: PersonId
    facts: Facts
    created_at: datetime
    restricted_since: date | None = None
    """Day since which use is restricted (GDPR Art. 18), or None."""
    no_advertising_since: date | None = None
    """Day of an objection to direct marketing (GDPR Art. 21(3)), or None."""

    def fact(self, name: PersonField) -> str:
        """The value in force, or an empty text."""
        return self.facts.get(name, "")

    @property
    def name(self) -> str:
        """First name, then last name."""
        return f"{self.fact(PersonField.FIRST_NAME)} {self.fact(PersonField.LAST_NAME)}".strip()

    @property
    def street_line(self) -> str:
        """Street and number."""
        return f"{self.fact(PersonField.STREET)} {self.fact(PersonField.NUMBER)}".strip()

    @property
    def town_line(self) -> str:
        """Postcode before town."""
        return f"{self.fact(PersonField.POSTCODE)} {self.fact(PersonField.TOWN)}".strip()

    @property
    def address_line(self) -> str:
        """The postal address in one line."""
        return ", ".join(part for part in (self.street_line, self.town_line) if part)

    @property
    def language(self) -> str:
        """Language of correspondence: de, fr, it or en; en when unknown."""
        return self.fact(PersonField.LANGUAGE) or "en"


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of use; `end` is its last day, or None while it runs."""

    id: ContractId
    person_id: PersonId
    user_number: str
    start: date
    end: date | None = None
    agency_id: AgencyId | None = None
    building_id: BuildingId | None = None
    badge: str = ""
    product_number: str = ""


@dataclass(frozen=True, slots=True)
class PersonHit:
    """One row of a search result: just enough to tell people apart. Opening is the recorded look-up."""

    id: PersonId
    name: str
    address: str
    user_number: str
    agency_name: str
    matched: tuple[str, ...]
    """What matched: folded words of the query as they stand in the record."""
    contract_ended: bool = False
    restricted: bool = False
    open_cases: int = 0
    score: float = 0.0
    ends_on: date | None = None
    """Last day of the last contract, when all have one."""
