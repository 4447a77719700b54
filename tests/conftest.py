# SPDX-License-Identifier: MIT
"""No screen, no keyring daemon, no network: the suite starts what it needs.

Cyclic garbage is collected between tests, on the thread that runs them: a widget that another test left in a cycle
must not be destroyed by whatever thread happens to run, such as the one through which pytest-xdist talks.
"""

import gc
import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
gc.disable()
_LIMITS = (5_000, 10, 10)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collect what has grown past the limits, the oldest first; this is the main thread."""
    counts = gc.get_count()
    for generation in (2, 1, 0):
        if counts[generation] > _LIMITS[generation]:
            gc.collect(generation)
            return
