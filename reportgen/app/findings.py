"""Problems → what people and machines read: lines for the terminal, JSON, a page for the browser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from unicodedata import east_asian_width

from reportgen.model.problem import Problem, Severity

_ROOM = 96
"""Columns of a terminal for an excerpt: in a longer line the marks below it would stand elsewhere."""

_SEVERITY = {
    Severity.NOTE: "note",
    Severity.WARNING: "warning",
    Severity.BLOCKS_PERSON: "blocks a person",
    Severity.BLOCKS_RUN: "blocks the run",
}


def severity_name(problem: Problem) -> str:
    """Return the severity in the contract's words."""
    return _SEVERITY[problem.kind.severity]


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems without repetitions, worst first, then by place."""
    found = dict.fromkeys(problems)
    return sorted(found, key=lambda problem: (-problem.kind.severity, problem.place, problem.kind.code, problem.found))


def lines(problem: Problem) -> list[str]:
    """Return a problem as it is printed: place, excerpt with the spot marked, sentence, remedy, who is affected."""
    found = [str(problem.place)]
    if problem.excerpt:
        spot = problem.excerpt.find(problem.found) if problem.found else -1
        shown, start = _around(problem.excerpt, max(spot, 0), max(spot, 0) + len(problem.found))
        found.append(f"  {shown}")
        if spot >= 0:
            found.append("  " + _blank(shown[:start]) + "^" * max(1, min(_width(problem.found), _width(shown[start:]))))
    affected = f"    affects: {', '.join(problem.people)}" if problem.people else ""
    found.append(f"  {problem.kind.code}: {_said(problem)}{affected}")
    return found


def _said(problem: Problem) -> str:
    """Return the sentence and the remedy, with one full stop between them however the kind ends its sentence."""
    return f"{problem.sentence.rstrip().rstrip('.')}. {problem.remedy}".rstrip()


def _around(text: str, first: int, last: int) -> tuple[str, int]:
    """Return the stretch of a text around a spot for which a line has room, and where the spot begins in it."""
    if _width(text) <= _ROOM:
        return text, first
    start, end = first, min(last, first + _ROOM // 2)
    while _width(text[start:end]) < _ROOM - 3:
        start, end = max(start - 1, 0), min(end + 1, len(text))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{text[start:end]}{after}", first - start + len(before)


def _blank(text: str) -> str:
    return " " * _width(text)


def _width(text: str) -> int:
    """Return how many terminal columns a text takes: two for each Chinese character."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def as_json(problem: Problem) -> dict[str, object]:
    """Return a problem for machines."""
    return {
        "code": problem.kind.code,
        "severity": severity_name(problem),
        "sentence": problem.sentence,
        "remedy": problem.remedy,
        "file": problem.place.file,
        "sheet": problem.place.sheet,
        "row": problem.place.row,
        "column": problem.place.column,
        "found": problem.found,
        "people": list(problem.people),
        "excerpt": problem.excerpt,
    }


def json_file(problems: Sequence[Problem]) -> bytes:
    """Return `problems.json`."""
    return (json.dumps([as_json(problem) for problem in problems], ensure_ascii=False, indent=1) + "\n").encode()


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Findings {period}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 15px/1.5 "Noto Sans SC", "Microsoft YaHei", system-ui, sans-serif; color: #1B1F24; margin: 2rem auto;
max-width: 70rem; padding: 0 1rem }} table {{ border-collapse: collapse; width: 100% }} th {{ text-align: left;
font-weight: 600; border-bottom: 1px solid #1B1F24 }} th, td {{ padding: .4rem .6rem; vertical-align: top }} td {{
border-bottom: 1px solid #E4E7EC }} code, pre {{ font-size: 13px; white-space: pre-wrap }} .s3, .s2 {{ color: #B42318
}} .s1 {{ color: #B25E09 }} .s0 {{ color: #667085 }} </style></head><body><h1>Findings · {period}</h1><p>{summary}</p>
<table><thead><tr><th>Severity</th><th>Place</th><th>What and what to do</th><th>Affects</th></tr></thead><tbody>
{rows} </tbody></table></body></html>
"""


def html_file(problems: Sequence[Problem], period: str) -> bytes:
    """Return `problems.html`: one page that works offline; everything from inputs is escaped."""
    rows = "\n".join(_row(problem) for problem in problems) or '<tr><td colspan="4">Nothing was found.</td></tr>'
    return _PAGE.format(period=escape(period), summary=escape(summary(problems)), rows=rows).encode()


def _row(problem: Problem) -> str:
    excerpt = f"<pre>{escape(problem.excerpt)}</pre>" if problem.excerpt else ""
    text = f"<b>{escape(problem.kind.code)}</b>: {escape(_said(problem))}{excerpt}"
    people = escape(", ".join(problem.people))
    severity = f'<td class="s{int(problem.kind.severity)}">{severity_name(problem)}</td>'
    return f"<tr>{severity}<td><code>{escape(str(problem.place))}</code></td><td>{text}</td><td>{people}</td></tr>"


def summary(problems: Sequence[Problem]) -> str:
    """Return the counts by severity in one line, worst first."""
    counts = [
        (sum(1 for problem in problems if problem.kind.severity is severity), name)
        for severity, name in sorted(_SEVERITY.items(), reverse=True)
    ]
    named = [f"{number} {name}{_plural(number, name)}" for number, name in counts if number]
    return " · ".join(named) or "no findings"


def _plural(number: int, name: str) -> str:
    return "s" if number != 1 and name in ("note", "warning") else ""
