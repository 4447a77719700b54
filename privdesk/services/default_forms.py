# SPDX-License-Identifier: MIT
"""The form templates that every office starts with, read from `resources/forms`."""

from functools import cache

from privdesk.domain.form_definitions import parse_template
from privdesk.domain.forms import FormTemplate
from privdesk.resources import resource_toml

DEFAULT_TEMPLATE_IDS = ("registration", "change-of-details", "end-of-contract", "consent", "survey")


@cache
def default_templates() -> tuple[FormTemplate, ...]:
    """The five default templates in the order an office meets them."""
    return tuple(parse_template(resource_toml("forms", f"{name}.toml")) for name in DEFAULT_TEMPLATE_IDS)


def default_template(template_id: str) -> FormTemplate | None:
    """The default template called `template_id`, if there is one."""
    return next((each for each in default_templates() if each.id == template_id), None)
