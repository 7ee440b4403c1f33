"""Stage 3: tables × plan × period → measured. Pure: no file, no clock, no words."""

from reportgen.measure.explain import ALERT, answers, subjects
from reportgen.measure.explain_ahead import LONG, SEVERAL
from reportgen.measure.kinds import KINDS
from reportgen.measure.places import Atlas, places
from reportgen.measure.run import run

__all__ = ["ALERT", "KINDS", "LONG", "SEVERAL", "Atlas", "answers", "places", "run", "subjects"]
