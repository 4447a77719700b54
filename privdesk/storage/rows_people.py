# SPDX-License-Identifier: MIT
"""Rows of people: values in force, their history and origins, contracts, consents."""

from datetime import date, datetime
from typing import Self

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from privdesk.domain.agencies import AgencyId, BuildingId
from privdesk.domain.consent import ConsentEntry, ConsentState
from privdesk.domain.people import (
    Channel,
    Contract,
    ContractId,
    Facts,
    FactVersion,
    Origin,
    OriginKind,
    Person,
    PersonField,
    PersonId,
    Source,
)
from privdesk.domain.vault import StaffId
from privdesk.storage.fold import code_key, fold
from privdesk.storage.row_base import Row


class PersonRow(Row):
    """The values in force, one column a fact, and folded columns for look-ups."""

    __tablename__ = "person"
    __table_args__ = (
        Index(None, "last_fold", "first_fold"),
        Index(None, "first_fold", "postcode"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    restricted_since: Mapped[date | None]
    no_advertising_since: Mapped[date | None]
    civility: Mapped[str | None]
    last_name: Mapped[str | None]
    first_name: Mapped[str | None]
    street: Mapped[str | None]
    number: Mapped[str | None]
    postcode: Mapped[str | None]
    town: Mapped[str | None]
    country: Mapped[str | None]
    email: Mapped[str | None]
    phone_landline: Mapped[str | None]
    phone_mobile: Mapped[str | None]
    language: Mapped[str | None]
    date_of_birth: Mapped[str | None] = mapped_column(index=True)
    iban: Mapped[str | None]
    account_holder: Mapped[str | None]
    last_fold: Mapped[str]
    first_fold: Mapped[str]
    email_fold: Mapped[str | None] = mapped_column(index=True)

    @classmethod
    def values_of(cls, facts: Facts, created_at: datetime) -> dict[str, object]:
        """The columns of a new person."""
        values: dict[str, object] = {name.value: facts.get(name) for name in PersonField}
        return values | _folded(facts) | {"created_at": created_at}

    def take(self, changes: Facts) -> None:
        """Put values in force; empty ones are taken away."""
        for name, value in changes.items():
            setattr(self, name.value, value or None)
        for column, folded in _folded(self.facts()).items():
            setattr(self, column, folded)

    def facts(self) -> Facts:
        values = ((name, getattr(self, name.value)) for name in PersonField)
        return {name: value for name, value in values if value}

    def to_domain(self) -> Person:
        return Person(
            PersonId(self.id), self.facts(), self.created_at, self.restricted_since, self.no_advertising_since
        )


def _folded(facts: Facts) -> dict[str, str | None]:
    return {
        "last_fold": fold(facts.get(PersonField.LAST_NAME, "")),
        "first_fold": fold(facts.get(PersonField.FIRST_NAME, "")),
        "email_fold": facts.get(PersonField.EMAIL, "").casefold() or None,
    }


class OriginRow(Row):
    """Where the values of one form, import row, request or edit came from."""

    __tablename__ = "origin"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    reference: Mapped[str]
    channel: Mapped[str | None]
    source: Mapped[str]
    received_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))

    @classmethod
    def values_of(cls, origin: Origin) -> dict[str, object]:
        """The columns of a new origin."""
        return {
            "kind": origin.kind.value, "reference": origin.reference,
            "channel": origin.channel.value if origin.channel else None, "source": origin.source.value,
            "received_on": origin.received_on, "recorded_at": origin.recorded_at,
            "recorded_by": origin.recorded_by, "agency_id": origin.agency_id,
        }  # fmt: skip

    def to_domain(self, confirmed_on: date | None) -> Origin:
        return Origin(
            OriginKind(self.kind), self.reference, Channel(self.channel) if self.channel else None,
            Source(self.source), self.received_on, self.recorded_at, StaffId(self.recorded_by),
            AgencyId(self.agency_id) if self.agency_id is not None else None, confirmed_on,
        )  # fmt: skip


class FactRow(Row):
    """One version of one fact; a person's versions lie together."""

    __tablename__ = "person_fact"
    __table_args__ = (
        CheckConstraint("sequence >= 1", "sequence"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    field: Mapped[str]
    value: Mapped[str]
    origin_id: Mapped[int] = mapped_column(ForeignKey("origin.id"))
    confirmed_on: Mapped[date | None]
    superseded_at: Mapped[datetime | None]

    def to_domain(self, origin: OriginRow) -> FactVersion:
        return FactVersion(
            PersonField(self.field), self.value, origin.to_domain(self.confirmed_on), self.superseded_at
        )


class ContractRow(Row):
    """A contract of use."""

    __tablename__ = "contract"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", "period"),
        CheckConstraint("user_number <> ''", "user_number"),
        Index(None, "agency_id", "badge_key"),
        Index(None, "agency_id", "user_number_key"),
        Index(None, "ends_on", "person_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    user_number: Mapped[str | None] = mapped_column(unique=True)
    user_number_key: Mapped[str] = mapped_column(index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    badge: Mapped[str]
    badge_key: Mapped[str] = mapped_column(index=True)
    product_number: Mapped[str]

    @staticmethod
    def values_of(contract: Contract) -> dict[str, object]:
        """Everything but the id."""
        return {
            "person_id": contract.person_id, "user_number": contract.user_number or None,
            "user_number_key": code_key(contract.user_number), "starts_on": contract.start,
            "ends_on": contract.end, "agency_id": contract.agency_id, "building_id": contract.building_id,
            "badge": contract.badge, "badge_key": code_key(contract.badge),
            "product_number": contract.product_number,
        }  # fmt: skip

    def take(self, contract: Contract) -> None:
        """Take over everything but the id."""
        for name, value in self.values_of(contract).items():
            setattr(self, name, value)

    def to_domain(self) -> Contract:
        return Contract(
            ContractId(self.id), PersonId(self.person_id), self.user_number or "", self.starts_on, self.ends_on,
            AgencyId(self.agency_id) if self.agency_id is not None else None,
            BuildingId(self.building_id) if self.building_id is not None else None,
            self.badge, self.product_number,
        )  # fmt: skip


class ConsentRow(Row):
    """One line of the consent ledger."""

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint("state IN ('given', 'withdrawn')", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str]
    state: Mapped[str]
    on: Mapped[date] = mapped_column("on_day")
    form: Mapped[str]
    wording: Mapped[str]
    notice_version: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    @classmethod
    def of(cls, entry: ConsentEntry) -> Self:
        return cls(
            person_id=entry.person_id, purpose=entry.purpose, state=entry.state.value, on=entry.on,
            form=entry.form, wording=entry.wording, notice_version=entry.notice_version,
            recorded_at=entry.recorded_at, recorded_by=entry.recorded_by,
        )  # fmt: skip

    def to_domain(self) -> ConsentEntry:
        return ConsentEntry(
            PersonId(self.person_id), self.purpose, ConsentState(self.state), self.on, self.form, self.wording,
            self.notice_version, self.recorded_at, StaffId(self.recorded_by),
        )  # fmt: skip
