# SPDX-License-Identifier: MIT
"""Joins the window and the program: unlocking, the desk, locking."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication, QWidget

from privdesk.i18n import use_language
from privdesk.services.progress import Progress
from privdesk.ui.icons import mark_icon
from privdesk.ui.jobs import Jobs, Lane
from privdesk.ui.main_window import MainWindow
from privdesk.ui.theme import Choice, keeper
from privdesk.ui.unlock.ports import VaultsPort
from privdesk.ui.unlock.view import UnlockView

if TYPE_CHECKING:  # loaded after the window is in sight
    from PySide6.QtGui import QImage

    from privdesk.domain.incoming import PageImage
    from privdesk.services.desk import Desk
    from privdesk.services.preferences import Preferences
    from privdesk.services.vaults import OpenVault
    from privdesk.ui.backing_up import BackupWatch
    from privdesk.ui.found import FoundWatch
    from privdesk.ui.unlock.change_keys import KeysPort
    from privdesk.ui.unlock.restore import RestoringPort

_PATIENCE_SECONDS = 2.0
"""How long loading waits for the unlock page to be painted: a window that is hidden never is."""
_SHEET_WIDTH = 2480
"""Pixels across an A4 page at 300 dpi."""


class OpenProgram(VaultsPort, Protocol):
    """Records before signing in, and their locking."""

    def lock(self, opened: "OpenVault") -> None: ...


class Pages(Protocol):
    """Renders pages of a PDF in the worker."""

    def warm_up(self) -> None: ...

    def render(self, data: bytes, media_type: str, page: int, width: int) -> "PageImage": ...


class Program(Protocol):
    """What `bootstrap` hands to the window."""

    @property
    def vaults(self) -> OpenProgram: ...

    @property
    def files(self) -> Pages: ...

    @property
    def restoring(self) -> "RestoringPort": ...

    @property
    def keys(self) -> "KeysPort": ...

    def build_desk(self, opened: "OpenVault") -> "Desk": ...

    def close(self) -> None: ...


class _Late:
    """A part of the program, loaded by the first job that asks: never on the window's thread."""

    def __init__(self, load: Callable[[], Program], part: str) -> None:
        self._load, self._part = load, part

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(getattr(self._load(), self._part), name)


class _LateRestoring:
    """Restoring, loaded by the first job that asks."""

    def __init__(self, load: Callable[[], Program]) -> None:
        self._load = load

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._load().restoring, name)


class LateProgram:
    """A program that is loaded once the unlock page can be typed into; until then it would only slow that down."""

    def __init__(self, load: Callable[[], Program], after: Event | None = None) -> None:
        """`after` is set when the unlock page was painted; None: load at once."""
        self._make, self._after = load, after
        self._made: Program | None = None
        self._lock = Lock()

    def _load(self) -> Program:
        if self._after is not None:
            self._after.wait(_PATIENCE_SECONDS)
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    @cached_property
    def vaults(self) -> OpenProgram:
        """Records before signing in."""
        return cast("OpenProgram", _Late(self._load, "vaults"))

    @cached_property
    def keys(self) -> "KeysPort":
        """New keys, and another binding."""
        return cast("KeysPort", _Late(self._load, "keys"))

    @cached_property
    def restoring(self) -> "RestoringPort":
        """Backups brought back."""
        return cast("RestoringPort", _LateRestoring(self._load))

    @property
    def files(self) -> Pages:
        """The worker that renders."""
        return self._load().files

    def build_desk(self, opened: "OpenVault") -> "Desk":
        """The open desk."""
        return self._load().build_desk(opened)

    def close(self) -> None:
        """End what was started."""
        if self._made is not None:
            self._made.close()


class LastRecords:
    """Remembers which folder was opened last on this computer, and the language of the unlock page: nothing of people."""

    _FOLDER, _LANGUAGE = "records/folder", "window/language"

    def __init__(self, file: Path | None = None) -> None:
        place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
        self._file = file or Path(place) / "privdesk" / "window.ini"

    def get(self) -> Path | None:
        """The folder, if it is still there."""
        text = self._read(self._FOLDER)
        folder = Path(text) if text else None
        return folder if folder is not None and folder.is_dir() else None

    def put(self, folder: Path) -> None:
        """Remember this folder."""
        self._write(self._FOLDER, str(folder))

    def language(self) -> str:
        """The language chosen on the unlock page; empty when none was."""
        return self._read(self._LANGUAGE)

    def put_language(self, language: str) -> None:
        """Remember this language."""
        self._write(self._LANGUAGE, language)

    def _read(self, key: str) -> str:
        if not self._file.is_file():
            return ""
        from PySide6.QtCore import QSettings

        return str(QSettings(str(self._file), QSettings.Format.IniFormat).value(key, ""))

    def _write(self, key: str, value: str) -> None:
        from PySide6.QtCore import QSettings

        QSettings(str(self._file), QSettings.Format.IniFormat).setValue(key, value)


