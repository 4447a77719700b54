# SPDX-License-Identifier: MIT
"""Puts the page of a request together from the records; writes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date

from privdesk.domain.cases import Case, CaseKind, CaseRight, IdentityMethod, Outcome, Right, Step
from privdesk.domain.inbox import InboxItem
from privdesk.domain.people import FactVersion, OriginKind, Person, PersonField
from privdesk.domain.regimes import Regime
from privdesk.domain.rights import answers_needed
from privdesk.domain.staff import Permission
from privdesk.domain.vault import StaffId
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_acts import case_title, next_act, other_acts, right_act
from privdesk.services.case_clock import CaseClock
from privdesk.services.case_letters import letter_rows
from privdesk.services.case_matter import matter_rows, options, refusal_words, staff_name
from privdesk.services.case_reasons import reason_words
from privdesk.services.clock import OfficeClock
from privdesk.services.identity import OnFile, contact_sentence
from privdesk.services.names import field_name, language_name, right_icon, right_name, step_name
from privdesk.services.office import office_of
from privdesk.services.own_people import own_contracts, own_item, person_seen
from privdesk.services.ports import Records
from privdesk.services.request_pages import (
    CasePage,
    CaseStep,
    ChangeRow,
    ClockView,
    RightRow,
    StepState,
)
from privdesk.services.rights_acts import restricted_since, rights_acts, rights_rows
from privdesk.services.today_page import Tone
from privdesk.services.workplace import Workplace

_SOON, _URGENT = 10, 3
_STEPS = (Step.RECEIVED, Step.IDENTITY, Step.DECISION, Step.FULFILLED, Step.ANSWERED)
_PLAIN_STEPS = (Step.RECEIVED, Step.DECISION, Step.FULFILLED, Step.ANSWERED)
"""Of a complaint and an opt-out: nobody has to prove who they are."""


def build_page(records: Records, place: Workplace, clock: CaseClock, case: Case) -> CasePage:
    """Everything the page shows, in the language of the desk; a restricted person's facts only to an officer."""
    person = records.people.get(case.person_id) if case.person_id is not None else None
    if person is not None and person.restricted_since is not None and not place.member.may(Permission.DECIDE):
        person = None
    history = records.people.history(person.id) if person is not None else ()
    if person is not None and place.member.agency_id is not None:
        person, history = person_seen(place.member, person), ()
    today, law, country = place.clock.today(), clock.law(case.regime), office_of(records).country
    return CasePage(
        case=case,
        person=person,
        title=case_title(case),
        steps=case_steps(case, place.clock),
        clock=clock_view(case, clock.explain(case), today),
        rights=[_right_row(case, each, law, place, country) for each in case.rights],
        changes=_changes(records, case, person, history, place.clock),
        letters=letter_rows(case, place.clock),
        next_act=next_act(case, place.member, today),
        acts=[*other_acts(case, place.member, today, law), *rights_acts(records, place.member, case)],
        identity=identity_sentence(case, place.clock, _checkers(records, place, case)),
        handover=_handover(records, place, case),
        facts=_facts(records, place, case, person),
        regime=_regime_rows(case, clock, law, today),
        banner=_banner(case, today),
        item=_item(records, place, case),
        read_only=case.closed_on is not None,
        matter=[*matter_rows(records, place, case, today), *rights_rows(records, place.member, case)],
        restricted_since=restricted_since(records, case),
        options=options(records, place, clock, case, law, person),
    )


def _item(records: Records, place: Workplace, case: Case) -> InboxItem | None:
    item = records.inbox.get(case.item_id) if case.item_id is not None else None
    return item if item is not None and own_item(place.member, item) else None


def case_steps(case: Case, clock: OfficeClock) -> Sequence[CaseStep]:
    """The line of steps: dates of what is done, `now`, and by when the answer is due."""
    today = clock.today()
    closed = case.closed_on is not None
    running = Step.IDENTITY if case.step is Step.RECEIVED else case.step
    line = _STEPS if case.kind is CaseKind.REQUEST else _PLAIN_STEPS
    now_at = len(line) if closed else line.index(running)
    rows = []
    for place, step in enumerate(line):
        state = StepState.DONE if place < now_at else StepState.NOW if place == now_at else StepState.OPEN
        day = _done_on(case, step, clock) if state is StepState.DONE else None
        when = wording.date_short(day, today) if day else _("now") if state is StepState.NOW else ""
        if step is Step.ANSWERED and state is not StepState.DONE:
            when = _("by {day}").format(day=wording.date_short(case.deadline.legal, today))
        rows.append(CaseStep(step, step_name(step), state, when))
    return rows


