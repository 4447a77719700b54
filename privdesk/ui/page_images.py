# SPDX-License-Identifier: MIT
"""Pages that the worker rendered, as pictures of the window. Nothing is parsed here."""

from PySide6.QtGui import QImage, QTransform

from privdesk.domain.incoming import PageImage


def picture_of(page: PageImage) -> QImage:
    """The page as a picture with pixels of its own."""
    seen = QImage(page.rgb, page.width, page.height, 3 * page.width, QImage.Format.Format_RGB888)
    return seen.copy()


def turned(picture: QImage, degrees: int) -> QImage:
    """The picture turned clockwise by a multiple of 90 degrees."""
    return picture.transformed(QTransform().rotate(degrees)) if degrees % 360 else picture
