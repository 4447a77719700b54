# SPDX-License-Identifier: MIT
"""The office's own catalogue is kept, laid over the default one, and read by everybody from one place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from privdesk.domain.catalogue import (
    Authority,
    Catalogue,
    DataGroup,
    EntryKind,
    Notice,
    Office,
    PurposeEntry,
    RetentionRule,
    Trigger,
)
from privdesk.services.catalogue import default_catalogue, office_catalogue
from privdesk.services.ports import UnitOfWork
from tests.storage_fixtures import OpenRecords

OFFICE = Office("Lavarelle SA")
DEFAULT = default_catalogue("CH")


def in_force(records: OpenRecords, change: Callable[[UnitOfWork], None]) -> Catalogue:
    with records.open_work() as work:
        change(work)
        work._scope.session.expunge_all()
        return office_catalogue(work, OFFICE)


def test_without_anything_of_its_own_an_office_has_the_default(records: OpenRecords) -> None:
    assert in_force(records, lambda _work: None) == DEFAULT


def test_a_changed_rule_replaces_the_default_one_in_its_place(records: OpenRecords) -> None:
    rule = RetentionRule(
        "connections", Trigger.EVENT, 6, {"en": "security"}, {"en": "six months"}, "CH"
    )  # fmt: skip
    found = in_force(records, lambda work: work.catalogue.put_rule(rule))
    assert found.rule("connections") == rule
    assert [each.key for each in found.rules] == [each.key for each in DEFAULT.rules]


def test_a_changed_group_keeps_its_place_and_an_added_one_is_kept_elsewhere(records: OpenRecords) -> None:
    surveys = next(each for each in DEFAULT.groups if each.key == "surveys")
    changed = replace(surveys, title={"en": "Opinions"}, purposes=("statistics",))
    added = DataGroup(
        "cameras", {"en": "Cameras"}, ("protection",), {"en": "interest"}, "connections", (), ("image",)
    )

    def change(work: UnitOfWork) -> None:
        work.catalogue.put_group(changed)
        work.catalogue.put_group(added)

    found = in_force(records, change)
    assert [each.key for each in found.groups] == [each.key for each in DEFAULT.groups]
    assert changed in found.groups
    assert found.elsewhere == (added,)


def test_an_added_purpose_stands_behind_the_default_ones(records: OpenRecords) -> None:
    keys = PurposeEntry("keys", {"de": "Schlüssel verwalten", "en": "to manage keys"})
    found = in_force(records, lambda work: work.catalogue.put_purpose(keys))
    assert found.purposes == (*DEFAULT.purposes, keys)


def test_an_authority_of_the_office_is_the_one_that_is_named(records: OpenRecords) -> None:
    land = Authority(
        "de-by", {"de": "Landesamt"}, "Promenade 18, 91522 Ansbach", "", "", True, ("gdpr",), "DE"
    )  # fmt: skip
    moved = replace(DEFAULT.authorities["ch-fadp"], address="Neugasse 1, 3003 Bern")

    def change(work: UnitOfWork) -> None:
        work.catalogue.put_authority(moved)
        work.catalogue.put_authority(replace(DEFAULT.register[1], address="Anderswo 2, 53117 Bonn"))

    found = in_force(records, change)
    assert found.authority("ch-fadp", "CH") == moved == found.authorities["ch-fadp"]
    bonn = found.authority("gdpr", "DE")
    assert bonn is not None
    assert bonn.address == "Anderswo 2, 53117 Bonn"
    found = in_force(records, lambda work: work.catalogue.put_authority(land))
    assert found.register[-1] == land == found.authority("gdpr", "DE")


def test_taking_an_entry_away_puts_the_default_in_force_again(records: OpenRecords) -> None:
    rule = replace(DEFAULT.rule("usage"), months=12)

    def change(work: UnitOfWork) -> None:
        work.catalogue.put_rule(rule)
        work.catalogue.drop(EntryKind.RULE, "usage")
        work.catalogue.drop(EntryKind.RULE, "never there")

    assert in_force(records, change) == DEFAULT


def test_entries_outlive_the_transaction_as_they_were_put(records: OpenRecords) -> None:
    entries = (
        DEFAULT.groups[0], DEFAULT.purposes[0], DEFAULT.rules[1], DEFAULT.register[0],
    )  # fmt: skip
    with records.open_work() as work:
        work.catalogue.put_group(entries[0])
        work.catalogue.put_purpose(entries[1])
        work.catalogue.put_rule(entries[2])
        work.catalogue.put_authority(entries[3])
        work._scope.session.expunge_all()
        rows = work.catalogue
        held = (*rows.groups(), *rows.purposes(), *rows.rules(), *rows.authorities())
    assert held == entries


def test_a_notice_of_the_office_is_in_force_between_its_day_and_the_next(records: OpenRecords) -> None:
    def change(work: UnitOfWork) -> None:
        work.catalogue.put_notice(Notice("2026-05", date(2026, 5, 1), {"en": "May"}))

    found = in_force(records, change)
    assert found.notice_on(date(2026, 4, 30)).version == "2023-08-04"
    assert found.notice_on(date(2026, 5, 1)).version == "2026-05"
