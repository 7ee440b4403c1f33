"""What changed → plain values for machines: money as decimals, no limit to rows."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from reportgen.app.diff import Compared
from reportgen.app.explain import text
from reportgen.model.changes import Cause, Changes, Driver, FigureChange, PayeeChange, RowChange
from reportgen.model.money import plain


def content(compared: Compared) -> dict[str, object]:
    """Return everything that changed."""
    told: dict[str, object] = {
        "first": compared.first,
        "second": compared.second,
        "periods": [period.id for period in compared.periods],
    }
    if compared.within is not None:
        told |= _within_values(compared.within)
    if compared.between is not None:
        told["payees"] = [_payee_values(change) for change in compared.between.payees]
        told["figures"] = [_figure_values(figure) for figure in compared.between.figures]
    return told


def _within_values(changes: Changes) -> dict[str, object]:
    return {
        "causes": _amounts(changes.by_cause()),
        "lines": [
            {
                "payee": line.payee,
                "component": line.component,
                "key": line.key,
                "old": plain(line.old),
                "new": plain(line.new),
                "causes": _amounts(line.causes),
                "rows": [{"table": row.table, "key": row.key} for row in changes.behind(line)],
            }
            for line in changes.lines
        ],
        "figures": [_figure_values(figure) for figure in changes.figures],
        "rows": [_row_values(row) for row in changes.rows],
        "rules": [
            {
                "cause": rule.cause.value,
                "section": rule.section,
                "id": rule.id,
                "from": str(rule.since or ""),
                "before": str(rule.before or ""),
                "after": str(rule.after or ""),
            }
            for rule in changes.rules
        ],
    }


def _row_values(row: RowChange) -> dict[str, object]:
    return {
        "cause": row.cause.value,
        "table": row.table,
        "key": row.key,
        "cells": [{"column": cell.column, "old": cell.old, "new": cell.new} for cell in row.cells],
        "before": str(row.before or ""),
        "after": str(row.after or ""),
    }


def _payee_values(change: PayeeChange) -> dict[str, object]:
    return {
        "payee": change.payee,
        "old": plain(change.old),
        "new": plain(change.new),
        "drivers": _amounts(change.drivers),
        "lines": [
            {
                "component": line.component,
                "key": line.key,
                "driver": line.driver.value,
                "old": plain(line.old),
                "new": plain(line.new),
            }
            for line in change.lines
        ],
    }


def _figure_values(figure: FigureChange) -> dict[str, object]:
    return {
        "subject": figure.subject.id or figure.subject.kind,
        "kpi": figure.kpi,
        "old": text(figure.old),
        "new": text(figure.new),
        "causes": {cause.value: plain(amount, 6) for cause, amount in figure.causes.items()},
    }


def _amounts(parts: Mapping[Cause, Fraction] | Mapping[Driver, Fraction]) -> dict[str, str]:
    return {str(cause): plain(amount) for cause, amount in parts.items()}
