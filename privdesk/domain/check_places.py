# SPDX-License-Identifier: MIT
"""Postcode, town and country: form and range of the postcodes of our countries, and whether both fit."""

import re
import unicodedata
from dataclasses import dataclass

from privdesk.domain.checked import Checked, CheckProblem


@dataclass(frozen=True, slots=True)
class _PostcodeRule:
    digits: int
    lowest: int
    highest: int
    example: str


_RULES = {
    "CH": _PostcodeRule(4, 1000, 9658, "1003"),
    "LI": _PostcodeRule(4, 9485, 9498, "9490"),
    "AT": _PostcodeRule(4, 1010, 9992, "1010"),
    "DE": _PostcodeRule(5, 1067, 99998, "10115"),
    "FR": _PostcodeRule(5, 1000, 98890, "75001"),
    "IT": _PostcodeRule(5, 10, 98168, "00184"),
}
_TOWNS = {
    "CH": {
        "lausanne": (1000, 1018), "geneve": (1200, 1217), "genf": (1200, 1217), "fribourg": (1700, 1709),
        "freiburg": (1700, 1709), "neuchatel": (2000, 2099), "biel": (2500, 2505), "bienne": (2500, 2505),
        "bern": (3000, 3030), "berne": (3000, 3030), "basel": (4000, 4099), "luzern": (6000, 6016),
        "lucerne": (6000, 6016), "chur": (7000, 7099), "zurich": (8000, 8099), "winterthur": (8400, 8499),
        "st gallen": (9000, 9029), "st. gallen": (9000, 9029),
    },
    "AT": {"wien": (1010, 1399), "graz": (8010, 8099), "salzburg": (5010, 5099), "innsbruck": (6010, 6099)},
    "DE": {
        "berlin": (10115, 14199), "hamburg": (20038, 22769), "munchen": (80331, 81929), "koln": (50441, 51149),
        "stuttgart": (70173, 70629),
    },
    "FR": {"paris": (75000, 75999), "lyon": (69000, 69499), "strasbourg": (67000, 67200)},
    "IT": {"roma": (118, 199), "milano": (20121, 20162), "torino": (10121, 10156)},
}  # fmt: skip
_COUNTRY_NAMES = {
    "CH": ("schweiz", "suisse", "svizzera", "switzerland", "svizra"),
    "LI": ("liechtenstein", "furstentum liechtenstein", "fl"),
    "DE": ("deutschland", "allemagne", "germania", "germany", "d"),
    "AT": ("osterreich", "oesterreich", "autriche", "austria", "a"),
    "FR": ("frankreich", "france", "francia", "f"),
    "IT": ("italien", "italie", "italia", "italy", "i"),
    "ES": ("spanien", "espagne", "spagna", "spain", "espana"),
    "PT": ("portugal", "portogallo"),
    "NL": ("niederlande", "pays-bas", "paesi bassi", "netherlands", "nederland"),
    "BE": ("belgien", "belgique", "belgio", "belgium", "belgie"),
    "LU": ("luxemburg", "luxembourg", "lussemburgo"),
    "GB": ("vereinigtes konigreich", "grossbritannien", "royaume-uni", "regno unito", "united kingdom", "uk"),
    "IE": ("irland", "irlande", "irlanda", "ireland"),
    "DK": ("danemark", "danimarca", "denmark", "danmark"),
    "SE": ("schweden", "suede", "svezia", "sweden", "sverige"),
    "NO": ("norwegen", "norvege", "norvegia", "norway", "norge"),
    "FI": ("finnland", "finlande", "finlandia", "finland", "suomi"),
    "PL": ("polen", "pologne", "polonia", "poland", "polska"),
    "CZ": ("tschechien", "tchequie", "cechia", "czechia", "cesko"),
    "HU": ("ungarn", "hongrie", "ungheria", "hungary", "magyarorszag"),
    "HR": ("kroatien", "croatie", "croazia", "croatia", "hrvatska"),
    "SI": ("slowenien", "slovenie", "slovenia", "slovenija"),
    "RS": ("serbien", "serbie", "serbia", "srbija"),
    "BA": ("bosnien", "bosnie", "bosnia", "bosnien und herzegowina", "bosnie-herzegovine"),
    "XK": ("kosovo", "kosova"),
    "AL": ("albanien", "albanie", "albania"),
    "TR": ("turkei", "turquie", "turchia", "turkey", "turkiye"),
    "GR": ("griechenland", "grece", "grecia", "greece"),
    "RO": ("rumanien", "roumanie", "romania"),
    "UA": ("ukraine", "ucraina"),
    "US": ("usa", "vereinigte staaten", "etats-unis", "stati uniti", "united states"),
}
_BY_NAME = {name: code for code, names in _COUNTRY_NAMES.items() for name in names}
_PREFIX = re.compile(r"(?i)(ch|li|fl|at|a|de|d|fr|f|it|i)[- ]\s*(?=\d)")
_BOTH = re.compile(r"((?:[A-Za-z]{1,2}-)?\d{4,5})\s+(\D.*)")


def folded(text: str) -> str:
    """Lower case, no accents, single spaces."""
    marks = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in marks if not unicodedata.combining(letter)).split())


def check_postcode(text: str, country: str = "CH", town: str = "") -> Checked:
    """Check a postcode of CH, LI, AT, DE, FR or IT by form, range and, for large towns, the town beside it.

    Other countries' postcodes are kept as typed. A country prefix (`CH-1003`) is taken off.
    """
    typed = " ".join(text.split())
    plain = _PREFIX.sub("", typed, count=1)
    if not plain:
        return Checked("")
    rule = _RULES.get(country or "CH")
    if rule is None:
        return Checked(typed)
    if not (plain.isascii() and plain.isdigit() and len(plain) == rule.digits):
        return Checked(typed, CheckProblem.POSTCODE_FORM, rule.example)
    if not rule.lowest <= int(plain) <= rule.highest:
        return Checked(plain, CheckProblem.POSTCODE_RANGE, rule.example)
    span = _TOWNS.get(country or "CH", {}).get(_first_name(town))
    if span is not None and not span[0] <= int(plain) <= span[1]:
        return Checked(
            plain, CheckProblem.POSTCODE_TOWN, f"{span[0]:0{rule.digits}d}–{span[1]:0{rule.digits}d}"
        )
    return Checked(plain)


def _first_name(town: str) -> str:
    """`Biel/Bienne` is looked up as `biel`, `Bern 7` as `bern`."""
    return re.split(r"[/(,]|\s\d", folded(town))[0].strip()


def check_town(text: str) -> Checked:
    """Check a town: letters are needed, and a postcode does not belong here."""
    typed = " ".join(text.split())
    if not typed:
        return Checked("")
    if _BOTH.fullmatch(typed) or not any(letter.isalpha() for letter in typed):
        return Checked(typed, CheckProblem.TOWN_FORM)
    return Checked(typed)


def split_postcode_town(text: str) -> tuple[str, str] | None:
    """`1003 Lausanne` as postcode and town, or None."""
    match = _BOTH.fullmatch(" ".join(text.split()))
    return (match[1], match[2]) if match else None


def check_country(text: str) -> Checked:
    """Check a country, by code or by its name in four languages; the value kept is ISO 3166-1 alpha-2."""
    typed = " ".join(text.split())
    if not typed:
        return Checked("")
    if typed.upper() in _COUNTRY_NAMES:
        return Checked(typed.upper())
    code = _BY_NAME.get(folded(typed).strip("."))
    return Checked(code) if code else Checked(typed, CheckProblem.COUNTRY_UNKNOWN)
