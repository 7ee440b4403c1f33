"""Where a slide's figures come from: the note under it names the input files."""

from __future__ import annotations

from reportgen.documents.wording import say
from reportgen.model.document import (
    Message,
    Verbatim,
)
from reportgen.model.measured import Measured


def source_note(measured: Measured, *tables: str) -> tuple[Message, ...]:
    """Return the note that names the files behind a slide.

    Those of the main measure's table unless others are named.
    """
    main = measured.plan.documents.main_measure
    wanted = tables or tuple(measure.table for measure in measured.plan.measures if measure.id == main)
    files = dict.fromkeys(file.rsplit("/", 1)[-1] for table in wanted for file in measured.sources.get(table, ()))
    version = Verbatim(measured.plan.company.version)
    return (say("qbr.source", files=Verbatim(", ".join(files)), cut_off=measured.cut_off, version=version),)


def all_sources(measured: Measured) -> tuple[Message, ...]:
    """Return the note that names the files behind all figures."""
    tables = dict.fromkeys(measure.table for measure in measured.plan.measures)
    return source_note(measured, *tables, "targets")
