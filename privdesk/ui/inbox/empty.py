# SPDX-License-Identifier: MIT
"""The filters in words, and what the Inbox says when a filter lets nothing through."""

from pathlib import Path

from privdesk.i18n import _
from privdesk.services.inbox_view import InboxFilter
from privdesk.services.wording import quoted
from privdesk.ui.inbox.watching import Sweep
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.empty import Empty


def filter_words() -> list[tuple[str, str]]:
    """Key and word of each filter, in order."""
    return [
        (InboxFilter.ALL.value, _("All")),
        (InboxFilter.READY.value, _("Ready")),
        (InboxFilter.LOOK.value, _("Please look")),
        (InboxFilter.REQUESTS.value, _("Requests")),
        (InboxFilter.NOT_READ.value, _("Not read")),
    ]


class EmptyInbox(Empty):
    """One sentence, one act."""

    def __init__(self) -> None:
        self.add_button = Button(_("Add files"), "folder-input", "Ctrl+O", bind=False)
        super().__init__("", self.add_button)

    def show_state(self, which: InboxFilter, sweep: Sweep | None) -> None:
        """Say what would stand here."""
        self.set_sentence(_sentence(which, sweep))
        self.add_button.setVisible(which is InboxFilter.ALL)


def _sentence(which: InboxFilter, sweep: Sweep | None) -> str:
    if which is not InboxFilter.ALL:
        return {
            InboxFilter.READY: _("Nothing is ready to save as it was read."),
            InboxFilter.LOOK: _("Nothing wants a look."),
            InboxFilter.REQUESTS: _("No mail looks like a request."),
            InboxFilter.NOT_READ: _("Everything that arrived could be read."),
        }[which]
    if sweep is not None and sweep.folder and not sweep.missing:
        folder = quoted("/".join(Path(sweep.folder).parts[-2:]))
        return _(
            "The Inbox is empty. Files in {folder} appear here; others may be dropped on the window."
        ).format(folder=folder)
    return _("The Inbox is empty. Drop files on the window, or add them.")
