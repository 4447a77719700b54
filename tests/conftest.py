# SPDX-License-Identifier: MIT
"""No screen, no keyring daemon, no network: the suite starts what it needs."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
