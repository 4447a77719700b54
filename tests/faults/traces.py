# SPDX-License-Identifier: MIT
"""Words that must not leak: the whole main job in a child of its own, then every file it could write is searched.

The child has a home, a temporary folder and a working folder of its own and may write core files; at the end it
breaks down on purpose, once with an error and once by a signal, so that what a crash leaves is searched as well.
"""

import os
import resource
import subprocess
import sys
import unicodedata
from pathlib import Path

from tests.faults.outcome import Outcome, Timed

ROOT = Path(__file__).parents[2]
CANARIES = (
    "Quittenbaumer",
    "Zwetschgenweg",
    "kanarie@example.org",
    "spricht leise am Telefon",
    "Kakadustadt",
)
ENDS = ("lock", "kill", "error", "abort", "segfault", "open-lock-open")


def run(folder: Path, times: int, _seed: int) -> Outcome:
    """Do the main job `times` times, ended in turn in each way."""
    outcome = Outcome("traces", "words of a person in any file")
    with Timed(outcome):
        for number in range(times):
            _one(outcome, folder / str(number), ENDS[number % len(ENDS)])
    return outcome


def _one(outcome: Outcome, folder: Path, end: str) -> None:
    places = {name: folder / name for name in ("home", "tmp", "work", "records", "run")}
    for place in places.values():
        place.mkdir(parents=True, mode=0o700)
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "HOME": str(places["home"]), "TMPDIR": str(places["tmp"]), "TEMP": str(places["tmp"]),
        "XDG_CACHE_HOME": str(places["home"] / "cache"), "XDG_CONFIG_HOME": str(places["home"] / "config"),
        "XDG_DATA_HOME": str(places["home"] / "data"), "XDG_STATE_HOME": str(places["home"] / "state"),
        "XDG_RUNTIME_DIR": str(places["run"]), "PYTHONFAULTHANDLER": "1", "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    with (folder / "said").open("wb") as said, (folder / "errors").open("wb") as errors:
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.trace_work", str(places["records"]), end], env=environment,
            cwd=places["work"], stdout=said, stderr=errors, check=False, timeout=120, preexec_fn=_allow_cores,
        )  # fmt: skip
    outcome.tried += 1
    reached = (folder / "said").read_bytes().startswith(b"done")
    outcome.counts[f"{end}: exit {done.returncode}"] += 1
    if not reached:
        outcome.bad[f"{end}: the main job did not come to its end"] += 1
        outcome.note((folder / "errors").read_text(errors="replace")[-400:])
    _search(outcome, folder, end)


def _allow_cores() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _search(outcome: Outcome, folder: Path, end: str) -> None:
    needles = {}
    for word in CANARIES:
        for form in (word, word.casefold(), word.upper(), unicodedata.normalize("NFKD", word)):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                needles[form.encode(encoding)] = word
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        outcome.counts["files searched"] += 1
        outcome.counts["bytes searched"] += len(data)
        if path.name.startswith("core"):
            outcome.bad[f"{end}: core file"] += 1
        for word in {word for needle, word in needles.items() if needle in data}:
            outcome.bad[f"{end}: {word}"] += 1
            outcome.note(f"{end}: {path.relative_to(folder)}")
        if path.is_relative_to(folder / "records") and path.stat().st_mode & 0o077:
            outcome.bad[f"{end}: others may read what was written"] += 1
            outcome.note(f"{end}: {path.relative_to(folder)} {path.stat().st_mode:o}")
