# SPDX-License-Identifier: MIT
"""Files inside a PDF of our own come out as they went in."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter

from privdesk.documents.attaching import attach
from privdesk.documents.tasks import find_task

FILES = {
    "portability.json": '{"town": "Bülach"}\n'.encode(),
    "usage.csv": b'\xef\xbb\xbf"at"\r\n',
    "empty.csv": b"",
}


def paper(pages: int = 2) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 300)
    writer.add_metadata({"/Title": "Data"})
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def test_every_file_comes_out_byte_by_byte_and_the_pages_stay() -> None:
    found = PdfReader(BytesIO(attach(paper(), FILES)))
    assert {name: parts[0] for name, parts in found.attachments.items()} == FILES
    assert len(found.pages) == 2
    assert found.metadata is not None
    assert found.metadata.title == "Data"


def test_each_says_its_type_and_that_it_is_the_data() -> None:
    found = PdfReader(BytesIO(attach(paper(), FILES)))
    kinds = {each.name: (each.subtype, each.associated_file_relationship) for each in found.attachment_list}
    assert kinds["portability.json"] == ("/application/json", "/Data")
    assert kinds["usage.csv"] == ("/text/csv", "/Data")


def test_the_worker_knows_the_task() -> None:
    beats: list[int] = []
    task = find_task("attach")
    _answer, parts = task({"names": list(FILES)}, (paper(), *FILES.values()), lambda: beats.append(1))
    assert len(PdfReader(BytesIO(parts[0])).attachments) == 3
    assert len(beats) == 3
