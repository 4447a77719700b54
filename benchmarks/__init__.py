# SPDX-License-Identifier: MIT
"""Measures what issue and design promise, as ratios within one run: `python3 dev.py bench [name …]`."""
