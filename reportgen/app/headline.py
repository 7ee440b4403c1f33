"""Measured → the few lines that a terminal shows of it: headline figures, what is paid, alerts, improvements, tiers."""

from __future__ import annotations

from reportgen.app import watchlists
from reportgen.app.explain import text
from reportgen.model.measured import Figure, Measured
from reportgen.model.quantity import Quantity

_INCOMPLETE = "INCOMPLETE: rows are held back, so the totals below lack them (see the findings)"


def headline(measured: Measured) -> tuple[str, ...]:
    """Return the lines."""
    held = (_INCOMPLETE,) if measured.company.incomplete else ()
    return (*held, *_figures(measured), *watchlists.summary(measured))


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
