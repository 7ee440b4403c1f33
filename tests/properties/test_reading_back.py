"""What finished files are read back for is found the quick way as it would be found by trying everything."""

from io import BytesIO
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.naming import Names, _bounded, named, names_of
from reportgen.render.said import said
from reportgen.render.said.pages import _ALIGNED, _CLOSE, _REACH, _Run, _wrapped

_LETTERS = "周立群高an.A-[7 "


def by_trying(text: str, names: Names) -> set[str]:
    """Who is named by a name, where every place of a text is tried."""
    found, place = set(), 0
    while place < len(text):
        tried = names.names.get(text[place : place + 2], ())
        here = [each for each in tried if text.startswith(each[0], place)]
        name, bearers = next((each for each in here if _bounded(text, place, place + len(each[0]))), ("", ()))
        found.update(bearers)
        place += len(name) or 1
    return found


@given(
    st.lists(st.text(_LETTERS, min_size=2, max_size=5), max_size=6),
    st.lists(st.text(_LETTERS, min_size=2, max_size=6), max_size=3),
    st.text(_LETTERS, max_size=40),
)
def test_a_name_is_found_where_trying_every_place_finds_it(people: list[str], others: list[str], text: str) -> None:
    names = names_of([(str(number), (name,)) for number, name in enumerate(people)], others, [])
    assert {each for bearers in named(text, names) for each in bearers} == by_trying(text, names)


POINTS = st.integers(0, 60).map(float)
RUNS = st.builds(
    lambda left, bottom, wide, high: _Run(left, bottom, left + wide, bottom + high), POINTS, POINTS, POINTS, POINTS
)


@given(st.lists(RUNS, max_size=12))
def test_a_line_goes_on_where_comparing_every_two_lines_says_so(runs: list[_Run]) -> None:
    def text_of(run: _Run) -> str:
        return f" {run} "

    expected = set()
    for above in runs:
        height = above.top - above.bottom
        for below in runs:
            begins = below.left - _ALIGNED <= above.left <= below.right
            near = -height / 2 <= above.bottom - below.top <= _CLOSE * height
            if begins and near and below.top < above.top - height / 2:
                first, second = text_of(above)[-_REACH:].rstrip(), text_of(below)[:_REACH].lstrip()
                expected |= {first + second, f"{first} {second}"}
    assert set(_wrapped(runs, text_of)) == expected


@given(st.integers(0, 40_000), st.booleans())
def test_a_text_of_any_length_is_told_whole(before: int, within_a_run: bool) -> None:
    text = "x" * before + "李文静"
    inner = f"<r><t>{text}</t></r><r><t> r=&quot;E017&quot;</t></r>" if within_a_run else f"<t>{text}</t>"
    file = BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("xl/sharedStrings.xml", f'<sst r="E018"><!--{text}1--><si>{inner}</si><?{"a"} {text}2?></sst>')
    found = said(file.getvalue(), "xlsx")
    assert {text, f"{text}1", f"{text}2", text + ' r="E017"' * within_a_run} <= found
    assert "E018" not in found  # an address
