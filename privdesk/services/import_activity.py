# SPDX-License-Identifier: MIT
"""Rows of the four streams. Whose they are is looked up in bulk; nothing is built twice."""

from collections.abc import Callable, Sequence
from ipaddress import ip_address

from privdesk.domain.activity import Activity, Connection, SurveyAnswer, TopUp, Usage
from privdesk.domain.imports import ColumnMapping, ImportCounts, ImportKind, ImportRun, Reject
from privdesk.domain.people import PersonId
from privdesk.services.clock import OfficeClock
from privdesk.services.import_batch import BatchResult, NumberedRow, with_rejects
from privdesk.services.import_fields import question_columns
from privdesk.services.import_values import (
    CellError,
    Memo,
    Row,
    cells,
    picked,
    read_minor,
    read_minutes,
    read_moment,
)
from privdesk.services.ports import UnitOfWork

Make = Callable[[PersonId, Row], Activity]


ROWS_IN_A_ROW = 64
"""Rows after which a run looks whether somebody types."""


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
        self._mapping = mapping
        self._number = cells(columns, mapping)("user_number")
        self._moment = read_moment(clock)
        self._currency = currency
        self._known: dict[str, PersonId] = {}
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
        known, make = self._known, self._make
        numbers = [self._number(row) for _place, row in rows]
        missing = set(numbers) - known.keys()
        if missing:
            known.update(work.contracts.by_user_numbers(missing))
        good: list[Activity] = []
        rejects: list[Reject] = []
        for number, (place, row) in zip(numbers, rows, strict=True):
            if not place % ROWS_IN_A_ROW:
                work.give_way()
            if number not in known:
                reason = "number_unknown" if number else "missing"
                rejects.append(self._reject(place, row, reason, "user_number"))
                continue
            try:
                good.append(make(known[number], row))
            except CellError as error:
                rejects.append(self._reject(place, row, error.reason, error.field))
        new = work.activity.add(good, run.id) if good else 0
        counts = ImportCounts(read=len(rows), new=new, unchanged=len(good) - new)
        return BatchResult(with_rejects(counts, rejects), rejects)

    def _reject(self, place: int, row: Row, reason: str, field: str) -> Reject:
        return Reject(place, reason, field, dict(zip(self._columns, row, strict=True)))

    def _pick(self, *fields: str) -> Callable[[Row], Row]:
        return picked(self._columns, self._mapping, ("at", "time", *fields))

    def _connections(self) -> Make:
        moment = self._moment
        pick = self._pick("browser", "browser_language", "operating_system", "ip_address")

        def make(person_id: PersonId, row: Row) -> Activity:
            at, time, browser, language, system, address = pick(row)
            if address:
                _require_address(address)
            return Connection(person_id, moment(_joined(at, time)), browser, language, system, address)

        return make

    def _top_ups(self) -> Make:
        moment, ours = self._moment, self._currency
        pick = self._pick("method", "amount", "currency", "balance")
        amounts, balances = Memo(read_minor, "amount"), Memo(read_minor, "balance")

        def make(person_id: PersonId, row: Row) -> Activity:
            at, time, method, paid, currency, after = pick(row)
            if not paid:
                raise CellError("missing", "amount")
            balance = balances[after] if after else None
            when = moment(_joined(at, time))
            return TopUp(person_id, when, method, amounts[paid], currency or ours, balance)

        return make

    def _usages(self) -> Make:
        moment, ours = self._moment, self._currency
        pick = self._pick(
            "product_number", "machine_type", "machine_number", "duration", "amount", "currency", "balance"
        )
        minutes, amounts = Memo(read_minutes, "duration"), Memo(read_minor, "amount")
        balances = Memo(read_minor, "balance")

        def make(person_id: PersonId, row: Row) -> Activity:
            at, time, product, kind, machine, duration, amount, currency, after = pick(row)
            return Usage(
                person_id, moment(_joined(at, time)), product, kind, machine, minutes[duration],
                abs(amounts[amount]), currency or ours, balances[after] if after else None,
            )  # fmt: skip

        return make

    def _surveys(self) -> Make:
        moment, name = self._moment, self._name
        pick = self._pick("survey")
        questions = question_columns(self._columns, self._mapping)

        def make(person_id: PersonId, row: Row) -> Activity:
            at, time, survey = pick(row)
            answers = tuple((question, row[place]) for place, question in questions if row[place])
            if not answers:
                raise CellError("missing", "answers")
            return SurveyAnswer(person_id, moment(_joined(at, time)), survey or name, answers)

        return make


def _joined(at: str, time: str) -> str:
    """Date and time as one text, where the time stands in a column of its own."""
    if not at:
        raise CellError("missing", "at")
    return f"{at.partition(' ')[0]} {time}" if time else at


def _require_address(written: str) -> None:
    try:
        ip_address(written)
    except ValueError:
        raise CellError("ip_form", "ip_address") from None
