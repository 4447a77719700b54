# SPDX-License-Identifier: MIT
"""From the offer to the file: the next letter is offered, gaps are named, nothing goes that must not, all is recorded."""

import re
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.case_errors import ContactChangedError, IdentityOpenError
from privdesk.domain.case_fact_errors import OutsideAuthorityError
from privdesk.domain.cases import LetterDirection, Outcome, Representative, RepresentativeKind, Right
from privdesk.domain.disclosure.errors import ExportPathMissingError
from privdesk.domain.errors import FolderNotWritableError, NotFoundError
from privdesk.domain.inbox import DocumentRole, InboxItem, ItemId, ItemState, MailFacts
from privdesk.domain.letter_errors import LetterNotDueError, LetterOutdatedError, MissingPartError
from privdesk.domain.letters import LetterKind, Style, Window
from privdesk.domain.mail_account import (
    MailAddressError,
    MailFailedError,
    MailNotRecordedError,
    MailNotSetUpError,
    MailPasswordMissingError,
)
from privdesk.domain.people import Channel, PersonField
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.services.letter_codes import use_code
from privdesk.services.letter_plan import LetterSubject, LetterWay
from privdesk.services.requests import NewRequest
from tests.unit.services.letter_bench import ACCOUNT, NOW, OFFICE, RECEIVED, Bench, bench, of
from tests.unit.services.places import ZOE

__all__ = ["bench"]
REASON = "Die Daten gehören zu einer laufenden Forderung."


# What is offered


def test_the_acknowledgement_is_offered_first_then_identity_then_the_answer(bench: Bench) -> None:
    case, letters = bench.open_case(identity=False), bench.letters()
    assert letters.offers(of(case))[0].kind is LetterKind.ACKNOWLEDGEMENT
    letters.finish(letters.make(letters.draft(of(case), LetterKind.ACKNOWLEDGEMENT)), LetterWay.PRINTED)
    assert [each.kind for each in letters.offers(of(case)) if each.suggested] == [LetterKind.IDENTITY_REQUEST]
    letters.finish(letters.make(letters.draft(of(case), LetterKind.IDENTITY_REQUEST)), LetterWay.PRINTED)
    assert not [each for each in letters.offers(of(case)) if each.suggested]


@pytest.mark.parametrize(
    ("right", "outcome", "kind"),
    [
        (Right.ACCESS, Outcome.GRANTED, LetterKind.ACCESS_COVER),
        (Right.ERASURE, Outcome.REFUSED, LetterKind.REFUSAL),
        (Right.ACCESS, Outcome.NOTHING_HELD, LetterKind.NOTHING_HELD),
        (Right.WITHDRAWAL, Outcome.GRANTED, LetterKind.WITHDRAWAL_CONFIRMED),
    ],
)
def test_a_decided_right_is_answered_by_its_own_letter(
    bench: Bench, right: Right, outcome: Outcome, kind: LetterKind
) -> None:
    case = bench.open_case(right)
    bench.requests().acknowledge(case.id, bench.place().clock.today())
    before = {each.kind: each for each in bench.letters().offers(of(case))}
    assert not before[kind].allowed
    assert before[kind].why_not
    bench.decide(case, right, outcome, REASON)
    assert bench.letters().offers(of(case))[0].kind is kind
    assert bench.letters().offers(of(case))[0].suggested


def test_several_rights_are_answered_by_one_letter(bench: Bench) -> None:
    case = bench.open_case(Right.ACCESS, Right.ERASURE)
    bench.requests().acknowledge(case.id, bench.place().clock.today())
    bench.decide(case, Right.ACCESS, Outcome.GRANTED)
    assert not [each for each in bench.letters().offers(of(case)) if each.suggested]
    bench.decide(case, Right.ERASURE, Outcome.REFUSED, REASON)
    assert bench.letters().offers(of(case))[0].kind is LetterKind.ANSWER


def test_nobody_writes_letters_without_the_permission(bench: Bench) -> None:
    case = bench.open_case()
    for role in (Role.AGENCY_CLERK, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowedError):
            bench.letters(role).offers(of(case))
        with pytest.raises(NotAllowedError):
            bench.letters(role).draft(of(case), LetterKind.ACKNOWLEDGEMENT)


