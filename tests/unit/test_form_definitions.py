# SPDX-License-Identifier: MIT
"""A form definition is taken whole or refused with the place that is wrong."""

from typing import Any

import pytest

from privdesk.domain.errors import FormDefinitionError
from privdesk.domain.form_definitions import parse_template
from privdesk.domain.forms import TemplateRef

KNOWN: dict[str, Any] = {
    "town": {"kind": "text", "binding": "person", "label": {"en": "Town"}, "mandatory": True}
}


def definition(*fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "small",
        "version": 1,
        "number": "1",
        "title": {"en": "Small"},
        "subtitle": {"en": ""},
        "sections": [{"key": "one", "title": {"en": "One"}, "fields": list(fields)}],
    }


def test_shared_fields_are_taken_and_changed() -> None:
    template = parse_template(
        definition({"use": "town"}, {"use": "town", "key": "new_town", "mandatory": False}), KNOWN
    )
    assert [(each.key, each.mandatory) for each in template.fields()] == [("town", True), ("new_town", False)]
    assert template.missing({}) == ("town",)
    assert template.missing({"town": " x "}) == ()


def test_fields_that_are_off_are_left_out() -> None:
    template = parse_template(definition({"use": "town"}, {"use": "town", "key": "b", "off": True}), KNOWN)
    assert [each.key for each in template.fields()] == ["town"]


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ({"use": "nothing"}, "one.use"),
        ({"use": "town", "kind": "magic"}, "town.kind"),
        ({"use": "town", "kind": "choice"}, "town.choices"),
        ({"use": "town", "columns": 13}, "town.columns"),
        ({"use": "town", "colour": 1}, "town.colour"),
        ({"use": "town", "max_length": "ten"}, "town.max_length"),
        ({"use": "town", "label": "Town"}, "town.label"),
        ({"kind": "text"}, "one.key"),
    ],
)
def test_a_wrong_field_is_named(field: dict[str, Any], place: str) -> None:
    with pytest.raises(FormDefinitionError) as caught:
        parse_template(definition(field), KNOWN)
    assert caught.value.place == place


def test_two_fields_of_one_key_are_refused() -> None:
    with pytest.raises(FormDefinitionError):
        parse_template(definition({"use": "town"}, {"use": "town"}), KNOWN)


@pytest.mark.parametrize(
    "code", ["", "a/b/c", "registration/3", "../x/1/de", "a/1/deu", "a/99999999/de", "a/١/de"]
)
def test_only_codes_of_our_own_make_are_read(code: str) -> None:
    assert TemplateRef.parse(code) is None


def test_a_code_is_read_as_it_was_written() -> None:
    ref = TemplateRef.parse("change-of-details/2/it")
    assert ref is not None
    assert ref.code() == "change-of-details/2/it"
