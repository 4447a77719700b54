# SPDX-License-Identifier: MIT
"""The unlock window: the cover left, one form right, this computer's half of the key and the language below."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.i18n import LANGUAGE_NAMES, _, desk_language
from privdesk.services.progress import Progress
from privdesk.ui.errors import show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.main_window import COVER_SHARE
from privdesk.ui.theme import theme
from privdesk.ui.unlock.cover import Cover
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.sign_in import SignIn
from privdesk.ui.widgets.choice import Combo
from privdesk.ui.widgets.label import IconLabel, Label

if TYPE_CHECKING:  # the window is in sight before these are loaded
    from datetime import datetime
    from pathlib import Path

    from privdesk.domain.vault import VaultBinding, VaultPeek
    from privdesk.services.restore import Restored
    from privdesk.services.trouble import Trouble
    from privdesk.services.vaults import OpenVault
    from privdesk.ui.unlock.change_keys import KeysPort
    from privdesk.ui.unlock.flow import Flow
    from privdesk.ui.unlock.restore import RestoringPort
    from privdesk.ui.unlock.sheet import Render


class UnlockView(QWidget):
    """Shows the sign-in form, the first run, or the recovery sheet; `opened` carries the open records."""

    opening = Signal()
    """A password is being tried."""
    opened = Signal(object)
    seen = Signal()
    """The page was painted for the first time."""
    language_chosen = Signal(str)

    def __init__(
        self,
        vaults: VaultsPort,
        jobs: Jobs,
        *,
        folder: "Path | None" = None,
        staff_name: str = "",
        render: "Render | None" = None,
        remember: "Callable[[Path], None] | None" = None,
        local_time: "Callable[[datetime], str] | None" = None,
        keys: "KeysPort | None" = None,
        restoring: "RestoringPort | None" = None,
    ) -> None:
        """`folder` are the records to open first, the first known ones otherwise; `staff_name` who was signed in."""
        super().__init__()
        self._vaults, self._jobs, self._render = vaults, jobs, render
        self._folder, self._staff_name = folder, staff_name
        self._remember, self._local_time = remember, local_time or _local
        self._was_seen = False
        self._keys = keys
        self._as_they_are: Path | None = None
        self._first: Callable[[], None] | None = None
        self._then: Callable[[], None] | None = None
        self._restoring = restoring
        self.restore: Callable[[Path], None] | None = self.restore_backup if restoring is not None else None
        """Begins bringing back a backup in place of these records; None where nobody can."""
        self.peek: VaultPeek | None = None
        self._way: Flow | None = None
        self.cover = Cover()
        self.sign_in = SignIn()
        self.form: UnlockForm = self.sign_in
        self._key_icon = IconLabel("key-round", "text_muted", "inline")
        self._key_words = Label("", "caption", "muted", elide=True)
        self._build()
        self._connect()
        self.look(folder)

    def look_again(self) -> None:
        """Look at the records anew: they were closed, or a new password was set."""
        self._then, self._first = self._first, None
        self.look(self._folder)

    def begin_with(self, wanted: str) -> None:
        """Once the records are closed, begin with new keys (`keys`), with this binding, or with old `pages` found."""
        from privdesk.domain.vault import VaultBinding

        if wanted == "pages":
            self._first = self._say_pages
            return
        binding = None if wanted == "keys" else VaultBinding(wanted)
        self._first = lambda: self.change_keys(binding)

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(40, 0, 40, 32)
        foot.setSpacing(8)
        foot.addWidget(self._key_icon)
        foot.addWidget(self._key_words, 1)
        self._key_icon.hide()
        self.language = Combo(quiet=True)
        self.language.setAccessibleName(_("Language of the window"))
        for code, name in LANGUAGE_NAMES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(desk_language()))
        self.language.setFixedWidth(110)
        self.language.activated.connect(
            lambda _at: self.language_chosen.emit(str(self.language.currentData()))
        )
        foot.addWidget(self.language)
        self._right = QVBoxLayout()
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.addWidget(self.sign_in, 1)
        self._right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.cover, round(COVER_SHARE * 1000))
        row.addLayout(self._right, round((1 - COVER_SHARE) * 1000))
        self.setFocusProxy(self.sign_in)

    def _connect(self) -> None:
        self.sign_in.asked.connect(self.open_records)
        self.sign_in.other_asked.connect(self.ask_folder)
        self.sign_in.new_asked.connect(lambda: self.make_records(first=False))
        self.sign_in.recovery_asked.connect(self.recover)
        self.sign_in.restore_asked.connect(self.restore_backup)
        self.sign_in.restore.setVisible(self._restoring is not None)
        self.sign_in.code_asked.connect(self.use_code)
        QShortcut(QKeySequence("Ctrl+O"), self).activated.connect(self.ask_folder)

    # Which records

    def look(self, folder: "Path | None") -> None:
        """Look at these records, or at the first known ones; without any, the first run begins."""

        def work(_progress: Progress) -> "VaultPeek | None":
            known = [folder] if folder is not None else list(self._vaults.known())
            return self._vaults.peek(known[0]) if known else None

        self._jobs.start(
            self,
            work,
            on_done=self._show_peek,
            on_failed=lambda error: self._say(error, folder),
            lane="read",
            latest="peek",
        )

    def _show_peek(self, peek: "VaultPeek | None") -> None:
        if peek is None:
            self.make_records(first=True)
            return
        self.peek, self._folder = peek, peek.folder
        last = peek.last_closed
        self.sign_in.set_names(peek.staff_names, self._staff_name or (last.who if last else ""))
        facts = [("folder", _where(peek.folder))]
        if last is not None:
            closed = _("Closed {when} by {who}").format(when=self._local_time(last.at), who=last.who)
            facts.append(("history", closed))
        if peek.held_by is not None and peek.held_by.pid != os.getpid():
            held = _("Open at another desk: {who}, {host}").format(
                who=peek.held_by.who, host=peek.held_by.host
            )
            facts.append(("lock", held))
        self.cover.set_words(peek.name, "", facts)
        self._tell_key(peek)
        if self.sign_in.name.value:
            self.sign_in.password.setFocus()
        else:
            self.sign_in.name.setFocus()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _tell_key(self, peek: "VaultPeek") -> None:
        words = _("The password alone opens these records.")
        if peek.device_secret is not None:
            there = _("This computer holds its half of the key in {keyring}.")
            missing = _(
                "This computer does not hold its half of the key. A one-time code or the recovery sheet lets you in."
            )
            words = (there if peek.device_secret else missing).format(keyring=peek.keyring_name)
        self._key_words.setText(words)
        self._key_icon.show()
        self.sign_in.code.setVisible(bool(peek.waiting_names) or peek.device_secret is False)

    def ask_folder(self) -> None:
        """Choose other records by their folder; not while a sheet that is shown once would be lost."""
        from pathlib import Path

        if not self._may_turn:
            return

        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, _("Other records"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda chosen: self.choose(Path(chosen)))
        dialog.open()

    def choose(self, folder: "Path") -> None:
        """Sign in to these records instead."""
        self._way = None
        self._show_sign_in()
        self.look(folder)

    @property
    def _may_turn(self) -> bool:
        """Whether nothing half done would be lost by another page."""
        from privdesk.ui.unlock.first_run import OfficeForm

        return isinstance(self.form, SignIn | OfficeForm)

    # Opening

    def open_records(self, name: str, password: str, folder: "Path | None" = None) -> None:
        """Open the records; a wrong password stays in its field, marked and selected."""
        chosen = folder or self._folder
        if chosen is None:
            return
        self.sign_in.wait_for(busy=True)
        self.sign_in.banner.clear()
        self.opening.emit()
        as_they_are, self._as_they_are = self._as_they_are, None

        def work(_progress: Progress) -> "OpenVault":
            if as_they_are == chosen:
                return self._vaults.unlock_as_they_are(chosen, name, password)
            return self._vaults.unlock(chosen, name, password)

        self._jobs.start(
            self,
            work,
            on_done=lambda vault: self._opened(vault, password),
            on_failed=lambda error: self._say(error, chosen),
            lane="write",
        )

    def _opened(self, vault: "OpenVault", password: str) -> None:
        if self._remember is not None and self._folder is not None:
            self._remember(self._folder)
        self.sign_in.password.forget()
        if vault.must_change:
            self._choose_own(vault, password)
        else:
            self.opened.emit(vault)

    def _choose_own(self, vault: "OpenVault", given: str) -> None:
        """Somebody else knows the password: another one is chosen before the desk opens."""
        from privdesk.ui.unlock.own_password import OwnPassword

        way = OwnPassword(self._vaults, self._jobs, self, vault, given)
        way.show_form.connect(self._show_form)
        way.opened.connect(self.opened)
        way.left.connect(self._end_own)
        self._way = way
        way.start()

    def _end_own(self) -> None:
        self.sign_in.wait_for(busy=False)
        self._end_way(look=True)

    def _say(self, error: BaseException, folder: "Path | None") -> None:
        self._show_sign_in()
        self.sign_in.wait_for(busy=False)
        if self.sign_in.refuse(error):
            return
        from privdesk.services.trouble import trouble_of

        trouble = trouble_of(error)
        if trouble is None or folder is None:
            show_error(self.sign_in.banner, error)
        else:
            self._show_trouble(error, trouble, folder)

    def _say_pages(self) -> None:
        from privdesk.domain.errors import PagesError

        if self._folder is not None:
            self._say(PagesError(self._folder), self._folder)

    def _show_trouble(self, error: BaseException, trouble: "Trouble", folder: "Path") -> None:
        from privdesk.services.explain import describe
        from privdesk.services.trouble import TroubleAct
        from privdesk.ui.unlock.trouble import TroubleForm

        acts: dict[TroubleAct, Callable[[], None]] = {
            TroubleAct.AGAIN: lambda: self._end_way(look=True),
            TroubleAct.KEPT_COPY: lambda: self._put_back(folder),
            TroubleAct.AS_THEY_ARE: lambda: self._take_as_they_are(folder),
        }
        if self.peek is not None:
            acts |= {TroubleAct.CODE: self.use_code, TroubleAct.SHEET: self.recover}
        if self.restore is not None:
            restore = self.restore
            acts[TroubleAct.RESTORE] = lambda: restore(folder)
        form = TroubleForm(describe(error), trouble, acts.__contains__)
        form.asked.connect(lambda act: acts[act]())
        form.back_asked.connect(lambda: self._end_way(look=False))
        self._show_form(form)

    def _take_as_they_are(self, folder: "Path") -> None:
        """An administrator types the password once more: what opens now is taken as it lies there."""
        self._show_sign_in()
        self._as_they_are = folder
        self.sign_in.password.select()
        self.sign_in.banner.show_words(
            "warning",
            _("The records will be opened as they are."),
            _("Type the name and password of an administrator once more. It is recorded."),
            _("Not now"),
            self._not_as_they_are,
            closable=False,
        )

    def _not_as_they_are(self) -> None:
        self._as_they_are = None
        self.sign_in.banner.clear()

    def _put_back(self, folder: "Path") -> None:
        def work(_progress: Progress) -> None:
            self._vaults.put_previous_header_back(folder)

        self._jobs.start(
            self,
            work,
            on_done=lambda _none: self.choose(folder),
            on_failed=lambda error: self._say(error, None),
            lane="write",
        )

    # Making and recovering

    def make_records(self, *, first: bool) -> None:
        """Begin the four steps."""
        from privdesk.ui.unlock.flow import MakeRecords

        way = MakeRecords(self._vaults, self._jobs, self._render, self, first=first)
        way.show_form.connect(self._show_form)
        way.cover.connect(lambda icon, words: self.cover.set_words(_("New records"), "", [(icon, words)]))
        way.left.connect(lambda: self._end_way(look=True))
        way.other_asked.connect(self.ask_folder)
        way.restore_asked.connect(self.restore_backup)
        way.opened.connect(self._open_made)
        self._way = way
        self._key_icon.hide()
        self._key_words.setText("")
        way.start()

    def restore_backup(self, folder: "Path | None" = None) -> None:
        """Begin bringing back a backup; `folder` are the records that are in trouble."""
        from privdesk.ui.unlock.restore import RestoreBackup

        if self._restoring is None:
            return
        near = [each for each in (folder or self._folder,) if each is not None]
        name = self.sign_in.name.value
        way = RestoreBackup(self._restoring, self._vaults, self._jobs, self._render, self, near, name)
        way.show_form.connect(self._show_form)
        way.cover.connect(lambda icon, words: self.cover.set_words(_("Restore"), "", [(icon, words)]))
        way.left.connect(lambda: self._end_way(look=True))
        way.finished.connect(self._restored)
        self._way = way
        self._key_icon.hide()
        self._key_words.setText("")
        way.start()

    def _restored(self, restored: "Restored", name: str) -> None:
        from privdesk.services.backup_words import again_lines

        self._folder, self._staff_name = restored.folder, name
        if self._remember is not None:
            self._remember(restored.folder)
        self._end_way(look=True)
        self.sign_in.name.set_value(name)
        words = " ".join(again_lines(restored.outcome.again))
        self.sign_in.banner.show_words("done", _("The records stand again."), words)

    def recover(self) -> None:
        """Begin with the recovery sheet."""
        from privdesk.ui.unlock.flow import Recover

        if self.peek is None:
            return
        way = Recover(self._vaults, self._jobs, self._render, self, self.peek, self.sign_in.name.value)
        way.show_form.connect(self._show_form)
        way.left.connect(lambda: self._end_way(look=False))
        way.finished.connect(self._recovered)
        self._way = way
        way.start()

    def use_code(self) -> None:
        """Begin with a one-time code."""
        from privdesk.ui.unlock.code_entry import UseCode

        if self.peek is None:
            return
        way = UseCode(self._vaults, self._jobs, self, self.peek, self.sign_in.name.value)
        way.show_form.connect(self._show_form)
        way.left.connect(lambda: self._end_way(look=False))
        way.finished.connect(self._recovered)
        self._way = way
        way.start()

    def change_keys(self, binding: "VaultBinding | None" = None) -> None:
        """Begin with new keys, or with another binding; the records are closed."""
        from privdesk.ui.unlock.change_keys import ChangeKeys

        if self.peek is None or self._keys is None:
            return
        name = self._staff_name or self.sign_in.name.value
        way = ChangeKeys(self._vaults, self._keys, self._jobs, self._render, self, self.peek, name, binding)
        way.show_form.connect(self._show_form)
        way.left.connect(lambda: self._end_way(look=True))
        way.finished.connect(self._keys_changed)
        self._way = way
        way.start()

    def _keys_changed(self, name: str, said: str, words: str) -> None:
        self._staff_name = name
        self._end_way(look=True)
        self.sign_in.banner.show_words("done", said, words)

    def _open_made(self, folder: "Path", name: str, password: str) -> None:
        self._folder = folder
        if isinstance(self.form, UnlockForm):
            self.form.set_busy(busy=True, words=_("Opening…"))
        self.open_records(name, password, folder)

    def _recovered(self, name: str) -> None:
        self._staff_name = name
        self.sign_in.name.set_value(name)
        self._end_way(look=True)
        self.sign_in.banner.show_words("done", _("The new password is set."), _("Sign in with it."))

    def _end_way(self, *, look: bool) -> None:
        self._way = None
        self._show_sign_in()
        if look:
            self.look(self._folder)

    def _show_sign_in(self) -> None:
        if self.form is not self.sign_in:
            self._show_form(self.sign_in)

    def _show_form(self, form: UnlockForm) -> None:
        old, self.form = self.form, form
        if old is form:
            return
        self._right.insertWidget(0, form, 1)
        form.set_busy(busy=False, words=form.act_words)
        form.show()
        old.hide()
        self._right.removeWidget(old)
        self.setFocusProxy(form)
        form.setFocus()
        self.language.setVisible(self._may_turn)  # another language makes the page anew

    def leave(self) -> None:
        """The window is being closed: leave nothing half made."""
        if self._way is not None:
            self._way.close()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface"))
        if not self._was_seen:
            self._was_seen = True
            QTimer.singleShot(0, self.seen.emit)


def _where(folder: "Path") -> str:
    return f"{folder.parent.name} / {folder.name}" if folder.parent.name else str(folder)


def _local(at: "datetime") -> str:
    """A moment in this computer's zone, in English order: the office's own zone is known only after opening."""
    return at.astimezone().strftime("%a %d %b %Y %H:%M")
