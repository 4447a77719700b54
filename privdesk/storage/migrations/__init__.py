# SPDX-License-Identifier: MIT
"""Bringing the database to the newest schema, revision by revision.

Revisions are imported, not found in a folder, so that they are there in a wheel and in a frozen program.
Alembic itself is loaded only when there is something to do.
"""

NEWEST = 1
"""The revision this program writes and reads; equal to `PRAGMA user_version` of the file."""
