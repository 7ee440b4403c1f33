"""Where a slide's figures come from: the note under it names the input files."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.documents.wording import joined, say
from reportgen.model.document import (
    Message,
    Verbatim,
)
from reportgen.model.measured import Measured
from reportgen.model.plan import Kpi, valid


def source_note(measured: Measured, *tables: str) -> tuple[Message, ...]:
    """Return the note that names the files behind a slide.

    Those of the main measure's table unless others are named.
    """
    main = measured.plan.documents.main_measure
    wanted = tables or tuple(measure.table for measure in measured.plan.measures if measure.id == main)
    files = dict.fromkeys(file.rsplit("/", 1)[-1] for table in wanted for file in measured.sources.get(table, ()))
    version = Verbatim(measured.plan.company.version)
    together = joined("files.and", [*map(Verbatim, files)])
    return (say("qbr.source", files=together, cut_off=measured.cut_off, version=version),)


def figure_sources(measured: Measured, figures: Iterable[str], *tables: str) -> tuple[Message, ...]:
    """Return the note that names the files behind KPIs and measures, and those of further tables."""
    end = measured.period.end
    measures, kpis = valid(measured.plan.measures, end), valid(measured.plan.kpis, end)
    names = (name for figure in figures for name in (figure, *(_measures(kpis[figure]) if figure in kpis else ())))
    resting = (measures[name].table for name in names if name in measures)
    return source_note(measured, *dict.fromkeys((*resting, *tables)))


def _measures(kpi: Kpi) -> tuple[str, ...]:
    """The names that a KPI's kind holds, one or several a field; measures are among them."""
    fields = (getattr(kpi.kind, field) for field in type(kpi.kind).__dataclass_fields__)
    return tuple(
        name
        for value in fields
        for name in ((value,) if isinstance(value, str) else value if isinstance(value, tuple) else ())
        if isinstance(name, str)
    )


def target_sources(measured: Measured, *tables: str) -> tuple[Message, ...]:
    """Return the note that names the files behind the main measure and its targets, and those of further tables."""
    return figure_sources(measured, [measured.plan.documents.main_measure], "targets", *tables)


def all_sources(measured: Measured) -> tuple[Message, ...]:
    """Return the note that names the files behind all figures."""
    tables = dict.fromkeys(measure.table for measure in measured.plan.measures)
    return source_note(measured, *tables, "targets")
