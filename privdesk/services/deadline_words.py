# SPDX-License-Identifier: MIT
"""The sentence that explains a deadline: what the law says, what moved it, which day is safe."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from gettext import NullTranslations

from privdesk.domain.deadlines import Deadline, HolidayTable, Regime
from privdesk.domain.reckoning import WITHDRAWN
from privdesk.domain.regimes import ClockKind, PauseKind, Unit
from privdesk.i18n import in_language

_DATE_PATTERNS = {"de": "EEE d. MMM y"}
_USUAL_PATTERN = "EEE d MMM y"


def explain_deadline(deadline: Deadline, regime: Regime, holidays: HolidayTable, language: str = "en") -> str:
    """Return one plain sentence that says how the dates came about and cites each rule.

    `regime` and `holidays` are those the deadline was computed with.
    """
    words = _Words(in_language(language), language, deadline, holidays)
    reasons = deadline.reasons
    if deadline.closed is not None:
        reasons = tuple(reason for reason in reasons if reason.key == WITHDRAWN)
    clauses = [clause for reason in reasons if (clause := _CLAUSES[reason.key](words, reason.values))]
    if not holidays.reviewed and any(reason.key == "rolled" for reason in reasons):
        clauses.append(words.unreviewed())
    sentence = "; ".join(clauses)
    return f"{sentence[:1].upper()}{sentence[1:]}."


@dataclass(frozen=True, slots=True)
class _Words:
    """A language and the deadline to be told in it."""

    catalogue: NullTranslations
    language: str
    deadline: Deadline
    holidays: HolidayTable

    def day(self, iso: str) -> str:
        """Return a date with its weekday, such as `Tue 7 Apr 2026`."""
        from babel.dates import format_date

        pattern = _DATE_PATTERNS.get(self.language, _USUAL_PATTERN)
        return format_date(date.fromisoformat(iso), pattern, locale=self.language)

    def listed(self, items: list[str]) -> str:
        """Join words as the language does."""
        from babel.lists import format_list

        return format_list(items, locale=self.language)

    def span(self, amount: int, unit: str) -> str:
        ngettext = self.catalogue.ngettext
        text = {
            Unit.MONTH: ngettext("{count} month", "{count} months", amount),
            Unit.DAY: ngettext("{count} day", "{count} days", amount),
            Unit.BUSINESS_DAY: ngettext("{count} business day", "{count} business days", amount),
        }[Unit(unit)]
        return text.format(count=amount)

    def basis(self, basis: str, start: str) -> str:
        _ = self.catalogue.gettext
        text = {
            "receipt": _("receipt on {day}"),
            "identity": _("the proof of identity on {day}"),
            "clarification": _("the person's reply on {day}"),
            "fee": _("the payment of the fee on {day}"),
            "reflection": _("the end of the reflection period on {day}"),
        }[basis]
        return text.format(day=self.day(start))

    def question(self, kind: str) -> str:
        _ = self.catalogue.gettext
        return _("identity") if kind == PauseKind.IDENTITY else _("what is wanted")

    def unreviewed(self) -> str:
        _ = self.catalogue.gettext
        return _("the holidays of {place} come from a public list, not from our reviewed table").format(
            place=self.holidays.place
        )

    def movers(self, first: date, end: date) -> list[str]:
        """Name what lies between the end and the next working day; a weekend only where it comes first."""
        _ = self.catalogue.gettext
        names = [_("the weekend")] if self.holidays.is_weekend(first) else []
        for offset in range((end - first).days):
            name = self.holidays.days.get(first + timedelta(days=offset))
            if name is not None:
                names.append(_(name))
        return list(dict.fromkeys(names))


_Values = Mapping[str, str]


def _period(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    texts = {
        ClockKind.REQUEST: _("the answer is due within {span} of {basis}, by {end} ({cite})"),
        ClockKind.REFUSAL: _("a refusal is due within {span} of {basis}, by {end} ({cite})"),
        ClockKind.COMPLAINT: _(
            "the complaint must be acknowledged within {span} of {basis}, by {end} ({cite})"
        ),
        ClockKind.OPT_OUT: _("the opt-out must take effect within {span} of {basis}, by {end} ({cite})"),
    }
    text = texts[ClockKind(values["kind"])]
    if values["extended"]:
        text = _("the extended answer is due within {span} of {basis}, by {end} ({cite})")
    return text.format(
        span=words.span(int(values["amount"]), values["unit"]),
        basis=words.basis(values["basis"], values["start"]),
        end=words.day(values["end"]),
        cite=values["cite"],
    )


def _started_later(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    if values["basis"] == "fee":
        return _("the clock starts with the fee we asked for ({cite})").format(cite=values["cite"])
    return _("the clock starts with the proof of identity we asked for ({cite})").format(cite=values["cite"])


def _paused(words: _Words, values: _Values) -> str:
    days = int(values["days"])
    text = words.catalogue.ngettext(
        "our question about {question}, asked {asked} and answered {answered}, adds {days} day ({cite})",
        "our question about {question}, asked {asked} and answered {answered}, adds {days} days ({cite})",
        days,
    )
    return text.format(
        question=words.question(values["for"]),
        asked=words.day(values["asked"]),
        answered=words.day(values["answered"]),
        days=days,
        cite=values["cite"],
    )


def _pause_unknown(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("{law} knows no pause for a question about {question}, so the clock does not stop").format(
        law=values["law"], question=words.question(values["for"])
    )


def _pause_late(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("our question of {asked} came too late to move the clock").format(
        asked=words.day(values["asked"])
    )


def _pause_open(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _(
        "our question of {asked} is not answered yet, and until it is, no day is left out ({cite})"
    ).format(asked=words.day(values["asked"]), cite=values["cite"])


def _fee_unknown(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("{law} lets a fee move nothing").format(law=values["law"])


def _fee_late(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("the fee told on {told} came too late to move the clock").format(told=words.day(values["told"]))


def _fee_open(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("the fee told on {told} is not paid yet; the clock starts anew when it is ({cite})").format(
        told=words.day(values["told"]), cite=values["cite"]
    )


def _fee_told(words: _Words, values: _Values, text: str) -> str:
    return text.format(
        told=words.day(values["told"]),
        ends=words.day(values["ends"]),
        confirm_by=words.day(values["confirm_by"]),
        days=words.span(int(values["days"]), Unit.DAY),
        cite=values["cite"],
    )


def _reflection(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    text = _("the fee was told on {told}, so the clock starts after {days} of reflection, on {ends} ({cite})")
    return _fee_told(words, values, text)


def _unconfirmed(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    text = _(
        "without a confirmation by {confirm_by} of the fee told on {told} the request counts as withdrawn "
        "without cost; with it the clock starts after {days} of reflection, on {ends} ({cite})"
    )
    return _fee_told(words, values, text)


def _fee_beside(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    text = _(
        "the fee told on {told}, to be confirmed by {confirm_by}, moves only the dates of what it is asked for ({cite})"
    )
    return _fee_told(words, values, text)


def _withdrawn(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    text = _(
        "the fee was told on {told} and not confirmed within {days}, by {confirm_by}, so the request counts "
        "as withdrawn without cost ({cite})"
    )
    return _fee_told(words, values, text)


def _rolled(words: _Words, values: _Values) -> str:
    names = words.movers(date.fromisoformat(values["from"]), date.fromisoformat(values["to"]))
    text = words.catalogue.ngettext(
        "{names} moves the end to {to} ({cite}; holidays of {place})",
        "{names} move the end to {to} ({cite}; holidays of {place})",
        len(names),
    )
    return text.format(
        names=words.listed(names), to=words.day(values["to"]), cite=values["cite"], place=words.holidays.place
    )


def _extension_unnamed(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _(
        "the law gives an extension no length: say within this time that more is needed, "
        "and name the date ({cite})"
    ).format(cite=values["cite"])


def _extension_named(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("we named {day} to the person ({cite})").format(
        day=words.day(values["named"]), cite=values["cite"]
    )


def _safe(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    if values["chained"]:
        text = _("{day} is safe under every reading, also where the months are counted one after the other")
    elif values["first_day"]:
        text = _("{day} is safe under every reading, also where the first day is counted")
    else:
        text = _("{day} is safe under every reading")
    return text.format(day=words.day(values["day"]))


def _safe_elsewhere(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("{law} may apply too by residence: {day} is safe under both").format(
        law=values["law"], day=words.day(values["day"])
    )


def _act_by(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("act by {day}, the last working day before it").format(day=words.day(values["day"]))


def _notice(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("the notice of extension, with reasons, goes out by {day} ({cite})").format(
        day=words.day(values["by"]), cite=values["cite"]
    )


def _acknowledge(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("receipt is confirmed by {day} ({cite})").format(
        day=words.day(values["by"]), cite=values["cite"]
    )


def _at_once(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("a simplified answer is due at once ({cite})").format(cite=values["cite"])


def _silence(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    return _("silence counts as a refusal ({cite})").format(cite=values["cite"])


def _remedies(words: _Words, values: _Values) -> str:
    _ = words.catalogue.gettext
    names = {
        "controller": _("the complaint to us"),
        "authority": _("the complaint to the authority"),
        "court": _("the way to court"),
    }
    listed = words.listed([names[remedy] for remedy in values["remedies"].split(",")])
    return _("the refusal gives reasons and mentions {remedies}").format(remedies=listed)


_CLAUSES: dict[str, Callable[[_Words, _Values], str]] = {
    "period": _period,
    "started_later": _started_later,
    "paused": _paused,
    "pause_unknown": _pause_unknown,
    "pause_late": _pause_late,
    "pause_open": _pause_open,
    "fee_unknown": _fee_unknown,
    "fee_late": _fee_late,
    "fee_open": _fee_open,
    "reflection": _reflection,
    "unconfirmed": _unconfirmed,
    "fee_beside": _fee_beside,
    WITHDRAWN: _withdrawn,
    "rolled": _rolled,
    "extension_unnamed": _extension_unnamed,
    "extension_named": _extension_named,
    "safe": _safe,
    "safe_elsewhere": _safe_elsewhere,
    "act_by": _act_by,
    "notice": _notice,
    "acknowledge": _acknowledge,
    "at_once": _at_once,
    "silence": _silence,
    "remedies": _remedies,
}
