# SPDX-License-Identifier: MIT
"""Harms records on purpose, often, and writes down what came of it: `python3 dev.py faults [NAME …] [--times N]`.

Results go to docs/faults.json and, as a table, to docs/faults.md.
"""

import argparse
import importlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.outcome import Outcome
from tests.faults.page import page

ROOT = Path(__file__).parents[2]
TIMES = {
    "kills": 1000, "flips": 1000, "old-files": 260, "audit": 300, "no-room": 50, "traces": 6, "erased": 10, "hostile": 20_000,
}  # fmt: skip
"""How often each experiment is done in its long form."""
MODULES = {"audit": "audit_chain"}
SHARED = frozenset({"kills", "flips", "old-files", "audit"})
"""Done by two processes, half each: their own children or copies keep them apart."""
RESULTS = ROOT / "docs" / "faults.json"


def run(name: str, times: int, seed: int) -> Outcome:
    """One experiment in a temporary folder of its own, split over two processes where it can be."""
    shares = 2 if name in SHARED and times >= 100 and (os.cpu_count() or 1) > 1 else 1
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as made:
        os.chmod(made, 0o755)  # noqa: PTH101 - a child without rights of its own must get in
        running = [
            _start(name, times // shares, seed + share, Path(made) / str(share)) for share in range(shares)
        ]
        outcomes = []
        for process in running:
            said, _none = process.communicate()
            if process.returncode != 0:
                raise SystemExit(f"{name} broke off")
            outcomes.append(Outcome.from_json(json.loads(said.splitlines()[-1])))
        _keep(name, Path(made), outcomes)
    first = outcomes[0]
    for other in outcomes[1:]:
        first.add(other)
        first.seconds = max(first.seconds, other.seconds)
    return first


def _start(name: str, times: int, seed: int, folder: Path) -> subprocess.Popen[str]:
    folder.mkdir()
    code = "import sys; from tests.faults.__main__ import one; one(*sys.argv[1:])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, "-c", code, name, str(folder), str(times), str(seed)], stdout=subprocess.PIPE,
        text=True, cwd=ROOT, env=environment,
    )  # fmt: skip


def one(name: str, folder: str, times: str, seed: str) -> None:
    """In a process of its own: do it and say what came of it."""
    module = importlib.import_module(f"tests.faults.{MODULES.get(name, name.replace('-', '_'))}")
    outcome: Outcome = module.run(Path(folder), int(times), int(seed))
    print(json.dumps(outcome.as_json()))  # noqa: T201


def _keep(name: str, made: Path, outcomes: list[Outcome]) -> None:
    """What went wrong is kept for a look, outside the project."""
    if all(outcome.passed for outcome in outcomes):
        return
    kept = Path(tempfile.gettempdir()) / f"faults-{name}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    shutil.copytree(made, kept, ignore_dangling_symlinks=True)
    print(f"kept: {kept}", file=sys.stderr)  # noqa: T201


def main() -> int:
    """Do what was asked for; 0 when nothing bad happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*TIMES, []], help="which experiments (default: all)")
    parser.add_argument("--times", type=int, help="how often, instead of the long form's number")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--note", default="", help="what else ran meanwhile; written beside the result")
    given = parser.parse_args()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    good = True
    for name in given.names or TIMES:
        outcome = run(name, given.times or TIMES[name], given.seed)
        good &= outcome.passed
        print(json.dumps(outcome.as_json(), indent=1), flush=True)  # noqa: T201
        results[name] = {
            **outcome.as_json(), "date": f"{datetime.now(UTC):%Y-%m-%d}", "seed": given.seed,
            "note": given.note,
            "system": f"{platform.system()}, {os.cpu_count()} cores",
        }  # fmt: skip
        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        RESULTS.with_suffix(".md").write_text(page(results), encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
