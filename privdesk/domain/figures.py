# SPDX-License-Identifier: MIT
"""A year of requests in figures: how many, by right, channel and law, how they ended, how long they took.

Nothing here names a person: what is counted are dates, kinds, outcomes and reasons of the lists. A request belongs to
the year in which it reached us (an agency counts), whenever it was entered or answered; an identity check belongs to
the year in which it was made.

Law: GDPR Art. 5(2), 12(3)–(4), 24; FADP Art. 12; CCPA regulations § 7102 ask for figures of this kind.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TypeVar

from privdesk.domain.case_facts import CaseKind
from privdesk.domain.cases import IdentityMethod, Outcome
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.people import Channel
from privdesk.domain.retention import add_months
from privdesk.domain.rights import Right

_Key = TypeVar("_Key", bound=Hashable)
FIRST_YEAR = 1990
"""Before it no request can have come."""


class YearToComeError(PrivdeskError):
    """Figures are asked for a year that has not begun, or that lies before every request."""

    def __init__(self, year: int, this_year: int) -> None:
        super().__init__()
        self.year, self.this_year = year, this_year


@dataclass(frozen=True, slots=True)
class RightFacts:
    """One right of a request: what was decided, and by which reason of the lists."""

    right: Right
    outcome: Outcome
    reason_key: str = ""
    own_words: bool = False
    """Whether a reason stands there in the office's own words; the words themselves are never read out."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the figures need of one case; dates are civil dates at the office."""

    kind: CaseKind
    channel: Channel
    regime: str
    received_on: date
    answered_on: date | None
    closed_on: date | None
    legal: date
    extended: bool = False
    rights: tuple[RightFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """Attempts to make sure who asks, `count` alike; `in_call`: in calls that became no request."""

    method: IdentityMethod
    passed: bool
    in_call: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Tally:
    """Requests of one kind: received, answered, still open."""

    received: int = 0
    answered: int = 0

    @property
    def open(self) -> int:
        """Not answered yet."""
        return self.received - self.answered


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month: requests that reached us in it, and how many of those are answered by now."""

    month: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Answering:
    """How soon requests were answered; each answered one is counted in one of the first three."""

    within_month: int
    """On the same-numbered day of the next month at the latest (the last day of a shorter month)."""
    within_three: int
    """Later, but within three such months."""
    later: int
    open: int
    in_time: int
    """Answered on the legal date of the request or before."""
    late: int
    """Answered after it."""
    overdue: int
    """Still open after it, as things stand."""
    extended: int
    median_days: float | None
    """From the day of receipt to the day of the answer; None where none is answered."""
    longest_days: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Rights refused, or granted in part only, for the same reason of the lists under the same law."""

    right: Right
    outcome: Outcome
    regime: str
    reason_key: str
    """Empty: no reason of the lists."""
    own_words: bool
    """With no reason of the lists: whether the office wrote its own."""
    count: int


@dataclass(frozen=True, slots=True)
class IdentityFigures:
    """Identity checks of the year: by method how many were made and how many established nothing."""

    made: Mapping[IdentityMethod, int]
    failed: Mapping[IdentityMethod, int]
    calls: int
    """Failed ones among them in calls that became no request."""

    @property
    def all_made(self) -> int:
        """Every check."""
        return sum(self.made.values())

    @property
    def all_failed(self) -> int:
        """Every check that did not establish who asks."""
        return sum(self.failed.values())


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A year of requests, as at `as_at`; complaints and opt-outs are counted apart."""

    year: int
    as_at: date
    requests: Tally
    complaints: Tally
    opt_outs: Tally
    rights: Mapping[Right, Mapping[Outcome, int]]
    channels: Mapping[Channel, Tally]
    regimes: Mapping[str, Tally]
    months: tuple[MonthFigures, ...]
    answering: Answering
    refusals: tuple[Refusal, ...]
    identity: IdentityFigures

    @property
    def empty(self) -> bool:
        """Whether nothing at all happened in the year."""
        return not (
            self.requests.received
            or self.complaints.received
            or self.opt_outs.received
            or self.identity.all_made
        )

    @property
    def rights_asked(self) -> int:
        """Rights asked for in all requests; one request may carry several."""
        return sum(self.outcome(each) for each in Outcome)

    @property
    def refused(self) -> int:
        """Rights refused."""
        return self.outcome(Outcome.REFUSED)

    def outcome(self, outcome: Outcome) -> int:
        """How many rights ended so, whatever the right."""
        return sum(by_outcome.get(outcome, 0) for by_outcome in self.rights.values())

    @property
    def runs(self) -> bool:
        """Whether the year is not over on the day of the figures."""
        return self.as_at.year <= self.year


def year_figures(
    year: int, as_at: date, cases: Iterable[CaseFacts], checks: Iterable[CheckFacts]
) -> YearFigures:
    """Count; `cases` are those received in the year, `checks` those made in it.

    Law: GDPR Art. 12(3): one month, three with an extension, from receipt.
    """
    held = list(cases)
    requests = [each for each in held if each.kind is CaseKind.REQUEST]
    return YearFigures(
        year=year,
        as_at=as_at,
        requests=_tally(requests),
        complaints=_tally([each for each in held if each.kind is CaseKind.COMPLAINT]),
        opt_outs=_tally([each for each in held if each.kind is CaseKind.OPT_OUT]),
        rights=_rights(requests),
        channels=_tallies(requests, lambda case: case.channel, list(Channel)),
        regimes=_tallies(requests, lambda case: case.regime, sorted({case.regime for case in requests})),
        months=_months(requests),
        answering=_answering(requests, as_at),
        refusals=_refusals(requests),
        identity=_identity(checks),
    )


def _tally(cases: Sequence[CaseFacts]) -> Tally:
    return Tally(len(cases), sum(case.answered_on is not None for case in cases))


def _tallies(
    cases: Sequence[CaseFacts], key: Callable[[CaseFacts], _Key], order: Sequence[_Key]
) -> dict[_Key, Tally]:
    by_key: dict[_Key, list[CaseFacts]] = {each: [] for each in order}
    for case in cases:
        by_key[key(case)].append(case)
    return {each: _tally(found) for each, found in by_key.items() if found}


def _months(cases: Sequence[CaseFacts]) -> tuple[MonthFigures, ...]:
    found = _tallies(cases, lambda case: case.received_on.month, range(1, 13))
    return tuple(MonthFigures(month, found.get(month, Tally())) for month in range(1, 13))


def _rights(cases: Sequence[CaseFacts]) -> dict[Right, dict[Outcome, int]]:
    counted = Counter((right.right, right.outcome) for case in cases for right in case.rights)
    return {
        right: {outcome: counted[right, outcome] for outcome in Outcome if counted[right, outcome]}
        for right in Right
        if any(counted[right, outcome] for outcome in Outcome)
    }


def _answering(cases: Sequence[CaseFacts], as_at: date) -> Answering:
    answered = [(case, case.answered_on) for case in cases if case.answered_on is not None]
    days = [(on - case.received_on).days for case, on in answered]
    month = sum(on <= add_months(case.received_on, 1) for case, on in answered)
    three = sum(on <= add_months(case.received_on, 3) for case, on in answered)
    in_time = sum(on <= case.legal for case, on in answered)
    return Answering(
        within_month=month,
        within_three=three - month,
        later=len(answered) - three,
        open=len(cases) - len(answered),
        in_time=in_time,
        late=len(answered) - in_time,
        overdue=sum(case.answered_on is None and case.legal < as_at for case in cases),
        extended=sum(case.extended for case in cases),
        median_days=float(median(days)) if days else None,
        longest_days=max(days, default=None),
    )


def _refusals(cases: Sequence[CaseFacts]) -> tuple[Refusal, ...]:
    counted = Counter(
        (right.right, right.outcome, case.regime, right.reason_key, right.own_words and not right.reason_key)
        for case in cases
        for right in case.rights
        if right.outcome in (Outcome.REFUSED, Outcome.PARTLY)
    )
    rows = [Refusal(*key, count) for key, count in counted.items()]
    return tuple(sorted(rows, key=_place))


def _place(row: Refusal) -> tuple[bool, int, int, str, str, bool]:
    """Refused before granted in part, the right in its order, the most frequent reason first."""
    partly = row.outcome is not Outcome.REFUSED
    return partly, list(Right).index(row.right), -row.count, row.regime, row.reason_key, row.own_words


def _identity(checks: Iterable[CheckFacts]) -> IdentityFigures:
    made: Counter[IdentityMethod] = Counter()
    failed: Counter[IdentityMethod] = Counter()
    calls = 0
    for check in checks:
        made[check.method] += check.count
        if not check.passed:
            failed[check.method] += check.count
            calls += check.count if check.in_call else 0
    return IdentityFigures(
        {method: made[method] for method in IdentityMethod if made[method]},
        {method: failed[method] for method in IdentityMethod if failed[method]},
        calls,
    )
