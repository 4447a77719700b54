# SPDX-License-Identifier: MIT
"""What must hold for the dates of any case, under one law or two: with questions, fees and an extension."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from privdesk.domain.cases import Case, CaseFee, CaseId, CaseRight, Pause, Right
from privdesk.domain.catalogue import Office
from privdesk.domain.deadlines import Deadline
from privdesk.domain.people import Channel
from privdesk.domain.regimes import ChargeKind, PauseKind
from privdesk.services.case_clock import CaseClock
from privdesk.services.regimes import Regimes

REGIMES = Regimes()
EXTENDABLE = ("gdpr", "uk-gdpr", "ch-fadp", "ccpa")
LAWS = st.sampled_from(["gdpr", "uk-gdpr", "ch-fadp", "ccpa", "lgpd", "quebec"])
OTHERS = st.sampled_from(["", "gdpr", "ch-fadp", "uk-gdpr"])
RECEIVED = st.dates(date(2021, 1, 1), date(2033, 12, 31))
RIGHTS = st.sets(st.sampled_from(list(Right)), min_size=1, max_size=4)
CLOCK = CaseClock(REGIMES, Office("Lavarelle SA", place="CH-ZH", regime="ch-fadp"))
CALM = settings(deadline=None, max_examples=60)


def a_case(law: str, other: str, received: date, rights: set[Right]) -> Case:
    return CLOCK.dated(
        Case(
            id=CaseId(1),
            number="R-2026-0001",
            person_id=None,
            person_name="Zoë Keller",
            channel=Channel.POST,
            received_on=received,
            entered_at=datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")),
            language="de",
            regime=law,
            regime_version="",
            holiday_place=REGIMES.get(law).default_place,
            holiday_digest="",
            deadline=Deadline(received, received, received, None, None, (), REGIMES.get(law).id),
            rights=tuple(CaseRight(right) for right in Right if right in rights),
            other_regime="" if other == law else other,
        )
    )


@st.composite
def questions(draw: st.DrawFn, received: date) -> tuple[Pause, ...]:
    made = []
    for _number in range(draw(st.integers(0, 2))):
        on = received + timedelta(days=draw(st.integers(0, 100)))
        reply = draw(st.none() | st.integers(0, 50))
        kind = draw(st.sampled_from(list(PauseKind)))
        made.append(Pause(kind, on, None if reply is None else on + timedelta(days=reply)))
    return tuple(made)


@st.composite
def fees(draw: st.DrawFn, received: date) -> CaseFee | None:
    if draw(st.booleans()):
        return None
    told = received + timedelta(days=draw(st.integers(0, 40)))
    confirmed = draw(st.none() | st.integers(0, 20))
    on = None if confirmed is None else told + timedelta(days=confirmed)
    return CaseFee(ChargeKind.EFFORT, 9000, "CHF", told, "effort", confirmed=on)


def clocks(case: Case) -> list[Deadline]:
    return [case.deadline, *([case.refusal] if case.refusal is not None else [])]


@CALM
@given(data=st.data(), law=LAWS, other=OTHERS, received=RECEIVED, rights=RIGHTS)
def test_safe_is_never_later_than_legal_and_legal_is_a_working_day(
    data: st.DataObject, law: str, other: str, received: date, rights: set[Right]
) -> None:
    plain = a_case(law, other, received, rights)
    case = CLOCK.dated(replace(plain, pauses=data.draw(questions(received)), fee=data.draw(fees(received))))
    table = REGIMES.holidays(case.holiday_place, received, received + timedelta(days=300))
    for deadline in clocks(case):
        assert deadline.safe <= deadline.legal
        assert table.is_working_day(deadline.legal)
    for each in case.rights:
        assert each.safe is not None
        assert each.legal is not None
        assert each.safe <= each.legal
        assert case.deadline.safe <= each.safe
    assert case.deadline.safe >= plain.deadline.safe or bool(case.other_regime)


@CALM
@given(data=st.data(), law=st.sampled_from(EXTENDABLE), other=OTHERS, received=RECEIVED)
def test_an_extension_never_shortens_and_never_touches_the_refusal(
    data: st.DataObject, law: str, other: str, received: date
) -> None:
    plain = a_case(law, other, received, {Right.ACCESS, Right.ERASURE})
    case = CLOCK.dated(replace(plain, pauses=data.draw(questions(received))))
    notice = case.deadline.extension_notice
    assert notice is not None
    told = data.draw(st.dates(received, notice))
    named = case.deadline.legal + timedelta(days=data.draw(st.integers(0, 90)))
    longer = CLOCK.extended(case, told, named if law == "ch-fadp" else None, "why")
    for before, after in ((case.deadline, longer.deadline), (case.refusal, longer.refusal)):
        assert before is not None
        assert after is not None
        assert (after.legal >= before.legal, after.safe >= before.safe) == (True, True)
    assert longer.refusal == case.refusal
    assert longer.deadline.safe <= longer.deadline.legal


@CALM
@given(law=LAWS, other=OTHERS, received=RECEIVED, gap=st.integers(1, 60), rights=RIGHTS)
def test_what_comes_later_is_never_due_earlier(
    law: str, other: str, received: date, gap: int, rights: set[Right]
) -> None:
    one, two = (a_case(law, other, received + timedelta(days=days), rights) for days in (0, gap))
    assert one.deadline.legal <= two.deadline.legal
    assert one.deadline.safe <= two.deadline.safe
    assert one.deadline.act_by <= two.deadline.act_by


@CALM
@given(law=LAWS, other=OTHERS, received=RECEIVED, rights=RIGHTS)
def test_a_second_law_only_ever_makes_the_safe_date_earlier(
    law: str, other: str, received: date, rights: set[Right]
) -> None:
    alone, both = a_case(law, "", received, rights), a_case(law, other, received, rights)
    assert both.deadline.legal == alone.deadline.legal
    assert both.deadline.safe <= alone.deadline.safe


@CALM
@given(law=LAWS, other=OTHERS, received=RECEIVED, rights=RIGHTS)
def test_reckoning_again_from_the_same_facts_changes_nothing(
    law: str, other: str, received: date, rights: set[Right]
) -> None:
    case = a_case(law, other, received, rights)
    assert CLOCK.dated(case) == case


@CALM
@given(data=st.data(), law=LAWS, received=RECEIVED)
def test_the_proposed_end_of_a_swiss_extension_is_a_working_day_that_gives_as_long_again_at_most(
    data: st.DataObject, law: str, received: date
) -> None:
    case = CLOCK.dated(
        replace(a_case(law, "", received, {Right.ACCESS}), pauses=data.draw(questions(received)))
    )
    proposed = CLOCK.proposed_end(case)
    if law != "ch-fadp":
        assert proposed is None
        return
    assert proposed is not None
    assert case.deadline.legal < proposed <= case.deadline.legal + timedelta(days=30)
    assert REGIMES.holidays(case.holiday_place, received, proposed).is_working_day(proposed)
    longer = CLOCK.extended(case, received, proposed, "why")
    assert longer.deadline.legal == proposed
    assert CLOCK.proposed_end(longer) is None
