# SPDX-License-Identifier: MIT
"""A folder into which a scanner drops files: each is taken in once it stands still."""

import hashlib
from pathlib import Path

from privdesk.domain.inbox import ItemId
from privdesk.domain.staff import Permission
from privdesk.services.inbox import Inbox
from privdesk.services.inbox_view import Added
from privdesk.services.workplace import Workplace

DONE = "Done"
UNFINISHED = (".part", ".tmp", ".crdownload", ".partial", ".download")


class WatchedFolder:
    """Sweeps one folder again and again; keeps in mind what each file looked like at the last sweep."""

    def __init__(self, place: Workplace, inbox: Inbox) -> None:
        self._place = place
        self._inbox = inbox
        self._seen: dict[Path, tuple[int, int]] = {}

    def sweep(self, folder: Path, after: str = "done") -> Added:
        """Take in each file whose size and time did not change since the sweep before.

        A file is sealed and committed, read back and compared by its hash; only then it is moved to `Done/`
        (`after` "done") or deleted ("delete"). What cannot be moved stays and is not taken twice.
        """
        self._place.require(Permission.ENTER_FORMS)
        stable = self._stable(folder)
        added = Added()
        for path in stable:
            added = added.joined(self._take(path, after))
        if added.items:
            self._inbox.read_waiting()
        return added

    def _stable(self, folder: Path) -> list[Path]:
        """Files that stand still, in the order of their names."""
        now: dict[Path, tuple[int, int]] = {}
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.name.startswith(".") or path.suffix.lower() in UNFINISHED or not path.is_file():
                continue
            facts = path.stat()
            now[path] = (facts.st_size, facts.st_mtime_ns)
        stable = [path for path, facts in now.items() if facts[0] and self._seen.get(path) == facts]
        self._seen = now
        return stable

    def _take(self, path: Path, after: str) -> Added:
        try:
            data = path.read_bytes()
        except OSError:
            return Added(failed=((path.name, "not_opened"),))
        known = self._inbox.known(data)
        item_id = known or self._inbox.add_bytes(path.name, data)
        if not self._kept(item_id, data):
            return Added(failed=((path.name, "not_kept"),))
        failed = () if _put_away(path, after) else ((path.name, "not_moved"),)
        return Added(() if known else (item_id,), (item_id,) if known else (), failed)

    def _kept(self, item_id: ItemId, data: bytes) -> bool:
        """Whether the sealed original, read back, is what lay in the folder."""
        document = self._inbox.item(item_id).documents[0]
        kept = self._place.sealer.open(document.id, document.wrapped_key)
        return hashlib.sha256(kept).digest() == hashlib.sha256(data).digest()


def _put_away(path: Path, after: str) -> bool:
    try:
        if after == "delete":
            path.unlink()
            return True
        done = path.parent / DONE
        done.mkdir(exist_ok=True)
        path.rename(_free_name(done / path.name))
    except OSError:
        return False
    return True


def _free_name(target: Path) -> Path:
    """`target`, or the same with a number where there is such a file already."""
    number = 1
    free = target
    while free.exists():
        number += 1
        free = target.with_name(f"{target.stem} ({number}){target.suffix}")
    return free