def clock_view(case: Case, sentence: str, today: date) -> ClockView:
    """Days left, both dates, the sentence, and where the bar stands; a closed request's clock stands still."""
    deadline, reference = case.deadline, case.closed_on or today
    days = case.days_left(reference)
    span = max(1, (deadline.legal - case.received_on).days)
    tone = (
        Tone.LATE
        if days < 0
        else Tone.URGENT
        if days <= _URGENT
        else Tone.SOON
        if days <= _SOON
        else Tone.CALM
    )
    return ClockView(
        days_left=days,
        left=_left(days, closed=case.closed_on is not None),
        heading=_heading(case, today),
        sentence=sentence,
        received_on=case.received_on,
        legal=deadline.legal,
        safe=deadline.safe,
        act_by=deadline.act_by,
        share=min(1.0, max(0.0, (reference - case.received_on).days / span)),
        safe_share=min(1.0, max(0.0, (deadline.safe - case.received_on).days / span)),
        tone=Tone.CALM if case.closed_on is not None and days >= 0 else tone,
        extension=_extension(case, today),
    )


def identity_sentence(case: Case, clock: OfficeClock, names: Mapping[StaffId, str] | None = None) -> str:
    """How identity stands: when, how, and by whom where `names` has them."""
    needed = answers_needed({each.right for each in case.rights})
    passed = case.checks_standing
    enough = [check for check in passed if check.enough_for(needed)]
    if enough:
        day, way = wording.date_plain(clock.day_of(enough[-1].at)), _method(enough[-1].method)
        who = (names or {}).get(enough[-1].by, "")
        if who:
            return _("Identity stands since {day}: {way}. Checked by {who}.").format(
                day=day, way=way, who=who
            )
        return _("Identity stands since {day}: {way}.").format(day=day, way=way)
    if passed:
        return _(
            "The answers of {day} were enough for what was asked then; what is asked now needs more. The clock runs."
        ).format(day=wording.date_plain(clock.day_of(passed[-1].at)))
    if case.identity:
        return _(
            "Identity did not stand. Take the wish, give nothing out; "
            "we answer by post to the address on file. The clock runs."
        )
    return _("Identity is open. The clock runs.")


def _checkers(records: Records, place: Workplace, case: Case) -> Mapping[StaffId, str]:
    """Who checked, by name; an agency learns no names of the office."""
    if place.member.agency_id is not None:
        return {}
    return {check.by: staff_name(records, check.by) for check in case.identity}


def outcome_words(outcome: Outcome) -> str:
    """An outcome as the desk calls it."""
    return {
        Outcome.TO_DECIDE: _("To be decided"),
        Outcome.GRANTED: _("Granted"),
        Outcome.PARTLY: _("Granted in part"),
        Outcome.REFUSED: _("Refused"),
        Outcome.NOTHING_HELD: _("Nothing held"),
        Outcome.WITHDRAWN: _("Withdrawn by the person"),
    }[outcome]


def _done_on(case: Case, step: Step, clock: OfficeClock) -> date | None:
    if step is Step.RECEIVED:
        return case.received_on
    if step is Step.IDENTITY:
        return next((clock.day_of(check.at) for check in case.identity if check.passed), None)
    if step is Step.DECISION:
        days = [clock.day_of(each.decided_at) for each in case.rights if each.decided_at is not None]
        return max(days, default=None)
    if step is Step.FULFILLED:
        return case.answer.on if case.answer is not None else None
    return case.closed_on


def _left(days: int, *, closed: bool) -> str:
    if closed:
        return _("closed")
    if days == 0:
        return _("due today")
    words = wording.days_left(days)
    return words if days < 0 else _("{days} left").format(days=words)


def _heading(case: Case, today: date) -> str:
    """Both dates, and the last working day where the safe date is none."""
    deadline = case.deadline
    text = _("Due {day}").format(day=wording.date_long(deadline.legal))
    if deadline.safe != deadline.legal:
        safe = f"{wording.weekday(deadline.safe)} {wording.date_short(deadline.safe, today)}"
        safe = _("today") if deadline.safe == today else safe
        text = _("{due} · {day} safe").format(due=text, day=safe)
    if deadline.act_by not in {deadline.safe, deadline.legal}:
        act_by = f"{wording.weekday(deadline.act_by)} {wording.date_short(deadline.act_by, today)}"
        act_by = _("today") if deadline.act_by == today else act_by
        text = _("{due} · act by {day}").format(due=text, day=act_by)
    return text


