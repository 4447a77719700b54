# SPDX-License-Identifier: MIT
"""What the clerk reads aloud, in the caller's language; the words stand in resources/scripts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import cast

from privdesk.domain.cases import IdentityQuestion, Right
from privdesk.domain.identity import Standing
from privdesk.domain.people import Person, PersonField
from privdesk.resources import resource_toml

SCRIPT_LANGUAGES = ("de", "fr", "it", "en")
_DATE_PATTERNS = {
    "de": "EEEE, d. MMMM y",
    "fr": "EEEE d MMMM y",
    "it": "EEEE d MMMM y",
    "en": "EEEE d MMMM y",
}


@dataclass(frozen=True, slots=True)
class ScriptPart:
    """One piece of the text; `marked` is the question or the date that matters."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class CallState:
    """Where a call stands, as far as the words depend on it."""

    office: str
    person: Person | None
    standing: Standing
    question: IdentityQuestion | None
    """The next one to ask."""
    first: bool
    """No question was answered yet."""
    wishes: frozenset[Right]
    due: date | None
    """The day to be named to the caller: the earlier of safe and legal date."""
    may_call_back: bool = False
    address_serves: bool = False
    hands_over: bool = False
    """A wish that is answered by sending data."""
    caller_name: str = ""
    """Who calls for the person, as they said."""
    paper: bool | None = None
    """Whether the paper of who calls for the person was seen; None where the person calls themselves."""


def script_language(language: str) -> str:
    """The language of the words: English where we have no text."""
    return language if language in SCRIPT_LANGUAGES else "en"


def read_aloud(state: CallState, language: str) -> tuple[ScriptPart, ...]:
    """The words for now; never an answer on file."""
    words = _script(script_language(language))
    if state.person is None:
        return (ScriptPart(words["greeting"]["unknown"].format(office=state.office)),)
    if state.paper is not None and state.standing is not Standing.PASSED:
        return tuple(_for_another(state, words, script_language(language)))
    name = state.caller_name or _spoken_name(state.person, words["greeting"])
    greeting = words["greeting"]["known"].format(name=name)
    if state.standing is Standing.OPEN and state.question is not None:
        why = words["why"]["first" if state.first else "next"]
        opening = f"{greeting} {why}" if state.first else why
        return (ScriptPart(opening), ScriptPart(words["questions"][state.question.key], marked=True))
    return tuple(_outcome(state, words, script_language(language), greeting))


def question_words(key: str, language: str) -> str:
    """One question as it is read aloud, beginning with a capital."""
    text = _script(script_language(language))["questions"][key]
    return text[:1].upper() + text[1:]


def spoken_date(day: date, language: str) -> str:
    """A date in full as one says it: Dienstag, 7. April 2026."""
    from babel.dates import format_date

    code = script_language(language)
    return format_date(day, _DATE_PATTERNS[code], locale=code)


def _outcome(
    state: CallState, words: Mapping[str, Mapping[str, str]], language: str, greeting: str
) -> list[ScriptPart]:
    outcome = words["outcome"]
    parts = [ScriptPart(greeting)]
    parts += _wishes(state, words)
    if not state.wishes and state.standing is Standing.PASSED:
        return [ScriptPart(f"{greeting} {outcome['ask_wish']}")]
    if state.standing is Standing.FAILED:
        parts.append(ScriptPart(outcome["failed"]))
    elif state.standing is not Standing.PASSED:
        return [*parts, ScriptPart(outcome[_other_way(state)], marked=True)]
    if state.wishes and state.due is not None:
        day = ScriptPart(f"{spoken_date(state.due, language)}.", marked=True)
        parts += [ScriptPart(outcome["due"]), day]
        if state.standing is Standing.PASSED and state.hands_over:
            parts.append(ScriptPart(outcome["passed_to"]))
    return [*parts, ScriptPart(words["closing"]["words"])]


def _for_another(
    state: CallState, words: Mapping[str, Mapping[str, str]], language: str
) -> Iterator[ScriptPart]:
    """Somebody calls for the person: no question from the file, the paper first, the day all the same."""
    outcome = words["outcome"]
    if not state.caller_name:
        yield ScriptPart(outcome["who_for"], marked=True)
        return
    yield ScriptPart(words["greeting"]["known"].format(name=state.caller_name))
    if state.wishes:
        yield ScriptPart(outcome["noted_for"])
    yield ScriptPart(outcome["paper_seen" if state.paper else "paper_asked"], marked=not state.paper)
    if state.wishes and state.due is not None:
        yield ScriptPart(outcome["due"])
        yield ScriptPart(f"{spoken_date(state.due, language)}.", marked=True)
    yield ScriptPart(words["closing"]["words"])


def _wishes(state: CallState, words: Mapping[str, Mapping[str, str]]) -> Iterator[ScriptPart]:
    if state.wishes:
        named = [words["wishes"][right] for right in Right if right in state.wishes]
        yield ScriptPart(words["wishes"]["intro"].format(wishes=_listed(named, words["wishes"])))


def _other_way(state: CallState) -> str:
    if state.may_call_back:
        return "call_back"
    return "letter_code" if state.address_serves else "counter"


def _spoken_name(person: Person, greeting: Mapping[str, str]) -> str:
    """The name with the civility as the person gave it; the plain name where none was given."""
    form = greeting.get(person.fact(PersonField.CIVILITY), "") if person.fact(PersonField.LAST_NAME) else ""
    return form.format(last_name=person.fact(PersonField.LAST_NAME)) or person.name


def _listed(parts: Collection[str], words: Mapping[str, str]) -> str:
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {words['and']} {items[-1]}"


@cache
def _script(language: str) -> Mapping[str, Mapping[str, str]]:
    return cast("Mapping[str, Mapping[str, str]]", resource_toml("scripts", f"{language}.toml"))
