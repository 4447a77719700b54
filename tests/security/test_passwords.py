# SPDX-License-Identifier: MIT
"""How hard a password is to guess, and strengths of slots."""

import pytest

from privdesk.domain.errors import PasswordTooShortError
from privdesk.domain.vault import DEFAULT_STRENGTH, FLOOR_STRENGTH, PasswordHintKey
from privdesk.security.passwords import require_acceptable, strength
from privdesk.security.slots import require_floor
from privdesk.security.strengths import fitting_strength, total_memory


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("", PasswordHintKey.TOO_SHORT),
        ("g7#Kq9!zW", PasswordHintKey.TOO_SHORT),
        ("password123", PasswordHintKey.COMMON),
        ("lavarelle12", PasswordHintKey.OWN_WORDS),
        ("aaaaaaaaaaaa", PasswordHintKey.REPEAT),
        ("12.12.2012ab", PasswordHintKey.DATE),
        ("tresor gris facile pont", PasswordHintKey.GOOD),
    ],
)
def test_the_hint_that_helps_most_is_named(password: str, key: PasswordHintKey) -> None:
    hint = strength(password, ["Lavarelle SA", "Anouk Klein"])
    assert hint.key is key
    assert hint.acceptable is (key is not PasswordHintKey.TOO_SHORT)
    assert 0 <= hint.score <= 4
    assert (hint.score >= 3) is (key is PasswordHintKey.GOOD)


def test_a_very_long_password_is_rated_too() -> None:
    assert strength("tresor gris facile pont " * 50).score == 4


def test_ten_characters_are_required() -> None:
    require_acceptable("0123456789")
    with pytest.raises(PasswordTooShortError):
        require_acceptable("012345678")


@pytest.mark.parametrize("gigabytes", [1, 2, 3, 4, 64])
def test_small_computers_get_less_memory_but_never_below_the_floor(gigabytes: int) -> None:
    fitting = fitting_strength(gigabytes * 1024**3)
    require_floor(fitting, FLOOR_STRENGTH)
    assert (fitting == DEFAULT_STRENGTH) is (gigabytes >= 4)


def test_an_unknown_computer_gets_the_usual_strength() -> None:
    assert fitting_strength(None) == DEFAULT_STRENGTH
    memory = total_memory()
    assert memory is None or memory > 2**28
