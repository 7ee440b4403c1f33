"""What the earning periods of a component were held against → named cells, which the formulas of its parts refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.documents.pay_lines import key_head, key_name
from reportgen.documents.wording import pool_part, say
from reportgen.model.document import DataTable, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import ComponentResult, CreditLine, PayColumn
from reportgen.model.money import half_up
from reportgen.model.pay_kinds import ComponentKind, Contribution, Flat, Matrix, Pool, base_of
from reportgen.model.quantity import Quantity, Unit, money

NOTHING = Fraction(0)

_KNOWN = frozenset(
    {"target", "attainment", "actual", "gate", "reached", "further-gate", "rate", "figure", "part-of-period", "before"}
    | {"whole", "points", "others-points", "pool", "cap-most", "cap-others", "cap-over", "cap-rest", "cap", "floor"}
    | {"granted", "instalments", "vested-instalments", "awarded", "each", "budget", "others-asked"}
    | {"cent", "over-cap", "over-budget"}
)
_OF_A_PART = frozenset({"bucket", "score", "others", "cent"})


def table_id(column: PayColumn, result: ComponentResult) -> str:
    """Return the id under which formulas find the lines of a component version in a pay period."""
    return f"lines-{result.component.id}-{result.component.since:%Y%m%d}-{column.period.id}"


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of the tables of one component's sheet, and the names of what its lines were held against."""

    lines: str
    names: tuple[str, ...]

    def of(self, table: str) -> str:
        """Return the id of a table beside the lines."""
        return self.lines.replace("lines-", f"{table}-", 1)


@dataclass(frozen=True, slots=True)
class Way:
    """One line of a component with the cells that its formulas stand on."""

    result: ComponentResult
    line: CreditLine
    index: int
    ids: Ids
    currency: str
    values: Mapping[str, Quantity]

    @property
    def base(self) -> str:
        """Return the cell of the line's base."""
        return self.of_line("base")

    def of_line(self, column: str) -> str:
        """Return a cell of the line."""
        return f"{{{self.ids.lines}[{self.index}].{column}}}"

    def cell(self, name: str) -> str:
        """Return the cell of what the line was held against, "" where there is none."""
        if name not in self.values:
            return ""
        return f"{{{self.ids.of('against')}[{self.index}].v{self.ids.names.index(name)}}}"

    def plus(self, name: str) -> str:
        """Return a term that adds a cell, "" where there is none."""
        return f"+{cell}" if (cell := self.cell(name)) else ""

    def number(self, name: str) -> Fraction:
        """Return what the line was held against, nothing where there is none."""
        return self.values[name].value if name in self.values else NOTHING

    def tier(self, position: int, column: str) -> str:
        """Return a cell of the plan's tiers."""
        return f"{{{self.ids.of('tiers')}[{position}].{column}}}"

    def part(self, key: str, column: str) -> str:
        """Return a cell of one of the line's parts."""
        return f"{{{self.ids.of('parts')}[{self.index}-{key}].{column}}}"


def ways(lines: str, result: ComponentResult, currency: str) -> tuple[Way, ...]:
    """Return the lines that are computed on the sheet, in their order, each with what it was held against."""
    values = {index: _values(result, line, currency) for index, line in enumerate(result.lines) if not line.settled}
    names = tuple(dict.fromkeys(name for each in values.values() for name in each))
    ids = Ids(lines, names)
    return tuple(Way(result, result.lines[index], index, ids, currency, each) for index, each in values.items())


def _values(result: ComponentResult, line: CreditLine, currency: str) -> dict[str, Quantity]:
    """Return by name what a line was held against, the policies' limits and the cents of the largest remainder too."""
    rule, policy = result.component.rule, result.component.policy
    found: dict[str, Quantity] = {}
    for name, value in line.inputs:
        # The gate of the rule itself stands before that of the policies.
        found["further-gate" if name == "gate" and name in found else name] = value
    if base_of(rule) and "actual" in found:
        del found["actual"]  # it is the line's base
    if not line.inputs and line.reason in ("gone", "opening"):
        return found
    if isinstance(rule, Flat) and rule.each:
        found["each"] = Quantity(rule.each, Unit.NUMBER)
    limits = (("cap", policy.cap), ("floor", policy.floor))
    found |= {name: money(amount, currency) for name, amount in limits if amount is not None}
    if "all-asked" in found:
        whole = found.pop("all-asked").value
        own = max(NOTHING, _before(line, "budget"))
        found["others-asked"] = money(whole - own, currency)
    if "all-points" in found:
        found["others-points"] = Quantity(found.pop("all-points").value - found["points"].value, Unit.NUMBER)
    return found | {name: money(cent, currency) for name, cent in _cents(rule, line, found) if cent}


def _before(line: CreditLine, policy: str) -> Fraction:
    """Return what a line earned before a policy took its part off, rounded."""
    money_ = NOTHING
    for part in line.parts:
        if part.name == policy:
            break
        money_ += part.earned
    return half_up(money_)


