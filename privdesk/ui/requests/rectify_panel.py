# SPDX-License-Identifier: MIT
"""Really correcting values: old beside new, and the proof they rest on."""

from typing_extensions import override

from privdesk.domain.case_errors import NothingToCorrectError, ProofMissingError
from privdesk.domain.cases import Case
from privdesk.domain.restriction import AllowedUse, PersonRestrictedError
from privdesk.domain.submissions import FieldProblemError
from privdesk.i18n import _
from privdesk.services.request_pages import CasePage
from privdesk.services.requests import Requests
from privdesk.services.rights_words import use_name
from privdesk.ui.errors import sentence_of
from privdesk.ui.requests.act_panel import ActPanel, Work
from privdesk.ui.requests.kept_parts import KeptChanges
from privdesk.ui.widgets.changes_editor import ChangesEditor
from privdesk.ui.widgets.field import ComboField, LineField


class RectifyPanel(ActPanel):
    """The values asked for, each with what stands on file; the old value, who and when are kept."""

    def __init__(self, page: CasePage) -> None:
        words = _("The old value is kept with its source. Recipients who got it are noted as to be told.")
        super().__init__("rectify", _("Correct the values"), words, _("Correct the values"), "pencil-line")
        self._case_id = page.case.id
        self.changes = ChangesEditor()
        if page.person is not None:
            self.changes.set_facts(page.person.facts)
        self.changes.set_value({row.field: row.after for row in page.changes if not row.done})
        self.keep_part("changes", KeptChanges(self.changes), self.changes.changed)
        self.proof = LineField(
            _("Proof"), hint=_("Letter of 4 Mar, identity checked by phone …"), mandatory=True
        )
        self.keep("proof", self.proof, ProofMissingError)
        uses = [("", _("choose")), *((each.value, use_name(each)) for each in AllowedUse)]
        self.use = ComboField(_("Allowed"), uses, value="")
        self.use.set_note(_("Use of these data is restricted: say why this is allowed all the same."))
        self.keep("use", self.use, PersonRestrictedError)
        self.use.setVisible(page.restricted_since is not None)
        self.body.addWidget(self.changes)
        self.body.addWidget(self.proof)
        self.body.addWidget(self.use)

    @override
    def work(self) -> Work | None:
        changes, proof, case_id = self.changes.value, self.proof.value, self._case_id
        if not proof:
            self.fail(ProofMissingError())
            return None

        use = AllowedUse(self.use.value) if self.use.value else None

        def rectify(requests: Requests) -> Case:
            return requests.rectify(case_id, changes, proof, use)

        return rectify

    @override
    def fail(self, error: BaseException) -> bool:
        if isinstance(error, FieldProblemError):
            return self.changes.say_problem(error.key, sentence_of(error))
        if isinstance(error, NothingToCorrectError) and self.changes.rows:
            self.changes.rows[0].say_problem(sentence_of(error))
            return True
        return super().fail(error)
