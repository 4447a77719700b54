# SPDX-License-Identifier: MIT
"""What goes through the pipe between the desk and its worker: a JSON header and raw bytes, never pickled objects.

A frame is: length of the header (4 bytes), number of parts (4 bytes), length of each part (8 bytes each), the
header as UTF-8 JSON, the parts. Numbers are big-endian. Both sides refuse frames beyond the limits.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

MAX_HEADER = 64 * 1024 * 1024
MAX_PARTS = 10_000
MAX_PART = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a message may be, in bytes."""

    header: int = MAX_HEADER
    parts: int = MAX_PART


REQUEST = Limits()
REPLY = Limits(16 * 1024 * 1024, 512 * 1024 * 1024)
"""What a worker may answer at most: a table of a million rows, a mail with all its attachments."""


class FrameError(Exception):
    """The other side broke off or does not keep to the format."""


class FrameTooLargeError(FrameError):
    """The other side sends more than is allowed."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message."""

    header: Mapping[str, Any]
    parts: tuple[bytes, ...] = field(default=(), repr=False)


def write_frame(stream: BinaryIO, header: Mapping[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Write one frame and flush."""
    text = json.dumps(header, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(struct.pack(">II", len(text), len(parts)))
    stream.write(struct.pack(f">{len(parts)}Q", *map(len, parts)))
    stream.write(text)
    stream.writelines(parts)
    stream.flush()


def read_frame(stream: BinaryIO, limits: Limits = REQUEST) -> Frame | None:
    """Read one frame; None when the stream ended between frames.

    Raises:
        FrameTooLargeError: it is over a limit; nothing of it was kept.
        FrameError: the stream ended within a frame, or the frame is malformed.
    """
    start = stream.read(8)
    if not start:
        return None
    if len(start) < 8:
        raise FrameError("short")
    header_length, count = struct.unpack(">II", start)
    if header_length > limits.header or count > MAX_PARTS:
        raise FrameTooLargeError("limit")
    lengths = struct.unpack(f">{count}Q", _exactly(stream, 8 * count))
    if sum(lengths) > limits.parts:
        raise FrameTooLargeError("limit")
    try:
        header = json.loads(_exactly(stream, header_length).decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise FrameError("header") from None
    if not isinstance(header, dict):
        raise FrameError("header")
    return Frame(header, tuple(_exactly(stream, length) for length in lengths))


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length) if length else b""
    if len(data) != length:
        raise FrameError("short")
    return data
