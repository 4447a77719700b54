# SPDX-License-Identifier: MIT
"""Where use is restricted, nothing is edited, merged, imported or given to anybody but the person – anywhere.

Two walks over every method of every service, by introspection: each must stand in `restriction_table.py`; and called
with the restricted person's number, none but those that serve the person changes anything about them.
"""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from privdesk.domain.audit import Purpose
from privdesk.domain.cases import CaseId, IdentityMethod, Right
from privdesk.domain.consent import ConsentState
from privdesk.domain.forms import TemplateId, TemplateRef
from privdesk.domain.imports import ColumnMapping, ImportKind
from privdesk.domain.merging import MergeId
from privdesk.domain.people import Channel, Contract, ContractId, Facts, PersonField, PersonId, Source
from privdesk.domain.restriction import AllowedUse, PersonRestrictedError, RestrictionGround
from privdesk.domain.submissions import FormEntry, SamePerson
from privdesk.services.desk import Desk
from privdesk.services.explain import describe
from privdesk.services.requests import NewRequest
from tests.unit.services.made_up import MadeUp
from tests.unit.services.restriction_table import BLOCKED, ELSEWHERE, FOR_THE_PERSON, MAY_CHANGE, STORES
from tests.unit.services.test_roles import call, on_the_desk
from tests.unit.services.vault_kit import FIRST, PASSWORD, SmallVault

DAY = date(2026, 11, 2)
ZOE: Facts = {
    PersonField.LAST_NAME: "Keller", PersonField.FIRST_NAME: "Zoë", PersonField.STREET: "Rue de Bourg",
    PersonField.NUMBER: "14", PersonField.POSTCODE: "1003", PersonField.TOWN: "Lausanne", PersonField.COUNTRY: "CH",
    PersonField.EMAIL: "zoe.keller@example.ch",
}  # fmt: skip
FORM = {
    "last_name": "Keller", "first_name": "Zoë", "street": "Rue de Bourg", "number": "14", "postcode": "1003",
    "town": "Morges", "start": "2026-10-01", "user_number": "300900", "language": "fr",
}  # fmt: skip


@dataclasses.dataclass
class Scene:
    """A desk with one restricted person, her twin, a request, a merge that stands, and a file of hers."""

    desk: Desk
    folder: Path
    zoe: PersonId
    twin: PersonId
    case: CaseId
    merge: MergeId
    reading: Any

    def picture(self) -> str:
        """Everything on the restricted person that an act could change."""
        with self.reading() as records:
            person = records.people.get(self.zoe)
            held = (
                person, records.people.history(self.zoe), records.contracts.of_person(self.zoe),
                records.consents.of_person(self.zoe), records.activity.counts(self.zoe),
                records.merging.numbers_of(self.zoe),
            )  # fmt: skip
        return repr(held)

    def audited(self) -> int:
        with self.reading() as records:
            entries = records.audit.entries(limit=1)
        return int(entries[0].sequence)

    def csv(self, town: str) -> Path:
        path = self.folder / f"people-{town}.csv"
        rows = f"No;Last;First;Street;House;Zip;Town;Start\n300900;Keller;Zoë;Rue de Bourg;14;1003;{town};2024-05-01\n"
        path.write_text(rows, encoding="utf-8")
        return path


MAPPING = ColumnMapping({
    "user_number": "No", "last_name": "Last", "first_name": "First", "street": "Street", "number": "House",
    "postcode": "Zip", "town": "Town", "start": "Start",
})  # fmt: skip


@pytest.fixture
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("restricted")
    vault = SmallVault(folder)
    program = vault.program()
    opened = program.vaults.unlock(vault.folder, FIRST, PASSWORD)
    desk = program.build_desk(opened)
    contract = Contract(ContractId(0), PersonId(0), "300900", date(2024, 5, 1))
    zoe = _add(desk, ZOE, contract)
    gone = _add(desk, {**ZOE, PersonField.FIRST_NAME: "Zoe"}, None)
    merged = desk.duplicates.merge(zoe, gone)
    twin = _add(desk, {**ZOE, PersonField.EMAIL: "z.keller@example.ch"}, None)
    item = desk.inbox.add_bytes("letter.pdf", b"%PDF letter", received_on=DAY)
    asked = NewRequest(
        zoe, {Right.RECTIFICATION: "", Right.WITHDRAWAL: ""}, Channel.POST, DAY,
        changes={PersonField.TOWN: "Morges"}, item_id=item,
    )  # fmt: skip
    case = desk.requests.open(asked)
    desk.requests.check_identity(case.id, IdentityMethod.CARD_SEEN, passed=True)
    desk.people.set_consent(zoe, "surveys", ConsentState.GIVEN, DAY, "F-26-00001")
    desk.restrictions.set(zoe, RestrictionGround.ACCURACY)
    yield Scene(desk, folder, zoe, twin, case.id, merged.id, opened.records.reading)
    program.vaults.lock(opened)
    program.close()


