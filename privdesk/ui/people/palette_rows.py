# SPDX-License-Identifier: MIT
"""What the palette finds: people, requests and forms, and acts that name their object."""

from collections.abc import Callable, Sequence

from privdesk.domain.cases import Case
from privdesk.domain.errors import NotFoundError
from privdesk.domain.inbox import ItemState
from privdesk.domain.people import PersonHit
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.case_words import asker_name
from privdesk.services.desk import Desk
from privdesk.services.names import right_name
from privdesk.ui.navigation import Navigator
from privdesk.ui.people.search_rows import case_matches, matches, spans_in
from privdesk.ui.widgets.palette import Hit

_PEOPLE, _CASES = 4, 3
Find = Callable[[str], Sequence[Hit]]


def palette_providers(desk: Desk, navigator: Navigator | None = None) -> list[Find]:
    """Providers for `OpenDesk.find`, in the order of the palette's groups; only what the roles may open.

    They run as reading jobs. `#` before the words looks for numbers only.
    """
    member = desk.session.member
    found = _Findings(desk)
    providers: list[Find] = []
    if member.may(Permission.LOOK_UP_PEOPLE):
        providers.append(found.people)
    if member.may(Permission.TAKE_REQUESTS):
        providers.append(found.cases)
    if member.may(Permission.ENTER_FORMS):
        providers.append(found.forms)
    if member.may(Permission.LOOK_UP_PEOPLE):
        providers.append(found.acts)
    return [*providers, found.commands]


class _Findings:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def people(self, words: str) -> Sequence[Hit]:
        """Nobody is looked up here: the page asks for the purpose."""
        if words.startswith("#"):
            return ()
        return [self._person(hit, words) for hit in self._desk.people.search(words, _PEOPLE)]

    def cases(self, words: str) -> Sequence[Hit]:
        wanted = words.removeprefix("#").strip()
        found = [case for case in self._desk.requests.open_cases() if case_matches(case, wanted)]
        return [self._case(case, wanted) for case in found[:_CASES]]

    def forms(self, words: str) -> Sequence[Hit]:
        number = words.removeprefix("#").strip().upper()
        if not number.startswith("F-"):
            return ()
        try:
            item = self._desk.inbox.by_number(number)
        except NotFoundError:
            return ()
        title = self._desk.inbox.template_title(item)
        end = wording.date_short(item.received_on, self._desk.clock.today())
        if item.state in (ItemState.READY, ItemState.LOOK, ItemState.NOT_READ, ItemState.INCOMPLETE):
            place, args = "capture", {"item": item.id}
        elif item.state is ItemState.REQUEST:
            place, args = "request_from_item", {"item": item.id}
        else:
            return ()
        return [Hit(_("Forms"), title, item.number, end, "file-text", place=place, args=args)]

    def acts(self, words: str) -> Sequence[Hit]:
        """What may be done with the person who was meant, when there is one best hit."""
        if words.startswith("#") or len(words) < 3:
            return ()
        best = self._desk.people.search(words, _PEOPLE)
        if not best:
            return ()
        hit, member, hits = best[0], self._desk.session.member, []
        if member.may(Permission.GRANT_ACCESS):
            hits.append(
                self._act(_("Print the access report for {name}"), hit, words, "printer", "Ctrl+P", "report")
            )
        if member.may(Permission.TAKE_REQUESTS):
            hits.append(
                self._act(_("Open a request for {name}"), hit, words, "shield-plus", "Ctrl+R", "new_request")
            )
            hits.append(self._act(_("Start a call with {name}"), hit, words, "phone", "F9", "call"))
        return hits

    def commands(self, words: str) -> Sequence[Hit]:
        """Acts that belong to no page in sight, by the beginnings of their words."""
        if words.startswith("#"):
            return ()
        asked = words.casefold().split()
        return [
            hit
            for hit in self._commands()
            if all(any(each.startswith(word) for each in hit.text.casefold().split()) for word in asked)
        ]

    def _commands(self) -> list[Hit]:
        member, hits = self._desk.session.member, []
        if member.may(Permission.ENTER_FORMS) and member.may(Permission.LOOK_UP_PEOPLE):
            hits.append(Hit(_("Do"), _("Enter a new person"), icon="user-plus", place="new_person"))
        if member.may(Permission.IMPORT):
            hits.append(Hit(_("Do"), _("Import from a file"), icon="folder-input", place="imports"))
        return hits

    def _person(self, hit: PersonHit, words: str) -> Hit:
        spans = spans_in(hit.name, matches(words, hit.matched))
        end = _("user {number}").format(number=hit.user_number) if hit.user_number else ""
        args = {"person": hit.id, "purpose": ""}
        return Hit(
            _("People"), hit.name, hit.address, end, "user-round", highlights=spans, place="person", args=args
        )

    def _case(self, case: Case, words: str) -> Hit:
        today = self._desk.clock.today()
        rights = wording.listed([right_name(each.right) for each in case.rights])
        text = f"{rights}, {asker_name(case)}"
        spans = spans_in(text, matches(words, text.replace(",", "").split()))
        urgent = case.days_left(today) <= 3
        due = _("due {date}").format(date=wording.date_short(case.deadline.legal, today))
        return Hit(
            _("Requests"), text, case.number, due, "shield-check",
            "danger" if urgent else "muted",
            highlights=spans, place="case", args={"case": case.id},
        )  # fmt: skip

    def _act(self, sentence: str, hit: PersonHit, words: str, icon: str, keys: str, place: str) -> Hit:
        text = sentence.format(name=hit.name)
        spans = spans_in(text, matches(words, hit.matched))
        args: dict[str, object] = {"person": hit.id}
        if place == "report":
            args["case"] = None
        return Hit(_("Do"), text, icon=icon, keys=keys, highlights=spans, place=place, args=args)
