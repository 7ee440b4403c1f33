"""Turns what stands above a table or in a header into the unit of its numbers: `单位：万元` is 10,000 CNY."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reportgen.sources.layout.area import Unit
from reportgen.sources.layout.looks import plain_text

_CURRENCIES = {
    "人民币": "CNY", "元人民币": "CNY", "rmb": "CNY", "元": "CNY", "圆": "CNY", "块": "CNY", "¥": "CNY", "角": "",
    "美元": "USD", "美金": "USD", "us$": "USD", "$": "USD", "usd": "USD", "dollars": "USD", "us dollars": "USD",
    "欧元": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR", "港元": "HKD", "港币": "HKD", "hk$": "HKD",
    "日元": "JPY", "日圆": "JPY", "英镑": "GBP", "£": "GBP", "pounds": "GBP", "新台币": "TWD", "台币": "TWD",
    "nt$": "TWD", "韩元": "KRW", "加元": "CAD", "澳元": "AUD", "新元": "SGD", "新加坡元": "SGD", "s$": "SGD",
    "瑞士法郎": "CHF", "卢布": "RUB", "泰铢": "THB", "yuan": "CNY", "yen": "JPY", "円": "JPY",
}  # fmt: skip
_CODES = (
    "CNY", "USD", "EUR", "HKD", "JPY", "GBP", "TWD", "KRW", "CAD", "AUD", "SGD", "CHF", "RUB", "THB", "INR",
    "BRL", "MXN", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "TRY", "ZAR", "AED", "SAR", "MYR", "IDR", "PHP",
    "VND", "NZD", "ILS",
)  # fmt: skip
_CURRENCIES |= {code.casefold(): code for code in _CODES}
_MULTIPLES = {
    "十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "十万": 100_000, "百万": 1_000_000,
    "千万": 10_000_000, "亿": 100_000_000, "億": 100_000_000, "十亿": 1_000_000_000, "百亿": 10_000_000_000,
    "hundred": 100, "hundreds": 100, "thousand": 1_000, "thousands": 1_000, "000": 1_000, "'000": 1_000,
    "000s": 1_000, "'000s": 1_000, "000's": 1_000, "1000": 1_000, "1,000": 1_000, "10k": 10_000, "10,000": 10_000,
    "10000": 10_000, "ten thousand": 10_000, "100k": 100_000, "lakh": 100_000, "lakhs": 100_000,
    "million": 1_000_000, "millions": 1_000_000, "mio": 1_000_000, "mio.": 1_000_000, "mln": 1_000_000,
    "mn": 1_000_000, "mm": 1_000_000, "000,000": 1_000_000, "'000,000": 1_000_000, "1,000,000": 1_000_000,
    "crore": 10_000_000, "crores": 10_000_000, "billion": 1_000_000_000, "billions": 1_000_000_000,
    "bn": 1_000_000_000, "mrd": 1_000_000_000, "mrd.": 1_000_000_000, "tsd": 1_000, "tsd.": 1_000, "tausend": 1_000,
    "millionen": 1_000_000, "milliarden": 1_000_000_000,
}  # fmt: skip
_BESIDE_MONEY = {"k": 1_000, "t": 1_000, "m": 1_000_000, "b": 1_000_000_000}
"""Letters that are multiples only beside a currency: m alone is a metre."""
_COUNTED = frozenset((
    "台", "件", "个", "套", "只", "箱", "吨", "人", "次", "户", "家", "笔", "条", "张", "天", "月", "年", "小时",
    "平方米", "公斤", "千克", "kg", "t", "pcs", "pc", "units", "unit", "hours", "hrs", "days", "people",
    "persons", "headcount", "fte", "人次", "人天", "元/吨", "元/台", "元/件", "瓦", "w", "kw", "mw", "gw", "kwh",
    "mwh", "gwh", "度", "点", "分", "步", "块数", "单", "辆", "份", "批",
))  # fmt: skip
_TAXES = {
    "含税": "included", "不含税": "excluded", "未税": "excluded", "税前": "excluded", "incl. tax": "included",
    "excl. tax": "excluded", "including tax": "included", "excluding tax": "excluded", "incl. vat": "included",
    "excl. vat": "excluded", "tax included": "included", "tax excluded": "excluded", "inkl. mwst.": "included",
    "exkl. mwst.": "excluded", "ex vat": "excluded", "ex tax": "excluded",
}  # fmt: skip
_PERCENTS = frozenset({"%", "percent", "per cent", "百分比", "pct", "in %"})
_LINE = re.compile(
    r"(?:.*?(?:[单單単]位|币种|货币|units?|currency|unit of account|amounts?|figures?|values?|angaben|einheit|währung)"
    r"\s*(?::|\bin\b|\bare in\b|\bshown in\b|为)\s*|\(?\s*(?:all\s+)?in\s+)(?P<what>[^:]+?)\s*\)?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"^(?P<name>.*?)\s*[(\[【<]\s*(?P<what>[^()\[\]【】<>]+?)\s*[)\]】>]\s*$")
_BEHIND = re.compile(r"^(?P<name>.+?)\s*(?:[/:,，]|\s-\s|\bin\b)\s*(?P<what>[^/:，]+)$", re.IGNORECASE)
_SIGN = re.compile(r"^(?P<name>.*[^\s%])\s*(?P<what>%)$")
_SAYS_UNIT = re.compile(
    r"[(\[]?\s*(?:(?:(?:金额|货币|计量|数量)?[单單単]位|币种)(?=\s*[:为])|(?:units?|currency|einheit|währung)(?=\s*:)"
    r"|(?:(?:all\s)?(?:amounts?|figures?|values?)\s(?:are\s)?in|angaben\sin)\b)[\s:为]*(?P<what>\S.*)",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(r"(公司|集团|厂|部|局|中心|店|处|科|院|校)$")
_LONGEST_LINE = 60
_NO_AMOUNT = re.compile(
    r"^order$|率|占比|比例|比重|百分|数量|件数|台数|人数|次数|户数|个数|笔数|天数|编号|编码|工号|代码|单号|序号|电话|年份|月份|日期|年度|%"
    r"|\bqty\b|quantity|\bcount\b|\bno\.?\b|\bid\b|\bcode\b|\bdate\b|\byear\b|\bmonth\b|\brate\b|ratio|share|\bmargin\b"
    r"|headcount|\bunits\b|\bpct\b|percent|growth|同比|环比|增长|增幅|折扣|排名|\brank\b|menge|anzahl|\bnr\.?\b",
    re.IGNORECASE,
)


def measure(text: str, position: int) -> Unit | None:
    """Read a unit alone: `万元`, `CNY 10k`, `TEUR`, `$000`, `人民币万元、不含税`, `%`; None for anything else."""
    plain = plain_text(text).strip(" .()[]【】").casefold().removeprefix("单位:").removeprefix("単位:").strip()
    taxes = [(tax, word) for word, tax in sorted(_TAXES.items(), key=lambda one: -len(one[0])) if word in plain]
    tax = taxes[0][0] if taxes else ""
    rest = plain.replace(taxes[0][1], " ") if taxes else plain
    rest = re.sub(r"[、,，;]\s*$|^\s*[、,，;]", "", rest.strip()).strip(" 、;,()")
    if not rest:
        return Unit(text.strip(), position, tax=tax) if tax else None
    if rest in _PERCENTS:
        return Unit(text.strip(), position, tax=tax, percent=True)
    found = _factor_and_currency(rest)
    return Unit(text.strip(), position, found[0], found[1], tax) if found else None


def _factor_and_currency(text: str) -> tuple[int, str] | None:
    """Split a unit into its multiple and its currency, in either order: every character must be accounted for."""
    text = re.sub(r"\s+(?:of|in)\s+|\s+", " ", text).strip()
    text = re.sub(r"^(?:人民币|rmb)[/ ]*(?=\S)", "cny ", text)
    if text in _COUNTED:
        return 1, ""
    whole = _word(text)
    if whole:
        return whole
    for cut in range(1, len(text)):
        left, right = text[:cut].strip(" /-."), text[cut:].strip(" /-.")
        pair = _multiple(left, right) or _multiple(right, left) or _same_money(left, right)
        if pair:
            return pair
    return None


def _same_money(left: str, right: str) -> tuple[int, str] | None:
    """Read `cny 元` and `cny 万元`: a currency named twice is still one."""
    currency = _CURRENCIES.get(left)
    inner = _factor_and_currency(right) if currency and len(right) < 12 else None
    return inner if inner and inner[1] == currency else None


def _word(text: str) -> tuple[int, str] | None:
    if _CURRENCIES.get(text):
        return 1, _CURRENCIES[text]
    return (_MULTIPLES[text], "") if text in _MULTIPLES else None


def _multiple(multiple: str, rest: str) -> tuple[int, str] | None:
    money = _CURRENCIES.get(rest)
    if money:
        factor = _MULTIPLES.get(multiple) or _BESIDE_MONEY.get(multiple)
        return (factor, money) if factor else None
    if rest in _COUNTED and multiple in _MULTIPLES:
        return _MULTIPLES[multiple], ""
    return None


def unit_line(text: str, position: int) -> Unit | None:
    """Read a line above a table that says its unit: `单位：万元`, `Unit: CNY 10k`, `(in thousands)`."""
    plain = plain_text(text)
    if len(plain) > _LONGEST_LINE:
        return None
    whole = measure(plain, position)
    # A word alone is a unit only where it is surely one: USD thousands, k€, 万元.
    if whole and (plain.startswith(("(", "[", "【")) or (whole.currency and whole.factor > 1)):
        return _written(whole, text)
    for match in (*_candidates(plain), *((plain,) if re.search(r"\bin\b", plain) else ())):
        found = measure(match, position)
        if found:
            return _written(found, text)
    return None


def strange_unit(text: str) -> bool:
    """Tell whether a line above a table says that it names the unit, and names one that is not known."""
    plain = plain_text(text)
    match = _SAYS_UNIT.fullmatch(plain) if len(plain) <= _LONGEST_LINE else None
    if match is None or _ORGANISATION.search(match["what"]):
        return False
    return unit_line(text, 0) is None


def _candidates(plain: str) -> Iterable[str]:
    """Return the parts of a line that may be its unit, the likeliest first."""
    for match in re.finditer(r"单位|單位|単位|币种|货币|\bunits?\b|\bcurrency\b", plain, re.IGNORECASE):
        behind = re.match(r"\s*[:为是]?\s*(.+)", plain[match.end() :])
        if behind:
            # Another note may stand behind it: 单位：万元 制表：张三.
            yield from (behind[1], re.split(r"\s|[,;。)(]", behind[1].strip(), maxsplit=1)[0])
    line = _LINE.fullmatch(plain)
    if line:
        yield line["what"]
    bracketed = re.search(
        r"\(\s*(?:单位:)?(?:all\s+)?(?:(?:amounts?|figures?)\s+)?(?:in\s+)?([^()]+)\)$", plain, re.IGNORECASE
    )
    if bracketed:
        yield bracketed[1]


def _written(unit: Unit, text: str) -> Unit:
    return Unit(text.strip(), unit.position, unit.factor, unit.currency, unit.tax, unit.percent)


def header_unit(name: str, position: int) -> Unit | None:
    """Read the unit that a header carries: `金额（万元）`, `Revenue ($000)`, `销售额/万元`, `Umsatz in TEUR`."""
    plain = plain_text(name)
    for pattern in (_BRACKETED, _BEHIND, _SIGN):
        match = pattern.match(plain)
        if match:
            found = measure(match["what"].removeprefix("in "), position)
            # Behind a slash only what is surely a unit: 年/月 are two names.
            if found and (pattern is _BRACKETED or found.currency or match["what"] == "%" or found.factor > 1):
                return _written(found, match["what"])
    return None


def without_unit(name: str) -> str:
    """Return a header without the unit that it carries: `金额` of `金额（万元）`."""
    plain = plain_text(name)
    for pattern in (_BRACKETED, _BEHIND, _SIGN):
        match = pattern.match(plain)
        if match and match["name"] and header_unit(plain, 0):
            return match["name"]
    return plain


def column_units(names: Mapping[int, str], whole: Unit | None) -> dict[int, Unit]:
    """Return the unit of each column that a unit above the table holds for: no counts, shares, dates and numbers."""
    return {column: whole for column, name in names.items() if whole and not _NO_AMOUNT.search(name)}
