# SPDX-License-Identifier: MIT
"""Requests and calls as recorded: rights, identity checks, decisions, correspondence, notes."""

from collections.abc import Iterable

from privdesk.domain.cases import CallSheet, Case, CaseRight, IdentityCheck, Representative, Right
from privdesk.domain.disclosure.document import Block, Column, Fact, FactTable, GridTable, Heading
from privdesk.domain.disclosure.dossier import Dossier, Occasion
from privdesk.domain.disclosure.held_facts import agency_name, shown
from privdesk.domain.disclosure.held_rights import of_case, without_case


def requests(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Each request with all its steps, then the calls."""
    blocks: list[Block] = []
    for case in dossier.cases:
        heading = occasion.wording("requests.heading", number=case.number)
        arrival = _arrival(case, dossier, occasion)
        facts = (*_case_facts(case, occasion), *arrival, *of_case(case, dossier, occasion))
        blocks += [Heading(heading), FactTable(facts)]
        blocks += _correspondence(case, occasion)
    for call in dossier.calls:
        heading = occasion.wording("calls.heading", moment=occasion.moment(call.started_at))
        blocks += [Heading(heading), FactTable(tuple(_call_facts(call, dossier, occasion)))]
    return (*blocks, *without_case(dossier, occasion))


def _case_facts(case: Case, occasion: Occasion) -> Iterable[Fact]:
    words = occasion.wording
    came = f"{words.date_short(case.received_on)}, {words.code('channel', case.channel.value)}"
    yield Fact(words("requests.received"), came)
    if case.person_name:
        yield Fact(words("requests.name"), case.person_name)
    yield Fact(words("requests.language"), words.code("language", case.language))
    yield Fact(words("requests.law"), words.code("law", case.regime))
    yield Fact(words("requests.deadline"), words.date_short(case.deadline.legal))
    for right in case.rights:
        yield Fact(words.code("right", right.right.value), _right(right, occasion))
    for check in case.identity:
        yield Fact(words("requests.identity"), _identity(check, occasion))
    if case.extended:
        yield Fact(words("requests.extended"), case.extension_reason or words.code("tick", "yes"))
    if case.answer is not None:
        sent = f"{words.date_short(case.answer.on)}, {words.code('channel', case.answer.channel.value)}"
        yield Fact(words("requests.answer"), ". ".join(part for part in (sent, case.answer.note) if part))
    if case.closed_on is not None:
        yield Fact(words("requests.closed"), words.date_short(case.closed_on))
    if case.notes:
        yield Fact(words("requests.notes"), case.notes)


def _arrival(case: Case, dossier: Dossier, occasion: Occasion) -> Iterable[Fact]:
    """Where it was handed in, when it was entered, who speaks for the person."""
    words = occasion.wording
    if case.agency_id is not None:
        yield Fact(
            words("requests.handed_in"),
            agency_name(case.agency_id, dossier) or words.code("source", "agency"),
        )
    entered = occasion.day(case.entered_at)
    if entered != case.received_on:
        yield Fact(words("requests.entered"), words.date_short(entered))
    if case.representative is not None:
        yield Fact(words("requests.speaks"), _speaker(case.representative, occasion))


def _speaker(who: Representative, occasion: Occasion) -> str:
    words = occasion.wording
    rights = [words.code("right", right.value) for right in Right if right in who.scope]
    parts = [who.name, words.code("representative", who.kind.value), words.listed(rights) if rights else ""]
    parts.append(who.document.strip() or words("requests.paper_missing"))
    if who.valid_until is not None:
        parts.append(words("requests.until", date=words.date_short(who.valid_until)))
    return ", ".join(part for part in parts if part)


def _titles(keys: Iterable[str], occasion: Occasion) -> str:
    known = {entry.key: entry.title for entry in occasion.catalogue.purposes}
    titles = [known[key].get(occasion.language, key) if key in known else key for key in sorted(keys)]
    return occasion.wording.listed(titles)


def _right(right: CaseRight, occasion: Occasion) -> str:
    words = occasion.wording
    parts = [words.code("outcome", right.outcome.value)]
    if right.decided_at is not None:
        parts.append(words.date_short(occasion.day(right.decided_at)))
    text = ", ".join(parts)
    if right.wish:
        text += ". " + words("requests.wish", wish=right.wish)
    for name, value in right.changes.items():
        label = words(f"fields.{name.value}")
        text += ". " + words("format.pair", label=label, value=shown(name, value, occasion))
    if right.purposes:
        text += ". " + words("requests.purposes", purposes=_titles(right.purposes, occasion))
    if right.reason:
        text += ". " + words("requests.reason", reason=right.reason)
    if right.proof:
        text += ". " + words("requests.proof", proof=right.proof)
    return text


def _identity(check: IdentityCheck, occasion: Occasion) -> str:
    words = occasion.wording
    method = words.code("identity", check.method.value)
    result = words("requests.passed") if check.passed else words("requests.not_passed")
    parts = [words.date_short(occasion.day(check.at)), method, result]
    if check.questions:
        asked = words.listed(words.code("question", key) for key in check.questions)
        parts.append(words("requests.questions", questions=asked, right=check.right, needed=check.needed))
    if check.contact is not None:
        parts.append(words(f"fields.{check.contact.value}"))
    return ", ".join(parts)


def _correspondence(case: Case, occasion: Occasion) -> Iterable[Block]:
    words = occasion.wording
    heads = (
        Column(words("columns.at"), 0.22),
        Column(words("columns.direction"), 0.14),
        Column(words("columns.channel"), 0.16),
        Column(words("columns.content"), 0.48),
    )
    rows = tuple(
        (
            occasion.moment(letter.at),
            words.code("direction", letter.direction.value),
            words.code("channel", letter.channel.value),
            ". ".join(part for part in (letter.title, letter.detail) if part),
        )
        for letter in case.letters
    )
    if rows:
        yield GridTable(heads, rows)


def _call_facts(call: CallSheet, dossier: Dossier, occasion: Occasion) -> Iterable[Fact]:
    words = occasion.wording
    ended = occasion.moment(call.ended_at) if call.ended_at is not None else words("calls.open")
    yield Fact(words("calls.ended"), ended)
    if call.wishes:
        names = [words.code("right", wish.value) for wish in sorted(call.wishes)]
        yield Fact(words("calls.wishes"), words.listed(names))
    for key, right in call.answers.items():
        result = words("calls.right") if right else words("calls.wrong")
        yield Fact(words("calls.question", question=words.code("question", key)), result)
    if call.called_back is not None:
        yield Fact(words("calls.called_back"), words(f"fields.{call.called_back.value}"))
    if call.letter_code:
        yield Fact(words("calls.letter_code"), words.code("tick", "yes"))
    if call.representative is not None:
        yield Fact(words("requests.speaks"), _speaker(call.representative, occasion))
    if call.purposes:
        yield Fact(words.code("right", Right.WITHDRAWAL.value), _titles(call.purposes, occasion))
    if call.against:
        yield Fact(words.code("right", Right.OBJECTION.value), _titles(call.against, occasion))
    if call.reached_on is not None:
        where = agency_name(call.agency_id, dossier) if call.agency_id is not None else ""
        yield Fact(
            words("calls.reached"),
            ", ".join(part for part in (words.date_short(call.reached_on), where) if part),
        )
    for name, value in call.changes.items():
        label = words("calls.change", field=words(f"fields.{name.value}"))
        yield Fact(label, shown(name, value, occasion))
    if call.notes:
        yield Fact(words("calls.notes"), call.notes)
