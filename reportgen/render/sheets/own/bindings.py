"""Turns the names and tables of a user's workbook into what they are bound to: `bridge` grows, others are one cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reportgen.model.balances import ACTING
from reportgen.render.sheets.own.offered import plain_name
from reportgen.render.sheets.own.parts import MAIN, WORKBOOK, Area, Element, OwnBook, area_of
from reportgen.render.sheets.own.styles import Looks

TEXTS: Final = ("title", "subject", "heading", "facts", "period", "cut_off", "version", "audience")
"""What of a document a cell may be named after: `document.title`."""

_MONEY: Final = (
    "base",
    "earned",
    "invoiced",
    "collected",
    "released",
    "earned_before",
    "new",
    "paid_before",
    "payable",
)
_LINES: Final = ("key", "day", "customer", "product", "share", *_MONEY, "reason")

_BESIDE: Final = ("payable_old", "payable_new", "payable_more", "earned_old", "earned_new", "earned_more")

FIGURES: Final[Mapping[str, tuple[str, ...]]] = {
    "statement": ("payable", "closing", "attainment", "checks"),
    "register": ("payable", "checks"),
    "whatif": ("old", "new", "difference", "winners", "losers", "checks"),
}
TABLES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "statement": {
        "bridge": ("label", "total"),
        "components": ("label", "total"),
        "opened": ("label", "total"),
        "closed": ("label", "total"),
        "so_far": ("label", "amount"),
        "prior": ("period", "earning_period", "component", "line", "cause", "old", "new", "more"),
        "clauses": ("clause", "name", "since", "terms", "because"),
        "dispute": ("no", "period", "payee", "line", "expected", "reason", "evidence"),
    },
    "register": {
        "register": (
            *("period", "payee", "name", "component", "earning_period", "kind", "earned", "released", "paid_before"),
            "payable",
        ),
        "unusual": ("payee", "name", "period", "what", "component", "found", "usual"),
        "accrual": ("payee", "name", "component", "earning_period", "earned", "released", "accrued"),
        "amortisation": ("payee", "name", "component", "first", "last", "months", "amount", "part", "rest"),
    },
    "whatif": {
        "people": ("payee", "name", *_BESIDE),
        "lines": ("payee", "name", "component", *_BESIDE),
    },
}
"""The tables that every document of a kind may have, with their columns."""

FAMILIES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "statement": {
        "lines": _LINES,
        "parts": ("key", "name", "start", "amount", "rate", "money"),
        "tiers": ("tier", "start", "rate"),
        "against": ("key", "v0", "v1", "v2"),
        "manual": ("key", "day", "item", "released", "paid_before", "payable", "reason", "author", "approver"),
    },
    "register": {},
    "whatif": {},
}
"""Tables that each component has one of: `lines_base_commission` holds what the component `base-commission` pays."""

_ROWS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "statement": {
        "bridge": ("opening", "earned", "prior", "closing", *ACTING, "payable"),
        "opened": ("unreleased", "deferred", "held", "draw", "carried"),
        "closed": ("unreleased", "deferred", "held", "draw", "carried"),
        "so_far": ("year_before", "year", "twelve_before", "twelve"),
        "components": ("total",),
    },
    "register": {"register": ("total",)},
    "whatif": {"people": ("total",)},
}


_FIXED: Final = ("bridge", "opened", "closed", "so_far")
"""Tables whose rows are the program's, not the plan's."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the workbook and the cells that it refers to, None where it refers to anything else."""

    name: str
    area: Area | None
    text: str


@dataclass(frozen=True, slots=True)
class Growing:
    """A table of the workbook: its name, the row of its heads, its body, and its part ("" for a named range).

    `columns` are the texts of its heads with their columns.
    """

    name: str
    head: int
    body: Area
    columns: tuple[tuple[str, int], ...]
    part: str = ""


def single_names(kind: str) -> tuple[str, ...]:
    """Return every name that a single cell may have in any document of a kind."""
    texts = [f"document.{each}" for each in TEXTS]
    figures = [f"figures.{each}{suffix}" for each in FIGURES[kind] for suffix in ("", ".label", ".note")]
    rows = [
        f"{table}.{row}.{column}"
        for table, keys in _ROWS[kind].items()
        for row in keys
        for column in TABLES[kind][table]
        if column not in ("label", "payee", "name")
    ]
    return (*texts, *figures, *rows)


def is_known(name: str, kind: str) -> bool:
    """Tell whether a cell of this name is filled; rows of most tables have keys that are the plan's: any will do."""
    if name in single_names(kind):
        return True
    table, _, rest = name.partition(".")
    row, _, column = rest.rpartition(".")
    return bool(row) and table not in _FIXED and column in columns_of(kind, table)


