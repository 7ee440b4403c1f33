"""What a rule made of a line → its parts, each `amount × rate = money` in cells that follow from its operands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from reportgen.documents.operands import NOTHING, Way
from reportgen.documents.wording import pool_part, say
from reportgen.model import pay_kinds as kinds
from reportgen.model.document import Value, Verbatim
from reportgen.model.measured import Slices
from reportgen.model.quantity import Quantity, Unit, money, percent

_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a line: its cells, and the formulas that they follow from ("" for a plain value)."""

    key: str
    name: Value
    amount: Quantity
    rate: Quantity
    earned: Fraction
    start: Quantity | None = None
    of_amount: str = ""
    of_rate: str = ""
    of_start: str = ""
    of_money: str = "{amount}*{rate}"


def rated_parts(way: Way) -> tuple[Part, ...]:
    """Return the parts that the rule itself made; plain values where the line tells too little to follow it."""
    own = tuple(part for part in way.line.parts if part.name not in POLICIES)
    live = _KINDS.get(type(way.result.component.rule), _plain)
    found: tuple[Part, ...] | None = live(way, way.result.component.rule, own) if own else ()
    # What a formula does not come to the engine's money by is shown as it is.
    if found is None or sum((part.earned for part in found), NOTHING) != sum((part.earned for part in own), NOTHING):
        found = _plain(way, way.result.component.rule, own)
    return found


POLICIES = frozenset({"below-gate", "cap", "floor", "left", "budget", "net-of", "pool-cap", "refund"})
"""The names of parts that a policy takes off or adds."""


def shown_part(way: Way, part: Slices, key: str, name: Value) -> Part:
    """Return a part with plain values but for its money, where that is a product of cells."""
    amount = money(part.amount, way.currency) if part.unit == "money" else Quantity(part.amount, Unit.NUMBER)
    rate = money(part.rate, way.currency) if part.sums else percent(part.rate)
    start = money(part.start, way.currency) if part.start and part.unit == "money" else None
    formula = "{amount}*{rate}" if part.amount * part.rate == part.earned else ""
    return Part(key, name, amount, rate, part.earned, start, of_money=formula)


def _plain(way: Way, rule: Any, own: tuple[Slices, ...]) -> tuple[Part, ...]:
    pooled = isinstance(rule, kinds.Pool)
    return tuple(
        shown_part(way, part, str(index), pool_part(rule, part.name) if pooled else _name(part.name, index))
        for index, part in enumerate(own)
    )


def _name(name: str, index: int) -> Value:
    return Verbatim(name) if name else say("statement.part", number=index + 1)


def _rated_base(way: Way) -> tuple[Fraction, str]:
    """Return what was rated: the base, without what was returned later and is priced apart."""
    back = [part.amount for part in way.line.parts if part.name == "refund"]
    cells = "".join(f"-{way.part(f'refund{index}', 'amount')}" for index in range(len(back)))
    return way.line.base - sum(back, NOTHING), f"({way.base}{cells})" if back else way.base


def _one(way: Way, own: tuple[Slices, ...], of_amount: str, of_rate: str) -> tuple[Part, ...] | None:
    """Return the only part of a rule that rates the whole base at once."""
    if len(own) != 1:
        return None
    part = shown_part(way, own[0], "0", _name(own[0].name, 0))
    return (replace(part, of_amount=of_amount, of_rate=of_rate, of_money="{amount}*{rate}"),)


def _flat(way: Way, rule: kinds.Flat, own: tuple[Slices, ...]) -> tuple[Part, ...] | None:
    base, of_base = _rated_base(way)
    if rule.each:
        whole = f"TRUNC(ROUND({of_base}/{way.cell('each')},9))"
        return _one(way, own, whole, way.cell("rate")) if own[0].amount == int(base / rule.each) else None
    return _one(way, own, of_base, way.cell("rate")) if own[0].amount == base else None


def _excess(way: Way, rule: kinds.Excess, own: tuple[Slices, ...]) -> tuple[Part, ...] | None:
    target, gate = way.cell("target"), way.cell("gate")
    if not target or len(own) != 1:
        return None
    start = target if rule.over == "target" else f"{target}*{gate}"
    reached = f"IF(ROUND({way.base}-{gate}*{target},6)>=0,{way.base}-{{start}},0)"
    (part,) = _one(way, own, reached, way.cell("rate")) or ()
    return (replace(part, start=money(own[0].start, way.currency), of_start=start),)


