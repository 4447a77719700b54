# SPDX-License-Identifier: MIT
"""Who may what: the one table of permissions, in words."""

from typing_extensions import override

from privdesk.domain.staff import PERMISSIONS, Permission, Role
from privdesk.i18n import _
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.staff.words import permission_title, role_title
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Cell, Column, Row


class WhoMayPage(Page):
    """One line a permission, one column a role; changed by giving people other roles, not here."""

    def __init__(self, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(
            _("Who may what"), jobs, sentence=_("Somebody with several roles may what each of them may.")
        )
        self.head.set_back(_("Staff")).clicked.connect(navigator.back)
        columns = [Column(_("May"), stretch=1), *(Column(role_title(role), 132) for role in Role)]
        self.list = RowList(_("Who may what"), columns, dense=True)
        self.list.view.setObjectName("who-may")
        self.content.addWidget(self.list, 1)

    @override
    def load(self) -> None:
        self.list.set_rows([Row(each.value, self._cells(each)) for each in Permission])
        self.list.choose_first()
        self.list.setFocus()

    def _cells(self, permission: Permission) -> tuple[Cell, ...]:
        marks = [
            Cell(_("yes"), icon="check", icon_tone="sure") if permission in PERMISSIONS[role] else Cell()
            for role in Role
        ]
        return (Cell(permission_title(permission)), *marks)
