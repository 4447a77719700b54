# SPDX-License-Identifier: MIT
"""From a master key to open records: the header's seal is looked at, the other keys are made."""

from pathlib import Path

from privdesk.domain.errors import HeaderForgedError
from privdesk.domain.vault import UnlockedVault
from privdesk.security.header import Header, check_seal, read_header
from privdesk.security.keys import header_key, keys_of, unwrap_former, unwrap_ledger_key
from privdesk.security.slots import SlotOwner


def sealed_header(vault: UnlockedVault) -> Header:
    """Return the header as it stands, sealed by the keys in hand. Raises: as `read_header`, HeaderForgedError."""
    header = read_header(vault.folder)
    check_seal(vault.folder, header, vault.keys.header)
    return header


def unlocked(folder: Path, header: Header, owner: SlotOwner, master: bytes) -> UnlockedVault:
    """Return the records as `owner` opened them.

    Raises:
        HeaderForgedError: the seal does not fit, or what the header keeps wrapped is not ours.
    """
    check_seal(folder, header, header_key(master, header.vault_id))
    ledger = unwrap_ledger_key(master, header.vault_id, header.ledger)
    former = unwrap_former(master, header.vault_id, header.former)
    if ledger is None or former is None:
        raise HeaderForgedError(folder=folder)
    return UnlockedVault(
        folder=folder,
        vault_id=header.vault_id,
        name=header.name,
        binding=header.binding,
        staff_id=owner.staff_id,
        staff_name=owner.staff_name,
        header_revision=header.revision,
        keys=keys_of(master, header.vault_id, ledger, former),
        generation=header.generation,
    )
