# SPDX-License-Identifier: MIT
"""Where records may lie. Windows and macOS are judged on injected facts; gathering them there is not tried."""

import json
import os
import shutil
import tempfile
from collections import namedtuple
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NoReturn

import pytest

from privdesk.domain import errors
from privdesk.security.place import (
    MINIMUM_FREE,
    Mount,
    PlaceFacts,
    is_unc,
    judge,
    look_at,
    mount_of,
    parse_mac_mounts,
    parse_mounts,
    require_good_place,
)

MOUNTS = r"""proc /proc proc rw,nosuid 0 0
/dev/sda2 / ext4 rw,relatime 0 0
/dev/sda3 /home ext4 rw,relatime 0 0
server:/export/home /home/klein/office nfs4 rw,vers=4.2 0 0
//files/team /mnt/team\040share cifs rw 0 0
/dev/sdb1 /mnt/stick fuseblk rw 0 0
klein@host:/srv /mnt/far fuse.sshfs rw 0 0
tmpfs /mnt/over tmpfs rw 0 0
hostshare /mnt/over 9p rw 0 0
broken
"""
HOME = PurePosixPath("/home/klein")
FOLDER = Path("/home/klein/x.privdesk")


def _facts(
    folder: str = "/home/klein/.local/share/privdesk/x.privdesk",
    file_system: str = "ext4",
    writable: bool = True,
    free_bytes: int = MINIMUM_FREE,
    names_above: frozenset[str] = frozenset(),
) -> PlaceFacts:
    return PlaceFacts(
        folder=PurePosixPath(folder),
        home=HOME,
        file_system=file_system,
        writable=writable,
        free_bytes=free_bytes,
        names_above=names_above,
    )


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/klein/x", "ext4"),
        ("/home/klein/office/x/y", "nfs4"),
        ("/home/klein/officer", "ext4"),
        ("/mnt/team share/x", "cifs"),
        ("/mnt/team", "ext4"),
        ("/mnt/stick/x", "fuseblk"),
        ("/mnt/far/x", "fuse.sshfs"),
        ("/mnt/over/x", "9p"),
        ("/srv", "ext4"),
    ],
)
def test_a_folder_lies_on_the_deepest_and_last_mount(folder: str, kind: str) -> None:
    mount = mount_of(PurePosixPath(folder), parse_mounts(MOUNTS))
    assert mount is not None
    assert mount.kind == kind


def test_mac_mounts_are_read() -> None:
    text = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//klein@files/team on /Volumes/team (old) (smbfs, nodev, nosuid, mounted by klein)\n"
        "map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)\n"
    )
    mounts = parse_mac_mounts(text)
    assert mounts[:2] == [Mount("/", "apfs"), Mount("/Volumes/team (old)", "smbfs")]


@pytest.mark.parametrize(
    "kind",
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "9p", "afpfs", "vboxsf", "ceph"],
)
def test_network_shares_are_refused(kind: str) -> None:
    with pytest.raises(errors.NetworkFolderError) as refused:
        judge(_facts(file_system=kind), FOLDER)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    "kind", ["ext4", "xfs", "btrfs", "zfs", "fuseblk", "tmpfs", "overlay", "apfs", "NTFS", ""]
)
def test_disks_of_this_computer_are_taken(kind: str) -> None:
    judge(_facts(file_system=kind), FOLDER)


@pytest.mark.parametrize(
    ("name", "share"),
    [
        (r"\\files\team\x", True),
        ("//files/team/x", True),
        (r"\\?\UNC\files\team", True),
        (r"\\?\unc\files\team", True),
        (r"\\?\C:\records", False),
        (r"\\.\C:", False),
        (r"C:\Users\klein", False),
    ],
)
def test_windows_shares_are_known_by_name(name: str, share: bool) -> None:
    assert is_unc(name) is share


