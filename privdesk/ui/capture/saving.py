# SPDX-License-Identifier: MIT
"""Saving, keeping apart and refusing a form – and what happens when that does not work."""

from collections.abc import Callable, Sequence

from privdesk.domain.inbox import ItemId
from privdesk.domain.matching import Candidate
from privdesk.domain.people import PersonId
from privdesk.domain.submissions import (
    FieldProblemError,
    FormEntry,
    MandatoryMissingError,
    PersonNotFoundForFormError,
    Saved,
    UndecidedDuplicateError,
)
from privdesk.i18n import _
from privdesk.services.progress import Progress
from privdesk.ui.capture.entering import EnteringPage
from privdesk.ui.capture.form_side import FormSide
from privdesk.ui.capture.letter_due import letter_due, open_letter
from privdesk.ui.capture.opening import entry_of
from privdesk.ui.capture.reasons import ReasonsPanel, incomplete_panel, refusal_panel
from privdesk.ui.errors import show_error
from privdesk.ui.widgets.half_typed import HalfTypedKeeper

INCOMPLETE, REFUSE = "incomplete", "refuse"
Act = Callable[[FormEntry], Saved]


class Saving:
    """The ends of a form; each goes on to the next one that waits."""

    def __init__(self, page: EnteringPage) -> None:
        self._page = page
        self._runs = False

    def save(self) -> None:
        """Save and open the next form, unless something must be filled in or decided first."""
        form = self._page.form
        if form is None or self._runs:
            return
        form.state.show_problems()
        form.fields.refresh()
        blocked = next((key for key in form.state.keys if form.state.problem(key)), None)
        if blocked is not None:
            form.fields.go_to(blocked)
            return
        if form.same.waits:
            self._ask_to_decide(form)
            return
        self._end(self._page.desk.capture.save)

    def set_aside(self) -> None:
        """Take the item out of the Inbox, kept; the next one opens."""
        item_id = self._page.item_id
        if item_id is None or self._runs:
            return

        def work(_progress: Progress) -> ItemId | None:
            self._page.desk.inbox.set_aside([item_id], "set_aside")
            return self._page.desk.capture.next_item(item_id)

        self._begin()
        self._page.run(work, self._go_on, on_failed=self._failed)

    def ask_incomplete(self) -> None:
        """Ask what is missing, with what is missing ticked."""
        form = self._page.form
        if form is not None:
            panel = incomplete_panel(form.state.template, form.state.missing())
            self._ask(form, panel, self._page.desk.capture.incomplete, INCOMPLETE)

    def ask_refusal(self) -> None:
        """Ask why the service is refused."""
        form = self._page.form
        if form is not None:
            self._ask(form, refusal_panel(), self._page.desk.capture.refuse_service, REFUSE)

    def keeping_failed(self, error: BaseException) -> None:
        """The draft could not be kept: say so; the form stays."""
        drafts = self._page.drafts
        if drafts is not None:
            show_error(self._page.banner, error, drafts.reopen)

    def ask_again(self, what: str) -> None:
        """The question that was open before locking."""
        {INCOMPLETE: self.ask_incomplete, REFUSE: self.ask_refusal}[what]()

    def _ask(self, form: FormSide, panel: ReasonsPanel, act: Act, what: str) -> None:
        panel.given.connect(lambda reasons: self._end(act, tuple(reasons)))
        form.ask_reasons(panel)
        page, key = self._page, f"item:{form.opening.sheet.item.id}:{what}"
        kept = HalfTypedKeeper(page, page.desk.half_typed, key, panel.values, panel.set_values)
        panel.typed.connect(kept.touch)
        page.panel_key = key
        form.kept_reasons = kept
        kept.read()

    def _ask_to_decide(self, form: FormSide) -> None:
        form.same.focus_choice()
        self._page.banner.show_words(
            "warning",
            _("Decide first whether this is the same person."),
            _(
                "Alt+A adds the form to the person on file, Alt+N makes a new person, Alt+L leaves it for later."
            ),
        )

    def _end(self, act: Act, reasons: tuple[str, ...] = ()) -> None:
        form, opening = self._page.form, self._page.opening
        if form is None or opening is None or opening.ref is None or self._runs:
            return
        entry = entry_of(opening, opening.ref, form.state.values(), form.current_details(), reasons)

        def work(_progress: Progress) -> tuple[Saved, ItemId | None]:
            return act(entry), self._page.desk.capture.next_item(entry.item_id)

        def done(found: tuple[Saved, ItemId | None]) -> None:
            saved, following = found
            if form.kept_reasons is not None:
                form.kept_reasons.drop()
            due = letter_due(self._page.desk, saved)
            if due is not None and following is None:
                self._runs = False
                open_letter(self._page.navigator, due)
                return
            self._page.letter_due = due
            self._go_on(following, _kept_words(saved))

        self._begin()
        self._page.run(work, done, words=_("Saving…"), on_failed=self._failed)

    def _begin(self) -> None:
        self._runs = True
        self._page.banner.clear()
        if self._page.drafts is not None:
            self._page.drafts.close()

    def _go_on(self, following: ItemId | None, words: str = "") -> None:
        self._runs = False
        self._page.set_status(words or _("Saved"))
        self._page.navigator.refresh_counts()
        if following is None:
            self._page.go_to_inbox()
        else:
            self._page.open_item(following)

    def _failed(self, error: BaseException) -> None:
        """The form stays as it is, with the caret where something is to be done."""
        self._runs = False
        page, form = self._page, self._page.form
        if page.drafts is not None:
            page.drafts.reopen()
        if form is None:
            show_error(page.banner, error)
            return
        if isinstance(error, UndecidedDuplicateError):
            self._undecided(form, error)
            return
        show_error(page.banner, error, None if isinstance(error, PersonNotFoundForFormError) else self.save)
        key = _where(error)
        if key in form.state.keys:
            form.fields.go_to(key)

    def _undecided(self, form: FormSide, error: UndecidedDuplicateError) -> None:
        """Somebody was found while saving: show them, or name them where only the number fits."""
        page = self._page
        values = form.state.values()

        def shown(likely: Sequence[Candidate]) -> None:
            page.show_likely(likely)
            if form.same.likely:
                self._ask_to_decide(form)
            else:
                self._number_of_another(error.person_id)

        page.run(lambda _progress: page.desk.capture.likely_same(values), shown, lane="read", quiet=True)

    def _number_of_another(self, person_id: PersonId) -> None:
        """The user number belongs to somebody with another name: it is theirs only if the clerk says so."""

        def add() -> None:
            form = self._page.form
            if form is not None:
                form.same.fixed = person_id
                self.save()

        self._page.banner.show_words(
            "warning",
            _("The user number belongs to somebody with another name."),
            _("Compare the number with the page. If it is right, the form can be added to that person."),
            _("Add to the person of this number"),
            add,
        )


def _kept_words(saved: Saved) -> str:
    if not saved.left_to_office:
        return _("Saved")
    number = saved.submission.number
    return _("Kept as {number}: the office decides about the user number.").format(number=number)


def _where(error: BaseException) -> str:
    if isinstance(error, MandatoryMissingError):
        return error.keys[0] if error.keys else ""
    if isinstance(error, FieldProblemError):
        return error.key
    if isinstance(error, PersonNotFoundForFormError):
        return "user_number"
    return ""
