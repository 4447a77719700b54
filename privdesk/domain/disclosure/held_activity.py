# SPDX-License-Identifier: MIT
"""What people did with the service: connections, top-ups, usage month by month, surveys – every row."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from privdesk.domain.activity import TopUp, Usage, UsageMonth
from privdesk.domain.disclosure.document import Align, Block, Column, GridTable, Heading
from privdesk.domain.disclosure.dossier import Dossier, Occasion
from privdesk.domain.disclosure.wording import Wording

LONGEST_TABLE = 1000
"""Rows of one table; more begin a new one, so that no table is too long to be laid out."""


_A_MONTH = 8
"""Uses a month from which on each month has its own table."""


def connections(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Each sign-in to the web platform with the traces it left."""
    words = occasion.wording
    heads = (
        Column(words("columns.at"), 0.21),
        Column(words("columns.browser"), 0.19),
        Column(words("columns.browser_language"), 0.19),
        Column(words("columns.operating_system"), 0.15),
        Column(words("columns.ip_address"), 0.26),
    )
    rows = [
        (
            occasion.exact_moment(row.at),
            row.browser,
            _spoken(row.browser_language, words),
            row.operating_system,
            row.ip_address,
        )
        for row in dossier.connections
    ]
    return _tables(heads, rows)


def topups(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Each top-up with method, amount and balance, and their sum."""
    words = occasion.wording
    heads = (
        Column(words("columns.at"), 0.25),
        Column(words("columns.method"), 0.35),
        Column(words("columns.amount"), 0.2, Align.RIGHT),
        Column(words("columns.balance"), 0.2, Align.RIGHT),
    )
    rows = [
        (
            occasion.exact_moment(row.at),
            words.imported("method", row.method),
            words.money(row.amount, row.currency),
            words.money(row.balance_after, row.currency) if row.balance_after is not None else "",
        )
        for row in dossier.topups
    ]
    return _tables(heads, rows, ("", words("columns.sum"), _sum(dossier.topups, words), ""))


def usage(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Each use of a machine, a table a month with its sum; a table a year where months hold little."""
    words = occasion.wording
    heads = (
        Column(words("columns.at"), 0.2),
        Column(words("columns.product"), 0.17),
        Column(words("columns.machine"), 0.24),
        Column(words("columns.duration"), 0.11, Align.RIGHT),
        Column(words("columns.amount"), 0.14, Align.RIGHT),
        Column(words("columns.balance"), 0.14, Align.RIGHT),
    )
    blocks: list[Block] = []

    def month_of(row: Usage) -> tuple[int, int]:
        local = occasion.local(row.at)
        return local.year, local.month

    months = len({month_of(row) for row in dossier.usages})
    sparse = len(dossier.usages) < _A_MONTH * months
    for (year, month), each in groupby(
        dossier.usages, lambda row: (month_of(row)[0], 0) if sparse else month_of(row)
    ):
        used = tuple(each)
        total = ("", words("columns.sum"), "", "", _sum(used, words), "")
        blocks.append(Heading(words.month(year, month) if month else str(year)))
        blocks += _tables(heads, [_usage_row(row, occasion) for row in used], total)
    return tuple(blocks)


def usage_sums(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Each month of which only sums are left, with its balance, and their sum."""
    words = occasion.wording
    heads = (
        Column(words("columns.month"), 0.34),
        Column(words("columns.times"), 0.2, Align.RIGHT),
        Column(words("columns.amount"), 0.23, Align.RIGHT),
        Column(words("columns.balance"), 0.23, Align.RIGHT),
    )
    rows = [
        (
            words.month(row.year, row.month),
            words.number(row.times),
            words.money(row.amount, row.currency),
            words.money(row.balance, row.currency) if row.balance is not None else "",
        )
        for row in dossier.usage_months
    ]
    times = words.number(sum(row.times for row in dossier.usage_months))
    return _tables(heads, rows, (words("columns.sum"), times, _sum(dossier.usage_months, words), ""))


def surveys(dossier: Dossier, occasion: Occasion) -> tuple[Block, ...]:
    """Each answer to each question."""
    words = occasion.wording
    heads = (
        Column(words("columns.at"), 0.2),
        Column(words("columns.survey"), 0.22),
        Column(words("columns.question"), 0.32),
        Column(words("columns.answer"), 0.26),
    )
    rows = [
        (occasion.exact_moment(survey.at), survey.survey, question, answer)
        for survey in dossier.surveys
        for question, answer in survey.answers or (("", ""),)
    ]
    return _tables(heads, rows)


def _usage_row(row: Usage, occasion: Occasion) -> tuple[str, ...]:
    words = occasion.wording
    machine = f"{words.imported('machine', row.machine_type)} {row.machine_number}".strip()
    return (
        occasion.exact_moment(row.at),
        row.product_number,
        machine,
        words("format.minutes", count=words.number(row.duration)),
        words.money(row.amount, row.currency),
        words.money(row.balance_after, row.currency) if row.balance_after is not None else "",
    )


def _tables(
    heads: tuple[Column, ...], rows: Sequence[tuple[str, ...]], total: tuple[str, ...] = ()
) -> tuple[Block, ...]:
    starts = range(0, len(rows), LONGEST_TABLE)
    return tuple(
        GridTable(
            heads,
            tuple(rows[start : start + LONGEST_TABLE]),
            total=total if start + LONGEST_TABLE >= len(rows) else (),
        )
        for start in starts
    )


def _sum(rows: Iterable[TopUp | Usage | UsageMonth], words: Wording) -> str:
    """The sum by currency."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.currency] = sums.get(row.currency, 0) + row.amount
    return ", ".join(words.money(amount, currency) for currency, amount in sums.items())


def _spoken(tag: str, words: Wording) -> str:
    """A browser's language such as `de-CH` in words, with the tag as stored."""
    name = words.code("language", tag.partition("-")[0].lower())
    return tag if name == tag.partition("-")[0].lower() else f"{name} ({tag})"
