"""Problems → `problems.html`: groups with their sums, each finding with its row, whom it concerns, what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from reportgen.app.findings.lines import accepted, spot_of
from reportgen.app.findings.listing import SEVERITIES, Counted, counted, money_of
from reportgen.model.money import plain
from reportgen.model.problem import Problem, Severity, Skipped
from reportgen.render.page import Finding, Group, Sums, page

_WAIVED = -1
_LONGEST = 600
_EMPTY = "\u2003"
"""What is marked of an empty cell: a blank that is wide enough to be seen."""
_MEANS = {
    Severity.BLOCKS_RUN: "nothing can be written",
    Severity.BLOCKS_PERSON: "documents wait",
    Severity.WARNING: "to be looked at",
    Severity.NOTE: "for information",
}


def html_file(
    problems: Sequence[Problem], title: str, copies: Mapping[str, str] | None = None, skipped: Sequence[Skipped] = ()
) -> bytes:
    """Return `problems.html`; everything from inputs is escaped.

    `copies` leads from an input file to its marked copy, as a path from the page. `skipped` are documents that wait.
    """
    held: dict[str, list[str]] = {}
    for each in skipped:
        held.setdefault(each.subject, []).append(each.document)
    groups = [_group(each, copies or {}, held) for each in counted(problems)]
    return page(title, _lead(problems), _sums(problems), groups)


def _lead(problems: Sequence[Problem]) -> str:
    """Return the sentence on top: the result, and what it comes from."""
    standing = [problem for problem in problems if problem.accepted is None]
    run = [problem for problem in standing if problem.kind.severity is Severity.BLOCKS_RUN]
    personal = [problem for problem in standing if problem.kind.severity is Severity.BLOCKS_PERSON]
    if run:
        return f"Nothing can be written until {_counts(len(run), 'finding')} {_is(len(run))} mended."
    if personal:
        people = _counts(len({person for problem in personal for person in problem.people}), "person", "people")
        return f"The documents of {people} wait for {_counts(len(personal), 'finding')} to be mended."
    if any(problem.kind.severity is Severity.WARNING for problem in standing):
        return "Nothing is held back. The warnings below may still make figures other than they should be."
    return "Nothing is held back." if standing else "Nothing was found."


def _counts(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _sums(problems: Sequence[Problem]) -> list[Sums]:
    standing = [problem.kind.severity for problem in problems if problem.accepted is None]
    found = [
        Sums(standing.count(severity), name, _MEANS[severity], int(severity))
        for severity, name in sorted(SEVERITIES.items(), reverse=True)
    ]
    waived = len(problems) - len(standing)
    return [*found, Sums(waived, "waived", "accepted for a time", _WAIVED)] if waived else found


def _group(group: Counted, copies: Mapping[str, str], held: Mapping[str, Sequence[str]]) -> Group:
    name = SEVERITIES[group.severity]
    first = group.problems[0]
    title = first.sentence.rstrip(".") if len(group.problems) == 1 else _general(group)
    return Group(
        group.code,
        _WAIVED if group.accepted else int(group.severity),
        "waived" if group.accepted else name,
        title,
        money_of(group.amounts),
        plain(group.worth),
        len(group.people),
        tuple(_finding(problem, copies, held) for problem in group.problems),
    )


def _general(group: Counted) -> str:
    """Return where a group's findings stand, which is what they have in common beside their kind."""
    names = sorted({problem.place.file.rpartition("/")[2] for problem in group.problems})
    people = f" · {_counts(len(group.people), 'person', 'people')}" if group.people else ""
    return f"{', '.join(names[:2])}{f' and {len(names) - 2} more files' if len(names) > 2 else ''}{people}"


def _finding(problem: Problem, copies: Mapping[str, str], held: Mapping[str, Sequence[str]]) -> Finding:
    before, spot, after = _cut(problem)
    waiting = sorted({name for person in problem.people for name in held.get(person, ())})
    blocks = problem.kind.severity is Severity.BLOCKS_PERSON
    severity = _WAIVED if problem.accepted else int(problem.kind.severity)
    return Finding(
        severity,
        str(problem.place),
        problem.place.file,
        before,
        spot,
        after,
        problem.sentence,
        problem.remedy,
        problem.people,
        f"{', '.join(waiting)} wait" if blocks and waiting else "documents wait" if blocks and problem.people else "",
        money_of({problem.currency: problem.amount}) if problem.amount is not None else "",
        accepted(problem),
        quote(copies.get(problem.place.file, "")),
    )


def _cut(problem: Problem) -> tuple[str, str, str]:
    """Return the row as typed in three pieces around what was found; very long rows are shortened around it."""
    row, spot = problem.excerpt, spot_of(problem)
    if spot is None:
        return row[:_LONGEST], "", "…" if len(row) > _LONGEST else ""
    start, end = spot[0], sum(spot)
    first, last = max(0, start - _LONGEST // 2), end + _LONGEST // 2
    shown = row[start : min(end, start + _LONGEST)] + ("…" if end > start + _LONGEST else "")
    return ("…" if first else "") + row[first:start], shown or _EMPTY, row[end:last] + ("…" if last < len(row) else "")
