# SPDX-License-Identifier: MIT
"""Some value of any type, so that any service method can be called: numbers point at something or at nothing."""

import dataclasses
import types
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from privdesk.domain.imports import ImportKind

DAY = date(2026, 11, 2)


class MadeUp:
    """Makes values; every id is `number`, every path lies in `folder`."""

    def __init__(self, number: int, folder: Path) -> None:
        self.number, self.folder = number, folder

    def arguments(self, method: Callable[..., Any]) -> dict[str, Any]:
        """A value for each parameter that has no default."""
        import inspect

        parameters = inspect.signature(method).parameters.values()
        hints = get_type_hints(method)
        return {
            each.name: self.value(hints.get(each.name, str))
            for each in parameters
            if each.default is each.empty and each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
        }

    def value(self, hint: Any) -> Any:  # noqa: ANN401 -- any type
        """One value of this type; None where the type allows it."""
        origin = get_origin(hint)
        if origin is Union or origin is types.UnionType:
            return None if type(None) in get_args(hint) else self.value(get_args(hint)[0])
        if isinstance(hint, NewType):
            return self.number if hint.__supertype__ is int else f"{self.number:032x}"
        if origin is not None:
            return self._container(origin, get_args(hint))
        return self._plain(hint)

    def _container(self, origin: Any, inner: tuple[Any, ...]) -> Any:  # noqa: ANN401 -- any type
        if origin is Callable:
            return lambda *_args, **_kwargs: None
        if issubclass(origin, Mapping):
            return {}
        if issubclass(origin, tuple) and inner and Ellipsis not in inner:
            return tuple(self.value(each) for each in inner)
        if issubclass(origin, tuple | list | Sequence):
            return (self.value(inner[0]),)
        if issubclass(origin, AbstractSet):
            return frozenset()
        return ()

    def _plain(self, hint: Any) -> Any:  # noqa: ANN401 -- any type
        known: dict[Any, Any] = {
            int: self.number, str: "made up text", bytes: b"made up", bool: False, float: 1.0, date: DAY,
            datetime: datetime(2026, 11, 2, 8, tzinfo=UTC), Path: self.folder / "made-up.csv", object: "made up",
            ImportKind: ImportKind.PEOPLE,
        }  # fmt: skip
        if hint in known:
            return known[hint]
        if isinstance(hint, type) and issubclass(hint, Enum):
            return next(iter(hint))
        if isinstance(hint, type) and dataclasses.is_dataclass(hint):
            hints = get_type_hints(hint)
            needed = [each for each in dataclasses.fields(hint) if each.init and _has_no_default(each)]
            return hint(**{each.name: self.value(hints[each.name]) for each in needed})
        return None


def _has_no_default(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
