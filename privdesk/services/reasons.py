# SPDX-License-Identifier: MIT
"""Why an item or a form stands where it stands, in words; free words of the clerk stay as they are."""

from collections.abc import Mapping

from privdesk.domain.forms import TemplateRef
from privdesk.i18n import _, desk_language
from privdesk.services.default_forms import default_template
from privdesk.services.explain_files import file_reason

MISSING = "missing:"
"""Begins the reason of a mandatory field that is empty; the field's key follows."""
OFFICE_DECIDES = "office_decides"
"""An agency named a user number: the office decides, whether or not somebody has it."""
READ_REASONS = frozenset({
    "empty", "unknown_kind", "damaged", "locked", "crashed", "too_slow", "too_large", "too_many_pages", "no_table",
})  # fmt: skip


def missing_reason(key: str) -> str:
    """The reason that a mandatory field is empty."""
    return f"{MISSING}{key}"


def reason_sentence(reason: str) -> str:
    """One sentence for a reason key of the Inbox or the watched folder; free words come back unchanged."""
    own = _own().get(reason)
    if own is not None:
        return own
    return file_reason(reason) if reason in READ_REASONS else reason


def form_reason(reason: str, ref: TemplateRef) -> str:
    """Why a form is incomplete: `last name is missing`, or the clerk's words."""
    if not reason.startswith(MISSING):
        return _own().get(reason, reason)
    key = reason.removeprefix(MISSING)
    template = default_template(ref.id)
    field = template.field(key) if template else None
    name = field.label(desk_language()) if field else key
    return _("{field} is missing").format(field=name)


def _own() -> Mapping[str, str]:
    return {
        "not_opened": _("The file could not be opened; it is where it was."),
        "table": _("This is a table. Bring it in under Import, where its columns are assigned."),
        "not_kept": _("What was taken in is not what lies in the folder; the file was left there."),
        "not_moved": _("The file was taken in but could not be moved away."),
        "original_damaged": _("The sealed original is damaged or missing."),
        OFFICE_DECIDES: _("the office decides about the user number"),
        "not_a_form": _("Not a form"),
        "advertising": _("Advertising"),
        "came_twice": _("Came twice"),
        "other": _("Another reason"),
    }
