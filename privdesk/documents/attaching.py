# SPDX-License-Identifier: MIT
"""Files put into a PDF of our own, so that paper and data travel together. Runs in the worker process."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from privdesk.documents.tasks import Beat, TaskResult

MEDIA_TYPES = {"json": "application/json", "csv": "text/csv", "pdf": "application/pdf"}


def attach_task(arguments: Mapping[str, Any], parts: Sequence[bytes], beat: Beat) -> TaskResult:
    """Worker task `attach`: a PDF, then the bytes of a file for each name in `names`."""
    files = dict(zip(arguments["names"], parts[1:], strict=True))
    return {}, (attach(parts[0], files, beat),)


def attach(pdf: bytes, files: Mapping[str, bytes], beat: Beat = lambda: None) -> bytes:
    """Return the PDF with the files inside; readers list them as attachments, with their type."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    for name, data in files.items():
        beat()
        held = writer.add_attachment(name, data)
        held.subtype = NameObject(f"/{MEDIA_TYPES.get(name.rpartition('.')[2], 'application/octet-stream')}")
        held.alternative_name = TextStringObject(name)
        held.associated_file_relationship = NameObject("/Data")
    writer.page_mode = "/UseAttachments"
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
