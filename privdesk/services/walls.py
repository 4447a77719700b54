# SPDX-License-Identifier: MIT
"""The wall at the desk's door: an agency clerk's services take and give references instead of numbers.

Which rows an agency clerk sees is decided within each service (`own_people`). What passes here is only how they are
named: every id and every number that counts everybody is replaced, whatever the service and whatever the value it
stands in, so that no page, no command and no error text can show one.
"""

import copy
import dataclasses
import inspect
import re
import types
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from functools import cache, wraps
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from privdesk.domain.errors import PrivdeskError
from privdesk.domain.forms import FieldReading
from privdesk.domain.people import Contract, FactVersion, PersonField, PersonHit
from privdesk.domain.references import References, as_foreign, as_written
from privdesk.domain.submissions import FormEntry
from privdesk.services.desk import Desk

S = TypeVar("S")
_KINDS = {
    "person": "PersonId", "case": "CaseId", "call": "CallId", "item": "ItemId", "form": "SubmissionId",
    "submission": "SubmissionId", "contract": "ContractId", "import": "ImportId", "agency": "AgencyId",
    "building": "BuildingId", "capture": "ItemId",
}  # fmt: skip
"""The id behind a word such as `person:17`, and behind a field named `person_id`."""
_VALUES: Mapping[type, frozenset[str]] = {
    FieldReading: frozenset({"value"}),
    FormEntry: frozenset({"values"}),
    FactVersion: frozenset({"value"}),
    Contract: frozenset({"user_number", "badge", "product_number"}),
    PersonHit: frozenset({"name", "address", "user_number", "matched"}),
}
"""What stands on a form or with a person is shown and kept as it is, whatever it looks like."""
_KEYED = re.compile(rf"({'|'.join(_KINDS)}):(\d+)")
_Hint = Any


def walled_desk(desk: Desk, references: References) -> Desk:
    """The desk as an agency clerk gets it; anybody else's is left as it is."""
    if desk.session.member.agency_id is None:
        return desk
    walls = Walls(references)
    services = {
        each.name: walls.around(getattr(desk, each.name))
        for each in dataclasses.fields(desk)
        if each.name not in ("session", "clock") and getattr(desk, each.name) is not None
    }
    return dataclasses.replace(desk, **services)


class Walls:
    """Names everything that goes out by references, and finds what comes in by them."""

    def __init__(self, references: References) -> None:
        self._references = references

    def around(self, service: S) -> S:
        """The service with every public method taking and giving references."""
        return cast("S", _Walled(service, self))

    def out(self, value: Any, hint: _Hint = None) -> Any:  # noqa: ANN401 -- any value of any service
        """What a service gave, as the clerk gets it."""
        return _Turning(self._references.hide, self._hidden).turned(value, hint)

    def into(self, value: Any, hint: _Hint = None) -> Any:  # noqa: ANN401 -- any value of any service
        """What the clerk handed in, as the service knows it."""
        return _Turning(self._references.show, self._shown).turned(value, hint)

    def _hidden(self, text: str) -> str:
        return as_written(self._references.hide_numbers(text))

    def _shown(self, text: str) -> str:
        """A number as the office counts means nothing here: only references are understood."""
        return self._references.show_numbers(as_foreign(text))

    def hide_in_error(self, error: PrivdeskError) -> None:
        """An error carries ids and numbers, too."""
        kind = _KINDS.get(str(getattr(error, "kind", "")))
        for name, value in vars(error).items():
            if name == "key" and kind and str(value).isdigit():
                setattr(error, name, str(self._references.hide(kind, int(value))))
            else:
                setattr(error, name, self.out(value, _hint_of_name(name)))
        error.args = ()


class _Walled:
    """Stands before a service."""

    def __init__(self, inner: object, walls: Walls) -> None:
        self._inner, self._walls = inner, walls

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the service has under that name
        found = getattr(self._inner, name)
        if not callable(found):
            return self._walls.out(found)
        method = _behind_walls(found, self._walls)
        self.__dict__[name] = method
        return method


