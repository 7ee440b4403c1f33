"""What a build did → the one screen that is printed, and the same for machines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reportgen.app import findings
from reportgen.app.built import Built

if TYPE_CHECKING:
    from reportgen.model.measured import Measured

_KINDS = (
    ("reviews", "performance reviews (PDF)"),
    ("teams", "team packs (PDF)"),
    ("statements", "commission statements (Excel)"),
    ("qbr", "business review (PowerPoint)"),
    ("register", "register (Excel)"),
    ("analysis", "monthly analysis (PDF)"),
    ("bulletin", "bulletin (PDF)"),
    ("dealers", "dealer statements (PDF)"),
    ("carbon", "carbon report (PDF)"),
    ("plan", "plan (PDF)"),
    ("delivery", "files in the bundles of managers"),
)


def summary(built: Built) -> list[str]:
    """Return the lines of the summary."""
    counts = Counter(output.document for output in built.written)
    lines = [f"{built.folder.name}: {len(built.written)} files in {built.folder}"]
    lines += [f"  {counts[kind]:4} {name}" for kind, name in _KINDS if counts[kind]]
    if built.unchanged:
        lines.append("  nothing changed since the last run: all of them kept")
    elif built.kept:
        lines.append(f"  {built.kept:4} of them unchanged since the last run, kept")
    told = built.headline if built.measured is None else _headline(built.measured)
    lines += [f"  {line}" for line in told]
    for each in built.skipped[:5]:
        lines.append(f"  skipped {each.document} {each.subject}: {each.problems[0].sentence}")
    if len(built.skipped) > 5:
        lines.append(f"  … and {len(built.skipped) - 5} more skipped")
    lines.append(f"  findings: {findings.summary(built.problems)} → {built.folder / 'problems.html'}")
    return lines


def _headline(measured: Measured) -> tuple[str, ...]:
    from reportgen.app.headline import headline  # here: who has a model has loaded all of this

    return headline(measured)


def content(built: Built) -> dict[str, object]:
    """Return the summary for machines."""
    return {
        "folder": str(built.folder),
        "files": [output.path for output in built.written],
        "kept": built.kept,
        "unchanged": built.unchanged,
        "skipped": [{"document": each.document, "subject": each.subject} for each in built.skipped],
        "problems": [findings.as_json(problem) for problem in built.problems],
    }