def _cents(rule: object, line: CreditLine, found: Mapping[str, Quantity]) -> Iterator[tuple[str, Fraction]]:
    """Yield the cents by which parts differ from their quotient, so that all parts make their whole."""
    value = {name: quantity.value for name, quantity in found.items()}
    if isinstance(rule, Contribution) and line.parts:
        yield "cent", line.parts[0].earned - _share(value["whole"], value["points"], value["others-points"])
    if isinstance(rule, Pool) and "pool" in value:
        parts = {part.name: part.earned for part in line.parts}
        for name, part in rule.parts.items():
            bucket = value[f"bucket {name}"]
            yield f"cent bucket {name}", bucket - half_up(value["pool"] * part.share)
            yield f"cent {name}", parts[name] - _share(bucket, value[f"score {name}"], value[f"others {name}"])
        yield "over-cap", _over(line, "pool-cap", value.get("cap-most"), value.get("cap-others", NOTHING))
        yield "over-cap", _more(line, value.get("cap-over"), value.get("cap-rest", NOTHING))
    yield "over-budget", _over(line, "budget", value.get("budget"), value.get("others-asked", NOTHING))


def _share(whole: Fraction, own: Fraction, others: Fraction) -> Fraction:
    return half_up(whole * own / (own + others)) if own + others > 0 else NOTHING


def _over(line: CreditLine, name: str, most: Fraction | None, others: Fraction) -> Fraction:
    """Return the cent of somebody whose part was cut to their share of the most."""
    lost = next((part.earned for part in line.parts if part.name == name), NOTHING)
    own = _before(line, name)
    return own + lost - _share(most, own, others) if lost and most is not None else NOTHING


def _more(line: CreditLine, over: Fraction | None, rest: Fraction) -> Fraction:
    """Return the cent of somebody who was given a share of what others had too much."""
    if over is None:
        return NOTHING
    got = next((part.earned for part in line.parts if part.name == "pool-cap"), NOTHING)
    return got - _share(over, _before(line, "pool-cap"), rest)


def against_table(found: Sequence[Way]) -> tuple[DataTable, ...]:
    """Return what the lines were held against, a row a line; no table where there is nothing."""
    if not found or not found[0].ids.names:
        return ()
    ids = found[0].ids
    columns = (
        TableColumn("key", key_head(way.line for way in found)),
        *(
            TableColumn(f"v{index}", _label(found[0].result.component.rule, name), "end")
            for index, name in enumerate(ids.names)
        ),
    )
    rows = tuple(_row(way) for way in found)
    note = say("statement.against.note") if any(name.startswith(_OTHERS) for name in ids.names) else None
    return (DataTable(ids.of("against"), say("statement.against"), columns, rows, note=note),)


_OTHERS = ("others", "cap-")
"""How names of other people's totals begin."""


def _row(way: Way) -> TableRow:
    cells = (key_name(way.line.key), *(way.values.get(name) for name in way.ids.names))
    formulas = ("", *(_formula(way, name) if name in way.values else "" for name in way.ids.names))
    return TableRow(cells, key=str(way.index), formulas=formulas)


def _formula(way: Way, name: str) -> str:
    """Return how one operand follows from others: attainment, a pool, its buckets."""
    rule = way.result.component.rule
    target = way.number("target")
    if name == "attainment" and target > 0 and way.values[name].value == way.line.base / target:
        return f"IF({way.cell('target')}>0,{way.base}/{way.cell('target')},0)"
    if isinstance(rule, Pool) and name == "pool" and rule.amount is None and rule.base:
        return (
            f"ROUND(ROUND({way.base}*{way.tier(0, 'rate')},8),2)" if _is(way, name, way.line.base * rule.rate) else ""
        )
    if isinstance(rule, Pool) and name.startswith("bucket "):
        position = list(rule.parts).index(name.removeprefix("bucket "))
        share = f"{way.cell('pool')}*{way.tier(position + 1, 'rate')}"
        return f"ROUND(ROUND({share},8),2){way.plus(f'cent {name}')}"
    return ""


def _is(way: Way, name: str, amount: Fraction) -> bool:
    return way.values[name].value == half_up(amount)


def _label(rule: ComponentKind, name: str) -> Value:
    if isinstance(rule, Matrix) and name in ("down", "across"):
        return say(f"statement.input.{name}", figure=Verbatim(rule.down if name == "down" else rule.across))
    if name in _KNOWN:
        return say(f"statement.input.{name}")
    kind, _, part = name.partition(" ")
    if part and kind in _OF_A_PART:
        whole = part.removeprefix("bucket ")
        called = pool_part(rule, whole) if isinstance(rule, Pool) else Verbatim(whole)
        return say(f"statement.input.{'cent-bucket' if whole != part else kind}-of", part=called)
    return Verbatim(name)
