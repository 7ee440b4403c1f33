"""Turns the nine-box into a grid of three by three, each box with its name and who is in it."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.document import Box, NineBox
from reportgen.render.pdf.shapes import LABEL_SIZE, Label, Rect, Shapes, rect, shortened, text_width
from reportgen.render.words import Words, word

_LEFT, _FOOT = 34.0, 22.0
_LINE = 9.0
_PAD = 4.0
_LEAST = 34.0
"""The least height of a row of boxes."""

_JOINT = "  "


def nine_box(found: NineBox, words: Words, width: float) -> Shapes:
    """Return the boxes, as high as the fullest needs within reason; names without room are counted at the end."""
    side = (width - _LEFT) / 3
    filled = [_lines(box, words, side - 2 * _PAD) for box in found.boxes]
    height = max(_LEAST, 2 * _PAD + _LINE * max((len(lines) for lines in filled), default=0))
    rects: list[Rect] = []
    labels: list[Label] = []
    for index, (box, lines) in enumerate(zip(found.boxes, filled, strict=True)):
        x, y = _LEFT + index % 3 * side, index // 3 * height
        rects.append(rect(x + 1, y + 1, side - 2, height - 2, "box-marked" if box.marked else _tone(index)))
        for line, text in enumerate(lines):
            role = "mark" if box.marked else "category" if line == 0 else "name"
            labels.append(Label(round(x + _PAD, 2), round(y + _PAD + (line + 0.75) * _LINE, 2), text, "start", role))
    labels += _axes(found, words, side, height)
    return Shapes(3 * height + _FOOT, tuple(rects), (), tuple(labels))


def _tone(index: int) -> str:
    """Boxes are the stronger tinted the further up and right they are."""
    return f"box-{index % 3 + 2 - index // 3}"


def _lines(box: Box, words: Words, room: float) -> list[str]:
    """A box's name, then who is in it, as many to a line as fit."""
    lines = [shortened(word(words, box.label, "compact"), room)]
    current = ""
    for name in (shortened(word(words, each, "compact"), room) for each in box.names):
        joined = f"{current}{_JOINT}{name}" if current else name
        if current and text_width(joined) > room:
            lines.append(current)
            current = name
        else:
            current = joined
    return [*lines, current] if current else lines


def _axes(found: NineBox, words: Words, side: float, height: float) -> Iterator[Label]:
    """The names of both sides and of their thirds."""
    for index, level in enumerate(found.levels):
        text = word(words, level, "compact")
        x, y = _LEFT + (index + 0.5) * side, 3 * height + 9
        yield Label(round(x, 2), round(y, 2), shortened(text, side - 4), "middle", "category")
        y = (2.5 - index) * height + LABEL_SIZE * 0.36
        yield Label(_LEFT - 4, round(y, 2), shortened(text, _LEFT - 6), "end", "category")
    across = shortened(f"{word(words, found.across, 'compact')} →", 3 * side)
    yield Label(round(_LEFT + 1.5 * side, 2), round(3 * height + 18.5, 2), across, "middle", "figure")
    up = shortened(f"↑ {word(words, found.up, 'compact')}", _LEFT + side)
    yield Label(0, round(3 * height + 18.5, 2), up, "start", "figure")
