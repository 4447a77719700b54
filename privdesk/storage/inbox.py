# SPDX-License-Identifier: MIT
"""Items that arrived, with the rows of their documents."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from privdesk.domain.agencies import AgencyId
from privdesk.domain.inbox import Document, DocumentRole, InboxItem, ItemId, ItemState
from privdesk.storage.rows_inbox import DocumentRow, InboxItemRow
from privdesk.storage.rows_office import AgencyRow
from privdesk.storage.scope import Scope

_CENTURY = 100
_DIGITS = 5


class SqlInbox:
    """The Inbox."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, item: InboxItem) -> InboxItem:
        """Add it with its documents; id and number, such as F-26-00001, are given here."""
        year = self._scope.year(item.arrived_at) % _CENTURY
        row = InboxItemRow.of(item, self._scope.next_number("F", f"{year:02d}", _DIGITS))
        self._scope.session.add(row)
        self._scope.session.flush()
        self._put_documents(row.id, item.documents)
        return self._to_domain([row])[0]

    def get(self, item_id: ItemId) -> InboxItem:
        """Raises: NotFoundError."""
        return self._to_domain([self._scope.found(InboxItemRow, "item", item_id)])[0]

    def change(self, item: InboxItem) -> None:
        """Bring it up to date; documents new to it are added, known ones take their media type and pages.

        Raises:
            NotFoundError.
        """
        self._scope.found(InboxItemRow, "item", item.id).take(item, self._scope.now())
        self._put_documents(item.id, item.documents)

    def items(
        self, states: Iterable[ItemState], limit: int = 500, agency: AgencyId | None = None
    ) -> Sequence[InboxItem]:
        """Oldest arrival first; only that agency's where one is given."""
        statement = (
            select(InboxItemRow)
            .where(InboxItemRow.state.in_([state.value for state in states]))
            .order_by(InboxItemRow.arrived_at, InboxItemRow.id)
            .limit(limit)
        )
        if agency is not None:
            statement = statement.where(InboxItemRow.agency_id == agency)
        return self._to_domain(self._scope.session.scalars(statement).all())

    def counts(self, agency: AgencyId | None = None) -> Mapping[ItemState, int]:
        """Items by state, only that agency's where one is given; every state is there."""
        statement = select(InboxItemRow.state, func.count()).group_by(InboxItemRow.state)
        if agency is not None:
            statement = statement.where(InboxItemRow.agency_id == agency)
        found = dict(self._scope.session.execute(statement).all())
        return {state: found.get(state.value, 0) for state in ItemState}

    def by_sha256(self, sha256: str, agency: AgencyId | None = None) -> ItemId | None:
        """The first item whose original has this hash, among that agency's where one is given."""
        statement = (
            select(DocumentRow.item_id)
            .where(DocumentRow.sha256 == sha256, DocumentRow.role == DocumentRole.ORIGINAL.value)
            .where(DocumentRow.item_id.is_not(None))
            .order_by(DocumentRow.item_id)
            .limit(1)
        )
        if agency is not None:
            own = select(InboxItemRow.id).where(InboxItemRow.agency_id == agency)
            statement = statement.where(DocumentRow.item_id.in_(own))
        found = self._scope.session.scalar(statement)
        return None if found is None else ItemId(found)

    def by_number(self, number: str) -> InboxItem | None:
        """The item of that number, in capitals or not."""
        statement = select(InboxItemRow).where(InboxItemRow.number == number.strip().upper())
        row = self._scope.session.scalars(statement).first()
        return self._to_domain([row])[0] if row else None

    def _put_documents(self, item_id: int, documents: Sequence[Document]) -> None:
        session = self._scope.session
        for position, document in enumerate(documents):
            row = session.get(DocumentRow, document.id)
            if row is None:
                session.add(DocumentRow.of(document, item_id, position))
                continue
            row.item_id, row.position = item_id, position
            row.media_type, row.pages = document.media_type, document.pages
        session.flush()

    def _to_domain(self, rows: Sequence[InboxItemRow]) -> list[InboxItem]:
        session = self._scope.session
        documents: dict[int, list[Document]] = {row.id: [] for row in rows}
        statement = select(DocumentRow).where(DocumentRow.item_id.in_(list(documents)))
        for document in session.scalars(statement.order_by(DocumentRow.item_id, DocumentRow.position)):
            if document.item_id is not None:
                documents[document.item_id].append(document.to_domain())
        wanted = {row.agency_id for row in rows if row.agency_id is not None}
        agencies = select(AgencyRow.id, AgencyRow.name).where(AgencyRow.id.in_(wanted))
        names: dict[int | None, str] = dict(session.execute(agencies).all()) if wanted else {}
        return [row.to_domain(tuple(documents[row.id]), names.get(row.agency_id)) for row in rows]
