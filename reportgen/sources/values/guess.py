"""Turns a column that nobody described into the rule it is most likely meant by, with what remains doubtful."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.table import NUMERIC, Column, ColumnType
from reportgen.sources import kinds
from reportgen.sources.grid import CellKind, Cells
from reportgen.sources.layout.area import Unit
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.columns import ERRORS, typed
from reportgen.sources.values.dates import written_day
from reportgen.sources.values.numbers import ABSENT
from reportgen.sources.values.numerals import numeral
from reportgen.sources.values.outcome import Doubt, Typed

_SAMPLED = 3000
_MOSTLY = 0.8
_AT_LEAST = 0.5
"""The share of cells that must be of a type under a header that names just this type."""

_GOOD_PART = 0.2
"""The share of a column of text that must be numbers or days for its type to be in doubt."""

_LARGEST_SCALE = 9
_ID = re.compile(
    r"编号|编码|代码|[工单票账帐卡税批]号|号码|^.{0,6}号$|邮编|电话|手机|身份证|条码|\bids?\b|\bno\.?$|\bnr\.?$|nummer$"
    r"|\bcode\b|\bsku\b|\bzip\b|postal|phone|mobile|\bnumber$|\bkey\b|_id$|\bean\b|\biban\b|account$",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"^(销售|采购|客户)?(订单|合同|发票|单据|凭证|流水)(编?号)?$|^(单号|工单)$"
    r"|^((sales|purchase|customer)\s)?(order|contract|invoice|voucher)$"
    r"|^(kunden)?(auftrag|vertrag|rechnung|bestellung|beleg)$",
    re.IGNORECASE,
)
"""Headers that name a thing people number, and nothing of it that is counted: whole numbers under them are ids."""

_DAY = re.compile(
    r"日期|时间|日$|\bdate\b|\bday\b|datum|\bon$|_at$|_date$|created|closed|hired|since|until", re.IGNORECASE
)
_PERIOD = re.compile(
    r"月份|月$|期间|季度|年度|^年$|年份|\bmonth\b|\bperiod\b|\bquarter\b|\byear\b|monat|jahr", re.IGNORECASE
)
_PERCENT = re.compile(r"%|％|率|占比|百分比|percent|\bpct\b|\brate\b|\bshare\b|margin %", re.IGNORECASE)
_SHARE = re.compile(r"率|占比|比例|\bmargin$|\brate$|\bratio$", re.IGNORECASE)
_MONEY = re.compile(
    r"金额|[单售总均进]价|价格|价税|收入|成本|费用|[运税]费|利润|毛利|应收|应付|回款|销售额|营业额|预算|工资|奖金|[（(/]\s*[万亿]?元"
    r"|amount|price|cost|revenue|sales$|profit|budget|salary|\bfee\b|\btotal$|\bvalue$|turnover|umsatz|preis|kosten|betrag",
    re.IGNORECASE,
)
_BEHIND = r"\s*([(（].*)?$"
_PLAINLY = {
    ColumnType.MONEY: re.compile(rf"(金额|销售额|\bamount|betrag|umsatz|\brevenue){_BEHIND}", re.IGNORECASE),
    ColumnType.NUMBER: re.compile(rf"(数量|\bqty|\bquantity|menge|anzahl){_BEHIND}", re.IGNORECASE),
    ColumnType.DATE: re.compile(rf"(日期|\bdate|datum){_BEHIND}", re.IGNORECASE),
}
"""Headers that leave no doubt of a column's type, so that what is of another is a slip in its cell."""

