# SPDX-License-Identifier: MIT
"""A new password with the recovery sheet; the desk stays closed, and a new sheet takes the old one's place."""

from collections.abc import Sequence

from privdesk.domain.errors import RecoveryCodeMistypedError, RecoveryRefusedError, WaitBeforeTryError
from privdesk.i18n import _
from privdesk.ui.jobs import Jobs
from privdesk.ui.unlock.code_form import CodeForm, CodeWords
from privdesk.ui.unlock.ports import VaultsPort


class RecoverForm(CodeForm):
    """The code of the sheet sets a password for whom it names."""

    code_name = "recovery-code"
    beside_code = (RecoveryCodeMistypedError, RecoveryRefusedError, WaitBeforeTryError)

    def __init__(self, jobs: Jobs, vaults: VaultsPort, names: Sequence[str], name: str) -> None:
        words = CodeWords(
            title=_("Use the recovery sheet"),
            words=_("The printed code sets a new password for the person you name. It is used up by this."),
            act=_("Set the new password"),
            name=_("Name"),
            no_name=_("Type whose password is to be set."),
            code=_("Code on the sheet"),
            password=_("New password"),
        )
        super().__init__(words, jobs, vaults, names, name)
