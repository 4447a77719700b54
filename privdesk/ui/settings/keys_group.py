# SPDX-License-Identifier: MIT
"""Keys and computers in the settings: what opens the records, who signs in where, one-time codes, new keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from privdesk.domain.approvals import Approval, ApprovalState
from privdesk.domain.staff import Permission, StaffMember
from privdesk.domain.vault import OneTimeCode, VaultBinding
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.approvals import Approvals
from privdesk.services.clock import OfficeClock
from privdesk.services.computers import Computer, Computers, StaffComputers
from privdesk.services.progress import Progress
from privdesk.services.rekey import propose
from privdesk.ui.dialogs import Decision, ask
from privdesk.ui.settings.rows import SettingGroup, at_left
from privdesk.ui.widgets.button import Button, LinkButton, PrimaryButton
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page


class KeysGroup(SettingGroup):
    """The section of the Settings page; it runs its own jobs through the page."""

    lock_wanted = Signal(str)
    """Lock, then begin: `keys`, or the binding that is to open the records."""

    def __init__(
        self,
        page: Page,
        computers: Computers,
        approvals: Approvals,
        member: StaffMember,
        clock: OfficeClock,
        *,
        can_bind: Callable[[], bool],
    ) -> None:
        super().__init__(_("Keys and computers"))
        self._page, self._computers, self._approvals, self._clock = page, computers, approvals, clock
        self._can_bind = can_bind
        self._bound = computers.binding is VaultBinding.DEVICE_BOUND
        if member.may(Permission.RE_KEY):
            self._add_binding()
            self._add_keys()
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        if member.may(Permission.MANAGE_STAFF):
            holder = QWidget()
            holder.setLayout(self._list)
            self._list.setContentsMargins(0, 0, 0, 0)
            self.add(_("Who signs in where"), _where_words(bound=self._bound), holder, "computers")

    def _add_binding(self) -> None:
        words = _("Let the password alone open them") if self._bound else _("Bind them to computers")
        self.binding = Button(words, "key-round")
        self.binding.clicked.connect(self._ask_binding)
        now = (
            _("A password, on a computer that was let in. A copy of the folder alone opens nowhere.")
            if self._bound
            else _("A password alone. Whoever has a copy of the folder and a password can open it.")
        )
        self.binding_row = self.add(_("What opens the records"), now, at_left(self.binding), "binding")

    def _add_keys(self) -> None:
        self.keys = Button(_("Change the keys"), "shield-check")
        self.keys.clicked.connect(self._ask_keys)
        words = _(
            "When somebody left: taking a password away does not reach copies of the folder made before. New keys do."
        )
        self.add(_("New keys"), words, at_left(self.keys), "keys")

    def load(self) -> None:
        """Read who signs in where."""
        self._page.run(lambda _p: list(self._computers.of_staff()), self._show, lane="read", quiet=True)

    def _show(self, staff: Sequence[StaffComputers]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for entry in staff:
            self._list.addWidget(self._entry(entry))

    def _entry(self, entry: StaffComputers) -> QWidget:
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addWidget(Label(entry.name, weight=500))
        for computer in entry.computers:
            lines.addLayout(self._computer_line(entry, computer))
        if entry.code_until is not None:
            here = self._clock.local(entry.code_until)
            until = _("A code waits until {date}, {time}.").format(
                date=wording.date_plain(here.date()), time=f"{here:%H:%M}"
            )
            lines.addWidget(Label(until, "caption", "muted", wrap=True))
        acts = QHBoxLayout()
        acts.setSpacing(16)
        make = LinkButton(_("Make a one-time code"))
        make.clicked.connect(lambda: self._make_code(entry))
        acts.addWidget(make)
        if entry.code_until is not None:
            withdraw = LinkButton(_("Withdraw the code"))
            withdraw.clicked.connect(
                lambda: self._do(
                    lambda: self._computers.withdraw_code(entry.staff_id), _("The code counts no more.")
                )
            )
            acts.addWidget(withdraw)
        acts.addStretch()
        lines.addLayout(acts)
        return holder

    def _computer_line(self, entry: StaffComputers, computer: Computer) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(16)
        name = _("{computer} (this one)") if computer.here else "{computer}"
        line.addWidget(Label(name.format(computer=computer.name), wrap=True), 1)
        remove = LinkButton(_("Remove"))
        remove.setAccessibleName(
            _("Let {name} sign in on {computer} no more").format(name=entry.name, computer=computer.name)
        )
        remove.clicked.connect(lambda: self._ask_remove(entry, computer))
        line.addWidget(remove)
        return line

    # Acts

    def _make_code(self, entry: StaffComputers) -> None:
        self._page.run(
            lambda _p: self._computers.make_code(entry.staff_id), self._show_code, words=_("Making the code…")
        )

    def _show_code(self, code: OneTimeCode) -> None:
        here = self._clock.local(code.until)
        words = _(
            "{name} types it on the computer to be let in, with a password of their own. It works once, until {date}, {time}."
        ).format(name=code.staff_name, date=wording.date_plain(here.date()), time=f"{here:%H:%M}")
        shown = Decision(self, _("One-time code"), words, PrimaryButton(_("I wrote it down")), _("Close"))
        label = Label(code.code.text, "heading", wrap=True, digits=True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        shown.fields.addWidget(label)
        shown.open()
        self.load()

    def _ask_remove(self, entry: StaffComputers, computer: Computer) -> None:
        words = _(
            "The password of {name} no longer opens them there. A copy of the key file made before does: change the keys to shut it out."
        )
        ask(
            self,
            _("Remove {computer}?").format(computer=computer.name),
            words.format(name=entry.name),
            _("Remove this computer"),
            lambda: self._do(
                lambda: self._computers.remove(entry.staff_id, computer.device_id),
                _("The computer is removed."),
            ),
            danger=True,
        )

    def _do(self, act: Callable[[], None], said: str) -> None:
        def done(_nothing: None) -> None:
            self._page.set_status(said)
            self.load()

        self._page.run(lambda _p: act(), done)

    def _ask_binding(self) -> None:
        if self._bound:
            self._confirm(VaultBinding.PASSWORD_ONLY)
        else:
            self._page.run(lambda _p: self._can_bind(), self._told_can_bind, lane="read")

    def _told_can_bind(self, can_bind: bool) -> None:
        if can_bind:
            self._confirm(VaultBinding.DEVICE_BOUND)
        else:
            self.binding_row.set_problem(
                _("This computer has no key store, so the records cannot be bound to it.")
            )

    def _confirm(self, binding: VaultBinding) -> None:
        title = _("What opens the records will change")
        self._once_agreed(
            lambda: propose(self._approvals, binding, new_keys=False),
            lambda: self._lock_first(binding.value, title),
        )

    def _ask_keys(self) -> None:
        self._once_agreed(
            lambda: propose(self._approvals),
            lambda: self._lock_first("keys", _("The keys will be changed")),
        )

    def _once_agreed(self, ask_colleague: Callable[[], Approval | None], go_on: Callable[[], None]) -> None:
        """Go on where nobody else has to agree, or has agreed; otherwise say whom it waits for."""

        def work(_progress: Progress) -> str:
            made = ask_colleague()
            agreed = made is None or made.state(self._clock.now()) is ApprovalState.APPROVED
            return "" if made is None or agreed else str(made.id)

        self._page.run(work, lambda number: self._say_it_waits(number) if number else go_on())

    def _say_it_waits(self, number: str) -> None:
        words = _(
            "Proposal {number} waits for another administrator or a privacy officer under Staff; then come back."
        )
        self._page.banner.show_words(
            "notice", _("A colleague has to agree first."), words.format(number=number)
        )

    def _lock_first(self, wanted: str, title: str) -> None:
        words = _(
            "The desk locks. You type your password once more, put a new sheet and codes on paper, and begin."
        )
        ask(self, title, words, _("Lock and go on"), lambda: self.lock_wanted.emit(wanted))


def _where_words(*, bound: bool) -> str:
    if bound:
        return _(
            "Each password opens the records only on these computers. A one-time code lets another one in."
        )
    return _("Passwords open the records on any computer. A one-time code lets somebody set a new password.")
