# SPDX-License-Identifier: MIT
"""Who else was told that data were corrected, erased or restricted, how, when, and what they answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from privdesk.domain.agencies import Agency
from privdesk.domain.cases import CaseId
from privdesk.domain.catalogue import DataGroup, Recipient, RecipientKind
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.people import Channel, PersonField, PersonId
from privdesk.domain.vault import StaffId

TellingId = NewType("TellingId", int)
AGENCY_KEY = "agency:"
"""Before the number of an agency, as the key of a recipient."""


class TellingCause(StrEnum):
    """What a recipient must be told of. Law: GDPR Art. 19; FADP Art. 32(4)."""

    RECTIFIED = "rectified"
    ERASED = "erased"
    RESTRICTED = "restricted"
    RESTRICTION_LIFTED = "restriction_lifted"


class TellingState(StrEnum):
    """How far a telling has come."""

    OPEN = "open"
    TOLD = "told"
    ANSWERED = "answered"
    LEFT_OUT = "left_out"
    """Impossible, or a disproportionate effort; the reason is kept."""


@dataclass(frozen=True, slots=True)
class ToldParty:
    """Whom to tell. `key` is that of the register of recipients, or `agency:` and the agency's id."""

    key: str
    name: str
    kind: RecipientKind
    address: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """One recipient to be told about one change; kept as long as the request it belongs to."""

    id: TellingId
    cause: TellingCause
    groups: tuple[str, ...]
    """Keys of the data groups that were touched."""
    party: ToldParty
    due_since: date
    """Office day on which the change was made."""
    person_id: PersonId | None = None
    """None once the person is erased."""
    case_id: CaseId | None = None
    """None for a correction made without a request."""
    fields: tuple[PersonField, ...] = ()
    """The values that changed, by name; empty where whole groups did."""
    told_on: date | None = None
    channel: Channel | None = None
    document_id: DocumentId | None = None
    """The letter, where one was filed."""
    answered_on: date | None = None
    answer: str = ""
    left_out: str = ""
    """Why nobody was told."""
    by: StaffId | None = None
    """Who told, noted the answer, or left it out."""

    @property
    def state(self) -> TellingState:
        """How far it has come."""
        if self.left_out:
            return TellingState.LEFT_OUT
        if self.answered_on is not None:
            return TellingState.ANSWERED
        return TellingState.OPEN if self.told_on is None else TellingState.TOLD

    @property
    def open(self) -> bool:
        """Whether somebody must still be told."""
        return self.state is TellingState.OPEN


@dataclass(eq=False)
class TellingDateError(PrivdeskError):
    """A telling lies between the change and today, its answer between the telling and today."""

    on: date
    earliest: date
    today: date


class TellingDoneError(PrivdeskError):
    """This recipient was told already, or the telling was left out."""


class TellingNotYetError(PrivdeskError):
    """An answer comes after the telling, never before it."""


def groups_of_fields(groups: Iterable[DataGroup], fields: Collection[PersonField]) -> tuple[str, ...]:
    """Keys of the data groups to which these values belong, in the order of the catalogue."""
    names = {field.value for field in fields}
    return tuple(group.key for group in groups if names & set(group.fields))


def parties(
    groups: Iterable[DataGroup],
    touched: Collection[str],
    recipients: Iterable[Recipient],
    agencies: Sequence[Agency],
) -> tuple[ToldParty, ...]:
    """Everybody who has data of the touched groups: the person's agencies first, then the register, each by name.

    An authority that got data in a particular inquiry is no recipient. Law: GDPR Art. 4(9), 19; FADP Art. 32(4).
    """
    kinds = {kind for group in groups if group.key in touched for kind in group.recipients}
    kinds.discard(RecipientKind.AUTHORITY.value)
    found: dict[str, ToldParty] = {}
    if RecipientKind.AGENCY.value in kinds:
        for agency in agencies:
            party = agency_party(agency)
            found[party.key] = party
    named = {party.name.casefold() for party in found.values()}
    for each in recipients:
        if each.kind.value in kinds and each.name.casefold() not in named:
            found[each.key] = ToldParty(each.key, each.name, each.kind, each.address)
    return tuple(found.values())


def agency_party(agency: Agency) -> ToldParty:
    """An agency as a recipient."""
    lines = (agency.street, f"{agency.postcode} {agency.town}".strip())
    address = ", ".join(line for line in lines if line)
    return ToldParty(f"{AGENCY_KEY}{agency.id}", agency.name, RecipientKind.AGENCY, address, agency.email)


def still_to_tell(
    wanted: Iterable[ToldParty], held: Iterable[Telling], cause: TellingCause
) -> tuple[ToldParty, ...]:
    """Those of `wanted` for whom nothing stands yet in `held` about the same cause."""
    there: Mapping[str, Telling] = {each.party.key: each for each in held if each.cause is cause}
    return tuple(party for party in wanted if party.key not in there)
