# SPDX-License-Identifier: MIT
"""From the definition of a form, as an administrator writes it, to a `FormTemplate`.

The definition is a mapping as read from TOML; `resources/forms/registration.toml` shows every key.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from privdesk.domain.errors import FormDefinitionError
from privdesk.domain.forms import (
    Choice,
    FieldBinding,
    FieldKey,
    FieldKind,
    FormSection,
    FormTemplate,
    TemplateField,
    TemplateId,
    Texts,
)

_Kind = TypeVar("_Kind", bound=StrEnum)
_FIELD_KEYS = frozenset(
    (
        "key",
        "use",
        "kind",
        "binding",
        "label",
        "help",
        "mandatory",
        "max_length",
        "comb",
        "columns",
        "choices",
        "off",
    )
)


def parse_template(definition: Mapping[str, Any], known: Mapping[str, Any]) -> FormTemplate:
    """Return the template that `definition` describes; fields marked `off` are left out.

    A field with `use = "town"` starts from the field of that name among the `known` ones and overrides it.

    Raises:
        FormDefinitionError: a part is missing, misspelt, doubled or of the wrong kind; it names the place.
    """
    template = FormTemplate(
        id=TemplateId(_string(definition, "id", "form")),
        version=_number(definition, "version", "form", 1),
        number=_string(definition, "number", "form"),
        titles=_texts(definition, "title", "form"),
        subtitles=_texts(definition, "subtitle", "form"),
        sections=tuple(_section(each, known) for each in _list(definition, "sections", "form")),
        closings=_texts(definition, "closing", "form", optional=True),
    )
    _refuse_doubles([each.key for each in template.fields()], str(template.id))
    return template


def _section(definition: Mapping[str, Any], known: Mapping[str, Any]) -> FormSection:
    key = _string(definition, "key", "sections")
    every = [_completed(each, known, key) for each in _list(definition, "fields", key)]
    active = [each for each in every if not each.get("off", False)]
    if not active:
        raise FormDefinitionError(f"{key}.fields")
    return FormSection(
        key=key,
        titles=_texts(definition, "title", key),
        fields=tuple(_field(each, key) for each in active),
        notes=_texts(definition, "note", key, optional=True),
    )


def _completed(definition: Mapping[str, Any], known: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    name = definition.get("use")
    if name is None:
        return definition
    if not isinstance(name, str) or not isinstance(known.get(name), Mapping):
        raise FormDefinitionError(f"{place}.use")
    return {"key": name, **known[name], **definition}


def _field(definition: Mapping[str, Any], section: str) -> TemplateField:
    key = _string(definition, "key", section)
    unknown = set(definition) - _FIELD_KEYS
    if unknown:
        raise FormDefinitionError(f"{key}.{min(unknown)}")
    kind = _member(FieldKind, definition, "kind", key)
    choices = tuple(_choice(each, key) for each in definition.get("choices", ()))
    if (kind is FieldKind.CHOICE) != bool(choices):
        raise FormDefinitionError(f"{key}.choices")
    _refuse_doubles([choice.key for choice in choices], f"{key}.choices")
    columns = _number(definition, "columns", key, 12)
    if not 1 <= columns <= 12:
        raise FormDefinitionError(f"{key}.columns")
    return TemplateField(
        key=FieldKey(key),
        kind=kind,
        binding=_member(FieldBinding, definition, "binding", key),
        labels=_texts(definition, "label", key),
        section=section,
        helps=_texts(definition, "help", key, optional=True),
        mandatory=bool(definition.get("mandatory", False)),
        max_length=_number(definition, "max_length", key, 0),
        comb=_number(definition, "comb", key, 0),
        columns=columns,
        choices=choices,
    )


def _choice(definition: Mapping[str, Any], place: str) -> Choice:
    return Choice(_string(definition, "key", place), _texts(definition, "label", place))


def _string(definition: Mapping[str, Any], name: str, place: str) -> str:
    value = definition.get(name)
    if not isinstance(value, str) or not value.strip():
        raise FormDefinitionError(f"{place}.{name}")
    return value


def _number(definition: Mapping[str, Any], name: str, place: str, default: int) -> int:
    value = definition.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise FormDefinitionError(f"{place}.{name}")
    return value


def _texts(definition: Mapping[str, Any], name: str, place: str, *, optional: bool = False) -> Texts:
    value = definition.get(name, {} if optional else None)
    if not isinstance(value, Mapping) or not all(isinstance(each, str) for each in value.values()):
        raise FormDefinitionError(f"{place}.{name}")
    return dict(value)


def _list(definition: Mapping[str, Any], name: str, place: str) -> Sequence[Mapping[str, Any]]:
    value = definition.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(each, Mapping) for each in value):
        raise FormDefinitionError(f"{place}.{name}")
    return value


def _member(kind: type[_Kind], definition: Mapping[str, Any], name: str, place: str) -> _Kind:
    try:
        return kind(_string(definition, name, place))
    except ValueError:
        raise FormDefinitionError(f"{place}.{name}") from None


def _refuse_doubles(keys: Sequence[str], place: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise FormDefinitionError(f"{place}.{key}")
        seen.add(key)
