"""Findings as lines of a terminal: the marks stand below what they mean, however long the row is."""

from reportgen.app.findings import lines
from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem, Severity

KIND = Kind("amount-unreadable", Severity.WARNING, "“{found}” is not an amount.", "Write 12500.")


def printed(excerpt: str, found: str) -> tuple[str, str]:
    """The row and the line of marks below it."""
    _, row, marks, _ = lines(Problem(KIND, Place("orders.csv", row=2), found, excerpt=excerpt))
    return row, marks


def test_a_short_row_is_printed_whole_with_the_spot_marked() -> None:
    assert printed("SO-1 | 12,5OO", "12,5OO") == ("  SO-1 | 12,5OO", "         ^^^^^^")


def test_a_long_row_is_cut_on_both_sides_of_the_spot() -> None:
    row, marks = printed(" | ".join(["n" * 20] * 9 + ["12,5OO"] + ["n" * 20] * 9), "12,5OO")
    assert len(row) < 100
    assert (row[2], row[-1]) == ("…", "…")
    assert row[marks.index("^") :].startswith("12,5OO")
    assert marks.count("^") == 6


def test_marks_allow_for_the_width_of_chinese() -> None:
    row, marks = printed("电" * 90 + " | 12,5OO", "12,5OO")
    shown = sum(2 if char == "电" else 1 for char in row[: row.index("12,5OO")])
    assert marks.index("^") == shown
