# SPDX-License-Identifier: MIT
"""What commands get from `bootstrap`: the services before and after signing in."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from privdesk.domain.forms import FormTemplate
from privdesk.services.desk import Desk
from privdesk.services.rekey import KeyChange
from privdesk.services.restore import Restoring
from privdesk.services.vaults import Vaults


class Program(Protocol):
    """Joins the layers for one run of the command line."""

    @property
    def vaults(self) -> Vaults:
        """Records before signing in."""
        ...

    @property
    def keys(self) -> KeyChange:
        """New keys, and another binding, for closed records."""
        ...

    @property
    def restoring(self) -> Restoring:
        """Backups brought back, before anybody signs in."""
        ...

    def open_desk(self, folder: Path, staff_name: str, password: str) -> AbstractContextManager[Desk]:
        """Sign in, and lock again on leaving. Raises: WrongPasswordError, AnotherDeskError, …."""
        ...

    def blank_form(self, template: FormTemplate, language: str, desk: Desk) -> bytes:
        """A printable and fillable PDF."""
        ...

    def selftest(self, *, window: bool = False) -> Mapping[str, Any]:
        """Whether worker, resources and key store are there; with `window` also whether the window opens."""
        ...
