# SPDX-License-Identifier: MIT
"""Electronic forms of the web platform: each row becomes an Inbox item with exact values."""

from collections.abc import Mapping, Sequence

from privdesk.domain.checks import check_field
from privdesk.domain.forms import (
    FORM_LANGUAGES,
    Certainty,
    FieldReading,
    FormTemplate,
    ReadingOrigin,
    TemplateField,
    TemplateRef,
)
from privdesk.domain.imports import ColumnMapping, ImportCounts, ImportRun, Reject
from privdesk.domain.inbox import InboxItem, ItemId, ItemState
from privdesk.domain.people import Channel
from privdesk.services.clock import OfficeClock
from privdesk.services.default_forms import default_template, default_templates
from privdesk.services.folding import fold
from privdesk.services.form_saving import agency_named
from privdesk.services.import_batch import BatchResult, NumberedRow, with_rejects
from privdesk.services.import_values import Cell, CellError, Row, cells, read_day
from privdesk.services.item_reading import is_ready
from privdesk.services.ports import UnitOfWork


class FormTaker:
    """Takes forms; which form a row is stands in its column or in the mapping's constant `template`."""

    def __init__(self, columns: Sequence[str], mapping: ColumnMapping, clock: OfficeClock) -> None:
        self._columns = tuple(columns)
        self._clock = clock
        self._cell = cells(columns, mapping)
        self._fed = frozenset(mapping.columns) | frozenset(mapping.constants)
        self._cells: dict[str, Cell] = {}

    def take(self, work: UnitOfWork, run: ImportRun, rows: Sequence[NumberedRow]) -> BatchResult:
        """Put each row into the Inbox."""
        rejects: list[Reject] = []
        for place, row in rows:
            try:
                work.inbox.add(self._item(work, run, place, row))
            except CellError as error:
                values = dict(zip(self._columns, row, strict=True))
                rejects.append(Reject(place, error.reason, error.field, values))
        counts = ImportCounts(read=len(rows), new=len(rows) - len(rejects))
        return BatchResult(with_rejects(counts, rejects), rejects)

    def _item(self, work: UnitOfWork, run: ImportRun, place: int, row: Row) -> InboxItem:
        template = _template_named(self._text("template", row))
        today = self._clock.today()
        values: dict[str, str] = {
            field.key: self._text(field.key, row) for field in template.fields() if field.key in self._fed
        }
        readings: dict[str, FieldReading] = {
            field.key: _reading(field, values)
            for field in template.fields()
            if values.get(field.key, "").strip()
        }
        if not readings:
            raise CellError("missing", "template")
        ref = TemplateRef(template.id, template.version, self._language(row, readings))
        received_on = read_day(self._text("received_on", row), "received_on") or today
        agency = agency_named(work, values.get("agency", ""))
        return InboxItem(
            id=ItemId(0),
            number="",
            state=ItemState.READY if is_ready(ref, readings, today) else ItemState.LOOK,
            channel=Channel.WEB,
            name=f"{run.file_name} · {place}",
            received_on=min(received_on, today),
            arrived_at=self._clock.now(),
            documents=(),
            template=ref,
            readings=readings,
            agency_id=agency.id if agency else None,
            agency_name=agency.name if agency else values.get("agency", ""),
        )

    def _text(self, key: str, row: Row) -> str:
        if key not in self._cells:
            self._cells[key] = self._cell(key)
        return self._cells[key](row)

    def _language(self, row: Row, readings: Mapping[str, FieldReading]) -> str:
        named = self._text("form_language", row).lower().partition("-")[0]
        ticked = readings["language"].value if "language" in readings else ""
        return next((each for each in (named, ticked) if each in FORM_LANGUAGES), FORM_LANGUAGES[0])


def _template_named(written: str) -> FormTemplate:
    """The form called so: its id, its code, or its title in any language."""
    ref = TemplateRef.parse(written)
    template = default_template(ref.id if ref else written)
    if template is not None:
        return template
    for each in default_templates():
        if fold(written) in (fold(each.id), each.number, *(fold(title) for title in each.titles.values())):
            return each
    raise CellError("form_unknown" if written else "missing", "template")


def _reading(field: TemplateField, values: Mapping[str, str]) -> FieldReading:
    """The value as kept where it is right, else as written with a look."""
    found = check_field(field, values[field.key], values)
    if found.problem is None:
        return FieldReading(found.value, Certainty.SURE, ReadingOrigin.WEB)
    return FieldReading(found.value, Certainty.LOOK, ReadingOrigin.WEB, found.problem.value)
