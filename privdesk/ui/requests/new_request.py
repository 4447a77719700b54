# SPDX-License-Identifier: MIT
"""A request that came by letter, at the counter or in another way: written down and opened."""

from PySide6.QtCore import Qt
from typing_extensions import override

from privdesk.domain.audit import Purpose
from privdesk.domain.people import Channel, PersonId
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.services.person_page import PersonPage
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.requests.opening_page import OpeningPage
from privdesk.ui.requests.request_form import Asker
from privdesk.ui.widgets.pane import scrolling


class NewRequestPage(OpeningPage):
    """Person, rights (Alt+1 to Alt+7), how it reached us; Ctrl+Enter opens it."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator, person: int | None = None) -> None:
        super().__init__(_("New request"), desk, jobs, navigator, Channel.POST, beside=True)
        self._person = None if person is None else PersonId(person)
        self.content.addWidget(scrolling(self.form), 1)

    @property
    @override
    def draft_key(self) -> str:
        return f"new:{self._person or ''}"

    @override
    def load(self) -> None:
        self.restore_draft(self._begin)

    def _begin(self) -> None:
        self.ask_dates()
        self.ask_choices()
        if self._person is None:
            self.form.asker.picker.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        person = self._person
        self.run(lambda _progress: self.desk.people.open(person, Purpose.RIGHTS_REQUEST), self._known)

    def _known(self, page: PersonPage) -> None:
        person = page.person
        number = page.contracts[0].user_number if page.contracts else ""
        words = ", ".join(part for part in (person.address_line, number) if part)
        self.form.set_facts(person.facts)
        self.show_asker(Asker(person.id, person.name or _("Restricted"), words))
        self.form.ticks.setFocus(Qt.FocusReason.OtherFocusReason)
