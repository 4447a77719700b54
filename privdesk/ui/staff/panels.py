# SPDX-License-Identifier: MIT
"""Small forms of the Staff page: somebody new, other roles, another password."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from privdesk.domain.agencies import AgencyId, AgencySummary
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.vault import PasswordHint
from privdesk.i18n import _
from privdesk.ui.jobs import Jobs
from privdesk.ui.staff.words import role_sentence, role_title
from privdesk.ui.unlock.strength import NewPassword
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.field import ComboField, LineField
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.panel import Panel

Hint = Callable[[str, tuple[str, ...]], PasswordHint]
_WIDTH = 560


class RolesField(QWidget):
    """A box to tick for each role with what it means; the agency appears with the agency clerk."""

    changed = Signal()

    def __init__(self, agencies: Sequence[AgencySummary]) -> None:
        super().__init__()
        self.boxes: Mapping[Role, Check] = {role: Check(role_title(role)) for role in Role}
        options = [(str(each.agency.id), each.agency.name) for each in agencies]
        self.agency = ComboField(_("Agency"), options, mandatory=True)
        self.agency.combo.setPlaceholderText(_("Choose the agency"))
        self.agency.combo.setCurrentIndex(-1)
        self.agency.control.setObjectName("agency")
        self.none = Label(
            _("No agency is on file yet. Enter it under Agencies first."), "caption", "look", wrap=True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(_("Roles"), weight=500))
        for role, box in self.boxes.items():
            box.setObjectName(role.value)
            box.toggled.connect(lambda on, role=role: self._ticked(role, on))
            column.addWidget(box)
            column.addWidget(_under(box, role_sentence(role)))
        column.addWidget(self.agency)
        column.addWidget(self.none)
        self.problem = Label("", "caption", "danger", wrap=True)
        column.addWidget(self.problem)
        self._show_agency()
        self.say("")

    @property
    def roles(self) -> frozenset[Role]:
        """What is ticked."""
        return frozenset(role for role, box in self.boxes.items() if box.isChecked())

    @property
    def agency_id(self) -> AgencyId | None:
        """The agency of an agency clerk."""
        chosen = self.agency.value
        return AgencyId(int(chosen)) if chosen and Role.AGENCY_CLERK in self.roles else None

    def show_member(self, member: StaffMember) -> None:
        """Tick what somebody has now."""
        for role, box in self.boxes.items():
            box.setChecked(role in member.roles)
        if member.agency_id is not None:
            self.agency.set_value(str(member.agency_id))

    def say(self, sentence: str) -> None:
        """Say what is wrong with the roles; an empty text takes it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _ticked(self, role: Role, on: bool) -> None:
        """An agency clerk is nothing else: a tick on one side clears the other."""
        if on:
            for other, box in self.boxes.items():
                if (other is Role.AGENCY_CLERK) is not (role is Role.AGENCY_CLERK):
                    box.setChecked(False)
        self._show_agency()
        self.say("")
        self.changed.emit()

    def _show_agency(self) -> None:
        walled = Role.AGENCY_CLERK in self.roles
        self.agency.setVisible(walled and bool(self.agency.combo.count()))
        self.none.setVisible(walled and not self.agency.combo.count())


class _StaffPanel(Panel):
    """Base: `submitted` once everything that must be there is there; `refuse` says what the desk did not take."""

    submitted = Signal()

    def __init__(self, host: QWidget, title: str, words: str, act: str, icon: str) -> None:
        super().__init__(host, title, words, close_hint=_("Keep it as it is"), width=_WIDTH)
        self.act = PrimaryButton(act, icon, "Ctrl+Return")
        self.act.clicked.connect(self.submit)
        keep = Button(_("Keep it as it is"), keys="Esc", bind=False)
        keep.clicked.connect(self.shut)
        self.problem = Label("", tone="danger", wrap=True)
        self.problem.hide()
        self.add_buttons(keep, self.act)

    def submit(self) -> None:
        """Ask the page to do it, once nothing is missing."""
        self.problem.hide()
        if self.complete():
            self.act.setEnabled(False)
            self.submitted.emit()
        self.settle()

    def complete(self) -> bool:
        """Whether everything is there; what is not, says so."""
        return True

    def refuse(self, sentence: str) -> None:
        """Say what went wrong; what was typed stays."""
        self.act.setEnabled(True)
        self.problem.setText(sentence)
        self.problem.show()
        self.settle()


class AddPanel(_StaffPanel):
    """Somebody new: name, roles, a first password."""

    def __init__(self, host: QWidget, jobs: Jobs, hint: Hint, agencies: Sequence[AgencySummary]) -> None:
        super().__init__(
            host, _("Add somebody"),
            _("Tell them the first password; they choose their own when they sign in for the first time."),
            _("Add to staff"), "user-plus",
        )  # fmt: skip
        self.name = LineField(_("Name"), hint=_("as it is to stand in the list of names"), mandatory=True)
        self.name.control.setObjectName("name")
        self.roles = RolesField(agencies)
        self.password = NewPassword(jobs, hint, _("First password"), tall=False)
        for widget in (self.name, self.roles, self.password, self.problem):
            self.fields.addWidget(widget)
        self.roles.changed.connect(self.settle)

    def complete(self) -> bool:
        """Name, at least one role, a password typed twice."""
        self.password.own_words = (self.name.value,)
        if not self.name.value:
            self.name.set_error(_("Type the name."))
            self.name.control.setFocus()
            return False
        return _has_roles(self.roles) and self.password.check()


class RolesPanel(_StaffPanel):
    """Other roles for somebody."""

    def __init__(
        self, host: QWidget, member: StaffMember, agencies: Sequence[AgencySummary], *, own: bool
    ) -> None:
        words = _("These are your own roles: the desk locks once they are changed.") if own else ""
        super().__init__(
            host, _("Roles of {name}").format(name=member.name), words, _("Change the roles"), "check"
        )
        self.roles = RolesField(agencies)
        self.roles.show_member(member)
        for widget in (self.roles, self.problem):
            self.fields.addWidget(widget)
        self.roles.changed.connect(self.settle)

    def complete(self) -> bool:
        """At least one role, and the agency of an agency clerk."""
        return _has_roles(self.roles)


class PasswordPanel(_StaffPanel):
    """Another password for somebody: theirs is forgotten, or they come back."""

    def __init__(self, host: QWidget, jobs: Jobs, hint: Hint, member: StaffMember) -> None:
        back = member.disabled
        title = _("Let {name} sign in again") if back else _("Reset the password of {name}")
        super().__init__(
            host, title.format(name=member.name),
            _("Tell them this password; they choose their own when they sign in. The old one opens nothing any more."),
            _("Let them sign in again") if back else _("Reset the password"), "key-round",
        )  # fmt: skip
        self.password = NewPassword(jobs, hint, _("New password"), tall=False)
        self.password.own_words = (member.name,)
        for widget in (self.password, self.problem):
            self.fields.addWidget(widget)

    def complete(self) -> bool:
        """A password typed twice."""
        return self.password.check()


def _under(box: Check, sentence: str) -> Label:
    """What the role means, under its box and in line with its words."""
    box.setAccessibleDescription(sentence)
    words = Label(sentence, "caption", "muted", wrap=True)
    words.setContentsMargins(27, 0, 0, 4)
    return words


def _has_roles(field: RolesField) -> bool:
    if not field.roles:
        field.say(_("Choose at least one role."))
        next(iter(field.boxes.values())).setFocus()
        return False
    if Role.AGENCY_CLERK in field.roles and field.agency_id is None:
        field.say(_("Choose the agency."))
        field.agency.control.setFocus()
        return False
    return True
