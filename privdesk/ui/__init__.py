# SPDX-License-Identifier: MIT
"""The windows of the desk."""
