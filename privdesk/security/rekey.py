# SPDX-License-Identifier: MIT
"""Switching to new keys so that a power cut at any point leaves whole records.

1. `records.db.new` and `anchor.next` are written and proven: nothing counts yet. Broken off here, they are taken away.
2. One durable write of `vault.json` with both generations: from now on the new keys count. Broken off after it, the next
   opening finishes by itself, and needs no key for that: the header to come is there, sealed already.
3. The database is replaced, then the anchor, then the header by its successor: the old slots are retired last.
"""

from dataclasses import replace

from privdesk.domain.errors import HeaderDamagedError, KeysChangedMeanwhileError
from privdesk.domain.vault import FormerKeys, VaultKeys
from privdesk.security.header import read_header, sealed, write_header
from privdesk.security.key_plan import KeyPlan, seal_key_of
from privdesk.security.key_switch import STAGED_DATABASE, sight
from privdesk.security.keys import keys_of, wrap_former
from privdesk.security.opening import sealed_header


def staged_keys(plan: KeyPlan, audit_until: int) -> VaultKeys:
    """Return the keys to come; `audit_until` is the number of the last audit entry sealed by the old ones."""
    vault = plan.vault
    former = FormerKeys(vault.generation, audit_until, vault.keys.audit, vault.keys.backup)
    return keys_of(plan.master, vault.vault_id, vault.keys.ledger, (*vault.keys.former, former))


def announce(plan: KeyPlan, keys: VaultKeys) -> None:
    """Put both generations into the header: from here on the new keys count.

    Raises:
        KeysChangedMeanwhileError: slots were changed since the plan was made; nothing was written.
        DiskFullError, FolderNotWritableError: the old keys still count.
    """
    vault = plan.vault
    current = sealed_header(vault)
    if current.revision != plan.base_revision or current.next is not None:
        raise KeysChangedMeanwhileError
    draft = replace(plan.draft, former=wrap_former(plan.master, vault.vault_id, keys.former))
    both = replace(
        current,
        revision=current.revision + 1,
        next=sealed(draft, seal_key_of(plan)),
        staged=sight(vault.folder / STAGED_DATABASE),
    )
    written = write_header(vault.folder, both, vault.keys.header)
    if read_header(vault.folder) != written:
        raise HeaderDamagedError(folder=vault.folder, part="read back")