def columns_of(kind: str, table: str) -> tuple[str, ...]:
    """Return the columns that a table of this name may have; none where there is no such table."""
    own = TABLES[kind].get(table)
    family = FAMILIES[kind].get(table.partition("_")[0]) if "_" in table else None
    return own or family or ()


def names_of(book: OwnBook) -> Iterator[Named]:
    """Yield the names of a workbook that hold everywhere and are not those of programs."""
    for each in book.tree(WORKBOOK).iter(f"{MAIN}definedName"):
        name = each.get("name", "")
        if not name.startswith("_xlnm.") and each.get("localSheetId") is None:
            text = (each.text or "").strip()
            yield Named(name, area_of(text), text)


def tables_of(book: OwnBook, kind: str, others: Collection[str] = ()) -> tuple[Growing, ...]:
    """Return the tables of a workbook, and the named ranges that are called like one, from the bottom up."""
    found = [each for sheet in book.sheets if sheet.part for each in _tables(book, sheet.name, sheet.part)]
    for named in names_of(book):
        area = named.area
        name = plain_name(named.name)
        if area is not None and area.bottom > area.top and (columns_of(kind, name) or name in others):
            sheet = book.sheet(area.sheet)
            if sheet is not None:
                body = Area(sheet.name, area.top + 1, area.left, area.bottom, area.right)
                heads = _heads(book, sheet.part, area.top, area.left, area.right)
                found.append(Growing(name, area.top, body, heads))
    return tuple(sorted(found, key=lambda each: (-each.body.top, each.body.left)))


def _tables(book: OwnBook, sheet: str, part: str) -> Iterator[Growing]:
    for name in book.related(part, "table"):
        root = book.tree(name)
        area = area_of(f"sheet!{root.get('ref', '')}")
        heads = int(root.get("headerRowCount", "1"))
        if area is None or heads != 1:
            continue
        bottom = area.bottom - int(root.get("totalsRowCount", "0"))
        body = Area(sheet, area.top + 1, area.left, max(bottom, area.top + 1), area.right)
        titles = [each.get("name", "") for each in root.iter(f"{MAIN}tableColumn")]
        columns = tuple((title, area.left + index) for index, title in enumerate(titles))
        yield Growing(plain_name(root.get("displayName", "")), area.top, body, columns, name)


def _heads(book: OwnBook, part: str, row: int, left: int, right: int) -> tuple[tuple[str, int], ...]:
    found = {}
    for cell in book.tree(part).iter(f"{MAIN}c"):
        area = area_of(f"sheet!{cell.get('r', '')}")
        if area is not None and area.top == row and left <= area.left <= right:
            found[area.left] = text_of(book, cell)
    return tuple(sorted(((text, column) for column, text in found.items() if text), key=lambda each: each[1]))


def text_of(book: OwnBook, cell: Element) -> str:
    """Return the text that a cell of the user's workbook shows."""
    if cell.get("t") not in ("s", "inlineStr"):
        return cell.findtext(f"{MAIN}v") or ""
    item = _item(book, cell)
    return "".join(each.text or "" for each in item.iter(f"{MAIN}t")) if item is not None else ""


def _item(book: OwnBook, cell: Element) -> Element | None:
    """The text of a cell as the file has it, None for a figure."""
    if cell.get("t") == "inlineStr":
        return cell.find(f"{MAIN}is")
    value = cell.findtext(f"{MAIN}v") or ""
    strings = next(book.related(WORKBOOK, "sharedStrings"), "") if cell.get("t") == "s" and value.isdigit() else ""
    if not strings:
        return None
    items = book.tree(strings)
    return items[int(value)] if int(value) < len(items) else None


def runs_of(book: OwnBook, cell: Element) -> list[tuple[str, float, bool]]:
    """Return the pieces of a text of several looks: text, size in points, bold; none of a text of one look."""
    item = _item(book, cell)
    found = []
    for run in item.findall(f"{MAIN}r") if item is not None else ():
        size, bold = run.find(f"{MAIN}rPr/{MAIN}sz"), run.find(f"{MAIN}rPr/{MAIN}b")
        points = float(size.get("val", "11")) if size is not None else 11.0
        found.append(
            (run.findtext(f"{MAIN}t") or "", points, bold is not None and bold.get("val", "1") not in ("0", "false"))
        )
    return found


def looks_of(book: OwnBook) -> Looks:
    """Return the styles of a workbook."""
    return Looks(book.tree("xl/styles.xml"))
