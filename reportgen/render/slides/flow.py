"""Turns what a section says and the regions of the template into pages: every part in its box.

Nothing is left out and nothing summed up to save room: a table that is too long is continued on another slide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reportgen.render.breadth import line_height, lines
from reportgen.render.slides.chart_kinds import UPRIGHT
from reportgen.render.slides.grids import Measures, cut, measured, needs, sized, smallest
from reportgen.render.slides.said import Cards, Grid, Plot, Said, Text
from reportgen.render.slides.tokens import FOOT, LARGE, TABLE_SIZES, TEXT, Box

HEADING: Final = 38
"""Pixels of a part's heading with the room below it."""

GAP: Final = 24
CALLOUT: Final = 20
_ROW: Final = 9
_LARGE_ROW: Final = 15
_LEAST_PLOT: Final = 230
_MOST_PLOT: Final = 430
_BAR: Final = 46
_STACK: Final = 52
_LEGEND: Final = 48
_CARDS: Final = 118


@dataclass(frozen=True, slots=True)
class Placed:
    """A part in its box. `heading` tells whether its title goes above it, inside the box; a grid has its measures."""

    said: Said
    box: Box
    heading: str = ""
    measures: Measures | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One slide: its layout's name and the parts on it in reading order."""

    layout: str
    parts: tuple[Placed, ...]


Regions = Mapping[str, Mapping[str, Box]]
"""Of each layout by name: its boxes by name."""


def pages(section: str, parts: Sequence[Said], regions: Regions) -> tuple[Page, ...]:
    """Return the slides a section takes, at least one."""
    layout = layout_of(section, parts)
    parts = _enlarged(parts, regions[layout]) if layout == "summary" else parts
    left, right = _sides(layout, parts, regions[layout])
    left, right = _evened(left, right, regions[layout])
    made: list[Page] = []
    while not made or left or right:
        boxes = regions[layout]
        placed: list[Placed] = []
        if layout == "summary":
            strip, left = _strip(left, boxes)
            placed += strip
        first, left = _column(left, boxes["body-left"] if right and "body-left" in boxes else _whole(boxes))
        second, right = _column(right, boxes.get("body-right", _whole(boxes)))
        made.append(Page(layout, (*placed, *first, *second)))
        left, right = [*left, *right], []
        layout = layout_of(section, left)
    return tuple(made)


def _enlarged(parts: Sequence[Said], boxes: Mapping[str, Box]) -> Sequence[Said]:
    """The sentences of a summary in a larger size, where all of them still fit below the figures."""
    large = [replace(part, size=LARGE) if isinstance(part, Text) and not part.decision else part for part in parts]
    narrowest = boxes["body-left"] if "body-left" in boxes else _whole(boxes)
    taken = sum(text_height(part, narrowest.width) for part in large if isinstance(part, Text))
    return large if taken <= narrowest.height and all(isinstance(part, Cards | Text) for part in parts) else parts


def layout_of(section: str, parts: Sequence[Said]) -> str:
    """Return the layout for what is to be said: cards, a plot or table beside something, or the whole width."""
    if section.startswith("appendix"):
        return "appendix"
    if any(isinstance(part, Cards) for part in parts):
        return "summary"
    plots, grids = (sum(isinstance(part, kind) for part in parts) for kind in (Plot, Grid))
    beside = len(parts) > 1 and (plots or grids > 1)
    return "chart-table" if beside else "table"


def _sides(layout: str, parts: Sequence[Said], boxes: Mapping[str, Box]) -> tuple[list[Said], list[Said]]:
    """Two columns: the first plot or grid is the slide's subject; what explains it stands right."""
    if "body-right" not in boxes or layout == "appendix":
        return list(parts), []
    figures = [part for part in parts if isinstance(part, Plot | Grid)]
    beside: list[Said] = [part for part in parts if isinstance(part, Text) and (figures or part.decision)]
    left, right = _packed(figures[:1], [*figures[1:], *beside], boxes)
    columns = ((right, boxes["body-right"]), (left, boxes["body-left"]))
    if any(_is_wider(part, box) for column, box in columns for part in column):
        return list(parts), []
    return [part for part in parts if part not in right and (part in left or part not in figures)], right


