# SPDX-License-Identifier: MIT
"""Sealed files: their rows."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from privdesk.domain.inbox import Document, DocumentId, ItemId
from privdesk.domain.people import PersonId
from privdesk.storage.rows_cases import CaseRow
from privdesk.storage.rows_inbox import DocumentRow, SubmissionRow
from privdesk.storage.scope import Scope


class SqlDocuments:
    """Rows of sealed files."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, document: Document) -> None:
        """Add the row of a file just sealed."""
        self._scope.session.add(DocumentRow.of(document))
        self._scope.session.flush()

    def get(self, document_id: DocumentId) -> Document:
        """Raises: NotFoundError."""
        return self._scope.found(DocumentRow, "document", document_id).to_domain()

    def item_of(self, document_id: DocumentId) -> ItemId | None:
        """The item it came with; None for one made here, and for one that is not there."""
        found = self._scope.session.scalar(select(DocumentRow.item_id).where(DocumentRow.id == document_id))
        return None if found is None else ItemId(found)

    def give_to(self, document_id: DocumentId, person_id: PersonId) -> None:
        """Say whose document it is.

        Raises:
            NotFoundError.
        """
        self._scope.found(DocumentRow, "document", document_id).person_id = person_id
        self._scope.session.flush()

    def of_person(self, person_id: PersonId) -> Sequence[Document]:
        """Documents given to the person, and those of the person's forms and requests, newest first."""
        forms = select(SubmissionRow.item_id).where(SubmissionRow.person_id == person_id)
        requests = select(CaseRow.item_id).where(CaseRow.person_id == person_id)
        theirs = DocumentRow.item_id.in_(forms) | DocumentRow.item_id.in_(requests)
        statement = (
            select(DocumentRow)
            .where(or_(DocumentRow.person_id == person_id, DocumentRow.person_id.is_(None) & theirs))
            .order_by(DocumentRow.created_at.desc(), DocumentRow.id)
        )
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def owners_of(self, document_id: DocumentId) -> frozenset[PersonId]:
        """Whose document it is: given to them, or come with their form or request."""
        mine = select(DocumentRow.person_id).where(DocumentRow.id == document_id)
        came = select(DocumentRow.item_id).where(DocumentRow.id == document_id).scalar_subquery()
        forms = select(SubmissionRow.person_id).where(SubmissionRow.item_id == came)
        requests = select(CaseRow.person_id).where(CaseRow.item_id == came)
        found = {each for ask in (mine, forms, requests) for each in self._scope.session.scalars(ask)}
        return frozenset(PersonId(each) for each in found if each is not None)

    def ids(self) -> frozenset[DocumentId]:
        """Every sealed file that has a row."""
        return frozenset(DocumentId(found) for found in self._scope.session.scalars(select(DocumentRow.id)))
