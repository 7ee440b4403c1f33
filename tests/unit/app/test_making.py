"""What is made quickly is what its class makes."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, field
from fractions import Fraction

import pytest

from reportgen.app.compact import packed, unpacked_soon
from reportgen.model.making import Maker, coprime, maker, ratio
from reportgen.model.place import Place
from reportgen.model.quantity import money
from reportgen.model.step import Step


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    amount: Fraction = Fraction(1)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    name: str

    def __post_init__(self) -> None:
        assert self.name


@dataclass(frozen=True, slots=True)
class Longer(Line):
    more: str = ""


def test_a_value_made_quickly_is_the_class_s_own_to_its_defaults() -> None:
    make = maker(Line)
    assert isinstance(make, Maker)
    found = make("a")
    assert type(found) is Line
    assert found == Line("a")
    assert repr(found) == repr(Line("a"))
    assert make("b", amount=Fraction(2), notes=["n"]) == Line("b", Fraction(2), ["n"])
    assert found.notes is not make("a").notes
    with pytest.raises(FrozenInstanceError):
        found.name = "b"  # type: ignore[misc]
    with pytest.raises(TypeError):
        make()


def test_a_class_that_checks_what_it_is_given_or_has_a_class_below_makes_its_values_itself() -> None:
    assert maker(Checked) is Checked
    assert maker(Longer)("a", more="b") == Longer("a", more="b")


@pytest.mark.parametrize(("over", "under"), [(0, 7), (6, 4), (-6, 4), (5, 1), (-1, 3), (10**40, 10**38)])
def test_quotients_are_those_that_fractions_are(over: int, under: int) -> None:
    found = ratio(over, under)
    assert found == Fraction(over, under)
    assert found.as_integer_ratio() == Fraction(over, under).as_integer_ratio()
    assert hash(found) == hash(Fraction(over, under))
    assert coprime(3, 4) + found == Fraction(3, 4) + Fraction(over, under)


def test_what_a_copy_tells_arrives_as_what_it_was() -> None:
    step = Step("sum", money(Fraction(1, 3), "CNY"), places=(Place("a", "b", 3),))
    value = ({"x": (Fraction(3, 7), step)}, [Longer("a"), Line("b")])
    found = pickle.loads(unpacked_soon(value))  # noqa: S301  told right here
    assert found == value
    assert packed(found) == packed(value)
    assert [type(each) for each in found[1]] == [Longer, Line]
