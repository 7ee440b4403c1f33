"""Turns the first rows of a block into its heading: which rows name the columns, which say units, which are prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.sources.layout.area import Unit
from reportgen.sources.layout.header import SEARCHED_ROWS, header_name
from reportgen.sources.layout.header_row import LONGEST_NAME, header_score, is_unit
from reportgen.sources.layout.looks import VALUES, Look, Seen
from reportgen.sources.layout.titles import is_title_with_unit
from reportgen.sources.layout.units import measure, without_unit

LOOKED_AT = 60
"""Rows of a block in which a header is looked for, and by which its columns are judged."""

WANTED = 100.0
"""What a name that is looked for weighs; a heading of such weight is surely one."""

_MOST_CELLS = 60_000
_HIGHEST_HEADING = 4
_PROSE = re.compile(r"[，。；！？,;!?]$|[^.\s]{4}\.$")
_VALUE = re.compile(
    r"值|数值|内容|说明|描述|数据|金额|.*数|value|content|description|explanation|amount|wert", re.IGNORECASE
)
_PIVOT = re.compile(
    r"row labels|column labels|行标签|列标签|zeilenbeschriftungen|spaltenbeschriftungen"
    r"|(sum|count|average|max|min) of .+"
    r"|(求和|计数|平均值|最大值|最小值)项:.+|grand total|data|values|数据|值",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a table's columns get their names.

    `rows` are the header's rows, `names` the full name of each column, `body` the first row that may hold data,
    `below` the units that stand in rows of their own under the header (`unit_rows`), `contrast` how many columns have
    words above values (negative where nothing was found).
    """

    rows: tuple[int, ...]
    names: dict[int, str]
    body: int
    below: dict[int, Unit]
    contrast: float
    unit_rows: tuple[int, ...] = ()


