# SPDX-License-Identifier: MIT
"""Runs of imports, their rejects, remembered mappings."""

import json
from collections.abc import Sequence

from sqlalchemy import Select, bindparam, insert, select, update

from privdesk.domain.errors import NotFoundError
from privdesk.domain.imports import ColumnMapping, ImportCounts, ImportId, ImportKind, ImportRun, Reject
from privdesk.storage.row_base import table_of
from privdesk.storage.rows_office import ImportRunRow, MappingRow, RejectRow
from privdesk.storage.scope import Scope

_RUN = table_of(ImportRunRow)
_CHANGE = update(_RUN).where(_RUN.c.id == bindparam("run"))
_ADD_REJECTS = insert(table_of(RejectRow))


class SqlImports:
    """Import runs."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def start(self, kind: ImportKind, file_name: str, sha256: str) -> ImportRun:
        """Add a run that starts now."""
        run = ImportRun(ImportId(0), kind, file_name, sha256, self._scope.now(), ImportCounts())
        row = ImportRunRow().take(run)
        self._scope.session.add(row)
        self._scope.session.flush()
        return row.to_domain()

    def change(self, run: ImportRun) -> None:
        """Raises: NotFoundError."""
        done = self._scope.connection.execute(_CHANGE, {"run": run.id, **ImportRunRow.values_of(run)})
        if done.rowcount == 0:
            raise NotFoundError("import", str(run.id))
        self._scope.session.expire_all()

    def get(self, import_id: ImportId) -> ImportRun:
        """Raises: NotFoundError."""
        return self._scope.found(ImportRunRow, "import", import_id).to_domain()

    def by_sha256(self, kind: ImportKind, sha256: str) -> ImportRun | None:
        """The latest run over the same file."""
        return self._latest(_over(kind, sha256))

    def last_ended(self, kind: ImportKind, sha256: str) -> ImportRun | None:
        """The latest run over the same file that came to its end."""
        return self._latest(_over(kind, sha256).where(ImportRunRow.ended_at.is_not(None)))

    def _latest(self, runs: Select[ImportRunRow]) -> ImportRun | None:
        row = self._scope.session.scalars(runs.order_by(ImportRunRow.id.desc()).limit(1)).first()
        return row.to_domain() if row else None

    def recent(self, limit: int = 20) -> Sequence[ImportRun]:
        """Newest first."""
        statement = select(ImportRunRow).order_by(ImportRunRow.id.desc()).limit(limit)
        return [row.to_domain() for row in self._scope.session.scalars(statement)]

    def add_rejects(self, import_id: ImportId, rejects: Sequence[Reject]) -> None:
        """Keep rows that could not come in."""
        rows = [RejectRow.values_of(import_id, reject) for reject in rejects]
        if rows:
            self._scope.connection.execute(_ADD_REJECTS, rows)

    def rejects(self, import_id: ImportId) -> Sequence[Reject]:
        """In the order of the file."""
        statement = select(RejectRow).where(RejectRow.import_id == import_id)
        rows = self._scope.session.scalars(statement.order_by(RejectRow.row, RejectRow.id))
        return [row.to_domain() for row in rows]

    def mapping(self, kind: ImportKind, columns: Sequence[str]) -> ColumnMapping | None:
        """The mapping last used for a file of this kind with these columns."""
        row = self._scope.session.get(MappingRow, (kind.value, _key(columns)))
        return ColumnMapping(row.mapping["columns"], row.mapping["constants"]) if row else None

    def remember(self, kind: ImportKind, columns: Sequence[str], mapping: ColumnMapping) -> None:
        """Keep it in place of the earlier one."""
        body = {"columns": dict(mapping.columns), "constants": dict(mapping.constants)}
        self._scope.session.merge(MappingRow(kind=kind.value, columns=_key(columns), mapping=body))
        self._scope.session.flush()


def _over(kind: ImportKind, sha256: str) -> Select[ImportRunRow]:
    return select(ImportRunRow).where(ImportRunRow.kind == kind.value, ImportRunRow.sha256 == sha256)


def _key(columns: Sequence[str]) -> str:
    return json.dumps(list(columns), ensure_ascii=False)
