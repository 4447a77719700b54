# SPDX-License-Identifier: MIT
"""From the records to a draft: facts, free parts, reasons to choose from, what is missing, how it may go."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from privdesk.domain.cases import Case, Right
from privdesk.domain.letter_errors import MissingPartError
from privdesk.domain.letters import (
    Addressee,
    Amount,
    Letter,
    LetterFacts,
    LetterKind,
    LetterTemplate,
    Row,
    Value,
    compose,
)
from privdesk.domain.people import Channel, PersonField
from privdesk.services.case_clock import CaseClock
from privdesk.services.letter_about import (
    About,
    address_is_open,
    addressee_of,
    email_of,
    rests_on,
    sender_of,
    standing_of,
)
from privdesk.services.letter_authorities import authority_for
from privdesk.services.letter_facts import CaseFacts, Facts
from privdesk.services.letter_forms import form_facts, form_reasons, telling_facts
from privdesk.services.letter_names import free_part_name, letter_name, part_name
from privdesk.services.letter_offers import GIVES_OUT
from privdesk.services.letter_plan import (
    ADDRESS,
    ENCLOSURES,
    REASONS,
    UNTIL,
    WHOM,
    AuthorityCheck,
    FreeField,
    LetterDraft,
    LetterWay,
    ReasonOption,
)
from privdesk.services.letter_reasons import ReasonEntry, ReasonList, reason_text, reasons
from privdesk.services.letter_texts import letter_template
from privdesk.services.ports import Records
from privdesk.services.regimes import Regimes
from privdesk.services.workplace import Workplace

_LISTS = {
    LetterKind.EXTENSION: ReasonList.EXTENSION,
    LetterKind.FEE_NOTICE: ReasonList.FEE,
    LetterKind.REFUSAL: ReasonList.REFUSAL,
    LetterKind.OBJECTION_REFUSED: ReasonList.OBJECTION,
    LetterKind.ERASURE_PARTIAL: ReasonList.ERASURE,
    LetterKind.RESTRICTION_SET: ReasonList.RESTRICTION,
    LetterKind.RESTRICTION_LIFTED: ReasonList.LIFTING,
    LetterKind.SERVICE_REFUSED: ReasonList.SERVICE,
    LetterKind.ACCESS_COVER: ReasonList.PARTIAL,
    LetterKind.PORTABILITY_COVER: ReasonList.PARTIAL,
    LetterKind.RECTIFICATION_DONE: ReasonList.PARTIAL,
}
CODE_HIDDEN, HIDDEN = "••••-••••", "••••"
_NAMING = frozenset({"person_name", "person_address", "user_number", "on_behalf_of", "searched_for"})
"""Values of letters that name the person."""
_HEAD = 16
"""Characters of the audit trail's head that a letter prints."""
_ROUNDS = 4


def draft_of(
    records: Records,
    place: Workplace,
    about: About,
    kind: LetterKind,
    typed: Mapping[str, str],
) -> LetterDraft:
    """The draft of one letter with what was typed for it. Raises: LetterTemplateError."""
    template = letter_template(kind, about.language, about.regime, about.office.country)
    clock = CaseClock(Regimes(), about.office)
    until = _day(typed.get(UNTIL, "")) or _proposed(clock, about, kind)
    gathered, own_reasons = _gathered(records, place, clock, about, kind, until, typed.get(WHOM, "").strip())
    options = _options(about, kind, typed)
    facts = _facts(records, place, about, template, gathered, _reasons(about, own_reasons, options), typed)
    parts = tuple(
        FreeField(part.key, free_part_name(part.key), part.required, typed.get(part.key, ""))
        for part in template.free
    )
    draft = LetterDraft(
        subject=about.subject,
        kind=kind,
        title=letter_name(kind),
        language=about.language,
        regime=about.regime,
        law=clock.law(about.regime).name,
        template=template,
        facts=facts,
        parts=parts,
        reasons=options,
        missing=(),
        address_open=address_is_open(about),
        reference=about.reference,
        ways=(),
        date_open=kind is LetterKind.EXTENSION and _names_date(clock, about.case),
        until=until,
        nameless=about.erased,
        authority=_unreviewed(about, facts),
        whom_open=_asks_whom(about),
        whom=typed.get(WHOM, "").strip(),
        rests_on=rests_on(about),
    )
    return _with_ways(records, place, about, replace(draft, missing=missing_in(draft)))


