"""How a transaction's tiers, earning and release follow from the cells of its row and the plan's tiers, as formulas."""

from __future__ import annotations

from reportgen.model.measured import ComponentResult
from reportgen.model.pay_kinds import Tiered

_SHARE = "{earned}*MAX(0,MIN({collected},{invoiced}))/{invoiced}"


def released_formula(result: ComponentResult) -> str:
    """Return what releases a line; where the days to collect weigh, what of the cash counts is a figure of its own."""
    release = result.component.release
    if release.on == "booking":
        return "{earned}"
    if release.on == "schedule":
        return ""  # parts have their days: the engine's value stands
    if release.ladder:
        return f"IF({{invoiced}}>0,{cents('{earned}*{counted}/{invoiced}')},MIN({{earned}},0))"
    part = "IF({collected}>={invoiced},{earned},0)" if release.on == "full_payment" else cents(_SHARE)
    return f"IF({{invoiced}}>0,{part},MIN({{earned}},0))"


def cents(formula: str) -> str:
    """Round to cents as the engine does: the inner rounding takes away what binary sums leave.

    So that half a cent is half a cent.
    """
    return f"ROUND(ROUND({formula},8),2)"


def earned_formula(result: ComponentResult, rule: Tiered, tiers: str, columns: frozenset[str]) -> str:
    """Return what the slices earn; what accumulated is rounded before and after, and the line is the difference.

    `columns` are those that a component's lines have beside: what a return takes off, and the cent by which parts of
    one sum make it whole (the largest remainder).
    """
    further = "".join(f"+{{{name}}}" for name in ("refunded", "cent") if name in columns)
    if rule.scope != "transaction":
        after, before = (cents(_rated(rule, tiers, amount)) for amount in ("({before}+{base})", "{before}"))
        return f"{after}-{before}{further}"
    if rule.mode == "interpolated":
        return cents(_rated(rule, tiers, "{base}")) + further
    sums = "+".join(f"{{part{index}}}*{{{tiers}[{index}].rate}}" for index in range(len(rule.tiers)))
    return cents(sums) + further


def _rated(rule: Tiered, tiers: str, amount: str) -> str:
    return "+".join(
        f"{_slice(rule, tiers, index, amount)}*{_rate(rule, tiers, index, amount)}" for index in range(len(rule.tiers))
    )


def _rate(rule: Tiered, tiers: str, index: int, amount: str) -> str:
    """Return a tier's rate; an interpolated one lies on the line to the next tier's."""
    start, rate = (f"{{{tiers}[{index}].{key}}}" for key in ("start", "rate"))
    if rule.mode != "interpolated" or index + 1 == len(rule.tiers):
        return rate
    end, after = (f"{{{tiers}[{index + 1}].{key}}}" for key in ("start", "rate"))
    return f"({rate}+({after}-{rate})*MAX(0,{amount}-{start})/({end}-{start}))"


def part_formula(rule: Tiered, tiers: str, index: int) -> str:
    """Return the formula of one tier's slice of the base: of what it adds to what had accumulated before."""
    if rule.by:
        return ""  # what finds the tier is no column here: the engine's value stands
    if rule.scope == "transaction":
        return _slice(rule, tiers, index, "{base}")
    after, before = (_slice(rule, tiers, index, amount) for amount in ("({before}+{base})", "{before}"))
    return f"{after}-{before}"


def _slice(rule: Tiered, tiers: str, index: int, amount: str) -> str:
    """Return the formula of one tier's slice of an amount; of a step, one for the tier that is reached."""
    scale = "*{per}" if rule.per else ""
    low = f"{{{tiers}[{index}].start}}{scale}"
    high = f"{{{tiers}[{index + 1}].start}}{scale}" if index + 1 < len(rule.tiers) else ""
    unwound = rule.negative == "unwind" and index == 0
    if rule.mode != "marginal":
        # Half a millionth: what binary sums leave must not decide which tier is reached.
        above = f"{amount}>0" if rule.mode == "step" and index == 0 else f"ROUND({amount}-{low},6)>=0"
        inside = f"AND({above},ROUND({amount}-{high},6)<0)" if high else above
        below = f"MIN(0,{amount})" if unwound and rule.mode != "step" else "0"
        return f"IF({inside},{'1' if rule.mode == 'step' else amount},{below})"
    slice_ = f"MAX(0,MIN({amount},{high})-{low})" if high else f"MAX(0,{amount}-{low})"
    if rule.per:
        slice_ = f"IF({amount}<0,0,{slice_})"
    return f"IF({amount}<0,{amount},{slice_})" if unwound else slice_
