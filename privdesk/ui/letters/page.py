# SPDX-License-Identifier: MIT
"""The letter as it will go, and beside it what may be written; nothing goes that the law or the case does not carry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from privdesk.domain.cases import CaseId
from privdesk.domain.letters import LetterKind
from privdesk.domain.people import PersonId
from privdesk.domain.submissions import SubmissionId
from privdesk.domain.tellings import TellingId
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.services.letter_plan import (
    FiledLetter,
    LetterDraft,
    LetterOffer,
    LetterPreview,
    LetterSubject,
    LetterWay,
    MadeLetter,
)
from privdesk.services.letters import Letters
from privdesk.ui.dialogs import ask
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.letters.side import LetterSide
from privdesk.ui.letters.words import act_words, done_words, effect_words
from privdesk.ui.navigation import Navigator
from privdesk.ui.page_images import picture_of
from privdesk.ui.reports.handing import PRINT_WIDTH, AskPath, AskPrinter, PrintRun, ask_path, ask_printer
from privdesk.ui.reports.paper_page import PaperPage, open_file
from privdesk.ui.reports.preview import Preview
from privdesk.ui.widgets.pane import UprightLine
from privdesk.ui.widgets.saver import Saver

_ANEW_MS = 350


@dataclass(frozen=True, slots=True)
class _Read:
    """What a first look brings."""

    offers: tuple[LetterOffer, ...]
    kind: LetterKind
    typed: Mapping[str, str]
    sends: bool


class LetterPage(PaperPage):
    """PgUp and PgDn turn, Ctrl++ and Ctrl+− zoom, Ctrl+Enter lets the letter go the usual way; Esc goes back."""

    def __init__(
        self,
        desk: Desk,
        letters: Letters,
        jobs: Jobs,
        navigator: Navigator,
        subject: LetterSubject,
        kind: str = "",
    ) -> None:
        super().__init__(_("Letter"), jobs)
        self._desk, self._letters, self._navigator, self._subject = desk, letters, navigator, subject
        self._kind = LetterKind(kind) if kind else None
        self._language: str | None = None
        self._typed: Mapping[str, str] = {}
        self._sends = self._filed = False
        self._draft: LetterDraft | None = None
        self._preview: LetterPreview | None = None
        self._print: PrintRun | None = None
        self.ask_path: AskPath = ask_path
        self.ask_printer: AskPrinter = ask_printer
        back = self.head.set_back(_("Request") if subject.case_id is not None else _("Back"))
        back.clicked.connect(self._go_back)
        self.preview = Preview()
        self.preview.view.setAccessibleName(_("Page of the letter"))
        self.side = LetterSide(desk.clock)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.preview, 1)
        row.addWidget(UprightLine())
        row.addWidget(self.side)
        self.content.addLayout(row, 1)
        self._saver = Saver(self, jobs, self._take_draft)
        self._saver.saved.connect(lambda: self.set_status(_("Kept as you type")))
        self._anew = QTimer(self)
        self._anew.setSingleShot(True)
        self._anew.setInterval(_ANEW_MS)
        self._anew.timeout.connect(self.draft_anew)
        self.preview.page_asked.connect(self._read_page)
        self.side.kind_chosen.connect(self._choose_kind)
        self.side.language_chosen.connect(self._choose_language)
        self.side.typed.connect(self._typed_on)
        self.side.asked.connect(self.let_go)

    # Reading, writing, looking

    @override
    def load(self) -> None:
        self.set_status(_("The preview stays in memory; nothing is written to disk"), "shield-check")
        self.run(lambda _progress: self._read(), self._show, lane="read")

    def _read(self) -> _Read:
        offers = tuple(self._letters.offers(self._subject))
        allowed = [each for each in offers if each.allowed] or list(offers)
        kind = self._kind or next((each.kind for each in allowed if each.suggested), allowed[0].kind)
        return _Read(offers, kind, self._letters.kept(self._subject, kind), self._letters.can_send())

    def _show(self, read: _Read) -> None:
        self._kind, self._sends = read.kind, read.sends
        self._typed = read.typed
        if read.typed:
            self.set_status(_("Going on where you stopped"))
        self.side.show_offers(read.offers, read.kind)
        self._draft_now(read.typed)

    def _choose_kind(self, kind: str) -> None:
        self._saver.flush()
        self._kind, self._filed, self._draft = LetterKind(kind), False, None
        self.banner.clear()
        subject, wanted = self._subject, self._kind
        self.run(
            lambda _progress: self._letters.kept(subject, wanted), self._draft_now, lane="read", latest="kept"
        )

    def _choose_language(self, language: str) -> None:
        self._language = language or None
        self.draft_anew()

    def _typed_on(self) -> None:
        self._filed = False
        self._saver.touch()
        self.side.set_ready(False)
        self._anew.start()

    def draft_anew(self) -> None:
        """Fill the letter anew with what is typed and chosen now."""
        self._draft_now(self.side.values())

    def _draft_now(self, typed: Mapping[str, str]) -> None:
        kind, subject, language = self._kind, self._subject, self._language
        if kind is None:
            return
        self._typed = typed
        self.side.set_ready(False)
        self.run(
            lambda _progress: self._letters.draft(subject, kind, language, typed),
            self._drafted,
            lane="read",
            latest="draft",
        )

    def _drafted(self, draft: LetterDraft) -> None:
        first = self._draft is None
        self._draft = draft
        self.set_title(draft.title, draft.reference or draft.facts.addressee.name)
        self.side.show_draft(draft, sends=self._sends)
        if first:
            self.side.first_field().setFocus(Qt.FocusReason.OtherFocusReason)
            self.settle_place()
        if not self.preview.shown:
            self.preview.say(_("The letter appears as it is ready."))
        self.run(
            lambda _progress: self._letters.preview(draft),
            lambda preview: self._previewed(draft, preview),
            lane="read",
            latest="preview",
            quiet=True,
        )

    def _previewed(self, draft: LetterDraft, preview: LetterPreview) -> None:
        if draft is not self._draft:
            return
        self._preview = preview
        if preview.pages:
            self.preview.begin(preview.pages)
        else:
            self.preview.say(_("The letter appears once what is missing is there."))
        self.side.set_ready(not self._filed)

    def _read_page(self, number: int, width: int) -> None:
        preview = self._preview
        if preview is None or not preview.pages:
            return
        self.run(
            lambda _progress: self._letters.page(preview.pdf, number, width),
            lambda image: self.preview.put(number, width, image) if preview is self._preview else None,
            lane="read",
            quiet=True,
        )

    # Letting it go

    def let_go(self, way: LetterWay) -> None:
        """Print, save, draft or send the letter that is shown; then it is filed."""
        draft = self._draft
        if draft is None or self._print is not None or not draft.complete:
            return
        if way is LetterWay.PRINTED:
            self._make(
                draft, lambda made: self.ask_printer(self, made.pages, lambda to: self._print_on(to, made))
            )
            return
        if way is LetterWay.SENT:
            words = _("It goes to {address} as it is shown, and is filed in the request.")
            ask(
                self,
                _("Send the letter now?"),
                words.format(address=draft.email),
                act_words(way),
                lambda: self._make(draft, lambda made: self._finish(made, way, None)),
            )
            return
        words = _(
            "The file holds personal data in plain. Keep it where only you can read it, and delete it once it is sent."
        )
        title = _("Save the e-mail draft") if way is LetterWay.EMAIL_DRAFT else _("Save the letter")
        suffix = ".eml" if way is LetterWay.EMAIL_DRAFT else ".pdf"
        name = f"{draft.reference or draft.kind.value}-{draft.kind.value}{suffix}"
        ask(
            self,
            title,
            words,
            _("Choose the place"),
            lambda: self.ask_path(
                self,
                title,
                name,
                lambda path: self._make(draft, lambda made: self._finish(made, way, path)),
            ),
        )

    def _make(self, draft: LetterDraft, then: Callable[[MadeLetter], None]) -> None:
        self.run(lambda _progress: self._letters.make(draft), then, words=_("Making the letter…"))

    def _print_on(self, printer: QPrinter, made: MadeLetter) -> None:
        run = PrintRun(printer, made.pages, self)
        run.wanted.connect(lambda number: self._read_for_print(run, made, number))
        run.done.connect(lambda: self._printed(made))
        self._print = run
        if not run.start():
            self._print = None
            self.banner.show_words(
                "error",
                _("The printer does not take the job."),
                _("Nothing was printed. Look at the printer, then try again."),
            )

    def _read_for_print(self, run: PrintRun, made: MadeLetter, number: int) -> None:
        def failed(error: BaseException) -> None:
            run.stop()
            self._print = None
            show_error(self.banner, error)

        words = _("Printing page {page} of {count}").format(page=number + 1, count=made.pages)
        self.run(
            lambda _progress: self._letters.page(made.pdf, number, PRINT_WIDTH),
            lambda image: run.put(picture_of(image)),
            lane="read",
            words=words,
            on_failed=failed,
        )

    def _printed(self, made: MadeLetter) -> None:
        self._print = None
        self._finish(made, LetterWay.PRINTED, None)

    def _finish(self, made: MadeLetter, way: LetterWay, path: Path | None) -> None:
        confirmed = self.side.confirmed.isChecked()
        self._saver.forget()
        words = _("Sending the letter…") if way is LetterWay.SENT else None
        self.run(
            lambda _progress: self._letters.finish(made, way, path, contact_confirmed=confirmed),
            lambda filed: self._done(filed, path),
            words=words or _("Filing the letter…"),
        )

    def _done(self, filed: FiledLetter, path: Path | None) -> None:
        self._filed = True
        self.side.set_ready(False)
        title, words = done_words(filed.way), effect_words(filed)
        if filed.way is LetterWay.EMAIL_DRAFT and path is not None:
            words = f"{words} {_('Your mail program opens it and you send it.')}".strip()
            self.banner.show_words("done", title, words, _("Open the draft"), lambda: open_file(path))
        elif self._subject.case_id is not None:
            words = words or _("It stands in the correspondence of the request.")
            self.banner.show_words("done", title, words, _("Back to the request"), self._go_to_case)
        else:
            self.banner.show_words("done", title, words or _("It is filed with the person."))
        self.counts_changed.emit()

    def _go_to_case(self) -> None:
        if self._subject.case_id is not None:
            self._navigator.open("case", case=self._subject.case_id)

    def _go_back(self) -> None:
        self._navigator.back()

    # Leaving, locking, keys

    def _take_draft(self) -> Callable[[], None]:
        letters, subject, kind, typed = self._letters, self._subject, self._kind, dict(self.side.values())
        if kind is None:
            return lambda: None
        return lambda: letters.keep(subject, kind, typed)

    @override
    def person_in_sight(self) -> PersonId | None:
        return None

    @override
    def leave(self) -> None:
        self._saver.flush()
        if self._print is not None:
            self._print.stop()

    @override
    def place_state(self) -> dict[str, Any]:
        kind = self._kind.value if self._kind is not None else ""
        return {**super().place_state(), "kind": kind, "language": self._language or ""}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        if state.get("kind") and self._kind is None:
            self._kind = LetterKind(str(state["kind"]))
        self._language = str(state.get("language", "")) or self._language
        super().restore_place(state)


def subject_of(args: Mapping[str, Any]) -> LetterSubject:
    """What a letter is about, from the arguments of a place."""
    case, submission, telling = (args.get(name) for name in ("case", "submission", "telling"))
    return LetterSubject(
        None if case is None else CaseId(int(case)),
        None if submission is None else SubmissionId(int(submission)),
        None if telling is None else TellingId(int(telling)),
    )