def composed(draft: LetterDraft, code: str = "") -> Letter:
    """The finished letter. Raises: MissingPartError, UnknownPlaceholderError, LetterTemplateError."""
    return compose(draft.template, with_code(draft.facts, code), draft.free)


def nameless(draft: LetterDraft) -> Letter:
    """The letter as it is filed where the record of the person is gone: no name, no address, no own words.

    Law: GDPR Art. 17(1), 5(2): what was said is shown, about whom is not.
    """
    facts, hidden = draft.facts, dict.fromkeys(draft.free, HIDDEN)
    values = {key: HIDDEN if key in _NAMING else value for key, value in facts.values.items()}
    return compose(draft.template, replace(facts, addressee=Addressee((HIDDEN,), ""), values=values), hidden)


def missing_in(draft: LetterDraft) -> tuple[str, ...]:
    """Keys of everything that the letter lacks; the code of a code letter is made when it is finished."""
    try:
        composed(draft, CODE_HIDDEN)
    except MissingPartError as error:
        return error.missing
    return ()


def shown(draft: LetterDraft) -> Letter | None:
    """The letter as it stands, gaps marked with the name of what is missing; None while it cannot be shown.

    Never handed out: `composed` makes what goes out.
    """
    facts, free = with_code(draft.facts, CODE_HIDDEN), dict(draft.free)
    for _round in range(_ROUNDS):
        try:
            return compose(draft.template, facts, free)
        except MissingPartError as error:
            for name in error.missing:
                facts, free = _marked(draft.template, facts, free, name)
    return None


def with_code(facts: LetterFacts, code: str) -> LetterFacts:
    """The facts with the code of a code letter."""
    return replace(facts, values={**facts.values, "code": code}) if code else facts


def _marked(
    template: LetterTemplate, facts: LetterFacts, free: Mapping[str, str], name: str
) -> tuple[LetterFacts, dict[str, str]]:
    mark, kept = f"[{part_name(name)}]", dict(free)
    if name == ADDRESS:
        return replace(facts, addressee=Addressee((mark,), facts.addressee.name)), kept
    if any(part.key == name for part in template.free):
        kept[name] = mark
        return facts, kept
    listed = _list_of(template, name)
    if listed:
        row: Row = dict.fromkeys(template.lists[listed], mark)
        return replace(facts, rows={**facts.rows, listed: (row,)}), kept
    rows = {
        key: tuple(
            {**row, name: row.get(name) or mark} if name in template.lists.get(key, ()) else row
            for row in held
        )
        for key, held in facts.rows.items()
    }
    value: Value = Amount(0, "") if name == "amount" else mark
    return replace(facts, values={**facts.values, name: value}, rows=rows), kept


def _list_of(template: LetterTemplate, name: str) -> str:
    """The list whose rows say a part, or that is missing itself; empty where it is no list."""
    if name in template.lists:
        return name
    said = (each for each in template.paragraphs if name in {part.value for part in each.states})
    return next((paragraph.each for paragraph in said if paragraph.each), "")


def _gathered(
    records: Records,
    place: Workplace,
    clock: CaseClock,
    about: About,
    kind: LetterKind,
    until: date | None,
    whom: str,
) -> tuple[Facts, tuple[Row, ...]]:
    if about.telling is not None:
        return telling_facts(records, place.clock, about, about.telling, whom), ()
    if about.submission is not None:
        own = form_reasons(about.submission) if kind is LetterKind.SERVICE_REFUSED else ()
        return form_facts(place.clock, about, about.submission), own
    if about.case is None:
        return Facts({}, {}, frozenset()), ()
    facts = CaseFacts(records, place.clock, clock, about, about.case, kind, until)
    return facts.gathered(), facts.reasons()


def _facts(
    records: Records,
    place: Workplace,
    about: About,
    template: LetterTemplate,
    gathered: Facts,
    why: tuple[Row, ...],
    typed: Mapping[str, str],
) -> LetterFacts:
    """Only what this wording names: a condition must not meet a fact meant for another letter."""
    head = records.audit.entries(limit=1)
    rows = {**gathered.rows, "reasons": why}
    enclosures = tuple(line.strip() for line in typed.get(ENCLOSURES, "").splitlines() if line.strip())
    return LetterFacts(
        sender=sender_of(about, place.member),
        addressee=addressee_of(about, typed),
        day=place.clock.today(),
        reference=about.reference,
        values={key: value for key, value in gathered.values.items() if key in template.placeholders},
        rows={key: held for key, held in rows.items() if key in template.lists and held},
        holds=gathered.holds,
        enclosures=enclosures,
        window=about.letterhead.window,
        audit_head=head[0].mac.hex()[:_HEAD] if head else "",
    )


