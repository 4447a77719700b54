# SPDX-License-Identifier: MIT
"""Sealed documents: whole or refused, and never lost between file and record."""

import errno
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privdesk.domain import errors
from privdesk.domain.inbox import DocumentId
from privdesk.security import durable, sealed
from privdesk.security.sealed import CHUNK_BYTES, SealedDocuments
from privdesk.services.ports import Sealer

KEY = b"w" * 32
TODAY = date(2026, 11, 22)
HEAD = 12
SEALED_CHUNK = CHUNK_BYTES + 16


@pytest.fixture
def documents(tmp_path: Path) -> SealedDocuments:
    made = SealedDocuments(tmp_path, KEY)
    made.prepare()
    return made


def _file(folder: Path, document_id: str) -> Path:
    return next(path for path in (folder / "documents").rglob("*") if path.name == document_id)


def test_it_is_the_sealer_of_the_services(documents: SealedDocuments) -> None:
    sealer: Sealer = documents
    given_back = sealer.seal(b"plain")
    assert sealer.open(given_back.document_id, given_back.wrapped_key) == b"plain"


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_what_was_sealed_comes_back(documents: SealedDocuments, tmp_path: Path, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    given_back = documents.seal(content)
    assert (given_back.size, given_back.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert documents.open(given_back.document_id, given_back.wrapped_key) == content
    documents.settle(given_back.document_id)
    documents.settle(given_back.document_id)
    assert documents.open(given_back.document_id, given_back.wrapped_key) == content
    documents.verify(given_back)
    place = _file(tmp_path, given_back.document_id)
    assert len(place.parent.name) == 2
    assert not documents.incoming_ids()
    assert list(documents.settled_ids()) == [given_back.document_id]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=3 * CHUNK_BYTES), max_size=5))
def test_pieces_of_any_size_are_one_document(documents: SealedDocuments, pieces: list[bytes]) -> None:
    given_back = documents.seal(iter(pieces))
    assert documents.open(given_back.document_id, given_back.wrapped_key) == b"".join(pieces)
    documents.remove(given_back.document_id)


def test_no_plain_text_and_no_pattern_reaches_the_file(documents: SealedDocuments, tmp_path: Path) -> None:
    given_back = documents.seal(b"Canary Keller " * 20_000)
    content = _file(tmp_path, given_back.document_id).read_bytes()
    assert b"Canary" not in content
    assert content[HEAD : HEAD + 1000] != content[HEAD + SEALED_CHUNK : HEAD + SEALED_CHUNK + 1000]


def test_flipped_bits_are_noticed(documents: SealedDocuments, tmp_path: Path) -> None:
    given_back = documents.seal(b"p" * (CHUNK_BYTES + 100))
    path = _file(tmp_path, given_back.document_id)
    good = path.read_bytes()
    positions = [*range(HEAD), *range(HEAD, len(good), 1009), *range(len(good) - 140, len(good), 7)]
    for position in positions:
        flipped = bytearray(good)
        flipped[position] ^= 1 << position % 8
        path.write_bytes(flipped)
        with pytest.raises(errors.DocumentDamagedError) as damaged:
            documents.open(given_back.document_id, given_back.wrapped_key)
        assert damaged.value.document_id == given_back.document_id


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(lambda chunks: chunks[:2], id="last cut off"),
        pytest.param(lambda chunks: chunks[:1], id="two cut off"),
        pytest.param(lambda chunks: chunks[1:], id="first cut off"),
        pytest.param(lambda chunks: [chunks[1], chunks[0], chunks[2]], id="two swapped"),
        pytest.param(lambda chunks: [chunks[0], chunks[0], chunks[2]], id="one twice"),
        pytest.param(lambda chunks: [*chunks, chunks[2]], id="one more"),
        pytest.param(lambda chunks: [*chunks, b"x"], id="a byte more"),
        pytest.param(lambda chunks: [*chunks[:2], chunks[2][:-1]], id="a byte less"),
        pytest.param(lambda chunks: [], id="all cut off"),
    ],
)
def test_chunks_cut_swapped_repeated_or_added_are_noticed(
    documents: SealedDocuments, tmp_path: Path, tamper: object
) -> None:
    given_back = documents.seal(b"a" * CHUNK_BYTES + b"b" * CHUNK_BYTES + b"c" * CHUNK_BYTES)
    path = _file(tmp_path, given_back.document_id)
    good = path.read_bytes()
    chunks = [good[start : start + SEALED_CHUNK] for start in range(HEAD, len(good), SEALED_CHUNK)]
    assert len(chunks) == 3
    assert callable(tamper)
    path.write_bytes(good[:HEAD] + b"".join(tamper(chunks)))
    with pytest.raises(errors.DocumentDamagedError):
        documents.open(given_back.document_id, given_back.wrapped_key)


