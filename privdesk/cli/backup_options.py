# SPDX-License-Identifier: MIT
"""Options of `privdesk vault backup`, `backups` and `restore`."""

import argparse
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., argparse.ArgumentParser]


def add_backup_options(command: Command) -> None:
    """Make the three commands; `command(name, words, opens=…)` makes one."""
    backup = command(
        "backup", "copy the records to the office's backup folder, and prove that the copy opens"
    )
    backup.add_argument("--to", metavar="DIR", type=Path, help="another folder, this once")
    backup.add_argument("--keep", action="store_true", help="make that folder the office's backup folder")
    backups = command("backups", "list the backups in a folder, needs no password", opens=False)
    backups.add_argument(
        "folder", metavar="DIR", type=Path, help="the folder that backups go to, or one backup"
    )
    backups.add_argument("--thorough", action="store_true", help="read every byte, documents included")
    restore = command("restore", "make new records of a backup", opens=False)
    restore.add_argument(
        "backup", metavar="BACKUP", type=Path, help="a backup, or a folder of them: the newest"
    )
    restore.add_argument("folder", metavar="NEW_FOLDER", type=Path, help="the folder to make, NAME.privdesk")
    restore.add_argument("--staff", metavar="NAME", help="your name at the desk")
    for option, words in (
        ("--password-file", "file with your password, - for standard input"),
        ("--code-file", "file with the code of the recovery sheet, where there is no password"),
        ("--new-password-file", "file with the new password that goes with the code"),
    ):
        restore.add_argument(option, metavar="FILE", help=words)
    restore.add_argument(
        "--recovery-file", metavar="FILE", type=Path, help="where the new sheet is written, with --code-file"
    )
    restore.add_argument(
        "--ledger", metavar="FILE", type=Path, help="another copy of the list of erasures, or its folder"
    )
    restore.add_argument("--look", action="store_true", help="only say what would be brought back")
