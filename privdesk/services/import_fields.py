# SPDX-License-Identifier: MIT
"""Our fields that an imported column may feed, and which column probably feeds which."""

from collections.abc import Mapping, Sequence
from functools import cache

from privdesk.domain.imports import ColumnMapping, ImportKind, MappingUnknownError
from privdesk.domain.people import PersonField
from privdesk.i18n import _, desk_language
from privdesk.resources import resource_toml
from privdesk.services.default_forms import default_templates
from privdesk.services.folding import fold
from privdesk.services.import_plan import ImportField
from privdesk.services.names import field_name

ANSWERS = "answers"
"""The field of a survey's answers: `answers.*` stands for all columns with this beginning, `*` for the rest."""
ALL_OTHERS = "*"
_MANDATORY: Mapping[ImportKind, frozenset[str]] = {
    ImportKind.AGENCIES: frozenset({"number", "name"}),
    ImportKind.PEOPLE: frozenset({"last_name", "first_name"}),
    ImportKind.CONNECTIONS: frozenset({"user_number", "at"}),
    ImportKind.TOP_UPS: frozenset({"user_number", "at", "amount"}),
    ImportKind.USAGES: frozenset({"user_number", "at"}),
    ImportKind.SURVEYS: frozenset({"user_number", "at", ANSWERS}),
    ImportKind.FORMS: frozenset({"template"}),
}


def import_fields(kind: ImportKind) -> tuple[ImportField, ...]:
    """Our fields for a file of this kind, in the order of the mapping page."""
    keys = [*_names()[kind]]
    if kind is ImportKind.SURVEYS:
        keys.append(ANSWERS)
    titles = dict(_titles())
    if kind is ImportKind.AGENCIES:
        titles["number"] = _("Agency number")
    fields = [ImportField(key, _title(key, titles), key in _MANDATORY[kind]) for key in keys]
    if kind is ImportKind.FORMS:
        fields.extend(ImportField(key, title) for key, title in _form_fields().items())
    return tuple(fields)


def suggested(kind: ImportKind, columns: Sequence[str]) -> ColumnMapping:
    """The mapping that the names of the columns suggest; each column feeds one field."""
    names = dict(_names()[kind])
    if kind is ImportKind.FORMS:
        names.update(_form_names())
    folded = {fold(column): column for column in reversed(columns)}
    chosen: dict[str, str] = {}
    for wanted in _by_rank(names):
        for key, name in wanted:
            column = folded.get(name)
            if column is not None and key not in chosen and column not in chosen.values():
                chosen[key] = column
    if kind is ImportKind.SURVEYS:
        chosen[ANSWERS] = _answer_columns(columns)
    constants = _suggested_template(chosen) if kind is ImportKind.FORMS and "template" not in chosen else {}
    return ColumnMapping({key: chosen[key] for key in (*names, ANSWERS) if key in chosen}, constants)


def missing_fields(kind: ImportKind, mapping: ColumnMapping) -> tuple[str, ...]:
    """Mandatory fields that neither a column nor a constant feeds."""
    fed = mapping.columns.keys() | mapping.constants.keys()
    return tuple(sorted(_MANDATORY[kind] - fed))


def require_known(kind: ImportKind, mapping: ColumnMapping, columns: Sequence[str]) -> None:
    """Refuse a slip in the mapping: what it names would stay out without a word. Raises: MappingUnknownError."""
    fed = {name for name in mapping.columns.values() if not name.endswith(ALL_OTHERS)}
    known = {each.key for each in import_fields(kind)}
    fields = (mapping.columns.keys() | mapping.constants.keys()) - known
    if fed - set(columns) or fields:
        raise MappingUnknownError(tuple(sorted(fed - set(columns))), tuple(sorted(fields)))


def question_columns(columns: Sequence[str], mapping: ColumnMapping) -> tuple[tuple[int, str], ...]:
    """Place and question of each column that holds a survey's answers."""
    pattern = mapping.columns.get(ANSWERS, "")
    used = set(mapping.columns.values())
    if pattern == ALL_OTHERS:
        return tuple((place, name) for place, name in enumerate(columns) if name not in used)
    start = pattern.removesuffix(ALL_OTHERS)
    if start == pattern:
        return tuple((place, name) for place, name in enumerate(columns) if name == pattern)
    return tuple(
        (place, name.removeprefix(start)) for place, name in enumerate(columns) if name.startswith(start)
    )


@cache
def _names() -> Mapping[ImportKind, Mapping[str, tuple[str, ...]]]:
    """Folded names by field, the field's own key first, then the likeliest."""
    lists = resource_toml("imports", "columns.toml")
    return {
        kind: {
            key: tuple(dict.fromkeys([fold(key), *(fold(name) for name in names)]))
            for key, names in lists[kind.value].items()
        }
        for kind in ImportKind
    }


@cache
def _form_names() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for template in default_templates():
        for field in template.fields():
            names = [fold(field.key), *(fold(label) for label in field.labels.values())]
            found[field.key] = tuple(dict.fromkeys([*found.get(field.key, ()), *names]))
    return found


def _form_fields() -> Mapping[str, str]:
    fields = [field for template in default_templates() for field in template.fields()]
    return {field.key: field.label(desk_language()) for field in reversed(fields)}


def _by_rank(names: Mapping[str, tuple[str, ...]]) -> list[list[tuple[str, str]]]:
    """First the likeliest name of every field, then the second, and so on."""
    longest = max(len(each) for each in names.values())
    return [[(key, each[rank]) for key, each in names.items() if rank < len(each)] for rank in range(longest)]


def _answer_columns(columns: Sequence[str]) -> str:
    start = f"{ANSWERS}."
    return start + ALL_OTHERS if any(name.startswith(start) for name in columns) else ALL_OTHERS


def _suggested_template(chosen: Mapping[str, str]) -> Mapping[str, str]:
    """The form whose mandatory fields the columns feed, the one with most of them."""
    whole = [each for each in default_templates() if set(each.mandatory_keys()) <= chosen.keys()]
    best = max(whole, key=lambda each: len(each.mandatory_keys()), default=None)
    return {"template": best.id} if best is not None and best.mandatory_keys() else {}


def _title(key: str, titles: Mapping[str, str]) -> str:
    person = next((each for each in PersonField if each.value == key), None)
    return titles.get(key) or (field_name(person) if person else key)


def _titles() -> Mapping[str, str]:
    return {
        "user_number": _("User number"), "name": _("Name"), "phone": _("Phone"), "contact": _("Contact person"),
        "since": _("Since"), "until": _("Until"), "building_number": _("Building: number"),
        "building_street": _("Building: street"), "building_postcode": _("Building: postcode"),
        "building_town": _("Building: town"), "agency": _("Agency (number or name)"),
        "building": _("Building (number)"), "badge": _("Badge"), "product_number": _("Product number"),
        "start": _("Start of the contract"), "end": _("End of the contract"), "at": _("Date and time"),
        "time": _("Time, if in its own column"), "browser": _("Browser"), "browser_language": _("Browser language"),
        "operating_system": _("Operating system"), "ip_address": _("IP address"), "method": _("Payment method"),
        "amount": _("Amount"), "currency": _("Currency"), "balance": _("Balance after"),
        "machine_type": _("Machine type"), "machine_number": _("Machine number"),
        "duration": _("Duration in minutes"), "survey": _("Survey"), ANSWERS: _("Answers"),
        "template": _("Form"), "received_on": _("Received on"), "form_language": _("Language of the form"),
    }  # fmt: skip
