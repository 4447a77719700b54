# SPDX-License-Identifier: MIT
"""Whether two records are one person: blocking keys, comparison, weights, learning."""