# The draft


def test_the_letter_is_filled_from_the_records_in_the_persons_language(bench: Bench) -> None:
    case = bench.open_case()
    draft = bench.letters().draft(of(case), LetterKind.ACKNOWLEDGEMENT)
    assert draft.complete
    assert draft.language == "fr"
    letter = bench.letters().make(draft).letter
    assert letter.recipient == ("Madame", "Zoë Keller", "Rue de Bourg 14", "1003 Lausanne")
    assert letter.window is Window.CH_RIGHT
    assert letter.reference.endswith(case.number)
    assert letter.sender.name == OFFICE.name
    texts = " ".join(paragraph.text for paragraph in letter.paragraphs)
    assert "4 mars 2026" in texts
    assert "privacy@lavarelle.example" in texts


def test_another_language_is_taken_where_it_is_chosen(bench: Bench) -> None:
    letter = (
        bench.letters()
        .make(bench.letters().draft(of(bench.open_case()), LetterKind.ACKNOWLEDGEMENT, "de"))
        .letter
    )
    assert letter.language == "de"
    assert "4. März 2026" in " ".join(paragraph.text for paragraph in letter.paragraphs)


def test_what_is_missing_is_named_and_marked_on_the_paper_but_never_goes_out(bench: Bench) -> None:
    case = bench.open_case()
    letters = bench.letters()
    draft = letters.draft(of(case), LetterKind.CLARIFICATION)
    assert draft.missing == ("question",)
    preview = letters.preview(draft)
    assert preview.pages == 2
    assert any("[the question]" in each.text for each in bench.paper.asked[-1][0].paragraphs)
    with pytest.raises(MissingPartError):
        letters.make(draft)
    typed = letters.draft(of(case), LetterKind.CLARIFICATION, typed={"question": "Which account?"})
    assert typed.complete
    assert any(each.text == "Which account?" for each in letters.make(typed).letter.paragraphs)


def test_every_letter_that_is_offered_shows_something(bench: Bench) -> None:
    case = bench.open_case(*Right)
    bench.erased(case)
    for right in Right:
        if right is not Right.RECTIFICATION:
            if right is Right.OBJECTION:
                continue
            bench.decide(case, right, Outcome.GRANTED, REASON)
    for offer in bench.letters().offers(of(case)):
        if offer.allowed:
            draft = bench.letters().draft(of(case), offer.kind)
            assert bench.letters().preview(draft).pages, offer.kind
            assert not draft.missing or draft.parts or draft.reasons, offer.kind


def test_a_refusal_says_reason_authority_and_court(bench: Bench) -> None:
    case = bench.open_case(Right.ERASURE)
    bench.decide(case, Right.ERASURE, Outcome.REFUSED, REASON)
    letter = bench.letters().make(bench.letters().draft(of(case), LetterKind.REFUSAL, "de")).letter
    texts = " ".join(f"{each.label} {each.text}" for each in letter.paragraphs)
    assert REASON in texts
    assert "Feldeggweg 1" in texts
    assert "gericht" in texts.casefold()


def test_a_reason_from_the_list_takes_the_place_of_the_recorded_one(bench: Bench) -> None:
    case = bench.open_case(Right.ERASURE)
    bench.decide(case, Right.ERASURE, Outcome.REFUSED, REASON)
    draft = bench.letters().draft(of(case), LetterKind.REFUSAL)
    chosen = draft.reasons[0]
    again = bench.letters().draft(of(case), LetterKind.REFUSAL, typed={"reasons": chosen.key})
    assert again.reasons[0].chosen
    texts = [each.text for each in bench.letters().make(again).letter.paragraphs]
    assert any(chosen.text in text for text in texts)
    assert not any(REASON in text for text in texts)


