"""What the plan's policies take off a line or add to it → parts of their own, each a formula over those before it.

A policy that a component has stands there with its limit even where it takes nothing: whoever changes a figure sees it
act.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reportgen.documents.operands import NOTHING, Way
from reportgen.documents.rated import Part, shown_part
from reportgen.documents.wording import say
from reportgen.model.measured import Slices
from reportgen.model.money import half_up
from reportgen.model.quantity import money, percent

_ONE = Fraction(1)


def refund_parts(way: Way, rated: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return what was returned later and is priced apart; an average rate follows from what was rated."""
    found = []
    for index, part in enumerate(each for each in way.line.parts if each.name == "refund"):
        shown = shown_part(way, part, f"refund{index}", say("statement.part.refund"))
        average = way.result.component.policy.refund == "average_rate"
        found.append(
            Part(
                shown.key,
                shown.name,
                shown.amount,
                shown.rate,
                shown.earned,
                of_rate=_average(way, rated) if average else "",
            )
        )
    return tuple(found)


def _average(way: Way, rated: tuple[Part, ...]) -> str:
    """Return what was earned ÷ what was rated, before anything was returned."""
    back = [part for part in way.line.parts if part.name == "refund"]
    base = f"({way.base}" + "".join(f"-{way.part(f'refund{index}', 'amount')}" for index in range(len(back))) + ")"
    return f"IF({base}=0,0,({total(way, rated)})/{base})"


def total(way: Way, parts: tuple[Part, ...]) -> str:
    """Return the sum of some parts' money."""
    return "+".join(way.part(part.key, "money") for part in parts) or "0"


def policy_parts(way: Way, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts of policies in the order in which they act (`parts` are those before)."""
    taken = [part for part in way.line.parts if part.name and part.name != "refund"]
    for name, amount, formula_of in _acting(way, taken):
        formula = formula_of(total(way, parts)) if formula_of else ""
        cells = (money(amount, way.currency), percent(_ONE), amount)
        parts = (*parts, Part(_key(name, parts), say(f"statement.part.{name}"), *cells, of_amount=formula))
    return parts


def _key(name: str, parts: tuple[Part, ...]) -> str:
    return f"{name}{sum(1 for part in parts if part.key.startswith(name))}"


class _Formula:
    """How a policy's amount follows from the sum of the parts before it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, so_far: str) -> str:
        """Return the formula: `~` stands for the sum, `$` for the sum in cents."""
        return self.text.replace("$", f"ROUND(ROUND({so_far},8),2)").replace("~", f"({so_far})")


def _acting(way: Way, taken: list[Slices]) -> Iterator[tuple[str, Fraction, _Formula | None]]:
    """Yield the policies that a line has, with what each took and how that follows."""
    amounts = {part.name: part.earned for part in taken}
    for name, formula in _formulas(way):
        yield name, amounts.get(name, NOTHING), formula
    known = {name for name, _ in _formulas(way)}
    lefts = [part.earned for part in taken if part.name == "left"]
    for amount in lefts:
        yield "left", amount, _left(way, amount)
    further = _further(way)
    for name, formula in further:
        yield name, amounts.get(name, NOTHING), formula
    known |= {"left", *(name for name, _ in further)}
    yield from ((part.name, part.earned, None) for part in taken if part.name not in known and part.name in _NAMED)


_NAMED = frozenset({"below-gate", "cap", "floor", "budget", "net-of", "pool-cap"})


def _formulas(way: Way) -> list[tuple[str, _Formula | None]]:
    """Return the policies that act on what was rated: a pool's most, the gate, the floor, the cap."""
    policy, found = way.result.component.policy, list[tuple[str, _Formula | None]]()
    if "cap-most" in way.values:
        own, most = f"(~+{way.cell('cap-others')})", way.cell("cap-most")
        share = f"ROUND(ROUND({most}*~/{own},8),2){way.plus('over-cap')}"
        found.append(("pool-cap", _Formula(f"IF({own}>{most},{share}-~,0)")))
    elif "cap-over" in way.values:
        own = f"(~+{way.cell('cap-rest')})"
        share = f"ROUND(ROUND({way.cell('cap-over')}*~/{own},8),2){way.plus('over-cap')}"
        found.append(("pool-cap", _Formula(f"IF({own}>0,{share},0)")))
    if policy.gate is not None and "gate" in way.values:
        gate = way.cell("further-gate") or way.cell("gate")
        open_ = f"{way.cell('reached')}>={gate}" if way.cell("reached") else "FALSE"
        found.append(("below-gate", _Formula(f"IF({open_},0,-MAX(0,~))")))
    if "floor" in way.values:
        found.append(("floor", _Formula(f"MAX(0,{way.cell('floor')}-~)")))
    if "cap" in way.values and policy.over_cap != "defer":
        found.append(("cap", _Formula(f"MIN(0,{way.cell('cap')}-~)")))
    return found


def _further(way: Way) -> list[tuple[str, _Formula | None]]:
    """Return the policies that act on what was earned in cents: other awards for the same, everybody's budget."""
    found = list[tuple[str, _Formula | None]]()
    if "awarded" in way.values:
        found.append(("net-of", _Formula(f"-MAX(0,MIN({way.cell('awarded')},$))")))
    if "budget" in way.values:
        most, own = way.cell("budget"), f"($+{way.cell('others-asked')})"
        share = f"ROUND(ROUND({most}*$/{own},8),2){way.plus('over-budget')}"
        found.append(("budget", _Formula(f"IF(AND($>0,{own}>{most}),{share}-$,0)")))
    return found


def _left(way: Way, amount: Fraction) -> _Formula | None:
    """Return how what somebody lost by leaving follows: all of it, or what no cash had come in for."""
    before = NOTHING
    for part in way.line.parts:
        if part.name == "left" and part.earned == amount:
            break
        before += part.earned
    if amount == -before:
        return _Formula("-MAX(0,~)")
    line = way.line
    if line.invoiced <= 0 or way.result.component.release.on != "pro_rata_cash":
        return None
    share = max(NOTHING, min(line.collected, line.invoiced)) / line.invoiced
    if half_up(half_up(before) * share) - half_up(before) != amount:
        return None
    invoiced, collected = way.of_line("invoiced"), way.of_line("collected")
    part_ = f"$*MAX(0,MIN({collected},{invoiced}))/{invoiced}"
    return _Formula(f"IF({invoiced}>0,ROUND(ROUND({part_},8),2),MIN($,0))-$")
