# SPDX-License-Identifier: MIT
"""Settings: one row a setting. Own choices are kept and seen at once, the office's with one button."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from privdesk.domain.catalogue import Office, Recipient
from privdesk.domain.imports import ImportKind
from privdesk.domain.staff import Permission
from privdesk.domain.vault import VaultBinding
from privdesk.i18n import _, use_language
from privdesk.services.case_acts import who_may
from privdesk.services.check_words import removed_sentence
from privdesk.services.desk import Desk
from privdesk.services.preferences import Preferences
from privdesk.services.progress import Progress
from privdesk.services.regimes import Regimes
from privdesk.ui.dialogs import ask
from privdesk.ui.errors import show_error
from privdesk.ui.idle import IdleWatch
from privdesk.ui.jobs import Jobs
from privdesk.ui.main_window import MainWindow
from privdesk.ui.navigation import Navigator
from privdesk.ui.settings.backups import BackupsGroup
from privdesk.ui.settings.check_panel import CheckPanel, removal_words
from privdesk.ui.settings.keys_group import KeysGroup
from privdesk.ui.settings.letters_group import LettersGroup
from privdesk.ui.settings.office_group import OfficeGroup
from privdesk.ui.settings.own_group import OwnGroup, WatchedGroup
from privdesk.ui.settings.recipients_group import RecipientsGroup
from privdesk.ui.settings.rows import SettingGroup, at_left
from privdesk.ui.theme import Choice, keeper
from privdesk.ui.unlock.change_password import ChangePassword
from privdesk.ui.widgets.button import Button, PrimaryButton
from privdesk.ui.widgets.half_typed import HalfTypedKeeper
from privdesk.ui.widgets.label import Label
from privdesk.ui.widgets.page import Page, first_control
from privdesk.ui.widgets.pane import Footer, scrolling

Read = tuple[Preferences, Office, bool, tuple[Recipient, ...]]
_WIDEST = 940


class SettingsPage(Page):
    """Groups below each other: yours, watched folder, office, records."""

    def __init__(self, desk: Desk, jobs: Jobs, navigator: Navigator, section: str = "") -> None:
        """`section` is brought into sight: `backups`."""
        super().__init__(_("Settings"), jobs)
        self._section = section
        self._desk, self._navigator = desk, navigator
        member = desk.session.member
        self._may_office = member.may(Permission.MANAGE_OFFICE)
        self._may_catalogue = member.may(Permission.MANAGE_CATALOGUE)
        self._office = Office("")
        self._held = Preferences()
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(0)
        self.own = OwnGroup()
        self.own.chosen.connect(self._keep_own)
        self.own.password_asked.connect(self._change_password)
        if desk.account is not None:
            self.own.add_password()
        self.watched = WatchedGroup()
        self.watched.chosen.connect(self._keep_watched)
        self.watched.folder_asked.connect(self._choose_folder)
        if not member.may(Permission.ENTER_FORMS):
            self.watched.hide()
        self.office = OfficeGroup()
        self.office.changed.connect(self._office_changed)
        self.recipients = RecipientsGroup()
        self.recipients.asked.connect(lambda: navigator.open("catalogue", part="recipients"))
        self.letters = self._letters_group()
        self.records = self._records_group()
        self.keys = self._keys_group()
        self.backups = self._backups_group()
        groups = (
            self.own,
            self.watched,
            self.office,
            self.letters,
            self.recipients,
            self.records,
            self.keys,
            self.backups,
        )
        for group in groups:
            if group is not None:
                column.addWidget(group)
        column.addStretch(1)
        self._area = scrolling(inner)
        self.content.addWidget(self._area, 1)
        self._add_footer()
        self._typed = HalfTypedKeeper(
            self, desk.half_typed, "office", self.office.values, self.office.set_values
        )

    def _add_footer(self) -> None:
        self.footer = Footer()
        self.footer.words.setText(_("The office’s data were changed and are not saved yet."))
        back = Button(_("Take the changes back"), "undo-2")
        back.clicked.connect(self._take_back)
        self.save_button = PrimaryButton(_("Save the office’s data"), "check", "Ctrl+Enter")
        self.save_button.clicked.connect(self.save_office)
        self.footer.add_act(back)
        self.footer.add_act(self.save_button)
        self.footer.hide()
        self.set_footer(self.footer)

    def _records_group(self) -> SettingGroup:
        group = SettingGroup(_("Records"))
        session, account = self._desk.session, self._desk.account
        group.add(_("Name and folder"), session.vault_name, Label(str(session.folder), wrap=True))
        if account is not None:
            bound = account.binding is VaultBinding.DEVICE_BOUND
            words = _("Password and this computer") if bound else _("Password alone")
            sentence = (
                _(
                    "Half of the key lies in this computer’s key store; a copy of the folder alone opens nowhere."
                )
                if bound
                else _("Whoever has a copy of the folder and a password can open it.")
            )
            group.add(_("What opens them"), sentence, Label(words, wrap=True))
        self.key_store = Label("", wrap=True)
        self._store_row = group.add(_("Key store of this computer"), _("Keeps half of the key where records are bound to it."),
                                    self.key_store)  # fmt: skip
        self._store_row.setVisible(account is not None)
        if self._desk.session.member.may(Permission.IMPORT):
            button = Button(_("Import from a file"), "folder-input")
            button.setObjectName("import")
            button.clicked.connect(lambda: self._navigator.open("imports", kind=ImportKind.PEOPLE.value))
            group.add(
                _("Bring data in"),
                _("Agencies, people, activity and electronic forms from tables."),
                at_left(button),
            )
        self._add_check(group)
        return group

    def _letters_group(self) -> LettersGroup | None:
        settings, member = self._desk.letter_settings, self._desk.session.member
        if settings is None:
            return None
        if not member.may(Permission.MANAGE_OFFICE) and not member.may(Permission.GRANT_ACCESS):
            return None
        return LettersGroup(self, settings, self._desk.half_typed, member)

    def _keys_group(self) -> KeysGroup | None:
        desk, member = self._desk, self._desk.session.member
        account, computers = desk.account, desk.computers
        if account is None or computers is None:
            return None
        if not member.may(Permission.RE_KEY) and not member.may(Permission.MANAGE_STAFF):
            return None
        group = KeysGroup(self, computers, desk.approvals, member, desk.clock, can_bind=account.can_bind)
        group.lock_wanted.connect(self._lock_for)
        return group

    def _lock_for(self, wanted: str) -> None:
        window = self.window()
        if isinstance(window, MainWindow):
            window.lock_for(wanted)

    def _backups_group(self) -> BackupsGroup | None:
        backups = self._desk.backups
        if backups is None or not self._desk.session.member.may(Permission.BACK_UP):
            return None
        group = BackupsGroup(self, backups, self._desk.clock)
        group.changed.connect(self.counts_changed)
        return group

    def _add_check(self, group: SettingGroup) -> None:
        checking = self._desk.checking
        if checking is None or not self._desk.session.member.may(Permission.CHECK_RECORDS):
            return
        self.check = CheckPanel()
        self.check.asked.connect(self._check_records)
        self.check.removal_asked.connect(self._ask_removal)
        group.add(
            _("Check the records"),
            _("Opens every document and compares database, search and the record of what was done."),
            self.check,
        )

    def _check_records(self, repair: bool) -> None:
        checking = self._desk.checking
        if checking is None:
            return
        self.check.begin()

        def failed(error: BaseException) -> None:
            self.check.end()
            show_error(self.banner, error, lambda: self._check_records(repair))

        self.run(
            lambda progress: checking.check(progress, repair=repair), self.check.show_report,
            lane="read", words=_("Checking the records…"), on_failed=failed,
        )  # fmt: skip

    def _ask_removal(self, count: int) -> None:
        words = _(
            "No record names them, so that nobody can open what is in them. Backups keep their own copies."
        )
        ask(self, removal_words(count), words, removal_words(count), self._remove_set_aside, danger=True)

    def _remove_set_aside(self) -> None:
        checking = self._desk.checking
        if checking is None:
            return

        def removed(count: int) -> None:
            self.set_status(removed_sentence(count))
            self._check_records(repair=False)

        self.run(lambda _p: checking.remove_set_aside(), removed, lane="write")

    @override
    def load(self) -> None:
        self.run(lambda _p: self._read(), self._show, lane="read")
        if self.letters is not None:
            self.letters.load()
        if self.keys is not None:
            self.keys.load()
        if self.backups is not None:
            self.backups.load()
            if self._section == "backups":
                QTimer.singleShot(0, self.backups, self.show_backups)

    @override
    def take_keyboard(self) -> None:
        """The keys begin at the top, not at the list of backups."""
        first_control(self.own).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_backups(self) -> None:
        """Bring the backups into sight."""
        if self.backups is not None:
            self._area.ensureWidgetVisible(self.backups.hint)
            self._area.ensureWidgetVisible(self.backups.heading)
            self.backups.choose.setFocus()

    def _read(self) -> Read:
        account = self._desk.account
        return (
            self._desk.office.preferences(),
            self._desk.office.office(),
            account is not None and account.can_bind(),
            self._desk.office.catalogue().recipients,
        )

    def _show(self, found: Read) -> None:
        self._held, self._office, can_bind, recipients = found
        self.own.show_preferences(self._held)
        self.watched.show_preferences(self._held)
        self.office.show_office(
            self._office, allowed=self._may_office, who_may=who_may(Permission.MANAGE_OFFICE)
        )
        self.recipients.show_recipients(
            recipients, allowed=self._may_catalogue, who_may=who_may(Permission.MANAGE_CATALOGUE)
        )
        self.key_store.setText(_("There is one.") if can_bind else _("There is none that can be used."))
        self.footer.hide()
        self._typed.read()

    # Own choices

    def _keep_own(self, chosen: Preferences) -> None:
        """A group knows only its own settings: the others stay as they are."""
        held = self._held
        self._keep(replace(chosen, watched_folder=held.watched_folder, watched_after=held.watched_after))

    def _keep_watched(self, chosen: Preferences) -> None:
        self._keep(
            replace(self._held, watched_folder=chosen.watched_folder, watched_after=chosen.watched_after)
        )

    def _keep(self, wanted: Preferences) -> None:
        before, self._held = self._held, wanted
        self.own.show_preferences(wanted)
        self.watched.show_preferences(wanted)
        self.run(
            lambda _p: self._desk.office.save_preferences(wanted),
            lambda _none: self._kept(before, wanted),
            quiet=True,
        )

    def _kept(self, before: Preferences, now: Preferences) -> None:
        self.set_status(_("Kept"))
        watch = self.window().findChild(IdleWatch)
        if now.lock_minutes != before.lock_minutes and watch is not None:
            watch.allow(now.lock_minutes)
        if (now.theme, now.text_percent, now.language) != (
            before.theme,
            before.text_percent,
            before.language,
        ):
            use_language(now.language or self._office.language)
            # the window is built anew in the new looks, after this page has had its say
            QTimer.singleShot(0, keeper(), lambda: _dress(now))

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, _("Choose a folder to watch"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._take_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_folder(self, name: str) -> None:
        folder = Path(name)
        inside = self._desk.session.folder
        if folder == inside or inside in folder.parents:
            self.banner.show_words(
                "error",
                _("This folder cannot be watched."),
                _("It lies inside the records. Choose another one."),
            )
            return
        self.watched.take_folder(name)

    def _change_password(self) -> None:
        account = self._desk.account
        if account is not None:
            dialog = ChangePassword(
                self, self.jobs, account.change_password, account.password_hint,
                lambda: self.banner.show_words("done", _("The password is changed.")),
            )  # fmt: skip
            dialog.open()

    # The office

    def _office_changed(self) -> None:
        self.footer.setVisible(self._may_office and self.office.differs)
        if self._may_office:
            self._typed.touch()

    def _take_back(self) -> None:
        self._typed.drop()
        self.office.show_office(self._office, allowed=self._may_office, who_may="")
        self.footer.hide()

    def save_office(self) -> None:
        """Keep the office's data; an unknown place or time zone is said and nothing is lost."""
        office = self.office.typed()
        wrong = self.office.say_wrong()
        if wrong is not None:
            wrong.setFocus()
            return

        def work(_progress: Progress) -> Office:
            Regimes().holidays(office.place, self._desk.clock.today())
            return self._desk.office.save(office)

        self.run(work, self._office_saved, words=_("Saving…"))

    def _office_saved(self, office: Office) -> None:
        self._office = office
        self._typed.drop()
        self.banner.clear()
        self.office.show_office(office, allowed=self._may_office, who_may="")
        self.footer.hide()
        self.set_status(_("Saved"))


def _dress(now: Preferences) -> None:
    theme: Choice = "dark" if now.theme == "dark" else "light" if now.theme == "light" else "system"
    keeper().use(theme, now.text_percent / 100)
