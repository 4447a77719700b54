# SPDX-License-Identifier: MIT
"""One module a revision of the schema."""
