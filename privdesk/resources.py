# SPDX-License-Identifier: MIT
"""Where the bundled files lie: source tree, wheel or frozen program. No other module knows."""

import sys
from functools import cache
from pathlib import Path
from typing import Any


@cache
def resource_root() -> Path:
    """Return the folder that holds icons, fonts, themes, forms, letters, regimes and the catalogue."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def resource_path(*parts: str) -> Path:
    """Return the path of one bundled file or folder."""
    return resource_root().joinpath(*parts)


def resource_toml(*parts: str) -> dict[str, Any]:
    """Read one bundled TOML file."""
    import tomllib

    with resource_path(*parts).open("rb") as file:
        return tomllib.load(file)
