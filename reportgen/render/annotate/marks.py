"""What is said of a workbook's cells: plain values, whoever found it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding about a workbook.

    `row` 0 is the whole sheet (or file, with `sheet` ""), `column` "" the whole row. `weight` is 0 for what is only
    listed, 1 for amber, 2 and more for red. `severity`, `code`, `found`, `text`, `remedy`, `concerns` and `note` are
    what people read; `amount` is what the rows are worth, in `currency`.
    """

    sheet: str
    row: int
    column: str
    weight: int
    severity: str
    code: str
    found: str
    text: str
    remedy: str
    concerns: str = ""
    amount: Fraction | None = None
    currency: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        """Return the finding and what to do, as a cell's note has it."""
        return f"{self.text}\n→ {self.remedy}" if self.remedy else self.text
