# SPDX-License-Identifier: MIT
"""The person's own papers at the end of the report: page pictures and the words of e-mails.

Earlier reports are listed but not shown again. Passages about other people are covered in a later step of the
program, before the report is made; nothing here covers anything.

Law: GDPR Art. 15(3) (a copy of the data), CJEU C-487/21; FADP Art. 25(2)(b).
"""

from collections.abc import Iterable

from privdesk.domain.disclosure.document import Block, Fact, Figure, Paragraph, Passage, Run, Section
from privdesk.domain.disclosure.dossier import Dossier, Occasion
from privdesk.domain.inbox import Document, DocumentId, DocumentRole, InboxItem, MailFacts


def figure_key(document_id: DocumentId, page: int) -> str:
    """The name of the picture of one page, counted from 0."""
    return f"{document_id}/{page}"


def sections(dossier: Dossier, occasion: Occasion) -> tuple[Section, ...]:
    """A section for each paper that came or went, oldest first."""
    shown = [document for document in dossier.documents if document.role is not DocumentRole.REPORT]
    owners = {document.id: item for item in dossier.items.values() for document in item.documents}
    found: list[Section] = []
    told: set[object] = set()
    for document in shown:
        item = owners.get(document.id)
        mail = item.mail if item is not None and item.id not in told else None
        if item is not None:
            told.add(item.id)
        blocks = (*_mail(mail, occasion), *_pages(document, item, occasion))
        if not blocks:
            continue
        title = _title(document, item, occasion)
        found.append(Section(f"document:{document.id}", f"D{len(found) + 1}", title, blocks, ()))
    return tuple(found)


def _title(document: Document, item: InboxItem | None, occasion: Occasion) -> str:
    words = occasion.wording
    if item is None:
        day = words.date_short(occasion.day(document.created_at))
        return words("pictures.own", name=document.name, date=day)
    return words("pictures.item", number=item.number, date=words.date_short(item.received_on))


def _pages(document: Document, item: InboxItem | None, occasion: Occasion) -> Iterable[Block]:
    words = occasion.wording
    for page in range(document.pages):
        caption = words("pictures.caption", name=document.name, page=page + 1, pages=document.pages)
        yield Figure(figure_key(document.id, page), caption, item.turned if item is not None else 0)
    if not document.pages and (item is None or item.mail is None):
        text = words("pictures.no_picture", name=document.name)
        yield Paragraph((Run(text),), small=True)


def _mail(mail: MailFacts | None, occasion: Occasion) -> Iterable[Block]:
    words = occasion.wording
    if mail is None:
        return
    facts = [
        Fact(words("pictures.sender"), mail.sender),
        Fact(words("pictures.recipient"), mail.recipient),
        Fact(words("pictures.subject"), mail.subject),
    ]
    if mail.sent_at is not None:
        facts.append(Fact(words("pictures.sent"), occasion.moment(mail.sent_at)))
    yield Passage(tuple(fact for fact in facts if fact.value), mail.text)
