# SPDX-License-Identifier: MIT
"""The privacy officer changes the catalogue; one change is one audit entry without values."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from privdesk.domain.audit import Action
from privdesk.domain.catalogue import (
    Authority,
    DataGroup,
    EntryKind,
    Notice,
    PaperHolder,
    PurposeEntry,
    Recipient,
    RecipientKind,
    RetentionRule,
    Trigger,
)
from privdesk.domain.catalogue_errors import (
    CountryCodeError,
    EntryIncompleteError,
    EntryInUseError,
    EntryUnknownError,
    FixedPartError,
    NoticeDayTakenError,
    NoticeInForceError,
    PaperKindError,
    RuleAboveCapError,
    UndertakingDaysError,
)
from privdesk.domain.consent import ConsentState
from privdesk.domain.errors import FileNotReadableError, NotFoundError
from privdesk.domain.inbox import DocumentId
from privdesk.domain.incoming import IncomingKind, ReadFile
from privdesk.domain.staff import NotAllowedError, Role
from privdesk.services.catalogue_desk import CatalogueDesk
from privdesk.services.catalogue_papers import CataloguePapers
from privdesk.services.people import People
from tests.unit.services.places import Desk

PRINT = Recipient("", "Druckhof Muster GmbH", RecipientKind.PRINT, "Bern", "CH")
CAMERAS = DataGroup(
    "cameras", {"en": "Cameras"}, ("protection",), {"en": "interest"}, "connections", (), ("image",)
)
LAND = Authority("de-by", {"de": "Landesamt"}, "Promenade 18, 91522 Ansbach", "", "", True, ("gdpr",), "DE")
PAPER = ReadFile(IncomingKind.PLAIN_PDF, "application/pdf", 2)


def kept(desk: Desk) -> CatalogueDesk:
    return CatalogueDesk(desk.as_member(Role.PRIVACY_OFFICER))


def rule(desk: Desk, key: str) -> RetentionRule:
    return kept(desk).state().catalogue.rule(key)


def test_a_change_is_one_entry_that_names_the_parts_and_no_value(desk: Desk) -> None:
    kept(desk).put_rule(replace(rule(desk, "connections"), months=6))
    (event,) = desk.actions(Action.CATALOGUE_CHANGED)
    assert (event.record, event.fields, event.reference) == ("rule:connections", ("months", "sentence"), "")


def test_what_is_the_same_is_no_change(desk: Desk) -> None:
    kept(desk).put_rule(rule(desk, "connections"))
    kept(desk).put_group(kept(desk).state().catalogue.groups[0])
    assert desk.actions(Action.CATALOGUE_CHANGED) == []


@pytest.mark.parametrize(
    ("months", "sentence"),
    [(6, "6 Monate nach dem Eintrag"), (24, "2 Jahre nach dem Eintrag"), (1, "1 Monat nach dem Eintrag")],
)
def test_the_sentence_that_people_read_follows_the_period(desk: Desk, months: int, sentence: str) -> None:
    kept(desk).put_rule(replace(rule(desk, "connections"), months=months))
    assert rule(desk, "connections").sentence["de"] == sentence


def test_a_sentence_that_was_written_stays(desk: Desk) -> None:
    written = replace(rule(desk, "connections"), months=6, sentence={"en": "half a year"})
    kept(desk).put_rule(written)
    assert rule(desk, "connections") == written


def test_usage_still_says_what_becomes_of_it(desk: Desk) -> None:
    kept(desk).put_rule(replace(rule(desk, "usage"), months=12))
    assert (
        rule(desk, "usage").sentence["en"].startswith("1 year after the entry in detail, then only monthly")
    )


def test_beyond_ten_years_only_with_a_law_and_nothing_is_half_done(desk: Desk) -> None:
    longer = replace(rule(desk, "contract"), months=240, basis={"en": "we like it"}, jurisdiction="CH")
    with pytest.raises(RuleAboveCapError):
        kept(desk).put_rule(longer)
    assert rule(desk, "contract").months == 120
    assert desk.actions(Action.CATALOGUE_CHANGED) == []
    kept(desk).put_rule(replace(longer, basis={"en": "CO Art. 128a"}))
    assert rule(desk, "contract").months == 240


def test_what_the_desk_goes_by_keeps_its_trigger(desk: Desk) -> None:
    with pytest.raises(FixedPartError):
        kept(desk).put_rule(replace(rule(desk, "lookups"), trigger=Trigger.WITH_PERSON, months=0))
    with pytest.raises(CountryCodeError):
        kept(desk).put_rule(replace(rule(desk, "lookups"), jurisdiction="Schweiz"))


@pytest.mark.parametrize("trigger", [each for each in Trigger if each is not Trigger.CONTRACT_END])
def test_a_name_goes_by_the_end_of_the_contract_and_by_nothing_else(desk: Desk, trigger: Trigger) -> None:
    """By any other day it would never be due, without a word about it."""
    months = 0 if trigger is Trigger.WITH_PERSON else 24
    with pytest.raises(FixedPartError):
        kept(desk).put_rule(replace(rule(desk, "contract"), trigger=trigger, months=months))
    kept(desk).put_rule(replace(rule(desk, "contract"), key="other", trigger=trigger, months=months))
    groups = {each.key: each for each in kept(desk).state().catalogue.groups}
    with pytest.raises(FixedPartError):
        kept(desk).put_group(replace(groups["identity"], rule="other"))
    kept(desk).put_group(replace(groups["contract"], rule="other"))
    kept(desk).put_rule(replace(rule(desk, "contract"), months=60))


def test_a_group_names_known_purposes_rules_and_kinds(desk: Desk) -> None:
    surveys = next(each for each in kept(desk).state().catalogue.groups if each.key == "surveys")
    kept(desk).put_group(replace(surveys, purposes=("statistics",)))
    wrong: list[tuple[DataGroup, type[Exception]]] = [
        (replace(surveys, purposes=("never",)), EntryUnknownError),
        (replace(surveys, purposes=()), EntryIncompleteError),
        (replace(surveys, rule="never"), EntryUnknownError),
        (replace(surveys, recipients=("never",)), EntryUnknownError),
        (replace(surveys, title={"en": " "}), EntryIncompleteError),
        (replace(surveys, fields=("at",)), FixedPartError),
    ]
    for group, error in wrong:
        with pytest.raises(error):
            kept(desk).put_group(group)
    assert len(desk.actions(Action.CATALOGUE_CHANGED)) == 1


def test_an_added_group_stands_apart_and_goes_again(desk: Desk) -> None:
    kept(desk).put_group(CAMERAS)
    state = kept(desk).state()
    assert state.catalogue.elsewhere == (CAMERAS,)
    assert state.is_added(EntryKind.GROUP, "cameras")
    kept(desk).reset(EntryKind.GROUP, "cameras")
    assert kept(desk).state().catalogue.elsewhere == ()
    assert [event.fields for event in desk.actions(Action.CATALOGUE_CHANGED)][-1] == ("default",)


def test_what_groups_lean_on_cannot_go(desk: Desk) -> None:
    own = replace(rule(desk, "connections"), key="cameras")
    kept(desk).put_rule(own)
    kept(desk).put_purpose(PurposeEntry("watching", {"en": "to watch"}))
    kept(desk).put_group(replace(CAMERAS, rule="cameras", purposes=("watching",)))
    for kind, key in ((EntryKind.RULE, "cameras"), (EntryKind.PURPOSE, "watching")):
        with pytest.raises(EntryInUseError) as caught:
            kept(desk).reset(kind, key)
        assert caught.value.groups == ("cameras",)
    kept(desk).reset(EntryKind.GROUP, "cameras")
    kept(desk).reset(EntryKind.RULE, "cameras")
    kept(desk).reset(EntryKind.PURPOSE, "watching")
    assert kept(desk).state().catalogue == kept(desk).state().default


def test_a_purpose_that_somebody_consented_to_cannot_go(desk: Desk) -> None:
    kept(desk).put_purpose(PurposeEntry("watching", {"en": "to watch"}))
    person = desk.add_person()
    People(desk.place).set_consent(person, "watching", ConsentState.GIVEN, date(2026, 3, 1), "letter")
    with pytest.raises(EntryInUseError):
        kept(desk).reset(EntryKind.PURPOSE, "watching")


def test_resetting_what_was_never_changed_records_nothing(desk: Desk) -> None:
    kept(desk).reset(EntryKind.RULE, "contract")
    assert desk.actions(Action.CATALOGUE_CHANGED) == []


def test_an_authority_is_corrected_and_marked_as_looked_at(desk: Desk) -> None:
    doubtful = next(each for each in kept(desk).state().catalogue.register if not each.reviewed)
    kept(desk).put_authority(replace(doubtful, reviewed=True))
    found = kept(desk).state()
    assert all(each.reviewed for each in found.catalogue.register if each.key == doubtful.key)
    assert found.is_own(EntryKind.AUTHORITY, doubtful.key)
    kept(desk).put_authority(LAND)
    for wrong in (replace(LAND, address=" "), replace(LAND, regimes=()), replace(LAND, name={})):
        with pytest.raises(EntryIncompleteError):
            kept(desk).put_authority(wrong)


def test_a_recipient_is_entered_under_a_key_that_is_no_name(desk: Desk) -> None:
    first = kept(desk).put_recipient(PRINT)
    second = kept(desk).put_recipient(replace(PRINT, name="Zweitdruck AG"))
    assert (first.key, second.key) == ("print-1", "print-2")
    kept(desk).put_recipient(replace(first, until=date(2026, 3, 1)))
    events = desk.actions(Action.CATALOGUE_CHANGED)
    assert events[-1].fields == ("until",)
    assert not any("Druckhof" in f"{event}" for event in events)


def test_an_undertaking_ends_after_it_was_signed(desk: Desk) -> None:
    kept(desk).put_recipient(
        replace(PRINT, undertaking_signed=date(2026, 1, 1), undertaking_expires=date(2027, 1, 1))
    )
    for wrong in (
        replace(PRINT, undertaking_expires=date(2027, 1, 1)),
        replace(PRINT, undertaking_signed=date(2027, 1, 2), undertaking_expires=date(2027, 1, 1)),
    ):
        with pytest.raises(UndertakingDaysError):
            kept(desk).put_recipient(wrong)
    with pytest.raises(EntryIncompleteError):
        kept(desk).put_recipient(replace(PRINT, name="  "))
    with pytest.raises(CountryCodeError):
        kept(desk).put_recipient(replace(PRINT, country="ch"))


def test_a_recipient_entered_by_mistake_goes_unless_papers_or_letters_name_it(desk: Desk) -> None:
    entered = kept(desk).put_recipient(PRINT)
    kept(desk).drop_recipient(entered.key)
    assert kept(desk).state().catalogue.recipients == ()
    with pytest.raises(EntryUnknownError):
        kept(desk).drop_recipient(entered.key)


def test_a_version_of_the_notice_has_its_own_day_and_keeps_it_once_in_force(desk: Desk) -> None:
    today = desk.place.clock.today()
    later = Notice("2026-12", date(2026, 12, 15), {"en": "December"})
    kept(desk).put_notice(later)
    kept(desk).put_notice(replace(later, in_force_from=date(2026, 12, 16)))
    with pytest.raises(NoticeDayTakenError):
        kept(desk).put_notice(Notice("other", date(2026, 12, 16), {"en": "Other"}))
    with pytest.raises(NoticeInForceError):
        kept(desk).put_notice(Notice("2023-08-04", today, {"en": "Moved"}))
    kept(desk).drop_notice("2026-12")
    kept(desk).put_notice(replace(later, in_force_from=today))
    with pytest.raises(NoticeInForceError):
        kept(desk).drop_notice("2026-12")


ACTS: dict[str, Callable[[CatalogueDesk], object]] = {
    "state": lambda it: it.state(),
    "recipient": lambda it: it.put_recipient(PRINT),
    "notice": lambda it: it.put_notice(Notice("x", date(2026, 12, 1), {"en": "x"})),
    "purpose": lambda it: it.put_purpose(PurposeEntry("x", {"en": "x"})),
    "group": lambda it: it.put_group(CAMERAS),
    "authority": lambda it: it.put_authority(LAND),
    "reset": lambda it: it.reset(EntryKind.RULE, "contract"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMINISTRATOR])
def test_nobody_but_a_privacy_officer_comes_near_the_catalogue(desk: Desk, act: str, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        ACTS[act](CatalogueDesk(desk.as_member(role)))


# Papers


def papers(desk: Desk) -> CataloguePapers:
    return CataloguePapers(desk.as_member(Role.PRIVACY_OFFICER))


def test_a_paper_is_sealed_settled_and_looked_at_through_the_worker(desk: Desk, tmp_path: Path) -> None:
    desk.files.found["undertaking.pdf"] = PAPER
    firm = kept(desk).put_recipient(PRINT)
    found = papers(desk).add(PaperHolder.RECIPIENT, firm.key, "undertaking.pdf", b"%PDF signed")
    assert desk.sealer.settled == [found]
    (document,) = kept(desk).state().papers_of(PaperHolder.RECIPIENT, firm.key)
    assert (document.pages, document.media_type) == (2, "application/pdf")
    papers(desk).page(found, 1, 800)
    assert desk.files.rendered == [(b"%PDF signed", 1, 800)]
    papers(desk).save(found, tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == b"%PDF signed"
    assert desk.actions(Action.EXPORTED)[-1].record == f"document:{found}"
    with pytest.raises(EntryInUseError):
        kept(desk).drop_recipient(firm.key)


def test_what_cannot_be_read_or_has_no_pages_is_refused_before_anything_is_kept(desk: Desk) -> None:
    firm = kept(desk).put_recipient(PRINT)
    desk.files.found["table.csv"] = ReadFile(IncomingKind.PLAIN_PDF, "text/csv", 0)
    for name, error in (("odd.bin", FileNotReadableError), ("table.csv", PaperKindError)):
        with pytest.raises(error):
            papers(desk).add(PaperHolder.RECIPIENT, firm.key, name, b"x")
    assert not desk.sealer.files


def test_a_paper_needs_somebody_whose_it_is(desk: Desk) -> None:
    desk.files.found["a.pdf"] = PAPER
    papers(desk).add(PaperHolder.NOTICE, "2023-08-04", "a.pdf", b"b")
    for holder, key in (
        (PaperHolder.RECIPIENT, "nobody"),
        (PaperHolder.NOTICE, "never"),
        (PaperHolder.AGENCY, "1"),
    ):
        with pytest.raises(NotFoundError):
            papers(desk).add(holder, key, "a.pdf", b"c")


def test_removing_a_paper_takes_its_key_then_its_file(desk: Desk) -> None:
    class Remover:
        def __init__(self) -> None:
            self.gone: list[DocumentId] = []

        def remove(self, document_ids: list[DocumentId]) -> None:
            with desk.records.open_reading() as records:
                assert not records.documents.ids() & set(document_ids)
            self.gone += document_ids

    desk.files.found["a.pdf"] = PAPER
    found = papers(desk).add(PaperHolder.NOTICE, "2023-08-04", "a.pdf", b"b")
    remover = Remover()
    CataloguePapers(desk.as_member(Role.PRIVACY_OFFICER), remover).remove(found)  # type: ignore[arg-type]
    assert remover.gone == [found]
    with pytest.raises(NotFoundError):
        papers(desk).page(found, 0, 100)


def test_no_other_document_of_the_records_can_be_opened_as_a_paper(desk: Desk, tmp_path: Path) -> None:
    from privdesk.services.inbox import Inbox

    item = Inbox(desk.place).add_bytes("scan.pdf", b"of a person")
    with desk.records.open_reading() as records:
        document = records.inbox.get(item).documents[0].id
    opened = papers(desk)
    with pytest.raises(NotFoundError):
        opened.page(document, 0, 10)
    with pytest.raises(NotFoundError):
        opened.save(document, tmp_path / "copy.pdf")
    with pytest.raises(NotFoundError):
        opened.remove(document)
    assert not (tmp_path / "copy.pdf").exists()


def test_a_file_that_cannot_be_opened_is_refused(desk: Desk, tmp_path: Path) -> None:
    firm = kept(desk).put_recipient(PRINT)
    with pytest.raises(FileNotReadableError) as caught:
        papers(desk).add_file(PaperHolder.RECIPIENT, firm.key, tmp_path / "gone.pdf")
    assert caught.value.reason_key == "not_opened"
    (tmp_path / "a.pdf").write_bytes(b"signed")
    desk.files.found["a.pdf"] = PAPER
    assert papers(desk).add_file(PaperHolder.RECIPIENT, firm.key, tmp_path / "a.pdf")


def test_papers_of_agencies_are_the_administrator_s_and_nobody_reaches_the_other_s(desk: Desk) -> None:
    desk.files.found["a.pdf"] = PAPER
    agency, firm = desk.add_agency(), kept(desk).put_recipient(PRINT)
    theirs = CataloguePapers(desk.as_member(Role.ADMINISTRATOR), of_agencies=True)
    paper = theirs.add(PaperHolder.AGENCY, str(agency.id), "a.pdf", b"a")
    assert [each.id for each in theirs.held(PaperHolder.AGENCY, str(agency.id))] == [paper]
    assert desk.actions(Action.AGENCY_CHANGED)[-1].fields == ("paper",)
    ours = papers(desk).add(PaperHolder.RECIPIENT, firm.key, "a.pdf", b"b")
    assert theirs.held(PaperHolder.RECIPIENT, firm.key) == ()
    for reader, other in ((theirs, ours), (papers(desk), paper)):
        with pytest.raises(NotFoundError):
            reader.page(other, 0, 10)
        with pytest.raises(NotFoundError):
            reader.remove(other)
    with pytest.raises(NotFoundError):
        theirs.add(PaperHolder.AGENCY, "999", "a.pdf", b"c")
    with pytest.raises(NotAllowedError):
        CataloguePapers(desk.as_member(Role.PRIVACY_OFFICER), of_agencies=True).page(paper, 0, 10)
