"""An opening balance of which no input tells anything → its line: what it released is due, the rest waits."""

from __future__ import annotations

from fractions import Fraction

from reportgen.measure.pay.lines import Line
from reportgen.model.balances import NOTHING
from reportgen.model.measured import CreditLine, Slices
from reportgen.model.opening import Opening


def opened_line(payee: str, key: str, opening: Opening, paid: Fraction) -> Line | None:
    """Return the line, None where nothing of it is open; `paid` is what it was paid before this pay period."""
    if opening.earned == opening.released == paid:
        return None
    parts = (Slices(NOTHING, NOTHING, NOTHING, NOTHING),)
    money = (opening.earned, opening.earned, NOTHING, NOTHING, opening.released, paid, opening.released - paid)
    credit = CreditLine(
        key, None, "", "", NOTHING, NOTHING, parts, *money, "", False, "opening", places=(opening.place,)
    )
    return Line(payee, credit)
