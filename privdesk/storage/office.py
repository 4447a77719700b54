# SPDX-License-Identifier: MIT
"""Settings and staff."""

from collections.abc import Sequence

from sqlalchemy import select

from privdesk.domain.staff import StaffMember
from privdesk.domain.vault import StaffId
from privdesk.storage.row_base import Plain
from privdesk.storage.rows_office import SettingRow, StaffRow
from privdesk.storage.scope import Scope


class SqlSettings:
    """Settings as JSON values by key."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, key: str) -> Plain:
        """The value, or None."""
        row = self._scope.session.get(SettingRow, key)
        return row.value if row else None

    def put(self, key: str, value: Plain) -> None:
        """Keep a value that JSON can hold; None takes the setting away."""
        session = self._scope.session
        row = session.get(SettingRow, key)
        if value is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(SettingRow(key=key, value=value))
        else:
            row.value = value
        session.flush()


class SqlStaff:
    """Members of staff and their roles."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def put(self, member: StaffMember) -> None:
        """Add or change."""
        self._scope.session.merge(StaffRow.of(member))
        self._scope.session.flush()

    def get(self, staff_id: StaffId) -> StaffMember:
        """Raises: NotFoundError."""
        return self._scope.found(StaffRow, "staff", staff_id).to_domain()

    def all(self) -> Sequence[StaffMember]:
        """By name, the disabled included."""
        statement = select(StaffRow).order_by(StaffRow.name, StaffRow.id)
        return [row.to_domain() for row in self._scope.session.scalars(statement)]
