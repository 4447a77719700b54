# SPDX-License-Identifier: MIT
"""Changing slots so that a power cut at any point leaves a way in.

Write the new beside the old, read it back and unwrap it, and only then retire the old. What a cut left behind is
tidied at the next sign-in: the slot that opened stays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from privdesk.domain.errors import HeaderDamagedError
from privdesk.domain.vault import VaultKeys
from privdesk.security.header import Header, read_header, write_header
from privdesk.security.slots import Deriver, Slot, SlotKind, SlotSecret, Wrapper


@dataclass(frozen=True, slots=True)
class NewSlot:
    """A slot that was just wrapped, and what must open it."""

    slot: Slot
    secret: SlotSecret


def change_slots(
    folder: Path,
    header: Header,
    keys: VaultKeys,
    new: Sequence[NewSlot],
    retire: Callable[[Slot], bool],
    derive: Deriver,
) -> Header:
    """Add `new`, prove on what was read back that each opens, retire the old ones that `retire` names.

    Raises:
        HeaderDamagedError: what was read back does not open; the old header stands again.
        DiskFullError, FolderNotWritableError: nothing was retired.
    """
    grown = write_header(
        folder, header.with_slots((*header.slots, *(added.slot for added in new))), keys.header
    )
    if not _opens(folder, grown, keys, new, derive):
        write_header(folder, header.with_slots(header.slots), keys.header)
        raise HeaderDamagedError(folder=folder, part="read back")
    added = {entry.slot for entry in new}
    kept = tuple(slot for slot in grown.slots if slot in added or not retire(slot))
    if kept == grown.slots:
        return grown
    return write_header(folder, grown.with_slots(kept), keys.header)


def tidied(header: Header, opened: Slot) -> Header | None:
    """Return the header without what a cut-off change left behind, or None when there is nothing of the kind.

    Of the slots of the one who signed in, on this computer, the one that opened stays. Of two recovery slots the
    older stays: the code of the newer was never shown.
    """
    sheets = header.of_kind(SlotKind.RECOVERY)
    kept = tuple(
        slot
        for slot in header.slots
        if slot == opened or (slot not in sheets[1:] and not _same_owner(slot, opened))
    )
    return None if kept == header.slots else header.with_slots(kept)


def _same_owner(left: Slot, right: Slot) -> bool:
    return (left.owner.staff_id, left.owner.device_id) == (right.owner.staff_id, right.owner.device_id)


def _opens(folder: Path, written: Header, keys: VaultKeys, new: Sequence[NewSlot], derive: Deriver) -> bool:
    read = read_header(folder)
    wrapper = Wrapper(read.context, derive)
    return read == written and all(wrapper.unwrap(entry.slot, entry.secret) == keys.master for entry in new)
