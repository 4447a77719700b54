# SPDX-License-Identifier: MIT
"""Hostile files, looked at in workers: one reads what arrives, another draws the page on screen meanwhile."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from privdesk.documents.frames import Frame
from privdesk.documents.wire import read_file_from, table_from
from privdesk.documents.worker import FILE_SECONDS, PAGE_SECONDS, WorkerProcess
from privdesk.domain.errors import FileNotReadableError, WorkerFailedError
from privdesk.domain.incoming import PageImage, ReadFile, TableFile

THUMBNAIL_WIDTH = 160
MAX_FILE = 256 * 1024 * 1024
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG"
_FILE_REASONS = {"crashed": "crashed", "too_slow": "too_slow", "too_large": "too_large"}


class ForeignFiles:
    """Reads and draws received files; implements `services.ports.ForeignFiles`. Safe to call from any thread."""

    def __init__(self, command: Sequence[str], folder: Path | None = None) -> None:
        self.reader = WorkerProcess(command, folder)
        self.painter = WorkerProcess(command, folder)

    def warm_up(self) -> None:
        """Start both workers ahead."""
        self.reader.warm_up()
        self.painter.warm_up()

    def close(self) -> None:
        """End both workers."""
        self.reader.close()
        self.painter.close()

    def read(self, name: str, data: bytes) -> ReadFile:
        """Say what `data` is and propose values; `name` only helps to tell a mail from other text.

        Raises:
            FileNotReadableError: with the key of the reason; the original is untouched.
        """
        return read_file_from(self._ask(self.reader, "read", {"name": name}, data))

    def read_table(self, name: str, data: bytes) -> TableFile:
        """CSV, JSON or JSON Lines as columns and rows. Raises: FileNotReadableError."""
        return table_from(self._ask(self.reader, "table", {"name": name}, data))

    def render(self, data: bytes, media_type: str, page: int, width: int) -> PageImage:
        """One page (from 0), `width` pixels wide, form values visible. Raises: FileNotReadableError."""
        arguments = {"media_type": media_type, "page": page, "width": width}
        reply = self._ask(self.painter, "render", arguments, data)
        size = reply.header.get("width"), reply.header.get("height")
        across, down = (each if isinstance(each, int) and each > 0 else 0 for each in size)
        if not across or not down or [len(part) for part in reply.parts] != [across * down * 3]:
            raise FileNotReadableError("damaged")
        return PageImage(across, down, reply.parts[0])

    def thumbnail(self, data: bytes, media_type: str) -> PageImage:
        """The first page, small. Raises: FileNotReadableError."""
        return self.render(data, media_type, 0, THUMBNAIL_WIDTH)

    def page_jpeg(self, data: bytes, media_type: str, page: int, width: int = 1654) -> bytes:
        """One page as JPEG for a report; a JPEG file comes back unchanged. Raises: FileNotReadableError."""
        arguments = {"media_type": media_type, "page": page, "width": width}
        parts = self._ask(self.painter, "jpeg", arguments, data).parts
        if len(parts) != 1 or not parts[0].startswith(_JPEG):
            raise FileNotReadableError("damaged")
        return parts[0]

    def clean_logo(self, data: bytes) -> bytes:
        """An office's logo, PNG or JPEG, drawn anew as PNG. Raises: FileNotReadableError."""
        parts = self._ask(self.painter, "logo", {}, data).parts
        if len(parts) != 1 or not parts[0].startswith(_PNG):
            raise FileNotReadableError("damaged")
        return parts[0]

    def _ask(self, worker: WorkerProcess, task: str, arguments: Mapping[str, Any], data: bytes) -> Frame:
        if not data:
            raise FileNotReadableError("empty")
        if len(data) > MAX_FILE:
            raise FileNotReadableError("too_large")
        try:
            return worker.ask(task, arguments, (data,), silence=PAGE_SECONDS, total=FILE_SECONDS)
        except WorkerFailedError as error:
            raise FileNotReadableError(_FILE_REASONS.get(error.reason_key, "damaged")) from None


class OwnWork:
    """Long pure-Python work of the desk itself, such as rendering a report, kept off the window's process."""

    def __init__(self, command: Sequence[str], folder: Path | None = None) -> None:
        self._worker = WorkerProcess(command, folder)

    def warm_up(self) -> None:
        """Start the worker ahead."""
        self._worker.warm_up()

    def close(self) -> None:
        """End the worker."""
        self._worker.close()

    def run(
        self,
        task: str,
        arguments: Mapping[str, Any],
        parts: Sequence[bytes] = (),
        *,
        seconds: float = FILE_SECONDS,
    ) -> tuple[Mapping[str, Any], tuple[bytes, ...]]:
        """Have a task of `tasks.TASKS` done within `seconds`; returns its JSON result and raw parts.

        Raises:
            WorkerFailedError: it crashed, hung or failed.
        """
        reply = self._worker.ask(task, arguments, parts, silence=seconds, total=seconds)
        return reply.header, reply.parts
