# SPDX-License-Identifier: MIT
"""The form templates that every office starts with, read from `resources/forms`."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from privdesk.domain.form_definitions import parse_template
from privdesk.domain.forms import FormTemplate
from privdesk.resources import resource_toml

DEFAULT_TEMPLATE_IDS = ("registration", "change-of-details", "end-of-contract", "consent", "survey")


@cache
def known_fields() -> Mapping[str, Any]:
    """The fields that templates share, by name; a definition refers to one by `use`."""
    return resource_toml("forms", "fields.toml")


@cache
def default_templates() -> tuple[FormTemplate, ...]:
    """The five default templates in the order an office meets them."""
    known = known_fields()
    return tuple(
        parse_template(resource_toml("forms", f"{name}.toml"), known) for name in DEFAULT_TEMPLATE_IDS
    )


def default_template(template_id: str) -> FormTemplate | None:
    """The default template called `template_id`, if there is one."""
    return next((each for each in default_templates() if each.id == template_id), None)
