"""Exit codes of the contract, from what a command found."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.model.problem import Problem, Severity, worst

DONE, SKIPPED, USAGE, NOTHING = 0, 1, 2, 3

_USAGE = frozenset(
    {
        *("no-workspace", "period-unknown", "person-unknown", "document-unknown", "subject-unknown"),
        *("folder-not-empty", "side-unknown", "sides-without-period", "sides-unlike", "not-closed", "kpi-unknown"),
        *("plan-not-found", "cluster-address"),
    }
)
"""Problems with what was typed rather than with what is in a file."""


def exit_code(problems: Sequence[Problem], strict: bool = False) -> int:
    """Return 2 for usage, 3 for a blocked run, 1 where something was skipped (or warned of, if strict), else 0."""
    if any(problem.kind.code in _USAGE for problem in problems):
        return USAGE
    found = worst(problems)
    if found is Severity.BLOCKS_RUN:
        return NOTHING
    if found is Severity.BLOCKS_PERSON or (strict and found is Severity.WARNING):
        return SKIPPED
    return DONE