_CURRENCY = re.compile(r"\b(CNY|RMB|USD|EUR|GBP|JPY|HKD|CHF|SGD|TWD|KRW|AUD|CAD)\b", re.IGNORECASE)
_SIGNS = {"¥": "CNY", "￥": "CNY", "元": "CNY", "€": "EUR", "£": "GBP", "$": "USD", "人民币": "CNY", "美元": "USD"}
_ZERO_FIRST = r"^0[0-9]+$"
_MONTH_OR_QUARTER = r"[-/.年Qq季月A-Za-z]"
_CODE = r"^[A-Za-z]{1,6}[-_/.]?[0-9][A-Za-z0-9\-_/.]*$"


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column most likely is: the rule to read it by, the share of filled cells it reads, and what is open.

    Of a column of text, `partly` is the rule that a good part of its cells can be read by, and `currencies` are those
    that its cells name where they are amounts of several.
    """

    rule: ColumnRule
    share_read: float
    doubts: tuple[str, ...] = ()
    partly: ColumnRule | None = None
    currencies: tuple[str, ...] = ()


def guess(header: str, cells: Cells, unit: Unit | None = None) -> Guess:
    """Guess a column's rule from its header, its cells and a unit written for it. The same cells, the same guess.

    An id is told by its header's words and by leading zeros; days, periods and numbers by what can be read as such.
    """
    filled = _filled(cells)
    sample = _sample(filled)
    if not len(sample.texts):
        return Guess(_rule(header, ColumnType.TEXT), 1.0, ("The column is empty.",))
    if _is_id(header, sample):
        return Guess(_rule(header, ColumnType.ID), 1.0)
    for kind, may_be in _ORDER:
        if may_be(header, sample):
            found = _tried(header, kind, sample, filled, unit)
            if found is not None:
                return found
    if _all(sample.texts, _CODE):
        return Guess(_rule(header, ColumnType.ID), 1.0)
    return _text(header, sample)


def _rule(header: str, kind: ColumnType, scale: int = 0, currency: str = "", tax: str = "") -> ColumnRule:
    return ColumnRule(Column(header, kind, scale, currency, tax), (header,))


def _filled(cells: Cells) -> Cells:
    """Return the cells that hold something, without what people write for nothing and without failures."""
    kept = are_filled(cells)
    said = None if cells.kinds is None else cells.kinds[kept]
    return replace(cells, texts=pc.utf8_trim_whitespace(cells.texts).filter(pa.array(kept)), kinds=said)


def are_filled(cells: Cells) -> Any:
    """Tell of each cell whether it holds something: no blank, no sign for nothing, no failure."""
    texts = pc.utf8_trim_whitespace(cells.texts)
    kept = pc.invert(pc.is_in(texts, pa.array(("", *ABSENT, *ERRORS), pa.large_string()))).to_numpy(
        zero_copy_only=False
    )
    if cells.kinds is not None:
        kept = kept & (cells.kinds != CellKind.ERROR) & (cells.kinds != CellKind.UNCALCULATED)
    return kept


def _sample(cells: Cells) -> Cells:
    """Return at most a few thousand cells, evenly from the whole column."""
    length = len(cells.texts)
    if length <= _SAMPLED:
        return cells
    chosen = np.linspace(0, length - 1, _SAMPLED).astype(np.int64)
    said = None if cells.kinds is None else cells.kinds[chosen]
    return replace(cells, texts=cells.texts.take(pa.array(chosen)), kinds=said)


def _all(texts: Any, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(texts, pattern)).as_py())


def _any(texts: Any, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, pattern)).as_py())


# ------------------------------------------------------------------------------------------------- what it may be


def _is_id(header: str, cells: Cells) -> bool:
    """Tell ids by leading zeros, by digits longer than any amount, or by their header where no decimals stand."""
    if _says(cells, CellKind.DATE):
        return False
    texts = cells.texts
    if _any(texts, _ZERO_FIRST) and _all(texts, r"^[0-9]+$"):
        return True
    if cells.kinds is None and _all(texts, r"^[0-9]{11,}$"):
        return True
    if _ORDERED.search(header.strip()) and _all(texts, r"^[0-9]+$"):
        return True
    return bool(_ID.search(header)) and not _any(texts, r"[0-9][.,][0-9]{1,2}$") and not _any(texts, r"\s.*\s")


def _says(cells: Cells, kind: CellKind) -> bool:
    return cells.kinds is not None and bool((cells.kinds == kind).any())


def _may_be_period(header: str, cells: Cells) -> bool:
    """Bare digits, and numbers with a point, are a period only under a header that says so; days are no periods."""
    if _says(cells, CellKind.DATE):
        return False
    if _PERIOD.search(header):
        return _may_be_years(cells)
    if _all(cells.texts, r"^[0-9.]+$"):
        return False
    if not _all(cells.texts, _MONTH_OR_QUARTER) or _any(cells.texts, r"^[^年月]*[0-9]+[-/.][0-9]+[-/.][0-9]+|日"):
        return False
    # `31 March 2026` names a month, but to read the month alone would lose the day.
    return not any(written_day(text) for text in pc.unique(cells.texts).to_pylist())


def _may_be_years(cells: Cells) -> bool:
    return not _all(cells.texts, r"^[0-9.]+$") or _all(
        cells.texts, r"^(19[0-9]{2}|20[0-9]{2})([./-]?(0?[1-9]|1[0-2]))?$"
    )


def _may_be_day(header: str, cells: Cells) -> bool:
    """Numbers are days only under a header that says so, or as eight digits that are all days."""
    if _says(cells, CellKind.DATE):
        return True
    if _all(cells.texts, r"^[0-9.]+$"):
        return bool(_DAY.search(header)) or _all(cells.texts, r"^(19[89][0-9]|20[0-9]{2})[01][0-9][0-3][0-9]$")
    return _any(cells.texts, r"[0-9]")


def _may_be_percent(header: str, cells: Cells) -> bool:
    marked = pc.sum(pc.match_substring_regex(cells.texts, "[%％‰]$")).as_py() or 0
    return marked * 2 > len(cells.texts) or (bool(_PERCENT.search(header)) and cells.percent)


def _may_be_money(header: str, cells: Cells) -> bool:
    named = _MONEY.search(header) and not _SHARE.search(header)
    return bool(named or _CURRENCY.search(header)) or bool(_signs(cells))


def _may_be_number(header: str, cells: Cells) -> bool:
    del header
    return _any(cells.texts, r"\pN")


_ORDER: tuple[tuple[ColumnType, Callable[[str, Cells], bool]], ...] = (
    (ColumnType.PERIOD, _may_be_period),
    (ColumnType.DATE, _may_be_day),
    (ColumnType.PERCENT, _may_be_percent),
    (ColumnType.MONEY, _may_be_money),
    (ColumnType.NUMBER, _may_be_number),
)
"""The types in the order in which they are tried: what is narrower comes first."""


# ---------------------------------------------------------------------------------------------- what it then reads


def _tried(header: str, kind: ColumnType, sample: Cells, filled: Cells, unit: Unit | None) -> Guess | None:
    """Read a sample as a type; None where too little of it can be read so."""
    currency, open_currency = _currency(header, sample, unit) if kind is ColumnType.MONEY else ("", "")
    if kind is ColumnType.NUMBER and unit and unit.currency:
        kind, currency = ColumnType.MONEY, unit.currency
    rule = _rule(header, kind, 2 if kind is ColumnType.MONEY else 0, currency, unit.tax if unit else "")
    share, doubts = _read(_scaled(rule, sample), sample)
    plainly = _PLAINLY.get(kind)
    is_plain = plainly is not None and plainly.search(header) is not None
    if is_plain and share:  # beside days, 2026-03-32 is meant as one
        share += sum(len(one.positions) for one in doubts if one.kind is kinds.DATE_IMPOSSIBLE) / len(sample.texts)
    if share < (_AT_LEAST if is_plain else _MOSTLY):
        return None
    rule = _scaled(rule, filled)
    share, doubts = _read(rule, filled)
    rule = _with_evidence(rule, doubts)
    said = tuple(dict.fromkeys(f"{doubt.kind.code}: {doubt.found}" for doubt in doubts if _is_open(doubt)))
    return Guess(rule, share, (open_currency, *said[:5]) if open_currency else said[:5])


def _read(rule: ColumnRule, cells: Cells) -> tuple[float, tuple[Doubt, ...]]:
    """Return the share of cells that a rule understands; one that is understood in two ways is understood."""
    result = typed(rule, cells)
    return int(are_understood(result).sum()) / max(1, len(cells.texts)), result.doubts


def are_understood(result: Typed) -> Any:
    """Tell of each cell whether it was read, or could be in two ways."""
    understood = np.array(result.series.notna(), bool)
    for doubt in result.doubts:
        if doubt.kind in _UNDERSTOOD:
            understood[doubt.positions] = True
    return understood


_UNDERSTOOD = (
    kinds.DECIMAL_UNCLEAR,
    kinds.DATE_UNCLEAR,
    kinds.SHORT_YEAR_UNCLEAR,
    kinds.PERIOD_UNCLEAR,
    kinds.PERIOD_FISCAL,
    kinds.AMOUNT_TOO_PRECISE,
    kinds.AMOUNT_TOO_LARGE,
)
_NOTES = (kinds.DECIMAL_COMMA_READ, kinds.DATE_ORDER_READ, kinds.NUMBER_AS_TEXT, kinds.SHORT_YEARS_READ)


def _is_open(doubt: Doubt) -> bool:
    return doubt.kind not in _NOTES


def _scaled(rule: ColumnRule, cells: Cells) -> ColumnRule:
    """Return the rule at the smallest scale that keeps every number of the column exactly."""
    if rule.column.type not in NUMERIC:
        return rule
    while rule.column.scale < _LARGEST_SCALE:
        doubts = [doubt for doubt in typed(rule, cells).doubts if doubt.kind is kinds.AMOUNT_TOO_PRECISE]
        needed = [int(value) for doubt in doubts for name, value in doubt.values if name == "needed" and value != "?"]
        if not needed:
            break
        rule = replace(rule, column=replace(rule.column, scale=min(_LARGEST_SCALE, max(needed))))
        if max(needed) >= _LARGEST_SCALE:
            break
    return rule


def _with_evidence(rule: ColumnRule, doubts: tuple[Doubt, ...]) -> ColumnRule:
    """Declare the decimal mark and the order of days that the column showed."""
    for doubt in doubts:
        if doubt.kind is kinds.DECIMAL_COMMA_READ and kinds.DECIMAL_UNCLEAR not in {one.kind for one in doubts}:
            rule = replace(rule, decimal=",")
        if doubt.kind is kinds.DATE_ORDER_READ:
            order = {"day": "dmy", "month": "mdy", "year": "ymd"}[dict(doubt.values)["order"].partition(",")[0]]
            rule = replace(rule, order=order)
    return rule


def _signs(cells: Cells) -> list[frozenset[str]]:
    """Return the currencies that signs of the first differently written cells allow."""
    texts = pc.unique(cells.texts).to_pylist()[:200]
    read = [numeral(text) for text in texts]
    return [one.currencies for one in read if one is not None and one.currencies]


def _currency(header: str, cells: Cells, unit: Unit | None) -> tuple[str, str]:
    """Return the currency that the unit, the header or the cells name, and what is open about it."""
    if unit and unit.currency:
        return unit.currency, ""
    named = _CURRENCY.search(header)
    if named:
        return named[1].upper().replace("RMB", "CNY"), ""
    signs = _signs(cells)
    common = frozenset.intersection(*signs) if signs else frozenset()
    if len(common) == 1:
        return next(iter(common)), ""
    if common:
        likely = next(one for one in ("CNY", "USD", *sorted(common)) if one in common)
        return likely, f"currency: the sign may mean {' or '.join(sorted(common))}"
    sign = next((currency for sign, currency in _SIGNS.items() if sign in header), "")
    if signs:
        return sign, "currency: the cells name several"
    return sign, "" if sign else "currency: nothing names it"


def _text(header: str, cells: Cells) -> Guess:
    """Take a column for text, and say how much of it would be numbers or days, or amounts of several currencies."""
    rule = _rule(header, ColumnType.TEXT)
    currencies = _several_currencies(cells)
    if currencies:
        return Guess(rule, 1.0, ("currency: the cells name several",), currencies=currencies)
    numbers = _scaled(_rule(header, ColumnType.NUMBER), cells)
    days = _rule(header, ColumnType.DATE)
    share, name, partly = max(
        ((_read(numbers, cells)[0], "numbers", numbers), (_read(days, cells)[0], "days", days)), key=lambda one: one[0]
    )
    if share < _GOOD_PART:
        return Guess(rule, 1.0)
    return Guess(rule, 1.0, (f"type: {share:.0%} of the cells are {name}",), partly)


def _several_currencies(cells: Cells) -> tuple[str, ...]:
    """Return the currencies that cells name where most of them are amounts, and not all of one currency."""
    signs = _signs(cells)
    seen = min(200, len(pc.unique(cells.texts)))
    if 2 * len(signs) < seen or (signs and frozenset.intersection(*signs)):
        return ()
    return tuple(sorted({" or ".join(sorted(one)) for one in signs if len(one) < 3}))
