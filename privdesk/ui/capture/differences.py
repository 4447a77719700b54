# SPDX-License-Identifier: MIT
"""Where two values differ, letter by letter, and the rows of a comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from privdesk.domain.matching import Agreement, Candidate
from privdesk.domain.people import PersonField
from privdesk.i18n import _
from privdesk.services.evidence_words import agreements
from privdesk.services.names import field_name, language_name
from privdesk.services.wording import iban, phone

Span = tuple[int, int]
"""Start and length of letters to be marked."""


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One fact on file and on the form, with the letters that differ."""

    label: str
    on_file: str
    on_form: str
    file_marks: tuple[Span, ...] = ()
    form_marks: tuple[Span, ...] = ()
    agreement: Agreement | None = None
    """What matching says of it; None where it does not look."""

    @property
    def equal(self) -> bool:
        return self.on_file == self.on_form


def marked(on_file: str, on_form: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The letters that stand on one side only; nothing is marked where one side is empty."""
    if not on_file or not on_form:
        return (), ()
    left: list[Span] = []
    right: list[Span] = []
    for tag, a, b, c, d in SequenceMatcher(None, on_file, on_form, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if b > a:
            left.append((a, b - a))
        if d > c:
            right.append((c, d - c))
    return tuple(left), tuple(right)


def short_rows(likeness: Candidate, values: Mapping[str, str]) -> Sequence[ComparedRow]:
    """Name and address, side by side: what tells two people apart at a glance."""
    form = _facts(values)
    person = likeness.person
    pairs = (
        (_("Name"), (PersonField.FIRST_NAME, PersonField.LAST_NAME)),
        (_("Address"), (PersonField.STREET, PersonField.NUMBER)),
        (_("Town"), (PersonField.POSTCODE, PersonField.TOWN)),
    )
    rows = []
    for label, names in pairs:
        on_file = " ".join(person.fact(name) for name in names).strip()
        on_form = " ".join(form.get(name, "") for name in names).strip()
        if on_file and on_form and (label != _("Town") or on_file != on_form):
            rows.append(_row(label, on_file, on_form))
    return rows


def all_rows(likeness: Candidate, values: Mapping[str, str]) -> Sequence[ComparedRow]:
    """Every fact that one side holds."""
    form, found = _facts(values), agreements(likeness.evidence)
    rows = []
    for name in PersonField:
        on_file, on_form = likeness.person.fact(name), form.get(name, "")
        if on_file or on_form:
            row = _row(field_name(name), _shown(name, on_file), _shown(name, on_form))
            known = found.get(name)
            rows.append(
                replace(row, agreement=known if (on_file and on_form) or known is None else Agreement.MISSING)
            )
    return rows


def _facts(values: Mapping[str, str]) -> Mapping[PersonField, str]:
    return {name: values.get(name.value, "").strip() for name in PersonField}


def _shown(name: PersonField, value: str) -> str:
    if name is PersonField.LANGUAGE:
        return language_name(value)
    if name is PersonField.CIVILITY:
        return {"ms": _("Ms"), "mr": _("Mr"), "none": ""}.get(value, value)
    if name in (PersonField.PHONE_LANDLINE, PersonField.PHONE_MOBILE):
        return phone(value) if value else ""
    return iban(value) if name is PersonField.IBAN else value


def _row(label: str, on_file: str, on_form: str) -> ComparedRow:
    file_marks, form_marks = marked(on_file, on_form)
    return ComparedRow(label, on_file, on_form, file_marks, form_marks)
