"""What a build did → the one screen that is printed, and the same for machines."""

from __future__ import annotations

from collections import Counter

from reportgen.app import findings, watchlists
from reportgen.app.build import Built
from reportgen.app.explain import text
from reportgen.model.measured import Figure, Measured
from reportgen.model.quantity import Quantity

_KINDS = (
    ("reviews", "performance reviews (PDF)"),
    ("statements", "commission statements (Excel)"),
    ("qbr", "business review (PowerPoint)"),
    ("register", "register (Excel)"),
    ("delivery", "files in the bundles of managers"),
)


def summary(built: Built) -> list[str]:
    """Return the lines of the summary."""
    counts = Counter(output.document for output in built.written)
    lines = [f"{built.folder.name}: {len(built.written)} files in {built.folder}"]
    lines += [f"  {counts[kind]:4} {name}" for kind, name in _KINDS if counts[kind]]
    if built.kept:
        lines.append(f"  {built.kept:4} of them unchanged since the last run, kept")
    if built.measured is not None:
        if built.measured.company.incomplete:
            lines.append("  INCOMPLETE: rows are held back, so the totals below lack them (see the findings)")
        lines += [f"  {line}" for line in (*_figures(built.measured), *watchlists.summary(built.measured))]
    for each in built.skipped[:5]:
        lines.append(f"  skipped {each.document} {each.subject}: {each.problems[0].sentence}")
    if len(built.skipped) > 5:
        lines.append(f"  … and {len(built.skipped) - 5} more skipped")
    lines.append(f"  findings: {findings.summary(built.problems)} → {built.folder / 'problems.html'}")
    return lines


def _figures(measured: Measured) -> list[str]:
    shown = [
        measured.company.figures[name] for name in measured.plan.documents.headline if name in measured.company.figures
    ]
    lines = [
        f"{figure.kpi.name.get('zh', '')} {figure.kpi.name.get('en', figure.kpi.id)}: {_figure(figure)}"
        for figure in shown
    ]
    if isinstance(measured.pay_total, Quantity):
        count = len(measured.statements)
        lines.append(f"应付 Payable: {text(measured.pay_total)} on {count} statement{'s' if count != 1 else ''}")
    return lines


def _figure(figure: Figure) -> str:
    target = f" of {text(figure.target)}" if isinstance(figure.target, Quantity) else ""
    reached = f" ({text(figure.attainment)}, {figure.status.value})" if isinstance(figure.attainment, Quantity) else ""
    return f"{text(figure.actual)}{target}{reached}"


def content(built: Built) -> dict[str, object]:
    """Return the summary for machines."""
    return {
        "folder": str(built.folder),
        "files": [output.path for output in built.written],
        "kept": built.kept,
        "skipped": [{"document": each.document, "subject": each.subject} for each in built.skipped],
        "problems": [findings.as_json(problem) for problem in built.problems],
    }
