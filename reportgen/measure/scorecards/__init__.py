"""Balanced scorecards: weighted attainment per role, with what was not measured left out aloud."""

from reportgen.measure.scorecards.scoring import score

__all__ = ["score"]
