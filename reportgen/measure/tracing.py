"""A measured period and its tables → the trace of its pay, as the bytes of a Parquet file."""

from __future__ import annotations

from reportgen.measure.asof import as_of
from reportgen.measure.desk import targets_of
from reportgen.measure.pay import Bench
from reportgen.measure.pay.trace import as_parquet, traced
from reportgen.measure.pay.worked import Worked
from reportgen.model.measured import Measured
from reportgen.model.plan import valid
from reportgen.model.table import Dataset


def trace(dataset: Dataset, measured: Measured) -> bytes:
    """Return every credit of a period and every row behind it, known at its end: without a limit of rows."""
    plan, until = measured.plan, measured.period.end
    now = measured.stood or as_of(dataset, until, valid(plan.measures, until).values(), plan.company.currency)
    worked: Worked | None = next((each for each in measured.worked if each is not None and each.dataset is now), None)
    targets = worked.targets if worked is not None else None
    bench = Bench(plan, now, measured.roster, targets=targets or targets_of(dataset, plan, measured.roster))
    bench.kept.update(worked.kept if worked else {})
    return as_parquet(traced(bench, measured.statements, until, worked))