def test_two_documents_cannot_be_swapped(documents: SealedDocuments, tmp_path: Path) -> None:
    first, second = documents.seal(b"one"), documents.seal(b"two")
    one, two = _file(tmp_path, first.document_id), _file(tmp_path, second.document_id)
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)
    for document, key in ((first, first), (first, second), (second, first)):
        with pytest.raises(errors.DocumentDamagedError):
            documents.open(document.document_id, key.wrapped_key)


@pytest.mark.parametrize("guard", ["_key_context", "_chunk_context"])
def test_the_id_is_bound_twice_to_the_key_and_to_each_chunk(
    documents: SealedDocuments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    monkeypatch.setattr(sealed, guard, lambda *_given, **_named: b"without the id")
    first, second = documents.seal(b"one"), documents.seal(b"two")
    _file(tmp_path, first.document_id).write_bytes(_file(tmp_path, second.document_id).read_bytes())
    with pytest.raises(errors.DocumentDamagedError):
        documents.open(first.document_id, second.wrapped_key)


def test_without_its_key_a_document_is_gone(documents: SealedDocuments, tmp_path: Path) -> None:
    given_back = documents.seal(b"one")
    with pytest.raises(errors.DocumentDamagedError):
        documents.open(given_back.document_id, bytes(60))
    with pytest.raises(errors.DocumentDamagedError):
        documents.open(given_back.document_id, b"")
    with pytest.raises(errors.DocumentDamagedError):
        SealedDocuments(tmp_path, b"x" * 32).open(given_back.document_id, given_back.wrapped_key)


def test_a_missing_document_is_called_missing(documents: SealedDocuments) -> None:
    given_back = documents.seal(b"one")
    documents.remove(given_back.document_id)
    documents.remove(given_back.document_id)
    assert not documents.exists(given_back.document_id)
    for act in (
        lambda: documents.open(given_back.document_id, given_back.wrapped_key),
        lambda: documents.settle(given_back.document_id),
    ):
        with pytest.raises(errors.DocumentMissingError):
            act()


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", ".", "a\0", "x" * 65, "a.b", "\\x"])
def test_an_id_cannot_leave_the_folder(documents: SealedDocuments, name: str) -> None:
    if name:
        with pytest.raises(ValueError):
            documents.seal(b"x", DocumentId(name))
    with pytest.raises(ValueError):
        documents.open(DocumentId(name), bytes(60))


def test_an_id_is_used_once(documents: SealedDocuments) -> None:
    given_back = documents.seal(b"one", DocumentId("abc"))
    with pytest.raises(FileExistsError):
        documents.seal(b"two", DocumentId("abc"))
    documents.settle(given_back.document_id)
    with pytest.raises(FileExistsError):
        documents.seal(b"two", DocumentId("abc"))
    assert documents.open(given_back.document_id, given_back.wrapped_key) == b"one"


def test_after_a_crash_known_documents_are_moved_and_others_set_aside(
    documents: SealedDocuments, tmp_path: Path
) -> None:
    known, unknown = documents.seal(b"known"), documents.seal(b"unknown")
    (tmp_path / "documents" / "incoming" / "Half Written.tmp").write_bytes(b"?")
    result = documents.sweep_incoming({known.document_id, DocumentId("never-there")}, TODAY)
    assert result.moved == (known.document_id,)
    assert set(result.quarantined) == {unknown.document_id, "Half Written.tmp"}
    assert documents.open(known.document_id, known.wrapped_key) == b"known"
    with pytest.raises(errors.DocumentMissingError):
        documents.open(unknown.document_id, unknown.wrapped_key)
    assert documents.sweep_incoming(set(), TODAY).moved == ()


def test_what_was_set_aside_stays_thirty_days_and_goes_only_when_somebody_says_so(
    documents: SealedDocuments, tmp_path: Path
) -> None:
    unknown = documents.seal(b"unknown")
    documents.sweep_incoming(set(), TODAY)
    (name,) = documents.quarantined()
    assert name.endswith(unknown.document_id)
    for early in (TODAY, date(2026, 12, 22)):
        assert documents.may_go(early) == []
        assert documents.remove_aside([name], early) == []
    late = date(2026, 12, 23)
    documents.sweep_incoming(set(), late)
    documents.prepare()
    assert documents.may_go(late) == [name]
    assert documents.remove_aside(["../incoming/other"], late) == []
    assert documents.quarantined() == [name]
    assert documents.remove_aside([name], late) == [name]
    assert list((tmp_path / "documents" / "quarantine").iterdir()) == []


def test_whatever_is_no_document_in_its_place_is_named(documents: SealedDocuments, tmp_path: Path) -> None:
    root = tmp_path / "documents"
    known, other = documents.seal(b"known"), documents.seal(b"no row yet")
    documents.settle(known.document_id)
    place = documents.path_of(known.document_id)
    assert documents.foreign_names({known.document_id}) == []
    wrong = root / ("00" if place.parent.name != "00" else "01")
    wrong.mkdir()
    (wrong / known.document_id).write_bytes(place.read_bytes())
    (wrong / "Müller passport.pdf").write_bytes(b"plain")
    (root / "notes.txt").write_bytes(b"plain")
    (root / "copies").mkdir()
    (place.parent / "below").mkdir()
    (place.parent / "link").symlink_to(place)
    (root / "incoming" / "folder").mkdir()
    found = documents.foreign_names({known.document_id})
    expected = [
        wrong / known.document_id, wrong / "Müller passport.pdf", root / "notes.txt", root / "copies",
        place.parent / "below", place.parent / "link", root / "incoming" / "folder",
    ]  # fmt: skip
    assert found == sorted(each.relative_to(tmp_path).as_posix() for each in expected)
    assert other.document_id not in "".join(found)
    assert set(documents.settled_ids()) == {known.document_id}


def test_a_name_set_aside_twice_overwrites_nothing(documents: SealedDocuments, tmp_path: Path) -> None:
    for _ in range(3):
        documents.seal(b"unknown", DocumentId("same"))
        documents.sweep_incoming(set(), TODAY)
    assert len(list((tmp_path / "documents" / "quarantine").iterdir())) == 3


def test_a_full_disk_leaves_nothing_behind(
    documents: SealedDocuments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(sealed, "sync", full)
    with pytest.raises(errors.DiskFullError):
        documents.seal(b"content")
    assert documents.incoming_ids() == []


def test_a_source_that_breaks_off_leaves_nothing_behind(documents: SealedDocuments) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * 200_000
        raise ConnectionError

    with pytest.raises(ConnectionError):
        documents.seal(broken())
    assert documents.incoming_ids() == []


def test_file_and_folder_are_on_the_medium_before_the_ticket_is_given(
    documents: SealedDocuments, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    monkeypatch.setattr(sealed, "sync", lambda _descriptor: steps.append("file"))
    monkeypatch.setattr(sealed, "sync_folder", lambda folder: steps.append(folder.name))
    monkeypatch.setattr(durable, "sync_folder", lambda folder: steps.append(folder.name))
    given_back = documents.seal(b"x")
    assert steps == ["file", "incoming"]
    steps.clear()
    documents.settle(given_back.document_id)
    assert steps[0] == "documents"
    assert steps[-1] == "incoming"
    assert len(steps) == 3
