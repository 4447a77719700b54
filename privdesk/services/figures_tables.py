# SPDX-License-Identifier: MIT
"""The figures of a year as tables: one source for the page, the PDF and the CSV file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from privdesk.domain.cases import Outcome
from privdesk.domain.disclosure.document import Bar
from privdesk.domain.figures import Refusal, Tally, YearFigures
from privdesk.domain.people import Channel
from privdesk.services.figures_words import FigureWords
from privdesk.services.letter_reasons import reason_text

_GRANTED = (Outcome.GRANTED, Outcome.PARTLY)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line: its words, and one entry a column; numbers stay numbers for the file."""

    words: str
    entries: tuple[int | float | str | None, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table with its title, what its figures mean, and the bars that draw it."""

    key: str
    title: str
    means: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    bars: tuple[Bar, ...] = ()
    legend: tuple[str, ...] = ()
    upright: bool = False
    text_columns: int = 0
    """How many columns, from the first, hold words instead of numbers."""


def figure_tables(figures: YearFigures, words: FigureWords, country: str = "CH") -> tuple[FigureTable, ...]:
    """Every table in order; none where nothing happened in the year."""
    if figures.empty:
        return ()
    return (
        _overview(figures, words),
        _months(figures, words),
        _rights(figures, words),
        _tallied("channels", figures.channels, lambda key: words.code("channel", key), words),
        _tallied("regimes", figures.regimes, lambda key: words.code("law", key), words),
        _answering(figures, words),
        _refusals(figures, words, country),
        _identity(figures, words),
    )


def shown(entry: float | str | None, words: FigureWords) -> str:
    """An entry as it is read: numbers in groups, halves of days with the sign of the language, nothing for None."""
    if entry is None:
        return ""
    if isinstance(entry, str):
        return entry
    whole = int(entry)
    return words.number(whole) if entry == whole else f"{words.number(whole)}{words('format.decimal')}5"


def percent(part: int, whole: int, words: FigureWords) -> str:
    """A share in whole percent, halves rounded up; nothing of nothing."""
    if not whole:
        return ""
    value = (Decimal(100 * part) / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP)
    return words("percent", value=value)


def table_head(words: FigureWords) -> Sequence[str]:
    """The columns of the file."""
    return [words(key) for key in ("year", "as_at", "table", "row", "column", "value", "meaning")]


def table_rows(figures: YearFigures, words: FigureWords, country: str = "CH") -> Iterator[Sequence[str]]:
    """One line a figure, with what it means beside it."""
    year, day = str(figures.year), figures.as_at.isoformat()
    if figures.empty:
        yield [year, day, "", "", "", "", words("empty", year=figures.year)]
    for table in figure_tables(figures, words, country):
        if not table.rows:
            yield [year, day, table.title, "", "", words("none"), table.means]
        for row in table.rows:
            for column, entry in zip(table.columns[1:], row.entries, strict=True):
                if entry is not None:
                    yield [year, day, table.title, row.words, column, str(_plain(entry)), table.means]


def _plain(entry: float | str) -> float | str:
    """2.0 as 2; a spreadsheet reads the decimal point."""
    return int(entry) if isinstance(entry, float) and entry == int(entry) else entry


def _table(
    key: str,
    words: FigureWords,
    columns: Sequence[str],
    rows: Sequence[FigureRow],
    bars: Sequence[Bar] = (),
    legend: Sequence[str] = (),
) -> FigureTable:
    """A table, drawn by `bars` where there are any."""
    title, means = words(f"{key}.title"), words(f"{key}.means")
    return FigureTable(
        key, title, means, ("", *columns), tuple(rows), tuple(bars), tuple(legend) if bars else ()
    )


def _tally_columns(words: FigureWords) -> tuple[str, ...]:
    return words("received"), words("answered"), words("open")


def _entries(tally: Tally) -> tuple[int, int, int]:
    return tally.received, tally.answered, tally.open


def _tally_bar(label: str, tally: Tally, words: FigureWords) -> Bar:
    return Bar(label, words.number(tally.received), (float(tally.answered), float(tally.open)))


def _overview(figures: YearFigures, words: FigureWords) -> FigureTable:
    rows = [
        FigureRow(words(f"overview.{key}"), _entries(tally))
        for key, tally in (
            ("requests", figures.requests),
            ("complaints", figures.complaints),
            ("opt_outs", figures.opt_outs),
        )
    ]
    return _table("overview", words, _tally_columns(words), rows)


def _months(figures: YearFigures, words: FigureWords) -> FigureTable:
    rows = [FigureRow(words.months[each.month - 1], _entries(each.tally)) for each in figures.months]
    short = words("short").split()
    bars = [_tally_bar(short[each.month - 1], each.tally, words) for each in figures.months]
    rows.append(FigureRow(words("all"), _entries(figures.requests), total=True))
    legend = (words("answered"), words("open"))
    table = _table("months", words, _tally_columns(words), rows, bars, legend)
    return replace(table, upright=True)


def _rights(figures: YearFigures, words: FigureWords) -> FigureTable:
    columns = [words("asked"), *(words(f"head.{each.value}") for each in Outcome)]
    rows, bars = [], []
    for right, outcomes in figures.rights.items():
        counts = [outcomes.get(each, 0) for each in Outcome]
        name, asked = words.code("right", right.value), sum(counts)
        rows.append(FigureRow(name, (asked, *counts)))
        granted, refused = sum(outcomes.get(each, 0) for each in _GRANTED), outcomes.get(Outcome.REFUSED, 0)
        parts = (float(granted), float(refused), float(asked - granted - refused))
        bars.append(Bar(name, words.number(asked), parts))
    if rows:
        totals = [figures.outcome(each) for each in Outcome]
        rows.append(FigureRow(words("all"), (figures.rights_asked, *totals), total=True))
    legend = tuple(words(f"rights.legend_{key}") for key in ("granted", "refused", "rest"))
    return _table("rights", words, columns, rows, bars, legend)


def _tallied(
    key: str,
    tallies: Mapping[Channel, Tally] | Mapping[str, Tally],
    name: Callable[[str], str],
    words: FigureWords,
) -> FigureTable:
    rows = [FigureRow(name(str(each)), _entries(tally)) for each, tally in tallies.items()]
    bars = [_tally_bar(name(str(each)), tally, words) for each, tally in tallies.items()]
    return _table(key, words, _tally_columns(words), rows, bars, (words("answered"), words("open")))


def _answering(figures: YearFigures, words: FigureWords) -> FigureTable:
    found, received = figures.answering, figures.requests.received
    answered = figures.requests.answered
    spans = (
        ("within_month", found.within_month), ("within_three", found.within_three), ("later", found.later),
        ("open", found.open),
    )  # fmt: skip
    others = (
        ("in_time", found.in_time, answered), ("late", found.late, answered),
        ("overdue", found.overdue, received), ("extended", found.extended, received),
    )  # fmt: skip
    rows = [
        FigureRow(words(f"answering.{key}"), (count, percent(count, received, words) or None))
        for key, count in spans
    ]
    rows += [
        FigureRow(words(f"answering.{key}"), (count, percent(count, whole, words) or None))
        for key, count, whole in others
    ]
    rows.append(FigureRow(words("answering.median"), (found.median_days, None)))
    rows.append(FigureRow(words("answering.longest"), (found.longest_days, None)))
    bars = [Bar(words(f"answering.{key}"), words.number(count), (float(count),)) for key, count in spans]
    return _table("answering", words, (words("number"), words("share")), rows, bars if received else ())


def _refusals(figures: YearFigures, words: FigureWords, country: str) -> FigureTable:
    rows = [
        FigureRow(
            f"{words.code('right', each.right.value)}: {words.code('outcome', each.outcome.value)}",
            (words.code("law", each.regime), _reason(each, words, country), each.count),
        )
        for each in figures.refusals
    ]
    columns = (words("law"), words("reason"), words("number"))
    return replace(_table("refusals", words, columns, rows), text_columns=2)


def _reason(refusal: Refusal, words: FigureWords, country: str) -> str:
    if not refusal.reason_key:
        return words("own_reason" if refusal.own_words else "no_reason")
    try:
        return reason_text(refusal.reason_key, refusal.regime, words.language, country)
    except KeyError:
        return refusal.reason_key


def _identity(figures: YearFigures, words: FigureWords) -> FigureTable:
    found = figures.identity
    rows = [
        FigureRow(words.code("identity", method.value), (count, found.failed.get(method, 0)))
        for method, count in found.made.items()
    ]
    bars = [
        Bar(
            words.code("identity", method.value),
            words.number(count),
            (float(count - found.failed.get(method, 0)), float(found.failed.get(method, 0))),
        )
        for method, count in found.made.items()
    ]
    if rows:
        rows.append(FigureRow(words("all"), (found.all_made, found.all_failed), total=True))
        rows.append(FigureRow(words("identity.calls"), (None, found.calls)))
    legend = (words("established"), words("failed"))
    return _table("identity", words, (words("made"), words("failed")), rows, bars, legend)