def _matrix(way: Way, rule: kinds.Matrix, own: tuple[Slices, ...]) -> tuple[Part, ...] | None:
    """Return the base at the rate of the row and column that two figures reach."""
    figures = ("down", "across")
    base, of_base = _rated_base(way)
    if not all(map(way.cell, figures)) or own[0].amount != base:
        return None
    grid, across = way.ids.of("grid"), way.ids.of("across")
    row, column = (
        f"MAX(1,SUMPRODUCT(({{{table}.start}}<={way.cell(name)})*1))"
        for table, name in zip((grid, across), figures, strict=True)
    )
    cells = ",".join(f"INDEX({{{grid}.c{index}}},{row})" for index in range(len(rule.columns)))
    return _one(way, own, of_base, f"CHOOSE({column},{cells})")


def _counted(way: Way, rule: kinds.LumpSum, own: tuple[Slices, ...]) -> tuple[Part, ...]:
    del rule
    parts = (shown_part(way, part, str(index), _name(part.name, index)) for index, part in enumerate(own))
    return tuple(replace(part, of_money="{amount}*{rate}") for part in parts)


def _contribution(way: Way, rule: kinds.Contribution, own: tuple[Slices, ...]) -> tuple[Part, ...] | None:
    del rule
    points, whole, others = (way.cell(name) for name in ("points", "whole", "others-points"))
    if not points:
        return None
    share = f"ROUND(ROUND({whole}*{points}/({points}+{others}),8),2){way.plus('cent')}"
    return _one(way, own, share, "")


def _pool(way: Way, rule: kinds.Pool, own: tuple[Slices, ...]) -> tuple[Part, ...] | None:
    """Return a person's share of each bucket: it × own score ÷ all scores, and the cent that makes the whole."""
    found: list[Part] = []
    for part in own:
        if part.name not in rule.parts or f"bucket {part.name}" not in way.values:
            return None
        bucket, score, others = (f"{name} {part.name}" for name in ("bucket", "score", "others"))
        total = way.number(score) + way.number(others)
        rate = way.number(score) / total if total > 0 else NOTHING
        both = f"({way.cell(score)}+{way.cell(others)})"
        of_rate = f"IF({both}>0,{way.cell(score)}/{both},0)"
        of_money = f"ROUND(ROUND({{amount}}*{{rate}},8),2){way.plus(f'cent {part.name}')}"
        amount = way.values[bucket]
        named = Part(part.name, pool_part(rule, part.name), amount, percent(rate), part.earned)
        key = f"p{len(found)}"
        found.append(replace(named, key=key, of_amount=way.cell(bucket), of_rate=of_rate, of_money=of_money))
    return tuple(found)


# ------------------------------------------------------------------------------------------------------------- tiers


@dataclass(frozen=True, slots=True)
class _Scale:
    """What finds the tier: a number and its cell, what thresholds are multiplied by, and the unit they are in."""

    position: Fraction
    of_position: str
    by: Fraction
    of_by: str
    unit: Quantity
    places: int = 6

    def start(self, way: Way, tiers: tuple[kinds.Tier, ...], index: int) -> tuple[Quantity, str]:
        """Return a tier's threshold and its formula."""
        cell = way.tier(index, "start")
        return replace(self.unit, value=tiers[index].start * self.by), f"{cell}*{self.of_by}" if self.of_by else cell

    def reaches(self, low: str) -> str:
        """Return the formula of a comparison that what binary sums leave does not sway."""
        return f"ROUND({self.of_position}-{low},{self.places})>=0"


def _ladder(way: Way, rule: kinds.Ladder, own: tuple[Slices, ...]) -> tuple[Part, ...] | None:
    scale = _scale_of(way, rule)
    if scale is None:
        return None
    if rule.pays_target:
        return _of_target_pay(way, rule, own, scale)
    if rule.mode == "interpolated":
        return _between(way, rule, own, scale)
    return _each_tier(way, rule, own, scale) if len(own) == len(rule.tiers) else None


