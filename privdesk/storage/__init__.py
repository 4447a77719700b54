# SPDX-License-Identifier: MIT
"""The records in an encrypted database."""
