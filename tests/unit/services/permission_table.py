# SPDX-License-Identifier: MIT
"""Which permission each method of each service on the desk needs: the second opinion to the services' own checks.

A service method that is not named here fails `test_roles.py`. Put it in with the permission that the first line of its
body requires; `FREE` only for what neither reads nor writes records.
"""

from privdesk.domain.staff import Permission

P = Permission
Needed = P | tuple[P, ...] | None
"""One permission, one of several, or none."""
FREE = None

NEEDS: dict[str, Needed] = {
    **dict.fromkeys(
        (
            "clock.day_of", "clock.from_wall", "clock.local", "clock.now", "clock.start_of", "clock.today",
            "inbox.template_title", "imports.reject_sentence", "calls.question_title", "calls.question_text",
        ),
        FREE,
    ),
    **dict.fromkeys(
        (
            "account.binding", "account.can_bind", "account.change_password", "account.folder",
            "account.password_hint", "approvals.entries", "approvals.need", "approvals.waiting",
            "agencies.buildings", "agencies.get", "agencies.summaries", "half_typed.keep",
            "half_typed.read", "office.catalogue", "office.office", "office.preferences", "office.save_preferences",
            "office.sender", "office.staff", "today.overview",
        ),
        P.USE_DESK,
    ),
    **dict.fromkeys(
        (
            "capture.agencies", "capture.check", "capture.choose_template", "capture.incomplete", "capture.keep",
            "capture.likely_same", "capture.next_item", "capture.open", "capture.refuse_service", "capture.resume",
            "capture.save", "capture.templates", "inbox.add_bytes", "inbox.add_files", "inbox.bring_back",
            "inbox.by_number", "inbox.counts", "inbox.item", "inbox.items", "inbox.known", "inbox.original",
            "inbox.page", "inbox.read_waiting", "inbox.set_aside", "people.add", "watch.sweep",
        ),
        P.ENTER_FORMS,
    ),
    **dict.fromkeys(
        (
            "calls.call_back", "calls.caller", "calls.choices", "calls.choose", "calls.code_by_letter",
            "calls.due", "calls.earlier", "calls.finish",
            "calls.finish_later", "calls.get", "calls.keep", "calls.needed", "calls.open_request", "calls.questions",
            "calls.script", "calls.start", "calls.unfinished", "calls.verdict",
            "requests.add_right", "requests.by_number", "requests.check_code", "requests.check_identity",
            "requests.closed_this_year", "requests.decide", "requests.draft", "requests.get", "requests.join",
            "requests.keep_draft", "requests.note", "requests.of_person", "requests.open", "requests.open_cases",
            "requests.propose", "requests.regimes", "requests.send_code", "requests.represent",
            "requests.end_representation", "requests.acknowledge",
        ),
        P.TAKE_REQUESTS,
    ),
    **dict.fromkeys(
        (
            "people.document_page", "people.warm_up", "people.open", "people.papers", "people.search", "people.timeline",
            "requests.page",
        ),
        P.LOOK_UP_PEOPLE,
    ),
    **dict.fromkeys(
        (
            "erasure.certificate", "erasure.certificate_page", "erasure.change", "erasure.destroyed", "erasure.get",
            "erasure.of_case", "erasure.page", "erasure.papers", "erasure.plan", "erasure.plan_paper",
            "erasure.plan_paper_page", "erasure.propose", "erasure.recent",
            "erasure.resume", "erasure.run", "erasure.save_certificate", "erasure.settle_balance", "erasure.unfinished",
        ),
        P.ERASE,
    ),
    **dict.fromkeys(
        (
            "holds.keep_until", "holds.lift", "holds.name_of", "holds.of_person", "holds.set", "holds.standing",
            "retention.certificate", "retention.certificate_page", "retention.destroyed", "retention.due",
            "retention.end_here", "retention.get", "retention.go_on", "retention.papers", "retention.propose",
            "retention.recent", "retention.run", "retention.save_certificate", "retention.standing", "retention.tasks",
            "retention.will_be_due", "retention.withdraw",
        ),
        P.MANAGE_RETENTION,
    ),
    **dict.fromkeys(("people.confirm_contact", "people.correct", "requests.rectify"), P.RECTIFY),
    **dict.fromkeys(
        (
            "portability.hand_out", "portability.make", "portability.prepare",
            "objections.closing_wishes", "objections.of_case", "objections.told_closing", "restrictions.of_person",
            "tellings.add", "tellings.answer", "tellings.of_case", "tellings.of_person", "tellings.open",
            "tellings.proposals", "tellings.tell",
            "letters.can_send", "letters.draft", "letters.finish", "letters.keep", "letters.kept", "letters.make",
            "letters.offers", "letters.page", "letters.preview",
            "people.set_consent", "reports.hand_out", "reports.make", "reports.page", "reports.prepare", "requests.close",
            "requests.record_answer", "requests.ask", "requests.record_reply", "requests.confirm_fee",
            "requests.assign", "requests.colleagues",
        ),
        P.GRANT_ACCESS,
    ),
    **dict.fromkeys(
        (
            "duplicates.compare", "duplicates.history", "duplicates.learn", "duplicates.look_for", "duplicates.merge",
            "duplicates.merges_of", "duplicates.next_pair", "duplicates.not_the_same", "duplicates.open_again",
            "duplicates.open_count", "duplicates.overview", "duplicates.pairs", "duplicates.run",
            "duplicates.unmerge",
        ),
        P.MATCH_PEOPLE,
    ),
    **dict.fromkeys(
        ("requests.extend", "requests.charge", "requests.lapse_fee", "requests.change_regime"), P.DECIDE
    ),
    **dict.fromkeys(
        (
            "imports.dry_run", "imports.export_rejects", "imports.inspect", "imports.rejects", "imports.run",
        ),
        P.IMPORT,
    ),
    **dict.fromkeys(
        (
            "letter_settings.check_mail", "letter_settings.has_password", "letter_settings.keep_password",
            "letter_settings.keeps_password", "letter_settings.letterhead", "letter_settings.logo",
            "letter_settings.mail_account",
        ),
        (P.MANAGE_OFFICE, P.GRANT_ACCESS),
    ),
    **dict.fromkeys(
        (
            "letter_settings.drop_logo", "letter_settings.put_logo", "letter_settings.save_letterhead",
            "letter_settings.save_mail_account",
        ),
        P.MANAGE_OFFICE,
    ),
    "objections.note": P.TAKE_REQUESTS,
    **dict.fromkeys(
        ("objections.weigh", "restrictions.lift", "restrictions.set", "restrictions.tell", "tellings.leave_out"), P.DECIDE
    ),
    **dict.fromkeys(
        (
            "figures.made", "figures.of_year", "figures.page", "figures.save_paper", "figures.save_table",
            "figures.table_name", "figures.years",
        ),
        P.DECIDE,
    ),
    **dict.fromkeys(
        (
            "processing.made", "processing.page", "processing.save_paper", "processing.save_table", "processing.say",
            "processing.state", "processing.table_name",
        ),
        P.MANAGE_CATALOGUE,
    ),
    "imports.recent": (P.IMPORT, P.MANAGE_AGENCIES),
    "checking.check": P.CHECK_RECORDS,
    "checking.rebuild_index": P.CHECK_RECORDS,
    "checking.set_aside": P.CHECK_RECORDS,
    "checking.remove_set_aside": P.CHECK_RECORDS,
    "approvals.approve": (P.ERASE, P.MANAGE_RETENTION, P.RE_KEY),
    "approvals.decline": (P.ERASE, P.MANAGE_RETENTION, P.RE_KEY),
    "approvals.propose": P.ERASE,
    "approvals.take": P.ERASE,
    **dict.fromkeys(
        (
            "agencies.save", "agencies.save_building", "agency_papers.add", "agency_papers.add_file",
            "agency_papers.held", "agency_papers.page", "agency_papers.remove", "agency_papers.save",
        ),
        P.MANAGE_AGENCIES,
    ),
    "office.save": P.MANAGE_OFFICE,
    **dict.fromkeys(
        (
            "catalogue.drop_notice", "catalogue.drop_recipient", "catalogue.export", "catalogue.put_authority", "catalogue.put_group",
            "catalogue.put_notice", "catalogue.put_purpose", "catalogue.put_recipient", "catalogue.put_rule",
            "catalogue.reset", "catalogue.state", "catalogue_papers.add", "catalogue_papers.add_file",
            "catalogue_papers.save", "catalogue_papers.held",
            "catalogue_papers.page", "catalogue_papers.remove",
        ),
        P.MANAGE_CATALOGUE,
    ),
    **dict.fromkeys(
        (
            "audit.count", "audit.entries", "audit.export", "audit.kept_until", "audit.last_check", "audit.page",
            "audit.staff", "audit.verify",
        ),
        P.SEE_AUDIT,
    ),
    "audit.prune": P.MANAGE_RETENTION,
    **dict.fromkeys(
        (
            "staff.add", "staff.change_roles", "staff.confirm_sheet", "staff.disable", "staff.drop_sheet",
            "staff.enable", "staff.entries", "staff.new_sheet", "staff.password_hint", "staff.reset_password",
            "staff.sheet_picture",
        ),
        P.MANAGE_STAFF,
    ),
    **dict.fromkeys(("backups.plan", "backups.record", "backups.make_if_due", "backups.copy_ledger", "backups.state"), P.USE_DESK),
    **dict.fromkeys(
        (
            "backups.save_plan", "backups.found", "backups.check", "backups.migration_copies",
            "backups.remove_migration_copy", "backups.make",
        ),
        P.BACK_UP,
    ),
    "backups.may_go": P.USE_DESK,
    "computers.binding": P.USE_DESK,
    **dict.fromkeys(
        ("computers.of_staff", "computers.make_code", "computers.withdraw_code", "computers.remove"), P.MANAGE_STAFF
    ),
    **dict.fromkeys(
        (
            "duplicates.overview", "duplicates.open_count", "duplicates.pairs", "duplicates.next_pair",
            "duplicates.look_for", "duplicates.compare", "duplicates.merge", "duplicates.unmerge",
            "duplicates.not_the_same", "duplicates.open_again", "duplicates.history", "duplicates.merges_of",
            "duplicates.run", "duplicates.learn",
        ),
        P.MATCH_PEOPLE,
    ),
}  # fmt: skip
