# SPDX-License-Identifier: MIT
"""Which law a request stands under, and its dates – kept in the case as they were reckoned."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from privdesk.domain.case_errors import ExtensionDateMissingError
from privdesk.domain.cases import Case, CaseKind, Right
from privdesk.domain.catalogue import Office
from privdesk.domain.deadline_errors import ExtensionUnknownError
from privdesk.domain.deadlines import Deadline, HolidayTable, compute, require_reach
from privdesk.domain.people import Person, PersonField
from privdesk.domain.regimes import ClockKind, PauseKind, Regime
from privdesk.i18n import _, desk_language
from privdesk.services.case_dates import (
    DateFacts,
    careful_of,
    clock_kinds,
    date_facts,
    dates_under,
    never_earlier,
    second_dates,
    with_dates,
)
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
    other_regime: str = ""
    """A second law that may apply; its earlier safe date counts."""

    @property
    def sentence(self) -> str:
        """Why, in one sentence in the language of the desk, each rule cited."""
        return explain_deadline(self.deadline, self.regime, self.table, desk_language())


class CaseClock:
    """Reckons for one office."""

    def __init__(self, regimes: Regimes, office: Office) -> None:
        self._regimes = regimes
        self._office = office

    def reckon(
        self, regime_id: str, received: date, rights: Collection[Right], kind: CaseKind = CaseKind.REQUEST
    ) -> Reckoning:
        """The deadline of a request for `rights`; where a law has several clocks, the first to run out counts.

        Law: 11 CCR 7026(f): an opt-out of sale has its own, shorter time.

        Raises: RegimeUnknownError, PlaceUnknownError, DateOutOfReachError, ClockUnknownError,
            ClockNotInForceError.
        """
        regime, facts = self._regimes.get(regime_id), DateFacts(received, kind.clock, tuple(rights))
        require_reach(received)
        table = self._table(regime, self._place(regime), facts)
        return Reckoning(regime, table, dates_under(regime, table, facts).deadline)

    def reckon_for(
        self,
        person: Person | None,
        received: date,
        rights: Collection[Right],
        regime: str | None = None,
        kind: CaseKind = CaseKind.REQUEST,
    ) -> Reckoning:
        """The deadline under the office's law, or the one chosen; its safe date is safe under both laws.

        Where the law of the residence may apply too, the earlier safe date counts; the legal date stays. A
        complaint and an opt-out stand under the law that knows them, alone.
        """
        chosen = self.reckon(regime or self._office.regime, received, rights, kind)
        other = self._other(person, chosen.regime.id, received, rights, kind)
        if not other:
            return chosen
        theirs = self.reckon(other, received, rights)
        deadline = careful_of(chosen.deadline, theirs.deadline, theirs.regime.name)
        return replace(chosen, deadline=deadline, other_regime=other)

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

    def laws_knowing(self, kind: CaseKind, received: date) -> Sequence[RegimeChoice]:
        """The laws that have a clock for this kind of case on that day, the office's own first."""
        known = [law for law in self._regimes.all() if kind.clock in law.clocks]
        in_force = [law for law in known if received >= (law.clock(kind.clock).in_force or received)]
        ordered = sorted(in_force, key=lambda law: law.id != self._office.regime)
        return [
            RegimeChoice(law.id, law.name, due.legal, due.safe, _why(law.id, self._office.regime), place == 0)
            for place, law in enumerate(ordered)
            for due in (self.reckon(law.id, received, (), kind).deadline,)
        ]

    def dated(self, case: Case) -> Case:
        """An open case with every date reckoned from its facts: law, questions, fee, extension.

        Its law's version and its holiday table become those it was reckoned with. A right decided keeps its dates.

        Raises: as `privdesk.domain.deadlines.compute`.
        """
        facts, regime = date_facts(case), self._regimes.get(case.regime)
        require_reach(facts.received, facts.pauses, facts.fee)
        ours = dates_under(regime, self._table(regime, case.holiday_place, facts), facts)
        theirs = None
        if case.other_regime:
            other = self._regimes.get(case.other_regime)
            table = self._table(other, self._place(other), facts)
            theirs = second_dates(other, table, facts, facts.named or ours.deadline.legal)
        return with_dates(case, ours, theirs)

    def extended(self, case: Case, told: date, named: date | None, reason: str) -> Case:
        """The open case with the longer time; no date moves forward by it, the refusal's never moves.

        Raises: ExtensionTooLateError, ExtensionUnknownError, ExtensionShortensError, ExtensionDateMissingError,
            DateOutOfReachError.
        """
        facts, regime = date_facts(case), self._regimes.get(case.regime)
        longer = replace(facts, told=told, named=named)
        require_reach(named or told)
        for kind in clock_kinds(regime, facts, facts.open_rights or facts.rights):
            rule = regime.clock(kind).extension
            if rule is None:
                raise ExtensionUnknownError(regime.id, kind.value)
            if rule.total is None and named is None:
                raise ExtensionDateMissingError
            compute(
                regime, case.received_on, self._table(regime, case.holiday_place, longer), kind=kind, extended=True,
                pauses=case.pauses, fee=facts.fee, extension_told=told, extension_named=named,
            )  # fmt: skip
        changed = replace(case, extended=True, extension_reason=reason, extension_told=told)
        dated = self.dated(replace(changed, extension_named=named))
        return replace(dated, deadline=never_earlier(dated.deadline, case.deadline))

    def proposed_end(self, case: Case) -> date | None:
        """The date to name where the law sets no length: as long again, the last working day before it is over.

        None where the law sets the length itself, knows no longer time, or the case is extended. Law: DPO Art. 18(2).
        """
        regime = self._regimes.get(case.regime)
        rule = regime.clock(case.kind.clock).extension
        if case.extended or rule is None or rule.total is not None:
            return None
        end = case.deadline.legal + (case.deadline.safe - case.received_on)
        named = replace(date_facts(case), named=end)
        return self._table(regime, case.holiday_place, named).previous_working_day(end)

    def moved(self, case: Case, regime_id: str, person: Person | None) -> Case:
        """The open case under another law, with the office's holidays for it, all dates reckoned anew.

        Raises: RegimeUnknownError, ExtensionDateMissingError, and as `dated` where a fact of the case cannot be
            under that law.
        """
        regime = self._regimes.get(regime_id)
        rule = regime.clock(case.kind.clock).extension
        if case.extended and rule is None:
            raise ExtensionUnknownError(regime.id, case.kind.clock.value)
        if case.extended and rule is not None and rule.total is None and case.extension_named is None:
            raise ExtensionDateMissingError
        rights = [each.right for each in case.rights]
        other = self._other(person, regime.id, case.received_on, rights, case.kind)
        place = self._place(regime)
        return self.dated(replace(case, regime=regime.id, holiday_place=place, other_regime=other))

    def knows_pause(self, case: Case, kind: PauseKind) -> bool:
        """Whether a question of this kind has an effect on the clock under the law of the case."""
        return kind in self._regimes.get(case.regime).pauses

    def explain(self, case: Case) -> str:
        """The sentence of the deadline that the case keeps; the dates are never reckoned anew."""
        table = self._regimes.holidays(case.holiday_place, case.received_on)
        return Reckoning(self._regimes.get(case.regime), table, case.deadline).sentence

    def law(self, regime_id: str) -> Regime:
        """One law. Raises: RegimeUnknownError."""
        return self._regimes.get(regime_id)

    def laws(self) -> Sequence[Regime]:
        """Every law on file, in the order in which the desk offers them."""
        return self._regimes.all()

    def place_name(self, place: str) -> str:
        """The place whose holidays count, as people call it."""
        return self._regimes.places().get(place, place)

    def _place(self, regime: Regime) -> str:
        return self._office.place or regime.default_place

    def _table(self, regime: Regime, place: str, facts: DateFacts) -> HolidayTable:
        return self._regimes.holidays(place or regime.default_place, facts.received, facts.last_day)

    def _other(
        self, person: Person | None, chosen: str, received: date, rights: Collection[Right], kind: CaseKind
    ) -> str:
        """A second law that may apply – the office's own, or that of the residence – by the earlier safe date."""
        if kind.clock is not ClockKind.REQUEST:
            return ""
        others = [each.regime for each in self.choices(person, received, rights) if each.regime != chosen]
        return others[0] if others else ""


def _why(law: str, ours: str) -> str:
    return _("Our own law.") if law == ours else _("It knows this kind of request.")


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
