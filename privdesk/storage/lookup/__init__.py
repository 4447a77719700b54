# SPDX-License-Identifier: MIT
"""Finding people while somebody types: what they are found by, kept in step with the records, and asked in milliseconds."""
