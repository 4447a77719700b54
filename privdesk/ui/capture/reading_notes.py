# SPDX-License-Identifier: MIT
"""Why a reading wants a look, in a sentence under the field."""

from privdesk.i18n import _


def note_sentence(note: str) -> str:
    """The sentence for a reader's key; empty for no key."""
    if not note:
        return ""
    known = {
        "not_in_list": _("What was read is not one of the answers of the form."),
        "both_ticked": _("More than one box is ticked. Compare it with the page."),
        "marks_differ": _("What the file says and what the page shows differ. Compare it with the page."),
        "form_twice": _(
            "The file holds this form more than once, and the answers differ. Enter each by itself."
        ),
        "too_long": _("The text was longer than is kept. Compare it with the page."),
        "unreadable_letters": _("Some letters could not be read and are left out. Compare it with the page."),
    }
    return known.get(note, _("Compare it with the page."))
