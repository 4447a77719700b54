# SPDX-License-Identifier: MIT
"""Each test of the window begins without the windows of the test before."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from privdesk.ui.theme import keeper


@pytest.fixture(autouse=True)
def no_window_of_another_test(qapp: QApplication) -> None:
    """Windows are destroyed by the event loop, which may not have run since; they carry the stylesheet."""
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not qapp.styleSheet():
        keeper().put_on()
