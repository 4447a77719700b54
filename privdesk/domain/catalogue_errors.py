# SPDX-License-Identifier: MIT
"""Entries of the catalogue that cannot be so; data only."""

from dataclasses import dataclass
from datetime import date

from privdesk.domain.errors import PrivdeskError


@dataclass(eq=False)
class RuleAboveCapError(PrivdeskError):
    """A rule keeps longer than the house cap, and names no law that asks for it."""

    key: str
    months: int
    cap: int


@dataclass(eq=False)
class RulePeriodError(PrivdeskError):
    """A rule needs a period of whole months, at least one; what stays with the person has none of its own."""

    key: str
    months: int


@dataclass(eq=False)
class RuleWithoutBasisError(PrivdeskError):
    """A rule says why the data are kept."""

    key: str


@dataclass(eq=False)
class EntryIncompleteError(PrivdeskError):
    """A part without which the entry says nothing: `title`, `basis`, `name`, `address`, `purposes`, `version` and others."""

    part: str


@dataclass(eq=False)
class EntryUnknownError(PrivdeskError):
    """The catalogue has no such entry; `kind` is one of `EntryKind`, `recipient` or `notice`."""

    kind: str
    key: str


@dataclass(eq=False)
class EntryInUseError(PrivdeskError):
    """Data groups lean on the entry, or consents, letters or papers name it (`groups` is empty then)."""

    kind: str
    key: str
    groups: tuple[str, ...]


@dataclass(eq=False)
class FixedPartError(PrivdeskError):
    """The desk itself goes by this part: it stays as it is."""

    part: str


@dataclass(eq=False)
class CountryCodeError(PrivdeskError):
    """A country is two capital letters (ISO 3166-1 alpha-2)."""

    code: str


@dataclass(eq=False)
class UndertakingDaysError(PrivdeskError):
    """An undertaking ends after the day on which it was signed."""

    signed: date | None
    expires: date


@dataclass(eq=False)
class NoticeDayTakenError(PrivdeskError):
    """Two versions of the notice cannot come into force on the same day."""

    day: date
    version: str


@dataclass(eq=False)
class NoticeInForceError(PrivdeskError):
    """The version has been in force: its day stays, because forms and consents name it."""

    version: str
    day: date


@dataclass(eq=False)
class PaperKindError(PrivdeskError):
    """A paper of the catalogue is a PDF or a picture with pages that can be looked at."""

    media_type: str
