# SPDX-License-Identifier: MIT
"""Everybody who works at the desk, and what may be done for the one who is chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from typing_extensions import override

from privdesk.domain.agencies import AgencySummary
from privdesk.domain.staff import LastPrivacyOfficerError, Permission, StaffMember
from privdesk.domain.vault import PasswordHint, StaffId, VaultBinding
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.staff import Staff, StaffEntry
from privdesk.ui.dialogs import ask
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.navigation import Navigator
from privdesk.ui.staff.panels import AddPanel, PasswordPanel, RolesPanel
from privdesk.ui.staff.rows import computers_words, staff_columns, staff_row
from privdesk.ui.staff.side import StaffSide
from privdesk.ui.widgets.act_list import Act
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.row_list import RowList
from privdesk.ui.widgets.rows import Section

_NEW = "new"
_Panel = AddPanel | RolesPanel | PasswordPanel


@dataclass(frozen=True, slots=True)
class _Read:
    entries: Sequence[StaffEntry]
    agencies: Sequence[AgencySummary]


class StaffPage(Page):
    """Enter changes roles, Ctrl+N adds somebody; the side says what the chosen one may do."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator) -> None:
        super().__init__(_("Staff"), jobs)
        self._desk, self._navigator = desk, navigator
        self._entries: dict[StaffId, StaffEntry] = {}
        self._agencies: Sequence[AgencySummary] = ()
        self.panel: _Panel | None = None
        self._build_head()
        self.list = RowList(_("Staff"), staff_columns(), dense=True)
        self.list.view.setObjectName("staff")
        self.list.opened.connect(lambda _id: self.change_roles())
        self.list.chosen.connect(lambda _id: self._fill_side())
        self.content.addWidget(self.list, 1)
        for keys, act in (
            ("Ctrl+E", self.change_roles),
            ("Ctrl+P", self.set_password),
            ("Ctrl+D", self.disable),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.side = StaffSide()
        self.set_side(self.side)

    @property
    def _staff(self) -> Staff:
        assert self._desk.staff is not None, "the place is there only after signing in"
        return self._desk.staff

    def _build_head(self) -> None:
        who_may = Button(_("Who may what"), "book-open", "Ctrl+T")
        who_may.clicked.connect(lambda: self._navigator.open("who_may"))
        sheet = Button(_("New recovery sheet"), "file-text", "Ctrl+R")
        sheet.clicked.connect(self._ask_sheet)
        self.add_button = PrimaryButton(_("Add somebody"), "user-plus", "Ctrl+N")
        self.add_button.clicked.connect(self.add_somebody)
        for button in (who_may, sheet, self.add_button):
            self.head.add_act(button)

    @override
    def load(self) -> None:
        self.run(
            lambda _p: _Read(self._staff.entries(), self._desk.agencies.summaries()), self._show, lane="read"
        )

    def _show(self, found: _Read) -> None:
        self._entries = {each.member.id: each for each in found.entries}
        self._agencies = found.agencies
        working = [each for each in found.entries if not each.member.disabled]
        gone = [each for each in found.entries if each.member.disabled]
        count = len(working)
        self.set_title(
            _("Staff"), ngettext("{n} person", "{n} people", count).format(n=wording.number(count))
        )
        clock = self._desk.clock
        self.list.set_rows(
            [staff_row(each, clock) for each in (*working, *gone)],
            {"gone": Section(_("Cannot sign in"), wording.number(len(gone)))},
        )
        if self.list.current_id() is None:
            self.list.choose_first()
        if not self._place.get("focus") and self.panel is None:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fill_side()
        self.settle_place()

    @property
    def current(self) -> StaffEntry | None:
        """Who is chosen in the list."""
        chosen = self.list.current_id()
        return self._entries.get(StaffId(str(chosen))) if chosen is not None else None

    def _fill_side(self) -> None:
        entry = self.current
        if entry is not None:
            self.side.show_entry(entry, computers_words(entry), self._acts(entry))

    def _acts(self, entry: StaffEntry) -> list[Act]:
        roles = Act(_("Change roles"), "id-card", self.change_roles, "Ctrl+E", bind=False)
        if entry.member.disabled:
            return [Act(_("Let sign in again"), "key-round", self.set_password, "Ctrl+P", bind=False), roles]
        acts = [roles]
        if not entry.is_self:
            acts.append(Act(_("Reset the password"), "key-round", self.set_password, "Ctrl+P", bind=False))
        acts.append(Act(_("Let sign in no more"), "lock", self.disable, "Ctrl+D", bind=False))
        return acts

    # What may be done

    def add_somebody(self) -> None:
        """Open the form for somebody new."""
        if self.panel is not None:
            return
        panel = AddPanel(self, self.jobs, self._hint, self._agencies)

        def work() -> StaffMember:
            roles = panel.roles
            return self._staff.add(panel.name.value, roles.roles, panel.password.value, roles.agency_id)

        self._open(panel, work, lambda member: self._added(member))
        panel.open_panel(panel.name.control)
        panel.keep_typed(self, self._desk.half_typed, f"staff:{_NEW}")

    def _added(self, member: StaffMember) -> None:
        self.list.choose_when_there(member.id)
        words = _("Tell them the first password by word of mouth; they choose their own at once.")
        account = self._desk.account
        if account is not None and account.binding is VaultBinding.DEVICE_BOUND:
            words += " " + _("On another computer than this one they need a one-time code: see Settings.")
        self.banner.show_words("done", _("{name} may sign in now.").format(name=member.name), words)

    def change_roles(self) -> None:
        """Open the roles of the chosen one."""
        entry = self.current
        if entry is None or self.panel is not None:
            return
        panel = RolesPanel(self, entry.member, self._agencies, own=entry.is_self)
        member = entry.member

        def work(warned: bool = False) -> StaffMember:
            return self._staff.change_roles(
                member.id, panel.roles.roles, panel.roles.agency_id, warned=warned
            )

        self._open(panel, work, lambda _changed: self._roles_changed(entry), lambda: work(warned=True))
        panel.open_panel(next(iter(panel.roles.boxes.values())))
        panel.keep_typed(self, self._desk.half_typed, f"staff:{member.id}:roles")

    @override
    def open_again(self, key: str) -> None:
        who = key.split(":")[1]
        if who == _NEW:
            self.add_somebody()
        elif self.current is not None and self.current.member.id == who:
            self.change_roles()

    def _roles_changed(self, entry: StaffEntry) -> None:
        if entry.is_self:
            self._navigator.lock()
        else:
            self.set_status(_("The roles are changed"))

    def set_password(self) -> None:
        """Open the form for another password of the chosen one."""
        entry = self.current
        if entry is None or entry.is_self or self.panel is not None:
            return
        member, panel = entry.member, PasswordPanel(self, self.jobs, self._hint, entry.member)

        def work() -> StaffMember:
            change = self._staff.enable if member.disabled else self._staff.reset_password
            return change(member.id, panel.password.value)

        self._open(panel, work, lambda changed: self._password_set(changed))
        panel.open_panel(panel.password.first.control)

    def _password_set(self, member: StaffMember) -> None:
        self.banner.show_words(
            "done", _("{name} signs in with the new password.").format(name=member.name),
            _("Tell it them by word of mouth; they choose their own at once."),
        )  # fmt: skip

    def disable(self) -> None:
        """Ask, then let the chosen one sign in no more."""
        entry = self.current
        if entry is None or entry.member.disabled or self.panel is not None:
            return
        name = entry.member.name
        words = _("What {name} entered and decided stays on record. You can let {name} sign in again later.")
        if entry.is_self:
            words = _("This is you: the desk locks, and another administrator must let you in again.")
        ask(
            self, _("Let {name} sign in no more?").format(name=name), words.format(name=name),
            _("Let sign in no more"), lambda: self._disable(entry, warned=False), keep=_("Leave it"), danger=True,
        )  # fmt: skip

    def _disable(self, entry: StaffEntry, *, warned: bool) -> None:
        self.run(
            lambda _p: self._staff.disable(entry.member.id, warned=warned),
            lambda _member: self._disabled(entry),
            words=_("Taking the key slot away…"),
            on_failed=lambda error: self._not_disabled(entry, error),
        )

    def _disabled(self, entry: StaffEntry) -> None:
        if entry.is_self:
            self._navigator.lock()
            return
        self.list.choose_when_there(entry.member.id)
        self.load()
        may_re_key = self._desk.session.member.may(Permission.RE_KEY)
        self.banner.show_words(
            "notice",
            _("{name} cannot sign in any more.").format(name=entry.member.name),
            _(
                "Copies of the records’ folder made before still hold the old way in. If {name} left for good, change the "
                "key: then such a copy opens nothing that is written from now on."
            ).format(name=entry.member.name),
            _("Go to changing the key") if may_re_key else "",
            (lambda: self._navigator.open("settings")) if may_re_key else None,
        )

    def _not_disabled(self, entry: StaffEntry, error: BaseException) -> None:
        if isinstance(error, LastPrivacyOfficerError):
            self._warn(lambda: self._disable(entry, warned=True))
        else:
            show_error(self.banner, error)

    def _warn(self, go_on: Callable[[], None]) -> None:
        ask(
            self, _("Leave the office without a privacy officer?"),
            _("Refusals, extensions, erasures and disposals will wait until somebody is privacy officer again."),
            _("Go on without one"), go_on, keep=_("Leave it as it is"), danger=True,
        )  # fmt: skip

    def _ask_sheet(self) -> None:
        ask(
            self, _("Make a new recovery sheet?"),
            _("Do it when the sheet was used, lost or seen. The old one works until you confirm the new one."),
            _("Make a new sheet"), lambda: self._navigator.open("sheet"), keep=_("Keep the old one"),
        )  # fmt: skip

    # The panel

    def _hint(self, password: str, own_words: tuple[str, ...]) -> PasswordHint:
        return self._staff.password_hint(password, own_words)

    def _open(
        self,
        panel: _Panel,
        work: Callable[[], StaffMember],
        done: Callable[[StaffMember], None],
        warned: Callable[[], StaffMember] | None = None,
    ) -> None:
        self.panel = panel
        panel.closed.connect(self._panel_closed)

        def run(do: Callable[[], StaffMember]) -> None:
            self.run(lambda _p: do(), finished, words=_("Changing the key slots…"), on_failed=failed)

        def finished(member: StaffMember) -> None:
            panel.finish()
            self.load()
            done(member)

        def failed(error: BaseException) -> None:
            panel.refuse(sentence_of(error))
            if isinstance(error, LastPrivacyOfficerError) and warned is not None:
                again = warned
                self._warn(lambda: run(again))

        panel.submitted.connect(lambda: run(work))

    def _panel_closed(self) -> None:
        self.panel = None
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def step_back(self) -> bool:
        if self.panel is not None:
            self.panel.shut()
            return True
        return super().step_back()
