# SPDX-License-Identifier: MIT
"""People who may be one: candidates for somebody described, the search over everybody, pairs and what was decided."""