class Window:
    """One run of the window over a program."""

    def __init__(
        self,
        program: Program,
        jobs: Jobs,
        folder: Path | None,
        last: LastRecords,
        main: MainWindow | None = None,
        seen: Callable[[], object] = lambda: None,
    ) -> None:
        """`seen` is called whenever an unlock page was painted for the first time."""
        self._program, self._jobs, self._last, self._seen = program, jobs, last, seen
        self._folder = folder or last.get()
        if last.language():
            use_language(last.language())
        self.main = (main or MainWindow()).arm(self._make_unlock, jobs)

    @cached_property
    def _found(self) -> "FoundWatch":
        from privdesk.ui.found import FoundWatch

        return FoundWatch(self.main)

    def _make_unlock(self, window: MainWindow, staff_name: str) -> QWidget:
        view = UnlockView(
            self._program.vaults,
            self._jobs,
            folder=self._folder,
            staff_name=staff_name,
            render=self._sheet_pages,
            remember=self._remember,
            keys=self._program.keys,
            restoring=self._program.restoring,
        )
        wanted, window.wanted_next = window.wanted_next, ""
        if wanted:
            view.begin_with(wanted)
        view.opening.connect(self._load_ahead)
        view.opened.connect(lambda opened: self._build(view, opened))
        view.language_chosen.connect(self._speak)
        view.seen.connect(self._seen)
        window.desk_closed.connect(view.look_again)
        return view

    def _speak(self, language: str) -> None:
        """Say the unlock page in another language."""
        self._last.put_language(language)
        use_language(language)
        self.main.show_unlock("")

    def _remember(self, folder: Path) -> None:
        self._folder = folder
        self._last.put(folder)

    def _sheet_pages(self, sheet: bytes) -> "Sequence[QImage]":
        from privdesk.ui.page_images import picture_of

        return [picture_of(self._program.files.render(sheet, "application/pdf", 0, _SHEET_WIDTH))]

    def _load_ahead(self) -> None:
        """Read the pages' code while the password is turned into a key, which leaves the interpreter idle."""

        def work(_progress: Progress) -> None:
            from privdesk.ui.places import load_areas

            load_areas()

        self._jobs.start(
            self.main, work, on_done=lambda _nothing: None, on_failed=lambda _error: None, lane="read"
        )

    def _build(self, view: UnlockView, opened: "OpenVault") -> None:
        def work(_progress: Progress) -> "tuple[Desk, Preferences]":
            from privdesk.ui.places import load_areas

            load_areas()
            desk = self._program.build_desk(opened)
            return desk, desk.office.preferences()

        self._jobs.start(
            self.main,
            work,
            on_done=lambda built: self._show(opened, *built),
            on_failed=lambda error: self._give_up(view, opened, error),
            lane="write",
        )

    def _give_up(self, view: UnlockView, opened: "OpenVault", error: BaseException) -> None:
        from privdesk.ui.errors import show_error

        view.sign_in.wait_for(busy=False)
        show_error(view.sign_in.banner, error)
        self._in_lane(lambda: self._program.vaults.lock(opened))

    def _show(self, opened: "OpenVault", desk: "Desk", chosen: "Preferences") -> None:
        from privdesk.domain.staff import Permission
        from privdesk.ui.navigation import OpenDesk, Who
        from privdesk.ui.places import all_places, palette_finders, roles_in_words, sidebar_counts

        use_language(chosen.language or opened.office.language)
        theme: Choice = "dark" if chosen.theme == "dark" else "light" if chosen.theme == "light" else "system"
        keeper().use(theme, chosen.text_percent / 100)
        self._folder = opened.session.folder
        member, jobs = desk.session.member, self._jobs
        finders = palette_finders(desk)
        watch = self._backup_watch(desk)
        self._found.begin(opened.records, desk.session.notes)
        self.main.show_desk(
            OpenDesk(
                who=Who(member.name, roles_in_words(member.roles)),
                records=opened.session.vault_name,
                places=lambda navigator: all_places(desk, jobs, navigator),
                start="today",
                close=lambda: self._close(opened, desk),
                counts=lambda: sidebar_counts(desk),
                backup_words=watch.words if watch is not None else None,
                backup_changed=watch.refresh if watch is not None else None,
                find=finders,
                call_place="call" if finders else "",
                files_place="inbox" if member.may(Permission.ENTER_FORMS) else "",
                lock_minutes=chosen.lock_minutes,
            )
        )
        if watch is not None:
            watch.setParent(self.main.frame)
            watch.start()
        self._in_lane(lambda: self._program.files.warm_up())
        if finders:
            self._in_lane(lambda: desk.people.warm_up(), "read")

    def _backup_watch(self, desk: "Desk") -> "BackupWatch | None":
        """Looks after backups for as long as this desk is open."""
        from privdesk.ui.backing_up import BackupWatch

        if desk.backups is None:
            return None

        def told() -> None:
            if self.main.frame is not None:
                self.main.frame.tell_backup()

        return BackupWatch(desk.backups, self._jobs, self.main, told)

    def _close(self, opened: "OpenVault", desk: "Desk") -> None:
        """Lock; when the window is closed for good, back up first if it is time. A failure is recorded there."""
        try:
            if self.main.closing and desk.backups is not None:
                with suppress(Exception):
                    desk.backups.make_if_due(closing=True)
        finally:
            self._program.vaults.lock(opened)

    def _in_lane(self, work: Callable[[], object], lane: Lane = "write") -> None:
        self._jobs.start(
            self.main,
            lambda _progress: work(),
            on_done=lambda _nothing: None,
            on_failed=lambda _error: None,
            lane=lane,
        )


def make_application() -> QApplication:
    """The application with our fonts, theme and mark; an existing one is used again."""
    made = QApplication.instance()
    application = made if isinstance(made, QApplication) else QApplication(["privdesk"])
    application.setApplicationName("privdesk")
    application.setApplicationDisplayName("privdesk")
    application.setDesktopFileName("privdesk")
    application.setStyle("Fusion")
    keeper().use()
    keeper().follow_system()
    application.setWindowIcon(mark_icon())
    return application
