"""Turns `forecast.yaml` into the ways in which a period's end is foreseen, and how they are judged."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.forecasts import Backtest, ForecastRule, Pipeline, RunRate, TimeSeries
from reportgen.plan.declared import Key, entry, name_of, names_of, one_of, section
from reportgen.plan.scalars import integer, percent
from reportgen.plan.yaml_nodes import Node, Shape


def read(root: Node) -> tuple[ForecastRule, ...]:
    """Read the list of views."""
    return section(root, SHAPES)


SHAPES: Mapping[str, Shape[ForecastRule]] = {
    "run_rate": entry(RunRate, {"measure": name_of("measure")}),
    "pipeline": entry(
        Pipeline,
        {
            "measure": name_of("measure"),
            "funnel": name_of("funnel"),
            "months": integer,
            "least_deals": integer,
        },
    ),
    "time_series": entry(
        TimeSeries,
        {
            "measure": name_of("measure"),
            "least_months": integer,
            "season": integer,
            "level": one_of("company", "team"),
        },
    ),
    "backtest": entry(Backtest, {"target": percent, "periods": integer, "track": Key(names_of("KPI"), optional=True)}),
}
"""The kinds of view, by the word that names them in the file."""
