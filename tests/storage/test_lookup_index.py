# SPDX-License-Identifier: MIT
"""The index is always what a rebuild would make of the records, agency by agency, and forgets who left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privdesk.domain.agencies import Agency, AgencyId
from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.errors import Cancelled
from privdesk.domain.people import Contract, ContractId, PersonField, PersonHit, PersonId
from privdesk.services.progress import NO_PROGRESS
from privdesk.storage import dialect
from privdesk.storage.search_index import FtsSearchIndex
from privdesk.storage.unit_of_work import SqlUnitOfWork
from tests.storage_fixtures import KEY, OpenRecords, an_origin, open_records

F = PersonField
NAMES = (
    "Keller",
    "Kellner",
    "Müller",
    "Mueller",
    "Muller",
    "Meier-Huber",
    "d’Arc",
    "Чайка",
    "van der Meer",
    "Kehl AG",
    "",
)
PLACES = ("Bern", "Zürich", "Rue du Lac", "Am Bach", "")
facts = st.fixed_dictionaries({
    F.LAST_NAME: st.sampled_from(NAMES), F.FIRST_NAME: st.sampled_from(("Zoë", "Jürg", "Anna Maria", "")),
    F.STREET: st.sampled_from(PLACES), F.NUMBER: st.sampled_from(("4", "12a", "")),
    F.POSTCODE: st.sampled_from(("3011", "8001")), F.TOWN: st.sampled_from(PLACES),
    F.PHONE_MOBILE: st.sampled_from(("+41791234567", "+41446680011", "")),
    F.EMAIL: st.sampled_from(("zoe@example.org", "zoe.keller@example.org", "")),
    F.DATE_OF_BIRTH: st.sampled_from(("1980-03-24", "")),
})  # fmt: skip
acts = st.lists(
    st.tuples(st.sampled_from(("add", "change", "contract", "move", "remove")), st.integers(0, 5), facts),
    max_size=20,
)
TYPED = (
    "k", "ke", "keller", "kelelr", "muller", "zoe keller", "anna", "bern", "lac 4", "3011", "0791234567", "446680",
    "24.3.1980", "zoe@example.org", "zoe.k", "meierhuber", "arc", "чайка", "kehl", "U-1-1", "keller 24.3.1980", "kellxr zo",
)  # fmt: skip
REMOVED = ("contract", "person_fact", "person")
ROUNDS = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Office:
    """People and contracts that come, change and go within one transaction that is never committed."""

    def __init__(self, work: SqlUnitOfWork) -> None:
        self.work = work
        self.people: list[PersonId] = []
        self.contracts: list[Contract] = []
        self.agencies = [self.agency(str(number)) for number in (1, 2, 3)]

    def agency(self, number: str) -> AgencyId:
        known = self.work.agencies.by_number(number)
        return (known or self.work.agencies.put(Agency(AgencyId(0), number, f"Agency {number} Example"))).id

    def live(self, happened: list[tuple[str, int, dict[PersonField, str]]]) -> None:
        acts: dict[str, Callable[[int, dict[PersonField, str]], None]] = {
            "add": self.add, "change": self.change, "contract": self.contract, "move": self.move, "remove": self.remove,
        }  # fmt: skip
        for act, at, values in happened:
            acts[act](at, values)

    def add(self, at: int, values: dict[PersonField, str]) -> None:
        self.people.append(self.work.people.add(values, an_origin()).id)
        self.contract(at, values, self.people[-1])

    def change(self, at: int, values: dict[PersonField, str]) -> None:
        if self.people:
            self.work.people.change(self.people[at % len(self.people)], values, an_origin())

    def contract(self, at: int, _values: dict[PersonField, str], whose: PersonId | None = None) -> None:
        if not self.people:
            return
        person = whose or self.people[at % len(self.people)]
        agency = self.agencies[at % 3] if at < 5 else None
        number = f"U-{person}-{len(self.contracts)}"
        made = Contract(ContractId(0), person, number, date(2026, 1, 1), None, agency, badge=f"B-{number}")
        self.contracts.append(self.work.contracts.add(made))

    def move(self, at: int, _values: dict[PersonField, str]) -> None:
        """A contract goes over to another agency."""
        for contract in self.contracts[at : at + 1]:
            if contract.person_id in self.people:
                moved = Contract(
                    contract.id,
                    contract.person_id,
                    contract.user_number,
                    contract.start,
                    None,
                    self.agencies[(at + 1) % 3],
                )
                self.work.contracts.change(moved)

    def remove(self, at: int, _values: dict[PersonField, str]) -> None:
        if self.people:
            remove(self.work, self.people.pop(at % len(self.people)))


def remove(work: SqlUnitOfWork, person: PersonId) -> None:
    """Everything of one person goes."""
    work.people.leave_index(person)
    work._scope.session.flush()
    work._scope.session.expunge_all()
    for table in REMOVED:
        column = "id" if table == "person" else "person_id"
        work._scope.connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = ?", (person,))


def index_of(work: SqlUnitOfWork) -> dict[str, list[Any]]:
    """Everything in the index."""
    FtsSearchIndex(work._scope).settle()
    connection = work._scope.connection
    found = {}
    for table in ("person_words", "person_phones"):
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.v_{table} USING fts5vocab(main, {table}, instance)"
        )
        found[table] = sorted(
            map(repr, connection.exec_driver_sql(f"SELECT term, doc, col FROM temp.v_{table}"))
        )
    for table in ("search_card", "vocabulary"):
        found[table] = sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {table}")))
    return found


@ROUNDS
@given(acts)
def test_the_index_is_always_what_a_rebuild_makes(
    records: OpenRecords, happened: list[tuple[str, int, dict[PersonField, str]]]
) -> None:
    with records.open_work() as work:
        office = Office(work)
        office.live([("add", 0, {F.LAST_NAME: "Keller"}), *happened])
        kept = index_of(work)
        work.rebuild_index(NO_PROGRESS)
        assert index_of(work) == kept


@ROUNDS
@given(acts, st.lists(facts, min_size=1, max_size=12))
def test_what_an_agency_finds_does_not_depend_on_who_else_is_on_file(
    records: OpenRecords,
    happened: list[tuple[str, int, dict[PersonField, str]]],
    others: list[dict[PersonField, str]],
) -> None:
    with records.open_work() as work:
        office = Office(work)
        office.live([("add", 0, {F.LAST_NAME: "Keller", F.FIRST_NAME: "Zoë"}), *happened])
        alone = answers(work, office.agencies[0])
        for at, values in enumerate(others * 3):
            office.add((1, 2, 4, 5)[at % 4], values)
        assert answers(work, office.agencies[0]) == alone


def answers(work: SqlUnitOfWork, agency: AgencyId) -> dict[str, list[PersonHit]]:
    """What an agency finds by many texts."""
    return {text: list(work.people.search(text, 3, agency)) for text in TYPED}


def test_an_agency_finds_its_people_only_by_any_number(records: OpenRecords) -> None:
    with records.open_work() as work:
        office = Office(work)
        office.add(0, {F.LAST_NAME: "Keller", F.PHONE_MOBILE: "+41791234567", F.EMAIL: "zoe@example.org"})
        (own,), (foreign,) = [office.agencies[0]], [office.agencies[1]]
        for text in ("keller", "kelelr", "234567", "zoe@example.org", "zoe@", "U-1-0", "B-U-1-0"):
            assert [hit.name for hit in work.people.search(text, 5, own)] == ["Keller"], text
            assert work.people.search(text, 5, foreign) == [], text
            assert len(work.people.search(text, 5)) == 1, text


def test_the_index_follows_a_contract_to_another_agency(records: OpenRecords) -> None:
    with records.open_work() as work:
        office = Office(work)
        office.add(0, {F.LAST_NAME: "Keller"})
        office.move(0, {})
        assert [len(work.people.search("kelelr", 5, agency)) for agency in office.agencies] == [0, 1, 0]


@contextmanager
def committed(records: OpenRecords) -> Iterator[SqlUnitOfWork]:
    with records.open_work() as work:
        yield work
        work.audit.record(AuditEvent(Action.PERSON_ADDED))
        work.commit()


def test_a_check_finds_what_does_not_fit_and_a_rebuild_mends_it(records: OpenRecords) -> None:
    with committed(records) as work:
        Office(work).live([("add", n, {F.LAST_NAME: name}) for n, name in enumerate(NAMES[:5])])
    database = records.database
    assert database.index_differences() == 0
    spoilings = (
        "UPDATE search_card SET words = 'other' WHERE person_id = 2", "DELETE FROM search_card WHERE person_id = 3",
        "DELETE FROM person_words WHERE rowid = 1", "UPDATE vocabulary SET bearers = 7 WHERE word = 'keller'",
        "INSERT INTO person_phones (rowid, digits) VALUES (77, '123456')", "DELETE FROM person_fact WHERE person_id = 4",
    )  # fmt: skip
    for spoiling in spoilings:
        with committed(records) as work:
            work._scope.connection.exec_driver_sql(spoiling)
        assert database.index_differences() > 0, spoiling
        assert database.rebuild_index(records.open_work) == len(NAMES[:5])
        assert database.index_differences() == 0, spoiling
    with records.open_reading() as reading:
        assert [entry.event.count for entry in reading.audit.entries(actions=[Action.INDEX_REBUILT])] == [
            5
        ] * len(spoilings)


def test_a_rebuild_that_is_stopped_changes_nothing(records: OpenRecords) -> None:
    class Stopped:
        def report(self, _done: int, _total: int) -> None: ...
        def raise_if_cancelled(self) -> None:
            raise Cancelled

    with committed(records) as work:
        Office(work).add(0, {F.LAST_NAME: "Keller"})
    with pytest.raises(Cancelled):
        records.database.rebuild_index(records.open_work, Stopped())
    assert records.database.index_differences() == 0
    assert len(records.database.look_up.search("kelelr", 5)) == 1


def test_the_look_up_sees_each_commit_and_its_new_words(records: OpenRecords) -> None:
    look_up = records.database.look_up
    for name in ("Keller", "Berger", "Zumthor"):
        assert look_up.search(name[:-2] + "re", 5) == []
        with committed(records) as work:
            Office(work).add(0, {F.LAST_NAME: name})
        assert [hit.name for hit in look_up.search(name[:-2] + "re", 5)] == [name]


def plain_pages(path: Path) -> bytes:
    """The file as it is under its cipher, free pages included."""
    data, size, rest = path.read_bytes(), dialect.PAGE_BYTES, 80
    pages = []
    for start in range(0, len(data), size):
        page = data[start : start + size]
        body, vector = page[16 if start == 0 else 0 : size - rest], page[size - rest : size - rest + 16]
        opened = Cipher(algorithms.AES256(KEY), modes.CBC(vector)).decryptor()
        pages.append(opened.update(body) + opened.finalize())
    return b"".join(pages)


def test_no_word_of_somebody_removed_is_left_in_any_page(tmp_path: Path) -> None:
    records = open_records(tmp_path)
    with committed(records) as work:
        office = Office(work)
        office.add(0, {F.LAST_NAME: "Keller", F.TOWN: "Bern"})
        office.add(1, {F.LAST_NAME: "Xylophonius", F.TOWN: "Quarzwil", F.EMAIL: "zyx@example.org"})
    words = (b"ylophoniu", b"uarzwi", b"zyxexample")
    records.database.checkpoint()
    before = plain_pages(records.database.path).lower()
    assert all(word in before for word in words)
    with committed(records) as work:
        remove(work, office.people[1])
    records.database.forget_words()
    log = records.database.path.with_name("records.db-wal")
    assert not log.exists() or log.stat().st_size == 0
    after = plain_pages(records.database.path).lower()
    assert b"keller" in after
    assert not any(word in after for word in words)
    assert records.database.look_up.search("xylophonisu", 5) == []
    records.database.close()


HARD = (
    "", " ", "\x00\x01\x1f", "\u202ekeller\u202c", "kel\u200fler", "!?.,;:-_()[]{}", "🎉👩‍👩‍👧", "'; DROP TABLE person; --",
    'names : "a" OR *', "NEAR(a b, 2)", '"""', "^a", "a AND", "{names} : x", "-", "+" * 999, "0" * 999, "@" * 99, "e\u0301" * 500,
    "\ud800", "%_%", "R-", "F-", "R-2026-", "#", "((((", "\t\n", "ß" * 60, "ﷺ" * 20, "1/1/1", "99.99.9999", "𝕂eller",
)  # fmt: skip


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("agency", [None, AgencyId(1)])
def test_hard_input_gives_a_sensible_answer(records: OpenRecords, text: str, agency: AgencyId | None) -> None:
    with committed(records) as work:
        Office(work).add(0, {F.LAST_NAME: "Keller"})
    assert len(records.database.look_up.search(text, 5, agency)) <= 1


def test_marks_of_direction_do_not_divide_a_word_and_a_megabyte_is_cut(records: OpenRecords) -> None:
    with committed(records) as work:
        Office(work).add(0, {F.LAST_NAME: "Keller"})
    search = records.database.look_up.search
    assert [hit.name for hit in search("\u202ekel\u200fler\u202c", 5)] == ["Keller"]
    assert search("keller moser 079 " * 65_536, 5) == []
