"""Why a number changed: from one state of the inputs to another by cause, from one pay period to the next by driver."""

from reportgen.measure.causes.causes import causes
from reportgen.measure.causes.drivers import drivers
from reportgen.measure.causes.outcome import FigureName

__all__ = ["FigureName", "causes", "drivers"]
