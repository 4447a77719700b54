# SPDX-License-Identifier: MIT
"""Looking for damage: pages, seals, references, the audit chain."""

from sqlalchemy import Connection

from privdesk.domain.checking import Finding, FindingKey
from privdesk.domain.errors import DamagedDatabaseError
from privdesk.storage.audit_trail import SqlAuditTrail


def file_findings(connection: Connection) -> tuple[Finding, ...]:
    """Check the seal of every page, every page and every reference between rows."""
    counts = {
        FindingKey.SEALS: _lines(connection, "PRAGMA cipher_integrity_check"),
        FindingKey.PAGES: _lines(connection, "PRAGMA quick_check"),
        FindingKey.REFERENCES: _lines(connection, "PRAGMA foreign_key_check"),
    }
    return tuple(Finding(key, count) for key, count in counts.items() if count)


def _lines(connection: Connection, statement: str) -> int:
    """How many lines of complaint; one when the check itself stumbles over the damage."""
    try:
        lines = connection.exec_driver_sql(statement).fetchall()
    except DamagedDatabaseError:
        return 1
    return sum(1 for line in lines if line[0] != "ok")


def audit_findings(audit: SqlAuditTrail) -> tuple[Finding, ...]:
    """Walk the audit chain."""
    broken = audit.verify()
    return () if broken is None else (Finding(FindingKey.AUDIT, broken),)