def _extension(case: Case, today: date) -> str:
    if case.extended:
        return _("Extended: {reason}").format(reason=case.extension_reason)
    notice = case.deadline.extension_notice
    if notice is None:
        return ""
    day = wording.date_long(notice)
    if today > notice:
        return _("The notice of extension was due by {day}; it is too late for one.").format(day=day)
    return _("A notice that says why, sent by {day}, extends it.").format(day=day)


def _right_row(case: Case, asked: CaseRight, law: Regime, place: Workplace, country: str) -> RightRow:
    waiting = asked.outcome is Outcome.TO_DECIDE
    done = asked.outcome in {Outcome.GRANTED, Outcome.NOTHING_HELD}
    text = outcome_words(asked.outcome)
    if asked.decided_at is not None and not waiting:
        day = wording.date_short(place.clock.day_of(asked.decided_at), place.clock.today())
        text = f"{text} {day}"
    return RightRow(
        right=asked.right,
        icon=right_icon(asked.right),
        title=right_name(asked.right),
        law=law.articles.get(asked.right.value) or _("{law} names no such right").format(law=law.name),
        finding=_finding(
            asked,
            reason_words(case, asked.reason_key, country),
            _own_clock(case, asked, law, place.clock.today()),
        ),
        outcome=asked.outcome,
        outcome_text=text,
        tone="look" if waiting else "good" if done else "plain",
        act=right_act(case, asked.right, place.member) if waiting and case.closed_on is None else None,
    )


def _own_clock(case: Case, asked: CaseRight, law: Regime, today: date) -> str:
    """What this right's own clock says: that it acts at once, or another day than the request's."""
    rule = law.rights.get(asked.right.value)
    if asked.outcome is not Outcome.TO_DECIDE or case.closed_on is not None:
        return ""
    if rule is not None and rule.at_once == "always":
        return _("Acts at once; only the confirmation has the time of the clock.")
    if asked.legal is not None and asked.legal != case.deadline.legal:
        return _("Due {day} by its own clock.").format(day=wording.date_short(asked.legal, today))
    return ""


def _finding(asked: CaseRight, listed_reason: str, own_clock: str) -> str:
    """The person's words, what is to be corrected, the reason – as far as there are any."""
    parts = [wording.quoted(asked.wish)] if asked.wish else []
    if asked.changes:
        parts.append(wording.listed([field_name(name) for name in PersonField if name in asked.changes]))
    if asked.right is Right.OBJECTION and asked.outcome is Outcome.GRANTED:
        parts.append(_("No more advertising from the day of receipt on."))
    if asked.right is Right.WITHDRAWAL and asked.outcome is Outcome.GRANTED:
        parts.append(_("Consents stopped from the day of receipt on."))
    parts += [each for each in (own_clock, listed_reason, asked.reason) if each]
    return " · ".join(parts)


def _changes(
    records: Records, case: Case, person: Person | None, history: Sequence[FactVersion], clock: OfficeClock
) -> Sequence[ChangeRow]:
    """Old and new of every value: what this request changed, then what it still asks for."""
    rows = []
    asked = next((each for each in case.rights if each.right is Right.RECTIFICATION), None)
    proof = asked.proof if asked is not None else ""
    for place, version in enumerate(history):
        if version.origin.kind is OriginKind.REQUEST and version.origin.reference == case.number:
            before = next((each.value for each in history[place + 1 :] if each.field is version.field), "")
            when = wording.moment_long(version.origin.recorded_at, clock)
            by = staff_name(records, version.origin.recorded_by)
            title = field_name(version.field)
            rows.append(ChangeRow(version.field, title, before, version.value, True, when, by, proof))
    done = {row.field for row in rows}
    for name, value in (asked.changes if asked is not None else {}).items():
        before = person.fact(name) if person is not None else ""
        if name not in done and value != before:
            rows.append(ChangeRow(name, field_name(name), before, value, False, "", "", ""))
    return rows