def _unreviewed(about: About, facts: LetterFacts) -> AuthorityCheck | None:
    """The authority that this letter names, where its address is to be looked up before it is printed."""
    if "authority_name" not in facts.values:
        return None
    named = authority_for(about.regime, about.residence, about.catalogue)
    if named is None or named.reviewed:
        return None
    name = named.name.get(about.language) or named.name["en"]
    return AuthorityCheck(name, named.address, named.source or named.website)


def _asks_whom(about: About) -> bool:
    """Whether nobody knows any more about whom a recipient is told."""
    return about.telling is not None and about.erased and about.gone is None


def _names_date(clock: CaseClock, case: Case | None) -> bool:
    """Whether the office names the new date: not told yet, and the law sets no length. Law: DPO Art. 18(2)."""
    if case is None or case.extended:
        return False
    rule = clock.law(case.regime).clock(case.kind.clock).extension
    return rule is not None and rule.total is None


def _proposed(clock: CaseClock, about: About, kind: LetterKind) -> date | None:
    """The date that a notice of extension names unless another one is typed."""
    return clock.proposed_end(about.case) if kind is LetterKind.EXTENSION and about.case is not None else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _options(about: About, kind: LetterKind, typed: Mapping[str, str]) -> tuple[ReasonOption, ...]:
    """The reasons to choose from where the list of this letter knows some."""
    chosen = set(typed.get(REASONS, "").splitlines())
    entries = _entries(about.case, about.regime, kind)
    country = about.office.country
    return tuple(
        ReasonOption(
            entry.key, reason_text(entry.key, about.regime, about.language, country), entry.key in chosen
        )
        for entry in entries
    )


def _entries(case: Case | None, regime: str, kind: LetterKind) -> Sequence[ReasonEntry]:
    which = _LISTS.get(kind)
    if which is None:
        return ()
    rights: list[Right | None] = [each.right for each in case.rights] if case is not None else []
    found = {entry.key: entry for right in rights or [None] for entry in reasons(which, regime, right)}
    return list(found.values())


def _reasons(about: About, own: tuple[Row, ...], options: tuple[ReasonOption, ...]) -> tuple[Row, ...]:
    """Those that were chosen here; where none was, those that the request records."""
    chosen: tuple[Row, ...] = tuple({"text": option.text} for option in options if option.chosen)
    if not own or chosen:
        return chosen or own
    texts = {option.key: option.text for option in options}
    return tuple({"text": texts.get(str(row["text"]), row["text"])} for row in own)


def _with_ways(records: Records, place: Workplace, about: About, draft: LetterDraft) -> LetterDraft:
    """How it may go, and what of identity and contact stands in the way."""
    email = email_of(records, about)
    by_mail = about.case is not None and about.case.channel is Channel.EMAIL and bool(email)
    ways = [LetterWay.PRINTED, LetterWay.SAVED, LetterWay.EMAIL_DRAFT, LetterWay.SENT]
    if draft.kind is LetterKind.IDENTITY_CODE:
        ways = [LetterWay.PRINTED, LetterWay.SAVED]
    elif not email:
        ways = ways[:2]
    elif by_mail:
        ways = [LetterWay.EMAIL_DRAFT, LetterWay.SENT, LetterWay.PRINTED, LetterWay.SAVED]
    gives = draft.kind in GIVES_OUT and about.case is not None
    resting = None
    if gives or draft.kind is LetterKind.IDENTITY_CODE:
        name = PersonField.EMAIL if by_mail and draft.kind in GIVES_OUT else PersonField.STREET
        standing = standing_of(records, place.clock, about, name)
        resting = name if standing is not None and standing.held and not standing.serves else None
    return replace(
        draft,
        ways=tuple(ways),
        email=email,
        contact_changed=resting,
        identity_open=gives and about.case is not None and not about.case.identity_stands,
    )
