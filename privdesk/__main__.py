# SPDX-License-Identifier: MIT
"""Opens the desk, runs one task without a window, or becomes the worker process."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Start what the command line asks for and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.umask(0o077)
    _leave_no_core()
    if given[:1] == ["--worker"]:
        from privdesk.documents.worker_main import main as serve

        return serve()
    if not given:
        return _open_window(None)
    if len(given) == 2 and given[0] == "--records":
        from pathlib import Path

        return _open_window(Path(given[1]))
    from privdesk.cli.parser import parse

    args = parse(given)
    if args.command is None:
        return _open_window(args.records)
    if args.command == "demo":
        from privdesk.demo.main import run_demo

        return run_demo(args)
    from privdesk.bootstrap.program import DeskProgram
    from privdesk.bootstrap.window import window_opens
    from privdesk.cli.main import run

    return run(lambda: DeskProgram(try_window=window_opens), args)


def _leave_no_core() -> None:
    """A crash writes no memory to the disk: keys and people stand in it."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open_window(records: object) -> int:
    from pathlib import Path

    from privdesk.bootstrap.window import open_window

    return open_window(records if isinstance(records, Path) else None)


if __name__ == "__main__":
    sys.exit(main())
