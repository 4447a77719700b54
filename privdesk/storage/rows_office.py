# SPDX-License-Identifier: MIT
"""Rows of the office: agencies, buildings, staff, settings, imports, the audit chain, numbers."""

from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.agencies import Agency, AgencyId, Building, BuildingId, Undertaking
from privdesk.domain.audit import Action, AuditEntry, AuditEvent, Purpose
from privdesk.domain.imports import ImportCounts, ImportId, ImportKind, ImportRun, Reject
from privdesk.domain.staff import Role, StaffMember
from privdesk.domain.vault import AnchorHeads, StaffId
from privdesk.storage.fold import fold
from privdesk.storage.row_base import Json, Row


class AgencyRow(Row):
    """An agency, with its confidentiality undertaking."""

    __tablename__ = "agency"
    __table_args__ = (
        CheckConstraint("number <> ''", "number"),
        CheckConstraint("until IS NULL OR since IS NULL OR until >= since", "period"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    name_fold: Mapped[str] = mapped_column(index=True)
    street: Mapped[str]
    postcode: Mapped[str]
    town: Mapped[str]
    country: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    contact: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]
    signed_on: Mapped[date | None]
    signed_document: Mapped[str | None]
    expires_on: Mapped[date | None]

    def take(self, agency: Agency) -> Self:
        """Take over everything but the id."""
        for name in ("name", "street", "postcode", "town", "country", "email", "phone", "contact"):
            setattr(self, name, getattr(agency, name))
        self.number = agency.number or None
        self.name_fold = fold(agency.name)
        self.since, self.until = agency.since, agency.until
        signed = agency.undertaking
        self.signed_on = signed.signed_on if signed else None
        self.signed_document = signed.document if signed else None
        self.expires_on = signed.expires_on if signed else None
        return self

    def to_domain(self) -> Agency:
        undertaking = None
        if self.signed_on is not None:
            undertaking = Undertaking(self.signed_on, self.signed_document or "", self.expires_on)
        return Agency(
            AgencyId(self.id), self.number or "", self.name, self.street, self.postcode, self.town, self.country,
            self.email, self.phone, self.contact, self.since, self.until, undertaking,
        )  # fmt: skip


class BuildingRow(Row):
    """A building of an agency."""

    __tablename__ = "building"
    __table_args__ = (
        CheckConstraint("number <> ''", "number"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    street: Mapped[str]
    postcode: Mapped[str]
    town: Mapped[str]

    def take(self, building: Building) -> Self:
        """Take over everything but the id."""
        self.agency_id, self.number = building.agency_id, building.number or None
        self.street, self.postcode, self.town = building.street, building.postcode, building.town
        return self

    def to_domain(self) -> Building:
        return Building(
            BuildingId(self.id),
            AgencyId(self.agency_id),
            self.number or "",
            self.street,
            self.postcode,
            self.town,
        )


class StaffRow(Row):
    """A member of staff and the roles."""

    __tablename__ = "staff_member"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    roles: Mapped[Any] = mapped_column(Json, nullable=False)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    disabled: Mapped[bool]
    must_change: Mapped[bool]

    @classmethod
    def of(cls, member: StaffMember) -> Self:
        return cls(
            id=member.id, name=member.name, roles=sorted(member.roles), agency_id=member.agency_id,
            disabled=member.disabled, must_change=member.must_change,
        )  # fmt: skip

    def to_domain(self) -> StaffMember:
        return StaffMember(
            StaffId(self.id), self.name, frozenset(Role(role) for role in self.roles),
            AgencyId(self.agency_id) if self.agency_id is not None else None, self.disabled,
            self.must_change,
        )  # fmt: skip


class SettingRow(Row):
    """One setting of the office."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(Json, nullable=False)


class ImportRunRow(Row):
    """One run over one file."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint("next_row >= 0", "next_row"),
        Index(None, "kind", "sha256"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str]
    started_at: Mapped[datetime]
    read: Mapped[int]
    new: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    doubtful: Mapped[int]
    rejected: Mapped[int]
    next_row: Mapped[int]
    ended_at: Mapped[datetime | None]

    def take(self, run: ImportRun) -> Self:
        """Take over everything but the id."""
        for name, value in self.values_of(run).items():
            setattr(self, name, value)
        return self

    @staticmethod
    def values_of(run: ImportRun) -> dict[str, object]:
        """Everything but the id."""
        counts = run.counts
        return {
            "kind": run.kind.value, "file_name": run.file_name, "sha256": run.sha256,
            "started_at": run.started_at, "ended_at": run.ended_at, "next_row": run.next_row,
            "read": counts.read, "new": counts.new, "changed": counts.changed, "unchanged": counts.unchanged,
            "doubtful": counts.doubtful, "rejected": counts.rejected,
        }  # fmt: skip

    def to_domain(self) -> ImportRun:
        counts = ImportCounts(self.read, self.new, self.changed, self.unchanged, self.doubtful, self.rejected)
        return ImportRun(
            ImportId(self.id), ImportKind(self.kind), self.file_name, self.sha256, self.started_at, counts,
            self.next_row, self.ended_at,
        )  # fmt: skip


class RejectRow(Row):
    """A row of a file that could not come in."""

    __tablename__ = "import_reject"
    __table_args__ = (Index(None, "import_id", "row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    row: Mapped[int]
    reason: Mapped[str]
    field: Mapped[str]
    cells: Mapped[Any] = mapped_column(Json, nullable=False)

    @staticmethod
    def values_of(import_id: int, reject: Reject) -> dict[str, object]:
        return {
            "import_id": import_id, "row": reject.row, "reason": reject.reason, "field": reject.field,
            "cells": dict(reject.values),
        }  # fmt: skip

    def to_domain(self) -> Reject:
        return Reject(self.row, self.reason, self.field, self.cells)


class MappingRow(Row):
    """The column mapping last used for files of one kind with these columns."""

    __tablename__ = "import_mapping"

    kind: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[str] = mapped_column(Text, primary_key=True)
    mapping: Mapped[Any] = mapped_column(Json, nullable=False)


class AuditRow(Row):
    """One link of the audit chain."""

    __tablename__ = "audit_entry"
    __table_args__ = (CheckConstraint("length(mac) = 32", "mac"),)

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    staff_id: Mapped[str] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(index=True)
    record: Mapped[str] = mapped_column(index=True)
    fields: Mapped[Any] = mapped_column(Json, nullable=False)
    purpose: Mapped[str | None]
    count: Mapped[int | None]
    reference: Mapped[str]
    mac: Mapped[bytes]

    @classmethod
    def values_of(cls, entry: AuditEntry) -> dict[str, object]:
        """The columns of a new entry."""
        event = entry.event
        return {
            "sequence": entry.sequence, "at": entry.at, "staff_id": entry.staff_id, "action": event.action.value,
            "record": event.record, "fields": list(event.fields),
            "purpose": event.purpose.value if event.purpose else None, "count": event.count,
            "reference": event.reference, "mac": entry.mac,
        }  # fmt: skip

    def to_domain(self) -> AuditEntry:
        event = AuditEvent(
            Action(self.action), self.record, tuple(self.fields), Purpose(self.purpose) if self.purpose else None,
            self.count, self.reference,
        )  # fmt: skip
        return AuditEntry(self.sequence, self.at, StaffId(self.staff_id), event, self.mac)


class StateRow(Row):
    """The one row that must agree with the anchor outside."""

    __tablename__ = "record_state"
    __table_args__ = (
        CheckConstraint("id = 1", "one_row"),
        CheckConstraint("counter >= 0", "counter"),
        CheckConstraint("length(audit_head) = 32 AND length(ledger_head) = 32", "heads"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counter: Mapped[int]
    audit_sequence: Mapped[int]
    audit_head: Mapped[bytes]
    ledger_head: Mapped[bytes]
    ledger_count: Mapped[int]
    epoch: Mapped[int]
    vocabulary_version: Mapped[int]

    def to_domain(self) -> AnchorHeads:
        return AnchorHeads(self.counter, self.audit_head, self.ledger_head, self.ledger_count, self.epoch)


class SeriesRow(Row):
    """The last number given in one series, such as `F-26` or `R-2026`."""

    __tablename__ = "number_series"
    __table_args__ = (CheckConstraint("last >= 1", "last"),)

    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
