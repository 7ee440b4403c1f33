"""Problems → JSON, every part of each, for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reportgen.app.findings.listing import severity_name
from reportgen.model.money import decimal_text, plain
from reportgen.model.problem import Problem


def as_json(problem: Problem) -> dict[str, object]:
    """Return a problem for machines; `waived` is null, or who lets it stand, and its severity is what it would be."""
    word = problem.accepted
    waived = word and {"reason": word.reason, "by": word.by, "until": word.until.isoformat(), "line": str(word.place)}
    amount = None if problem.amount is None else decimal_text(problem.amount) or plain(problem.amount, 6)
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
        "amount": amount,
        "currency": problem.currency,
        "waived": waived,
    }


def json_file(problems: Sequence[Problem]) -> bytes:
    """Return `problems.json`."""
    return (json.dumps([as_json(problem) for problem in problems], ensure_ascii=False, indent=1) + "\n").encode()
