"""A row of a block → how much it looks like the one that names the columns: words above values speak for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from reportgen.sources.layout.looks import VALUES, Look, Seen, shape_of
from reportgen.sources.layout.titles import is_title_with_unit
from reportgen.sources.layout.units import measure

LONGEST_NAME = 60
"""A longer text is a sentence and names no column."""


def header_score(seen: Seen, columns: Sequence[int], rows: Sequence[int], index: int, wanted: frozenset[str]) -> float:
    """Weigh a row as the header: words above values speak for it, values above values against."""
    row = rows[index]
    calendar = _calendar(seen, columns, row)
    filled = [column for column in columns if seen.filled[column][row]]
    if (len(columns) > 1 and len(filled) < 2 and not wanted) or is_title_with_unit(seen, columns, row):
        return -1.0  # a title
    score = -sum(_skip_penalty(seen, columns, above) for above in rows[:index])
    for column in columns:
        below = [one for one in rows[index + 1 :] if seen.filled[column][one]]
        score += _column_score(seen, row, column, below, counts=column in calendar)
    if rows[index] == rows[-1] and index > 0:
        score = min(score, 0.0)  # nothing stands below it
    return score


def _skip_penalty(seen: Seen, columns: Sequence[int], row: int) -> float:
    """Weigh a row that would be left above the header: a full one, or one with values, belongs to the table."""
    filled = [column for column in columns if seen.filled[column][row]]
    if is_title_with_unit(seen, columns, row):
        return 0.0
    if len(filled) == len(columns):
        return 2.5
    return 0.7 if len(filled) > 1 and any(seen.look(row, column) in VALUES for column in filled) else 0.0


def _column_score(seen: Seen, row: int, column: int, below: Sequence[int], *, counts: bool) -> float:
    look = seen.look(row, column)
    text = seen.text(row, column)
    looks = [seen.look(one, column) for one in below if not is_unit(seen, one, column)]
    looks = [one for one in looks if one is not Look.NEUTRAL]
    share = sum(one in VALUES for one in looks) / len(looks) if looks else 0.0
    if counts:
        return 1.5 if looks and looks[0] in VALUES else 0.5
    if look is Look.BLANK:
        return _blank_score(seen, row, column, below)
    if look is not Look.WORDS:
        return -0.5 if look is Look.NEUTRAL else -2.0
    if len(text) > LONGEST_NAME:
        return -0.3
    if is_unit(seen, row, column):
        return 0.0
    if text.endswith(("。", "！", "；")):
        return -0.5
    if share >= 0.7:
        return 2.0 if looks[0] in VALUES else -0.2
    return _words_score(seen, text, column, below)


def _blank_score(seen: Seen, row: int, column: int, below: Sequence[int]) -> float:
    """Weigh a cell without a name: it is none where another is merged over it."""
    if any(merge.top <= row <= merge.bottom and merge.left < column <= merge.right for merge in seen.grid.merges):
        return 0.0
    return -0.7 if len(below) > 1 else -0.1


def _words_score(seen: Seen, text: str, column: int, below: Sequence[int]) -> float:
    """Weigh words above words: a name is not repeated below, and has no digits where the cells below it have them."""
    texts = [seen.text(one, column) for one in below]
    if not texts:
        return 0.3
    if text in texts:
        return -0.5
    shapes = [shape_of(one) for one in texts]
    coded = sum("9" in shape for shape in shapes) / len(shapes)
    if "9" in shape_of(text):
        return -2.0 if shapes.count(shape_of(text)) * 2 > len(shapes) else 0.1
    return 1.0 if coded >= 0.8 and "9" in shapes[0] else 0.3


def _calendar(seen: Seen, columns: Sequence[int], row: int) -> frozenset[int]:
    """Return the columns of a row whose numbers count on: years, months 1 to 12, days of a calendar."""
    cells = [(column, seen.text(row, column)) for column in columns if seen.look(row, column) in VALUES]
    if len(cells) < 3:
        return frozenset()
    if all(seen.look(row, column) is Look.DATE for column, _ in cells):
        texts = [text for _, text in cells]
        return frozenset(column for column, _ in cells) if texts == sorted(set(texts)) else frozenset()
    numbers = [int(text) if re.fullmatch(r"\d{1,4}", text) else -1 for _, text in cells]
    steps = {after - before for before, after in pairwise(numbers)}
    years = all(1900 <= number <= 2100 for number in numbers)
    months = numbers[0] == 1 and numbers[-1] in {4, 12, *range(28, 32)}
    return frozenset(column for column, _ in cells) if steps in ({1}, {-1}) and (years or months) else frozenset()


def is_unit(seen: Seen, row: int, column: int) -> bool:
    """Tell whether a cell says a unit and nothing else."""
    text = seen.text(row, column)
    return 0 < len(text) <= 12 and seen.look(row, column) is Look.WORDS and _measures(text)


@lru_cache(maxsize=4096)
def _measures(text: str) -> bool:
    return measure(text, 0) is not None
