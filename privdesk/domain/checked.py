# SPDX-License-Identifier: MIT
"""What a check while typing says: the value as it is kept, and what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum


class CheckProblem(StrEnum):
    """What is wrong with a value; the screen turns each into a sentence."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NAME_HAS_DIGITS = "name_has_digits"
    NOT_IN_LIST = "not_in_list"
    EMAIL_FORM = "email_form"
    EMAIL_DOMAIN = "email_domain"
    """The domain looks like a slip; `hint` holds the likely address."""
    PHONE_FORM = "phone_form"
    PHONE_EXTENSION = "phone_extension"
    POSTCODE_FORM = "postcode_form"
    """`hint` holds a postcode as it should look."""
    POSTCODE_RANGE = "postcode_range"
    POSTCODE_TOWN = "postcode_town"
    """The town has other postcodes; `hint` holds their range, `1000–1018`."""
    TOWN_FORM = "town_form"
    COUNTRY_UNKNOWN = "country_unknown"
    IBAN_COUNTRY = "iban_country"
    IBAN_LENGTH = "iban_length"
    """`hint` holds the right number of characters."""
    IBAN_CHECK = "iban_check"
    DATE_FORM = "date_form"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_FUTURE = "date_future"

    @property
    def only_look(self) -> bool:
        """Whether the value may be right all the same: worth a look, no reason to refuse."""
        return self in _ONLY_LOOK


_ONLY_LOOK = frozenset({
    CheckProblem.NAME_HAS_DIGITS, CheckProblem.EMAIL_DOMAIN, CheckProblem.PHONE_EXTENSION,
    CheckProblem.POSTCODE_RANGE, CheckProblem.POSTCODE_TOWN, CheckProblem.DATE_FUTURE,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """A value after its check.

    `value` is what is kept: tidied when it is right, as typed when it is not. `hint` is data for the screen:
    the value grouped for reading, a correction, or what was expected.
    """

    value: str
    problem: CheckProblem | None = None
    hint: str = ""

    @property
    def right(self) -> bool:
        """Whether nothing was found."""
        return self.problem is None
