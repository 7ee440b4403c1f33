"""Stage 3: tables × plan × period → measured. Pure: no file, no clock, no words."""

from reportgen.measure.causes import FigureName, Known, causes, drivers, with_causes
from reportgen.measure.explain import ALERT, answers, subjects
from reportgen.measure.explain_ahead import LONG, SEVERAL
from reportgen.measure.explain_talent import BESIDE
from reportgen.measure.kinds import KINDS
from reportgen.measure.pay import ClosedColumns
from reportgen.measure.paying import Paying, asked_figure, paying
from reportgen.measure.places import Atlas, places
from reportgen.measure.resting import Ground, ground, nobodys_kpis
from reportgen.measure.run import paid_in, run
from reportgen.measure.talent import Ranks
from reportgen.measure.tracing import trace
from reportgen.measure.whatif import what_if

__all__ = [
    "ALERT",
    "BESIDE",
    "KINDS",
    "LONG",
    "SEVERAL",
    "Atlas",
    "ClosedColumns",
    "FigureName",
    "Ground",
    "Known",
    "Paying",
    "Ranks",
    "answers",
    "asked_figure",
    "causes",
    "drivers",
    "ground",
    "nobodys_kpis",
    "paid_in",
    "paying",
    "places",
    "run",
    "subjects",
    "trace",
    "what_if",
    "with_causes",
]
