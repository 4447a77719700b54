# SPDX-License-Identifier: MIT
"""privdesk: a back-office privacy desk over a local encrypted database."""

__version__ = "0.1.0"
