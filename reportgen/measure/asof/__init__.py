"""The tables as they stood on a day: what is open, overdue, collected or still in a stage is not in any file."""

from reportgen.measure.asof.ownership import unclear_handovers
from reportgen.measure.asof.tables import REWRITTEN, AsOf, as_of, changing, grounded, stood

__all__ = ["REWRITTEN", "AsOf", "as_of", "changing", "grounded", "stood", "unclear_handovers"]
