# SPDX-License-Identifier: MIT
"""Backups in words: ages, states, what a restore would bring back and do again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from privdesk.domain.backups import Health
from privdesk.domain.ledger import LedgerKind
from privdesk.i18n import _, ngettext
from privdesk.services import wording
from privdesk.services.backups import BackupState
from privdesk.services.explain import describe_kind
from privdesk.services.restore_ports import RestorePreview

_KIB = 1024
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def age_words(age: timedelta) -> str:
    """How long ago, in the largest unit that says enough: just now, 12 min, 2 h, 3 days."""
    if age < timedelta(minutes=1):
        return _("just now")
    if age < _HOUR:
        return _("{n} min ago").format(n=int(age / timedelta(minutes=1)))
    if age < 2 * _DAY:
        return _("{n} h ago").format(n=int(age / _HOUR))
    return ngettext("{n} day ago", "{n} days ago", age.days).format(n=age.days)


def status_words(state: BackupState) -> str:
    """The words of the status bar."""
    if state.age is None:
        return _("Backup failed") if state.record.failing else _("No backup yet")
    if state.record.failing:
        return _("Backup failed, last good one {age}").format(age=age_words(state.age))
    return _("Backed up {age}").format(age=age_words(state.age))


def warning_words(state: BackupState) -> tuple[str, str] | None:
    """Title and sentence for Today when a backup failed, is too old, or was never made; None when all is well."""
    if not state.shouts:
        return None
    last = (
        _("There is no good backup of these records.")
        if state.age is None
        else _("The last good backup was made {age}.").format(age=age_words(state.age))
    )
    if state.record.failing:
        why = describe_kind(state.record.failure)
        return _("The last backup failed."), " ".join(part for part in (why, last) if part)
    if state.plan.folder is None:
        return _("Nobody has chosen where backups go."), last
    return _("The last good backup is too old."), last


def health_sentence(health: Health) -> str:
    """Whether a backup can be restored, in one sentence."""
    return {
        Health.GOOD: _("Whole."),
        Health.DOCUMENTS_MISSING: _("The database is whole; documents are missing or altered."),
        Health.DAMAGED: _("Damaged: it cannot be restored."),
        Health.NEWER: _("Made by a newer privdesk."),
    }[health]


def health_word(health: Health) -> str:
    """The same for a narrow column."""
    return {
        Health.GOOD: _("whole"),
        Health.DOCUMENTS_MISSING: _("documents missing"),
        Health.DAMAGED: _("damaged"),
        Health.NEWER: _("newer program"),
    }[health]


def size_words(size: int) -> str:
    """Bytes as people write them: 640 KB, 12.4 MB, 2.3 GB."""
    amount, units = float(size), ("B", "KB", "MB", "GB", "TB")
    for unit in units:
        if amount < _KIB or unit == units[-1]:
            return f"{amount:.0f} {unit}" if unit in ("B", "KB") else f"{amount:.1f} {unit}"
        amount /= _KIB
    raise AssertionError(units)


def made_words(moment: datetime) -> str:
    """When a backup was made, where no office's clock is at hand: its day and UTC time."""
    return _("{date}, {time} UTC").format(
        date=wording.date_long(moment.astimezone(UTC).date()), time=f"{moment.astimezone(UTC):%H:%M}"
    )


def preview_lines(preview: RestorePreview) -> Sequence[str]:
    """What a restore would bring back, line by line."""
    info, facts = preview.info, preview.facts
    lines = [
        _("“{name}”, backed up {moment} by {who}.").format(
            name=info.vault_name, moment=made_words(info.made_at), who=facts.made_by
        ),
        _("{people} people, {forms} forms, {cases} requests, {documents} documents.").format(
            people=wording.number(facts.people), forms=wording.number(facts.forms),
            cases=wording.number(facts.cases), documents=wording.number(info.documents),
        ),
    ]  # fmt: skip
    if facts.last_audit_at is not None:
        lines.append(_("Last entry: {moment}.").format(moment=made_words(facts.last_audit_at)))
    lines += again_lines(preview.again)
    if preview.missing_documents:
        count = len(preview.missing_documents)
        lines.append(
            ngettext(
                "{n} document is not in the backup folder and will be missing.",
                "{n} documents are not in the backup folder and will be missing.",
                count,
            ).format(n=wording.number(count))
        )
    return lines


def again_lines(counts: Mapping[LedgerKind, int]) -> Sequence[str]:
    """What the list of erasures does again; a line that says so where it has nothing to do."""
    if not any(counts.values()):
        return [_("Since this backup nobody was erased and nothing was stopped.")]
    return [_AGAIN[kind](count) for kind, count in counts.items() if count]


def _erased(n: int) -> str:
    return ngettext("{n} erasure is done again.", "{n} erasures are done again.", n).format(n=n)


def _disposed(n: int) -> str:
    return ngettext("{n} disposal is done again.", "{n} disposals are done again.", n).format(n=n)


def _restricted(n: int) -> str:
    return ngettext("{n} restriction is set again.", "{n} restrictions are set again.", n).format(n=n)


def _lifted(n: int) -> str:
    return ngettext("{n} restriction is lifted again.", "{n} restrictions are lifted again.", n).format(n=n)


def _stopped(n: int) -> str:
    return ngettext(
        "{n} objection to advertising is set again.", "{n} objections to advertising are set again.", n
    ).format(n=n)


def _withdrawn(n: int) -> str:
    return ngettext("{n} consent is withdrawn again.", "{n} consents are withdrawn again.", n).format(n=n)


_AGAIN = {
    LedgerKind.ERASED: _erased,
    LedgerKind.DISPOSED: _disposed,
    LedgerKind.RESTRICTED: _restricted,
    LedgerKind.RESTRICTION_LIFTED: _lifted,
    LedgerKind.ADVERTISING_STOPPED: _stopped,
    LedgerKind.CONSENT_WITHDRAWN: _withdrawn,
}
