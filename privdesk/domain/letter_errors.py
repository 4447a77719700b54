# SPDX-License-Identifier: MIT
"""Why a letter was not made; keys and counts only, never a person's value."""

from dataclasses import dataclass

from privdesk.domain.errors import PrivdeskError


@dataclass(eq=False)
class MissingPartError(PrivdeskError):
    """A letter lacks what it must say: `missing` are names of facts, rows, free parts or mandatory parts."""

    kind: str
    missing: tuple[str, ...]


@dataclass(eq=False)
class UnknownPlaceholderError(PrivdeskError):
    """A letter's wording, or what was typed for it, names a place that the desk cannot fill."""

    kind: str
    language: str
    names: tuple[str, ...]


@dataclass(eq=False)
class LetterTemplateError(PrivdeskError):
    """The wording of a letter cannot be used as it stands; `place` such as `paragraphs.reason.when`."""

    kind: str
    language: str
    place: str


class LetterOutdatedError(PrivdeskError):
    """The request changed since this letter was filled: decided otherwise, answered to somebody else, or erased."""


@dataclass(eq=False)
class LetterNotDueError(PrivdeskError):
    """The request does not stand so that this letter could be written: nothing decided, or done already."""

    kind: str
