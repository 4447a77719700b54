# SPDX-License-Identifier: MIT
"""What both ways of opening a request share: search, dates, the draft, opening, errors beside their field."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from typing_extensions import override

from privdesk.domain.case_errors import NoRightAskedError, PersonUnknownError, ReceivedInFutureError
from privdesk.domain.case_fact_errors import AuthorityExpiredError, RepresentativeIncompleteError
from privdesk.domain.cases import Case
from privdesk.domain.people import Channel
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.services.requests import NewRequest
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.requests.request_form import Asker, RequestForm
from privdesk.ui.widgets.button import Button, PrimaryButton, QuietButton
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Footer
from privdesk.ui.widgets.saver import Saver


class OpeningPage(Page):
    """Base of the pages that open a request; the subclass lays the form out."""

    def __init__(
        self, title: str, desk: Desk, jobs: Jobs, navigator: Navigator, channel: Channel, *, beside: bool
    ) -> None:
        super().__init__(title, jobs)
        self.desk, self.navigator = desk, navigator
        self.form = RequestForm(desk.clock, channel, beside=beside)
        self.form.asker.searched.connect(self._search)
        self.form.asker.shown.connect(self.ask_choices)
        self.form.dates_asked.connect(self.ask_dates)
        self.form.changed.connect(self._touched)
        self.act = PrimaryButton(_("Open the request"), "shield-plus", "Ctrl+Return")
        self.act.clicked.connect(self.open_request)
        drop = QuietButton(_("Discard"))
        drop.clicked.connect(self.discard)
        later = Button(_("Finish later"), keys="Esc", bind=False)
        later.clicked.connect(navigator.back)
        self.footer = Footer()
        self.footer.add_act(drop)
        self.footer.add_act(later)
        self.footer.add_act(self.act)
        self.set_footer(self.footer)
        self.saver = Saver(self, jobs, self._take_draft)
        self.saver.saved.connect(lambda: self.footer.words.setText(_("Kept as you type")))
        self._restored = False

    @property
    def draft_key(self) -> str:
        """Under which key the half-typed form is kept."""
        raise NotImplementedError

    @property
    def request(self) -> NewRequest | None:
        """What is to be opened; None, with the field marked, where something is missing."""
        return self.form.request

    def draft_values(self) -> Mapping[str, str]:
        """What is half typed."""
        return self.form.values()

    def put_draft(self, values: Mapping[str, str]) -> None:
        """Put back what was half typed."""
        self.form.set_values(values)

    def ask_choices(self) -> None:
        """Read what may be chosen for who asks: consents, purposes, agencies, who spoke for them before."""
        asker = self.form.asker.asker
        person = asker.person_id if asker is not None else None
        self.run(
            lambda _progress: self.desk.calls.choices(person),
            self.form.offer,
            lane="read",
            latest="choices",
            quiet=True,
        )

    def ask_dates(self) -> None:
        """Read the laws that may apply, with their dates."""
        asker, day, rights = self.form.asker.asker, self.form.received.day, self.form.ticks.rights
        person, kind = asker.person_id if asker is not None else None, self.form.case_kind
        if day is None or day > self.desk.clock.today():
            return
        self.run(
            lambda _progress: self.desk.requests.regimes(person, day, rights, kind),
            self.form.law.offer,
            lane="read",
            latest="dates",
            quiet=True,
        )

    def restore_draft(self, otherwise: Callable[[], None]) -> None:
        """Put a draft back, or do `otherwise` where there is none."""
        key = self.draft_key

        def put(values: Mapping[str, str]) -> None:
            self._restored = True
            if values:
                self.put_draft(values)
                self.saver.forget()
                self.footer.words.setText(_("Going on where you stopped"))
                self.ask_dates()
            else:
                otherwise()
            self.settle_place()

        self.run(lambda _progress: self.desk.requests.draft(key), put, lane="read")

    def open_request(self) -> None:
        """Open one case for all ticked rights."""
        request = self.request
        if request is None:
            return
        self.saver.forget()
        requests, key = self.desk.requests, self.draft_key

        def work() -> Case:
            case = requests.open(request)
            requests.keep_draft(key, {})
            return case

        self.act.setEnabled(False)
        self.run(lambda _progress: work(), self.opened, on_failed=self._failed)

    def opened(self, case: Case) -> None:
        """Go on to the request that was opened or joined."""
        self.counts_changed.emit()
        self.finished = True
        self.navigator.open("case", case=case.id)

    def discard(self) -> None:
        """Drop what was typed and go back."""
        self.saver.forget()
        key = self.draft_key
        self.run(
            lambda _progress: self.desk.requests.keep_draft(key, {}), lambda _none: self.navigator.back()
        )

    def _failed(self, error: BaseException) -> None:
        self.act.setEnabled(True)
        self._touched()
        if isinstance(error, NoRightAskedError):
            self.form.say_rights(sentence_of(error))
            self.form.ticks.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, PersonUnknownError):
            self.form.asker.picker.field.set_error(sentence_of(error))
            self.form.asker.picker.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, ReceivedInFutureError):
            self.form.received.set_error(sentence_of(error))
            self.form.received.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, RepresentativeIncompleteError):
            self.form.speaker.say_name(sentence_of(error))
        elif isinstance(error, AuthorityExpiredError):
            self.form.speaker.say_until(sentence_of(error))
        else:
            show_error(self.banner, error)

    def _search(self, text: str) -> None:
        self.run(
            lambda _progress: self.desk.people.search(text, 20),
            lambda hits: self.form.asker.picker.show_hits(text, hits),
            lane="read",
            latest="search",
            quiet=True,
        )

    def _touched(self) -> None:
        if self._restored:
            self.saver.touch()

    def _take_draft(self) -> Callable[[], None]:
        requests, key, values = self.desk.requests, self.draft_key, dict(self.draft_values())
        return lambda: requests.keep_draft(key, values)

    def show_asker(self, asker: Asker) -> None:
        """Fill in who asks."""
        self.form.asker.show_asker(asker)
        self.ask_dates()

    @override
    def leave(self) -> None:
        self.saver.flush()
