"""Ids and words: what leads stays, what cannot be seen goes, and what may have been lost is said."""

from collections.abc import Callable
from typing import Any

from reportgen.sources.grid import CellKind

Column = Callable[..., Any]


def test_an_id_keeps_its_zeros_and_loses_what_cannot_be_seen(column: Column) -> None:
    read = column("id", ["001", " ００2 ", "Ａ１２", "S\u200b1", "\ufeffS2", "S\u00ad3", '="0012"'])
    assert (read.values, read.codes) == (["001", "002", "A12", "S1", "S2", "S3", "0012"], [])


def test_ids_that_were_numbers_lose_their_decimals_together(column: Column) -> None:
    read = column("id", ["123.0", "7.0", ""])
    assert (read.values, read.codes) == (["123", "7", None], ["id-decimals-dropped"])
    assert column("id", ["1.0", "1.1"]).values == ["1.0", "1.1"]


def test_an_id_that_a_spreadsheet_shortened_is_a_problem(column: Column) -> None:
    assert column("id", ["1.23E+11", "S1"]).codes == ["id-digits-lost"]
    kinds = [CellKind.NUMBER, CellKind.NUMBER, CellKind.TEXT]
    read = column("id", ["1234567890123450", "123456789012345", "1234567890123456"], kinds)
    assert [doubt.positions for doubt in read.doubts] == [[0]]
    assert read.values[0] == "1234567890123450"


def test_a_letter_of_another_script_in_an_id_is_named(column: Column) -> None:
    read = column("id", ["SО-1", "SO-1", "Ёлка-1", "客户Α1"])
    problem = read.problems["id-look-alike"]
    assert problem.sentence.startswith("“SО-1” has the Cyrillic letter О, which looks like O")
    assert [doubt.positions for doubt in read.doubts] == [[0]]
    assert read.values[0] == "SО-1"


def test_a_failed_formula_is_no_word(column: Column) -> None:
    read = column("text", ["#NAME?", "a"])
    assert (read.values, read.codes) == ([None, "a"], ["error-cell"])
    waiting = column("text", ["", "a"], [CellKind.UNCALCULATED, CellKind.TEXT], required=True)
    assert waiting.codes == ["formula-uncalculated"]