def test_who_acts_for_the_person_gets_the_letter_at_an_address_that_is_typed(bench: Bench) -> None:
    case = bench.open_case()
    lawyer = Representative(RepresentativeKind.LAWYER, "Etude Rochat", frozenset({Right.ACCESS}), "Vollmacht")
    bench.requests().represent(case.id, lawyer)
    draft = bench.letters().draft(
        of(case), LetterKind.ACKNOWLEDGEMENT, typed={"address": "Etude Rochat\nRue 1\n1003 Lausanne"}
    )
    assert draft.address_open
    letter = bench.letters().make(draft).letter
    assert letter.recipient == ("Etude Rochat", "Rue 1", "1003 Lausanne")
    assert any("Zoë Keller" in each.text for each in letter.paragraphs)


def test_what_is_half_written_is_kept_for_oneself_and_dropped_once_it_is_filed(bench: Bench) -> None:
    case, letters = bench.open_case(), bench.letters()
    letters.keep(of(case), LetterKind.CLARIFICATION, {"question": "Which"})
    assert letters.kept(of(case), LetterKind.CLARIFICATION) == {"question": "Which"}
    assert letters.kept(of(case), LetterKind.ACKNOWLEDGEMENT) == {}
    draft = letters.draft(of(case), LetterKind.CLARIFICATION, typed={"question": "Which?"})
    letters.finish(letters.make(draft), LetterWay.PRINTED)
    assert letters.kept(of(case), LetterKind.CLARIFICATION) == {}


# The way out


def test_a_printed_letter_is_sealed_filed_and_recorded(bench: Bench) -> None:
    case, letters = bench.open_case(), bench.letters()
    made = letters.make(letters.draft(of(case), LetterKind.ACKNOWLEDGEMENT))
    filed = letters.finish(made, LetterWay.PRINTED)
    now = bench.case(case.id)
    assert filed.effects == ("acknowledged",)
    assert now.acknowledged_on == bench.place().clock.today()
    letter = now.letters[-1]
    assert (letter.direction, letter.channel, letter.document_id) == (
        LetterDirection.OUT,
        Channel.POST,
        filed.document_id,
    )
    assert bench.sealed[filed.document_id] == made.pdf
    with bench.records.records.open_reading() as records:
        assert records.documents.get(filed.document_id).role is DocumentRole.LETTER
        assert [each.id for each in records.documents.of_person(bench.person_id)] == [filed.document_id]
    (event,) = bench.audit(Action.LETTER_MADE)
    assert event.fields == ("acknowledgement", "printed")
    assert event.reference == case.number


def test_the_answer_to_everything_is_recorded_as_the_answer(bench: Bench) -> None:
    case, letters = bench.open_case(Right.WITHDRAWAL), bench.letters()
    bench.decide(case, Right.WITHDRAWAL, Outcome.NOTHING_HELD, REASON)
    filed = letters.finish(letters.make(letters.draft(of(case), LetterKind.NOTHING_HELD)), LetterWay.PRINTED)
    answer = bench.case(case.id).answer
    assert filed.effects == ("answered",)
    assert answer is not None
    assert answer.document_id == filed.document_id


def test_a_question_about_identity_is_noted_where_the_law_knows_the_pause(bench: Bench) -> None:
    case, letters = bench.open_case(identity=False), bench.letters()
    bench.requests().change_regime(case.id, "uk-gdpr")
    draft = letters.draft(of(case), LetterKind.IDENTITY_REQUEST)
    filed = letters.finish(letters.make(draft), LetterWay.PRINTED)
    assert filed.effects == ("asked",)
    assert len(bench.case(case.id).pauses) == 1
    again = letters.finish(letters.make(draft), LetterWay.PRINTED)
    assert again.effects == ()


def test_an_extension_is_recorded_with_the_letter_that_tells_it(bench: Bench) -> None:
    case, letters = bench.open_case(), bench.letters()
    draft = letters.draft(of(case), LetterKind.EXTENSION)
    assert "reason" in draft.missing
    assert draft.date_open
    typed = {"reasons": draft.reasons[0].key, "until": "2026-05-29"}
    draft = letters.draft(of(case), LetterKind.EXTENSION, typed=typed)
    promised = draft.facts.values["extended_until"]
    filed = letters.finish(letters.make(draft), LetterWay.PRINTED)
    now = bench.case(case.id)
    assert filed.effects == ("extended",)
    assert now.extended
    assert now.deadline.legal == promised
    assert now.extension_reason == draft.reasons[0].text


