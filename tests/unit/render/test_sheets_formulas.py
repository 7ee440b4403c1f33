"""References of formulas: names of tables, rows and columns become cells."""

import pytest

from reportgen.render.sheets.formulas import Landed, Spot, UnknownReferenceError, resolved

LANDED = {
    "credits": Landed("明细", 6, 9, {"released": 3, "paid": 4}, {"SO-1.2": 7, "total": 10}),
    "headline": Landed("It's", 5, 5, {"payable": 2}, {}),
}


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("{released}-{paid}", "C8-D8"),
        ("SUM({credits.paid})", "SUM($D$6:$D$9)"),
        ("{credits[SO-1.2].paid}*2", "$D$7*2"),
        ("{credits[total].paid}", "$D$10"),
        ("{headline.payable}+1", "'It''s'!$B$5+1"),
    ],
)
def test_a_reference_becomes_cells(formula: str, cells: str) -> None:
    assert resolved(formula, Spot("明细", "credits", 8), LANDED) == cells


def test_another_sheet_is_named() -> None:
    assert resolved("SUM({credits.paid})", Spot("汇总", "headline", 5), LANDED) == "SUM('明细'!$D$6:$D$9)"


@pytest.mark.parametrize("formula", ["{paidd}", "{credit.paid}", "{credits[SO-9].paid}", "{paid", "{a b}"])
def test_an_unknown_reference_is_refused(formula: str) -> None:
    with pytest.raises(UnknownReferenceError):
        resolved(formula, Spot("明细", "credits", 8), LANDED)
