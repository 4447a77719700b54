# SPDX-License-Identifier: MIT
"""Which backups are kept, until when, and when the next one is due."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.domain.backups import (
    BackupPlan,
    BackupRecord,
    KeepRule,
    expires_on,
    is_due,
    is_old,
    kept,
)
from privdesk.services.backup_words import age_words, size_words, status_words, warning_words
from privdesk.services.backups import BackupState, plan_of, plan_to_json, record_of, record_to_json

ZONE = ZoneInfo("Europe/Zurich")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RULE = KeepRule()
moments = st.integers(0, 690 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes))
rules = st.builds(KeepRule, st.integers(0, 10), st.integers(0, 8), st.integers(0, 14)).filter(
    lambda r: r.sound
)


def test_a_backup_a_day_keeps_seven_days_five_weeks_twelve_months() -> None:
    """Played through as the desk does it: each night the new one is made, then the old ones go."""
    there: set[datetime] = set()
    for day in range(800):
        moment = NOW - timedelta(days=799 - day)
        there.add(moment)
        there &= kept(there, RULE, moment.astimezone(ZONE).date(), ZONE)
    days = sorted((NOW - each).days for each in there)
    assert days[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(there) <= 7 + 5 + 12
    assert 300 < days[-1] <= 366
    months = {each.astimezone(ZONE).strftime("%Y-%m") for each in there}
    assert len(months) == 12


@given(st.sets(moments, min_size=1, max_size=60), rules)
def test_the_newest_always_stays_and_nothing_is_kept_without_a_reason(
    made: set[datetime], rule: KeepRule
) -> None:
    today = date(2026, 11, 23)
    stay = kept(made, rule, today, ZONE)
    assert max(made) in stay
    assert stay <= made
    todays = {each for each in made if each.astimezone(ZONE).date() == today}
    assert todays <= stay
    assert len(stay - todays) <= 1 + rule.daily + rule.weekly + rule.monthly
    for moment in stay - {max(made)}:
        assert today < expires_on(moment.astimezone(ZONE).date(), rule)


@given(st.sets(moments, min_size=1, max_size=60), rules)
def test_of_each_day_week_and_month_in_reach_the_newest_stays(made: set[datetime], rule: KeepRule) -> None:
    today = date(2026, 11, 23)
    stay = kept(made, rule, today, ZONE)
    for days_back in range(rule.daily):
        day = today - timedelta(days=days_back)
        that_day = [each for each in made if each.astimezone(ZONE).date() == day]
        assert not that_day or max(that_day) in stay
    months = {(each.astimezone(ZONE).year, each.astimezone(ZONE).month) for each in made}
    for year, month in months:
        ago = (today.year - year) * 12 + today.month - month
        newest = max(
            each
            for each in made
            if (each.astimezone(ZONE).year, each.astimezone(ZONE).month) == (year, month)
        )
        assert ago >= rule.monthly or newest in stay


@given(st.sets(moments, min_size=1, max_size=40), rules)
def test_rotating_twice_takes_nothing_more(made: set[datetime], rule: KeepRule) -> None:
    once = kept(made, rule, date(2026, 11, 23), ZONE)
    assert kept(once, rule, date(2026, 11, 23), ZONE) == once


@given(moments, rules, st.integers(0, 500))
def test_what_has_expired_goes_as_soon_as_a_newer_one_is_there(
    moment: datetime, rule: KeepRule, later: int
) -> None:
    today = moment.astimezone(ZONE).date() + timedelta(days=later)
    newer = moment + timedelta(days=later + 1)
    if today >= expires_on(moment.astimezone(ZONE).date(), rule):
        assert moment not in kept({moment, newer}, rule, today, ZONE)


def test_days_are_the_offices() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # already the 23rd in Zurich
    early = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert kept({late, early}, KeepRule(1, 0, 0), date(2026, 11, 23), ZONE) == {late, early}
    assert kept({late, early}, KeepRule(1, 0, 0), date(2026, 11, 24), ZONE) == {early}
    assert kept({late, early}, KeepRule(2, 0, 0), date(2026, 11, 23), UTC) == {late, early}


@pytest.mark.parametrize(
    ("rule", "sound"),
    [
        (KeepRule(), True),
        (KeepRule(0, 0, 0), False),
        (KeepRule(-1, 5, 12), False),
        (KeepRule(1, 0, 200), False),
    ],
)
def test_a_rule_that_keeps_nothing_or_for_ever_is_none(rule: KeepRule, sound: bool) -> None:
    assert rule.sound is sound


PLAN = BackupPlan(folder=Path("/usb"))


@pytest.mark.parametrize(
    ("record", "due", "old"),
    [
        (BackupRecord(), True, True),
        (BackupRecord(made_at=NOW - timedelta(hours=23)), False, False),
        (BackupRecord(made_at=NOW - timedelta(hours=24)), True, False),
        (BackupRecord(made_at=NOW - timedelta(days=4)), True, True),
        (BackupRecord(made_at=NOW - timedelta(days=4), failed_at=NOW - timedelta(minutes=59)), False, True),
        (BackupRecord(made_at=NOW - timedelta(days=4), failed_at=NOW - timedelta(minutes=60)), True, True),
    ],
)
def test_when_one_is_due_and_when_the_last_is_too_old(record: BackupRecord, due: bool, old: bool) -> None:
    assert is_due(record, PLAN, NOW) is due
    assert is_old(record, PLAN, NOW) is old
    assert not is_due(record, BackupPlan(), NOW)


def test_words_shout_when_they_must() -> None:
    good = BackupState(PLAN, BackupRecord(made_at=NOW - timedelta(hours=2)), NOW)
    assert warning_words(good) is None
    assert status_words(good) == "Backed up 2 h ago"
    failed = BackupRecord(NOW - timedelta(hours=30), failed_at=NOW, failure="BackupFolderMissingError")
    title, sentence = warning_words(BackupState(PLAN, failed, NOW)) or ("", "")
    assert title == "The last backup failed."
    assert sentence == "The backup folder was not there. The last good backup was made 30 h ago."
    assert status_words(BackupState(PLAN, failed, NOW)) == "Backup failed, last good one 30 h ago"
    never = BackupState(BackupPlan(), BackupRecord(), NOW)
    assert status_words(never) == "No backup yet"
    assert (warning_words(never) or ("", ""))[0] == "Nobody has chosen where backups go."
    old = BackupState(PLAN, BackupRecord(made_at=NOW - timedelta(days=4)), NOW)
    assert (warning_words(old) or ("", ""))[0] == "The last good backup is too old."


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=30), "just now"), (timedelta(minutes=12), "12 min ago"), (timedelta(hours=47), "47 h ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)  # fmt: skip
def test_ages_in_words(age: timedelta, words: str) -> None:
    assert age_words(age) == words


def test_sizes_in_words() -> None:
    assert [size_words(size) for size in (900, 640 * 1024, 13_000_000, 3 << 30)] == [
        "900 B",
        "640 KB",
        "12.4 MB",
        "3.0 GB",
    ]


class Settings:
    def __init__(self, **values: object) -> None:
        self.settings = self
        self.values = values

    def get(self, key: str) -> object:
        return self.values.get(key)


def test_a_plan_and_a_record_come_back_from_the_settings() -> None:
    plan = BackupPlan(Path("/usb"), 12, False, KeepRule(3, 2, 1), 9)
    record = BackupRecord(NOW, "name", "/usb", 9, 1, NOW, "DiskFullError")
    kept_values = Settings(backup_plan=plan_to_json(plan), backup_record=record_to_json(record))
    assert plan_of(kept_values) == plan  # type: ignore[arg-type]
    assert record_of(kept_values) == record  # type: ignore[arg-type]
    spoiled = Settings(backup_plan={"daily": "7", "weekly": 0, "monthly": -3, "warn_days": 0, "folder": 5})
    assert plan_of(spoiled) == BackupPlan(keep=KeepRule(7, 0, 12))  # type: ignore[arg-type]
    assert plan_of(Settings()) == BackupPlan()  # type: ignore[arg-type]
    assert record_of(Settings()) == BackupRecord()  # type: ignore[arg-type]