def _handover(records: Records, place: Workplace, case: Case) -> str:
    """What to mind when handing over: a contact that was changed lately serves no hand-over."""
    if case.person_id is None or case.closed_on is not None:
        return ""
    on_file = OnFile(records, place.clock, place.member)
    warnings = []
    for name, title in ((PersonField.STREET, _("Address")), (PersonField.EMAIL, _("E-mail"))):
        standing = on_file.contact(case.person_id, name)
        if standing.held and not standing.serves:
            warnings.append(f"{title}: {contact_sentence(standing)}")
    return " ".join(warnings)


def _facts(
    records: Records, place: Workplace, case: Case, person: Person | None
) -> Sequence[tuple[str, str]]:
    if person is None:
        return [(_("Language"), language_name(case.language))]
    rows = [(_("Address"), person.address_line)]
    for contract in own_contracts(records, place.member, person.id)[:1]:
        start = _("since {day}").format(day=wording.date_plain(contract.start))
        ended = _("ended {day}").format(day=wording.date_plain(contract.end)) if contract.end else start
        rows += [(_("Contract"), ended), (_("User no."), contract.user_number)]
        if contract.agency_id is not None:
            rows.append((_("Agency"), records.agencies.get(contract.agency_id).name))
    rows += [
        (_("E-mail"), person.fact(PersonField.EMAIL)),
        (_("Phone"), _phones(records, person)),
        (_("Language"), language_name(case.language)),
    ]
    return [(title, value) for title, value in rows if value]


def _phones(records: Records, person: Person) -> str:
    country = office_of(records).country
    held = [person.fact(name) for name in (PersonField.PHONE_LANDLINE, PersonField.PHONE_MOBILE)]
    return "\n".join(wording.phone(number, country) for number in held if number)


def _regime_rows(case: Case, clock: CaseClock, law: Regime, today: date) -> Sequence[tuple[str, str]]:
    rows = [(_("Law"), law.name), (_("Holidays"), clock.place_name(case.holiday_place))]
    notice = case.deadline.extension_notice
    rule = law.clock(case.kind.clock).extension
    if notice is not None and rule is not None and not case.extended:
        day = wording.date_short(notice, today)
        text = (
            _("say so by {day}, with a date")
            if rule.total is None
            else _("say so by {day}, with the reasons")
        )
        rows.append((_("If late"), text.format(day=day)))
    refusal = refusal_words(case)
    if refusal:
        rows.append((_("A refusal"), refusal))
    if case.other_regime:
        rows.append(
            (
                _("Also"),
                _("{law}; the earlier safe date counts").format(law=clock.law(case.other_regime).name),
            )
        )
    if case.deadline.acknowledge_by is not None and case.acknowledged_on is None:
        rows.append(
            (_("Confirm receipt"), _("by {day}").format(day=wording.date_long(case.deadline.acknowledge_by)))
        )
    return rows


def _banner(case: Case, today: date) -> str:
    """What to do now where a date has passed."""
    deadline = case.deadline
    if case.closed_on is not None or case.days_left(today) >= 0:
        return _authority_banner(case, today)
    if case.answer is not None:
        return _("The answer is out. Close the request.")
    if today > deadline.legal:
        late = wording.days_left((deadline.legal - today).days)
        return _(
            "The legal date has passed: {late}. Answer now, and say in the answer why it comes late."
        ).format(late=late)
    return _("The safe date has passed; the legal date is {day}. Answer now.").format(
        day=wording.date_long(deadline.legal)
    )


def _authority_banner(case: Case, today: date) -> str:
    """That nothing goes to the representative any more."""
    who = case.representative
    if case.closed_on is not None or who is None:
        return ""
    if not who.proven:
        return _("The paper of {name} was not seen yet; nothing goes to them before.").format(name=who.name)
    if who.valid_until is None or not who.expired(today):
        return ""
    return _("The authority of the representative ended on {day}; nothing goes to them any more.").format(
        day=wording.date_long(who.valid_until)
    )


def _method(method: IdentityMethod) -> str:
    return {
        IdentityMethod.QUESTIONS: _("questions from the file answered"),
        IdentityMethod.CALL_BACK: _("called back on the number on file"),
        IdentityMethod.LETTER_CODE: _("code from our letter"),
        IdentityMethod.CARD_SEEN: _("identity card was checked"),
        IdentityMethod.AUTHORITY_SEEN: _("paper of who speaks for the person was checked"),
        IdentityMethod.KNOWN_ADDRESS: _("written from the e-mail address on file"),
    }[method]