def _scale_of(way: Way, rule: kinds.Ladder) -> _Scale | None:
    """Return what finds a ladder's tier; None where a target or a figure lacks."""
    base, of_base = _rated_base(way)
    if rule.figure:
        name = "figure" if "figure" in way.values else "actual"
        figure = way.values.get(name)
        return _Scale(figure.value, way.cell(name), _ONE, "", figure, 12) if figure else None
    if rule.thresholds == "attainment":
        target = way.number("target")
        unit = way.values.get("target")
        return _Scale(base, of_base, target, way.cell("target"), unit) if unit and target > 0 else None
    unit = money(0, way.currency) if rule.thresholds == "money" else Quantity(NOTHING, Unit.NUMBER)
    part = "part-of-period"
    return _Scale(base, of_base, way.number(part) if part in way.values else _ONE, way.cell(part), unit)


def _each_tier(way: Way, rule: kinds.Ladder, own: tuple[Slices, ...], scale: _Scale) -> tuple[Part, ...]:
    """Return a part a tier: its slice of the base, the whole base where it is reached, or one for its sum."""
    found = []
    for index, part in enumerate(own):
        start, of_start = scale.start(way, rule.tiers, index)
        high = way.part(str(index + 1), "start") if index + 1 < len(own) else ""
        shown = shown_part(way, part, str(index), _name("", index))
        amount = _slice(way, rule, scale, high, first=index == 0)
        found.append(
            replace(
                shown,
                start=start,
                of_start=of_start,
                of_amount=amount,
                of_rate=way.tier(index, "rate"),
                of_money="{amount}*{rate}",
            )
        )
    return tuple(found)


def _slice(way: Way, rule: kinds.Ladder, scale: _Scale, high: str, *, first: bool) -> str:
    _, base = _rated_base(way)
    unwinds = rule.negative == "unwind"
    if rule.mode == "marginal":
        top = f"MIN({base},{high})" if high else base
        inside = f"MAX(0,{top}-{{start}})"
        return f"IF({base}<0,{base},{inside})" if unwinds and first else inside
    below = f"NOT({scale.reaches(high)})" if high else ""
    from_start = scale.reaches("{start}")
    if rule.mode == "whole":
        taken = base if unwinds else f"MAX(0,{base})"
        test = below if first else f"AND({from_start},{below})" if below else from_start
        return f"IF({test},{taken},0)" if test else taken
    reached = f"AND({from_start},{below})" if below else from_start
    one = f"IF({reached},1,0)"
    return one if unwinds else f"IF({base}<0,0,{one})"


def _between(way: Way, rule: kinds.Ladder, own: tuple[Slices, ...], scale: _Scale) -> tuple[Part, ...] | None:
    """Return the base at the rate on the line between the tiers around it, or the sum on that line."""
    base, of_base = _rated_base(way)
    rate = _on_the_line(way, rule, scale)
    nothing = base < 0 and rule.negative != "unwind"
    part = own[0] if len(own) == 1 and not nothing else None
    if part is None and not nothing:
        return None
    amount = f"IF({of_base}<0,0,1)" if rule.amounts else f"MAX(0,{of_base})"
    if rule.negative == "unwind":
        amount = "" if rule.amounts else of_base
    shown = part or Slices(NOTHING, NOTHING, rule.tiers[0].rate, NOTHING, "", own[0].unit, sums=rule.amounts)
    told = shown_part(way, shown, "0", _name("", 0))
    return (replace(told, of_amount=amount, of_rate=rate, of_money="{amount}*{rate}"),)


def _on_the_line(way: Way, rule: kinds.Ladder, scale: _Scale) -> str:
    """Return the formula of the rate on the line between the tiers around a number; beyond the last it stays."""
    starts = [scale.start(way, rule.tiers, index)[1] for index in range(len(rule.tiers))]
    rate = way.tier(0, "rate")
    for index in range(len(rule.tiers) - 1):
        low, high = starts[index], starts[index + 1]
        steeper = f"({way.tier(index + 1, 'rate')}-{way.tier(index, 'rate')})/({high}-{low})"
        rate += f"+{steeper}*MAX(0,MIN({scale.of_position},{high})-{low})"
    return rate


def _of_target_pay(way: Way, rule: kinds.Ladder, own: tuple[Slices, ...], scale: _Scale) -> tuple[Part, ...] | None:
    """Return the target pay at the share that is reached; what further points add is a plain share."""
    if rule.mode == "interpolated":
        return _one(way, own, "", _on_the_line(way, rule, scale))
    if any(tier.each for tier in rule.tiers):
        return None
    rate = way.tier(0, "rate")
    for index in range(1, len(rule.tiers)):
        more = f"{way.tier(index, 'rate')}-{way.tier(index - 1, 'rate')}"
        rate += f"+IF({scale.reaches(scale.start(way, rule.tiers, index)[1])},{more},0)"
    return _one(way, own, "", rate)


