"""Texts looked up and summed by their codes are what going through them one by one gives, absent ones included."""

from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from reportgen.measure.columns import among, exact_sum, sums_by_text
from reportgen.model.balances import NOTHING

TEXTS = st.lists(st.sampled_from(["", "a", "b", "华东", None]), max_size=12)
AMOUNTS = st.lists(
    st.one_of(st.just(NOTHING), st.fractions(max_denominator=700), st.integers(-(10**12), 10**12).map(Fraction)),
    max_size=8,
)


def column(texts: list[str | None]) -> "pd.Series[str]":
    return pd.Series(pd.array(texts, dtype="string"))


@given(TEXTS, st.data())
def test_sums_by_text_are_those_of_its_rows(texts: list[str | None], data: st.DataObject) -> None:
    size = len(texts)
    values = data.draw(st.lists(st.integers(-(2**40), 2**40), min_size=size, max_size=size))
    expected: dict[str, int] = {}
    for text, value in zip(texts, values, strict=True):
        if text is not None:
            expected[text] = expected.get(text, 0) + value
    found = sums_by_text(column(texts), pd.Series(values, dtype="int64"))
    assert dict(zip(found.index.tolist(), found.tolist(), strict=True)) == expected


@given(TEXTS, TEXTS)
def test_a_text_is_among_others_or_not_and_an_absent_one_never(texts: list[str | None], some: list[str | None]) -> None:
    found = among(column(texts), column(some)).tolist()
    assert found == [text is not None and text in some for text in texts]


@given(AMOUNTS)
def test_an_exact_sum_is_the_sum_of_fractions(amounts: list[Fraction]) -> None:
    found = exact_sum(amounts)
    assert found == sum(amounts, Fraction(0))
    assert isinstance(found, Fraction)
