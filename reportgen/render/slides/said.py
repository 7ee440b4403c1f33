"""What a slide says before it is placed: texts, cards, grids and plots, all of it in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reportgen.model.document import ChartKind, Message, Value
from reportgen.model.measured import Status
from reportgen.render.slides.tokens import TEXT, TONES
from reportgen.render.words import Span, Words, spans, word

_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in stretches; `decision` stands in a tinted box, as what the meeting is asked for."""

    id: str
    spans: tuple[Span, ...]
    tone: Status = Status.NONE
    decision: bool = False
    heading: str = ""
    size: int = TEXT

    @property
    def whole(self) -> str:
        """The sentence as it is read, its sign before it."""
        sign = TONES[self.tone].sign
        return (f"{sign} " if sign else "") + "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that stands alone: label, value, and a note in the colour of its status, its sign before it."""

    id: str
    label: str
    value: str
    note: str
    tone: Status


@dataclass(frozen=True, slots=True)
class Cards:
    """A row of cards."""

    id: str
    items: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid; a tone other than none colours it, its text or, `tinted`, its ground."""

    text: str
    tone: Status = Status.NONE
    bold: bool = False
    tinted: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in words: `ends` tells of each column whether it is aligned at its end; `largest` bounds its text."""

    id: str
    title: str
    header: tuple[str, ...]
    ends: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[Cell, ...] | None
    note: str
    largest: int = TEXT


@dataclass(frozen=True, slots=True)
class PlotSeries:
    """A series with its values as decimal text; None is a gap."""

    key: str
    name: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart in words. `number_format` is how a spreadsheet program prints its values, in steps people count in.

    `change_format` is that of the changes of a waterfall, which are smaller than its totals. `across` tells that the
    chart has the whole width of a slide.
    """

    id: str
    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[PlotSeries, ...]
    number_format: str
    alt: str
    change_format: str = ""
    across: bool = False


Said = Text | Cards | Grid | Plot


def clean(text: str) -> str:
    """Return a text that an office file can hold: on one line, without control characters."""
    return _FORBIDDEN.sub("", re.sub(r"[\r\n\t\v\f\u2028\u2029]+", " ", text))


def compact(value: Value, words: Words) -> str:
    """Return a value as slides print it."""
    return clean(word(words, value, "compact"))


def stretches(message: Message, words: Words) -> tuple[Span, ...]:
    """Return a message in stretches, its figures apart from its words."""
    return tuple(Span(clean(span.text), span.figure) for span in spans(words, message, "compact"))
