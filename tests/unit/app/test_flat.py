"""What tells a document's key: whatever it says differently is told differently, and nothing else is."""

from copy import deepcopy
from dataclasses import dataclass, replace
from fractions import Fraction

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


def test_what_is_no_plain_value_is_refused() -> None:
    @dataclass(frozen=True)
    class Held:
        what: object

    with pytest.raises(TypeError, match="no plain value"):
        flat(Held(object()))
