# SPDX-License-Identifier: MIT
"""The two forms of a restore: which backup and who asks; what would come back."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from privdesk.domain.backups import Health
from privdesk.domain.errors import (
    RecoveryCodeMistypedError,
    RecoveryRefusedError,
    WaitBeforeTryError,
    WrongPasswordError,
)
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.backup_ports import FoundBackup
from privdesk.services.backup_words import health_word, made_words, preview_lines
from privdesk.services.restore import Opener, PreparedRestore
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.strength import NewPassword
from privdesk.ui.widgets.busy import BusyLine
from privdesk.ui.widgets.button import Button, LinkButton
from privdesk.ui.widgets.choice_field import RadioField
from privdesk.ui.widgets.field import ComboField, LineField, PasswordField
from privdesk.ui.widgets.label import Label

_PASSWORD, _SHEET = "password", "sheet"


class ChooseBackupForm(UnlockForm):
    """The folder of backups, one of them, the new folder, and a password or the sheet."""

    folder_chosen = Signal(object)
    backup_chosen = Signal(object)
    done = Signal()
    back_asked = Signal()

    def __init__(self, jobs: Jobs, vaults: VaultsPort, staff_name: str) -> None:
        self._found: Sequence[FoundBackup] = ()
        super().__init__(
            _("Restore from a backup"),
            _("Choose the folder that backups go to, such as the USB disk."),
            _("Look at it"),
        )
        self.target: Path | None = None
        self.ledger: Path | None = None
        self.folder = Button(_("Choose the folder of backups"), "hard-drive")
        self.folder.setObjectName("backup-folder")
        self.folder.clicked.connect(self.ask_folder)
        self.backups = ComboField(_("Backup"), tall=True)
        self.backups.combo.setObjectName("backup")
        self.backups.changed.connect(self._chosen)
        self.where = LinkButton(_("Choose another new folder"), "folder")
        self.where.clicked.connect(self.ask_target)
        self.name = LineField(_("Your name at this desk"), tall=True)
        self.name.control.setObjectName("restore-name")
        self.name.set_value(staff_name)
        self.way = RadioField(
            _("What opens it"),
            [(_PASSWORD, _("the password of that time")), (_SHEET, _("the recovery sheet"))],
            value=_PASSWORD,
        )
        self.way.changed.connect(self._show_way)
        self.password = PasswordField(_("Password"), tall=True)
        self.password.control.setObjectName("restore-password")
        self.code = LineField(_("Code on the sheet"), hint=_("eight groups of five characters"), tall=True)
        self.code.control.setObjectName("restore-code")
        self.new_password = NewPassword(
            jobs, lambda typed, own: vaults.password_hint(typed, own), _("New password")
        )
        self.other_ledger = Button(_("Another list of erasures"), "file-text")
        self.other_ledger.clicked.connect(self.ask_ledger)
        self._later = (
            self.backups,
            self.where,
            self.name,
            self.way,
            self.password,
            self.code,
            self.new_password,
        )
        for widget in (self.folder, *self._later, self.other_ledger):
            self.fields.addWidget(widget)
        for widget in (*self._later, self.other_ledger):
            widget.hide()
        back = LinkButton(_("Back"))
        back.clicked.connect(self.back_asked)
        self.add_link(back)
        self.end_links()
        self.act.setEnabled(False)
        self.act.clicked.connect(self._submit)
        self.password.submitted.connect(self._submit)
        self.setFocusProxy(self.folder)

    @override
    def set_busy(self, busy: bool, words: str) -> None:
        """There is nothing to look at before a backup is chosen."""
        super().set_busy(busy or not self._found, words)

    # Which backup

    def ask_folder(self) -> None:
        """Choose where backups lie."""
        _ask(self, _("The folder of backups"), lambda name: self.folder_chosen.emit(Path(name)))

    def show_found(self, found: Sequence[FoundBackup]) -> None:
        """Offer the backups of the chosen folder, the newest first."""
        self._found = [each for each in found if each.info is not None]
        options = [(each.name, _words(each)) for each in self._found]
        good = next((each.name for each in self._found if each.health is Health.GOOD), "")
        for widget in (self.backups, self.where, self.name, self.way):
            widget.setVisible(bool(options))
        self.set_busy(busy=False, words=self.act_words)
        self.banner.clear()
        if not options:
            self.banner.show_words(
                "error",
                _("There is no backup here."),
                _("Choose the folder that Settings names under Backups."),
            )
            return
        self.backups.set_options(options, good or options[0][0])
        self._show_way()
        self._chosen()
        (self.password if self.name.value else self.name).setFocus()

    @property
    def backup(self) -> FoundBackup | None:
        """The one that is chosen."""
        return next((each for each in self._found if each.name == self.backups.value), None)

    def propose(self, folder: Path) -> None:
        """Say where the restored records would lie."""
        self.target = folder
        self.where.setText(_("Restored to {folder}").format(folder=folder.name))
        self.where.setToolTip(str(folder))

    def ask_target(self) -> None:
        """Choose the folder in which the new folder is made."""
        name = self.target.name if self.target is not None else "records.privdesk"
        _ask(self, _("Where the restored records lie"), lambda chosen: self.propose(Path(chosen) / name))

    def ask_ledger(self) -> None:
        """Choose another copy of the list of erasures."""
        dialog = QFileDialog(self, _("The file “ledger”"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_ledger)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_ledger(self, name: str) -> None:
        """Use this copy as well."""
        self.ledger = Path(name)
        self.other_ledger.setText(_("List of erasures: {name}").format(name=str(self.ledger)))

    def offer_ledger(self) -> None:
        """The newest list was not found: let another one be named."""
        self.other_ledger.show()

    # Who asks

    def opener(self) -> Opener:
        """What was typed."""
        if self.way.value == _SHEET:
            return Opener(self.name.value, code=self.code.value, new_password=self.new_password.value)
        return Opener(self.name.value, self.password.value)

    def refuse(self, error: BaseException) -> None:
        """Say what is wrong beside the field, or in the banner; what was typed stays."""
        self.set_busy(busy=False, words=self.act_words)
        sheet = self.way.value == _SHEET
        typed: tuple[type[BaseException], ...] = (
            WrongPasswordError, WaitBeforeTryError, RecoveryCodeMistypedError, RecoveryRefusedError,
        )  # fmt: skip
        if isinstance(error, typed):
            field = self.code if sheet else self.password
            field.set_error(sentence_of(error))
            field.select()
        else:
            show_error(self.banner, error)

    def forget(self) -> None:
        """Keep nothing that was typed in secret."""
        self.password.forget()
        self.new_password.forget()
        self.code.set_value("")

    def _chosen(self) -> None:
        if self.backup is not None:
            self.backup_chosen.emit(self.backup)

    def _show_way(self) -> None:
        sheet = self.way.value == _SHEET
        self.password.setVisible(not sheet)
        self.code.setVisible(sheet)
        self.new_password.setVisible(sheet)

    def _submit(self) -> None:
        if not self.act.isEnabled():
            return
        self.new_password.own_words = (self.name.value,)
        if not self.name.value:
            self.name.set_error(_("Type your name at this desk."))
            self.name.select()
        elif self.way.value == _PASSWORD and not self.password.value:
            self.password.set_error(_("Type your password."))
            self.password.select()
        elif self.way.value == _SHEET and not self.code.value:
            self.code.set_error(_("Type the code as it is printed."))
            self.code.select()
        elif self.way.value == _PASSWORD or self.new_password.check():
            self.done.emit()


class PreviewForm(UnlockForm):
    """What the backup holds, and what will be done again before anybody sees it."""

    done = Signal()
    back_asked = Signal()

    def __init__(self, prepared: PreparedRestore) -> None:
        super().__init__(
            _("This would be brought back"),
            _("To {folder}. Nothing that exists is changed or mixed in.").format(
                folder=prepared.staged.target
            ),
            _("Bring it back"),
            wide=460,
        )
        preview = prepared.preview
        for words in preview_lines(preview):
            self.fields.addWidget(Label(words, "field", wrap=True))
        self.fields.setSpacing(10)
        self.line = BusyLine()
        self.fields.addWidget(self.line)
        missing = len(preview.missing_documents)
        if missing:
            words = ngettext(
                "{n} document is not in the backup folder.",
                "{n} documents are not in the backup folder.",
                missing,
            )
            self.banner.show_words(
                "warning",
                words.format(n=wording.number(missing)),
                _("Everything else comes back; a check of the records names what is missing."),
                closable=False,
            )
        self.back = LinkButton(_("Leave it"))
        self.back.clicked.connect(self.back_asked)
        self.add_link(self.back)
        self.end_links()
        self.act.clicked.connect(self.done)
        self.setFocusProxy(self.act)

    def begin(self) -> None:
        """It runs."""
        self.line.show()
        self.back.setEnabled(False)
        self.set_busy(busy=True, words=_("Bringing it back…"))

    def report(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.line.set_share(done, total)
        self.act.setText(
            _("Bringing it back, {share}").format(share=wording.percent(100 * done // max(1, total)))
        )


def _words(found: FoundBackup) -> str:
    assert found.info is not None
    words = f"{found.info.vault_name}, {made_words(found.info.made_at)}"
    return words if found.health is Health.GOOD else f"{words} ({health_word(found.health)})"


def _ask(form: UnlockForm, title: str, chosen: Callable[[str], None]) -> None:
    dialog = QFileDialog(form, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
