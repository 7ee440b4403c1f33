"""Stage 3: tables × plan × period → measured. Pure: no file, no clock, no words."""

from reportgen.measure.explain import ALERT, answers, subjects
from reportgen.measure.explain_ahead import LONG, SEVERAL
from reportgen.measure.kinds import KINDS
from reportgen.measure.pay import ClosedColumns
from reportgen.measure.places import Atlas, places
from reportgen.measure.run import paid_in, run
from reportgen.measure.tracing import trace

__all__ = [
    "ALERT",
    "KINDS",
    "LONG",
    "SEVERAL",
    "Atlas",
    "ClosedColumns",
    "answers",
    "paid_in",
    "places",
    "run",
    "subjects",
    "trace",
]
