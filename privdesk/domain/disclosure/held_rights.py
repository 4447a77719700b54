# SPDX-License-Identifier: MIT
"""Objections weighed, use restricted, recipients told – as the person reads it.

Law: GDPR Art. 15(1), 19 (the person is told about the recipients); FADP Art. 25(2)(b).
"""

from collections.abc import Iterable

from privdesk.domain.cases import Case
from privdesk.domain.disclosure.document import Block, Fact, FactTable, Heading
from privdesk.domain.disclosure.dossier import Dossier, Occasion
from privdesk.domain.objections import Objection
from privdesk.domain.restriction import Restriction
from privdesk.domain.tellings import Telling, TellingState


def of_case(case: Case, dossier: Dossier, occasion: Occasion) -> Iterable[Fact]:
    """What one request brought about besides its outcome."""
    objection = dossier.objections.get(case.id)
    if objection is not None:
        yield from _objection(objection, occasion)
    for restriction in dossier.restrictions:
        if restriction.case_id == case.id:
            yield Fact(occasion.wording("rights.restriction"), _restriction(restriction, occasion))
    for telling in dossier.tellings:
        if telling.case_id == case.id:
            yield _telling(telling, occasion)


def without_case(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Restrictions and tellings that rest on no request."""
    words = occasion.wording
    facts = [
        Fact(words("rights.restriction"), _restriction(each, occasion))
        for each in dossier.restrictions
        if each.case_id is None
    ]
    facts += [_telling(each, occasion) for each in dossier.tellings if each.case_id is None]
    return (Heading(words("rights.restriction")), FactTable(tuple(facts))) if facts else ()


def _objection(objection: Objection, occasion: Occasion) -> Iterable[Fact]:
    words = occasion.wording
    known = {entry.key: entry.title for entry in occasion.catalogue.purposes}
    against = [words("rights.advertising")] if objection.advertising else []
    against += [known[key].get(occasion.language, key) if key in known else key for key in objection.purposes]
    parts = [words("rights.against", purposes=words.listed(against))] if against else []
    if objection.grounds:
        parts.append(words("rights.grounds", text=objection.grounds))
    if objection.weighing is not None and objection.weighed_at is not None:
        result = words.code("weighing", objection.weighing.value)
        day = words.date_short(occasion.day(objection.weighed_at))
        parts.append(words("rights.weighed", result=result, date=day))
    if objection.office_grounds:
        parts.append(words("rights.ours", text=objection.office_grounds))
    yield Fact(words("rights.objection"), ". ".join(parts))
    if objection.tell_before_closing:
        told = objection.told_closing_on
        yield Fact(words("rights.tell_first"), words.date_short(told) if told else words("rights.asked_for"))


def _restriction(restriction: Restriction, occasion: Occasion) -> str:
    words = occasion.wording
    ground = words.code("ground", restriction.ground.value)
    parts = [words("rights.restriction_fact", date=words.date_short(restriction.since), ground=ground)]
    parts += [restriction.note] if restriction.note else []
    if restriction.told_on is not None:
        parts.append(words("rights.person_told", date=words.date_short(restriction.told_on)))
    if restriction.lifted_on is not None:
        day, reason = words.date_short(restriction.lifted_on), restriction.lifted_because
        parts.append(words("rights.lifted", date=day, reason=reason).strip())
    return "; ".join(parts)


def _telling(telling: Telling, occasion: Occasion) -> Fact:
    words = occasion.wording
    cause = words.code("cause", telling.cause.value)
    if telling.fields:
        names = words.listed(words(f"fields.{name.value}") for name in telling.fields)
        cause = words("format.pair", label=cause, value=names)
    label = words("rights.told", name=telling.party.name)
    if telling.state is TellingState.LEFT_OUT:
        return Fact(label, words("rights.not_told", cause=cause, reason=telling.left_out))
    if telling.told_on is None or telling.channel is None:
        return Fact(label, words("rights.to_tell", cause=cause))
    channel = words.code("channel", telling.channel.value)
    text = words("rights.told_fact", cause=cause, date=words.date_short(telling.told_on), channel=channel)
    if telling.answered_on is not None:
        day = words.date_short(telling.answered_on)
        text = words("rights.answered", told=text, date=day, answer=telling.answer).strip()
    return Fact(label, text)
