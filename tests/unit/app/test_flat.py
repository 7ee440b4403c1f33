"""What tells a document's key: whatever it says differently is told differently, and nothing else is."""

from copy import deepcopy
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pytest

from reportgen.app.examples import examples
from reportgen.app.flat import flat
from reportgen.model.quantity import Quantity, Unit
from tests.unit.app.test_judged import others

PAPERS = {each.paper: each.document for each in examples()}


@pytest.mark.parametrize("paper", PAPERS)
def test_what_is_printed_otherwise_is_told_otherwise(paper: str) -> None:
    document = PAPERS[paper]
    short = replace(document, sections=document.sections[:2])
    told, printed = flat(short), repr(short)
    changed = list(others(short))
    assert len(changed) > 20
    assert all((flat(other) == told) == (repr(other) == printed) for other in changed)


@pytest.mark.parametrize("paper", PAPERS)
def test_which_of_equal_values_are_one_object_is_told_of_none(paper: str) -> None:
    document = PAPERS[paper]
    again = deepcopy(document)
    assert flat((again, document)) == flat((document, document)) == flat((again, again))


def test_kinds_of_values_are_never_mistaken_for_one_another() -> None:
    values = (
        True,
        1,
        Fraction(1),
        "1",
        ("/", 1, 1),
        ("Quantity", 1, 1, "COUNT", ""),
        Quantity(Fraction(1), Unit.COUNT),
    )
    assert len({flat(value) for value in (*values, None, (), ("",), "", {}, {"": ""}, Unit.COUNT, "COUNT")}) == 15


def test_what_is_of_another_kind_is_told_as_it_prints_itself() -> None:
    @dataclass(frozen=True)
    class Held:
        what: object

    told = [flat(Held(what)) for what in (range(2), range(3), "range(0, 2)", np.int64(2), 2)]
    assert len(set(told)) == len(told)
    assert flat(Held(range(2))) == told[0]
