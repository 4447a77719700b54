# SPDX-License-Identifier: MIT
"""After an erasure its letters still go out: filled from what was frozen, and filed without a name."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from privdesk.cli.requests import line_of
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.cases import (
    Case,
    IdentityMethod,
    Outcome,
    Representative,
    RepresentativeKind,
    Right,
)
from privdesk.domain.erasure_plan import Act, ErasurePlan
from privdesk.domain.inbox import DocumentId
from privdesk.domain.letter_errors import LetterOutdatedError, MissingPartError
from privdesk.domain.letters import LetterKind
from privdesk.domain.people import Channel, PersonField
from privdesk.domain.tellings import TellingCause
from privdesk.services.erasure import Erasure
from privdesk.services.explain import describe
from privdesk.services.gone_people import GonePeople
from privdesk.services.half_typed import HalfTyped
from privdesk.services.holds import Holds
from privdesk.services.letter_plan import LetterSubject, LetterWay
from privdesk.services.letters import Letters
from privdesk.services.today import Today
from privdesk.ui.people.search_rows import case_matches, case_row
from privdesk.ui.requests.list_rows import _closed_row as row_of_closed
from tests.unit.services.letter_bench import FULL, OFFICE, Bench, of
from tests.unit.services.letter_bench import bench as bench
from tests.unit.services.test_erasure import KeptClearing, NoPaper

WORD = "Kanarienvogel"
ENDED = date(2014, 6, 30)


@dataclass
class Scene:
    """A request for erasure of somebody whose contract has ended, an agency that has their data, and the letters."""

    bench: Bench
    gone: GonePeople
    case: Case

    @property
    def erasure(self) -> Erasure:
        return Erasure(self.bench.records.place, KeptClearing(self.bench.records), NoPaper(), self.gone)

    def letters(self, gone: GonePeople | None = None) -> Letters:
        bench = self.bench
        return Letters(bench.place(), bench.paper, bench.box, bench.secrets, gone or self.gone)

    def plan(self) -> ErasurePlan:
        assert self.case.person_id is not None
        return self.erasure.plan(self.case.person_id, self.case.id)

    def end(self, day: date) -> None:
        """The contract ends on that day."""
        records = self.bench.records.records
        assert self.case.person_id is not None
        with records.open_work() as work:
            (contract,) = work.contracts.of_person(self.case.person_id)
            work.contracts.change(replace(contract, start=date(2010, 1, 1), end=day))
            work.audit.record(AuditEvent(Action.PERSON_CORRECTED))
            work.commit()


@pytest.fixture
def scene(bench: Bench) -> Scene:
    agency = bench.records.add_agency()
    facts = {**FULL, PersonField.LAST_NAME: WORD, PersonField.EMAIL: "zoe@example.org"}
    person = bench.records.add_person(facts, "300901", agency.id)
    case = bench.open_case(Right.ERASURE, person_id=person)
    return Scene(bench, GonePeople(), case)


def whole(scene: Scene) -> None:
    """Everything goes."""
    scene.end(ENDED)
    plan = scene.plan()
    assert plan.whole
    scene.erasure.run(plan)


def test_the_answer_goes_to_the_person_after_the_record_is_gone(scene: Scene) -> None:
    whole(scene)
    letters = scene.letters()
    suggested = [offer.kind for offer in letters.offers(of(scene.case)) if offer.suggested]
    assert suggested == [LetterKind.ERASURE_FULL]
    draft = letters.draft(of(scene.case), LetterKind.ERASURE_FULL)
    assert (draft.missing, draft.address_open, draft.nameless, draft.language) == ((), False, True, "fr")
    groups = {row["group"] for row in draft.facts.rows["erased"]}
    assert "Nom et adresse postale" in groups
    assert "contact" not in groups
    assert draft.facts.values["case_until"] == date(2029, 3, 24)
    made = letters.make(draft)
    assert any(WORD in line for line in made.letter.recipient)
    letters.finish(made, LetterWay.PRINTED)
    case = scene.bench.case(scene.case.id)
    assert case.answer is not None


def test_what_is_filed_of_it_bears_no_name_and_no_own_words(scene: Scene) -> None:
    whole(scene)
    letters = scene.letters()
    typed = {"note": f"Dear {WORD}, all the best"}
    draft = letters.draft(of(scene.case), LetterKind.ERASURE_FULL, typed=typed)
    made = letters.make(draft)
    assert WORD in made.pdf.decode()
    letters.finish(made, LetterWay.PRINTED)
    filed = list(scene.bench.sealed.values())[-1].decode()
    for word in (WORD, "Rue de Bourg", "all the best"):
        assert word not in filed
    assert "2026-1" in filed, "the letter itself is there"
    letters.keep(of(scene.case), LetterKind.ERASURE_FULL, {"address": WORD})
    assert letters.kept(of(scene.case), LetterKind.ERASURE_FULL) == {}


def test_once_the_desk_was_locked_the_address_is_typed(scene: Scene) -> None:
    whole(scene)
    letters = scene.letters(GonePeople())
    draft = letters.draft(of(scene.case), LetterKind.ERASURE_FULL)
    assert (draft.missing, draft.address_open) == (("address",), True)
    typed = {"address": f"Zoë {WORD}\nRue de Bourg 14\n1003 Lausanne"}
    made = letters.make(letters.draft(of(scene.case), LetterKind.ERASURE_FULL, typed=typed))
    letters.finish(made, LetterWay.PRINTED)
    assert WORD not in list(scene.bench.sealed.values())[-1].decode()


@pytest.mark.parametrize("locked", [False, True])
def test_the_recipients_learn_of_whom_it_was_about(scene: Scene, locked: bool) -> None:
    whole(scene)
    letters = scene.letters(GonePeople() if locked else None)
    with scene.bench.records.records.open_reading() as records:
        (telling,) = [each for each in records.tellings.open() if each.party.name == "Régie du Lac"]
    assert (telling.cause, telling.person_id) == (TellingCause.ERASED, None)
    subject = LetterSubject(telling_id=telling.id)
    address = {"address": "Régie du Lac\nRue de Bourg 1\n1003 Lausanne"}
    draft = letters.draft(subject, LetterKind.RECIPIENT_NOTICE, typed=address)
    assert draft.whom_open is locked
    if locked:
        assert "person_name" in draft.missing
        with pytest.raises(MissingPartError):
            letters.make(draft)
        draft = letters.draft(subject, LetterKind.RECIPIENT_NOTICE, typed={**address, "whom": f"Zoë {WORD}"})
    else:
        assert draft.facts.values["user_number"] == "300901"
    made = letters.make(draft)
    assert WORD in made.pdf.decode()
    letters.finish(made, LetterWay.PRINTED)
    filed = list(scene.bench.sealed.values())[-1].decode()
    assert WORD not in filed
    assert "300901" not in filed
    with scene.bench.records.records.open_reading() as records:
        assert records.tellings.get(telling.id).told_on is not None


def test_a_part_that_stays_is_told_with_every_law_and_reason(scene: Scene) -> None:
    scene.end(date(2024, 6, 30))
    scene.erasure.run(scene.plan())
    case = scene.bench.case(scene.case.id)
    assert case.rights[0].outcome is Outcome.PARTLY
    draft = scene.letters().draft(of(case), LetterKind.ERASURE_PARTIAL, "de")
    assert draft.missing == (), "the plan itself says why"
    kept = {str(row["group"]): row for row in draft.facts.rows["kept"]}
    assert kept["Name und Postadresse"]["until"] == date(2034, 6, 30)
    assert "Art. 127" in str(kept["Name und Postadresse"]["law"])
    assert not any("Anfragen" in group for group in kept), "said in its own sentence"
    reasons = [str(row["text"]) for row in draft.facts.rows["reasons"]]
    assert reasons
    assert "Rechtsansprüche" in reasons[0]
    assert scene.letters().draft(of(case), LetterKind.ANSWER).missing == ()


def test_a_hold_is_told_as_a_claim_and_never_with_its_own_words(scene: Scene) -> None:
    scene.end(ENDED)
    place = scene.bench.records.place
    review = place.clock.today() + timedelta(days=90)
    assert scene.case.person_id is not None
    Holds(place).set(scene.case.person_id, "Proceeding against the neighbour", review, ["contract"])
    scene.erasure.run(scene.plan())
    draft = scene.letters().draft(of(scene.case), LetterKind.ERASURE_PARTIAL, "en")
    laws = {str(row["group"]): str(row["law"]) for row in draft.facts.rows["kept"]}
    assert laws["Contract of use"].startswith("We need these data to establish or defend legal claims")
    assert "until" not in draft.facts.rows["kept"][0]
    assert "neighbour" not in scene.letters().make(draft).pdf.decode()


def test_who_acts_for_the_person_still_gets_the_answer(scene: Scene) -> None:
    requests = scene.bench.requests()
    lawyer = Representative(
        RepresentativeKind.LAWYER, "Etude Rochat", frozenset({Right.ERASURE}), "Power of attorney of 2 March"
    )
    requests.represent(scene.case.id, lawyer)
    requests.check_identity(scene.case.id, IdentityMethod.CARD_SEEN, passed=True)
    whole(scene)
    assert scene.bench.case(scene.case.id).representative is None
    typed = {"address": "Etude Rochat\nRue du Lac 1\n1003 Lausanne"}
    draft = scene.letters().draft(of(scene.case), LetterKind.ERASURE_FULL, typed=typed)
    assert (draft.missing, draft.facts.addressee.name) == ((), "Etude Rochat")
    assert WORD in str(draft.facts.values["on_behalf_of"])


def test_an_answer_by_email_reaches_the_address_that_the_erasure_took(scene: Scene, tmp_path: Path) -> None:
    assert scene.case.person_id is not None
    case = scene.bench.open_case(Right.ERASURE, channel=Channel.EMAIL, person_id=scene.case.person_id)
    scene.end(date(2024, 6, 30))
    plan = scene.erasure.plan(scene.case.person_id, case.id)
    assert plan.row("contact").act is Act.ERASE
    scene.erasure.run(plan)
    draft = scene.letters().draft(of(case), LetterKind.ERASURE_PARTIAL)
    assert (draft.email, draft.ways[0]) == ("zoe@example.org", LetterWay.EMAIL_DRAFT)
    scene.letters().finish(scene.letters().make(draft), LetterWay.EMAIL_DRAFT, tmp_path / "draft.eml")
    assert b"zoe@example.org" in (tmp_path / "draft.eml").read_bytes()


def test_nothing_of_the_office_is_hidden(scene: Scene) -> None:
    whole(scene)
    letters = scene.letters()
    letters.finish(letters.make(letters.draft(of(scene.case), LetterKind.ERASURE_FULL)), LetterWay.PRINTED)
    document = list(scene.bench.sealed)[-1]
    assert isinstance(document, str)
    assert OFFICE.street in scene.bench.sealed[DocumentId(document)].decode()


def test_the_request_of_somebody_erased_is_never_an_empty_name(scene: Scene) -> None:
    whole(scene)
    case = scene.bench.case(scene.case.id)
    assert case.person_name == ""
    shown = Today(scene.bench.place()).overview()
    assert "Erased person" in {row.person_name for row in shown.due}
    assert "Erased person" in {line.person_name for line in shown.tellings}
    row = case_row(case, "", scene.bench.records.place.clock)
    assert "Erased person" in row.cells[1].text
    assert case_matches(case, "erased")
    assert "Erased person" in line_of(case)
    closed = replace(case, closed_on=date(2026, 3, 24))
    assert row_of_closed(closed, date(2026, 3, 24)).cells[2].text == "Erased person"


def test_a_letter_filled_before_the_erasure_brings_no_name_back(scene: Scene) -> None:
    letters = scene.letters()
    made = letters.make(letters.draft(of(scene.case), LetterKind.ACKNOWLEDGEMENT))
    whole(scene)
    before = scene.bench.sealed
    with pytest.raises(LetterOutdatedError) as refused:
        letters.finish(made, LetterWay.PRINTED)
    assert "Nothing was sent" in describe(refused.value).remedy
    assert scene.bench.sealed == before
    again = letters.draft(of(scene.case), LetterKind.ERASURE_FULL)
    assert letters.finish(letters.make(again), LetterWay.PRINTED).case is not None


def test_a_page_left_open_keeps_no_word_of_somebody_erased(scene: Scene) -> None:
    person, place = scene.case.person_id, scene.bench.place()
    pages, requests = HalfTyped(place), scene.bench.requests()
    keys = (f"person:{person}:correct", f"case:{scene.case.id}:note")
    typed = {"note": WORD}
    for key in keys:
        pages.keep(key, typed)
        assert pages.read(key) == typed
    requests.keep_draft(f"case:{scene.case.id}:note", typed)
    whole(scene)
    for key in keys:
        pages.keep(key, typed)
        assert pages.read(key) == {}
    for key in (f"case:{scene.case.id}:note", f"report:{scene.case.id}:{person}", f"new:{person}"):
        requests.keep_draft(key, typed)
        assert requests.draft(key) == {}
    pages.keep("settings", typed)
    assert pages.read("settings") == typed
