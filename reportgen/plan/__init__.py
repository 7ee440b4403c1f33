"""Stage 2: the dated YAML of a plan folder → a checked `Plan`, or all that is wrong with it."""

from reportgen.plan.kinds import KINDS
from reportgen.plan.read import read

__all__ = ["KINDS", "read"]
