# SPDX-License-Identifier: MIT
"""What can go wrong that a member of staff can do something about.

Errors carry data and no text; `privdesk.services.explain` turns each into title, what happened, what to do.
Data in an error is never a person's value: ids, field names, file names, paths, counts and dates only.
"""


class PrivdeskError(Exception):
    """Base of every error shown to staff."""


class Cancelled(PrivdeskError):
    """The person at the desk stopped the job."""
