# SPDX-License-Identifier: MIT
"""What an experiment did and found, and the one office it works on."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter

from privdesk.domain.vault import UnlockedVault
from privdesk.services.desk import Desk
from privdesk.storage import dialect
from tests.journeys.office_kit import PASSWORD, STAFF, Office

DATABASE = "records.db"


@dataclass
class Outcome:
    """Counts of one experiment; `bad` are those that must be nought."""

    name: str
    title: str
    tried: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)
    measured: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether something was tried and nothing bad happened."""
        return self.tried > 0 and not any(self.bad.values())

    def worst(self, name: str, value: float) -> None:
        """Keep the greatest of what was measured."""
        self.measured[name] = max(self.measured.get(name, 0.0), round(value, 3))

    def note(self, words: str) -> None:
        """Keep a few details of what went wrong."""
        if len(self.notes) < 20:
            self.notes.append(words)

    def add(self, other: "Outcome") -> None:
        """Take over what another process found."""
        self.tried += other.tried
        self.counts += other.counts
        for key, count in other.bad.items():
            self.bad[key] += count
        for key, value in other.measured.items():
            self.worst(key, value)
        for words in other.notes:
            self.note(words)

    def as_json(self) -> dict[str, object]:
        """For the file of results."""
        return {
            **asdict(self), "counts": dict(self.counts), "bad": dict(self.bad), "passed": self.passed,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Outcome":
        """As `as_json` wrote it."""
        known = {key: value for key, value in data.items() if key != "passed"}
        made = cls(**known)  # type: ignore[arg-type]
        made.counts, made.bad = Counter(made.counts), Counter(made.bad)
        return made


Experiment = Callable[[Path, int, int], Outcome]
"""Takes an empty folder, how often, and a seed."""


class Timed:
    """Notes how long an experiment took."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    def __enter__(self) -> Outcome:
        self._began = perf_counter()
        return self._outcome

    def __exit__(self, *_error: object) -> None:
        self._outcome.seconds = round(perf_counter() - self._began, 1)


def copy_of(source: Path, target: Path) -> Path:
    """A copy of a records folder in place of whatever is there."""
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(source, target)
    return target


def keys_of(office: Office) -> UnlockedVault:
    """The keys of an office's records, so that an experiment can look without the program."""
    return office.program().vaults._store.unlock(office.folder, STAFF, PASSWORD)


def content_of(folder: Path, key: bytes, *, leave_out: frozenset[str] = frozenset()) -> dict[str, str]:
    """A hash of every table of the database in `folder`, read past the program; `leave_out` names tables."""
    connection = dialect.connect(folder / DATABASE, key, read_only=True)
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        found: dict[str, str] = {}
        for name in (str(row[0]) for row in names.fetchall()):
            if name in leave_out or name.startswith("person_words"):
                continue
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            found[name] = hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
        return found
    finally:
        connection.close()


def findings_of(desk: Desk) -> list[str]:
    """What a check of the open records finds wrong."""
    assert desk.checking is not None
    return [each.key.value for each in desk.checking.check().wrong]


def dump(outcome: Outcome) -> str:
    """One line of JSON."""
    return json.dumps(outcome.as_json())
