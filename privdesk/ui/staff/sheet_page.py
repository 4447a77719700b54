# SPDX-License-Identifier: MIT
"""A new recovery sheet: printed or saved, a part typed back, and only then the old one stops working."""

from collections.abc import Sequence

from PySide6.QtGui import QImage
from typing_extensions import override

from privdesk.i18n import _
from privdesk.services.progress import Progress
from privdesk.services.staff import Staff
from privdesk.services.vaults import RecoveredAccess
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.page_images import picture_of
from privdesk.ui.unlock.sheet import RecoverySheetForm
from privdesk.ui.widgets.page import Page

_SHEET_WIDTH = 2480
"""Pixels across an A4 page at 300 dpi."""


class SheetPage(Page):
    """The sheet is made when the page opens; leaving without typing the groups drops it again."""

    def __init__(self, staff: Staff, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(
            _("New recovery sheet"),
            jobs,
            sentence=_("The sheet you have works until you confirm the new one."),
        )
        self._staff, self._navigator = staff, navigator
        self._open = False
        self.form: RecoverySheetForm | None = None
        self.head.set_back(_("Staff")).clicked.connect(navigator.back)

    @override
    def load(self) -> None:
        if self.form is None:
            self.run(lambda _p: self._staff.new_sheet(), self._show, words=_("Making the sheet…"))

    def _show(self, made: RecoveredAccess) -> None:
        self._open = True
        self.form = RecoverySheetForm(self.jobs, made.code, made.sheet, made.confirm, self._pages)
        self.form.act.setText(_("Put the new sheet in force"))
        self.form.act_words = _("Put the new sheet in force")
        self.form.confirmed.connect(self._confirm)
        self.content.addWidget(self.form, 1)
        self.form.setFocus()

    def _pages(self, sheet: bytes) -> Sequence[QImage]:
        return [picture_of(self._staff.sheet_picture(sheet, _SHEET_WIDTH))]

    def _confirm(self) -> None:
        self.run(lambda _p: self._staff.confirm_sheet(), self._confirmed, words=_("Retiring the old sheet…"))

    def _confirmed(self, _nothing: None) -> None:
        self._open = False
        self.finished = True
        self.set_status(_("The old sheet no longer works"))
        self._navigator.back()

    @override
    def leave(self) -> None:
        if self._open:
            self._open = False
            self.keep(self._drop)

    def _drop(self, _progress: Progress) -> None:
        self._staff.drop_sheet()
