# SPDX-License-Identifier: MIT
"""Bad input to a request is refused with the rule that says why, and nothing is half done: no row of the records moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.case_errors import AnswerDateError, ReceivedInFutureError
from privdesk.domain.cases import Case, Outcome, Right
from privdesk.domain.deadline_errors import AnswerBeforeQuestionError, ExtensionTooLateError
from privdesk.domain.errors import PrivdeskError
from privdesk.domain.holds import OpenHoldError
from privdesk.domain.letter_errors import MissingPartError, UnknownPlaceholderError
from privdesk.domain.letters import LetterKind, LetterTemplate
from privdesk.domain.people import Channel
from privdesk.domain.regimes import PauseKind
from privdesk.services import letter_composing
from privdesk.services.erasure import Erasure
from privdesk.services.explain import describe
from privdesk.services.holds import Holds
from privdesk.services.letter_texts import letter_template
from privdesk.services.requests import NewRequest
from tests.unit.services.letter_bench import RECEIVED, Bench, of
from tests.unit.services.letter_bench import bench as bench
from tests.unit.services.test_erasure import KeptClearing, NoPaper

Act = Callable[["Scene"], object]


@dataclass
class Scene:
    """One open request under the GDPR, with identity checked, of somebody whose contract ended long ago."""

    bench: Bench
    case: Case

    @property
    def today(self) -> date:
        return self.bench.place().clock.today()

    @property
    def erasure(self) -> Erasure:
        return Erasure(self.bench.records.place, KeptClearing(self.bench.records), NoPaper())

    def rows(self) -> Mapping[str, list[tuple[object, ...]]]:
        """Every row of every table."""
        with self.bench.records.records.open_work() as work:
            connection = work._scope.connection
            named = connection.execute(text("SELECT name FROM sqlite_schema WHERE type = 'table'")).scalars()
            return {
                name: sorted(
                    (tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))), key=repr
                )
                for name in list(named)
            }


@pytest.fixture
def scene(bench: Bench) -> Scene:
    case = bench.open_case(Right.ACCESS, Right.ERASURE)
    bench.requests().change_regime(case.id, "gdpr")
    return Scene(bench, bench.case(case.id))


def received_tomorrow(scene: Scene) -> object:
    tomorrow = scene.today + timedelta(days=1)
    asked = NewRequest(scene.bench.person_id, {Right.ACCESS: ""}, Channel.POST, tomorrow)
    return scene.bench.requests().open(asked)


def reply_before_its_question(scene: Scene) -> object:
    requests = scene.bench.requests()
    return requests.ask(
        scene.case.id, PauseKind.IDENTITY, RECEIVED + timedelta(days=3), answered=RECEIVED + timedelta(days=2)
    )


def answer_before_receipt(scene: Scene) -> object:
    day = RECEIVED - timedelta(days=1)
    return scene.bench.requests().record_answer(scene.case.id, channel=Channel.POST, on=day)


def extension_after_the_month(scene: Scene) -> object:
    scene.bench.later(days=30)
    return scene.bench.requests().extend(scene.case.id, "many records")


def extension_letter_after_the_month(scene: Scene) -> object:
    scene.bench.later(days=30)
    letters = scene.bench.letters()
    typed = {"reasons": "complex"}
    return letters.make(letters.draft(of(scene.case), LetterKind.EXTENSION, typed=typed))


def erasure_with_an_open_hold(scene: Scene) -> object:
    return scene.erasure.run(scene.erasure.plan(scene.bench.person_id, scene.case.id))


def refused_without_words(scene: Scene) -> object:
    """As an older request may stand there: refused, and nobody wrote why."""
    with scene.bench.records.records.open_work() as work:
        bare = tuple(replace(each, outcome=Outcome.REFUSED) for each in work.cases.get(scene.case.id).rights)
        work.cases.change(replace(work.cases.get(scene.case.id), rights=bare))
        work.audit.record(AuditEvent(Action.RIGHT_DECIDED))
        work.commit()
    return scene


def refusal_without_its_reason(scene: Scene) -> object:
    letters = scene.bench.letters()
    return letters.make(letters.draft(of(scene.case), LetterKind.REFUSAL))


def question_without_its_words(scene: Scene) -> object:
    letters = scene.bench.letters()
    return letters.make(letters.draft(of(scene.case), LetterKind.CLARIFICATION))


def wording_with_an_unknown_place(scene: Scene) -> object:
    letters = scene.bench.letters()
    return letters.make(letters.draft(of(scene.case), LetterKind.ACKNOWLEDGEMENT))


CASES: Mapping[Act, tuple[type[PrivdeskError], str]] = {
    received_tomorrow: (ReceivedInFutureError, "future"),
    reply_before_its_question: (AnswerBeforeQuestionError, "question"),
    answer_before_receipt: (AnswerDateError, "not between receipt and today"),
    extension_after_the_month: (ExtensionTooLateError, "Art. 12(3)"),
    extension_letter_after_the_month: (ExtensionTooLateError, "DPO Art. 18(2)"),
    erasure_with_an_open_hold: (OpenHoldError, "Proceeding 12"),
    refusal_without_its_reason: (MissingPartError, "the reason"),
    question_without_its_words: (MissingPartError, "the question"),
    wording_with_an_unknown_place: (UnknownPlaceholderError, "horoscope"),
}


BEFORE: Mapping[Act, Act] = {
    erasure_with_an_open_hold: lambda scene: Holds(scene.bench.place()).set(
        scene.bench.person_id, "Proceeding 12", scene.today + timedelta(days=60)
    ),
    refusal_without_its_reason: refused_without_words,
}
"""What makes the input bad."""


@pytest.mark.parametrize("act", CASES, ids=lambda act: act.__name__)
def test_it_is_refused_with_its_rule_and_no_row_moves(
    scene: Scene, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    if act in BEFORE:
        BEFORE[act](scene)
    if act is wording_with_an_unknown_place:
        monkeypatch.setattr(letter_composing, "letter_template", spoiled)
    before, sealed = scene.rows(), scene.bench.sealed
    error, words = CASES[act]
    with pytest.raises(error) as refused:
        act(scene)
    said = describe(refused.value)
    assert words in f"{said.title} {said.happened}", said
    assert said.remedy
    after = scene.rows()
    assert {name for name in after if after[name] != before[name]} == set()
    assert scene.bench.sealed == sealed


def spoiled(kind: LetterKind, language: str, regime: str, country: str) -> LetterTemplate:
    """A wording that somebody edited badly."""
    template = letter_template(kind, language, regime, country)
    subject = replace(template.subject, texts={"": "Reply of {horoscope}"})
    return replace(template, subject=subject)
