# SPDX-License-Identifier: MIT
"""Makes the report's paper in the workers: the person's pages as pictures, the document model as PDF."""

from collections.abc import Mapping

from privdesk.documents.foreign_files import ForeignFiles, OwnWork

RENDER_SECONDS = 600.0


class WorkerReportRenderer:
    """Implements `services.report_plan.ReportRenderer` and `office_papers.PaperRenderer`; safe to call from any thread."""

    def __init__(self, work: OwnWork, files: ForeignFiles) -> None:
        self._work, self._files = work, files

    def figure(self, data: bytes, media_type: str, page: int) -> bytes:
        """One page as JPEG; a JPEG that stands upright comes back unchanged. Raises: FileNotReadableError."""
        return self._files.page_jpeg(data, media_type, page)

    def render(self, document: bytes, figures: Mapping[str, bytes]) -> tuple[bytes, int]:
        """The PDF and its number of pages. Raises: WorkerFailedError."""
        arguments = {"figures": list(figures)}
        result, parts = self._work.run(
            "report", arguments, (document, *figures.values()), seconds=RENDER_SECONDS
        )
        return parts[0], int(result["pages"])

    def render_paper(self, document: bytes) -> tuple[bytes, int]:
        """A paper of the office itself. Raises: WorkerFailedError."""
        result, parts = self._work.run("paper", {}, (document,), seconds=RENDER_SECONDS)
        return parts[0], int(result["pages"])

    def attach(self, pdf: bytes, files: Mapping[str, bytes]) -> bytes:
        """The same PDF with these files inside, by name. Raises: WorkerFailedError."""
        arguments = {"names": list(files)}
        _result, parts = self._work.run("attach", arguments, (pdf, *files.values()), seconds=RENDER_SECONDS)
        return parts[0]
