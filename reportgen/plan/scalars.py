"""Turns the text of a plan value into what it is declared to be: a name, an exact number, a share, a day, a choice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal, TypedDict, TypeVar

from reportgen.model.money import decimal_text, exact
from reportgen.model.period import Grain, parse_period
from reportgen.model.place import Place
from reportgen.model.plan import Dated, Text
from reportgen.model.quantity import Quantity, Unit
from reportgen.plan import kinds
from reportgen.plan.yaml_nodes import Fields, Node, Reference, dated, hint

C = TypeVar("C", bound=str)
E = TypeVar("E", bound=Dated)

ENTRY = ("id", "name", "from", "because")
"""The keys of every dated entry."""

COLUMNS: tuple[Literal["floor", "stretch"], ...] = ("floor", "stretch")
"""The columns of a target."""

LANGUAGES = ("zh", "en")
"""The languages in which every name must be given; others may stand beside them."""

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
PERCENT = re.compile(rf"({NUMBER.pattern}) ?%")
RATIO = re.compile(r"([1-9][0-9]{0,8}) ?/ ?([1-9][0-9]{0,8})")
WHOLE = re.compile(r"0|[1-9][0-9]{0,8}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR = re.compile(r"[1-9][0-9]{3}")
COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
IDENTIFIER = re.compile(r"[a-z][a-z0-9_-]*")
COLUMN = re.compile(r"[a-z][a-z0-9_]*")
LANGUAGE = re.compile(r"[a-z]{2,3}")
_PERIOD_EXAMPLES: dict[Grain, str] = {"month": "2026-01", "quarter": "2026-Q1", "year": "2026"}


class Heading(TypedDict):
    """What every dated entry begins with."""

    id: str
    name: Text
    since: date
    because: Text
    place: Place


def heading(fields: Fields) -> Heading:
    """Read what every dated entry begins with."""
    return Heading(
        id=identifier(fields["id"]),
        name=worded(fields["name"]),
        since=day(fields["from"]),
        because=worded(fields["because"]),
        place=fields.node.place,
    )


def entries(root: Node, read: Callable[[Node], E]) -> tuple[E, ...]:
    """Read a file that is a list of dated entries."""
    found = []
    for item in root.items(least=0):
        mark = len(item.file.references)
        entry = read(item)
        dated(item, mark, entry.since)
        found.append(entry)
    return tuple(found)


def identifier(node: Node) -> str:
    """Read an id: it names files and is typed on command lines, so it is plain small letters."""
    node.expect("identifier")
    return _matching(node, IDENTIFIER, of="an id", joins="- or _")


def column(node: Node) -> str:
    """Read the name of a table or column, as profiles declare them; whether an input has it, the data will say."""
    node.expect("column")
    return _matching(node, COLUMN, of="the name of a table or column", joins="_")


def reference(node: Node, what: str) -> str:
    """Read the name of another plan item (`what`: a measure, KPI or role), noted to be looked up when all is read."""
    name = node.scalar()
    if name:
        node.file.references.append(Reference(what, name, node))
    return name


def references(node: Node, what: str, *, least: int = 0) -> tuple[str, ...]:
    """Read a list of at least so many names of other plan items, each once."""
    return distinct(node.items(least=least), lambda item: reference(item, what))


def texts(node: Node) -> tuple[str, ...]:
    """Read a list of texts, each once."""
    return distinct(node.items(), Node.scalar)


def distinct(items: Sequence[Node], read: Callable[[Node], C]) -> tuple[C, ...]:
    """Read the parts of a list; the same one twice is a problem."""
    found: list[C] = []
    for item in items:
        faults = item.faults()
        value = read(item)
        if value in found and item.faults() == faults:
            item.report(kinds.LISTED_TWICE, value)
        found.append(value)
    return tuple(found)


def worded(node: Node) -> Text:
    """Read a name or sentence in several languages, those of `LANGUAGES` at least."""
    node.expect("worded")
    others = [key for key in node.written() if LANGUAGE.fullmatch(key)]
    fields = node.fields(LANGUAGES, others)
    return {key: fields[key].scalar() for key in dict.fromkeys((*LANGUAGES, *others))}


def names(fields: Fields, key: str) -> dict[str, Text]:
    """Read what values of the data are called in several languages; nothing where the plan does not say."""
    return {value: worded(name) for value, name in fields[key].pairs()} if key in fields else {}


def number(node: Node) -> Fraction:
    """Read a plain number exactly: `12500`, `420,000,000`, `-0.5`."""
    node.expect("number")
    text = node.scalar()
    if NUMBER.fullmatch(text):
        return exact(text.replace(",", ""))
    if text:
        node.report(kinds.NUMBER_UNREADABLE, text)
    return Fraction(0)


def bound(node: Node) -> Quantity:
    """Read a threshold as it is written: a percentage with its sign, or a plain number."""
    if node.is_percent():
        return Quantity(percent(node), Unit.PERCENT)
    return Quantity(number(node), Unit.NUMBER)


def integer(node: Node) -> int:
    """Read a whole number that is not negative."""
    node.expect("whole")
    text = node.scalar()
    if WHOLE.fullmatch(text):
        return int(text.replace(",", ""))
    if text:
        node.report(kinds.WHOLE_UNREADABLE, text)
    return 0


def percent(node: Node) -> Fraction:
    """Read a percentage, which is always written with its sign, as a share of one: `85 %` is 0.85.

    Nothing is nothing with or without it, and a ratio (`1/3`) says by itself that it is a share.
    """
    node.expect("percent")
    text = node.scalar()
    match = PERCENT.fullmatch(text)
    if match:
        return exact(match[1].replace(",", "")) / 100
    ratio = RATIO.fullmatch(text)
    if ratio:
        return Fraction(int(ratio[1]), int(ratio[2]))
    if text == "0":
        return Fraction(0)
    if text:
        node.report(kinds.PERCENT_UNREADABLE, text)
    return Fraction(0)


def day(node: Node) -> date:
    """Read a day written `2026-01-31`."""
    node.expect("day")
    text = node.scalar()
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # the 30th of February has the right form: reported below with the rest
    if text:
        node.report(kinds.DATE_UNREADABLE, text)
    return date.max


def year(node: Node) -> int:
    """Read a year of four digits."""
    node.expect("year")
    text = node.scalar()
    if YEAR.fullmatch(text):
        return int(text)
    if text:
        node.report(kinds.YEAR_UNREADABLE, text)
    return 0


def period_id(node: Node, grain: Grain) -> str:
    """Read a period of a grain and return its id."""
    text = node.scalar()
    period = parse_period(text)
    if period is not None and period.grain == grain:
        return period.id
    if text:
        node.report(kinds.PERIOD_UNREADABLE, text, grain=grain, example=_PERIOD_EXAMPLES[grain])
    return ""


def currency(node: Node) -> str:
    """Read an ISO 4217 code."""
    node.expect("currency")
    text = node.scalar()
    if text and not CURRENCY.fullmatch(text):
        node.report(kinds.CURRENCY_UNREADABLE, text)
    return text


def country(node: Node) -> str:
    """Read an ISO 3166 code of two letters."""
    node.expect("country")
    text = node.scalar()
    if text and not COUNTRY.fullmatch(text):
        node.report(kinds.COUNTRY_UNREADABLE, text)
    return text


def between(node: Node, low: int, high: int) -> int:
    """Read a whole number from a range in which it makes sense, both ends included."""
    faults = node.faults()
    value = integer(node)
    if node.raw is not None and node.faults() == faults and not low <= value <= high:
        node.report(kinds.OUTSIDE, node.scalar(), low=str(low), high=str(high))
    return value


def choice(node: Node, among: Sequence[C]) -> C:
    """Read one of a few words; the first stands in where none fits."""
    node.expect("choice", among)
    text = node.scalar()
    for known in among:
        if known == text:
            return known
    if text:
        node.report(kinds.CHOICE_UNKNOWN, text, hint=hint(text, among))
    return among[0]


def in_order(fields: Fields, low: str, high: str, values: tuple[Fraction, Fraction]) -> None:
    """Note that a lower bound lies above the upper one; both were read without fault before."""
    if values[0] > values[1]:
        fields[low].report(kinds.BOUNDS_CROSSED, fields[low].scalar(), low=low, high=high, other=fields[high].scalar())


def whole(node: Node, shares: Sequence[Fraction]) -> None:
    """Note that shares, read without fault before, do not make one hundred percent."""
    total = sum(shares, Fraction(0))
    if total != 1:
        node.report(kinds.SHARES_NOT_WHOLE, percent_text(total), missing=percent_text(1 - total, sign="+"))


def phasing(node: Node) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """Read the four quarters' shares: they make one hundred percent."""
    faults = node.faults()
    items = node.items()
    shares = [percent(item) for item in items]
    if len(shares) == 4:
        if node.faults() == faults:
            whole(node, shares)
        return shares[0], shares[1], shares[2], shares[3]
    if node.faults() == faults and node.raw is not None:
        example = "`phasing: [40 %, 30 %, 20 %, 10 %]`"
        node.report(kinds.SHAPE_WRONG, expected="a list of four shares", actual=f"of {len(shares)}", example=example)
    return Fraction(0), Fraction(0), Fraction(0), Fraction(0)


def percent_text(share: Fraction, sign: str = "") -> str:
    """Write a share, which came from finite decimals, as an exact percentage; `sign="+"` marks what is above zero."""
    return f"{sign if share > 0 else ''}{decimal_text(share * 100)} %"


def _matching(node: Node, pattern: re.Pattern[str], *, of: str, joins: str) -> str:
    """Read a text of a given form."""
    text = node.scalar()
    if text and not pattern.fullmatch(text):
        node.report(kinds.NAME_UNREADABLE, text, of=of, joins=joins)
    return text
