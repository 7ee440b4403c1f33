"""Turns placed parts into shapes on a slide, in reading order: cards, sentences, tables, charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide

from reportgen.render.breadth import fitting, line_height, lines
from reportgen.render.slides.charts import ChartSource
from reportgen.render.slides.flow import CALLOUT, HEADING, Placed, note_height
from reportgen.render.slides.said import Card, Cards, Grid, Plot, Text
from reportgen.render.slides.tables import table
from reportgen.render.slides.template import Place
from reportgen.render.slides.tokens import (
    ACCENT,
    FIGURE_SIZES,
    FOOT,
    HAIRLINE,
    INK,
    LABEL_SIZES,
    LIGHT,
    MUTED,
    TEXT,
    TONES,
    Box,
)
from reportgen.render.slides.xml import (
    C,
    Element,
    Line,
    P,
    Run,
    attribute,
    block,
    element,
    frame,
    placeholder,
    plain,
    text_box,
)

if TYPE_CHECKING:
    from pptx.chart.data import ChartData

_CARD_GAP: Final = 20
_CARD_LEADING: Final = 3
_CALLED: Final = f"{{{P}}}cNvPr"
"""What says the id of a shape."""

_ACROSS: Final = 900
"""From this width on a chart has the slide to itself: two thirds of a slide are 760 pixels."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A slide being drawn on, with the language of its texts.

    `anchor` is the shape before which shapes are put; None puts them on top, which is last in the reading order.
    """

    slide: Slide
    language: str
    anchor: Element | None = None

    @property
    def number(self) -> int:
        """The id the next shape gets."""
        return max((int(each.get("id", "0")) for each in self.slide.shapes.element.iter(_CALLED)), default=0) + 1

    def add(self, shape: Element) -> None:
        """Put a shape before the anchor, else on top."""
        if self.anchor is None:
            self.slide.shapes.element.append(shape)
        else:
            self.anchor.addprevious(shape)

    def fill(self, place: Place | None, lines: Sequence[Line]) -> None:
        """Fill a place of the layout, if it has it and there is something to say."""
        if place is not None and place.kind and lines:
            self.add(placeholder(self.number, place.name, place.kind, place.index, lines, self.language))

    def write(self, name: str, box: Box, lines: Sequence[Line]) -> None:
        """Write text in a box."""
        self.add(text_box(self.number, name, box, lines, self.language))

    def rule(self, name: str, box: Box, fill: str = HAIRLINE) -> None:
        """Draw a line or a filled area."""
        self.add(block(self.number, name, box, fill))


def draw(canvas: Canvas, part: Placed) -> None:
    """Draw a part in its box."""
    below = part
    if part.heading:
        heading = replace(part.box, height=min(HEADING, part.box.height))
        canvas.write(f"{part.said.id}-title", heading, (plain(part.heading, TEXT, bold=True),))
        box = part.box
        below = replace(part, box=Box(box.x, box.y + HEADING, box.width, box.height - HEADING))
    match part.said:
        case Text():
            _sentence(canvas, part.said, below.box)
        case Cards():
            _cards(canvas, part.said, below.box)
        case Grid():
            _grid(canvas, part.said, below)
        case Plot():
            _chart(canvas, part.said, below.box)


def _sentence(canvas: Canvas, text: Text, box: Box) -> None:
    """A sentence above a hairline; what is to be decided in a tinted box."""
    tone = TONES[text.tone]
    sign = (Run(f"{tone.sign} ", colour=tone.colour),) if tone.sign else ()
    runs = tuple(Run(span.text, span.figure, tone.colour if span.figure else INK) for span in text.spans)
    line = Line((*sign, *runs), text.size)
    if text.decision:
        canvas.rule(f"{text.id}-mark", replace(box, width=4), ACCENT)
        tinted = Box(box.x + 4, box.y, box.width - 4, box.height)
        canvas.add(
            text_box(canvas.number, text.id, tinted, (line,), canvas.language, inset=CALLOUT, fill=LIGHT, anchor="ctr")
        )
        return
    canvas.add(text_box(canvas.number, text.id, box, (line,), canvas.language, anchor="ctr"))
    canvas.rule(f"{text.id}-rule", Box(box.x, box.bottom - 1, box.width, 1))


def _cards(canvas: Canvas, cards: Cards, box: Box) -> None:
    """Figures side by side, five to the full width, each under a rule."""
    count = max(len(cards.items), 1)
    width = (box.width - _CARD_GAP * (count - 1)) // count
    for index, card in enumerate(cards.items):
        _card(canvas, card, Box(box.x + index * (width + _CARD_GAP), box.y, width, box.height))


def _card(canvas: Canvas, card: Card, box: Box) -> None:
    canvas.rule(f"{card.id}-rule", replace(box, height=3))
    sizes = [
        fitting(text, steps, (box.width, 60), bold=bold, most=1)
        for text, steps, bold in (
            (card.label, LABEL_SIZES, False),
            (card.value, FIGURE_SIZES, True),
            (card.note, LABEL_SIZES, False),
        )
    ]
    sizes[1] = _lower(card, sizes, box)
    colour = TONES[card.tone].colour if TONES[card.tone].sign else MUTED
    told = (
        plain(card.label, sizes[0], fill=MUTED),
        plain(card.value, sizes[1], bold=True, before=_CARD_LEADING),
        plain(card.note, sizes[2], fill=colour, before=_CARD_LEADING),
    )
    canvas.write(card.id, Box(box.x, box.y + 11, box.width, box.height - 11), told)


def _lower(card: Card, sizes: Sequence[int], box: Box) -> int:
    """The figure's size where a label or note that needs further lines leaves it less room."""
    beside = sum(
        lines(text, size, box.width) * line_height(size) + _CARD_LEADING
        for text, size in ((card.label, sizes[0]), (card.note, sizes[2]))
        if text
    )
    room = box.height - 11 - beside
    return next((size for size in FIGURE_SIZES if size <= sizes[1] and line_height(size) <= room), FIGURE_SIZES[-1])


def _grid(canvas: Canvas, grid: Grid, placed: Placed) -> None:
    box, measures = placed.box, placed.measures
    if measures is None:
        raise ValueError(f"the table {grid.id} was placed without its measures")
    wide = sum(measures.widths)
    canvas.add(table(canvas.number, grid.id, Box(box.x, box.y, wide, measures.height), grid, measures, canvas.language))
    if grid.note:
        note = Box(box.x, box.y + measures.height + 8, box.width, note_height(grid.note, box.width) - 8)
        canvas.write(f"{grid.id}-note", note, (plain(grid.note, FOOT, fill=MUTED),))


def _chart(canvas: Canvas, plot: Plot, box: Box) -> None:
    """A graphic frame that shows a chart part."""
    source = cast("ChartData", ChartSource(replace(plot, across=box.width >= _ACROSS), canvas.language))
    relation = canvas.slide.part.add_chart_part(XL_CHART_TYPE.COLUMN_CLUSTERED, source)
    canvas.add(
        element(
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{canvas.number}" name="{attribute(plot.id)}"'
            f' descr="{attribute(plot.alt)}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
            f"</p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{frame(box, 'p')}"
            f'<a:graphic><a:graphicData uri="{C}"><c:chart xmlns:c="{C}" r:id="{relation}"/></a:graphicData>'
            "</a:graphic></p:graphicFrame>"
        )
    )
