# SPDX-License-Identifier: MIT
"""What the look-up is measured against: a full-text engine on a plaintext index, and the same records unencrypted.

Both are of invented people only, made once and kept beside the million.
"""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
import tantivy

from benchmarks import million
from benchmarks.records import PASSWORD, STAFF
from privdesk.bootstrap.program import DeskProgram
from privdesk.security.vault_folder import DATABASE_NAME
from privdesk.storage import dialect
from privdesk.storage.fold import words_of

_HEAP = 256 << 20
_ONE_SLIP, _TWO_SLIPS = 3, 7
_TAKEN = 20


class Engine:
    """Tantivy: each typed word a fuzzy beginning, as many slips forgiven as by the look-up; the first twenty."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def search(self, text: str) -> Sequence[int]:
        """People that fit, best first."""
        parts = [(tantivy.Occur.Must, self._word(word)) for word in words_of(text)]
        if not parts:
            return []
        found = self._searcher.search(tantivy.Query.boolean_query(parts), _TAKEN).hits
        return [self._searcher.doc(address)["person"][0] for _score, address in found]

    def _word(self, word: str) -> Any:
        slips = 0 if len(word) < _ONE_SLIP else 1 if len(word) < _TWO_SLIPS else 2
        return tantivy.Query.fuzzy_term_query(self._index.schema, "words", word, distance=slips, prefix=True)


def engine(vault: Path) -> Engine:
    """The engine over the people of these records."""
    folder = vault.parent / "engine"
    if not folder.is_dir():
        _say("Making the plaintext index of the engine, once …")
        making = vault.parent / "engine-half"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        schema = tantivy.SchemaBuilder().add_text_field("words", tokenizer_name="whitespace")
        schema.add_unsigned_field("person", stored=True)
        index = tantivy.Index(schema.build(), path=str(making))
        writer = index.writer(_HEAP, 1)
        for each in million.people():
            text = (
                f"{each.last_name} {each.first_name} {each.street} {each.number} {each.postcode} {each.town}"
            )
            writer.add_document(tantivy.Document(words=[" ".join(words_of(text))], person=[each.id]))
        writer.commit()
        writer.wait_merging_threads()
        making.rename(folder)
    return Engine(folder)


def plain_copy(vault: Path) -> Path:
    """The same database, every page the same but not encrypted."""
    newest = max(vault.parent.glob(f"{vault.name}.index-*"), key=lambda each: each.stat().st_mtime)
    path = vault.parent / f"plain-{newest.suffix.removeprefix('.')}.db"
    if not path.exists():
        _say("Making the unencrypted copy, once …")
        for old in vault.parent.glob("plain-*"):
            old.unlink()
        program = DeskProgram()
        opened = program.vaults.unlock(vault, STAFF, PASSWORD)
        half = path.with_suffix(".half")
        half.unlink(missing_ok=True)
        try:
            connection: Any = dialect.connect(vault / DATABASE_NAME, opened.vault.keys.database)
            connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(half),))
            connection.execute("SELECT sqlcipher_export('plain')").fetchall()
            connection.execute("DETACH DATABASE plain")
            connection.close()
        finally:
            program.vaults.lock(opened)
            program.close()
        half.rename(path)
    return path


def connect_plain(path: Path) -> Any:
    """A connection for reading with the pragmas of the encrypted one."""
    connection: Any = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
    )
    for pragma in (
        "journal_mode = WAL", "temp_store = MEMORY", "trusted_schema = OFF", f"cache_size = {-dialect.CACHE_KIB}",
        "query_only = ON",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
