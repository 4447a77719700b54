# SPDX-License-Identifier: MIT
"""Whether a folder may hold records: on this computer's own disk, copied by nobody, writable, with room.

`look_at` gathers facts, `judge` decides on facts alone. Linux is tried; what Windows and macOS would say is
judged in the tests on injected facts, but gathering those facts is not tried here.
"""

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from privdesk.domain.errors import (
    DiskFullError,
    FolderNotWritableError,
    NetworkFolderError,
    SynchronisedFolderError,
)

MINIMUM_FREE = 64 * 1024 * 1024
"""Bytes that must be free before records are made or opened."""

_NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "webdav", "davfs", "ncpfs", "coda",
    "ceph", "glusterfs", "lustre", "gfs2", "ocfs2", "9p", "beegfs", "orangefs", "acfs", "vboxsf", "prl_fs",
    "virtiofs", "vmhgfs", "fuse.vmhgfs-fuse", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.s3fs",
    "fuse.davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.ceph", "fuse.ceph-fuse", "fuse.smbnetfs",
    "fuse.curlftpfs", "fuse.kio-fuse", "fuse.juicefs", "macfuse", "osxfuse",
})  # fmt: skip
_SYNCHRONISED_FS = {
    "fuse.google-drive-ocamlfuse": "Google Drive",
    "fuse.onedriver": "OneDrive",
    "fuse.pcloud": "pCloud",
    "fuse.dropbox": "Dropbox",
}
_PARTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), service)
    for pattern, service in (
        (r"onedrive([ -].*)?", "OneDrive"),
        (r"dropbox( \(.*\))?", "Dropbox"),
        (r"google ?drive.*", "Google Drive"),
        (r"icloud ?drive|com~apple~clouddocs|mobile documents", "iCloud"),
        (r"nextcloud\d*", "Nextcloud"),
        (r"owncloud\d*", "ownCloud"),
        (r"box sync|box-box", "Box"),
        (r"pcloud ?drive|pcloud ?sync", "pCloud"),
        (r"mega ?sync", "MEGA"),
        (r"cloudstorage", "a cloud service"),
    )
)
_HOME_PARTS = {"box": "Box", "mega": "MEGA", "sync": "Sync.com", "seafile": "Seafile"}
"""Too ordinary anywhere but directly in the home folder."""
_MARKERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\.dropbox\.cache"), "Dropbox"),
    (re.compile(r"\._?sync_[0-9a-f]+\.db|\.nextcloudsync\.log"), "Nextcloud"),
    (re.compile(r"\.owncloudsync\.log"), "ownCloud"),
    (re.compile(r"\.tmp\.drive(up|down)load"), "Google Drive"),
    (re.compile(r"\.stfolder"), "Syncthing"),
    (re.compile(r"\.849c9593-d756-4e56-8d6e-42412f2a707b"), "OneDrive"),
)
_ENVIRONMENT = {
    "OneDrive": "OneDrive",
    "OneDriveCommercial": "OneDrive",
    "OneDriveConsumer": "OneDrive",
    "DROPBOX_PATH": "Dropbox",
}
_DRIVE_REMOTE = 4
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Mount:
    """One mounted file system."""

    point: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What is known of a folder that is to hold records, all names resolved."""

    folder: PurePath
    home: PurePath
    file_system: str = ""
    unc: bool = False
    remote_drive: bool = False
    synchronised_roots: tuple[tuple[PurePath, str], ...] = ()
    """Folders that a cloud client says it copies, with its name."""
    names_above: frozenset[str] = field(default_factory=frozenset)
    """Names of the entries in the folder and in every folder above it."""
    writable: bool = True
    free_bytes: int = MINIMUM_FREE


def require_good_place(folder: Path, minimum_free: int = MINIMUM_FREE) -> None:
    """Refuse a folder that may not hold records; touches nothing but a probe file that is gone again.

    Raises:
        NetworkFolderError: it lies on another computer.
        SynchronisedFolderError: a cloud client copies it.
        FolderNotWritableError: this account may not write there.
        DiskFullError: less than `minimum_free` bytes are free.
    """
    judge(look_at(folder), folder, minimum_free)


def judge(facts: PlaceFacts, folder: Path, minimum_free: int = MINIMUM_FREE) -> None:
    """Decide on facts alone; raises as `require_good_place` does."""
    if facts.unc or facts.remote_drive:
        raise NetworkFolderError(folder=folder, kind="UNC" if facts.unc else "network drive")
    if facts.file_system in _NETWORK:
        raise NetworkFolderError(folder=folder, kind=facts.file_system)
    service = _synchronised_by(facts)
    if service is not None:
        raise SynchronisedFolderError(folder=folder, service=service)
    if not facts.writable:
        raise FolderNotWritableError(folder=folder)
    if facts.free_bytes < minimum_free:
        raise DiskFullError(folder=folder, free_bytes=facts.free_bytes, needed_bytes=minimum_free)


def look_at(
    folder: Path, environment: Mapping[str, str] | None = None, home: Path | None = None
) -> PlaceFacts:
    """Gather the facts about a folder that need not exist yet."""
    environment = os.environ if environment is None else environment
    home = Path.home() if home is None else home
    resolved = Path(os.path.realpath(folder))
    standing = _nearest(resolved)
    return PlaceFacts(
        folder=resolved,
        home=Path(os.path.realpath(home)),
        file_system=_file_system(resolved),
        unc=sys.platform == "win32" and is_unc(str(resolved)),
        remote_drive=_on_remote_drive(resolved),
        synchronised_roots=_announced_roots(environment, home),
        names_above=_names_above(standing),
        writable=_writable(standing),
        free_bytes=shutil.disk_usage(standing).free,
    )


def is_unc(name: str) -> bool:
    r"""Whether a Windows name is a share: `\\server\share` or `\\?\UNC\server\share`, not `\\?\C:`."""
    name = name.replace("/", "\\")
    if name.upper().startswith("\\\\?\\UNC\\"):
        return True
    return name.startswith("\\\\") and not name.startswith(("\\\\?\\", "\\\\.\\"))


def parse_mounts(text: str) -> list[Mount]:
    """Read `/proc/mounts`: octal escapes undone, in the order of mounting."""
    lines = [line.split(" ") for line in text.splitlines()]
    return [Mount(_unescape(parts[1]), parts[2]) for parts in lines if len(parts) >= 3]


def parse_mac_mounts(text: str) -> list[Mount]:
    """Read the answer of macOS's `mount`: `//who@server/share on /Volumes/share (smbfs, nodev)`."""
    found = (re.fullmatch(r".* on (/.*) \(([^,)]+).*\)", line) for line in text.splitlines())
    return [Mount(match[1], match[2]) for match in found if match]