def _behind_walls(method: Callable[..., Any], walls: Walls) -> Callable[..., Any]:
    signature, hints = inspect.signature(method), get_type_hints(method)

    @wraps(method)
    def walled(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- as the method
        bound = signature.bind(*args, **kwargs)
        for name, value in bound.arguments.items():
            bound.arguments[name] = walls.into(value, hints.get(name))
        try:
            return walls.out(method(*bound.args, **bound.kwargs), hints.get("return"))
        except PrivdeskError as error:
            walls.hide_in_error(error)
            raise

    return walled


@dataclasses.dataclass(frozen=True, slots=True)
class _Turning:
    """One way through the wall: ids by `number`, texts by `text`."""

    number: Callable[[str, int], int]
    text: Callable[[str], str]

    def turned(self, value: Any, hint: _Hint) -> Any:  # noqa: ANN401 -- one return a kind of value
        if isinstance(value, Enum | bool | bytes | bytearray | memoryview) or value is None:
            return value
        if isinstance(value, int):
            kind = _id_kind(hint)
            return self.number(kind, value) if kind else value
        if isinstance(value, str):
            return self._said(value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return self._whole(value)
        if isinstance(value, Mapping):
            if all(isinstance(one, str) and isinstance(each, PersonField) for each, one in value.items()):
                return value
            key, held = _inner(hint, 2)
            return {self.turned(each, key): self.turned(one, held) for each, one in value.items()}
        if isinstance(value, tuple):
            return self._tuple(value, hint)
        if isinstance(value, AbstractSet):
            (held,) = _inner(hint, 1)
            return frozenset(self.turned(each, held) for each in value)
        if isinstance(value, Sequence):
            (held,) = _inner(hint, 1)
            return [self.turned(each, held) for each in value]
        return value

    def _said(self, text: str) -> str:
        keyed = _KEYED.fullmatch(text)
        if keyed is not None:
            return f"{keyed[1]}:{self.number(_KINDS[keyed[1]], int(keyed[2]))}"
        return self.text(text)

    def _tuple(self, value: tuple[Any, ...], hint: _Hint) -> tuple[Any, ...]:
        parts = next((get_args(each) for each in _choices(hint) if get_args(each)), ())
        if len(parts) == len(value) and Ellipsis not in parts:
            return tuple(self.turned(each, part) for each, part in zip(value, parts, strict=True))
        held = parts[0] if parts else None
        return tuple(self.turned(each, held) for each in value)

    def _whole(self, value: Any) -> Any:  # noqa: ANN401 -- any dataclass
        kind: Any = type(value)
        hints = _hints(kind)
        changed = {}
        for each in dataclasses.fields(value):
            if each.name in _VALUES.get(type(value), ()):
                continue
            before = getattr(value, each.name)
            after = self.turned(before, hints.get(each.name))
            if after is not before and after != before:
                changed[each.name] = after
        if not changed:
            return value
        turned = copy.copy(value)
        for name, after in changed.items():
            object.__setattr__(turned, name, after)
        return turned


@cache
def _hints(kind: Any) -> Mapping[str, _Hint]:  # noqa: ANN401 -- any dataclass
    return get_type_hints(kind)


def _choices(hint: _Hint) -> tuple[_Hint, ...]:
    """The parts of a union, or the hint itself."""
    origin: object = get_origin(hint)
    return get_args(hint) if origin is Union or origin is types.UnionType else (hint,)


def _inner(hint: _Hint, count: int) -> tuple[_Hint, ...]:
    """What a container holds, as far as its hint says so."""
    for each in _choices(hint):
        parts = get_args(each)
        if len(parts) >= count:
            return tuple(parts[:count])
    return (None,) * count


def _id_kind(hint: _Hint) -> str | None:
    """The name of the id type that `hint` is, or holds."""
    if isinstance(hint, str):
        return hint
    for each in _choices(hint):
        if isinstance(each, NewType) and each.__supertype__ is int:
            return str(each.__name__)
    return None


def _hint_of_name(name: str) -> _Hint:
    """The id's kind of a field such as `person_id`, for errors whose module cannot know its type."""
    return _KINDS.get(name.removesuffix("_id")) if name.endswith("_id") else None
