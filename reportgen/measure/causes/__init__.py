"""Why a number changed: from one state of the inputs to another by cause, from one pay period to the next by driver."""

from reportgen.measure.causes.causes import causes
from reportgen.measure.causes.drivers import drivers
from reportgen.measure.causes.outcome import FigureName
from reportgen.measure.causes.prior import Known, prior_lines, with_causes

__all__ = ["FigureName", "Known", "causes", "drivers", "prior_lines", "with_causes"]
