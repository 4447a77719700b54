# SPDX-License-Identifier: MIT
"""Checks while typing accept what people write and name what is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privdesk.domain.check_bank import LENGTHS, group_iban, iban_with_check
from privdesk.domain.check_places import split_postcode_town
from privdesk.domain.checks import (
    Checked,
    CheckProblem,
    check_country,
    check_date,
    check_email,
    check_field,
    check_iban,
    check_name,
    check_phone,
    check_postcode,
    check_town,
    phone_shown,
)
from privdesk.services.default_forms import default_template

DAY = "2026-03-04"


@pytest.mark.parametrize(
    "typed",
    [
        "4.3.2026", "04.03.2026", "04.03.26", "4/3/2026", "04-03-2026", "2026-03-04", "2026/3/4", "04 03 2026",
        "4. März 2026", "4. Maerz 2026", "4 mars 2026", "4 marzo 2026", "4 March 2026", "March 4, 2026",
        "4th of March 2026", "04032026", "040326", "4 mar. 2026", " 4 . 3 . 2026 ", "4 MARS 2026",
    ],
)  # fmt: skip
def test_dates_in_many_habits(typed: str) -> None:
    assert check_date(typed) == Checked(DAY)


def test_dates_with_ordinals_and_accents() -> None:
    assert check_date("1er août 2026").value == "2026-08-01"
    assert check_date("1° febbraio 2026").value == "2026-02-01"
    assert check_date("31 déc. 1999").value == "1999-12-31"
    assert check_date("11/25/2026").value == "2026-11-25"


@pytest.mark.parametrize("typed", ["31.2.2026", "29.02.2025", "0.1.2026", "32.1.2026", "2026-13-40"])
def test_impossible_dates(typed: str) -> None:
    assert check_date(typed).problem is CheckProblem.DATE_IMPOSSIBLE


@pytest.mark.parametrize("typed", ["soon", "3.2026", "4 Foo 2026", "1234", "4.3.2026 maybe"])
def test_what_is_no_date(typed: str) -> None:
    assert check_date(typed) == Checked(typed, CheckProblem.DATE_FORM)


def test_two_digit_years_and_the_latest_day() -> None:
    today = date(2026, 11, 23)
    assert check_date("1.1.27", latest=today).value == "1927-01-01"
    assert check_date("1.1.27").value == "2027-01-01"
    assert check_date("1.1.2027", latest=today).problem is CheckProblem.DATE_FUTURE
    assert check_date("23.11.2026", latest=today).right


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_every_day_survives_every_way_of_writing(day: date) -> None:
    for form in ("%d.%m.%Y", "%d/%m/%y", "%Y-%m-%d", "%d%m%Y", "%d-%m-%Y"):
        assert check_date(day.strftime(form)).value == day.isoformat()


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    for check in (check_date, check_iban, check_email, check_town, check_country, check_name, check_postcode):
        assert isinstance(check(text), Checked)


def test_iban_right_and_grouped() -> None:
    found = check_iban("ch93 0076 2011 6238 5295 7")
    assert found == Checked("CH9300762011623852957", hint="CH93 0076 2011 6238 5295 7")
    assert check_iban("IBAN DE89 3704 0044 0532 0130 00").right


def test_iban_problems() -> None:
    assert check_iban("CH9300762011623852956").problem is CheckProblem.IBAN_CHECK
    assert check_iban("CH93007620116238529") == Checked("CH93007620116238529", CheckProblem.IBAN_LENGTH, "21")
    assert check_iban("XX9300762011623852957").problem is CheckProblem.IBAN_COUNTRY
    assert check_iban("12345").problem is CheckProblem.IBAN_COUNTRY
    assert check_iban("").right


@given(st.sampled_from(sorted(LENGTHS)), st.integers(0, 10**30), st.data())
def test_one_wrong_digit_is_always_noticed(country: str, number: int, data: st.DataObject) -> None:
    account = str(number).zfill(31)[-(LENGTHS[country] - 4) :]
    good = iban_with_check(country, account)
    assert check_iban(group_iban(good)).value == good
    place = data.draw(st.integers(2, len(good) - 1))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != good[place]]))
    assert check_iban(good[:place] + digit + good[place + 1 :]).problem is CheckProblem.IBAN_CHECK


@pytest.mark.parametrize(
    ("typed", "country", "value"),
    [
        ("079 555 01 83", "CH", "+41795550183"),
        ("0041 79 555 01 83", "CH", "+41795550183"),
        ("+41 (0)79 555 01 83", "CH", "+41795550183"),
        ("030 1234567", "DE", "+49301234567"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("+39 06 1234 5678", "CH", "+390612345678"),
    ],
)
def test_phones_become_international(typed: str, country: str, value: str) -> None:
    assert check_phone(typed, country).value == value
    assert check_phone(typed, country).right


@pytest.mark.parametrize("typed", ["12", "call me", "079 555 01", "+41 79 555 01 83 99 99 99"])
def test_what_is_no_phone(typed: str) -> None:
    assert check_phone(typed).problem is CheckProblem.PHONE_FORM


def test_phones_are_shown_grouped() -> None:
    assert phone_shown("+41795550183") == "079 555 01 83"
    assert phone_shown("+33612345678") == "+33 6 12 34 56 78"
    assert phone_shown("nonsense") == "nonsense"


@pytest.mark.parametrize(
    "typed", ["a.rochat@example.ch", "x+tag@sub.example.org", "zoë@exämple.de", "o'hara@example.ie"]
)
def test_addresses(typed: str) -> None:
    assert check_email(typed).right


@pytest.mark.parametrize(
    "typed",
    [
        "a@b",
        "a b@",
        "@example.ch",
        "a@@example.ch",
        "a@example..ch",
        "a@-x.ch",
        "a@example.1",
        ".a@example.ch",
    ],
)
def test_what_is_no_address(typed: str) -> None:
    assert check_email(typed).problem is CheckProblem.EMAIL_FORM


def test_a_slip_in_the_domain_is_offered() -> None:
    found = check_email("a@GMIAL.com")
    assert (found.problem, found.hint) == (CheckProblem.EMAIL_DOMAIN, "a@gmail.com")
    assert found.problem is not None
    assert found.problem.only_look


@pytest.mark.parametrize(
    ("typed", "country", "town", "problem"),
    [
        ("1003", "CH", "Lausanne", None),
        ("CH-1003", "CH", "Lausanne", None),
        ("D-10115", "DE", "Berlin", None),
        ("9490", "LI", "Vaduz", None),
        ("75011", "FR", "Paris 11e", None),
        ("00184", "IT", "Roma", None),
        ("SW1A 1AA", "GB", "London", None),
        ("3007", "CH", "Lausanne", CheckProblem.POSTCODE_TOWN),
        ("8001", "CH", "Biel/Bienne", CheckProblem.POSTCODE_TOWN),
        ("0999", "CH", "", CheckProblem.POSTCODE_RANGE),
        ("100", "CH", "", CheckProblem.POSTCODE_FORM),
        ("10115", "CH", "", CheckProblem.POSTCODE_FORM),
        ("1O03", "CH", "", CheckProblem.POSTCODE_FORM),
    ],
)
def test_postcodes(typed: str, country: str, town: str, problem: CheckProblem | None) -> None:
    assert check_postcode(typed, country, town).problem is problem


def test_towns_and_countries() -> None:
    assert check_town("1003 Lausanne").problem is CheckProblem.TOWN_FORM
    assert split_postcode_town("1003  Lausanne") == ("1003", "Lausanne")
    assert check_town("La Chaux-de-Fonds").right
    assert [check_country(each).value for each in ("Schweiz", "suisse", "CH", "Österreich", "d")] == [
        "CH", "CH", "CH", "AT", "DE",
    ]  # fmt: skip
    assert check_country("Atlantis").problem is CheckProblem.COUNTRY_UNKNOWN


def test_fields_are_checked_by_their_kind() -> None:
    template = default_template("registration")
    assert template is not None

    def check(key: str, text: str, **values: str) -> Checked:
        field = template.field(key)
        assert field is not None
        return check_field(field, text, values, today=date(2026, 11, 23))

    assert check("last_name", "").problem is CheckProblem.MISSING
    assert check("email", "").right
    assert check("last_name", "Zoë  Müller").value == "Zoë Müller"
    assert check("last_name", "R0chat").problem is CheckProblem.NAME_HAS_DIGITS
    assert check("last_name", "x" * 81).problem is CheckProblem.TOO_LONG
    assert check("language", "Französisch").value == "fr"
    assert check("language", "Klingon").problem is CheckProblem.NOT_IN_LIST
    assert check("wants_information", "X").value == "yes"
    assert check("postcode", "10115", country="Deutschland").right
    assert check("postcode", "10115").problem is CheckProblem.POSTCODE_FORM
    assert check("phone_mobile", "06 12 34 56 78", country="France").value == "+33612345678"
    assert check("start", "1. April 2026").value == "2026-04-01"
    assert check("signed_on", "1.1.2027").problem is CheckProblem.DATE_FUTURE
