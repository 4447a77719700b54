# SPDX-License-Identifier: MIT
"""The question before two people become one: it names both, and what follows."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from privdesk.i18n import _
from privdesk.services.duplicate_views import ComparedPerson, Comparison
from privdesk.ui.dialogs import Decision, ask


def ask_merge(parent: QWidget, found: Comparison, on_yes: Callable[[], None]) -> Decision:
    """Ask before two people become one."""
    first, second = found.first.person, found.second.person
    title = _("Merge {first} and {second} into one person?").format(
        first=_who(found.first), second=_who(found.second)
    )
    words = _(
        "Contracts, forms, requests, calls, papers, consents and activity of both go to one record with the values "
        "you chose; the values not chosen stay in its history."
    )
    if first.restricted_since != second.restricted_since:
        words += " " + _("Use of one of them is restricted: the one person is restricted, too.")
    if first.no_advertising_since != second.no_advertising_since:
        words += " " + _("One of them wants no advertising: this holds for the one person.")
    words += " " + _("You can take it back.")
    return ask(parent, title, words, _("Merge into one person"), on_yes, keep=_("Keep two people"))


def _who(side: ComparedPerson) -> str:
    number = next((each.user_number for each in side.contracts if each.user_number), "")
    name = side.person.name or _("No name")
    return _("{name} (user {number})").format(name=name, number=number) if number else name
