# SPDX-License-Identifier: MIT
"""What the clerk reads aloud, in the caller's language; the words stand in resources/scripts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScriptPart:
    """One piece of the text; `marked` is the question or the date that matters."""

    text: str
    marked: bool = False
