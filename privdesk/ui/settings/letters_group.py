# SPDX-License-Identifier: MIT
"""Letters in the settings: window of the envelope, logo, signature, and the mail account for sending."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from privdesk.domain.letters import Window
from privdesk.domain.mail_account import MailAccount, MailSecurity
from privdesk.domain.staff import Permission, StaffMember
from privdesk.i18n import _
from privdesk.services.case_acts import who_may
from privdesk.services.half_typed import HalfTyped
from privdesk.services.letterhead import Letterhead, LetterSettings
from privdesk.services.progress import Progress
from privdesk.ui.settings.rows import SettingGroup, at_left
from privdesk.ui.theme import Theme, theme
from privdesk.ui.widgets.button import Button
from privdesk.ui.widgets.choice import Check, Combo
from privdesk.ui.widgets.field import PasswordField
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page

_LOGO = 64
AskLogo = Callable[[QWidget, Callable[[Path], None]], None]


@dataclass(frozen=True, slots=True)
class _Read:
    head: Letterhead
    logo: bytes
    account: MailAccount
    keeps: bool
    known: bool


def ask_logo(parent: QWidget, on_path: Callable[[Path], None]) -> None:
    """Ask for a picture; nothing is called when the person thinks better of it."""
    dialog = QFileDialog(parent.window(), _("Choose the logo"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(_("Pictures (*.png *.jpg *.jpeg)"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: on_path(Path(chosen)))
    dialog.open()


class LettersGroup(SettingGroup):
    """The section of the Settings page; it runs its own jobs through the page."""

    def __init__(self, page: Page, settings: LetterSettings, typed: HalfTyped, member: StaffMember) -> None:
        super().__init__(_("Letters"), _("the paper, and sending by e-mail"))
        self._page, self._settings = page, settings
        self._allowed = member.may(Permission.MANAGE_OFFICE)
        self._account = MailAccount()
        self._quiet = False
        self.ask_logo: AskLogo = ask_logo
        if not self._allowed:
            who = who_may(Permission.MANAGE_OFFICE)
            self.heading.set_words(_("Letters"), _("may be changed by: {who}").format(who=who))
        self._add_paper()
        self._add_account()
        self._add_password()
        self._typed = HalfTypedKeeper(page, typed, "mail_account", self.values, self.set_values)

    # What it is made of

    def _add_paper(self) -> None:
        self.window_place = Combo()
        for window, words in window_words().items():
            self.window_place.addItem(words, window.value)
        self.window_place.currentIndexChanged.connect(self._keep_paper)
        self.add(
            _("Window of the envelope"),
            _("Where the address stands on the sheet, and where it is folded."),
            self.window_place,
            "letter_window",
        )
        self.signed = Check(_("With the name of who writes"))
        self.signed.setObjectName("letter_signed")
        self.signed.toggled.connect(self._keep_paper)
        self.add(_("Signature"), _("Under the office’s name."), at_left(self.signed))
        self.logo = Label("")
        self.logo.setAccessibleName(_("Logo"))
        self.choose = Button(_("Choose the logo"), "folder-open")
        self.choose.setObjectName("choose_logo")
        self.choose.clicked.connect(lambda: self.ask_logo(self, self.take_logo))
        self.remove = Button(_("Remove the logo"), "x")
        self.remove.setObjectName("remove_logo")
        self.remove.clicked.connect(self._remove_logo)
        self.add(
            _("Logo"),
            _(
                "PNG or JPEG, at most 2 MB; printed up to 60 mm wide and 18 mm high. It is kept sealed in the records."
            ),
            _column(self.logo, at_left(self.choose), at_left(self.remove)),
        )
        for control in (self.window_place, self.signed, self.choose, self.remove):
            control.setEnabled(self._allowed)

    def _add_account(self) -> None:
        self.lines = {name: QLineEdit() for name in ("host", "port", "user", "sender")}
        self.lines["port"].setValidator(QIntValidator(1, 65535, self))
        self.security = Combo()
        self.security.addItem(_("STARTTLS, usually port 587"), MailSecurity.STARTTLS.value)
        self.security.addItem(_("TLS, usually port 465"), MailSecurity.TLS.value)
        self.security.currentIndexChanged.connect(self._changed)
        texts = {
            "host": (
                _("Mail server"),
                _("Its name, such as mail.example.org; empty: nothing is sent from here."),
            ),
            "port": (_("Port"), ""),
            "user": (_("Name to sign in with"), ""),
            "sender": (_("Letters come from"), _("An e-mail address of the office; replies go there.")),
        }
        self.save = Button(_("Save the mail account"), "check")
        self.save.setObjectName("save_mail")
        self.save.clicked.connect(self.save_account)
        for name, line in self.lines.items():
            line.textEdited.connect(self._changed)
            line.setObjectName(f"mail_{name}")
            title, sentence = texts[name]
            line.setAccessibleName(title)
            self.add(title, sentence, _column(line, at_left(self.save)) if name == "sender" else line)
            if name == "port":
                self.add(_("Encryption"), _("Without it nothing is sent."), self.security, "mail_security")
        for control in (*self.lines.values(), self.security, self.save):
            control.setEnabled(self._allowed)

    def _add_password(self) -> None:
        self.password = PasswordField("")
        self.password.line.setObjectName("mail_password")
        self.keep: Button = Button(_("Keep the password on this computer"), "key-round")
        self.keep.setObjectName("keep_mail_password")
        self.keep.clicked.connect(self.keep_password)
        self.keep.setEnabled(False)
        self.password.changed.connect(lambda: self.keep.setEnabled(bool(self.password.value)))
        self.check = Button(_("Try the connection"), "shield-check")
        self.check.setObjectName("check_mail")
        self.check.clicked.connect(self.check_connection)
        self.known = Label("", "caption", "muted", wrap=True)
        self.password_row = self.add(
            _("Password of the mail account"),
            _("It is kept in this computer’s key store, never in the records; each computer asks once."),
            _column(self.password, self.known, at_left(self.keep), at_left(self.check)),
        )

    # Reading and showing

    def load(self) -> None:
        """Read what is set."""
        self._page.run(lambda _progress: self._read(), self._show, lane="read", quiet=True)

    def _read(self) -> _Read:
        found = self._settings
        return _Read(
            found.letterhead(),
            found.logo(),
            found.mail_account(),
            found.keeps_password(),
            found.has_password(),
        )

    def _show(self, read: _Read) -> None:
        self._quiet = True
        self.window_place.setCurrentIndex(self.window_place.findData(read.head.window.value))
        self.signed.setChecked(read.head.signed)
        self._show_logo(read.logo)
        self._show_account(read.account)
        self._show_password(known=read.known, keeps=read.keeps)
        self._quiet = False
        self._typed.read()

    def _show_logo(self, logo: bytes) -> None:
        picture = QPixmap()
        there = bool(logo) and picture.loadFromData(logo)
        self.logo.setVisible(there)
        self.remove.setVisible(there)
        if there:
            edge = theme().scaled(_LOGO)
            mode = Qt.TransformationMode.SmoothTransformation
            self.logo.setPixmap(
                _on_paper(picture.scaled(edge * 3, edge, Qt.AspectRatioMode.KeepAspectRatio, mode))
            )

    def _show_account(self, account: MailAccount) -> None:
        self._account = account
        for name, line in self.lines.items():
            line.setText(str(getattr(account, name)))
        self.security.setCurrentIndex(self.security.findData(account.security.value))
        self.save.setEnabled(False)
        self.password_row.setVisible(account.ready)

    def _show_password(self, *, known: bool, keeps: bool) -> None:
        if not keeps:
            words = _("This computer has no key store: letters cannot be sent from here.")
        else:
            words = _("This computer knows it.") if known else _("This computer does not know it yet.")
        self.known.setText(words)
        self.password.setEnabled(keeps)
        self.check.setEnabled(known or not self._account.user)

    # The paper

    def _keep_paper(self) -> None:
        if self._quiet:
            return
        window, signed = Window(self.window_place.currentData()), self.signed.isChecked()
        self._page.run(
            lambda _progress: self._settings.save_letterhead(window, signed=signed),
            lambda _head: self._page.set_status(_("Kept")),
            quiet=True,
        )

    def take_logo(self, path: Path) -> None:
        """Keep the picture in that file as the logo."""

        def work(_progress: Progress) -> bytes:
            return self._settings.put_logo(path.read_bytes())

        self._page.run(work, self._logo_kept, words=_("Reading the picture…"))

    def _logo_kept(self, logo: bytes) -> None:
        self._page.banner.clear()
        self._show_logo(logo)
        self._page.set_status(_("Kept"))

    def _remove_logo(self) -> None:
        self._page.run(lambda _progress: self._settings.drop_logo(), lambda _none: self._logo_kept(b""))

    # The account

    def typed_account(self) -> MailAccount:
        """The account as it stands in the fields."""
        text = {name: line.text().strip() for name, line in self.lines.items()}
        return MailAccount(
            text["host"],
            int(text["port"]) if text["port"].isdigit() else 0,
            MailSecurity(self.security.currentData()),
            text["user"],
            text["sender"],
        )

    def values(self) -> Mapping[str, str]:
        """What is typed and not saved; nothing while it is what is kept."""
        if not self._allowed or self.typed_account() == self._account:
            return {}
        lines = {name: line.text() for name, line in self.lines.items()}
        return {**lines, "security": str(self.security.currentData())}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Put back what was typed and not saved."""
        self._quiet = True
        for name, line in self.lines.items():
            line.setText(values.get(name, line.text()))
        self.security.setCurrentIndex(max(0, self.security.findData(values.get("security"))))
        self._quiet = False
        self.save.setEnabled(True)

    def _changed(self) -> None:
        if not self._quiet and self._allowed:
            self.save.setEnabled(self.typed_account() != self._account)
            self._typed.touch()

    def save_account(self) -> None:
        """Keep the account; what is missing is said, and nothing typed is lost."""
        account = self.typed_account()
        self._page.run(lambda _progress: self._settings.save_mail_account(account), self._account_saved)

    def _account_saved(self, account: MailAccount) -> None:
        self._typed.drop()
        self._page.banner.clear()
        self._quiet = True
        self._show_account(account)
        self._quiet = False
        self._page.set_status(_("Saved"))

    def keep_password(self) -> None:
        """Hand the password to this computer's key store and forget it here."""
        password = self.password.value

        def work(_progress: Progress) -> bool:
            self._settings.keep_password(password)
            return self._settings.has_password()

        self._page.run(work, self._password_kept)

    def _password_kept(self, known: bool) -> None:
        self.password.forget()
        self.keep.setEnabled(False)
        self._show_password(known=known, keeps=True)
        self._page.banner.clear()
        self._page.set_status(_("Kept"))

    def check_connection(self) -> None:
        """Sign in at the mail server without sending anything."""
        title = _("The mail server is reached, its certificate holds, and the name and password are right.")
        self._page.run(
            lambda _progress: self._settings.check_mail(),
            lambda _none: self._page.banner.show_words("done", title),
            words=_("Trying the connection…"),
        )


def window_words() -> Mapping[Window, str]:
    """The positions of the window, as offices call them."""
    return {
        Window.CH_RIGHT: _("Switzerland, window right"),
        Window.CH_LEFT: _("Switzerland, window left"),
        Window.DE: _("Germany, DIN 5008 form B"),
        Window.FR: _("France, NF Z 11-001"),
        Window.UK: _("United Kingdom, DL and C5"),
    }


def _on_paper(picture: QPixmap) -> QPixmap:
    """The logo as it will look: paper stays white in the dark theme."""
    sheet = QPixmap(picture.size())
    sheet.fill(Theme(dark=False).color("paper"))
    painter = QPainter(sheet)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return sheet


def _column(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for widget in widgets:
        column.addWidget(widget)
    return holder
