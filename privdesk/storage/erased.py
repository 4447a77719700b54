# SPDX-License-Identifier: MIT
"""What an erasure took away."""

from dataclasses import dataclass, field

from sqlalchemy import Table

from privdesk.domain.inbox import DocumentId


@dataclass(slots=True)
class Erased:
    """What went: rows by table, and the sealed files to be removed once the transaction stands."""

    rows: dict[str, int] = field(default_factory=dict)
    documents: list[DocumentId] = field(default_factory=list)
    parts: dict[str, dict[str, int]] = field(default_factory=dict)
    """The same by the data group whose turn it was."""
    turn: str = ""
    """The data group whose turn it is."""

    def count(self, table: Table, number: int) -> None:
        """Note that so many rows of a table went."""
        if number:
            self.rows[table.name] = self.rows.get(table.name, 0) + number
            part = self.parts.setdefault(self.turn, {})
            part[table.name] = part.get(table.name, 0) + number
