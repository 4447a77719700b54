# SPDX-License-Identifier: MIT
"""The figures of a year: charts with their tables, what each figure means, PDF and table to save."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.figures import YearFigures
from privdesk.i18n import _, desk_language, ngettext
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.figures import Figures
from privdesk.services.figures_tables import FigureTable, figure_tables, shown
from privdesk.services.figures_words import FigureWords, figure_words
from privdesk.services.office_papers import MadePaper
from privdesk.services.progress import Progress
from privdesk.ui.figures.blocks import FigureBlock
from privdesk.ui.figures.printing import PaperPrinting
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.reports.handing import AskPath, ask_path
from privdesk.ui.widgets.button import IconButton, PrimaryButton
from privdesk.ui.widgets.empty import Empty
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.pane import Line, empty_layout, scrolling
from privdesk.ui.widgets.tabs import FilterTabs

_YEARS = 9
"""Years to choose from; digits choose one."""


@dataclass(frozen=True, slots=True)
class _Shown:
    years: tuple[int, ...]
    figures: YearFigures
    tables: tuple[FigureTable, ...]
    words: FigureWords


class FiguresPage(Page):
    """Digits choose a year; Ctrl+S saves the PDF, Ctrl+Shift+S the table, Ctrl+P prints."""

    def __init__(self, desk: Desk, figures: Figures, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("Figures of the year"), jobs)
        self._desk, self._figures = desk, figures
        self._shown: _Shown | None = None
        self.ask_path: AskPath = ask_path
        self.printing = PaperPrinting(self, figures.page)
        self.head.set_back(_("Requests")).clicked.connect(lambda: navigator.open("requests"))
        self.print = IconButton("printer", _("Print"), "Ctrl+P")
        self.print.clicked.connect(lambda: self._make(self.printing.print))
        self.table = IconButton("file-output", _("Save as a table"), "Ctrl+Shift+S")
        self.table.clicked.connect(self.ask_table)
        self.save = PrimaryButton(_("Save as PDF"), "download", "Ctrl+S")
        self.save.clicked.connect(lambda: self._make(self.ask_paper))
        for button in (self.print, self.table, self.save):
            button.setEnabled(False)
            self.head.add_act(button)
        self.years = FilterTabs(_("Year"))
        self.years.setObjectName("years")
        self.years.chosen.connect(lambda year: self._read(int(year)))
        self.empty = Empty("")
        self.empty.hide()
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 16)
        self._column.setSpacing(0)
        self._area = scrolling(inner)
        self.content.addWidget(self.years)
        self.content.addWidget(Line())
        self.content.addWidget(self._area, 1)
        self.content.addWidget(self.empty, 1)
        self.blocks: list[FigureBlock] = []

    @override
    def load(self) -> None:
        self._read(int(self.years.current) if self.years.current else None)
        self.years.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self, year: int | None) -> None:
        def read(_progress: Progress) -> _Shown:
            years = tuple(self._figures.years()[:_YEARS])
            found = self._figures.of_year(year if year in years else years[0])
            office = self._desk.office.office()
            words = figure_words(desk_language(), office.regime, office.country)
            return _Shown(years, found, figure_tables(found, words, office.country), words)

        self.run(read, self._show, lane="read", latest="figures")

    def _show(self, shown_now: _Shown) -> None:
        self._shown = shown_now
        found, words = shown_now.figures, shown_now.words
        self.years.set_filters([(str(year), str(year), None) for year in shown_now.years], str(found.year))
        self.set_title(_("Figures of the year"), _sentence(found, words))
        empty_layout(self._column)
        self._column.addWidget(_lead(found, words))
        self.blocks = [FigureBlock(table, words) for table in shown_now.tables]
        for block in self.blocks:
            self._column.addWidget(block)
            if block.list is not None:
                block.list.digit_pressed.connect(lambda _row, number: self.years.choose_number(number))
        self._column.addStretch(1)
        self.empty.set_sentence(words("empty", year=found.year))
        self.empty.setVisible(found.empty)
        self._area.setVisible(not found.empty)
        for button in (self.print, self.table, self.save):
            button.setEnabled(True)
        self.settle_place()

    # Papers

    def _make(self, then: Callable[[MadePaper], None]) -> None:
        """Have the worker make the PDF of the year in sight, then hand it on."""
        if self._shown is None:
            return
        year = self._shown.figures.year
        self.run(lambda _progress: self._figures.made(year), then, words=_("Making the paper…"))

    def ask_paper(self, made: MadePaper) -> None:
        """Save the PDF where the person says."""
        title = _("Save the figures")
        self.ask_path(self, title, made.file_name, lambda path: self._save(made, path))

    def _save(self, made: MadePaper, path: Path) -> None:
        self.run(
            lambda _progress: self._figures.save_paper(made, path),
            lambda _none: self.banner.show_words("done", _("The figures are saved."), path.name),
        )

    def ask_table(self) -> None:
        """Save the table where the person says."""
        if self._shown is None:
            return
        year = self._shown.figures.year
        name = f"{self._shown.words('file')}-{year}.csv"
        self.ask_path(self, _("Save the figures"), name, lambda path: self._save_table(year, path))

    def _save_table(self, year: int, path: Path) -> None:
        self.run(
            lambda _progress: self._figures.save_table(year, path),
            lambda _lines: self.banner.show_words("done", _("The figures are saved."), path.name),
        )

    @override
    def leave(self) -> None:
        self.printing.stop()

    @override
    def place_state(self) -> dict[str, Any]:
        return {**super().place_state(), "year": self.years.current}

    @override
    def restore_place(self, state: Mapping[str, Any]) -> None:
        year = str(state.get("year") or "")
        if year.isdigit() and year != self.years.current:
            self._read(int(year))
        super().restore_place(state)


def _lead(found: YearFigures, words: FigureWords) -> Label:
    """What the figures are about, and as at which day."""
    text = words("lead", year=found.year, date=words.date_long(found.as_at))
    label = Label(f"{text} {words('runs')}" if found.runs else text, tone="muted", wrap=True)
    label.setContentsMargins(24, 14, 24, 0)
    return label


def _sentence(found: YearFigures, words: FigureWords) -> str:
    """`157 requests, 119 answered, median 28 days`."""
    received = found.requests.received
    text = ngettext("{n} request", "{n} requests", received).format(n=wording.number(received))
    text = _("{requests}, {n} answered").format(requests=text, n=wording.number(found.requests.answered))
    if found.answering.median_days is None:
        return text
    return _("{text}, median {days} days").format(text=text, days=shown(found.answering.median_days, words))
