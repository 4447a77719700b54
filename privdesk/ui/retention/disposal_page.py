# SPDX-License-Identifier: MIT
"""After a disposal: its certificate to print or save, and the originals on paper to destroy."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from typing_extensions import override

from privdesk.domain.disposals import Disposal, DisposalId
from privdesk.domain.erasures import Paper
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.desk import Desk
from privdesk.services.progress import Progress
from privdesk.services.retention import MadeDisposalCertificate, Retention
from privdesk.services.retention_words import entries_words, held_groups_words
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.page_images import picture_of
from privdesk.ui.reports.handing import PRINT_WIDTH, AskPath, AskPrinter, PrintRun, ask_path, ask_printer
from privdesk.ui.reports.preview import Preview
from privdesk.ui.retention.rows import boxes_of
from privdesk.ui.widgets.act_list import NoteList
from privdesk.ui.widgets.button import Button, LinkButton, PrimaryButton
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Pane


@dataclass(frozen=True, slots=True)
class _Done:
    disposal: Disposal
    papers: tuple[Paper, ...]
    made: MadeDisposalCertificate | None


class DisposalPage(Page):
    """Ctrl+P prints the certificate, Ctrl+S saves it."""

    def __init__(
        self, desk: Desk, retention: Retention, jobs: Jobs, navigator: Navigator, disposal: int
    ) -> None:
        super().__init__(_("Disposal"), jobs)
        self._desk, self._retention, self._navigator = desk, retention, navigator
        self._id = DisposalId(disposal)
        self._made: MadeDisposalCertificate | None = None
        self._print: PrintRun | None = None
        self.ask_path: AskPath = ask_path
        self.ask_printer: AskPrinter = ask_printer
        self.head.set_back(_("Retention")).clicked.connect(
            lambda: navigator.open("retention", tab="disposals")
        )
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
        self.notes = NoteList()
        self.papers = LinkButton(_("Show the paper originals"))
        self.papers.clicked.connect(lambda: navigator.open("retention", tab="papers"))
        self.papers.hide()
        self.side = Pane("left")
        self.side.add_heading(_("What happened"))
        self.side.add(self.notes, self.papers)
        self.side.add_stretch()
        self.set_side(self.side)

    @override
    def load(self) -> None:
        self.run(self._read, self._show, words=_("Making the certificate…"))

    def _read(self, _progress: Progress) -> _Done:
        disposal = self._retention.get(self._id)
        papers = tuple(self._retention.papers(self._id))
        made = self._retention.certificate(self._id) if disposal.ended_at is not None else None
        return _Done(disposal, papers, made)

    def _show(self, done: _Done) -> None:
        self._made = done.made
        self.set_title(_("Disposal"), done.disposal.number)
        self.notes.set_notes(_notes(done.disposal, done.papers, self._desk.clock))
        self.papers.setVisible(any(paper.destroyed_on is None for paper in done.papers))
        for button in (self.save, self.print):
            button.setEnabled(done.made is not None)
        if done.made is None:
            self.preview.say(_("The disposal is not finished. Its certificate is made when it has ended."))
            self.take_keyboard()
            return
        self.preview.begin(done.made.pages)
        self.preview.focus_page()
        self.settle_place()

    # Paper

    def _read_page(self, number: int, width: int) -> None:
        made = self._made
        if made is None:
            return
        self.run(
            lambda _progress: self._retention.certificate_page(made, number, width),
            lambda image: self.preview.put(number, width, image) if made is self._made else None,
            lane="read",
            quiet=True,
        )

    def ask_where(self) -> None:
        """Save the certificate where the person says."""
        made = self._made
        if made is not None:
            self.ask_path(
                self, _("Save the certificate"), made.file_name, lambda path: self._save(made, path)
            )

    def _save(self, made: MadeDisposalCertificate, path: Path) -> None:
        self.run(
            lambda _progress: self._retention.save_certificate(made, path),
            lambda _none: self.banner.show_words("done", _("The certificate is saved."), path.name),
        )

    def ask_which_printer(self) -> None:
        """Print the certificate."""
        made = self._made
        if made is None or self._print is not None:
            return
        self.ask_printer(self, made.pages, lambda printer: self._print_on(printer, made))

    def _print_on(self, printer: QPrinter, made: MadeDisposalCertificate) -> None:
        run = PrintRun(printer, made.pages, self)
        run.wanted.connect(lambda number: self._read_for_print(run, made, number))
        run.done.connect(self._printed)
        self._print = run
        if not run.start():
            self._print = None
            words = _("Nothing was printed. Look at the printer, then try again.")
            self.banner.show_words("error", _("The printer does not take the job."), words)

    def _read_for_print(self, run: PrintRun, made: MadeDisposalCertificate, number: int) -> None:
        def failed(error: BaseException) -> None:
            run.stop()
            self._print = None
            show_error(self.banner, error)

        self.run(
            lambda _progress: self._retention.certificate_page(made, number, PRINT_WIDTH),
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


def _notes(
    disposal: Disposal, papers: tuple[Paper, ...], clock: OfficeClock
) -> list[tuple[str, str, str, str]]:
    ended = disposal.ended_at
    day = wording.date_plain(clock.day_of(ended)) if ended is not None else ""
    words = _("{entries} went").format(entries=entries_words(disposal.disposed))
    notes = [("hourglass", "danger", words, day)]
    groups = len(disposal.done)
    counted = ngettext("{n} data group", "{n} data groups", groups).format(n=groups)
    notes.append(
        ("file-badge", "text_muted", counted, _("each with its rule and cut-off, on the certificate"))
    )
    held = held_groups_words(disposal)
    if held:
        words = _("Held back: {who}").format(who=held)
        notes.append(("lock", "look", words, _("a hold stands, the use is restricted, or a request is open")))
    if disposal.ended_early:
        notes.append(("triangle-alert", "look", _("Ended early"), _("the rest of the plan stays")))
    boxes = boxes_of(papers)
    if boxes:
        forms = ngettext("{n} paper original", "{n} paper originals", len(papers)).format(n=len(papers))
        places = ngettext("in {n} binder or box", "in {n} binders and boxes", len(boxes)).format(n=len(boxes))
        notes.append(("file-text", "text_muted", forms, places))
    if disposal.backups_until is not None:
        last = wording.date_plain(disposal.backups_until)
        notes.append(("hard-drive", "text_muted", _("Backups hold it until {day}").format(day=last), ""))
    return notes
