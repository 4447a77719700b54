# SPDX-License-Identifier: MIT
"""`privdesk letter …`: which letters a request may have, and one of them as a PDF."""

from argparse import Namespace
from collections.abc import Sequence

from privdesk.cli.output import Output
from privdesk.cli.requests import find_case
from privdesk.domain.errors import FileThereError, PairMalformedError
from privdesk.domain.letters import LetterKind
from privdesk.i18n import _
from privdesk.services.desk import Desk
from privdesk.services.letter_plan import ENCLOSURES, REASONS, UNTIL, LetterSubject, LetterWay
from privdesk.services.letters import Letters


def listing(desk: Desk, args: Namespace, out: Output) -> int:
    """The letters of a request: which may be written now, which is next, why the others wait."""
    offers = _letters(desk).offers(LetterSubject(case_id=find_case(desk, args.case)))
    out.rows(
        (
            {
                "kind": each.kind,
                "title": each.title,
                "next": each.suggested,
                "allowed": each.allowed,
                "why_not": each.why_not or None,
            },
            f"{each.kind.value:26} {each.title}" + (f" ({each.why_not})" if each.why_not else ""),
        )
        for each in offers
    )
    return 0


def make(desk: Desk, args: Namespace, out: Output) -> int:
    """Write one letter as a PDF and file it in the request."""
    if args.out.exists() and not args.replace:
        raise FileThereError(args.out)
    letters, subject = _letters(desk), LetterSubject(case_id=find_case(desk, args.case))
    typed = _said(args.say)
    for key, values in ((REASONS, args.reason), (ENCLOSURES, args.enclosure)):
        if values:
            typed[key] = "\n".join(values)
    if args.until is not None:
        typed[UNTIL] = args.until.isoformat()
    made = letters.make(letters.draft(subject, LetterKind(args.kind), args.language, typed))
    filed = letters.finish(made, LetterWay.SAVED, args.out)
    data = {
        "ok": True,
        "file": str(args.out),
        "pages": made.pages,
        "reference": made.draft.reference,
        "language": made.draft.language,
        "effects": list(filed.effects),
        "authority_unreviewed": made.draft.authority.source if made.draft.authority is not None else None,
    }
    words = _("Wrote {file}, {pages} pages. It holds personal data.").format(file=args.out, pages=made.pages)
    if made.draft.authority is not None:
        look_up = _("Nobody has reviewed the authority’s address: look it up at {source} before it goes.")
        words += "\n" + look_up.format(source=made.draft.authority.source)
    out.answer(data, words)
    return 0


def _said(pairs: Sequence[str]) -> dict[str, str]:
    """`question=Which account?` as free parts. Raises: PairMalformedError."""
    said = {}
    for place, pair in enumerate(pairs, start=1):
        key, equals, text = pair.partition("=")
        if not key or not equals:
            raise PairMalformedError(place)
        said[key] = text
    return said


def _letters(desk: Desk) -> Letters:
    if desk.letters is None:
        raise RuntimeError("a desk opened by signing in writes letters")
    return desk.letters
