"""Turns the text of a cell into what it says of its row: a sum, of what, or nothing of the kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportgen.sources.layout.looks import plain_text

PREFILTER = (
    "(?i)(计|計|汇总|总和|总额|均|最大|最小|total|sum|gesamt|ergebnis|average|mean|median|итог|всего|^max|^min|count)"
)
"""What every label of a sum has in it: an RE2 pattern for many cells at once."""

_SUMS = frozenset(
    [
    "合计", "总计", "共计", "累计", "总合计", "合计数", "总计数", "本月合计", "本年累计", "本年合计",
    "本期合计", "本季合计", "全年合计", "累计合计", "全部合计", "全公司合计", "合计金额", "金额合计", "合計",
    "總計", "総計", "total", "totals", "grandtotal", "grandtotals", "overalltotal", "totalgeneral",
    "totalgénéral", "summe", "gesamtsumme", "gesamtergebnis", "totale", "totalecomplessivo", "итого", "всего",
    "общийитог", "totaloverall", "sumtotal",
]
)  # fmt: skip
_PARTS = frozenset(
    [
    "小计", "小計", "本页合计", "本页小计", "页合计", "页小计", "分页合计", "subtotal", "subtotals",
    "sub-total", "sub-totals", "pagetotal", "zwischensumme", "sous-total", "soustotal", "subtotale", "承前页",
    "过次页", "转下页",
]
)  # fmt: skip
_WEAK = frozenset(["总额", "全部", "汇总", "总和", "sum", "gesamt", "ergebnis", "all", "всего", "alles", "ensemble"])
"""Words that may also be the name of a thing: they need proof."""

_OTHERS = frozenset(
    [
    "平均", "平均值", "均值", "平均数", "最大值", "最小值", "中位数", "计数", "average", "mean", "median",
    "max", "min", "maximum", "minimum", "count", "mittelwert", "durchschnitt",
]
)  # fmt: skip
_MEANS = frozenset(
    ["平均", "平均值", "均值", "平均数", "中位数", "average", "mean", "median", "mittelwert", "durchschnitt"]
)
_NAMED = (
    re.compile(r"(?P<of>.+?)[\s_\-·:/]*(?:合计|小计|总计|汇总|累计|合計|小計|總計|総計)"),
    re.compile(r"(?:合计|小计|总计)[\s_\-·:/]+(?P<of>.+)"),
    re.compile(r"(?:grand\s+|sub-?\s?)?totals?[\s:\-–]+(?:for\s+|of\s+)?(?P<of>.+)", re.IGNORECASE),
    re.compile(r"(?P<of>.+?)[\s:\-–]+(?:grand\s+|sub-?\s?)?totals?", re.IGNORECASE),
    re.compile(r"(?:zwischen)?summe[\s:]+(?P<of>.+)", re.IGNORECASE),
    re.compile(r"(?P<of>.+?)[\s:\-–]+(?:ergebnis|gesamt|summe|итог)", re.IGNORECASE),
)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says: `written` as it stands; `of` the group it names, or ""; `part` a sum of a part of the rows.

    `other` is a mean, a count or the like: no sum, and no data either; `mean` a mean or a median. `weak` words need
    proof.
    """

    written: str
    of: str = ""
    part: bool = False
    other: bool = False
    weak: bool = False
    mean: bool = False


def sum_label(text: str) -> Label | None:
    """Read a label: `合 计`, `小计：`, `华东 小计`, `Grand Total`, `Total EMEA`; None for anything else."""
    plain = plain_text(text)
    if not plain or len(plain) > _LONGEST:
        return None
    bare = re.sub(r"\s*\([^()]*\)$", "", plain).strip(" :*-—=")
    joined = re.sub(r"[\s ]+", "", bare).casefold()
    if joined in _SUMS:
        return Label(plain)
    if joined in _WEAK:
        return Label(plain, weak=True)
    if joined in _PARTS:
        return Label(plain, part=True)
    if joined in _OTHERS:
        return Label(plain, other=True, mean=joined in _MEANS)
    # A number behind the word counts things: 小计 3, Subtotal 2.
    if re.fullmatch(r"(?:小计|合计|subtotal|total)\s*[#(]?\d{1,3}\)?", bare, re.IGNORECASE):
        return Label(plain, part=True)
    for pattern in _NAMED:
        match = pattern.fullmatch(bare)
        if match and match["of"].strip():
            return Label(plain, of=match["of"].strip(), part=True)
    return None