def mount_of(folder: PurePosixPath, mounts: list[Mount]) -> Mount | None:
    """Return the mount that `folder` lies on: the deepest, and of those at one point the last."""
    best: Mount | None = None
    for mount in mounts:
        if not folder.is_relative_to(mount.point):
            continue
        if best is None or len(PurePosixPath(mount.point).parts) >= len(PurePosixPath(best.point).parts):
            best = mount
    return best


def _synchronised_by(facts: PlaceFacts) -> str | None:
    if facts.file_system in _SYNCHRONISED_FS:
        return _SYNCHRONISED_FS[facts.file_system]
    for root, service in facts.synchronised_roots:
        if facts.folder.is_relative_to(root):
            return service
    for pattern, service in _PARTS:
        if any(pattern.fullmatch(part) for part in facts.folder.parts):
            return service
    if facts.folder.is_relative_to(facts.home):
        below = facts.folder.relative_to(facts.home).parts
        if below and below[0].lower() in _HOME_PARTS:
            return _HOME_PARTS[below[0].lower()]
    for name in sorted(facts.names_above):
        for pattern, service in _MARKERS:
            if pattern.fullmatch(name):
                return service
    return None


def _nearest(folder: Path) -> Path:
    """Return the folder, or the first above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _names_above(folder: Path) -> frozenset[str]:
    names: set[str] = set()
    for place in (folder, *folder.parents):
        try:
            names.update(entry.name for entry in place.iterdir() if entry.name.startswith("."))
        except OSError:
            continue
    return frozenset(names)


def _writable(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _announced_roots(environment: Mapping[str, str], home: Path) -> tuple[tuple[PurePath, str], ...]:
    roots: list[tuple[PurePath, str]] = []
    for name, service in _ENVIRONMENT.items():
        if environment.get(name):
            roots.append((Path(os.path.realpath(environment[name])), service))
    places = [home / ".dropbox"]
    places += [
        Path(environment[name]) / "Dropbox" for name in ("APPDATA", "LOCALAPPDATA") if environment.get(name)
    ]
    for place in places:
        roots.extend((path, "Dropbox") for path in _dropbox_roots(place / "info.json"))
    return tuple(roots)


def _dropbox_roots(info: Path) -> list[PurePath]:
    try:
        accounts = json.loads(info.read_bytes())
        return [Path(os.path.realpath(account["path"])) for account in accounts.values()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def _file_system(folder: Path) -> str:
    mounts: list[Mount] = []
    if sys.platform.startswith("linux"):
        try:
            mounts = parse_mounts(Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape"))
        except OSError:
            return ""
    elif sys.platform == "darwin":
        answer = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=10, check=False)
        mounts = parse_mac_mounts(answer.stdout)
    mount = mount_of(PurePosixPath(folder.as_posix()), mounts) if mounts else None
    return mount.kind if mount else ""


def _on_remote_drive(folder: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)) == _DRIVE_REMOTE


def _unescape(text: str) -> str:
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), text)
