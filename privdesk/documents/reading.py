# SPDX-License-Identifier: MIT
"""What a received file is, and what it says; runs in the worker only."""

from collections.abc import Mapping, Sequence
from typing import Any

from privdesk.documents.media_types import MAIL, PDF, media_type_of
from privdesk.documents.tasks import Beat, TaskResult
from privdesk.documents.wire import read_file_parts
from privdesk.domain.incoming import ReadFile


def read_bytes(name: str, data: bytes, beat: Beat) -> ReadFile:
    """Read one file of any known kind. Raises: FileNotReadableError."""
    media_type = media_type_of(name, data)
    if media_type == PDF:
        from privdesk.documents.pdf_reading import read_pdf

        return read_pdf(data, beat)
    if media_type == MAIL:
        from privdesk.documents.mail import read_mail

        return read_mail(data)
    from privdesk.documents.images import read_images

    return read_images(data, media_type, beat)


def read_task(arguments: Mapping[str, Any], parts: Sequence[bytes], beat: Beat) -> TaskResult:
    """Worker task `read`."""
    return read_file_parts(read_bytes(str(arguments["name"]), parts[0], beat))


def warm(_arguments: Mapping[str, Any], _parts: Sequence[bytes], _beat: Beat) -> TaskResult:
    """Worker task `warm`: load the readers ahead."""
    import privdesk.documents.images
    import privdesk.documents.mail
    import privdesk.documents.pdf_reading  # noqa: F401

    return {}, ()
