# SPDX-License-Identifier: MIT
"""Paper in and out: filled forms, mail and scans in; forms, sheets and reports out."""
