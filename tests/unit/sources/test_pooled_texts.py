"""Columns of texts that keep each different text once are to pandas what plain ones are, and take less memory."""

import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.measure.columns import texts_coded, texts_known, texts_numbered
from reportgen.sources.values.pooled import Pooled, pooled, pooled_frame

TEXTS = ["A", "客户", None, "A", "b", None, "客户", "A"] * 40
PLAIN = pd.Series(pd.array(TEXTS, dtype="string[pyarrow]"))


def _pooled(texts: list[str | None]) -> pd.Series:
    return pd.Series(Pooled.of(*_numbered(texts), ordered=True))


def _numbered(texts: list[str | None]) -> tuple[np.ndarray, pa.Array]:
    pool = list(dict.fromkeys(text for text in texts if text is not None))
    numbers = [-1 if text is None else pool.index(text) for text in texts]
    return np.array(numbers, np.int8), pa.array(pool, pa.large_string())


ASKED: dict[str, Callable[[pd.Series], Any]] = {
    "itself": lambda each: each,
    "one text": lambda each: [each.iloc[1], each.iloc[-1], each.iloc[2]],
    "equal": lambda each: each == "A",
    "unequal": lambda each: each != "客户",
    "equal to nothing": lambda each: each == pd.NA,
    "smaller": lambda each: each < "b",
    "equal to others": lambda each: each.eq(each.shift()),
    "among": lambda each: each.isin(["A", "b"]),
    "among absent ones": lambda each: each.isin([None]),
    "absent": lambda each: each.isna(),
    "rows": lambda each: each.iloc[[7, 1, 2]],
    "rows by mask": lambda each: each[each == "b"],
    "slice": lambda each: each.iloc[3:90:2],
    "no rows": lambda each: each.iloc[:0],
    "rows that are not there": lambda each: each.reindex([0, 2, 5000]),
    "filled": lambda each: each.fillna("-"),
    "kept where": lambda each: each.where(each == "A", "other"),
    "below each other": lambda each: pd.concat([each.iloc[4:], each]),
    "below plain ones": lambda each: pd.concat([PLAIN, each]),
    "above plain ones": lambda each: pd.concat([each, PLAIN]),
    "objects": lambda each: each.to_numpy(dtype=object, na_value=None).tolist(),  # type: ignore[call-overload]  # the stubs know no None
    "list": lambda each: each.tolist(),
    "numbered": lambda each: [part.tolist() for part in pd.factorize(each.iloc[4:])],
    "grouped": lambda each: each.groupby(each).size(),
    "once each": lambda each: each.drop_duplicates(),
    "small letters": lambda each: each.str.lower(),
    "put together": lambda each: each + "!",
    "in order": lambda each: each.sort_values(),
    "joined": lambda each: pd.DataFrame({"x": each}).merge(pd.DataFrame({"x": PLAIN.unique(), "n": range(4)}), "left"),
    "arrow": lambda each: pa.array(each.array).to_pylist(),
    "coded": lambda each: [list(part) for part in texts_coded(each)],
    "coded, none absent": lambda each: [list(part) for part in texts_coded(each.dropna().iloc[1:])],
    "numbered alike": lambda each: texts_numbered(each.to_frame(), PLAIN.to_frame())[0].tolist(),
}


@pytest.mark.parametrize(
    "texts",
    [
        ["b", None, "A", None, "b"],
        [None, "b"],
        ["b", None, ""],
        ["", None],
        [None, None],
        [*map(str, range(128)), None],
    ],
)
def test_an_absent_text_is_numbered_as_an_empty_one_where_it_first_comes(texts: list[str | None]) -> None:
    filled = ["" if text is None else text for text in texts]
    names = list(dict.fromkeys(filled))
    numbers, found = texts_coded(_pooled(texts))
    assert (numbers.tolist(), found) == ([names.index(text) for text in filled], names)


@pytest.mark.parametrize("asked", ASKED)
def test_pooled_texts_answer_as_plain_ones(asked: str) -> None:
    """Whatever is asked of a column, the values and their types are those of a plain one."""
    ours, plain = ASKED[asked](_pooled(TEXTS)), ASKED[asked](PLAIN)
    if isinstance(plain, pd.Series):
        pd.testing.assert_series_equal(ours, plain)
    elif isinstance(plain, pd.DataFrame):
        pd.testing.assert_frame_equal(ours, plain)
    else:
        assert ours == plain or str(ours) == str(plain)


@given(
    st.lists(st.one_of(st.none(), st.text(max_size=3)), max_size=40),
    st.lists(st.integers(-1, 39), max_size=20),
)
def test_some_rows_know_their_numbers_as_if_told_apart_anew(texts: list[str | None], rows: list[int]) -> None:
    """Numbers follow the order in which texts first come, after rows were taken, in any order, as well."""
    taken = _pooled(texts).take([row % len(texts) for row in rows] if texts else [])
    known = texts_known(taken)
    codes, different = pd.factorize(pd.Series(taken.tolist(), dtype=object))
    if known is not None:
        assert (known[0].tolist(), known[1].to_pylist()) == (codes.tolist(), different.tolist())


def test_what_comes_again_takes_the_memory_of_a_number() -> None:
    """Ten thousand rows of two texts take ten thousand bytes; texts that are all different stay as they were."""
    often = pooled(pa.array(["上海浦东机械有限公司", "苏州"] * 5000, pa.large_string()))
    once = pooled(pa.array([f"R{number:06}" for number in range(1000)], pa.large_string()))
    assert often.nbytes < 10_100
    assert not isinstance(once, Pooled)


def test_rows_that_are_sent_elsewhere_take_no_other_texts_along() -> None:
    """Two rows of many travel as two texts."""
    many = _pooled([f"{number % 100} 有限公司" for number in range(1000)])
    sent = pickle.dumps(many.iloc[:2])
    assert len(sent) < 2000
    assert pickle.loads(sent).tolist() == ["0 有限公司", "1 有限公司"]  # noqa: S301  made here


def test_what_is_written_into_a_copy_changes_nothing_else() -> None:
    """Texts that share numbers stay what they were when one of them is changed."""
    one = _pooled(TEXTS)
    other = one.copy()
    other.iloc[0] = "new"
    assert (one.iloc[0], other.iloc[0], other.iloc[1]) == ("A", "new", "客户")


def test_a_frame_that_is_numbered_twice_is_the_same() -> None:
    """Only columns of texts that come again are changed, and only once."""
    frame = pd.DataFrame({"x": PLAIN, "n": range(len(PLAIN))})
    found = pooled_frame(frame)
    pd.testing.assert_frame_equal(found, frame)
    assert isinstance(found["x"].array, Pooled)
    assert pooled_frame(found) is found


@pytest.mark.parametrize("text", ["", "A", "new"])
def test_one_text_is_put_where_there_was_none_or_a_mask_does_not_hold_and_all_stay_numbered(text: str) -> None:
    numbered, plain = _pooled(TEXTS), PLAIN
    keep = pd.Series(np.arange(len(TEXTS)) % 3 > 0)
    changes: list[Callable[[pd.Series], pd.Series]] = [
        lambda each: each.fillna(text),
        lambda each: each.where(keep, text),
        lambda each: each.mask(each == "A", text),
        lambda each: each.where(keep),
    ]
    for change in changes:
        found, wanted = change(numbered), change(plain)
        pd.testing.assert_series_equal(found, wanted)
        assert numbered.tolist() == plain.tolist()
        known = found.array.numbered() if isinstance(found.array, Pooled) else None
        assert known is None or known[1].to_pylist() == wanted.dropna().unique().tolist()
    assert numbered.fillna(text).array.numbered() is not None
