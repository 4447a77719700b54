# SPDX-License-Identifier: MIT
"""The catalogue as the privacy officer keeps it: groups, purposes, rules, recipients, notices, authorities."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from privdesk.domain.audit import Action, AuditEvent
from privdesk.domain.catalogue import (
    Authority,
    Catalogue,
    DataGroup,
    EntryKind,
    Notice,
    PaperHolder,
    PurposeEntry,
    Recipient,
    RetentionRule,
)
from privdesk.domain.catalogue_errors import EntryInUseError, EntryUnknownError, NoticeInForceError
from privdesk.domain.inbox import Document
from privdesk.domain.staff import Permission
from privdesk.services.catalogue import default_catalogue, with_sentence
from privdesk.services.catalogue_checks import (
    require_rule,
    require_sound_authority,
    require_sound_group,
    require_sound_notice,
    require_sound_purpose,
    require_sound_recipient,
    require_unused,
)
from privdesk.services.catalogue_export import catalogue_entries
from privdesk.services.exports import staged_export
from privdesk.services.office import catalogue_of, office_of
from privdesk.services.ports import UnitOfWork
from privdesk.services.workplace import Workplace

_Entry = TypeVar("_Entry", DataGroup, PurposeEntry, RetentionRule, Authority, Recipient, Notice)
RECIPIENT, NOTICE = "recipient", "notice"


@dataclass(frozen=True, slots=True)
class CatalogueState:
    """The catalogue in force, the one it came from, and the sealed papers that stand in it."""

    catalogue: Catalogue
    default: Catalogue
    papers: Mapping[tuple[PaperHolder, str], Sequence[Document]]

    def is_own(self, kind: EntryKind, key: str) -> bool:
        """Whether the office changed or added this entry."""
        return _entry(self.catalogue, kind, key) != _entry(self.default, kind, key)

    def is_added(self, kind: EntryKind, key: str) -> bool:
        """Whether the default catalogue has no such entry."""
        return _entry(self.default, kind, key) is None

    def papers_of(self, holder: PaperHolder, key: str) -> Sequence[Document]:
        """Newest first."""
        return self.papers.get((holder, key), ())


class CatalogueDesk:
    """The Catalogue page: one change, one entry in the audit trail with the names of the parts, never their values."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    def state(self) -> CatalogueState:
        """Everything that can be looked at and changed. Raises: NotAllowedError."""
        self._place.require(Permission.MANAGE_CATALOGUE)
        with self._place.reading() as records:
            default = default_catalogue(office_of(records).country)
            return CatalogueState(catalogue_of(records), default, records.catalogue.papers())

    def put_group(self, group: DataGroup) -> None:
        """Change a data group, or add one that is kept elsewhere; commits.

        Raises: NotAllowedError, EntryIncompleteError, EntryUnknownError, FixedPartError.
        """

        def put(work: UnitOfWork, catalogue: Catalogue) -> None:
            require_sound_group(catalogue, group)
            work.catalogue.put_group(group)

        self._put(EntryKind.GROUP, group, put)

    def put_purpose(self, purpose: PurposeEntry) -> None:
        """Change a purpose or add one; commits. Raises: NotAllowedError, EntryIncompleteError."""

        def put(work: UnitOfWork, _catalogue: Catalogue) -> None:
            require_sound_purpose(purpose)
            work.catalogue.put_purpose(purpose)

        self._put(EntryKind.PURPOSE, purpose, put)

    def put_rule(self, rule: RetentionRule) -> None:
        """Change a retention rule or add one; commits. Where its period changed, the sentence follows.

        Law: GDPR Art. 5(1)(e), 13(2)(a); FADP Art. 6(4).

        Raises: NotAllowedError, RulePeriodError, RuleWithoutBasisError, RuleAboveCapError, CountryCodeError,
            FixedPartError.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        with self._place.work() as work:
            catalogue = catalogue_of(work)
            before = _entry(catalogue, EntryKind.RULE, rule.key)
            held = before if isinstance(before, RetentionRule) else None
            require_rule(catalogue, held, rule)
            said = with_sentence(held, rule)
            work.catalogue.put_rule(said)
            self._commit(work, EntryKind.RULE, before, said)

    def put_authority(self, authority: Authority) -> None:
        """Change an authority or add one; commits. Raises: NotAllowedError, EntryIncompleteError, CountryCodeError."""

        def put(work: UnitOfWork, _catalogue: Catalogue) -> None:
            require_sound_authority(authority)
            work.catalogue.put_authority(authority)

        self._put(EntryKind.AUTHORITY, authority, put)

    def put_recipient(self, recipient: Recipient) -> Recipient:
        """Change a recipient, or enter one (`key` empty) by name; commits. The key never holds the name.

        Law: GDPR Art. 15(1)(c), 28, 30(1)(d); FADP Art. 9, 12(2)(d); CJEU C-154/21.

        Raises: NotAllowedError, EntryIncompleteError, CountryCodeError, UndertakingDaysError.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        require_sound_recipient(recipient)
        with self._place.work() as work:
            held = {each.key: each for each in work.catalogue.recipients()}
            entered = recipient if recipient.key else replace(recipient, key=_free_key(recipient, held))
            work.catalogue.put_recipient(entered)
            self._commit(work, RECIPIENT, held.get(entered.key), entered)
        return entered

    def drop_recipient(self, key: str) -> None:
        """Take out a recipient who was entered by mistake and was never told anything; commits.

        Who had data stays named: give such a one a last day instead. Raises: NotAllowedError, EntryInUseError,
        EntryUnknownError.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        with self._place.work() as work:
            if key not in {each.key for each in work.catalogue.recipients()}:
                raise EntryUnknownError(RECIPIENT, key)
            if work.catalogue.is_used(RECIPIENT, key) or _has_papers(work, PaperHolder.RECIPIENT, key):
                raise EntryInUseError(RECIPIENT, key, ())
            work.catalogue.drop_recipient(key)
            self._record(work, RECIPIENT, key, ("removed",))

    def put_notice(self, notice: Notice) -> None:
        """Enter a version of the privacy notice with the day from which it is in force, or change one; commits.

        Raises: NotAllowedError, EntryIncompleteError, NoticeDayTakenError, NoticeInForceError.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        today = self._place.clock.today()
        with self._place.work() as work:
            catalogue = catalogue_of(work)
            held = {each.version: each for each in catalogue.notices}
            before = held.get(notice.version)
            in_use = before is not None and before.in_force_from <= today
            require_sound_notice(catalogue, notice, in_use=in_use)
            work.catalogue.put_notice(notice)
            self._commit(work, NOTICE, before, notice)

    def drop_notice(self, version: str) -> None:
        """Take back a version that is not in force yet; commits.

        Raises: NotAllowedError, EntryUnknownError, NoticeInForceError, EntryInUseError while its wording is here.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        with self._place.work() as work:
            held = {each.version: each for each in work.catalogue.notices()}
            if version not in held:
                raise EntryUnknownError(NOTICE, version)
            if held[version].in_force_from <= self._place.clock.today():
                raise NoticeInForceError(version, held[version].in_force_from)
            if _has_papers(work, PaperHolder.NOTICE, version):
                raise EntryInUseError(NOTICE, version, ())
            work.catalogue.drop_notice(version)
            self._record(work, NOTICE, version, ("removed",))

    def reset(self, kind: EntryKind, key: str) -> None:
        """Put the default entry in force again, or take out one that the office added; commits.

        Raises: NotAllowedError, EntryInUseError where data groups or consents lean on an added one.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        with self._place.work() as work:
            catalogue = catalogue_of(work)
            default = default_catalogue(office_of(work).country)
            if _entry(catalogue, kind, key) == _entry(default, kind, key):
                return
            if _entry(default, kind, key) is None:
                require_unused(catalogue, kind, key)
                if work.catalogue.is_used(kind.value, key):
                    raise EntryInUseError(kind.value, key, ())
            work.catalogue.drop(kind, key)
            self._record(work, kind.value, key, ("default",))

    def export(self, path: Path, *, over: bool = False) -> int:
        """Write the whole catalogue as JSON; how many entries. Recorded before the file is there.

        Raises: NotAllowedError, FileThereError, DiskFullError, FolderNotWritableError.
        """
        self._place.require(Permission.MANAGE_CATALOGUE)
        entries = list(catalogue_entries(self.state()))
        text = json.dumps({"catalogue": entries}, ensure_ascii=False, indent=1, default=str)
        with staged_export(path, f"{text}\n".encode(), over=over) as staged:
            with self._place.work() as work:
                work.audit.record(AuditEvent(Action.EXPORTED, "office", ("catalogue",), count=len(entries)))
                work.commit()
            staged.finish()
        return len(entries)

    def _put(self, kind: EntryKind, entry: _Entry, put: Callable[[UnitOfWork, Catalogue], None]) -> None:
        self._place.require(Permission.MANAGE_CATALOGUE)
        with self._place.work() as work:
            catalogue = catalogue_of(work)
            put(work, catalogue)
            self._commit(work, kind, _entry(catalogue, kind, _key_of(entry)), entry)

    def _commit(self, work: UnitOfWork, kind: str, before: object, after: _Entry) -> None:
        """Record which parts differ; where none does, nothing was done."""
        changed = tuple(
            each.name
            for each in fields(after)
            if before is None or getattr(before, each.name) != getattr(after, each.name)
        )
        if changed:
            self._record(work, kind, _key_of(after), changed)

    def _record(self, work: UnitOfWork, kind: str, key: str, parts: Sequence[str]) -> None:
        event = AuditEvent(Action.CATALOGUE_CHANGED, f"{kind}:{key}", tuple(parts))
        work.audit.record(event)
        work.commit()


def _key_of(entry: Any) -> str:  # noqa: ANN401 -- an entry of any kind
    return str(entry.version if isinstance(entry, Notice) else entry.key)


def _entry(
    catalogue: Catalogue, kind: EntryKind, key: str
) -> DataGroup | PurposeEntry | RetentionRule | Authority | None:
    entries: Mapping[EntryKind, Sequence[DataGroup | PurposeEntry | RetentionRule | Authority]] = {
        EntryKind.GROUP: (*catalogue.groups, *catalogue.elsewhere),
        EntryKind.PURPOSE: catalogue.purposes,
        EntryKind.RULE: catalogue.rules,
        EntryKind.AUTHORITY: catalogue.register,
    }
    return next((each for each in entries[kind] if each.key == key), None)


def _free_key(recipient: Recipient, held: Mapping[str, Recipient]) -> str:
    number = len(held) + 1
    while (key := f"{recipient.kind.value}-{number}") in held:
        number += 1
    return key


def _has_papers(work: UnitOfWork, holder: PaperHolder, key: str) -> bool:
    return bool(work.catalogue.papers().get((holder, key)))
