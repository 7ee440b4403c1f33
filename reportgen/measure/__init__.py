"""Stage 3: tables × plan × period → measured. Pure: no file, no clock, no words."""

from reportgen.measure.causes import FigureName, causes, drivers
from reportgen.measure.explain import ALERT, answers, subjects
from reportgen.measure.explain_ahead import LONG, SEVERAL
from reportgen.measure.holding import held
from reportgen.measure.kinds import KINDS
from reportgen.measure.paying import Paying, asked_figure, paying
from reportgen.measure.places import Atlas, places
from reportgen.measure.run import run
from reportgen.measure.whatif import what_if

__all__ = [
    "ALERT",
    "KINDS",
    "LONG",
    "SEVERAL",
    "Atlas",
    "FigureName",
    "Paying",
    "answers",
    "asked_figure",
    "causes",
    "drivers",
    "held",
    "paying",
    "places",
    "run",
    "subjects",
    "what_if",
]
