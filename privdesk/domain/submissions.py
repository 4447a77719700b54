# SPDX-License-Identifier: MIT
"""Entered forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from privdesk.domain.agencies import AgencyId
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.forms import TemplateRef
from privdesk.domain.inbox import ItemId
from privdesk.domain.people import Channel, PersonId, Source
from privdesk.domain.vault import StaffId

SubmissionId = NewType("SubmissionId", int)


class SubmissionState(StrEnum):
    """What became of a form."""

    SAVED = "saved"
    INCOMPLETE = "incomplete"
    SERVICE_REFUSED = "service_refused"


class SamePerson(StrEnum):
    """The clerk's answer to “probably the same person”."""

    NEW = "new"
    EXISTING = "existing"
    LATER = "later"
    """Saved as a new person, kept in the list of undecided duplicates."""


@dataclass(frozen=True, slots=True)
class FormEntry:
    """What the clerk saves: the form's values and all that goes with them."""

    item_id: ItemId | None
    template: TemplateRef
    values: Mapping[str, str]
    """By template field key; ticks `TICKED` or `NOT_TICKED`, choices by their key, dates ISO."""
    channel: Channel
    received_on: date
    source: Source
    agency_id: AgencyId | None
    notice_version: str
    paper_place: str = ""
    """Binder or box number where the paper original lies."""
    same_person: SamePerson | None = None
    """None while nobody has decided whether a likely same person is meant."""
    person_id: PersonId | None = None
    reasons: tuple[str, ...] = ()
    """Why it is incomplete or the service refused: reason keys or the clerk's words."""


@dataclass(eq=False)
class FormFieldUnknownError(PrivdeskError):
    """Values are given for fields that this form does not have."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as entered, kept with its version, notice and source."""

    id: SubmissionId
    number: str
    state: SubmissionState
    entry: FormEntry
    person_id: PersonId | None
    entered_at: datetime
    entered_by: StaffId


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a form brought about."""

    submission: Submission
    person_id: PersonId | None
    letter_due: str = ""
    """Key of the letter that must follow (please_complete, service_refused), or empty."""
    left_to_office: bool = False
    """Kept for the office to decide; nothing of it is in force yet."""


@dataclass(eq=False)
class MandatoryMissingError(PrivdeskError):
    """A form cannot be saved as complete: these mandatory fields are empty (template field keys)."""

    keys: tuple[str, ...]


@dataclass(eq=False)
class FieldProblemError(PrivdeskError):
    """A value cannot be kept; `problem` is the key of what is wrong with it."""

    key: str
    problem: str


@dataclass(eq=False)
class UndecidedDuplicateError(PrivdeskError):
    """Somebody on file may be the person on the form, and nobody has decided yet."""

    person_id: PersonId
    percent: int


class PersonNotFoundForFormError(PrivdeskError):
    """A change, an end of contract or a consent needs a person on file, and none was found or chosen."""


@dataclass(eq=False)
class ItemNotOpenError(PrivdeskError):
    """This item was entered or set aside already."""

    number: str


class OfficeDecidesError(PrivdeskError):
    """A user number that an agency names is for the office to decide on, whether or not somebody has it."""


class ContractMissingError(PrivdeskError):
    """An agency adds a person with a contract of its own only."""


class FormReasonMissingError(PrivdeskError):
    """A form is kept as incomplete or refused only with a reason."""