def _packed(subject: Sequence[Said], beside: Sequence[Said], boxes: Mapping[str, Box]) -> tuple[list[Said], list[Said]]:
    """What explains the subject goes right as long as there is room; what is too high or too wide goes below it."""
    left, right = list(subject), list[Said]()
    rooms = boxes["body-left"], boxes["body-right"]
    for part in beside:
        crowded = _is_wider(part, rooms[1]) or not _fits([*right, part], rooms[1])
        if right and crowded and _fits([*left, part], rooms[0]) and not _asks(part) and not _is_wider(part, rooms[0]):
            left.append(part)
        else:
            right.append(part)
    return left, right


def _is_wider(part: Said, room: Box) -> bool:
    return isinstance(part, Grid) and needs(part) > room.width


def _evened(left: list[Said], right: list[Said], boxes: Mapping[str, Box]) -> tuple[list[Said], list[Said]]:
    """Give all tables of a column the same size of text: the largest at which all fits, few lines first."""
    if not right or "body-left" not in boxes:
        return left, right
    rooms = boxes["body-left"], boxes["body-right"]
    return _alike(left, rooms[0]), _alike(right, rooms[1])


def _alike(side: list[Said], room: Box) -> list[Said]:
    shown = [part for part in side if not isinstance(part, Cards)]
    for calm in (True, False):
        for size in TABLE_SIZES:
            if _fits_at([_at_most(part, size) for part in shown], room, size, calm=calm):
                return [_at_most(part, size) for part in side]
    return side


def _at_most(part: Said, size: int) -> Said:
    return replace(part, largest=min(part.largest, size)) if isinstance(part, Grid) else part


def _fits_at(parts: Sequence[Said], room: Box, size: int, *, calm: bool) -> bool:
    """Tell whether a column holds its parts with tables of a size, no number of theirs on two lines.

    `calm` ones have no text on more than two either.
    """
    taken = GAP * (len(parts) - 1)
    for part in parts:
        if isinstance(part, Grid):
            found = sized(part, room.width, size)
            if not found.whole_numbers(part) or (calm and not found.calm()):
                return False
            taken += _title_height(part.title) + found.height + note_height(part.note, room.width)
        else:
            taken += _plot_heights(part)[0] if isinstance(part, Plot) else _natural(part, room)
    return taken <= room.height


def _asks(part: Said) -> bool:
    """What the meeting is asked for stands right, with its like."""
    return isinstance(part, Text) and part.decision


def _fits(parts: Sequence[Said], room: Box) -> bool:
    return sum(_least(part, room) for part in parts) + GAP * (len(parts) - 1) <= room.height


def _least(part: Said, room: Box) -> int:
    """The least height a part can be read in."""
    if isinstance(part, Plot):
        return _plot_heights(part)[0]
    if isinstance(part, Grid):
        return _title_height(part.title) + smallest(part, room.width).height + note_height(part.note, room.width)
    return _natural(part, room)


def _whole(boxes: Mapping[str, Box]) -> Box:
    """The full width: the region of that name, or the two columns together."""
    if "body" in boxes:
        return boxes["body"]
    return boxes["body-left"].around(boxes["body-right"])


def _strip(parts: list[Said], boxes: Mapping[str, Box]) -> tuple[list[Placed], list[Said]]:
    """The first row of cards in its own region."""
    cards = next((part for part in parts if isinstance(part, Cards)), None)
    if cards is None:
        return [], parts
    return [Placed(cards, boxes["metrics"])], [part for part in parts if part is not cards]


# ---------------------------------------------------------------------------------------------------------- one column


def _column(parts: list[Said], box: Box) -> tuple[list[Placed], list[Said]]:
    """Place parts from the top down; return what was placed and what is left for the next slide."""
    placed: list[Placed] = []
    y = box.y
    for index, part in enumerate(parts):
        room = Box(box.x, y, box.width, box.bottom - y)
        found, rest = _place(part, room, parts[index + 1 :], first=not placed)
        if found is not None:
            placed.append(found)
            y = found.box.bottom + (_between(part, parts[index + 1]) if index + 1 < len(parts) else 0)
        if rest is not None:
            return placed, [rest, *parts[index + 1 :]]
    return placed, []


def placed_in(part: Said, box: Box) -> tuple[Placed | None, Said | None]:
    """Place one part in a box of its own; what of a table does not fit is left."""
    match part:
        case Plot():
            return Placed(part, box, part.title), None
        case Text():
            return Placed(part, box, part.heading), None
        case Cards():
            return Placed(part, box), None
        case Grid():
            return _place_grid(part, box, first=True)


