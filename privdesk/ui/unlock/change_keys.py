# SPDX-License-Identifier: MIT
"""New keys, or another binding: sheet and codes are on paper first, then the records change, then everybody signs in anew."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from privdesk.domain.errors import WaitBeforeTryError, WrongPasswordError
from privdesk.domain.vault import OneTimeCode, VaultBinding, VaultPeek
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.progress import Progress
from privdesk.ui.errors import sentence_of, show_error
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.flow import Flow
from privdesk.ui.unlock.form import UnlockForm
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.sheet import RecoverySheetForm, Render
from privdesk.ui.widgets.button import Button, LinkButton
from privdesk.ui.widgets.choice import Check
from privdesk.ui.widgets.field import ComboField, PasswordField
from privdesk.ui.widgets.label import Label

if TYPE_CHECKING:
    from privdesk.services.rekey import ChangedKeys, PreparedKeys


class KeysPort(Protocol):
    """`services.rekey.KeyChange`; every method is slow by intention and runs in a job."""

    def prepare(
        self, folder: Path, staff_name: str, password: str, binding: VaultBinding | None = None
    ) -> "PreparedKeys": ...
    def run(self, prepared: "PreparedKeys", progress: Progress) -> "ChangedKeys": ...
    def prepare_binding(
        self, folder: Path, staff_name: str, password: str, binding: VaultBinding
    ) -> "PreparedKeys": ...
    def bind(self, prepared: "PreparedKeys") -> "ChangedKeys": ...
    def abandon(self, prepared: "PreparedKeys") -> None: ...


class AskForm(UnlockForm):
    """What will happen, and the password of the administrator who does it."""

    asked = Signal(str, str)
    back_asked = Signal()

    def __init__(self, names: Sequence[str], name: str, binding: VaultBinding | None) -> None:
        super().__init__(
            _heading(binding), _what_happens(binding), _("Make the new sheet and codes"), wide=420
        )
        self.name = ComboField(
            _("Your name"), [(each, each) for each in names], value=name, tall=True, editable=True
        )
        self.password = PasswordField(_("Your password"), tall=True)
        self.password.control.setObjectName("password")
        self.fields.addWidget(self.name)
        self.fields.addWidget(self.password)
        back = LinkButton(_("Leave everything as it is"))
        back.clicked.connect(self.back_asked)
        self.add_link(back)
        self.end_links()
        self.act.clicked.connect(self._submit)
        self.password.submitted.connect(self._submit)
        self.setFocusProxy(self.password)

    def _submit(self) -> None:
        if not self.act.isEnabled():
            return
        if not self.password.value:
            self.password.set_error(_("Type your password."))
            self.password.setFocus()
        else:
            self.set_busy(busy=True, words=_("Making the new sheet and codes…"))
            self.asked.emit(self.name.value, self.password.value)

    def refuse(self, error: BaseException) -> None:
        """Mark the password, or say in the banner why not."""
        self.set_busy(busy=False, words=self.act_words)
        if isinstance(error, WrongPasswordError | WaitBeforeTryError):
            self.password.set_error(sentence_of(error))
            self.password.select()
        else:
            show_error(self.banner, error)


class CodesForm(UnlockForm):
    """The codes of everybody else, to be saved or copied out; then the change itself."""

    begun = Signal()
    back_asked = Signal()

    def __init__(self, jobs: Jobs, codes: Sequence[OneTimeCode], binding: VaultBinding | None) -> None:
        self._sentence = ngettext(
            "This colleague comes in again with a code. Hand it over in person; it is shown once.",
            "These {n} colleagues come in again with a code each. Hand them over in person; they are shown once.",
            len(codes),
        ).format(n=len(codes))
        if not codes:
            self._sentence = _("Nobody else signs in here, so no codes are needed.")
        super().__init__(_("Codes for your colleagues"), self._sentence, _title(binding), wide=460)
        self._jobs, self._codes = jobs, codes
        for each in codes:
            self.fields.addWidget(_CodeLine(each))
        self.save = Button(_("Save the codes as a file"), "download", "Ctrl+S")
        self.save.clicked.connect(self._ask_file)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch()
        self.kept = Check(_("I have the new sheet and every code on paper"))
        if codes:
            self.fields.addLayout(row)
            self.fields.addWidget(self.kept)
        self.back = LinkButton(_("Leave everything as it is"))
        self.back.clicked.connect(self.back_asked)
        self.add_link(self.back)
        self.end_links()
        self.act.clicked.connect(self._submit)
        self.setFocusProxy(self.save if codes else self.act)

    def _submit(self) -> None:
        if self._codes and not self.kept.isChecked():
            words = _("Nobody can see the codes again afterwards.")
            self.banner.show_words("warning", _("Put the codes on paper first."), words)
            self.kept.setFocus()
            return
        self.begun.emit()

    def show_progress(self, done: int, total: int) -> None:
        """Say on the button how far it is."""
        if total:
            self.act.setText(_("Changing the keys… {percent} %").format(percent=100 * done // total))

    def _ask_file(self) -> None:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, _("Save the codes as a file"), place, "Text (*.txt)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(_("Codes") + ".txt")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, chosen: str) -> None:
        """Write the codes to a file: a deliberate copy in plain, which the words say."""
        text = "".join(f"{each.staff_name}\n{each.code.text}\n{_until(each)}\n\n" for each in self._codes)

        def work(_progress: Progress) -> None:
            Path(chosen).write_text(text, encoding="utf-8")

        def saved(_nothing: None) -> None:
            words = _("Print it, cut it apart, hand each code over, and delete the file.")
            self.banner.show_words("done", _("The codes are saved."), words)

        self._jobs.start(
            self, work, on_done=saved, on_failed=lambda error: show_error(self.banner, error), lane="write"
        )


class _CodeLine(Label):
    """One colleague and the code, in figures of equal width; it can be selected."""

    def __init__(self, code: OneTimeCode) -> None:
        super().__init__(f"{code.staff_name}\n{code.code.text}\n{_until(code)}", wrap=True, digits=True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(_("Code for {name}").format(name=code.staff_name))


class ChangeKeys(Flow):
    """The way through: password, sheet, codes, the change; `finished` carries name and what to say."""

    finished = Signal(str, str, str)

    def __init__(
        self,
        vaults: VaultsPort,
        keys: KeysPort,
        jobs: Jobs,
        render: Render | None,
        parent: QObject,
        peek: VaultPeek,
        name: str,
        binding: VaultBinding | None = None,
    ) -> None:
        """`binding` is what will open the records with the keys they have; None: new keys, binding as it is."""
        super().__init__(vaults, jobs, render, parent)
        self._keys, self._folder, self._binding = keys, peek.folder, binding
        self._prepared: PreparedKeys | None = None
        self._name = name
        self.ask = AskForm(peek.staff_names, name, binding)
        self.ask.asked.connect(self._prepare)
        self.ask.back_asked.connect(self.left)

    def start(self) -> None:
        """Show what will happen."""
        self.show_form.emit(self.ask)

    def _prepare(self, name: str, password: str) -> None:
        self._name = name
        binding = self._binding

        def work(_progress: Progress) -> "PreparedKeys":
            if binding is None:
                return self._keys.prepare(self._folder, name, password)
            return self._keys.prepare_binding(self._folder, name, password, binding)

        self._jobs.start(self, work, on_done=self._show_sheet, on_failed=self.ask.refuse, lane="write")

    def _show_sheet(self, prepared: "PreparedKeys") -> None:
        self._prepared = prepared
        self.ask.password.forget()
        sheet = RecoverySheetForm(self._jobs, prepared.code, prepared.sheet, prepared.confirm, self._render)
        sheet.banner.show_words(
            "notice",
            _("This is the new sheet."),
            _("It counts once the change is done. Until then the old sheet and passwords count."),
            closable=False,
        )
        sheet.confirmed.connect(lambda: self._show_codes(prepared))
        self.show_form.emit(sheet)

    def _show_codes(self, prepared: "PreparedKeys") -> None:
        self.codes = CodesForm(self._jobs, prepared.codes, self._binding)
        self.codes.begun.connect(self._begin)
        self.codes.back_asked.connect(self._abandon)
        self.show_form.emit(self.codes)

    def _begin(self) -> None:
        prepared, self._prepared = self._prepared, None
        if prepared is None:
            return
        self.codes.set_busy(busy=True, words=_("Changing the keys…"))
        self.codes.back.setEnabled(False)

        def work(progress: Progress) -> "ChangedKeys":
            if self._binding is None:
                return self._keys.run(prepared, progress)
            return self._keys.bind(prepared)

        self._jobs.start(
            self,
            work,
            on_done=self._done,
            on_failed=self._failed,
            on_progress=self.codes.show_progress,
            lane="write",
        )

    def _done(self, changed: "ChangedKeys") -> None:
        said = _("The keys are changed.") if self._binding is None else _("The binding is changed.")
        words = _("Sign in with your password. Destroy the old recovery sheet.")
        if changed.waiting:
            words += " " + _("These come in with their codes: {names}.").format(
                names=", ".join(changed.waiting)
            )
        self.finished.emit(self._name, said, words)

    def _failed(self, error: BaseException) -> None:
        self.codes.set_busy(busy=False, words=_("Go back"))
        self.codes.back.setEnabled(True)
        self.codes.act.clicked.disconnect()
        self.codes.act.clicked.connect(self.left)
        show_error(self.codes.banner, error)

    def _abandon(self) -> None:
        prepared, self._prepared = self._prepared, None
        if prepared is None:
            self.left.emit()
            return

        def work(_progress: Progress) -> None:
            self._keys.abandon(prepared)

        def gone(_outcome: object) -> None:
            self.left.emit()

        self._jobs.start(self, work, on_done=gone, on_failed=gone, lane="write")

    def close(self) -> None:
        """Leave the records as they were: the window is being closed."""
        prepared, self._prepared = self._prepared, None
        if prepared is not None:
            self._keys.abandon(prepared)


def _heading(binding: VaultBinding | None) -> str:
    return _("Change the keys") if binding is None else _title(binding)


def _title(binding: VaultBinding | None) -> str:
    if binding is None:
        return _("Change the keys now")
    if binding is VaultBinding.DEVICE_BOUND:
        return _("Bind the records to computers")
    return _("Let the password alone open the records")


def _what_happens(binding: VaultBinding | None) -> str:
    if binding is None:
        return _(
            "Everything is encrypted anew. Old copies of the folder, old passwords and the old sheet open nothing new "
            "any more. You keep your password; every colleague needs a code from you to come in again. Nobody can "
            "work meanwhile. If it is broken off, the records are whole, under the old keys or the new."
        )
    words = _(
        "You keep your password; every colleague needs a code from you to come in again. A new sheet is made."
    )
    if binding is VaultBinding.DEVICE_BOUND:
        return _("Afterwards a password opens them only on a computer that was let in.") + " " + words
    return _("Afterwards a copy of the folder and a password are enough.") + " " + words


def _until(code: OneTimeCode) -> str:
    here = code.until.astimezone()
    return _("until {date}, {time}").format(date=wording.date_long(here.date()), time=f"{here:%H:%M}")