def _steps(way: Way, rule: kinds.Steps, own: tuple[Slices, ...]) -> tuple[Part, ...] | None:
    if len(own) != len(rule.steps):
        return None
    scale = _Scale(way.line.base, way.base, _ONE, "", Quantity(NOTHING, Unit.NUMBER), 9)
    found = []
    for index, part in enumerate(own):
        start, of_start = scale.start(way, rule.steps, index)
        high = f",NOT({scale.reaches(way.part(str(index + 1), 'start'))})" if index + 1 < len(own) else ""
        amount = f"IF(AND({scale.reaches('{start}')}{high}),1,0)"
        shown = shown_part(way, part, str(index), _name("", index))
        rate = way.tier(index, "rate")
        found.append(replace(shown, start=start, of_start=of_start, of_amount=amount, of_rate=rate))
    return tuple(found)


def _excess_ladder(way: Way, rule: kinds.ExcessLadder, own: tuple[Slices, ...]) -> tuple[Part, ...] | None:
    """Return what lies above the target, or above the first threshold that pays, tier by tier or all at one rate."""
    target, cell = way.number("target"), way.cell("target")
    if target <= 0:
        return None
    base, of_base = _rated_base(way)
    paying = [index for index, tier in enumerate(rule.tiers) if tier.rate]
    least, of_least = target, cell
    if rule.over == "threshold" and paying:
        first = min(paying, key=lambda index: rule.tiers[index].start)
        least = max(target, rule.tiers[first].start * target)
        of_least = f"MAX({cell},{way.tier(first, 'start')}*{cell})"
    if rule.mode == "whole":
        return _excess_at_once(way, rule, (base, of_base), (least, of_least))
    starts = [max(least, tier.start * target) for tier in rule.tiers]
    found = []
    for index, tier in enumerate(rule.tiers):
        top = min(base, starts[index + 1]) if index + 1 < len(starts) else base
        amount = max(NOTHING, top - starts[index])
        high = way.part(str(index + 1), "start") if index + 1 < len(starts) else ""
        found.append(
            Part(
                str(index),
                _name("", index),
                money(amount, way.currency),
                percent(tier.rate),
                amount * tier.rate,
                money(starts[index], way.currency),
                f"MAX(0,{f'MIN({of_base},{high})' if high else of_base}-{{start}})",
                way.tier(index, "rate"),
                f"MAX({of_least},{way.tier(index, 'start')}*{cell})",
            )
        )
    return tuple(found)


def _excess_at_once(
    way: Way, rule: kinds.ExcessLadder, base: tuple[Fraction, str], least: tuple[Fraction, str]
) -> tuple[Part, ...]:
    target, cell = way.number("target"), way.cell("target")
    reached = [index for index, tier in enumerate(rule.tiers) if base[0] >= tier.start * target]
    rate = rule.tiers[reached[-1] if reached else 0].rate
    of_rate = way.tier(0, "rate")
    for index in range(1, len(rule.tiers)):
        more = f"{way.tier(index, 'rate')}-{way.tier(index - 1, 'rate')}"
        of_rate += f"+IF(ROUND({base[1]}-{way.tier(index, 'start')}*{cell},6)>=0,{more},0)"
    amount = max(NOTHING, base[0] - least[0])
    cells = (money(amount, way.currency), percent(rate), amount * rate, money(least[0], way.currency))
    return (Part("0", _name("", 0), *cells, f"MAX(0,{base[1]}-{{start}})", of_rate, least[1]),)


_KINDS: Mapping[type, Callable[[Way, Any, tuple[Slices, ...]], tuple[Part, ...] | None]] = {
    kinds.Flat: _flat,
    kinds.Excess: _excess,
    kinds.Ladder: _ladder,
    kinds.ExcessLadder: _excess_ladder,
    kinds.LumpSum: _counted,
    kinds.Steps: _steps,
    kinds.Contribution: _contribution,
    kinds.Pool: _pool,
    kinds.Matrix: _matrix,
}
"""How each kind's parts follow from its operands; a kind that is not here shows the engine's values."""