def _add(desk: Desk, facts: Facts, contract: Contract | None) -> PersonId:
    return desk.people.add(facts, contract, source=Source.PERSON, channel=Channel.POST, received_on=DAY)


def _entry(scene: Scene, person: PersonId | None, same: SamePerson | None) -> FormEntry:
    ref = TemplateRef(TemplateId("registration"), 3, "fr")
    return FormEntry(
        None, ref, FORM, Channel.POST, DAY, Source.PERSON, None, "1", same_person=same, person_id=person
    )


def _original(scene: Scene) -> None:
    case = scene.desk.requests.get(scene.case)
    assert case.item_id is not None
    scene.desk.inbox.original(case.item_id)


def _correct(scene: Scene, use: AllowedUse | None = None) -> None:
    scene.desk.people.correct(
        scene.zoe,
        {PersonField.TOWN: "Morges"},
        proof="letter",
        channel=Channel.POST,
        received_on=DAY,
        use=use,
    )


RECIPES: dict[str, Callable[[Scene], object]] = {
    "capture.save": lambda it: it.desk.capture.save(_entry(it, it.zoe, SamePerson.EXISTING)),
    "duplicates.merge": lambda it: it.desk.duplicates.merge(it.twin, it.zoe),
    "duplicates.unmerge": lambda it: it.desk.duplicates.unmerge(it.merge),
    "inbox.original": _original,
    "people.confirm_contact": lambda it: it.desk.people.confirm_contact(it.zoe, PersonField.EMAIL, DAY),
    "people.correct": _correct,
    "people.set_consent": lambda it: it.desk.people.set_consent(
        it.zoe, "information", ConsentState.GIVEN, DAY, "F-26-00002"
    ),
    "requests.rectify": lambda it: it.desk.requests.rectify(it.case, {PersonField.TOWN: "Morges"}, "letter"),
}
IMPORTS: dict[str, Callable[[Scene], Any]] = {
    "imports.dry_run": lambda it: it.desk.imports.dry_run(ImportKind.PEOPLE, it.csv("Morges"), MAPPING),
    "imports.run": lambda it: it.desk.imports.run(ImportKind.PEOPLE, it.csv("Morges"), MAPPING),
}
"""A run goes on: the row of the restricted person is rejected with the reason."""


def test_every_method_of_every_service_stands_in_the_table(scene: Scene) -> None:
    groups = (BLOCKED, FOR_THE_PERSON, STORES, ELSEWHERE)
    named = frozenset().union(*groups)
    found = on_the_desk(scene.desk)
    missing = [each for each in found if each not in named and f"{each.partition('.')[0]}.*" not in named]
    assert missing == [], "say in restriction_table.py what each of these may do with a restricted person"
    assert sum(map(len, groups)) == len(named), "each stands in one group"
    gone = [each for each in named if not each.endswith(".*") and each not in found]
    assert gone == [], "these are gone: take them out of restriction_table.py"
    assert set(RECIPES) | set(IMPORTS) == BLOCKED


@pytest.mark.parametrize("method", sorted(RECIPES))
def test_it_is_refused_with_a_typed_error_and_a_sentence_and_nothing_changes(
    scene: Scene, method: str
) -> None:
    before, audited = scene.picture(), scene.audited()
    with pytest.raises(PersonRestrictedError) as caught:
        RECIPES[method](scene)
    assert (caught.value.person_id, caught.value.since) == (scene.zoe, scene.desk.clock.today())
    said = describe(caught.value)
    assert said.title == "Use of these data is restricted."
    assert "Zoë" not in f"{said} {caught.value!r}"
    assert (scene.picture(), scene.audited()) == (before, audited)


def test_merging_the_other_way_round_is_refused_too(scene: Scene) -> None:
    with pytest.raises(PersonRestrictedError):
        scene.desk.duplicates.merge(scene.zoe, scene.twin)


