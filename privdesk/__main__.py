# SPDX-License-Identifier: MIT
"""Opens the desk, runs one task without a window, or becomes the worker process."""

import os
import sys
from collections.abc import Sequence
from types import TracebackType

_DUMPABLE = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Start what the command line asks for and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    protect()
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


def protect() -> None:
    """Files for this account alone, and no memory on the disk after a crash: keys and people stand in it.

    On Linux no other program of the same account may look into this one either, and a crash reporter that the
    system starts gets nothing.
    """
    os.umask(0o077)
    sys.excepthook = _last_words
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0)


def _last_words(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """What nobody caught: its kind and the lines it came through, never its text – that may name a person."""
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{os.path.basename(code.co_filename)}:{trace.tb_lineno}")  # noqa: PTH119 - no import here
        trace = trace.tb_next
    if sys.stderr is not None:
        sys.stderr.write(f"{kind.__name__} at {' < '.join(reversed(places))}\n")


def _open_window(records: object) -> int:
    from pathlib import Path

    from privdesk.bootstrap.window import open_window

    return open_window(records if isinstance(records, Path) else None)


if __name__ == "__main__":
    sys.exit(main())
