# SPDX-License-Identifier: MIT
"""Rows of the four streams. Whose they are is looked up in bulk; nothing is built twice."""

from collections.abc import Callable, Sequence
from datetime import datetime
from ipaddress import ip_address

from privdesk.domain.activity import Activity, Connection, SurveyAnswer, TopUp, Usage
from privdesk.domain.imports import ColumnMapping, ImportCounts, ImportKind, ImportRun, Reject
from privdesk.domain.people import PersonId
from privdesk.services.clock import OfficeClock
from privdesk.services.import_batch import BatchResult, NumberedRow, with_rejects
from privdesk.services.import_fields import question_columns
from privdesk.services.import_values import Cell, CellError, Row, cells, read_minor, read_minutes, read_moment
from privdesk.services.ports import UnitOfWork

Make = Callable[[PersonId, Row], Activity]


class ActivityTaker:
    """Takes rows of one stream."""

    def __init__(
        self,
        kind: ImportKind,
        columns: Sequence[str],
        mapping: ColumnMapping,
        clock: OfficeClock,
        currency: str,
        name: str,
    ) -> None:
        """`currency` fills rows that name none, `name` (of the file) surveys without a title."""
        self._columns = tuple(columns)
        self._cell = cells(columns, mapping)
        self._number = self._cell("user_number")
        self._moment = _moment_of(self._cell, read_moment(clock))
        self._currency = currency
        self._known: dict[str, PersonId] = {}
        self._questions = question_columns(columns, mapping)
        self._name = name
        makers = {
            ImportKind.CONNECTIONS: self._connections,
            ImportKind.TOP_UPS: self._top_ups,
            ImportKind.USAGES: self._usages,
            ImportKind.SURVEYS: self._surveys,
        }
        self._make: Make = makers[kind]()

    def take(self, work: UnitOfWork, run: ImportRun, rows: Sequence[NumberedRow]) -> BatchResult:
        """Insert the rows that are not held yet."""
        known, number, make = self._known, self._number, self._make
        missing = {number(row) for _place, row in rows} - known.keys()
        if missing:
            known.update(work.contracts.by_user_numbers(missing))
        good: list[Activity] = []
        rejects: list[Reject] = []
        for place, row in rows:
            person_id = known.get(number(row))
            if person_id is None:
                reason = "number_unknown" if number(row) else "missing"
                rejects.append(self._reject(place, row, reason, "user_number"))
                continue
            try:
                good.append(make(person_id, row))
            except CellError as error:
                rejects.append(self._reject(place, row, error.reason, error.field))
        new = work.activity.add(good, run.id) if good else 0
        counts = ImportCounts(read=len(rows), new=new, unchanged=len(good) - new)
        return BatchResult(with_rejects(counts, rejects), rejects)

    def _reject(self, place: int, row: Row, reason: str, field: str) -> Reject:
        return Reject(place, reason, field, dict(zip(self._columns, row, strict=True)))

    def _connections(self) -> Make:
        moment, cell = self._moment, self._cell
        browser, language = cell("browser"), cell("browser_language")
        system, address = cell("operating_system"), cell("ip_address")

        def make(person_id: PersonId, row: Row) -> Activity:
            written = address(row)
            if written:
                _require_address(written)
            return Connection(person_id, moment(row), browser(row), language(row), system(row), written)

        return make

    def _top_ups(self) -> Make:
        moment, cell, ours = self._moment, self._cell, self._currency
        method, amount, currency, balance = cell("method"), cell("amount"), cell("currency"), cell("balance")

        def make(person_id: PersonId, row: Row) -> Activity:
            paid, after = amount(row), balance(row)
            if not paid:
                raise CellError("missing", "amount")
            return TopUp(
                person_id, moment(row), method(row), read_minor(paid, "amount"), currency(row) or ours,
                read_minor(after, "balance") if after else None,
            )  # fmt: skip

        return make

    def _usages(self) -> Make:
        moment, cell, ours = self._moment, self._cell, self._currency
        product, kind, machine = cell("product_number"), cell("machine_type"), cell("machine_number")
        duration, amount = cell("duration"), cell("amount")
        currency, balance = cell("currency"), cell("balance")

        def make(person_id: PersonId, row: Row) -> Activity:
            after = balance(row)
            return Usage(
                person_id, moment(row), product(row), kind(row), machine(row),
                read_minutes(duration(row), "duration"), abs(read_minor(amount(row), "amount")),
                currency(row) or ours, read_minor(after, "balance") if after else None,
            )  # fmt: skip

        return make

    def _surveys(self) -> Make:
        moment, survey, questions = self._moment, self._cell("survey"), self._questions
        name = self._name

        def make(person_id: PersonId, row: Row) -> Activity:
            answers = tuple((question, row[place]) for place, question in questions if row[place])
            if not answers:
                raise CellError("missing", "answers")
            return SurveyAnswer(person_id, moment(row), survey(row) or name, answers)

        return make


def _moment_of(
    cell: Callable[[str], Cell], moment: Callable[[str, str], datetime]
) -> Callable[[Row], datetime]:
    at, time = cell("at"), cell("time")

    def moment_of(row: Row) -> datetime:
        written = at(row)
        if not written:
            raise CellError("missing", "at")
        return moment(written, time(row))

    return moment_of


def _require_address(written: str) -> None:
    try:
        ip_address(written)
    except ValueError:
        raise CellError("ip_form", "ip_address") from None
