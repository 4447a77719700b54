# SPDX-License-Identifier: MIT
"""Linux: the worker gives up the file system and the network for good, by Landlock, as an ordinary user may.

Afterwards it reads its own program and the system's libraries and fonts, and nothing else: no records, no home
folder, no temporary files; it writes nothing, starts no program, opens no connection. Kernels from 5.13 on;
where there is none, the other limits stand alone.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_NO_NEW_PRIVILEGES = 38
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FIRST_RIGHTS = (1 << 13) - 1
_LATER_RIGHTS = ((2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
"""Further rights over files, by the version of Landlock that knows them."""
_CONNECT_AND_BIND = 0b11
_SIGNALS_AND_SOCKETS = 0b11
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/dev/null")


def give_up_files() -> bool:
    """Take every right over files and connections but reading the program itself; whether it could be done."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    version = library.syscall(_CREATE, None, 0, _VERSION_FLAG)
    if version < 1 or library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    rules = _rules(library, version)
    if rules < 0:
        return False
    try:
        for path in readable():
            _allow(library, rules, path)
        return bool(library.syscall(_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def readable() -> Iterable[Path]:
    """What the worker must read to work: interpreter, packages, resources, the system's libraries and fonts."""
    package = Path(__file__).resolve().parents[1]
    yield from (package, package.parent / "resources")
    if getattr(sys, "frozen", False):  # its modules lie in the program itself
        yield Path(sys.executable)
    for place in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        yield Path(place)
    yield from (Path(each) for each in sys.path if each.endswith(("-packages", ".zip", "lib-dynload")))
    yield from map(Path, _SYSTEM)


def _rules(library: ctypes.CDLL, version: int) -> int:
    rights = _FIRST_RIGHTS
    for since, more in _LATER_RIGHTS:
        rights |= more if version >= since else 0
    fields = [rights]
    if version >= 4:
        fields.append(_CONNECT_AND_BIND)
    if version >= 6:
        fields.append(_SIGNALS_AND_SOCKETS)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    return int(library.syscall(_CREATE, attributes, len(attributes), 0))


def _allow(library: ctypes.CDLL, rules: int, path: Path) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = _READ_FILE | (_READ_FOLDER if path.is_dir() else 0)
        library.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
