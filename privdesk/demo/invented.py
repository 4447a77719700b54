# SPDX-License-Identifier: MIT
"""Invented people, agencies and their activity: the same for the same seed, nobody real."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from privdesk.resources import resource_toml

LANGUAGES = ("de", "fr", "it", "en")
SHARES = (45, 30, 15, 10)
METHODS = ("TWINT", "card", "invoice", "bank transfer")
BROWSERS = ("Firefox", "Chrome", "Safari", "Edge")
SYSTEMS = ("Windows", "macOS", "Android", "iOS")
MACHINES = (("washer", 280, 54), ("dryer", 160, 40))


@dataclass(frozen=True, slots=True)
class InventedAgency:
    """An agency with its buildings: (number, street, postcode, town)."""

    number: str
    name: str
    street: str
    postcode: str
    town: str
    language: str
    buildings: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """One person with a contract; texts as an office's spreadsheet holds them."""

    user_number: str
    civility: str
    last_name: str
    first_name: str
    street: str
    number: str
    postcode: str
    town: str
    email: str
    phone_mobile: str
    phone_landline: str
    language: str
    agency: InventedAgency | None
    building: str
    badge: str
    start: date
    end: date | None


class Inventor:
    """Makes people and what they did. `today` bounds all dates."""

    def __init__(self, seed: int, today: date) -> None:
        self._dice = random.Random(seed)  # noqa: S311 -- examples, not secrets
        self._today = today
        self._words: dict[str, Any] = resource_toml("demo", "invented.toml")
        self._names: set[tuple[str, str]] = set()
        self.agencies = tuple(self._agency(each) for each in self._words["agency"])

    def _agency(self, given: dict[str, str]) -> InventedAgency:
        words = self._words[given["language"]]
        postcode, town = given["town"].split(" ", 1)
        buildings = []
        for count in range(1, 9):
            place = self._dice.choice(words["town"])
            code, name = place.split(" ", 1)
            street = f"{self._dice.choice(words['street'])} {self._dice.randint(1, 90)}"
            buildings.append((f"{given['number']}-{count:02}", street, code, name))
        return InventedAgency(
            given["number"],
            given["name"],
            given["street"],
            postcode,
            town,
            given["language"],
            tuple(buildings),
        )

    def people(self, count: int) -> Iterator[InventedPerson]:
        """`count` people; user numbers rise from 1010000 in uneven steps."""
        number = 1_010_000
        for _each in range(count):
            number += self._dice.randint(1, 40)
            yield self._person(str(number))

    def _person(self, user_number: str) -> InventedPerson:
        dice = self._dice
        language = dice.choices(LANGUAGES, SHARES)[0]
        words = self._words[language]
        first, last = self._name(words)
        fitting = [agency for agency in self.agencies if agency.language == language]
        agency = dice.choice(fitting) if fitting and dice.random() < 0.75 else None
        building = dice.choice(agency.buildings) if agency else None
        if building:
            street, number = building[1].rsplit(" ", 1)
            postcode, town = building[2], building[3]
        else:
            street, number = dice.choice(words["street"]), str(dice.randint(1, 120))
            postcode, town = dice.choice(words["town"]).split(" ", 1)
        start = self._today - timedelta(days=dice.randint(40, 3600))
        ended = dice.random() < 0.08
        return InventedPerson(
            user_number=user_number,
            civility=dice.choice(words["civility"]),
            last_name=last,
            first_name=first,
            street=street,
            number=number,
            postcode=postcode,
            town=town,
            email=f"{_plain(first)}.{_plain(last)}{user_number[-3:]}@example.org"
            if dice.random() < 0.8
            else "",
            phone_mobile=f"+4179555{dice.randint(0, 9999):04}" if dice.random() < 0.85 else "",
            phone_landline=f"+4121555{dice.randint(0, 9999):04}" if dice.random() < 0.3 else "",
            language=language,
            agency=agency,
            building=building[0] if building else "",
            badge=f"B-{dice.randint(10, 99)} {dice.randint(0, 999):03}",
            start=start,
            end=start + timedelta(days=dice.randint(30, (self._today - start).days)) if ended else None,
        )

    def _name(self, words: dict[str, list[str]]) -> tuple[str, str]:
        """First and last name; a pair that is taken gets a double name, so that nobody is entered twice."""
        dice = self._dice
        first, last = dice.choice(words["first"]), dice.choice(words["last"])
        while (first, last) in self._names:
            last = f"{dice.choice(words['last'])}-{dice.choice(words['last'])}"
        self._names.add((first, last))
        return first, last

    def activity(self, person: InventedPerson) -> Iterator[tuple[str, datetime, dict[str, str]]]:
        """(stream, office wall-clock time, columns) of one person over the last two years, oldest first."""
        dice = self._dice
        first = max(person.start, self._today - timedelta(days=720))
        last = person.end or self._today
        balance = 0
        moment = datetime.combine(first, datetime.min.time()) + timedelta(hours=dice.randint(6, 20))
        while moment.date() < last:
            if balance < 600:
                amount = dice.choice((1000, 2000, 2000, 5000))
                balance += amount
                if dice.random() < 0.5:
                    yield (
                        "connections",
                        moment - timedelta(minutes=dice.randint(1, 9)),
                        self._connection(person),
                    )
                yield "topups", moment, {
                    "method": dice.choice(METHODS), "amount": _amount(amount), "currency": "CHF", "balance": _amount(balance),
                }  # fmt: skip
                moment += timedelta(minutes=dice.randint(5, 600))
            kind, price, minutes = dice.choice(MACHINES)
            balance -= price
            yield "usages", moment, {
                "product": f"{dice.randint(200, 299):04}", "machine_type": kind, "machine": str(dice.randint(1, 6)),
                "duration": str(minutes + dice.randint(-6, 12)), "amount": _amount(price), "currency": "CHF", "balance": _amount(balance),
            }  # fmt: skip
            moment += timedelta(days=dice.randint(4, 30), minutes=dice.randint(1, 600))

    def _connection(self, person: InventedPerson) -> dict[str, str]:
        dice = self._dice
        return {
            "browser": dice.choice(BROWSERS), "browser_language": person.language, "operating_system": dice.choice(SYSTEMS),
            "ip_address": f"203.0.113.{dice.randint(1, 254)}",
        }  # fmt: skip


def _plain(name: str) -> str:
    table = str.maketrans(
        {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ë": "e", "ï": "i", "î": "i", "ô": "o",
         "ç": "c", "ł": "l", "ø": "o", "ş": "s", "ñ": "n", "ò": "o", "å": "a", "’": "", " ": "", "É": "e", "Ł": "l",
         "Ö": "oe", "Ø": "o", "Ş": "s", "ń": "n", "ê": "e", "à": "a"}
    )  # fmt: skip
    return name.lower().translate(table)


def _amount(minor: int) -> str:
    return f"{minor / 100:.2f}"
