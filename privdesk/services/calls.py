# SPDX-License-Identifier: MIT
"""Calls: who is calling, what is wanted, the right words – kept as they are typed."""

from collections.abc import Collection, Mapping, Sequence

from privdesk.domain.cases import CallId, CallSheet, Case, CaseId, IdentityQuestion, Right
from privdesk.domain.people import PersonId
from privdesk.services.identity import CallBackNumber, IdentityVerdict
from privdesk.services.scripts import ScriptPart


class Calls:
    """Call sheets of the office."""

    def start(self, person_id: PersonId | None = None) -> CallSheet:
        """Begin a sheet; recorded. With a person, their record is looked up for answering the call."""
        raise NotImplementedError

    def keep(self, sheet: CallSheet) -> None:
        """Make the sheet durable as typed; needs no audit entry."""
        raise NotImplementedError

    def get(self, call_id: CallId) -> CallSheet:
        """One sheet. Raises: NotFoundError."""
        raise NotImplementedError

    def unfinished(self) -> Sequence[CallSheet]:
        """Sheets that wait under Today, oldest first."""
        raise NotImplementedError

    def finish_later(self, sheet: CallSheet) -> None:
        """Keep the sheet; it waits under Today."""
        raise NotImplementedError

    def finish(self, sheet: CallSheet, about: CaseId | None = None) -> CallSheet:
        """End a call without a new request; a call about an open one joins its correspondence; commits."""
        raise NotImplementedError

    def choose(self, sheet: CallSheet, person_id: PersonId) -> CallSheet:
        """Say who calls: a recorded look-up. Answers given for another person are dropped; commits."""
        raise NotImplementedError

    def questions(self, person_id: PersonId) -> Sequence[IdentityQuestion]:
        """What may be asked of this person, the holder's own knowledge first."""
        raise NotImplementedError

    def question_title(self, question: IdentityQuestion) -> str:
        """The question in short, in the language of the desk."""
        raise NotImplementedError

    def question_text(self, question: IdentityQuestion, language: str) -> str:
        """The question as it is read aloud in the caller's language."""
        raise NotImplementedError

    def needed(self, person_id: PersonId | None, wishes: Collection[Right]) -> int:
        """How many right answers these wishes need."""
        raise NotImplementedError

    def call_back(self, person_id: PersonId) -> Sequence[CallBackNumber]:
        """The numbers on file with whether each may be called back, and why."""
        raise NotImplementedError

    def verdict(self, sheet: CallSheet) -> IdentityVerdict:
        """How identity stands with the answers noted so far."""
        raise NotImplementedError

    def script(self, sheet: CallSheet, language: str = "") -> Sequence[ScriptPart]:
        """What to read aloud now: greeting, why we ask, the next question marked, or the closing with the date.

        An empty `language` takes the person's own.
        """
        raise NotImplementedError

    def due(self, wishes: Collection[Right], person_id: PersonId | None = None) -> Mapping[Right, str]:
        """For each wish received today: by when it is answered, and why, as a sentence."""
        raise NotImplementedError

    def open_request(self, sheet: CallSheet) -> Case:
        """End the call with one case for all ticked rights and the result of the check; commits.

        Identity that failed does not keep a wish from being taken.

        Raises: NoRightAskedError, CallEndedError, NotAllowedError.
        """
        raise NotImplementedError

    def earlier(self, person_id: PersonId) -> Sequence[CallSheet]:
        """Finished calls of this person, newest first."""
        raise NotImplementedError
