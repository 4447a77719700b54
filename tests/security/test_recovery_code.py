# SPDX-License-Identifier: MIT
"""The code on the sheet: what a person mistypes is noticed and named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.domain.errors import RecoveryCodeMistypedError
from privdesk.domain.recovery_code import ALPHABET, GROUP_LENGTH, GROUPS, SECRET_BYTES, code_of, parse_code
from privdesk.security.recovery import groups_to_confirm, new_recovery_code

CODE = code_of(bytes(range(SECRET_BYTES)))


def _typed(groups: list[str]) -> str:
    return "-".join(groups)


@given(st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES))
def test_a_code_carries_its_secret(secret: bytes) -> None:
    code = code_of(secret)
    assert code.secret == secret
    assert parse_code(code.text) == code
    assert {len(group) for group in code.groups} == {GROUP_LENGTH}


def test_a_code_has_at_least_160_bits_and_is_never_the_same() -> None:
    assert SECRET_BYTES * 8 >= 160
    assert len({new_recovery_code().text for _ in range(50)}) == 50


def test_spaces_dashes_case_and_confusable_letters_do_not_matter() -> None:
    typed = CODE.text.replace("0", "o").replace("1", "l").lower().replace("-", " ")
    assert parse_code(typed) == CODE
    assert parse_code("".join(CODE.groups).replace("1", "I")) == CODE


def test_every_single_wrong_character_is_noticed_and_its_group_named() -> None:
    for index in range(GROUPS):
        for place in range(GROUP_LENGTH):
            for wrong in ALPHABET:
                groups = list(CODE.groups)
                if groups[index][place] == wrong:
                    continue
                groups[index] = groups[index][:place] + wrong + groups[index][place + 1 :]
                with pytest.raises(RecoveryCodeMistypedError) as mistyped:
                    parse_code(_typed(groups))
                assert mistyped.value.group == index + 1


@given(st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES), st.data())
def test_two_swapped_characters_of_a_group_are_noticed(secret: bytes, data: st.DataObject) -> None:
    groups = list(code_of(secret).groups)
    index = data.draw(st.integers(0, GROUPS - 1))
    left, right = data.draw(st.permutations(range(GROUP_LENGTH)))[:2]
    letters = list(groups[index])
    letters[left], letters[right] = letters[right], letters[left]
    if "".join(letters) == groups[index]:
        return
    groups[index] = "".join(letters)
    with pytest.raises(RecoveryCodeMistypedError) as mistyped:
        parse_code(_typed(groups))
    assert mistyped.value.group == index + 1


@given(st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES), st.data())
def test_two_swapped_groups_are_noticed(secret: bytes, data: st.DataObject) -> None:
    groups = list(code_of(secret).groups)
    left, right = data.draw(st.permutations(range(GROUPS)))[:2]
    groups[left], groups[right] = groups[right], groups[left]
    with pytest.raises(RecoveryCodeMistypedError) as mistyped:
        parse_code(_typed(groups))
    assert mistyped.value.group == min(left, right) + 1


@pytest.mark.parametrize("typed", ["", CODE.text[:-1], CODE.text + "0", "-".join(CODE.groups[:4])])
def test_a_wrong_length_is_said_as_such(typed: str) -> None:
    with pytest.raises(RecoveryCodeMistypedError) as mistyped:
        parse_code(typed)
    assert mistyped.value.group == 0


def test_foreign_letters_are_a_wrong_group_and_not_a_crash() -> None:
    with pytest.raises(RecoveryCodeMistypedError) as mistyped:
        parse_code("é" + CODE.text[1:])
    assert mistyped.value.group == 1


def test_two_groups_are_typed_back() -> None:
    seen = {groups_to_confirm() for _ in range(200)}
    assert all(len(set(chosen)) == 2 and 1 <= chosen[0] < chosen[1] <= GROUPS for chosen in seen)
    assert len(seen) > 5
    assert CODE.group_matches(3, CODE.groups[2].lower().replace("0", "O"))
    assert not CODE.group_matches(3, CODE.groups[3])
    assert CODE.groups[0] not in repr(CODE)
