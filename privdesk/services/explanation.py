# SPDX-License-Identifier: MIT
"""An error in words, before it is shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error as the window and the command line show it."""

    title: str
    happened: str
    remedy: str

    def sentence(self) -> str:
        """All three parts in one line for the command line."""
        return " ".join(part for part in (self.title, self.happened, self.remedy) if part)
