# SPDX-License-Identifier: MIT
"""Rows of the ledger of what must stay so after a restore; they name nobody."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.ledger import LedgerKind, LedgerLine
from privdesk.storage.row_base import Row


class LedgerRow(Row):
    """One line; kept for ever, because any older backup may come back."""

    __tablename__ = "ledger_line"
    __table_args__ = (
        CheckConstraint("number >= 1", "number"),
        CheckConstraint("length(token) = 32 AND length(mac) = 32", "seals"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    token: Mapped[bytes]
    group: Mapped[str] = mapped_column("group_key")
    on: Mapped[date | None] = mapped_column("on_day")
    mac: Mapped[bytes] = mapped_column(index=True)

    @staticmethod
    def values_of(line: LedgerLine) -> dict[str, object]:
        """The columns of a new line."""
        return {
            "number": line.number, "at": line.at, "kind": line.kind.value, "token": line.token,
            "group_key": line.group, "on_day": line.on, "mac": line.mac,
        }  # fmt: skip

    def to_domain(self) -> LedgerLine:
        return LedgerLine(
            self.number, self.at, LedgerKind(self.kind), self.token, self.group, self.on, self.mac
        )
