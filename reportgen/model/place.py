"""Where something stands: a cell of a spreadsheet or a line of a plan file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One spot in one input file.

    `file` is the path relative to the workspace, with forward slashes. `sheet` is the sheet's name, or "" for a text
    file. `row` is the row a person sees in their spreadsheet program (1 is the first), or the line of a YAML file; 0
    means the whole file. `column` is the column's letters ("F"), or "" for the whole row.
    """

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        """Return the form people read: `orders.xlsx [订单!F118]`, `orders.csv [118]`, `plan/pay.yaml:12`."""
        if not self.row:
            return f"{self.file} [{self.sheet}]" if self.sheet else self.file
        if self.file.endswith((".yaml", ".yml")):
            return f"{self.file}:{self.row}"
        cell = f"{self.column}{self.row}"
        return f"{self.file} [{self.sheet}!{cell}]" if self.sheet else f"{self.file} [{cell}]"


def column_letters(index: int) -> str:
    """Return the letters of a zero-based column index as spreadsheets write it: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column's letters, from 1 on: A is 1, AA is 27; 0 for no letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
