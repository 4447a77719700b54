# SPDX-License-Identifier: MIT
"""One pair of workers for all tests of this folder that do not harm them."""

import sys
from collections.abc import Iterator

import pytest

from privdesk.documents.foreign_files import ForeignFiles
from privdesk.domain.forms import FormSender

WORKER = (sys.executable, "-c", "from privdesk.documents.worker_main import main; raise SystemExit(main())")


@pytest.fixture(scope="session")
def files() -> Iterator[ForeignFiles]:
    foreign = ForeignFiles(WORKER)
    yield foreign
    foreign.close()


@pytest.fixture(scope="session")
def sender() -> FormSender:
    return FormSender(
        "Lavarelle SA",
        "Buanderies partagées · Lausanne",
        ("Rue du Simplon 12", "1006 Lausanne"),
        "privacy@lavarelle.example",
    )
