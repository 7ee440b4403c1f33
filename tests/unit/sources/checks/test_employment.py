"""A row belongs to somebody who was there on its day, whatever post they had."""

from collections.abc import Callable

import pytest

from reportgen.model.problem import Problem, Severity
from reportgen.sources.reading import Reading

Read = Callable[..., Reading]

PEOPLE = """
kind: people
files: ["people*.csv"]
key: [person, since]
columns:
  person: {type: id, headers: [person], required: true}
  name: {type: text, headers: [name]}
  since: {type: date, headers: [since]}
  until: {type: date, headers: [until]}
  hired: {type: date, headers: [hired]}
  left: {type: date, headers: [left]}
"""
VISITS = """
kind: visits
files: ["visits*.csv"]
key: [visit]
columns:
  visit: {type: id, headers: [visit], required: true}
  person: {type: id, headers: [person]}
  day: {type: date, headers: [day]}
  type: {type: text, headers: [type]}
checks:
  - {kind: employed, date: day, where: {type: [visit, call]}}
"""
# E1 was transferred, E2 left, E3 left and came back, E4 overlaps with an open post.
ROSTER = (
    "person,name,since,until,hired,left\n"
    "E1,Ann,2025-01-01,2026-03-31,2019-05-06,\n"
    "E1,Ann,2026-04-01,,2019-05-06,\n"
    "E2,Bob,2025-01-01,2026-03-31,2025-01-01,2026-03-31\n"
    "E3,Cai,2025-01-01,2025-06-30,2025-01-01,2025-06-30\n"
    "E3,Cai,2026-01-01,,2026-01-01,\n"
)


def found(reading: Reading) -> list[Problem]:
    return [problem for problem in reading.problems if "employment" in problem.kind.code]


@pytest.mark.parametrize(
    ("person", "day"),
    [
        ("E1", "2019-05-06"),
        ("E1", "2026-03-31"),
        ("E1", "2026-04-01"),
        ("E1", "2030-01-01"),
        ("E2", "2026-03-31"),
        ("E3", "2025-06-30"),
        ("E3", "2026-01-01"),
        ("E9", "2020-01-01"),
        ("", "2020-01-01"),
        ("E2", ""),
    ],
)
def test_a_row_within_somebodys_employment_is_in_order(reading: Read, person: str, day: str) -> None:
    result = reading(
        {"people.csv": ROSTER, "visits.csv": f"visit,person,day,type\nV1,{person},{day},visit\n"}, PEOPLE, VISITS
    )
    assert found(result) == []


@pytest.mark.parametrize(
    ("person", "day", "sentence"),
    [
        (
            "E1",
            "2019-05-05",
            "E1 Ann was not employed on 2019-05-05: hired on 2019-05-06 (inputs/data/people.csv [2]).",
        ),
        (
            "E2",
            "2026-04-01",
            "E2 Bob was not employed on 2026-04-01: employed until 2026-03-31 (inputs/data/people.csv [4]).",
        ),
        (
            "E3",
            "2025-12-31",
            "E3 Cai was not employed on 2025-12-31: employed until 2025-06-30 (inputs/data/people.csv [5]).",
        ),
    ],
)
def test_a_row_outside_it_names_the_roster_row_that_says_so(
    reading: Read, person: str, day: str, sentence: str
) -> None:
    files = {
        "people.csv": ROSTER,
        "visits.csv": f"visit,person,day,type\nV1,E1,2026-02-02,visit\nV2,{person},{day},call\n",
    }
    (problem,) = found(reading(files, PEOPLE, VISITS))
    assert problem.sentence == sentence
    assert str(problem.place) == "inputs/data/visits.csv [C3]"
    assert problem.excerpt == f"V2 | {person} | {day} | call"
    assert (problem.kind.severity, problem.people) == (Severity.WARNING, (person,))


def test_rows_that_the_profile_leaves_out_are_not_looked_at(reading: Read) -> None:
    files = {"people.csv": ROSTER, "visits.csv": "visit,person,day,type\nV1,E2,2026-05-01,plan\n"}
    assert found(reading(files, PEOPLE, VISITS)) == []


def test_where_pay_hangs_on_it_the_person_is_blocked_and_nobody_else(reading: Read) -> None:
    files = {
        "people.csv": ROSTER,
        "visits.csv": "visit,person,day,type\nV1,E2,2026-05-01,call\nV2,E1,2026-05-01,call\n",
    }
    (problem,) = found(reading(files, PEOPLE, VISITS.replace("date: day,", "date: day, blocks: true,")))
    assert (problem.kind.code, problem.kind.severity) == ("order-outside-employment", Severity.BLOCKS_PERSON)
    assert problem.people == ("E2",)


def test_a_roster_that_could_not_be_read_accuses_nobody(reading: Read) -> None:
    files = {"people.csv": "no,such,header\n1,2,3\n", "visits.csv": "visit,person,day,type\nV1,E2,2026-05-01,call\n"}
    assert found(reading(files, PEOPLE, VISITS)) == []


def test_beyond_a_hundred_rows_one_problem_stands_for_the_rest(reading: Read) -> None:
    rows = "".join(f"V{number},{'E2' if number < 120 else 'E3'},2025-12-31,call\n" for number in range(130))
    rows = rows.replace("E2,2025-12-31", "E2,2027-01-01")
    result = reading({"people.csv": ROSTER, "visits.csv": "visit,person,day,type\n" + rows}, PEOPLE, VISITS)
    assert len(found(result)) == 101
    last = next(one for one in found(result) if one.place.row == 102)
    assert last.sentence.endswith(
        "The same is so of further rows here: 29 (rows 103-131). In all there are 130;"
        " the first 101 are told one by one."
    )
    assert last.people == ("E2", "E3")