def test_windows_network_drives_are_refused() -> None:
    for unc, remote, kind in ((True, False, "UNC"), (False, True, "network drive")):
        facts = PlaceFacts(
            PureWindowsPath("Z:/x"), PureWindowsPath("C:/Users/k"), unc=unc, remote_drive=remote
        )
        with pytest.raises(errors.NetworkFolderError) as refused:
            judge(facts, FOLDER)
        assert refused.value.kind == kind


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/home/klein/Dropbox/x", "Dropbox"),
        ("/home/klein/Dropbox (Lavarelle)/a/x", "Dropbox"),
        ("/home/klein/OneDrive - Lavarelle SA/x", "OneDrive"),
        ("/home/klein/OneDrive", "OneDrive"),
        ("/home/klein/Google Drive/x", "Google Drive"),
        ("/home/klein/GoogleDrive-k@example.com/x", "Google Drive"),
        ("/home/klein/Nextcloud/x", "Nextcloud"),
        ("/home/klein/ownCloud/x", "ownCloud"),
        ("/home/klein/Box/x", "Box"),
        ("/home/klein/Box Sync/x", "Box"),
        ("/home/klein/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud"),
        ("/home/klein/Library/CloudStorage/OneDrive-Lavarelle/x", "OneDrive"),
        ("/home/klein/iCloudDrive/x", "iCloud"),
    ],
)
def test_synchronised_folders_are_refused_by_name(folder: str, service: str) -> None:
    with pytest.raises(errors.SynchronisedFolderError) as refused:
        judge(_facts(folder), FOLDER)
    assert refused.value.service == service


@pytest.mark.parametrize(
    "folder", ["/home/klein/Boxes/x", "/srv/box/x", "/home/klein/my dropboxes/x", "/home/klein/work/sync/x"]
)
def test_ordinary_names_are_not_taken_for_cloud_clients(folder: str) -> None:
    judge(_facts(folder), FOLDER)


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".dropbox.cache", "Dropbox"),
        (".sync_0123abcd.db", "Nextcloud"),
        ("._sync_0123abcd.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".tmp.driveupload", "Google Drive"),
        (".stfolder", "Syncthing"),
    ],
)
def test_a_marker_of_a_cloud_client_in_a_folder_above_is_found(
    tmp_path: Path, marker: str, service: str
) -> None:
    (tmp_path / marker).mkdir()
    with pytest.raises(errors.SynchronisedFolderError) as refused:
        require_good_place(tmp_path / "a" / "b.privdesk")
    assert refused.value.service == service
    assert [entry.name for entry in tmp_path.iterdir()] == [marker]


def test_a_dropbox_account_in_the_home_folder_condemns_only_what_it_copies(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / ".dropbox" / "info.json").write_text(
        json.dumps({"personal": {"path": str(tmp_path / "shared")}})
    )
    inside = look_at(tmp_path / "shared" / "x", environment={}, home=tmp_path)
    assert (Path(os.path.realpath(tmp_path / "shared")), "Dropbox") in inside.synchronised_roots
    with pytest.raises(errors.SynchronisedFolderError):
        judge(inside, FOLDER)
    judge(look_at(tmp_path / "records" / "x", environment={}, home=tmp_path), FOLDER)


def test_the_environment_names_onedrive(tmp_path: Path) -> None:
    environment = {"OneDriveCommercial": str(tmp_path / "firm")}
    with pytest.raises(errors.SynchronisedFolderError) as refused:
        judge(look_at(tmp_path / "firm" / "x", environment, tmp_path), FOLDER)
    assert refused.value.service == "OneDrive"
    judge(look_at(tmp_path / "own" / "x", environment, tmp_path), FOLDER)


def test_a_link_into_a_synchronised_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "innocent").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(errors.SynchronisedFolderError):
        require_good_place(tmp_path / "innocent" / "x")


def test_a_folder_that_cannot_be_written_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_given: object) -> NoReturn:
        raise PermissionError(13, "refused")

    with pytest.raises(errors.FolderNotWritableError):
        judge(_facts(writable=False), FOLDER)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(errors.FolderNotWritableError):
        require_good_place(tmp_path / "x")


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a file")
    with pytest.raises(errors.FolderNotWritableError):
        require_good_place(tmp_path / "x")


def test_a_full_disk_is_refused_with_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(1, 1, MINIMUM_FREE - 1))
    with pytest.raises(errors.DiskFullError) as full:
        require_good_place(tmp_path / "x")
    assert (full.value.free_bytes, full.value.needed_bytes) == (MINIMUM_FREE - 1, MINIMUM_FREE)


def test_a_good_place_is_taken_and_nothing_is_left_in_it(tmp_path: Path) -> None:
    require_good_place(tmp_path / "new" / "x.privdesk")
    assert list(tmp_path.iterdir()) == []
