"""What people write beside the rules of pay: manual lines, and holds in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportgen.model.place import Place


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote beside the rules: a manual line, or a hold in force, with its reason and who stands for it.

    `what` is the line's item, "" for a hold; `key` its number, or the transaction that is held ("" is all pay);
    `amount` is what it pays, or what is held.
    """

    key: str
    what: str
    since: date | None
    until: date | None
    amount: Fraction
    reason: str
    author: str
    approver: str
    place: Place