def test_a_form_found_by_the_user_number_is_refused_too(scene: Scene) -> None:
    ref = TemplateRef(TemplateId("change-of-details"), 1, "fr")
    template = next(each for each in scene.desk.capture.templates() if each.id == ref.id)
    values: dict[str, str] = {key: text for key, text in FORM.items() if template.field(key) is not None}
    needed: dict[str, str] = {
        str(each.key): values.get(each.key, "2026-10-01") for each in template.fields() if each.mandatory
    }
    entry = FormEntry(
        None, TemplateRef(template.id, template.version, "fr"), {**values, **needed}, Channel.POST, DAY,
        Source.PERSON, None, "1",
    )  # fmt: skip
    with pytest.raises(PersonRestrictedError):
        scene.desk.capture.save(entry)


@pytest.mark.parametrize("method", sorted(IMPORTS))
def test_a_row_that_would_change_them_is_rejected_without_its_cells(scene: Scene, method: str) -> None:
    before = scene.picture()
    done = IMPORTS[method](scene)
    rejects = done.rejects if method == "imports.dry_run" else scene.desk.imports.rejects(done.id)
    assert [(each.reason, dict(each.values)) for each in rejects] == [("restricted", {})]
    assert "restricted" in scene.desk.imports.reject_sentence(rejects[0])
    assert scene.picture() == before


def test_a_row_that_changes_nothing_is_no_reject(scene: Scene) -> None:
    done = scene.desk.imports.dry_run(ImportKind.PEOPLE, scene.csv("Lausanne"), MAPPING)
    assert (done.counts.unchanged, list(done.rejects)) == (1, [])


def test_no_other_method_changes_anything_about_them(scene: Scene) -> None:
    """Every method but those that serve the person, called with the restricted person's number for every number."""
    before, changed = scene.picture(), []
    untouchable = {"account.change_password", "staff.disable", "staff.change_roles", "staff.reset_password"}
    for path in on_the_desk(scene.desk):
        if path in MAY_CHANGE or path in untouchable or path.startswith(("staff.", "backups.", "computers.")):
            continue
        call(scene.desk, path, MadeUp(scene.zoe, scene.folder))
        if scene.picture() != before:
            changed.append(path)
            before = scene.picture()
    assert changed == []


def test_a_withdrawal_acts_all_the_same(scene: Scene) -> None:
    scene.desk.people.set_consent(scene.zoe, "surveys", ConsentState.WITHDRAWN, DAY, "by phone")
    page = scene.desk.people.open(scene.zoe, Purpose.RIGHTS_REQUEST)
    held = {entry.purpose: entry.state for entry in page.consents}
    assert held["surveys"] is ConsentState.WITHDRAWN


def test_every_screen_says_that_use_is_restricted(scene: Scene) -> None:
    desk = scene.desk
    page = desk.people.open(scene.zoe, Purpose.RIGHTS_REQUEST)
    assert any(mark.icon == "lock" for mark in page.marks)
    hits = {hit.id: hit for hit in desk.people.search("keller zoë")}
    assert hits[scene.zoe].restricted
    assert not hits[scene.twin].restricted
    likely = {each.person.id: each.person for each in desk.capture.likely_same({**FORM, "town": "Lausanne"})}
    assert likely[scene.zoe].restricted_since == desk.clock.today()
    assert desk.requests.page(scene.case, again=True).restricted_since == desk.clock.today()
    plan = desk.reports.prepare(scene.zoe)
    assert any("restricted" in sentence for sentence in plan.advice)
    assert desk.portability.prepare(scene.zoe).restricted
    pair = next(each for each in desk.duplicates.look_for(scene.zoe) if scene.twin in _people(each))
    assert pair.restricted == {scene.zoe}
    doubts = desk.people.open(scene.twin, Purpose.QUALITY).doubts
    assert {hit.id: hit.restricted for hit in doubts}[scene.zoe]


def _people(line: Any) -> set[PersonId]:  # noqa: ANN401 -- a line of the list
    return {line.pair.first, line.pair.second}


def test_with_consent_or_for_claims_a_value_is_corrected_and_the_trail_says_why(scene: Scene) -> None:
    _correct(scene, AllowedUse.CONSENT)
    with scene.reading() as records:
        assert records.people.get(scene.zoe).fact(PersonField.TOWN) == "Morges"
        newest = records.audit.entries(record=f"person:{scene.zoe}", limit=1)[0]
    assert newest.event.fields == ("town", "use.consent")
    scene.desk.requests.rectify(scene.case, {PersonField.TOWN: "Nyon"}, "letter", AllowedUse.LEGAL_CLAIMS)
    with scene.reading() as records:
        assert records.people.get(scene.zoe).fact(PersonField.TOWN) == "Nyon"