def test_an_extension_is_the_privacy_officers(bench: Bench) -> None:
    case, clerk = bench.open_case(), bench.letters(Role.CLERK)
    offered = {each.kind: each for each in clerk.offers(of(case))}
    assert not offered[LetterKind.EXTENSION].allowed
    typed = {"reasons": clerk.draft(of(case), LetterKind.EXTENSION).reasons[0].key, "until": "2026-05-29"}
    draft = clerk.draft(of(case), LetterKind.EXTENSION, typed=typed)
    with pytest.raises(LetterNotDueError):
        clerk.make(draft)
    made = bench.letters().make(draft)
    with pytest.raises(NotAllowedError):
        clerk.finish(made, LetterWay.PRINTED)
    assert not bench.case(case.id).extended


def test_a_refusal_of_what_was_not_refused_is_refused(bench: Bench) -> None:
    case, letters = bench.open_case(Right.ERASURE), bench.letters()
    key = letters.draft(of(case), LetterKind.REFUSAL).reasons[0].key
    draft = letters.draft(of(case), LetterKind.REFUSAL, typed={"reasons": key})
    assert draft.complete
    with pytest.raises(LetterNotDueError):
        letters.make(draft)


def test_a_letter_that_says_what_is_no_longer_decided_does_not_go(bench: Bench) -> None:
    case, letters = bench.open_case(Right.ACCESS), bench.letters()
    bench.decide(case, Right.ACCESS, Outcome.REFUSED, "somebody else")
    made = letters.make(letters.draft(of(case), LetterKind.REFUSAL))
    bench.decide(case, Right.ACCESS, Outcome.GRANTED)
    with pytest.raises(LetterOutdatedError):
        letters.finish(made, LetterWay.PRINTED)
    assert bench.case(case.id).answer is None
    assert not bench.sealed
    cover = letters.make(letters.draft(of(case), LetterKind.ACCESS_COVER))
    bench.change({PersonField.STREET: "Rue Neuve"})
    with pytest.raises(LetterOutdatedError):
        letters.finish(cover, LetterWay.PRINTED, contact_confirmed=True)


def test_nothing_is_told_about_data_before_identity_stands(bench: Bench) -> None:
    case = bench.open_case(Right.ACCESS)
    bench.decide(case, Right.ACCESS, Outcome.GRANTED)
    letters = bench.letters()
    made = letters.make(letters.draft(of(case), LetterKind.ACCESS_COVER))
    with bench.records.records.open_work() as work:
        work.cases.change(replace(work.cases.get(case.id), identity=()))
        work.audit.record(AuditEvent(Action.CASE_CHANGED))
        work.commit()
    with pytest.raises(IdentityOpenError):
        letters.finish(made, LetterWay.PRINTED)
    assert not bench.audit(Action.LETTER_MADE)


def test_a_changed_contact_serves_only_once_it_was_confirmed(bench: Bench, tmp_path: Path) -> None:
    case = bench.open_case(channel=Channel.EMAIL)
    bench.decide(case, Right.ACCESS, Outcome.GRANTED)
    bench.later(days=40)
    bench.change({PersonField.EMAIL: "new@example.ch"})
    letters, path = bench.letters(), tmp_path / "letter.eml"
    draft = letters.draft(of(case), LetterKind.ACCESS_COVER)
    assert draft.contact_changed is PersonField.EMAIL
    made = letters.make(draft)
    with pytest.raises(ContactChangedError):
        letters.finish(made, LetterWay.EMAIL_DRAFT, path)
    assert not path.exists()
    letters.finish(made, LetterWay.EMAIL_DRAFT, path, contact_confirmed=True)
    assert path.exists()
    assert bench.audit(Action.CONTACT_CONFIRMED)


def test_a_representative_gets_only_what_the_authority_covers(bench: Bench) -> None:
    case = bench.open_case(Right.ACCESS)
    bench.decide(case, Right.ACCESS, Outcome.GRANTED)
    lawyer = Representative(
        RepresentativeKind.LAWYER, "Etude Rochat", frozenset({Right.ERASURE}), "Vollmacht"
    )
    bench.requests().represent(case.id, lawyer)
    letters = bench.letters()
    draft = letters.draft(of(case), LetterKind.ACCESS_COVER, typed={"address": "Etude Rochat\nRue 1"})
    with pytest.raises(OutsideAuthorityError):
        letters.finish(letters.make(draft), LetterWay.PRINTED)


