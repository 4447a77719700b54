# SPDX-License-Identifier: MIT
"""Which data group goes, stays or is restricted at a request for erasure: every rule, and what always holds."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.domain.erasure_plan import (
    CONTACT,
    SURVIVES,
    Act,
    ChangeReasonMissingError,
    Choice,
    ErasurePlan,
    Ground,
    GroupHeld,
    GroupLockedError,
    PlanRow,
    require_choice,
)
from privdesk.domain.erasure_rules import PlanFacts, cut_off, plan_rows, with_cut_offs
from privdesk.domain.holds import (
    Hold,
    HoldId,
    HoldReasonMissingError,
    HoldReviewError,
    OpenHoldError,
    hold_on,
    refuse_held,
    require_sound_hold,
)
from privdesk.domain.people import PersonId
from privdesk.domain.retention import kept_until
from privdesk.domain.vault import StaffId
from privdesk.services.catalogue import default_catalogue

TODAY = date(2026, 11, 23)
CATALOGUE = default_catalogue("CH")
RULES = {rule.key: rule for rule in CATALOGUE.rules}
KEYS = [group.key for group in CATALOGUE.groups]
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
EVERY = {key: GroupHeld(3, date(2025, 3, 1)) for key in [*KEYS, CONTACT]}
NO_VOUCHERS = dict.fromkeys(("topups", "usage_sums", "refund"), GroupHeld())


def a_hold(*groups: str) -> Hold:
    return Hold(
        HoldId(4), PersonId(1), frozenset(groups), "Proceeding 7", date(2027, 2, 1), NOW, StaffId("a")
    )


def rows(**facts: object) -> Mapping[str, PlanRow]:
    given_facts = PlanFacts(**{"today": TODAY, "held": EVERY, **facts})  # type: ignore[arg-type]
    return {row.group: row for row in plan_rows(CATALOGUE.groups, RULES, given_facts)}


ENDED = {"contract_end": date(2025, 11, 30), "case_closed": date(2026, 4, 2)}


@pytest.mark.parametrize(
    ("group", "act", "ground", "until"),
    [
        ("identity", Act.RESTRICT, Ground.CLAIMS, date(2035, 11, 30)),
        (CONTACT, Act.ERASE, Ground.NO_LONGER_NEEDED, None),
        ("contract", Act.RESTRICT, Ground.CLAIMS, date(2035, 11, 30)),
        ("refund", Act.KEEP, Ground.ACCOUNTS, date(2035, 12, 31)),
        ("connections", Act.ERASE, Ground.PERIOD_OVER, None),
        ("topups", Act.KEEP, Ground.ACCOUNTS, date(2035, 12, 31)),
        ("usage", Act.ERASE, Ground.NO_LONGER_NEEDED, None),
        ("usage_sums", Act.KEEP, Ground.ACCOUNTS, date(2035, 12, 31)),
        ("surveys", Act.ERASE, Ground.CONSENT, None),
        ("consents", Act.KEEP, Ground.PROOF, date(2035, 11, 30)),
        ("forms", Act.RESTRICT, Ground.CLAIMS, date(2035, 11, 30)),
        ("requests", Act.KEEP, Ground.PROOF, date(2029, 4, 2)),
        ("letters", Act.ERASE, Ground.NO_LONGER_NEEDED, None),
        ("lookups", Act.KEEP, Ground.PROOF, date(2027, 3, 1)),
        ("duplicates", Act.KEEP, Ground.WITH_RECORD, None),
        ("documents", Act.RESTRICT, Ground.CLAIMS, date(2035, 11, 30)),
    ],
)
def test_after_a_contract_that_ended_last_year(
    group: str, act: Act, ground: Ground, until: date | None
) -> None:
    row = rows(**ENDED)[group]
    if group == "identity":
        assert (row.act, row.ground, row.until) == (Act.RESTRICT, Ground.VOUCHERS, date(2035, 12, 31))
        without = {**EVERY, **NO_VOUCHERS}
        row = rows(**ENDED, held=without)[group]
    if group == "duplicates":
        until = date(2035, 12, 31)
    assert (row.act, row.proposed, row.ground, row.until) == (act, act, ground, until)


def test_while_a_contract_runs_what_it_needs_stays_in_use() -> None:
    plan = rows(contract_runs=True, case_open=True)
    kept = {key for key, row in plan.items() if row.act is Act.KEEP}
    assert kept == set(EVERY) - {"surveys", "connections", "unentered"}
    assert {plan[key].ground for key in ("identity", CONTACT, "contract", "usage")} == {Ground.CONTRACT_RUNS}
    assert {plan[key].ground for key in ("connections", "unentered")} == {Ground.PERIOD_OVER}
    assert plan["requests"].until is None


def test_without_a_contract_and_vouchers_everything_goes_but_what_names_nobody() -> None:
    held = {**EVERY, **NO_VOUCHERS, "contract": GroupHeld()}
    plan = rows(held=held, case_open=True)
    stays = {key for key, row in plan.items() if row.act is not Act.ERASE}
    assert stays == SURVIVES
    assert ErasurePlan(PersonId(1), None, TODAY, tuple(plan.values())).whole


def test_ten_years_after_the_end_everything_goes() -> None:
    old = {key: GroupHeld(3, date(2014, 3, 1)) for key in EVERY}
    plan = rows(held=old, contract_end=date(2016, 11, 22), case_closed=date(2020, 1, 1))
    assert all(row.act is Act.ERASE for row in plan.values())
    assert plan["identity"].ground is Ground.PERIOD_OVER
    last_day = rows(held=old, contract_end=date(2016, 11, 23))["contract"]
    assert (last_day.act, last_day.until) == (Act.RESTRICT, TODAY)


def test_the_name_stays_as_long_as_the_vouchers_that_bear_it() -> None:
    held = {**EVERY, **NO_VOUCHERS, "topups": GroupHeld(2, date(2018, 5, 1))}
    plan = rows(held=held, contract_end=date(2016, 1, 31))
    assert (plan["identity"].act, plan["identity"].until) == (Act.RESTRICT, date(2028, 12, 31))
    assert plan["contract"].act is Act.ERASE
    gone = rows(
        held=held, contract_end=date(2016, 1, 31), choices={"topups": Choice(Act.ERASE, "paid in error")}
    )
    assert gone["identity"].act is Act.ERASE


@pytest.mark.parametrize("named", ["contact", "identity"])
def test_a_hold_on_contact_details_keeps_them_whatever_it_was_called(named: str) -> None:
    plan = rows(holds=(a_hold(named),), choices={"contact": Choice(Act.ERASE, "they insist")})
    assert plan["contact"].hold is not None
    assert plan["contact"].act is not Act.ERASE


def test_a_hold_keeps_what_it_covers_and_nobody_decides_otherwise() -> None:
    plan = rows(
        holds=(a_hold("surveys", "connections"),), choices={"surveys": Choice(Act.ERASE, "they insist")}
    )
    assert {key for key, row in plan.items() if row.hold is not None} == {"surveys", "connections"}
    assert plan["surveys"].act is Act.RESTRICT
    gone = {**EVERY, **NO_VOUCHERS}
    name = rows(held=gone, holds=(a_hold("surveys"),))["identity"]
    assert (name.act, name.ground) == (Act.RESTRICT, Ground.HOLD)
    everything = rows(holds=(a_hold(),))
    assert not [row for row in everything.values() if row.act is Act.ERASE]
    with pytest.raises(OpenHoldError):
        require_choice(plan["surveys"], Act.ERASE, "they insist")


def test_what_is_decided_otherwise_needs_a_reason() -> None:
    plan = rows(**ENDED)
    require_choice(plan["usage"], Act.ERASE, "")
    require_choice(plan["usage"], Act.KEEP, "asked by the court")
    with pytest.raises(ChangeReasonMissingError):
        require_choice(plan["usage"], Act.KEEP, "  ")
    with pytest.raises(GroupLockedError):
        require_choice(plan["requests"], Act.ERASE, "because")
    changed = rows(**ENDED, choices={"usage": Choice(Act.KEEP, "asked by the court")})["usage"]
    assert (changed.act, changed.proposed, changed.changed) == (Act.KEEP, Act.ERASE, True)
    assert changed.until == date(2027, 3, 1)


def test_what_is_past_its_period_goes_although_the_rest_stays() -> None:
    plan = tuple(rows(**ENDED).values())
    found = {row.group: row for row in with_cut_offs(plan, RULES, {"topups": 2, "usage": 1}, TODAY)}
    assert (found["topups"].cut_off, found["topups"].goes) == (date(2015, 12, 31), 2)
    assert (found["usage"].cut_off, found["usage"].goes) == (None, 3)


@given(
    st.dates(date(2020, 1, 1), date(2060, 12, 31)),
    st.sampled_from(["accounts", "connections", "usage", "letters"]),
)
def test_the_cut_off_is_the_last_day_whose_period_is_over(today: date, key: str) -> None:
    rule = RULES[key]
    day = cut_off(rule, today)
    assert day is not None
    until, next_until = (
        kept_until(rule, event=day),
        kept_until(rule, event=date.fromordinal(day.toordinal() + 1)),
    )
    assert until is not None
    assert until < today
    assert next_until is not None
    assert next_until >= today


_held = st.builds(GroupHeld, st.integers(0, 3), st.none() | st.dates(date(2000, 1, 1), TODAY))


@given(
    st.fixed_dictionaries(dict.fromkeys(EVERY, _held)),
    st.booleans(),
    st.none() | st.dates(date(2000, 1, 1), TODAY),
    st.booleans(),
    st.none() | st.lists(st.sampled_from(KEYS), max_size=3),
    st.dictionaries(
        st.sampled_from(KEYS), st.builds(Choice, st.sampled_from(Act), st.just("why")), max_size=4
    ),
)
def test_whatever_is_on_file(
    held: Mapping[str, GroupHeld],
    runs: bool,
    ended: date | None,
    case_open: bool,
    covered: list[str] | None,
    choices: Mapping[str, Choice],
) -> None:
    holds = () if covered is None else (a_hold(*covered),)
    plan = rows(
        held=held, contract_runs=runs, contract_end=None if runs else ended, case_open=case_open, holds=holds,
        choices=choices,
    )  # fmt: skip
    assert set(plan) == set(EVERY)
    for row in plan.values():
        if row.hold is not None:
            assert row.act is not Act.ERASE
        if row.act is not Act.ERASE and row.hold is None and row.until is not None:
            assert row.until >= TODAY or row.changed
        if row.act is not row.proposed:
            assert row.reason
            assert row.group in choices
        if row.group in SURVIVES and row.held:
            assert row.act is row.proposed
        assert not (row.held == 0 and row.act is not Act.ERASE and row.group != "duplicates")


def test_an_approval_is_tied_to_the_decisions_and_not_to_counts() -> None:
    plan = ErasurePlan(PersonId(1), None, TODAY, tuple(rows(**ENDED).values()))
    more = {**EVERY, "usage": GroupHeld(9, date(2025, 3, 1))}
    grown = ErasurePlan(PersonId(1), None, date(2026, 11, 24), tuple(rows(**ENDED, held=more).values()))
    changed = rows(**ENDED, choices={"usage": Choice(Act.KEEP, "court")})
    assert plan.text() == grown.text()
    assert plan.text() != ErasurePlan(PersonId(1), None, TODAY, tuple(changed.values())).text()
    assert plan.text() != ErasurePlan(PersonId(2), None, TODAY, plan.rows).text()


@pytest.mark.parametrize(
    ("reason", "day", "wrong"),
    [
        ("", date(2026, 12, 1), HoldReasonMissingError), (" ", date(2026, 12, 1), HoldReasonMissingError),
        ("why", TODAY, HoldReviewError), ("why", date(2027, 11, 25), HoldReviewError),
        ("why", date(2026, 11, 24), None), ("why", date(2027, 11, 24), None),
    ],
)  # fmt: skip
def test_a_hold_has_a_reason_and_is_looked_at_again_within_a_year(
    reason: str, day: date, wrong: type[Exception] | None
) -> None:
    if wrong is None:
        require_sound_hold(reason, day, TODAY)
        return
    with pytest.raises(wrong):
        require_sound_hold(reason, day, TODAY)


def test_a_lifted_hold_covers_nothing() -> None:
    lifted = Hold(
        HoldId(1), PersonId(1), frozenset(), "why", TODAY, NOW, StaffId("a"), NOW, StaffId("a"), "settled"
    )
    assert hold_on((lifted,), "usage") is None
    refuse_held((lifted,), None)
    assert hold_on((lifted, a_hold("usage")), "usage") is not None
    with pytest.raises(OpenHoldError):
        refuse_held((a_hold("usage"),), {"usage", "forms"})
    refuse_held((a_hold("usage"),), {"forms"})
    with pytest.raises(OpenHoldError):
        refuse_held((a_hold("usage"),), None)


@pytest.mark.parametrize("country", ["CH", "DE", "FR", "GB", "US"])
def test_requests_are_kept_at_least_as_long_as_the_longest_law_wants(country: str) -> None:
    """11 CCR 7101: records of requests at least 24 months."""
    assert default_catalogue(country).rule("requests").months >= 24
