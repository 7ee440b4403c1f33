"""What a profile asks to be compared: one frozen value a kind of check, and what to do with overlapping files."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from reportgen.model.place import Place

Where = tuple[tuple[str, tuple[str, ...]], ...]
"""Columns and the values of which a row must have one; a row counts where all of them agree."""

NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Employed:
    """The person of a row must be on the roster on its date. `blocks`: rows outside it stop the person's pay."""

    date: str
    person: str = "person"
    blocks: bool = False
    where: Where = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class NotAbove:
    """The sum of an amount by a key must not be above the sum of another table's amount by its key."""

    amount: str
    by: str
    table: str
    their_amount: str
    their_by: str
    where: Where = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Whole:
    """The shares of a key must sum to the whole: `parts` ÷ `of` on each row, or `parts` alone where `of` is ""."""

    by: tuple[str, ...]
    parts: str
    of: str = ""
    where: Where = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AddsUp:
    """The amounts of the rows `where` must sum, by key, to those of the rows `whole` of a table.

    `roster` pairs a column of the whole's table with an attribute that the person of a row has on the first day of its
    period.
    """

    amounts: tuple[str, ...]
    by: tuple[str, ...]
    table: str
    where: Where = ()
    whole: Where = ()
    roster: tuple[tuple[str, str], ...] = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class RateKnown:
    """An amount in another currency than `base` needs a rate of its day or before in the table of rates.

    The currency is that of a row's column, or the declared one of the amount where `currency` is "".
    """

    amount: str
    date: str
    base: str
    currency: str = ""
    table: str = "fx"
    where: Where = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Taxed:
    """The gross amount must be the net amount with tax, to within `tolerance` (in units of the currency).

    A row without a gross amount needs a tax rate; where `rates` are declared, it must be one of them.
    """

    net: str
    gross: str
    rate: str
    tolerance: Fraction = Fraction(1, 100)
    rates: tuple[Fraction, ...] = ()
    where: Where = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Returned:
    """A return names an order that is there, is dated after it, is negative, and is not larger than what was sold.

    `where` says which rows are returns; what was sold are all other rows of the order and of `item`.
    """

    order: str
    original: str
    date: str
    negative: tuple[str, ...]
    where: Where
    quantity: str = ""
    item: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Steady:
    """Rows and sums of a month must not be `factor` times more or less than those of the month before.

    The month is that of a row's `date`, or that of its file's name where `files` says how names hold it.
    """

    factor: Fraction
    date: str = ""
    files: str = ""
    sums: tuple[str, ...] = ()
    where: Where = ()
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Unique:
    """Rows must be different customers: names that differ only as typing does are probably one.

    `proof` are columns of which one equal value is enough (a tax number), `evidence` those that count together with a
    similar name (a telephone number). `column` is what tells each second record whose it probably is. `goal` is the
    share of records that should be the only one of their customer.
    """

    id: str
    name: str
    proof: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    column: str = ""
    goal: Fraction = Fraction(0)
    where: Where = ()
    place: Place = field(default=NOWHERE, compare=False)


CheckRule = Employed | NotAbove | Whole | AddsUp | RateKnown | Taxed | Returned | Steady | Unique


@dataclass(frozen=True, slots=True)
class Overlap:
    """What happens to rows that two files of a kind both have.

    `keep` is `refuse`, `both` or `newest`. What is newest is told by `by`: a file name in which `YYYY-MM` or
    `YYYY-MM-DD` stands for the day of the export, or a date column. `undated` says whether a file of which that cannot
    be told is the `oldest` or the `newest`; "" is not said.
    """

    keep: str = "refuse"
    by: str = ""
    undated: str = ""
    place: Place = field(default=NOWHERE, compare=False)


REFUSED = Overlap()
"""What holds where a profile says nothing: two files with the same rows are a problem."""