def find_heading(
    seen: Seen, columns: Sequence[int], rows: Sequence[int], wanted: frozenset[str] = frozenset()
) -> Heading:
    """Find the header among the first rows of a block, given as its non-blank rows in order.

    Rows with `wanted` names win. A heading without rows means that nothing names the columns.
    """
    rows = rows[: max(8, min(LOOKED_AT, _MOST_CELLS // max(1, len(columns))))]
    if not rows:
        return Heading((), {}, 0, {}, -1.0)
    searched = range(min(len(rows), SEARCHED_ROWS))
    hits = [_hits(seen, columns, rows[index], wanted) for index in searched]
    if max(hits) >= 2:
        scores = [WANTED * count for count in hits]
    else:
        scores = [header_score(seen, columns, rows, index, wanted) + 3.0 * hits[index] for index in searched]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index))
    # Of two rows that are as likely, the upper.
    best = next(index for index in range(best + 1) if scores[index] >= scores[best] - 0.3)
    if scores[best] <= 0 or _is_lone_cell(seen, columns, rows) or _is_form(seen, columns, rows, scores[best]):
        return Heading((), dict.fromkeys(_used(seen, columns, rows), ""), rows[0], {}, scores[best])
    return _heading(seen, columns, rows, best, scores[best])


def _is_lone_cell(seen: Seen, columns: Sequence[int], rows: Sequence[int]) -> bool:
    return len(rows) == 1 and sum(bool(seen.filled[column][rows[0]]) for column in columns) == 1


def _is_form(seen: Seen, columns: Sequence[int], rows: Sequence[int], score: float) -> bool:
    """Tell whether two columns are names and their values, one below the other: `客户 | 甲`, `日期 | 2026-01-05`."""
    used = [column for column in columns if any(seen.filled[column][row] for row in rows)]
    rows = [row for row in rows if not is_title_with_unit(seen, columns, row)]
    both = [row for row in rows if len(used) == 2 and all(seen.filled[column][row] for column in used)]
    if len(both) < 3 or score >= WANTED or _VALUE.fullmatch(seen.text(both[0], used[1])):
        return False
    labels = [seen.text(row, used[0]) for row in both if seen.look(row, used[0]) is Look.WORDS]
    looks = [look for row in both[1:] if (look := seen.look(row, used[1])) is not Look.NEUTRAL]
    words = sum(look is Look.WORDS for look in looks)
    mixed = 0.25 * len(looks) <= words <= 0.75 * len(looks) or len(set(looks) - {Look.WORDS}) > 1
    return len(labels) == len(set(labels)) == len(both) and bool(looks) and mixed


def _used(seen: Seen, columns: Sequence[int], rows: Sequence[int]) -> list[int]:
    return [column for column in columns if seen.filled[column][rows[0] :].any()]


def _hits(seen: Seen, columns: Sequence[int], row: int, wanted: frozenset[str]) -> int:
    """Count the names in a row that are looked for."""
    if not wanted:
        return 0
    return sum(bool(seen.filled[column][row]) and is_wanted(seen.text(row, column), wanted) for column in columns)


def is_wanted(text: str, wanted: frozenset[str]) -> bool:
    """Tell whether a header is one of those looked for, with or without the unit that it carries."""
    return header_name(text) in wanted or header_name(without_unit(text)) in wanted


def _heading(seen: Seen, columns: Sequence[int], rows: Sequence[int], best: int, score: float) -> Heading:
    upper = _rows_above(seen, columns, rows, best)
    lower = _rows_below(seen, columns, rows, best)
    header = [*upper, rows[best], *lower]
    after = [row for row in rows if row > header[-1]]
    unit_rows: list[int] = []
    while len(header) > 1 and _is_unit_row(seen, columns, header[-1]):
        unit_rows.append(header.pop())
    while after and _is_unit_row(seen, columns, after[0]):
        unit_rows.append(after.pop(0))
    below = {column: unit for row in unit_rows for column, unit in _units_in(seen, columns, row).items()}
    last = max([header[-1], *unit_rows])
    names = {column: full_name(seen, columns, header, column) for column in columns}
    names = {column: name for column, name in names.items() if name or seen.filled[column][last + 1 :].any()}
    return Heading(tuple(header), names, last + 1, below, score, tuple(unit_rows))


def _is_unit_row(seen: Seen, columns: Sequence[int], row: int) -> bool:
    filled = [column for column in columns if seen.filled[column][row]]
    return bool(filled) and all(is_unit(seen, row, column) for column in filled)


def _units_in(seen: Seen, columns: Sequence[int], row: int) -> dict[int, Unit]:
    found = {column: measure(seen.text(row, column), row) for column in columns if seen.filled[column][row]}
    return {column: unit for column, unit in found.items() if unit}


def _rows_below(seen: Seen, columns: Sequence[int], rows: Sequence[int], best: int) -> list[int]:
    """Return the rows right below that are words only, under which values stand: the lower parts of the header."""
    found: list[int] = []
    bottom = _merged_down_to(seen, columns, rows[best])
    for index in range(best + 1, min(best + 2 * _HIGHEST_HEADING, len(rows))):
        row = rows[index]
        filled = [column for column in columns if seen.filled[column][row]]
        words = all(seen.look(row, column) is Look.WORDS for column in filled)
        if words and row == rows[best] + 1 and _is_translated(seen, columns, rows[best], row):
            found.append(row)
            continue
        if row <= bottom and words:
            found.append(row)
            bottom = max(bottom, _merged_down_to(seen, columns, row))
            continue
        if row != rows[index - 1] + 1 or not filled:
            break
        contradicts = [column for column in filled if _is_word_above_values(seen, rows, index, column)]
        units = [column for column in filled if is_unit(seen, row, column)]
        if not contradicts or len(contradicts) + len(units) < len(filled):
            break
        found.append(row)
    return found


def _is_translated(seen: Seen, columns: Sequence[int], row: int, below: int) -> bool:
    """Tell whether a row says the header once more in another script: Chinese names over English ones."""
    pairs = [(seen.text(row, column), seen.text(below, column)) for column in columns if seen.filled[column][row]]
    scripts = {(_is_chinese(upper), _is_chinese(lower)) for upper, lower in pairs if lower}
    return len(pairs) >= 2 and all(lower for _, lower in pairs) and scripts in ({(True, False)}, {(False, True)})


def _is_chinese(text: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]", text))


def _merged_down_to(seen: Seen, columns: Sequence[int], row: int) -> int:
    """Return the last row that cells of a header row are merged into, or that stands right under a merged group."""
    ends = [row]
    for merge in seen.grid.merges:
        if merge.top == row and merge.left in columns and seen.filled[merge.left][row]:
            grouped = merge.left < merge.right < merge.left + len(columns) - 1
            ends.append(merge.bottom + 1 if grouped else merge.bottom)
    return max(ends) if max(ends) <= row + _HIGHEST_HEADING else row


def _is_word_above_values(seen: Seen, rows: Sequence[int], index: int, column: int) -> bool:
    if seen.look(rows[index], column) is not Look.WORDS:
        return False
    looks = [seen.look(row, column) for row in rows[index + 1 :] if not is_unit(seen, row, column)]
    looks = [look for look in looks if look not in {Look.BLANK, Look.NEUTRAL}]
    return len(looks) >= 1 and sum(look in VALUES for look in looks) >= 0.7 * len(looks)


def _rows_above(seen: Seen, columns: Sequence[int], rows: Sequence[int], best: int) -> list[int]:
    """Return the rows right above that group the columns; none where what stands there is prose."""
    found: list[int] = []
    for index in range(best - 1, -1, -1):
        row = rows[index]
        if row != (found[0] if found else rows[best]) - 1 or len(found) == _HIGHEST_HEADING:
            break
        filled = {column for column in columns if seen.filled[column][row]}
        if is_title_with_unit(seen, columns, row) or _is_title(seen, columns, row, filled):
            break
        if all(is_unit(seen, row, one) for one in filled):
            break
        if not filled:
            found.insert(0, row)  # inside cells merged from above
            continue
        if not _groups(seen, row, filled, [*found, rows[best]]):
            if _is_caption(seen, columns, row, [*found, rows[best]]):
                break
            return []
        found.insert(0, row)
    while found and not any(seen.filled[column][found[0]] for column in columns):
        found.pop(0)
    if found and _is_caption(seen, columns, found[0], [*found[1:], rows[best]]):
        found.pop(0)
    return found


def _is_title(seen: Seen, columns: Sequence[int], row: int, filled: set[int]) -> bool:
    """Tell whether a row is one text for the whole table.

    In its first column with a name right below it, or merged over all.
    """
    if len(filled) != 1:
        return False
    column = next(iter(filled))
    if seen.look(row, column) is not Look.WORDS or len(seen.text(row, column)) > LONGEST_NAME:
        return True
    merge = next((one for one in seen.grid.merges if (one.top, one.left) == (row, column)), None)
    if merge and merge.right > merge.left:
        return merge.right - merge.left + 1 >= len(columns)
    return column == columns[0] and not (merge and merge.bottom > row)


def _groups(seen: Seen, row: int, filled: set[int], below: Sequence[int]) -> bool:
    """Tell whether a row names groups of the columns below it: short words or years, each above where one begins."""
    years = {column for column in filled if re.fullmatch(r"(19|20)\d\d", seen.text(row, column))}
    words = all(
        seen.look(row, one) is Look.WORDS and len(seen.text(row, one)) <= LONGEST_NAME for one in filled - years
    )
    if any(_PROSE.search(seen.text(row, column)) for column in filled):
        return False
    return words and all(_begins_below(seen, row, column, below) for column in filled)


def _begins_below(seen: Seen, row: int, column: int, below: Sequence[int]) -> bool:
    """Tell whether under a cell a name begins, or none stands: a group does not begin in the middle of another."""
    if seen.filled[column][below[0]] or not any(seen.filled[column][one] for one in below):
        return not any(
            merge.top <= below[0] <= merge.bottom and merge.left < column <= merge.right for merge in seen.grid.merges
        )
    return any(merge.left == column and merge.top <= row and merge.bottom >= below[0] for merge in seen.grid.merges)


def _is_caption(seen: Seen, columns: Sequence[int], row: int, others: Sequence[int]) -> bool:
    """Tell whether the topmost row is what a pivot table writes above its own header: `Column Labels`, `Values`."""
    filled = [column for column in columns if seen.filled[column][row]]
    texts = [seen.text(one, column) for one in (row, *others) for column in columns]
    return (
        len(filled) <= 2
        and any(_PIVOT.fullmatch(text) for text in texts if text)
        and not any(merge.top == row and merge.right > merge.left for merge in seen.grid.merges)
    )


def full_name(seen: Seen, columns: Sequence[int], header: Sequence[int], column: int) -> str:
    """Join the parts of a column's name from top to bottom; a name merged over columns or rows counts once."""
    parts: list[str] = []
    for row in header:
        part = _part(seen, columns, header, row, column)
        if part and part not in parts[-1:]:
            parts.append(part)
    return " / ".join(parts)


def _part(seen: Seen, columns: Sequence[int], header: Sequence[int], row: int, column: int) -> str:
    if seen.filled[column][row]:
        return seen.text(row, column)
    for merge in seen.grid.merges:
        if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
            return seen.text(merge.top, merge.left)
    if row == header[-1] or any(
        merge.top <= row <= merge.bottom and merge.left in columns for merge in seen.grid.merges
    ):
        return ""
    return _group_before(seen, columns, header, row, column)


def _group_before(seen: Seen, columns: Sequence[int], header: Sequence[int], row: int, column: int) -> str:
    """Return the name of the group that a blank cell continues, where nothing is merged: the next name to the left.

    A group ends where a column has a name higher up of its own, and at a blank column.
    """
    below = [one for one in header if one > row]
    above = [one for one in header if one < row]
    for candidate in [one for one in reversed(columns) if one <= column]:
        if not any(seen.filled[candidate][one] for one in below):
            return ""
        if seen.filled[candidate][row]:
            return seen.text(row, candidate)
        if any(seen.filled[candidate][one] for one in above):
            return ""
    return ""
