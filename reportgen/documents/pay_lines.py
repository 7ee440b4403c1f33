"""A line of pay → what it is called, and what the column of such names is headed."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.documents.wording import say
from reportgen.model.document import Message, Value, Verbatim
from reportgen.model.measured import CreditLine
from reportgen.model.period import parse_span


def key_name(key: str) -> Value:
    """Return what a line is called: behind its period the word of the inputs, in the reader's language."""
    period, _, word = key.partition(" ")
    if word and parse_span(period) is not None:
        return say("statement.key", period=Verbatim(period), word=Verbatim(word))
    return Verbatim(key)


def key_head(lines: Iterable[CreditLine]) -> Message:
    """Return the head of the column in which lines are named: by period, by period and word, by number, or in turn."""
    kinds = {_kind(line.key) for line in lines if not line.settled}
    if "number" not in kinds:
        return say("statement.key.word") if "word" in kinds else say("register.earning-period")
    return say("column.order") if kinds == {"number"} else say("statement.key.mixed")


def _kind(key: str) -> str:
    period, _, word = key.partition(" ")
    if parse_span(period) is None:
        return "number"
    return "word" if word else "period"
