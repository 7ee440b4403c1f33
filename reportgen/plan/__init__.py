"""Stage 2: the dated YAML of a plan folder → a checked `Plan`, or all that is wrong with it.

`read_cases` reads stand-alone rule cases, each of which brings its own piece of a plan.
"""

from reportgen.plan.cases import read_cases
from reportgen.plan.kinds import KINDS
from reportgen.plan.read import read

__all__ = ["KINDS", "read", "read_cases"]
