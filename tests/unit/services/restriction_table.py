# SPDX-License-Identifier: MIT
"""What each service method may do with a restricted person: the second opinion to the services' own checks.

A method that is not named here fails `test_restricted_people.py`. Put it into the group that is true of it:

- `BLOCKED` changes a person's data, joins them with another's, or gives them to anybody but the person; it must
  refuse, and a recipe in the test shows that it does.
- `FOR_THE_PERSON` serves the person's own rights, or ends the restriction. Law: GDPR Art. 12–22; FADP Art. 25–32.
- `STORES` keeps what arrives, and changes nothing that is in force. Law: GDPR Art. 18(2): storage stays allowed.
- `ELSEWHERE` reads, or has nothing to do with one person's data.
"""

BLOCKED = frozenset({
    "capture.save", "duplicates.merge", "duplicates.unmerge", "imports.dry_run", "imports.run", "inbox.original",
    "people.confirm_contact", "people.correct", "people.set_consent", "requests.rectify",
})  # fmt: skip
FOR_THE_PERSON = frozenset({
    "calls.choose", "calls.finish", "calls.finish_later", "calls.keep", "calls.open_request", "calls.start",
    "erasure.certificate", "erasure.certificate_page", "erasure.change", "erasure.destroyed", "erasure.plan_paper",
    "erasure.plan_paper_page", "erasure.propose",
    "erasure.resume", "erasure.run", "erasure.save_certificate", "erasure.settle_balance",
    "letters.draft", "letters.finish", "letters.keep", "letters.make", "letters.page", "letters.preview",
    "objections.note", "objections.told_closing", "objections.weigh",
    "portability.hand_out", "portability.make", "portability.prepare",
    "reports.hand_out", "reports.make", "reports.page", "reports.prepare",
    "requests.acknowledge", "requests.add_right", "requests.ask", "requests.assign", "requests.change_regime",
    "requests.charge", "requests.check_code", "requests.check_identity", "requests.close", "requests.confirm_fee",
    "requests.decide", "requests.end_representation", "requests.extend", "requests.join", "requests.keep_draft",
    "requests.lapse_fee", "requests.note", "requests.open", "requests.record_answer", "requests.record_reply",
    "requests.represent", "requests.send_code",
    "restrictions.lift", "restrictions.set", "restrictions.tell",
    "tellings.add", "tellings.answer", "tellings.leave_out", "tellings.tell",
})  # fmt: skip
STORES = frozenset({
    "capture.choose_template", "capture.incomplete", "capture.keep", "capture.refuse_service", "duplicates.not_the_same",
    "duplicates.look_for", "duplicates.open_again", "duplicates.run", "holds.keep_until", "holds.lift", "holds.set", "inbox.add_bytes",
    "inbox.add_files", "inbox.bring_back", "inbox.read_waiting", "inbox.set_aside", "people.add", "watch.sweep",
    "half_typed.keep",
})  # fmt: skip
ELSEWHERE = frozenset({
    "account.*", "agencies.*", "approvals.*", "audit.*", "backups.*", "checking.*", "clock.*", "computers.*", "office.*",
    "figures.*", "processing.*",
    "agency_papers.*", "catalogue.*", "catalogue_papers.*", "letter_settings.*", "staff.*", "today.*", "half_typed.read",
    "calls.call_back", "calls.caller", "calls.choices", "calls.code_by_letter", "calls.due", "calls.earlier",
    "calls.get", "calls.needed", "calls.question_text",
    "calls.question_title", "calls.questions", "calls.script", "calls.unfinished", "calls.verdict",
    "capture.agencies", "capture.check", "capture.likely_same", "capture.next_item", "capture.open", "capture.resume",
    "capture.templates",
    "duplicates.compare", "duplicates.history", "duplicates.learn", "duplicates.merges_of", "duplicates.next_pair",
    "duplicates.open_count", "duplicates.overview", "duplicates.pairs",
    "erasure.get", "erasure.of_case", "erasure.page", "erasure.papers", "erasure.plan", "erasure.recent",
    "erasure.unfinished", "holds.name_of", "holds.of_person", "holds.standing",
    "imports.export_rejects", "imports.inspect", "imports.recent", "imports.reject_sentence", "imports.rejects",
    "inbox.by_number", "inbox.counts", "inbox.item", "inbox.items", "inbox.known", "inbox.page", "inbox.template_title",
    "letters.can_send", "letters.kept", "letters.offers", "objections.closing_wishes", "objections.of_case",
    "people.document_page", "people.open", "people.papers", "people.search", "people.timeline", "people.warm_up",
    "retention.*",
    "requests.by_number", "requests.closed_this_year", "requests.colleagues", "requests.draft", "requests.get",
    "requests.of_person", "requests.open_cases", "requests.page", "requests.propose", "requests.regimes",
    "restrictions.of_person", "tellings.of_case", "tellings.of_person", "tellings.open", "tellings.proposals",
})  # fmt: skip
"""`imports.export_rejects` gives back rows of the office's own file; a row rejected for a restriction holds no value."""
MAY_CHANGE = frozenset({
    "erasure.run", "erasure.resume", "objections.note", "objections.weigh", "requests.add_right", "requests.decide",
    "requests.open", "restrictions.lift", "restrictions.set", "restrictions.tell", "calls.open_request",
    "erasure.settle_balance",
})  # fmt: skip
"""Of those for the person: what changes the person's record, as the law asks for it."""
