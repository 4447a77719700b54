# SPDX-License-Identifier: MIT
"""First run: the office, you, the recovery sheet, done – four quiet steps."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from privdesk.domain.vault import VaultBinding
from privdesk.i18n import LANGUAGE_NAMES, _, desk_language
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.strength import NewPassword
from privdesk.ui.widgets.button import LinkButton
from privdesk.ui.widgets.choice_field import RadioField
from privdesk.ui.widgets.field import ComboField, LineField


class OfficeForm(UnlockForm):
    """Step 1: name of the office, where it is, in which language it writes, where the records lie."""

    done = Signal()
    back_asked = Signal()
    other_asked = Signal()
    restore_asked = Signal()

    def __init__(self, places: Mapping[str, str], vaults: VaultsPort, *, first: bool) -> None:
        super().__init__(
            _("Make your records"),
            _("Step 1 of 4. The country decides which law and which holidays count."),
            _("Go on"),
        )
        self._vaults = vaults
        self._folder: Path | None = None
        self.name = LineField(_("Name of the office"), mandatory=True, tall=True)
        self.name.control.setObjectName("office-name")
        options = sorted(
            ((code, f"{name} ({code})") for code, name in places.items()), key=lambda pair: pair[1]
        )
        self.place = ComboField(
            _("Country and part of it"), options, mandatory=True, tall=True, editable=True
        )
        self.place.set_note(_("Any other place: its ISO code, such as PT or US-TX."))
        self.place.set_value("CH-VD" if "CH-VD" in places else "")
        self.language = ComboField(
            _("Language of the office"), list(LANGUAGE_NAMES.items()), value=desk_language(), tall=True
        )
        self.folder = LinkButton(_("Choose another folder"), "folder")
        for field in (self.name, self.place, self.language):
            self.fields.addWidget(field)
        self.fields.addWidget(self.folder)
        self.name.changed.connect(self._tell_folder)
        self.folder.clicked.connect(self._ask_folder)
        self._tell_folder()
        if not first:
            back = LinkButton(_("Back to the password"))
            back.clicked.connect(self.back_asked)
            self.add_link(back)
        other = LinkButton(_("Records that lie elsewhere"), keys="Ctrl+O", bind=False)
        other.clicked.connect(self.other_asked)
        self.add_link(other)
        self.end_links()
        self.restore = LinkButton(_("Restore from a backup"))
        self.restore.clicked.connect(self.restore_asked)
        below = QHBoxLayout()
        below.addWidget(self.restore)
        below.addStretch()
        self.column.addLayout(below)
        self.act.clicked.connect(self._submit)
        self.name.submitted.connect(self._submit)
        self.setFocusProxy(self.name)

    @property
    def where(self) -> Path:
        """The folder in which the records will lie."""
        return self._folder or self._vaults.default_folder(self.name.value)

    def choose_folder(self, parent: str) -> None:
        """Put the records into this folder, in one of their own."""
        self._folder = Path(parent) / self._vaults.default_folder(self.name.value).name
        self._tell_folder()

    def _tell_folder(self) -> None:
        self.name.set_note(
            _("Kept in {folder}").format(folder=self.where) if self.name.value else "", "folder"
        )

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, _("Where the records lie"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.choose_folder)
        dialog.open()

    def _submit(self) -> None:
        if not self.name.value:
            self.name.set_error(_("Type the name that stands on your letters."))
            self.name.select()
        elif not self.place.value:
            self.place.set_error(_("Choose the place of the office."))
            self.place.setFocus()
        else:
            self.done.emit()


class YouForm(UnlockForm):
    """Step 2: who makes the records, with which password, bound to this computer or not."""

    done = Signal()
    back_asked = Signal()

    def __init__(self, jobs: Jobs, vaults: VaultsPort, *, can_bind: bool) -> None:
        super().__init__(
            _("You"),
            _("Step 2 of 4. You become administrator, privacy officer and clerk; others can follow."),
            _("Go on"),
        )
        self.name = LineField(_("Your name"), mandatory=True, tall=True)
        self.name.control.setObjectName("your-name")
        self.password = NewPassword(jobs, lambda typed, own: vaults.password_hint(typed, own), _("Password"))
        self.fields.addWidget(self.name)
        self.fields.addWidget(self.password)
        self.binding = RadioField(
            _("What opens the records"),
            [
                (VaultBinding.PASSWORD_ONLY.value, _("the password")),
                (VaultBinding.DEVICE_BOUND.value, _("the password, on this computer only")),
            ],
            value=VaultBinding.PASSWORD_ONLY.value,
            upright=True,
        )
        self.fields.addWidget(self.binding)
        self.binding.setVisible(can_bind)
        if not can_bind:
            self.name.set_note(_("This computer has no key store, so the password alone opens the records."))
        back = LinkButton(_("Back"))
        back.clicked.connect(self.back_asked)
        self.add_link(back)
        self.end_links()
        self.act.clicked.connect(self._submit)
        self.password.again.submitted.connect(self._submit)
        self.name.submitted.connect(self.password.setFocus)
        self.setFocusProxy(self.name)

    def _submit(self) -> None:
        self.password.own_words = (self.name.value,)
        if not self.name.value:
            self.name.set_error(_("Type your name as it is to stand in the audit."))
            self.name.select()
        elif self.password.check():
            self.done.emit()


class DoneForm(UnlockForm):
    """Step 4: the records are there."""

    open_asked = Signal()

    def __init__(self, weaker_than_usual: bool) -> None:
        super().__init__(
            _("The records are ready"),
            _(
                "Step 4 of 4. They are empty and encrypted. Drop a form into the Inbox, or bring in people first."
            ),
            _("Open the desk"),
        )
        if weaker_than_usual:
            self.banner.show_words(
                "notice",
                _("This computer has little memory."),
                _("Guessing a password costs less here than usual: choose long ones."),
            )
        self.act.clicked.connect(self.open_asked)
        self.setFocusProxy(self.act)