def _between(part: Said, following: Said) -> int:
    if isinstance(part, Text) and isinstance(following, Text) and not part.decision and not following.heading:
        return 0
    return GAP


def _place(part: Said, room: Box, after: Sequence[Said], *, first: bool) -> tuple[Placed | None, Said | None]:
    """One part: what of it was placed, and what of it is left."""
    match part:
        case Grid():
            return _place_grid(part, room, first=first)
        case Plot():
            return _place_plot(part, room, after, first=first)
        case Cards():
            return (None, part) if not first else (Placed(part, Box(room.x, room.y, room.width, _CARDS)), None)
        case Text():
            height = text_height(part, room.width)
            if height > room.height and not first:
                return None, part
            return Placed(part, Box(room.x, room.y, room.width, height), part.heading), None


def _place_plot(plot: Plot, room: Box, after: Sequence[Said], *, first: bool) -> tuple[Placed | None, Said | None]:
    """A plot takes what the parts below it leave, within measure; plots below one another share."""
    plots = 1 + sum(isinstance(part, Plot) for part in after)
    below = sum(_natural(part, room) + GAP for part in after if not isinstance(part, Plot))
    left = (room.height - below - GAP * (plots - 1)) // plots
    least, most = _plot_heights(plot)
    # A slide that shows nothing else is filled.
    height = room.height if first and not after else min(max(left, least), most)
    if height > room.height and not first:
        return None, plot
    return Placed(plot, Box(room.x, room.y, room.width, min(height, room.height)), plot.title), None


def _plot_heights(plot: Plot) -> tuple[int, int]:
    """The least and most pixels with the heading: columns want height, bars a line each."""
    if plot.kind in UPRIGHT:
        return _LEAST_PLOT, _MOST_PLOT
    if plot.kind == "ageing":
        stacked = HEADING + _LEGEND + len(plot.categories) * _STACK
        return stacked, stacked
    bars = HEADING + 24 + len(plot.categories) * len(plot.series) * _BAR
    return min(_LEAST_PLOT, bars), bars


def _natural(part: Said, room: Box) -> int:
    if isinstance(part, Text):
        return text_height(part, room.width)
    if isinstance(part, Grid):
        return _title_height(part.title) + measured(part, room.width, 0).height + note_height(part.note, room.width)
    return 0


def _place_grid(grid: Grid, room: Box, *, first: bool) -> tuple[Placed | None, Said | None]:
    """A table whole if it fits, else as many rows as do (no fewer than three below another part), else not here."""
    above = _title_height(grid.title)
    inner = room.height - above - note_height(grid.note, room.width)
    measures = measured(grid, room.width, inner)
    if measures.height <= inner or len(grid.rows) <= 1:
        return _placed_grid(grid, measures, room, above), None
    three = measures.header + sum(measures.rows[:3])
    if not first and three > room.height - above:
        return None, grid
    here, rest = cut(grid, measures, room.height - above)
    if not rest.rows:
        here, rest = cut(grid, measures, measures.header + sum(measures.rows[:-1]))
    return _placed_grid(here, _cut_measures(measures, len(here.rows)), room, above), rest


def _placed_grid(grid: Grid, measures: Measures, room: Box, above: int) -> Placed:
    height = above + measures.height + note_height(grid.note, room.width)
    return Placed(grid, Box(room.x, room.y, room.width, height), grid.title, measures)


def _cut_measures(measures: Measures, count: int) -> Measures:
    return Measures(measures.size, measures.header_size, measures.widths, measures.header, measures.rows[:count], 0)


# ------------------------------------------------------------------------------------------------------------- heights


def text_height(text: Text, room: int) -> int:
    """Return the pixels a sentence takes: with a rule below it, or in its tinted box."""
    inside = room - 2 * CALLOUT if text.decision else room
    taken = lines(text.whole, text.size, inside, bold=any(span.figure for span in text.spans)) * line_height(text.size)
    beside = CALLOUT if text.decision else _ROW if text.size == TEXT else _LARGE_ROW
    return _title_height(text.heading) + taken + 2 * beside


def note_height(note: str, room: int) -> int:
    """Return the pixels of the small print below a table."""
    return 8 + lines(note, FOOT, room) * line_height(FOOT) if note else 0


def _title_height(title: str) -> int:
    return HEADING if title else 0
