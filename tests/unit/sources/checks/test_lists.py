"""Whoever is not on a list is told with who was probably meant, by number or by name."""

from collections.abc import Callable

import pytest

from reportgen.sources.reading import Reading

Read = Callable[..., Reading]

PEOPLE = """
kind: people
files: ["people*.csv"]
key: [person]
columns:
  person: {type: id, headers: [person], required: true}
  name: {type: text, headers: [name]}
  other_name: {type: text, headers: [other]}
"""
VISITS = """
kind: visits
files: ["visits*.csv"]
columns:
  person: {type: id, headers: [person]}
"""


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("e017", " Nearest: E017."),
        ("Ｅ０１７", None),
        ("E0l7", " Nearest: E017."),
        ("E O17", " Nearest: E017."),
        ("李明", " Nearest: E017 (李明)."),
        ("Li Ming", " Nearest: E017 (Li Ming)."),
        ("LI  MING", " Nearest: E017 (Li Ming)."),
        ("Li Mingg", " Nearest: E017 (Li Ming)."),
        ("Nobody At All", ""),
    ],
)
def test_a_stranger_is_told_with_the_nearest_number_or_name(reading: Read, typed: str, nearest: str | None) -> None:
    files = {
        "people.csv": "person,name,other\nE017,李明,Li Ming\nE018,王芳,Wang Fang\n",
        "visits.csv": f"person\n{typed}\n",
    }
    problems = reading(files, PEOPLE, VISITS).problems
    if nearest is None:
        assert problems == ()
    else:
        (problem,) = problems
        assert problem.sentence == f"person {typed} is not in the table people (rows: 1).{nearest}"
