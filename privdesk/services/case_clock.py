# SPDX-License-Identifier: MIT
"""Which law a request stands under, and its deadline – kept in the case as it was reckoned."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from privdesk.domain.cases import Case, Right
from privdesk.domain.catalogue import Office
from privdesk.domain.deadlines import Deadline, HolidayTable, Reason, compute
from privdesk.domain.decisions import undecided
from privdesk.domain.people import Person, PersonField
from privdesk.domain.regimes import ClockKind, Regime
from privdesk.i18n import _, desk_language
from privdesk.services.deadlines import explain_deadline
from privdesk.services.regimes import Regimes


@dataclass(frozen=True, slots=True)
class RegimeChoice:
    """A law that may apply, with its dates and why it is named; the proposed one has the earlier safe date."""

    regime: str
    name: str
    legal: date
    safe: date
    why: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A deadline with the law and the holidays it was reckoned with."""

    regime: Regime
    table: HolidayTable
    deadline: Deadline

    @property
    def sentence(self) -> str:
        """Why, in one sentence in the language of the desk, each rule cited."""
        return explain_deadline(self.deadline, self.regime, self.table, desk_language())


class CaseClock:
    """Reckons for one office."""

    def __init__(self, regimes: Regimes, office: Office) -> None:
        self._regimes = regimes
        self._office = office

    def reckon(self, regime_id: str, received: date, rights: Collection[Right]) -> Reckoning:
        """The deadline of a request for `rights`; where a law has several clocks, the first to run out counts.

        Law: 11 CCR 7026(f): an opt-out of sale has its own, shorter time.

        Raises: RegimeUnknownError, PlaceUnknownError, DateOutOfReachError.
        """
        regime = self._regimes.get(regime_id)
        table = self._regimes.holidays(self._place(regime), received)
        kinds = {clock_kind(regime, right) for right in rights} or {ClockKind.REQUEST}
        deadlines = [compute(regime, received, table, kind=kind) for kind in sorted(kinds)]
        first = min(deadlines, key=lambda each: (each.safe, each.legal))
        return Reckoning(regime, table, first)

    def reckon_for(
        self, person: Person | None, received: date, rights: Collection[Right], regime: str | None = None
    ) -> Reckoning:
        """The deadline under the office's law, or the one chosen; its safe date is safe under both laws.

        Where the law of the residence may apply too, the earlier safe date counts; the legal date stays.
        """
        chosen = self.reckon(regime or self._office.regime, received, rights)
        others = [
            self.reckon(each.regime, received, rights) for each in self.choices(person, received, rights)
        ]
        earliest = min(others, key=lambda each: each.deadline.safe)
        return _careful(chosen, earliest) if earliest.deadline.safe < chosen.deadline.safe else chosen

    def choices(
        self, person: Person | None, received: date, rights: Collection[Right] = ()
    ) -> Sequence[RegimeChoice]:
        """The laws that may apply, the one with the earlier safe date first; the clerk or officer confirms."""
        ours = self.reckon(self._office.regime, received, rights)
        options = [(ours, _("Our own law."))]
        theirs = self._regimes.propose(residence_of(person)) if person is not None else None
        if theirs is not None and theirs.id != ours.regime.id:
            options.append(
                (self.reckon(theirs.id, received, rights), _("The law of the person’s residence."))
            )
        options.sort(key=lambda each: (each[0].deadline.safe, each[0] is not ours))
        return [
            RegimeChoice(
                regime=reckoning.regime.id,
                name=reckoning.regime.name,
                legal=reckoning.deadline.legal,
                safe=reckoning.deadline.safe,
                why=why,
                proposed=place == 0,
            )
            for place, (reckoning, why) in enumerate(options)
        ]

    def extended(self, case: Case, told: date, named: date | None) -> Deadline:
        """The longer deadline of an open case; no date ever moves forward by it.

        Raises: ExtensionTooLateError, ExtensionUnknownError, ExtensionShortensError.
        """
        regime = self._regimes.get(case.regime)
        table = self._regimes.holidays(case.holiday_place, case.received_on)
        kinds = {clock_kind(regime, right) for right in undecided(case)}
        longer = compute(
            regime,
            case.received_on,
            table,
            kind=ClockKind.OPT_OUT if ClockKind.OPT_OUT in kinds else ClockKind.REQUEST,
            extended=True,
            extension_told=told,
            extension_named=named,
        )
        return replace(
            longer,
            legal=max(longer.legal, case.deadline.legal),
            safe=max(longer.safe, case.deadline.safe),
            act_by=max(longer.act_by, case.deadline.act_by),
        )

    def explain(self, case: Case) -> str:
        """The sentence of the deadline that the case keeps; the dates are never reckoned anew."""
        table = self._regimes.holidays(case.holiday_place, case.received_on)
        return Reckoning(self._regimes.get(case.regime), table, case.deadline).sentence

    def law(self, regime_id: str) -> Regime:
        """One law. Raises: RegimeUnknownError."""
        return self._regimes.get(regime_id)

    def place_name(self, place: str) -> str:
        """The place whose holidays count, as people call it."""
        return self._regimes.places().get(place, place)

    def _place(self, regime: Regime) -> str:
        return self._office.place or regime.default_place


def _careful(chosen: Reckoning, other: Reckoning) -> Reckoning:
    """The chosen law's deadline with the other law's earlier safe date, and a word on why."""
    safe, act_by = other.deadline.safe, other.deadline.act_by
    kept = tuple(reason for reason in chosen.deadline.reasons if reason.key not in {"safe", "act_by"})
    why = Reason("safe_elsewhere", {"law": other.regime.name, "day": safe.isoformat()})
    deadline = replace(chosen.deadline, safe=safe, act_by=act_by, reasons=(*kept, why))
    return replace(chosen, deadline=deadline)


def clock_kind(regime: Regime, right: Right) -> ClockKind:
    """The clock of one right: the opt-out's where the law has one for objections."""
    opts_out = right is Right.OBJECTION and ClockKind.OPT_OUT in regime.clocks
    return ClockKind.OPT_OUT if opts_out else ClockKind.REQUEST


def residence_of(person: Person) -> str:
    """Where a person lives, for the law that may apply: country, with the part of it where the law needs it.

    California: ZIP codes 900–961. Quebec: postal codes that begin with G, H or J.
    """
    country, postcode = person.fact(PersonField.COUNTRY).upper(), person.fact(PersonField.POSTCODE).upper()
    if country == "US" and "900" <= postcode[:3] <= "961":
        return "US-CA"
    if country == "CA" and postcode[:1] in {"G", "H", "J"}:
        return "CA-QC"
    return country
