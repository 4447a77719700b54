# SPDX-License-Identifier: MIT
"""Where the address shows through the envelope, by country; lengths in millimetres from the sheet's upper left corner.

Each visible field is what the window shows wherever the folded sheet lies in its envelope, since a sheet is
smaller than its envelope: left edge at the window's left, right edge and lower edge less the play.

CH: SN 010130, windows 100 × 45 in C5 and C5/6, left or right. DE: DIN 5008 form B with DIN 680, window 90 × 45 in
DL. FR: NF Z 11-001 with windows 100 × 45 and 100 × 35 in DL. UK: window 90 × 35 in DL and C5.
"""

from dataclasses import dataclass

from privdesk.domain.letter_model import Window


@dataclass(frozen=True, slots=True)
class WindowPlace:
    """The field in which the address stands, and what on the sheet follows from it."""

    left: float
    top: float
    right: float
    bottom: float
    text_left: float
    """Where the lines of the address begin."""
    sender_line: float
    """Base line of the office's own line in the window."""
    first_line: float
    """Base line of the first line of the address."""
    step: float
    """From base line to base line."""
    folds: tuple[float, ...]
    """Where the sheet is folded."""
    punch: float = 148.5
    """The middle of the sheet."""

    @property
    def on_right(self) -> bool:
        """Whether the window is on the right half, so that the letterhead keeps to the left."""
        return self.left > 90

    @property
    def lines(self) -> int:
        """How many lines of address fit."""
        return int((self.bottom - 1 - self.first_line) / self.step) + 1


PLACES = {
    Window.CH_LEFT: WindowPlace(22, 40, 103, 71.5, 25, 43.5, 49, 4.2, (105, 148.5, 210)),
    Window.CH_RIGHT: WindowPlace(117, 40, 198, 71.5, 120, 43.5, 49, 4.2, (105, 148.5, 210)),
    Window.DE: WindowPlace(20, 50, 100, 90, 25, 60.5, 66.5, 4.4, (105, 210)),
    Window.FR: WindowPlace(100, 45, 190, 79, 105, 51, 57.5, 4.1, (99, 198)),
    Window.UK: WindowPlace(20, 57, 100, 81, 25, 59.5, 64, 3.8, (99, 148.5, 198)),
}
"""The places by position of the window."""
