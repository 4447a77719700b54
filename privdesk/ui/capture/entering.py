# SPDX-License-Identifier: MIT
"""What a page that enters forms holds, for those that end a form: saving, keeping apart, refusing."""

from collections.abc import Sequence

from privdesk.domain.inbox import ItemId
from privdesk.domain.matching import Candidate
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.ui.capture.drafts import DraftSaver
from privdesk.ui.capture.form_side import FormSide
from privdesk.ui.capture.letter_due import LetterDue
from privdesk.ui.capture.opening import Opening
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.widgets.page import Page


class EnteringPage(Page):
    """One item at a time: its sheet, its fields and its draft, where there are any."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("Capture"), jobs)
        self.desk = desk
        self.navigator = navigator
        self.item_id: ItemId | None = None
        self.opening: Opening | None = None
        self.form: FormSide | None = None
        self.drafts: DraftSaver | None = None
        self.letter_due: LetterDue | None = None
        """The letter that a form kept a moment ago wants; offered with the next one."""

    def open_item(self, item_id: ItemId | None) -> None:
        """Open another item in this page."""
        raise NotImplementedError

    def show_likely(self, likely: Sequence[Candidate]) -> None:
        """Show who on file may be the person on the form."""
        raise NotImplementedError

    def go_to_inbox(self) -> None:
        """Back to the list."""
        raise NotImplementedError