def test_a_draft_for_the_mail_program_holds_the_pdf_and_is_not_sent(bench: Bench, tmp_path: Path) -> None:
    case, letters, path = bench.open_case(channel=Channel.EMAIL), bench.letters(), tmp_path / "letter.eml"
    draft = letters.draft(of(case), LetterKind.ACKNOWLEDGEMENT)
    assert draft.ways[0] is LetterWay.EMAIL_DRAFT
    made = letters.make(draft)
    letters.finish(made, LetterWay.EMAIL_DRAFT, path)
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == ZOE[PersonField.EMAIL]
    (attached,) = message.iter_attachments()
    assert attached.get_content() == made.pdf
    assert bench.case(case.id).letters[-1].channel is Channel.EMAIL
    assert bench.audit(Action.LETTER_MADE)[0].fields == ("acknowledgement", "email_draft")
    assert not bench.box.sent


def test_who_is_not_on_file_is_answered_at_the_address_they_wrote_from(bench: Bench, tmp_path: Path) -> None:
    sender = "someone@example.net <j.doe@example.org>"
    with bench.records.records.open_work() as work:
        mail = MailFacts(
            sender, "desk@lavarelle.example", "My data", NOW, "What do you have?", "<1@example.org>"
        )
        item = work.inbox.add(
            InboxItem(ItemId(0), "", ItemState.REQUEST, Channel.EMAIL, "m.eml", RECEIVED, NOW, (), mail=mail)
        )
        work.audit.record(AuditEvent(Action.ITEM_ARRIVED))
        work.commit()
    request = NewRequest(
        None, {Right.ACCESS: ""}, Channel.EMAIL, RECEIVED, item_id=item.id, person_name="J. Doe"
    )
    case, letters, path = bench.requests().open(request), bench.letters(), tmp_path / "letter.eml"
    made = letters.make(
        letters.draft(of(case), LetterKind.ACKNOWLEDGEMENT, typed={"address": "J. Doe\nHigh Street 1"})
    )
    letters.finish(made, LetterWay.EMAIL_DRAFT, path)
    assert message_from_bytes(path.read_bytes(), policy=default)["To"] == "j.doe@example.org"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(bench: Bench, tmp_path: Path) -> None:
    case, letters = bench.open_case(), bench.letters()
    made = letters.make(letters.draft(of(case), LetterKind.ACKNOWLEDGEMENT))
    with pytest.raises(ExportPathMissingError):
        letters.finish(made, LetterWay.SAVED)
    with pytest.raises(FolderNotWritableError):
        letters.finish(made, LetterWay.SAVED, tmp_path / "nowhere" / "letter.pdf")
    assert bench.case(case.id).acknowledged_on is None
    letters.finish(made, LetterWay.SAVED, tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").read_bytes() == made.pdf


def test_a_letter_is_sent_by_the_mail_server_and_recorded_as_sent(bench: Bench) -> None:
    case, letters = bench.open_case(), bench.letters()
    assert not letters.can_send()
    bench.settings().save_mail_account(ACCOUNT)
    assert letters.can_send()
    made = letters.make(letters.draft(of(case), LetterKind.ACKNOWLEDGEMENT))
    letters.finish(made, LetterWay.SENT)
    ((account, password, recipient, sent),) = bench.box.sent
    assert (account, password, recipient) == (ACCOUNT, "secret", ZOE[PersonField.EMAIL])
    message = message_from_bytes(sent, policy=default)
    assert message["X-Unsent"] is None
    assert case.number in message["Subject"]
    assert message["Message-ID"].endswith("@lavarelle.example>")
    body = message.get_body()
    assert body is not None
    assert "Madame" in body.get_content()
    assert bench.audit(Action.LETTER_SENT)[0].fields == ("acknowledgement", "sent")
    assert bench.case(case.id).acknowledged_on is not None


@pytest.mark.parametrize("reason", ["unreachable", "certificate", "unsure"])
def test_what_was_not_sent_is_not_recorded_as_sent_and_nothing_is_lost(bench: Bench, reason: str) -> None:
    case, letters = bench.open_case(), bench.letters()
    bench.settings().save_mail_account(ACCOUNT)
    letters.keep(of(case), LetterKind.ACKNOWLEDGEMENT, {"note": "Half a sentence"})
    made = letters.make(letters.draft(of(case), LetterKind.ACKNOWLEDGEMENT))
    bench.box.fails = reason
    with pytest.raises(MailFailedError):
        letters.finish(made, LetterWay.SENT)
    now = bench.case(case.id)
    assert now.acknowledged_on is None
    assert now.letters == case.letters
    assert not bench.audit(Action.LETTER_SENT)
    assert letters.kept(of(case), LetterKind.ACKNOWLEDGEMENT) == {"note": "Half a sentence"}
    bench.box.fails = ""
    letters.finish(made, LetterWay.SENT)
    assert len(bench.box.sent) == 1


def test_what_lacks_for_sending_is_said_before_anything_is_sent(bench: Bench) -> None:
    case, letters = bench.open_case(), bench.letters()
    made = letters.make(letters.draft(of(case), LetterKind.ACKNOWLEDGEMENT))
    with pytest.raises(MailNotSetUpError):
        letters.finish(made, LetterWay.SENT)
    bench.settings().save_mail_account(ACCOUNT)
    bench.secrets.password = ""
    with pytest.raises(MailPasswordMissingError):
        letters.finish(made, LetterWay.SENT)
    bench.secrets.password = "secret"
    nobody = bench.records.add_person({**ZOE, PersonField.EMAIL: ""}, "300901")
    other = bench.open_case(person_id=nobody)
    made = letters.make(letters.draft(of(other), LetterKind.ACKNOWLEDGEMENT))
    with pytest.raises(MailAddressError):
        letters.finish(made, LetterWay.SENT)
    assert not bench.box.sent


def test_a_letter_that_went_out_and_could_not_be_filed_says_so(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, letters = bench.open_case(), bench.letters()
    bench.settings().save_mail_account(ACCOUNT)
    made = letters.make(letters.draft(of(case), LetterKind.ACKNOWLEDGEMENT))

    def broken(*_given: object, **_named: object) -> None:
        raise OSError

    monkeypatch.setattr("privdesk.services.letters.take_effect", broken)
    with pytest.raises(MailNotRecordedError):
        letters.finish(made, LetterWay.SENT)
    assert len(bench.box.sent) == 1


# The code by letter


def test_the_code_stands_on_the_paper_and_nowhere_in_the_records(bench: Bench) -> None:
    case, letters = bench.open_case(identity=False), bench.letters()
    draft = letters.draft(of(case), LetterKind.IDENTITY_CODE)
    assert draft.complete
    assert set(draft.ways) == {LetterWay.PRINTED, LetterWay.SAVED}
    letters.preview(draft)
    made = letters.make(draft)
    printed = bench.paper.asked[-2][0]
    (box,) = (each.text for each in printed.paragraphs if each.style is Style.BOX)
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", box)
    assert box.encode() in made.pdf
    filed = letters.finish(made, LetterWay.PRINTED)
    assert box.encode() not in bench.sealed[filed.document_id]
    with bench.records.records.open_work() as work:
        assert use_code(work, case.id, box, bench.place().clock.today())


def test_no_code_goes_to_an_address_just_changed(bench: Bench) -> None:
    case = bench.open_case(identity=False)
    bench.later(days=40)
    bench.change({PersonField.STREET: "Rue Neuve"})
    letters = bench.letters()
    draft = letters.draft(of(case), LetterKind.IDENTITY_CODE)
    assert draft.contact_changed is PersonField.STREET
    with pytest.raises(ContactChangedError):
        letters.make(draft)


def test_a_case_that_is_not_there_is_said(bench: Bench) -> None:
    with pytest.raises(NotFoundError):
        bench.letters().offers(LetterSubject(case_id=replace(bench.open_case(), id=999).id))  # type: ignore[arg-type]
