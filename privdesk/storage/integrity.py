# SPDX-License-Identifier: MIT
"""Looking for damage: pages, seals, references, the audit chain."""

from dataclasses import dataclass

from sqlalchemy import Connection

from privdesk.storage.audit_trail import SqlAuditTrail


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be; `key` is one of pages, seals, references, audit.

    `count` says how many; for `audit` the number of the first entry that does not fit.
    """

    key: str
    count: int


def file_findings(connection: Connection) -> tuple[Finding, ...]:
    """Check every page, its seal and every reference between rows."""
    quick = [row[0] for row in connection.exec_driver_sql("PRAGMA quick_check")]
    counts = {
        "pages": 0 if quick == ["ok"] else len(quick),
        "seals": len(connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()),
        "references": len(connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()),
    }
    return tuple(Finding(key, count) for key, count in counts.items() if count)


def audit_findings(audit: SqlAuditTrail) -> tuple[Finding, ...]:
    """Walk the audit chain."""
    broken = audit.verify()
    return () if broken is None else (Finding("audit", broken),)
