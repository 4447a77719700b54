# SPDX-License-Identifier: MIT
"""What can go wrong with retention and disposals."""

from privdesk.domain.errors import PrivdeskError


class GroupWithoutRuleError(PrivdeskError):
    """A data group names no retention rule of the catalogue: nobody can say when it is due."""

    def __init__(self, group: str) -> None:
        super().__init__(group)
        self.group = group


class GroupGoesOtherwiseError(PrivdeskError):
    """This data group is no part of a disposal: it goes with the record, or at a checkpoint of the audit trail."""

    def __init__(self, group: str) -> None:
        super().__init__(group)
        self.group = group


class GroupNeedsOthersError(PrivdeskError):
    """Who somebody is goes only together with everything else that is due; `group` is one that would be left."""

    def __init__(self, group: str) -> None:
        super().__init__(group)
        self.group = group


class NothingDueError(PrivdeskError):
    """No period is over, or everything that is due is held back."""


class DisposalChangedError(PrivdeskError):
    """A rule was changed, or more is due than was planned: it is planned and approved anew."""

    def __init__(self, group: str) -> None:
        super().__init__(group)
        self.group = group


class DisposalRunningError(PrivdeskError):
    """A disposal began and has not come to its end; it goes on, or is ended, before another begins."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class DisposalSettledError(PrivdeskError):
    """This disposal has run, or has not begun: it can be neither begun again nor stopped."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number
