"""The kinds of KPI formula beyond sum, ratio and growth, each declared by its keys."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.kpi_kinds import (
    Accuracy,
    Attainment,
    Average,
    AverageGrowth,
    Concentration,
    Count,
    Coverage,
    Difference,
    FurtherKpiKind,
    GrowthRatio,
    Latest,
    Lowest,
    NetPromoter,
    Penetration,
    Premium,
    Retention,
    Share,
    WeightedAverage,
)
from reportgen.plan.declared import Key, by_value, name_of, names_of, one_of, shape
from reportgen.plan.scalars import COLUMNS, column, integer, texts
from reportgen.plan.yaml_nodes import Shape

_measure = name_of("measure")

FURTHER: Mapping[str, Shape[FurtherKpiKind]] = {
    "count": shape(Count, {"measure": _measure}),
    "average": shape(Average, {"measure": _measure}),
    "weighted_average": shape(WeightedAverage, {"measure": _measure, "weight": _measure}),
    "share": shape(Share, {"measure": _measure, "where": Key(by_value(texts), optional=True)}),
    "latest": shape(Latest, {"measure": _measure}),
    "difference": shape(Difference, {"measure": _measure, "less": names_of("measure")}),
    "attainment": shape(Attainment, {"measure": _measure, "metric": _measure, "column": one_of(*COLUMNS)}),
    "accuracy": shape(Accuracy, {"forecast": _measure, "actual": _measure}),
    "growth_ratio": shape(GrowthRatio, {"measure": _measure, "against": _measure}),
    "concentration": shape(Concentration, {"measure": _measure, "column": column, "top": integer}),
    "retention": shape(Retention, {"measure": _measure, "column": column, "months": integer}),
    "penetration": shape(Penetration, {"measure": _measure, "base": _measure, "column": column}),
    "coverage": shape(
        Coverage, {"measure": _measure, "actual": _measure, "metric": _measure, "column": one_of(*COLUMNS)}
    ),
    "premium": shape(Premium, {"measure": _measure, "against": _measure}),
    "average_growth": shape(AverageGrowth, {"measure": _measure}),
    "lowest": shape(Lowest, {"measure": _measure, "every": Key(column, optional=True)}),
    "net_promoter": shape(NetPromoter, {"promoters": _measure, "detractors": _measure, "answers": _measure}),
}
"""The kinds of formula, by the word that names them in the file."""
