# SPDX-License-Identifier: MIT
"""Keys, key slots, sealed files, the anchor and the lock."""
