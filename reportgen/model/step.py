"""A value that carries its explanation: formula, operands, rule and the rows it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from reportgen.model.place import Place
from reportgen.model.quantity import Measurable


@dataclass(frozen=True, slots=True)
class Rows:
    """The input rows behind a number, by description: so that no figure drags its rows along.

    `table` is a kind of table ("" for the measure's), `measure` a measure's id ("" for all rows), `people` ids (none
    for everybody). `start` and `end` bound the measure's date, both included. `key` and `value` narrow to one business
    key (`order_no`, `SO-2231`) or one value of a column; a key without a value dates each row by the first row of its
    key, as pay does, and `known` then bounds the row's own date; `narrowed` tells that the value is meant, be it none.
    A key that the table has not is one of the roster: rows whose person had that value on the row's day. `team` keeps
    rows whose person belonged to that leader's team on the row's day, `where` those whose columns hold one of some
    texts ("" is no text), `newest` of each thing its newest row. `count` is how many rows there are.
    """

    table: str
    measure: str = ""
    people: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    key: str = ""
    value: str = ""
    count: int = 0
    known: date | None = None
    newest: bool = False
    team: str = ""
    narrowed: bool = False
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One node of an explanation.

    `name` says what the value is, in the user's words or as a stable id. `formula` shows how the operands were
    combined, with their names in it. `rule` is the plan item that was applied (`pay/base-commission`) and `because`
    its reason. Leaves have `places` (plan lines, cells) or `rows`.
    """

    name: str
    value: Measurable
    formula: str = ""
    operands: tuple[Step, ...] = ()
    rule: str = ""
    because: str = ""
    places: tuple[Place, ...] = ()
    rows: Rows | None = None


def walk(step: Step, depth: int = 0) -> Iterator[tuple[int, Step]]:
    """Yield every node with its depth, parents before children."""
    yield depth, step
    for operand in step.operands:
        yield from walk(operand, depth + 1)
