# SPDX-License-Identifier: MIT
"""Makes the office's letters in the workers: the model as PDF, a logo from outside as a clean picture."""

from privdesk.documents.foreign_files import ForeignFiles, OwnWork

RENDER_SECONDS = 30.0


class WorkerLetterRenderer:
    """Implements `services.letter_ports.LetterRenderer`; safe to call from any thread."""

    def __init__(self, work: OwnWork, files: ForeignFiles) -> None:
        self._work, self._files = work, files

    def render(self, letter: bytes, logo: bytes) -> tuple[bytes, int]:
        """The PDF and its number of pages; `letter` as JSON. Raises: WorkerFailedError."""
        parts = (letter, logo) if logo else (letter,)
        result, found = self._work.run("letter", {}, parts, seconds=RENDER_SECONDS)
        return found[0], int(result["pages"])

    def clean_logo(self, data: bytes) -> bytes:
        """A PNG or JPEG from outside, drawn anew as PNG. Raises: FileNotReadableError."""
        return self._files.clean_logo(data)
