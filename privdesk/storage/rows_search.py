# SPDX-License-Identifier: MIT
"""Rows that finding people needs beside its two search tables; all of them can be made anew from the records."""

from sqlalchemy.orm import Mapped, mapped_column

from privdesk.storage.row_base import Row


class CardRow(Row):
    """What one person is ranked by, small enough that a hundred of them are read in a millisecond."""

    __tablename__ = "search_card"

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    words: Mapped[str]
    """Folded words: facts divided by `|`, words by spaces, spellings of one word by `/`."""
    agencies: Mapped[str]
    """Agencies of all contracts, divided by spaces; 0 stands for the office."""
    recent: Mapped[int]
    """Number of the last recorded change: greater is later."""
    digest: Mapped[int]
    """Hash of everything that is in the index of this person."""


class WordRow(Row):
    """How many people of an agency (0: of the office) bear a folded word of names and places."""

    __tablename__ = "vocabulary"
    __table_args__ = ({"sqlite_with_rowid": False},)

    agency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(primary_key=True)
    bearers: Mapped[int]
