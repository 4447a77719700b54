# SPDX-License-Identifier: MIT
"""Consents of a person: what stands, since when, and one act to give or withdraw each."""

from collections.abc import Mapping, Sequence
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
from privdesk.ui.widgets.panel import Panel
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row

_FORM, _START = "consent", "wants_"


def consent_purposes(consents: Sequence[ConsentEntry]) -> list[str]:
    """Purposes that rest on a consent: those of the consent form, then others that are on file."""
    template = default_template(_FORM)
    keys = [field.key for field in template.fields()] if template else []
    asked = [key.removeprefix(_START) for key in keys if key.startswith(_START)]
    return list(dict.fromkeys([*asked, *(entry.purpose for entry in consents)]))


class ConsentsPanel(Panel):
    """A row a purpose; Space or a click on the tick says `asked` with purpose, new state, day and form."""

    asked = Signal(str, object, object, str)
    typed = Signal()

    def __init__(
        self, host: QWidget, consents: Sequence[ConsentEntry], catalogue: Catalogue, clock: OfficeClock
    ) -> None:
        words = _("Withdrawing is as easy as giving. What was used before stays lawful.")
        super().__init__(host, _("Consents"), words, close_hint=_("Close"), width=620)
        self._clock, self._titles = clock, {each.key: each.title for each in catalogue.purposes}
        self.list = RowList(_("Consents"), [Column(stretch=1), Column(width=152, align="right")], head=False)
        self.list.view.setObjectName("consents")
        self.list.ticked.connect(self._tick)
        self.form = LineField(
            _("Came by"),
            hint=_("form or case number, “by phone”"),
            mandatory=True,
            label_width=theme().scaled(104),
        )
        self.day = DateField(_("On"), clock.today, value=clock.today(), label_width=theme().scaled(104))
        self.problem = Label("", tone="danger", wrap=True)
        self.problem.hide()
        for each in (self.list, self.form, self.day, self.problem):
            self.fields.addWidget(each)
        self.set_consents(consents)
        for field in (self.form, self.day):
            field.changed.connect(self.typed)

    def values(self) -> Mapping[str, str]:
        """What is half typed; nothing while it is only the day."""
        return {"form": self.form.value, "day": self.day.value} if self.form.value else {}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put back what was half typed."""
        for name, field in (("form", self.form), ("day", self.day)):
            if name in values:
                field.set_value(values[name])

    def set_consents(self, consents: Sequence[ConsentEntry]) -> None:
        """Show what stands now."""
        held = {entry.purpose: entry for entry in consents}
        self.list.set_rows([self._row(purpose, held.get(purpose)) for purpose in consent_purposes(consents)])
        self.list.fit_height()
        self.problem.hide()

    def refuse(self, sentence: str) -> None:
        """Say what went wrong; nothing was changed."""
        self.problem.setText(sentence)
        self.problem.show()
        self.settle()

    def _row(self, purpose: str, entry: ConsentEntry | None) -> Row:
        title = text_in(self._titles[purpose], desk_language()) if purpose in self._titles else purpose
        given = entry is not None and entry.state is ConsentState.GIVEN
        words = _("never asked")
        if entry is not None:
            said = _("given {date}") if given else _("withdrawn {date}")
            words = said.format(date=wording.date_plain(entry.on))
        cells = (Cell(title[:1].upper() + title[1:], tick=given), Cell(words, align="right", tone="muted"))
        return Row(purpose, cells)

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
            self.asked.emit(str(purpose), state, day, self.form.value)
