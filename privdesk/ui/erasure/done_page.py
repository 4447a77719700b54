# SPDX-License-Identifier: MIT
"""After an erasure: its certificate to print or save, and the originals on paper to destroy."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from typing_extensions import override

from privdesk.domain.cases import Case
from privdesk.domain.erasures import Erasure as ErasureRecord
from privdesk.domain.erasures import ErasureId, Paper, PaperId
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.erasure import Erasure, MadeCertificate
from privdesk.services.erasure_words import goes_words
from privdesk.services.progress import Progress
from privdesk.ui.dialogs import ask
from privdesk.ui.erasure.rows import paper_rows
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.page_images import picture_of
from privdesk.ui.reports.handing import PRINT_WIDTH, AskPath, AskPrinter, PrintRun, ask_path, ask_printer
from privdesk.ui.reports.preview import Preview
from privdesk.ui.widgets.act_list import Act, ActList, NoteList
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Pane
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Column


@dataclass(frozen=True, slots=True)
class _Done:
    """What the page shows at first."""

    erasure: ErasureRecord
    papers: tuple[Paper, ...]
    made: MadeCertificate | None
    case: Case | None = None
    tells: bool = False
    """Whether recipients are still to be told."""


class DonePage(Page):
    """Ctrl+P prints the certificate, Ctrl+S saves it; Space ticks an original as destroyed."""

    def __init__(
        self, desk: Desk, erasure: Erasure, jobs: Jobs, navigator: Navigator, erasure_id: int
    ) -> None:
        super().__init__(_("Erasure certificate"), jobs)
        self._desk, self._erasure, self._navigator = desk, erasure, navigator
        self._id = ErasureId(erasure_id)
        self._made: MadeCertificate | None = None
        self._print: PrintRun | None = None
        self.ask_path: AskPath = ask_path
        self.ask_printer: AskPrinter = ask_printer
        self.head.set_back(_("Erasures")).clicked.connect(lambda: navigator.open("erasures"))
        self.save = Button(_("Save"), "download", "Ctrl+S")
        self.save.clicked.connect(self.ask_where)
        self.print = PrimaryButton(_("Print"), "printer", "Ctrl+P")
        self.print.clicked.connect(self.ask_which_printer)
        for button in (self.save, self.print):
            button.setEnabled(False)
            self.head.add_act(button)
        self.preview = Preview()
        self.preview.page_asked.connect(self._read_page)
        self.content.addWidget(self.preview, 1)
        self.notes, self.acts = NoteList(), ActList()
        self.papers = RowList(_("Paper originals"), [Column(stretch=1)])
        self.papers.view.setObjectName("papers")
        self.papers.ticked.connect(self._tick)
        self.papers.opened.connect(lambda paper: self._tick(paper, True))
        self.side = Pane("left")
        self.side.add_heading(_("What happened"))
        self.side.add(self.notes, self.acts)
        self.side.add_line()
        self.side.add_heading(_("Paper originals"))
        self.none = Label(_("None to destroy."), tone="muted", wrap=True)
        self.side.add(self.none, self.papers)
        self.side.add_stretch()
        self.set_side(self.side)

    @override
    def load(self) -> None:
        self.run(self._read, self._show, words=_("Making the certificate…"))

    def _read(self, _progress: Progress) -> _Done:
        erasure = self._erasure.get(self._id)
        papers = tuple(self._erasure.papers(self._id))
        made = self._erasure.certificate(self._id) if not erasure.unfinished else None
        case = self._desk.requests.get(erasure.case_id) if erasure.case_id is not None else None
        told = self._desk.tellings.of_case(case.id) if case is not None else ()
        return _Done(erasure, papers, made, case, any(each.open for each in told))

    def _show(self, done: _Done) -> None:
        erasure, self._made = done.erasure, done.made
        self.set_title(_("Erasure certificate"), erasure.number)
        self.notes.set_notes(_notes(erasure))
        self.acts.set_acts(self._left(done))
        self._show_papers(done.papers)
        for button in (self.save, self.print):
            button.setEnabled(done.made is not None)
        if done.made is None:
            self.preview.say(_("The erasure is not finished. Let it go on first."))
            self.banner.show_words(
                "warning", _("This erasure is not finished."), _("What is erased stays erased."),
                _("Let it go on"), self.resume,
            )  # fmt: skip
            return
        if erasure.whole and done.made.addressed and (done.tells or _unanswered(done.case)):
            self.banner.show_words(
                "notice",
                _("Write what is to be written before you lock the desk."),
                _("The address is in memory alone: for the certificate, the answer and the recipients."),
            )
        self.preview.begin(done.made.pages)
        self.preview.focus_page()
        self.settle_place()

    def _left(self, done: _Done) -> list[Act]:
        """The letters that are still to be written."""
        case, acts = done.case, list[Act]()
        if case is None or self._desk.letters is None or done.erasure.unfinished:
            return acts
        if _unanswered(case):
            acts.append(
                Act(_("Write the answer"), "mail", lambda: self._navigator.open("letter", case=case.id))
            )
        if done.tells:
            acts.append(
                Act(_("Tell the recipients"), "send", lambda: self._navigator.open("tellings", case=case.id))
            )
        return acts

    def _show_papers(self, papers: tuple[Paper, ...]) -> None:
        self.none.setVisible(not papers)
        self.papers.setVisible(bool(papers))
        self.papers.set_rows(paper_rows(papers, self._desk.clock))
        self.papers.fit_height()

    def resume(self) -> None:
        """Let the erasure go on to its end."""
        self.banner.clear()
        self.run(
            lambda progress: self._erasure.resume(self._id, progress), lambda _done: self.load(),
            words=_("Erasing, group by group…"),
        )  # fmt: skip

    def _tick(self, paper: object, on: bool) -> None:
        if not on or not isinstance(paper, int):
            return
        words = _("It cannot be taken back; today’s date and your name stand with it.")
        ask(
            self, _("Is this original destroyed?"), words, _("It is destroyed"),
            lambda: self._destroyed(PaperId(paper)), keep=_("Not yet"),
        )  # fmt: skip

    def _destroyed(self, paper_id: PaperId) -> None:
        def work(_progress: Progress) -> tuple[Paper, ...]:
            self._erasure.destroyed(paper_id)
            return tuple(self._erasure.papers(self._id))

        self.run(work, self._show_papers)

    # Paper

    def _read_page(self, number: int, width: int) -> None:
        made = self._made
        if made is None:
            return
        self.run(
            lambda _progress: self._erasure.certificate_page(made, number, width),
            lambda image: self.preview.put(number, width, image) if made is self._made else None,
            lane="read",
            quiet=True,
        )

    def ask_where(self) -> None:
        """Save the certificate where the person says; the file is named by number only."""
        made = self._made
        if made is None:
            return
        self.ask_path(self, _("Save the certificate"), made.file_name, lambda path: self._save(made, path))

    def _save(self, made: MadeCertificate, path: Path) -> None:
        self.run(
            lambda _progress: self._erasure.save_certificate(made, path),
            lambda _none: self.banner.show_words("done", _("The certificate is saved."), path.name),
        )

    def ask_which_printer(self) -> None:
        """Print the certificate."""
        made = self._made
        if made is None or self._print is not None:
            return
        self.ask_printer(self, made.pages, lambda printer: self._print_on(printer, made))

    def _print_on(self, printer: QPrinter, made: MadeCertificate) -> None:
        run = PrintRun(printer, made.pages, self)
        run.wanted.connect(lambda number: self._read_for_print(run, made, number))
        run.done.connect(self._printed)
        self._print = run
        if not run.start():
            self._print = None
            words = _("Nothing was printed. Look at the printer, then try again.")
            self.banner.show_words("error", _("The printer does not take the job."), words)

    def _read_for_print(self, run: PrintRun, made: MadeCertificate, number: int) -> None:
        def failed(error: BaseException) -> None:
            run.stop()
            self._print = None
            show_error(self.banner, error)

        self.run(
            lambda _progress: self._erasure.certificate_page(made, number, PRINT_WIDTH),
            lambda image: run.put(picture_of(image)),
            lane="read",
            on_failed=failed,
        )

    def _printed(self) -> None:
        self._print = None
        self.set_status(_("Printed"))

    @override
    def leave(self) -> None:
        if self._print is not None:
            self._print.stop()


def _unanswered(case: Case | None) -> bool:
    return case is not None and case.answer is None and case.closed_on is None


def _notes(erasure: ErasureRecord) -> list[tuple[str, str, str, str]]:
    ended = erasure.ended_at
    day = wording.date_plain(ended.date()) if ended is not None else ""
    notes = [("eraser", "danger", goes_words(erasure.erased), day)]
    if erasure.whole:
        notes.append(("file-x", "text_muted", _("The record itself went"), _("requests stay without a name")))
    kept = len(erasure.kept)
    if kept and not erasure.whole:
        words = _("each with its law and date, on the certificate")
        notes.append(("archive", "info", _("Groups that stay: {n}").format(n=kept), words))
    if erasure.restricts:
        notes.append(("lock", "look", _("Use is restricted"), _("of everything that stays")))
    if erasure.backups_until is not None:
        last = wording.date_plain(erasure.backups_until)
        notes.append(("hard-drive", "text_muted", _("Backups hold it until {day}").format(day=last), ""))
    return notes
