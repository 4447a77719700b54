# SPDX-License-Identifier: MIT
"""Consents of a person: what stands for each purpose, the ledger behind it, and one act to give or withdraw."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from privdesk.domain.catalogue import Catalogue
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.forms import text_in
from privdesk.i18n import _, desk_language
from privdesk.services import wording
from privdesk.services.clock import OfficeClock
from privdesk.services.default_forms import default_template
from privdesk.ui.theme import theme
from privdesk.ui.widgets.date_field import DateField
from privdesk.ui.widgets.field import LineField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.pane import Heading
from privdesk.ui.widgets.panel import Panel
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row

_FORM, _START = "consent", "wants_"
LABEL = 104


def consent_purposes(ledger: Sequence[ConsentEntry]) -> list[str]:
    """Purposes that rest on a consent: those of the consent form, then others that are on file."""
    template = default_template(_FORM)
    keys = [field.key for field in template.fields()] if template else []
    asked = [key.removeprefix(_START) for key in keys if key.startswith(_START)]
    return list(dict.fromkeys([*asked, *(entry.purpose for entry in ledger)]))


class ConsentsPanel(Panel):
    """A row a purpose; Space or a click on the tick says `asked` with purpose, new state, day, form and wording.

    Below stands the ledger of the row that is current: every line of it, with form, wording and notice.
    """

    asked = Signal(str, object, object, str, str)

    def __init__(
        self, host: QWidget, ledger: Sequence[ConsentEntry], catalogue: Catalogue, clock: OfficeClock
    ) -> None:
        words = _("Withdrawing is as easy as giving. What was used before stays lawful.")
        super().__init__(host, _("Consents"), words, close_hint=_("Close"), width=640)
        self._clock, self._titles = clock, {each.key: each.title for each in catalogue.purposes}
        self._ledger: Sequence[ConsentEntry] = ()
        self.list = RowList(_("Consents"), [Column(stretch=1), Column(width=152, align="right")], head=False)
        self.list.view.setObjectName("consents")
        self.list.ticked.connect(self._tick)
        self.list.chosen.connect(self._show_lines)
        self.form = LineField(
            _("Came by"),
            hint=_("form or request number, “by phone”"),
            mandatory=True,
            label_width=theme().scaled(LABEL),
        )
        self.day = DateField(_("On"), clock.today, value=clock.today(), label_width=theme().scaled(LABEL))
        self.wording = LineField(
            _("Wording"), hint=_("as on the form; else as before"), label_width=theme().scaled(LABEL)
        )
        self.problem = Label("", tone="danger", wrap=True)
        self.problem.hide()
        self.lines_head = Heading("")
        self.lines = RowList(
            _("The ledger"), [Column(width=92), Column(width=96), Column(stretch=1)], head=False, dense=True
        )
        self.lines.view.setObjectName("ledger")
        for each in (
            self.list, self.form, self.day, self.wording, self.problem, self.lines_head, self.lines,
        ):  # fmt: skip
            self.fields.addWidget(each)
        self.set_ledger(ledger)

    def set_ledger(self, ledger: Sequence[ConsentEntry]) -> None:
        """Show what stands now; `ledger` is newest first."""
        self._ledger = ledger
        held: dict[str, ConsentEntry] = {}
        for entry in ledger:
            held.setdefault(entry.purpose, entry)
        self.list.set_rows([self._row(purpose, held.get(purpose)) for purpose in consent_purposes(ledger)])
        self.list.fit_height()
        if self.list.current_id() is None:
            self.list.choose_first()
        self._show_lines(self.list.current_id())
        self.problem.hide()

    def refuse(self, sentence: str) -> None:
        """Say what went wrong; nothing was changed."""
        self.problem.setText(sentence)
        self.problem.show()
        self.settle()

    def _title(self, purpose: str) -> str:
        title = text_in(self._titles[purpose], desk_language()) if purpose in self._titles else purpose
        return title[:1].upper() + title[1:]

    def _row(self, purpose: str, entry: ConsentEntry | None) -> Row:
        given = entry is not None and entry.state is ConsentState.GIVEN
        words = _("never asked")
        if entry is not None:
            said = _("given {date}") if given else _("withdrawn {date}")
            words = said.format(date=wording.date_plain(entry.on))
        cells = (Cell(self._title(purpose), tick=given), Cell(words, align="right", tone="muted"))
        return Row(purpose, cells)

    def _show_lines(self, purpose: object) -> None:
        mine = [entry for entry in self._ledger if entry.purpose == purpose]
        self.lines_head.set_words(_("Ledger"), self._title(str(purpose)) if purpose else "")
        self.lines.set_rows([_line(place, entry) for place, entry in enumerate(mine)])
        self.lines.fit_height()
        for part in (self.lines_head, self.lines):
            part.setVisible(bool(mine))
        if self.isVisible():
            self.settle()

    def _tick(self, purpose: object, on: bool) -> None:
        day: date | None = self.day.day
        if not self.form.value:
            self.form.set_error(_("Say by what it came: a form, a request, a call."))
            self.form.control.setFocus()
            self.settle()
        elif day is None or day > self._clock.today():
            self.day.set_error(_("Type the day on which it came, today at the latest."))
            self.settle()
        else:
            state = ConsentState.GIVEN if on else ConsentState.WITHDRAWN
            self.asked.emit(str(purpose), state, day, self.form.value, self.wording.value)


def _line(place: int, entry: ConsentEntry) -> Row:
    given = entry.state is ConsentState.GIVEN
    notice = _("notice {version}").format(version=entry.notice_version) if entry.notice_version else ""
    what = " · ".join(part for part in (entry.form, entry.wording, notice) if part)
    cells = (
        Cell(wording.date_plain(entry.on), tone="muted", digits=True),
        Cell(_("given") if given else _("withdrawn"), tone="sure" if given else "look"),
        Cell(what),
    )
    return Row(place, cells, tooltip=what)
