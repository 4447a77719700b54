# SPDX-License-Identifier: MIT
"""Duplicates as a person's page leads to them: the banner, looking for more, taking a merge back."""

from collections.abc import Sequence
from functools import partial

from privdesk.domain.audit import Purpose
from privdesk.domain.merging import MergeId
from privdesk.domain.people import PersonId
from privdesk.domain.staff import Permission
from privdesk.i18n import _
from privdesk.services import wording
from privdesk.services.desk import Desk
from privdesk.services.duplicate_views import MergeLine, PairLine
from privdesk.services.person_page import PersonPage as PersonFacts
from privdesk.ui.navigation import Navigator
from privdesk.ui.people.taking_back import ask_take_back
from privdesk.ui.widgets.act_list import Act
from privdesk.ui.widgets.page import Page


class MatchingActs:
    """What the page of one person offers to those who may match people; others only open the other person."""

    def __init__(self, page: Page, desk: Desk, navigator: Navigator) -> None:
        self._page, self._desk, self._navigator = page, desk, navigator

    def show_doubt(self, facts: PersonFacts) -> None:
        """Say in the banner that somebody else on file may be this person, with the way there."""
        if not facts.doubts:
            return
        other = facts.doubts[0]
        words = ", ".join(part for part in (other.name, other.address, other.user_number) if part)
        compares = self._desk.session.member.may(Permission.MATCH_PEOPLE)
        act = _("Compare the two") if compares else _("Open the other")
        run = partial(self._compare if compares else self._open_other, facts.person.id, other.id)
        self._page.banner.show_words(
            "notice", _("Perhaps the same person is on file twice."), words, act, run
        )

    def acts(self, facts: PersonFacts) -> list[Act]:
        """Look for duplicates; take back the last merge of this person."""
        if facts.hidden or not self._desk.session.member.may(Permission.MATCH_PEOPLE):
            return []
        acts = [Act(_("Look for duplicates"), "users", partial(self._look, facts.person.id))]
        line = next((each for each in facts.merges if each.can_be_taken_back), None)
        if line is not None:
            day = wording.date_plain(self._desk.clock.day_of(line.record.at))
            words = _("Take back the merge of {date}")
            acts.append(Act(words.format(date=day), "undo-2", partial(self._ask_take_back, line)))
        return acts

    def _open_other(self, _person: PersonId, other: PersonId) -> None:
        self._navigator.open("person", person=other, purpose=Purpose.QUALITY.value)

    def _compare(self, person: PersonId, other: PersonId) -> None:
        first, second = sorted((person, other))
        self._navigator.open("compare_people", first=first, second=second, person=person)

    def _look(self, person: PersonId) -> None:
        self._page.run(
            lambda _progress: self._desk.duplicates.look_for(person),
            lambda found: self._found(person, found), words=_("Looking…"),
        )  # fmt: skip

    def _found(self, person: PersonId, found: Sequence[PairLine]) -> None:
        if not found:
            self._page.set_status(_("Nobody else on file looks like this person"), "check")
        elif len(found) == 1:
            self._compare(person, found[0].pair.other(person))
        else:
            self._navigator.open("duplicates", person=person)

    def _ask_take_back(self, line: MergeLine) -> None:
        ask_take_back(self._page, line, lambda: self._take_back(line.record.id))

    def _take_back(self, merge_id: MergeId) -> None:
        self._page.run(
            lambda _progress: self._desk.duplicates.unmerge(merge_id),
            lambda _record: self._taken_back(), words=_("Taking the merge back…"),
        )  # fmt: skip

    def _taken_back(self) -> None:
        self._page.set_status(_("The merge was taken back"), "undo-2")
        self._page.load()
