# SPDX-License-Identifier: MIT
"""Keeps what is half typed on a page or in its panel, and brings it back when that is opened again."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from privdesk.i18n import _
from privdesk.services.half_typed import HalfTyped
from privdesk.ui.widgets.page import Page
from privdesk.ui.widgets.saver import Saver

Values = Mapping[str, str]


class HalfTypedKeeper(QObject):
    """Call `touch()` as something is typed, `flush()` on leaving, `drop()` once it is saved or discarded.

    `take` gives the values by field, nothing where nothing was typed; `put` puts them back. What is typed about
    somebody is kept under `person:{id}:…` or `case:{id}:…`: so it is erased with them.
    """

    def __init__(
        self, page: Page, kept: HalfTyped, key: str, take: Callable[[], Values], put: Callable[[Values], None]
    ) -> None:
        super().__init__(page)
        self._page, self._kept, self._key, self._values, self._put = page, kept, key, take, put
        self._filling = self._holds = self._ended = False
        page.keepers.append(self)
        self._saver = Saver(self, page.jobs, self._take)
        self._saver.saved.connect(lambda: page.set_status(_("Kept as you type")))

    def read(self) -> None:
        """Put back what was kept, then caret and rows."""
        kept, key = self._kept, self._key
        self._page.run(lambda _progress: kept.read(key), self._put_back, lane="read", quiet=True)

    def touch(self) -> None:
        """Something was typed."""
        if not self._filling:
            self._saver.touch()

    def flush(self) -> None:
        """Keep it now if something waits."""
        self._saver.flush()

    def end(self) -> None:
        """The panel it keeps for is closed: what waits is kept now, and nothing is put back any more."""
        self.flush()
        self._ended = True
        self._page.keepers.remove(self)
        if self._page.panel_key == self._key:
            self._page.panel_key = ""

    def drop(self) -> None:
        """It is saved or discarded: it must not come back."""
        self._saver.forget()
        kept, key = self._kept, self._key
        self._page.keep(lambda _progress: kept.keep(key, {}))

    def _put_back(self, values: Values) -> None:
        if self._ended:
            return
        self._holds = bool(values)
        if values:
            self._filling = True
            self._put(values)
            self._filling = False
            self._page.set_status(_("Going on where you stopped"))
        self._page.settle_place()

    def _take(self) -> Callable[[], None]:
        kept, key, values = self._kept, self._key, dict(self._values())
        if not values and not self._holds:
            return lambda: None
        self._holds = bool(values)
        return lambda: kept.keep(key, values)
