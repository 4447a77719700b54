# SPDX-License-Identifier: MIT
"""What an erasure would do, a row a data group: what goes, what stays by which law and until when.

Computed from the retention rules, the contracts, what is on file and the holds; nothing is decided by hand without
a reason. Law: GDPR Art. 17(1), 17(3), 5(1)(e); FADP Art. 6(4), 32(2)(c).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from privdesk.domain.cases import CaseId
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.holds import Hold, OpenHoldError
from privdesk.domain.inbox import ItemId
from privdesk.domain.people import PersonId

CONTACT = "contact"
"""E-mail, phones, language and the like: the part of identity and contact that claims and vouchers do not need."""
SURVIVES = frozenset({"requests", "lookups"})
"""Groups that outlive the person: requests in their minimal form, look-ups in the audit trail. Nobody erases them."""


ORDER = (
    "connections", "topups", "usage", "usage_sums", "surveys", "consents", "letters", "forms", "documents", "duplicates",
    "contract", "refund", CONTACT, "identity",
)  # fmt: skip
"""In which groups go: what names the person last."""


class Act(StrEnum):
    """What happens to a data group."""

    ERASE = "erase"
    RESTRICT = "restrict"
    """Kept as the law demands, out of everyday work meanwhile."""
    KEEP = "keep"


class Ground(StrEnum):
    """Why a group goes or stays."""

    NO_LONGER_NEEDED = "no_longer_needed"
    PERIOD_OVER = "period_over"
    CONSENT = "consent"
    """It was held by consent alone."""
    CONTRACT_RUNS = "contract_runs"
    CLAIMS = "claims"
    """Claims from the contract can still be raised."""
    ACCOUNTS = "accounts"
    VOUCHERS = "vouchers"
    """Vouchers that are kept need the name on them."""
    PROOF = "proof"
    """Proof that the person's rights were honoured, and of what was agreed."""
    WITH_RECORD = "with_record"
    """It goes or stays with the record."""
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class GroupHeld:
    """What is on file of one data group."""

    count: int = 0
    newest: date | None = None
    """The day of the newest entry, at the office."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decided against the rule, and why."""

    act: Act
    reason: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One data group in the plan."""

    group: str
    held: int
    act: Act
    proposed: Act
    """What the rules say."""
    ground: Ground
    rule: str
    """Key of the retention rule by which it stays."""
    until: date | None = None
    """The last day on which it is kept; None where it goes, or where the period has not begun."""
    cut_off: date | None = None
    """What is dated up to and including this day goes, although the rest stays."""
    over: int = 0
    """How many entries are dated up to the cut-off."""
    reason: str = ""
    """Why it was decided otherwise."""
    hold: Hold | None = None

    @property
    def changed(self) -> bool:
        """Whether somebody decided against the rule."""
        return self.act is not self.proposed or bool(self.reason)

    @property
    def locked(self) -> bool:
        """Whether nobody decides about it: a hold stands, or it outlives the person."""
        return self.hold is not None or self.group in SURVIVES

    @property
    def goes(self) -> int:
        """How many entries go."""
        return self.held if self.act is Act.ERASE else self.over


class Obstacle(StrEnum):
    """What must be settled before a plan runs."""

    HOLD = "hold"
    BALANCE = "balance"
    COPY_ASKED = "copy_asked"
    IDENTITY_OPEN = "identity_open"
    NOTHING = "nothing"
    """Every group stays."""
    RESTRICTION_ASKED = "restriction_asked"
    """Another request asks that the data be kept and not used, and nobody has decided it."""
    CLOSING_WISH = "closing_wish"
    """The account would close, and the person asked to be told before."""


@dataclass(frozen=True, slots=True)
class PaperOriginal:
    """An original on paper: which form, and where it lies."""

    form_number: str
    place: str
    received_on: date
    goes: bool
    """Whether it is destroyed after this erasure, or kept with the form."""


@dataclass(frozen=True, slots=True)
class ClosingWish:
    """A request in which the person asked to be told before the account closes. Law: GDPR Art. 21."""

    case_id: CaseId
    number: str


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What would happen to one person's data, as at one day."""

    person_id: PersonId
    case_id: CaseId | None
    as_at: date
    rows: tuple[PlanRow, ...]
    papers: tuple[PaperOriginal, ...] = ()
    holds: tuple[Hold, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    balance: tuple[int, str] | None = None
    """Money of the person that lies with us: minor units, currency."""
    paid_back: str = ""
    """How the balance was settled, where somebody said so."""
    waiting: tuple[ItemId, ...] = ()
    """Items of the Inbox that are surely theirs and were never entered: they go with the record."""
    backups_until: date | None = None
    """The day on which the last backup that holds the data expires; None: there is no backup."""
    recipients: tuple[str, ...] = field(default=(), repr=False)
    """Names of those who got the data and are told."""
    wish: ClosingWish | None = None
    """The person asked to be told before the account closes, and was not told yet."""

    def row(self, group: str) -> PlanRow:
        """The row of one group. Raises: GroupUnknownError."""
        found = next((row for row in self.rows if row.group == group), None)
        if found is None:
            raise GroupUnknownError(group)
        return found

    def of(self, act: Act) -> tuple[PlanRow, ...]:
        """Rows with this act and something held."""
        return tuple(row for row in self.rows if row.act is act and row.held)

    @property
    def goes(self) -> int:
        """How many entries go."""
        return sum(row.goes for row in self.rows)

    @property
    def whole(self) -> bool:
        """Whether the record itself goes: nothing of the person stays but what names nobody."""
        return all(
            row.act is Act.ERASE or (row.group in SURVIVES and row.hold is None) or not row.held
            for row in self.rows
        )

    @property
    def closes(self) -> bool:
        """Whether the account ends with it: the contract goes, or whose it was."""
        gone = {row.group for row in self.of(Act.ERASE)}
        return bool(gone & {"contract", "identity"})

    @property
    def restricts(self) -> bool:
        """Whether what stays is put out of everyday work."""
        return bool(self.of(Act.RESTRICT)) and not self.whole

    def text(self) -> str:
        """The canonical text to which an approval is tied.

        Counts and cut-offs move with the days and are left out, as are the groups nobody decides about: each look at
        the plan is a look-up more.
        """
        rows = [
            [row.group, row.act, row.reason, row.until.isoformat() if row.until and row.act is not Act.ERASE else ""]
            for row in self.rows
            if row.group not in SURVIVES
        ]  # fmt: skip
        return json.dumps(
            [self.person_id, self.case_id, self.whole, self.paid_back, rows], separators=(",", ":")
        )


def require_choice(row: PlanRow, act: Act, reason: str) -> None:
    """Refuse a change without a reason, of a group nobody decides about, or against a hold.

    Raises: OpenHoldError, GroupLockedError, ChangeReasonMissingError.
    """
    if row.hold is not None and act is Act.ERASE:
        raise OpenHoldError(row.hold)
    if row.locked:
        raise GroupLockedError(row.group)
    if act is not row.proposed and not reason.strip():
        raise ChangeReasonMissingError(row.group)


def choices_to_json(choices: Mapping[str, Choice]) -> dict[str, list[str]]:
    """Plain values: act and reason by group."""
    return {group: [choice.act.value, choice.reason] for group, choice in choices.items()}


def choices_from_json(body: Mapping[str, Sequence[str]]) -> dict[str, Choice]:
    """What `choices_to_json` made."""
    return {group: Choice(Act(act), reason) for group, (act, reason) in body.items()}


class GroupUnknownError(PrivdeskError):
    """The catalogue has no such data group."""

    def __init__(self, group: str) -> None:
        super().__init__(group)
        self.group = group


class GroupLockedError(PrivdeskError):
    """Nobody decides about this group: it outlives the person in a form that names nobody."""

    def __init__(self, group: str) -> None:
        super().__init__(group)
        self.group = group


class ChangeReasonMissingError(PrivdeskError):
    """Who decides against the rule says why."""

    def __init__(self, group: str) -> None:
        super().__init__(group)
        self.group = group


class BalanceLeftError(PrivdeskError):
    """Money of the person lies with us: it is paid back before the details for it go."""

    def __init__(self, amount: int, currency: str) -> None:
        super().__init__()
        self.amount, self.currency = amount, currency


class CopyOwedError(PrivdeskError):
    """The person asked for a copy of the data, and it has not gone out."""

    def __init__(self, case_number: str) -> None:
        super().__init__(case_number)
        self.case_number = case_number


class RestrictionAskedError(PrivdeskError):
    """The person asked for a restriction, without an erasure, and nobody has decided it."""

    def __init__(self, case_number: str) -> None:
        super().__init__(case_number)
        self.case_number = case_number


class ClosingNotToldError(PrivdeskError):
    """The person asked to be told before the account closes, and was not told yet."""

    def __init__(self, case_number: str) -> None:
        super().__init__(case_number)
        self.case_number = case_number


class ErasureNotRunError(PrivdeskError):
    """An erasure is granted by carrying it out; where nothing was to erase, that is the outcome, with its reason."""


class ErasureRunningError(PrivdeskError):
    """An erasure of this person began and has not come to its end; it goes on before anything else."""


class NothingToEraseError(PrivdeskError):
    """Every group stays by law, by a hold or by a decision: there is nothing to erase."""


class PlanChangedError(PrivdeskError):
    """What would run now is not what was shown: something came in meanwhile, or another day has begun."""


class PaperSettledError(PrivdeskError):
    """This original was ticked as destroyed already."""
