# SPDX-License-Identifier: MIT
"""What one batch of a disposal took away, counted by what an entry of each data group is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from privdesk.domain.disposals import Disposed
from privdesk.domain.erasure_plan import CONTACT
from privdesk.domain.inbox import DocumentId
from privdesk.domain.retention_due import UNENTERED, USAGE_SUMS
from privdesk.services.erasure_ports import Erased

_GROUP_OF = {
    "connection": "connections", "topup": "topups", "usage": "usage", "survey_answer": "surveys", "consent": "consents",
    "case_file": "requests", "call_sheet": "requests", "submission": "forms", "document": "documents",
    "contract": "contract", "duplicate_pair": "duplicates", "person": "identity",
}  # fmt: skip
"""Which group an entry belongs to, by where it is kept, whoever's turn it is; what hangs on an entry is none itself."""
_IN_TURN = {
    CONTACT: {"person_fact"}, "refund": {"person_fact"}, "letters": {"document"}, USAGE_SUMS: {"usage_month"},
    UNENTERED: {"inbox_item", "submission", "draft", "import_reject"},
}  # fmt: skip
"""What is an entry only in a group's own turn: sums that this run itself made of detail, for one, were counted as that."""


@dataclass(slots=True)
class BatchCount:
    """What a batch took away."""

    group: str
    """The group whose turn it is."""
    people: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    documents: list[DocumentId] = field(default_factory=list)

    def take(self, people: int, erased: Erased) -> None:
        """Note what went of so many people: each part under its own group, also where the whole record went."""
        self.people += people
        for turn, part in erased.parts.items():
            for table, count in part.items():
                self.rows[_group_of(table, turn, self.group)] += count
        self.documents += erased.documents

    def take_nobodys(self, erased: Erased) -> None:
        """Note what went that named nobody on file."""
        for table, count in erased.rows.items():
            self.rows[_group_of(table, self.group, self.group)] += count
        self.documents += erased.documents

    @property
    def entries(self) -> int:
        """How many entries went."""
        return sum(count for group, count in self.rows.items() if group)

    def added_to(self, done: Mapping[str, Disposed]) -> Mapping[str, Disposed]:
        """The counts so far and these."""
        result = dict(done)
        for group, count in self.rows.items():
            if group:
                result[group] = result.get(group, Disposed()).plus(0, count)
        result[self.group] = result.get(self.group, Disposed()).plus(self.people, 0)
        return result


def _group_of(table: str, turn: str, group: str) -> str:
    """The group to which a row counts; empty: it is no entry. `group` is planned, `turn` took the row along."""
    if turn == USAGE_SUMS and group != USAGE_SUMS:
        return ""
    own = _IN_TURN.get(turn)
    if own is not None and table in own:
        return turn
    return "" if group == UNENTERED else _GROUP_OF.get(table, "")
