# SPDX-License-Identifier: MIT
"""Backups: when one is due, how many are kept and until when, how old the last good one may be."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path

from privdesk.domain.vault import AnchorHeads, VaultId

FORMAT = 1
"""Format of a backup's manifest."""
_MONTHS = 12
_WEEK = 7


@dataclass(frozen=True, slots=True)
class KeepRule:
    """How far back backups are kept: the newest of each of the last days, weeks and months, today's counted."""

    daily: int = 7
    weekly: int = 5
    monthly: int = 12

    @property
    def sound(self) -> bool:
        """Whether at least one backup is kept and none longer than ten years."""
        numbers = (self.daily, self.weekly, self.monthly)
        return min(numbers) >= 0 and max(numbers) >= 1 and self.monthly <= 10 * _MONTHS


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where backups go and when; `folder` None = nobody has chosen one yet."""

    folder: Path | None = None
    every_hours: int = 24
    at_closing: bool = True
    keep: KeepRule = KeepRule()
    warn_days: int = 3
    """Older than this, the last good backup shouts."""


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """What the records remember of backups: the last good one, and the last failure after it."""

    made_at: datetime | None = None
    name: str = ""
    folder: str = ""
    size: int = 0
    missing_documents: int = 0
    failed_at: datetime | None = None
    failure: str = ""
    """Type name of the error, as `explain` knows it."""

    @property
    def failing(self) -> bool:
        """Whether the newest attempt failed."""
        return self.failed_at is not None and (self.made_at is None or self.failed_at >= self.made_at)


@dataclass(frozen=True, slots=True)
class Exported:
    """What one consistent moment of the database held."""

    heads: AnchorHeads
    revision: int
    counts: Mapping[str, int]
    """Rows, by table."""
    last_audit_at: datetime | None
    """When the newest audit entry was made; aware, UTC."""


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup says of itself once its key is known; nothing that names a person."""

    heads: AnchorHeads
    revision: int
    people: int
    forms: int
    cases: int
    documents: int
    last_audit_at: datetime | None
    made_by: str
    """Name of the member of staff."""
    missing_documents: tuple[str, ...] = ()
    """Documents that the records themselves had lost already."""


class Health(StrEnum):
    """Whether a backup can be restored."""

    GOOD = "good"
    DOCUMENTS_MISSING = "documents-missing"
    """The database is whole; some documents are not there or not as listed."""
    DAMAGED = "damaged"
    NEWER = "newer"


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What can be read of a backup without a password."""

    folder: Path
    name: str
    vault_id: VaultId
    vault_name: str
    made_at: datetime
    """Aware, UTC."""
    size: int
    """Bytes of the database's copy."""
    documents: int


def kept(made: Collection[datetime], rule: KeepRule, today: date, zone: tzinfo) -> frozenset[datetime]:
    """Which of these backups stay: the newest of each day, week and month in reach, all of today, the newest of all.

    Days, weeks (from Monday) and months are those of the office's calendar.
    """
    ordered = sorted(made, reverse=True)
    stay = {moment for moment in ordered if moment.astimezone(zone).date() >= today} | set(ordered[:1])
    for reach in (_in_days, _in_weeks, _in_months):
        seen: set[object] = set()
        for moment in ordered:
            period, within = reach(moment.astimezone(zone).date(), today, rule)
            if within and period not in seen:
                seen.add(period)
                stay.add(moment)
    return frozenset(stay)


def expires_on(made_on: date, rule: KeepRule) -> date:
    """The first day on which a backup made on `made_on` is in nobody's reach any more, once a newer one is good.

    Law: an erasure certificate names this day for backups (EDPB Guidelines 5/2019 no. 38: made known, then gone).
    """
    days = made_on + timedelta(days=rule.daily)
    weeks = _monday(made_on) + timedelta(days=_WEEK * rule.weekly)
    months = _first_of_month(made_on, rule.monthly)
    return max(days, weeks, months)


def is_due(record: BackupRecord, plan: BackupPlan, now: datetime) -> bool:
    """Whether the next scheduled backup is to be made: enough hours since the last good one, one try an hour."""
    if plan.folder is None:
        return False
    if record.failing and record.failed_at is not None and now - record.failed_at < timedelta(hours=1):
        return False
    return record.made_at is None or now - record.made_at >= timedelta(hours=plan.every_hours)


def is_old(record: BackupRecord, plan: BackupPlan, now: datetime) -> bool:
    """Whether there is no good backup, or it is older than the office accepts."""
    return record.made_at is None or now - record.made_at > timedelta(days=plan.warn_days)


def newest(infos: Iterable[BackupInfo]) -> BackupInfo | None:
    """The one made last."""
    return max(infos, key=lambda info: (info.made_at, info.name), default=None)


def _in_days(day: date, today: date, rule: KeepRule) -> tuple[object, bool]:
    return day, day > today - timedelta(days=rule.daily)


def _in_weeks(day: date, today: date, rule: KeepRule) -> tuple[object, bool]:
    monday = _monday(day)
    return monday, monday > _monday(today) - timedelta(days=_WEEK * rule.weekly)


def _in_months(day: date, today: date, rule: KeepRule) -> tuple[object, bool]:
    month = day.replace(day=1)
    return month, month > _first_of_month(today, -rule.monthly)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _first_of_month(day: date, later: int) -> date:
    """The first of the month that is `later` months away."""
    months = day.year * _MONTHS + day.month - 1 + later
    return date(months // _MONTHS, months % _MONTHS + 1, 1)
