"""Stage 3: tables × plan × period → measured. Pure: no file, no clock, no words."""

from reportgen.measure.explain import answers, subjects
from reportgen.measure.explain_ahead import LONG, SEVERAL
from reportgen.measure.kinds import KINDS
from reportgen.measure.places import places
from reportgen.measure.run import run

__all__ = ["KINDS", "LONG", "SEVERAL", "answers", "places", "run", "subjects"]
