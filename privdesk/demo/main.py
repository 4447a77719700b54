# SPDX-License-Identifier: MIT
"""`privdesk demo`: makes the example records, runs the main job, leaves report and pictures, opens the desk."""

import os
import shutil
import sys
from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from privdesk.bootstrap.program import DeskProgram
from privdesk.cli.output import Output
from privdesk.demo.story import DAYS, DemoClock, Story, Told
from privdesk.domain.catalogue import Office
from privdesk.domain.errors import FolderTakenError, PrivdeskError
from privdesk.i18n import _
from privdesk.resources import resource_toml
from privdesk.services.desk import Desk
from privdesk.services.office import office_of_place

STAFF = "Claire Maillard"
PASSWORD = "invented people only"  # noqa: S105 -- the password of example records, printed on screen
MARKER = "invented-people.txt"
PAGE_WIDTH = 1240
FEWEST = 200
"""Fewer people than this and the story finds nobody for its parts."""


def run_demo(args: Namespace) -> int:
    """Make everything anew under `--folder`; a folder that is not a demo's is refused."""
    out = Output(as_json=args.json)
    try:
        return _run(args, out)
    except (PrivdeskError, OSError) as error:
        out.failed(error)
        return 1


def _run(args: Namespace, out: Output) -> int:
    folder: Path = args.folder.resolve()
    _clear(folder)
    vault = folder / "Lavarelle.privdesk"
    report = folder / "invented-people-access-report.pdf"
    clock = DemoClock(datetime.now(UTC))
    clock.leap(DAYS + 1, 7)
    program = DeskProgram(now=clock.now)
    _create(program, vault, folder)
    with program.open_desk(vault, STAFF, PASSWORD) as desk:
        told = _play(desk, folder, max(args.people, FEWEST), clock, out, report)
        pages = _page_pictures(desk, told, folder / "report-pages")
        out.tell(
            _("The report’s {count} pages lie in {folder}").format(
                count=pages, folder=folder / "report-pages"
            )
        )
    pictures = args.pictures or folder / "pictures"
    _take_pictures(vault, pictures, told, out)
    data = {
        "ok": True, "folder": str(folder), "vault": str(vault), "people": args.people, "report": str(report),
        "pictures": str(pictures), "staff": STAFF, "password": PASSWORD,
    }  # fmt: skip
    words = _("The example records are in {vault}. Name: {staff}, password: {password}")
    out.answer(data, words.format(vault=vault, staff=STAFF, password=PASSWORD))
    if args.no_window or not _has_screen():
        return 0
    from privdesk.bootstrap.window import open_window

    return open_window(vault)


def demo_office() -> Office:
    """The invented office: its name says on every letter that its people are invented."""
    words = resource_toml("demo", "invented.toml")["office"]
    office = office_of_place(words["name"], "CH-VD")
    return replace(office, **{**words, "name": f"{words['name']} (invented people)"})


def _create(program: DeskProgram, vault: Path, folder: Path) -> None:
    office = demo_office()
    made = program.vaults.prepare(vault, name=office.name, staff_name=STAFF, password=PASSWORD, office=office)
    (folder / "invented-people-recovery-sheet.pdf").write_bytes(made.sheet)
    program.vaults.finish(made)


def _play(desk: Desk, folder: Path, people: int, clock: DemoClock, out: Output, report: Path) -> Told:
    story = Story(desk, folder, people, datetime.now(UTC).date(), clock, out.tell)
    story.register()
    story.tables()
    story.weeks()
    story.activity()
    story.duplicates()
    return story.main_job(story.post(), report)


def _page_pictures(desk: Desk, told: Told, folder: Path) -> int:
    from privdesk.demo.pictures import save_page

    folder.mkdir(exist_ok=True)
    for page in range(told.report.pages):
        save_page(
            desk.reports.page(told.report, page, PAGE_WIDTH), folder / f"invented-people-{page + 1:03}.png"
        )
    return told.report.pages


def _take_pictures(vault: Path, pictures: Path, told: Told, out: Output) -> None:
    from privdesk.demo.pictures import take_pictures

    pictures.mkdir(parents=True, exist_ok=True)
    taken = take_pictures(vault, STAFF, PASSWORD, pictures, told)
    out.tell(_("{count} pictures of screens lie in {folder}").format(count=taken, folder=pictures))


def _clear(folder: Path) -> None:
    """Remove what an earlier demo left; never a folder that is not one."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).is_file():
            raise FolderTakenError(folder)
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text("Everything in this folder shows invented people.\n", encoding="utf-8")


def _has_screen() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
