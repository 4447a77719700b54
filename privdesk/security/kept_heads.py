# SPDX-License-Identifier: MIT
"""What this computer's key store remembers of the records: it shows a whole folder put back to an older state.

Written when the desk locks and after a backup, so it may lag behind, and never leads. It holds no secret: counters and
heads, well below the 1,280 characters that Windows allows. A store that does not answer within seconds is none.
"""

import threading
from datetime import datetime

from privdesk.domain.vault import AnchorHeads, KeptHeads, VaultId
from privdesk.security.keyring_store import SecretStore

PATIENCE_SECONDS = 5.0
"""How long an answer is waited for: a locked store may ask the person at the desk first."""
_VERSION = "1"


class Recall:
    """A question to the key store, asked on a thread of its own while a password is being stretched."""

    def __init__(self, store: SecretStore, vault_id: VaultId) -> None:
        self._found: KeptHeads | None = None
        self._thread = threading.Thread(target=self._ask, args=(store, vault_id), daemon=True)
        self._thread.start()

    def answer(self) -> KeptHeads | None:
        """What is remembered, or None."""
        self._thread.join(PATIENCE_SECONDS)
        return self._found

    def _ask(self, store: SecretStore, vault_id: VaultId) -> None:
        self._found = parse(store.get(entry_of(vault_id)) or "")


def remember(store: SecretStore, vault_id: VaultId, kept: KeptHeads) -> None:
    """Let the key store remember; waits for it a few seconds and no longer."""
    thread = threading.Thread(target=store.put, args=(entry_of(vault_id), text_of(kept)), daemon=True)
    thread.start()
    thread.join(PATIENCE_SECONDS)


def entry_of(vault_id: VaultId) -> str:
    """Under which name the key store keeps it."""
    return f"heads-{vault_id}"


def text_of(kept: KeptHeads) -> str:
    """As the key store keeps it."""
    heads = kept.heads
    numbers = (heads.epoch, heads.counter, heads.ledger_count, kept.generation, kept.revision)
    parts = (
        _VERSION,
        *map(str, numbers),
        heads.audit_head.hex(),
        heads.ledger_head.hex(),
        kept.at.isoformat(),
    )
    return " ".join(parts)


def parse(text: str) -> KeptHeads | None:
    """Read it back; None for anything else."""
    parts = text.split(" ")
    try:
        version, epoch, counter, ledger_count, generation, revision, audit, ledger, moment = parts
        heads = AnchorHeads(
            int(counter), bytes.fromhex(audit), bytes.fromhex(ledger), int(ledger_count), int(epoch)
        )
        at = datetime.fromisoformat(moment)
        kept = KeptHeads(heads, int(generation), int(revision), at)
    except ValueError:
        return None
    return kept if version == _VERSION and at.tzinfo is not None else None
