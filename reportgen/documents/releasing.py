"""What of each line is payable by now → formulas: at once, as the customer's money arrives, under a cap that defers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reportgen.documents.operands import NOTHING, Way
from reportgen.model.money import half_up

_SHARE = "{earned}*MAX(0,MIN({collected},{invoiced}))/{invoiced}"
_PRO_RATA = f"IF({{invoiced}}>0,ROUND(ROUND({_SHARE},8),2),MIN({{earned}},0))"
_IN_FULL = "IF(AND({invoiced}>0,{collected}>={invoiced}),{earned},MIN({earned},0))"


def released_formulas(shown: Sequence[Way]) -> dict[int, dict[str, str]]:
    """Return by line the formulas of what is released and what a cap defers; "" where a policy decided otherwise."""
    if shown and "cap" in shown[-1].values and shown[-1].result.component.policy.over_cap == "defer":
        return _deferred(shown)
    found = {way.index: _full(way) for way in shown}
    return {
        way.index: {"released": found[way.index][1] if found[way.index][0] == way.line.released else ""}
        for way in shown
    }


def _full(way: Way) -> tuple[Fraction, str]:
    """Return what is released but for a cap, and its formula."""
    line, on = way.line, way.result.component.release.on
    if on in ("booking", "delivery", "schedule") or any(part.name == "left" and part.earned for part in line.parts):
        return line.earned, "{earned}"
    if on == "full_payment":
        paid = line.invoiced > 0 and line.collected >= line.invoiced
        return line.earned if paid else min(line.earned, NOTHING), _IN_FULL
    if line.invoiced <= 0:
        return min(line.earned, NOTHING), _PRO_RATA
    return half_up(line.earned * max(NOTHING, min(line.collected, line.invoiced)) / line.invoiced), _PRO_RATA


def _deferred(shown: Sequence[Way]) -> dict[int, dict[str, str]]:
    """Hold the newest line at the cap; what older ones deferred is released as far as it leaves room, oldest first."""
    *older, newest = shown
    full, formula = _full(newest)
    cap = newest.number("cap")
    out = min(full, cap)
    held = {"released": f"MIN({formula},{newest.cell('cap')})", "deferred": f"{formula}-{{released}}"}
    exact = (newest.line.released, newest.line.deferred) == (out, full - out)
    found = {newest.index: held if exact else {"released": "", "deferred": ""}}
    room = cap - max(NOTHING, out)
    of_room = f"{newest.cell('cap')}-MAX(0,{newest.of_line('released')})"
    for way in older:
        whole, of_whole = _full(way)
        before = way.line.paid_before
        more = max(NOTHING, min(room, whole - before))
        exact = exact and (way.line.released, way.line.deferred) == (before + more, whole - before - more)
        released = f"{{paid_before}}+MAX(0,MIN({of_room},{of_whole}-{{paid_before}}))"
        own = {"released": released, "deferred": f"{of_whole}-{{released}}"}
        found[way.index] = own if exact else {"released": "", "deferred": ""}
        room -= more
        of_room += f"-({way.of_line('released')}-{way.of_line('paid_before')})"
    return found
