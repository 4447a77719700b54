# SPDX-License-Identifier: MIT
"""The question before one person becomes two again: it names both, and what follows."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from privdesk.i18n import _
from privdesk.services.duplicate_views import MergeLine
from privdesk.ui.dialogs import Decision, ask


def ask_take_back(parent: QWidget, line: MergeLine, on_yes: Callable[[], None]) -> Decision:
    """Ask before one person becomes two again."""
    title = _("Make {gone} a person of their own again?").format(gone=line.gone_name or _("this record"))
    words = _(
        "Both records become again what they were before the merge with {kept}. What came since stays with {kept}, "
        "except what clearly belongs to the other, such as papers of their requests."
    ).format(kept=line.kept_name or _("the other"))
    return ask(parent, title, words, _("Take the merge back"), on_yes, keep=_("Keep one person"))
