"""Stage 2: the dated YAML of a plan folder → a checked `Plan`, or all that is wrong with it.

`read_cases` reads stand-alone rule cases, each of which brings its own piece of a plan.
"""

from reportgen.plan.cases import read_cases
from reportgen.plan.completeness import Proof, plan_year, prove
from reportgen.plan.edits import retroactive
from reportgen.plan.kinds import CLOSED_PLAN_UNREADABLE, KINDS
from reportgen.plan.read import read
from reportgen.plan.schema import schemas
from reportgen.plan.told import tell

__all__ = [
    "CLOSED_PLAN_UNREADABLE",
    "KINDS",
    "Proof",
    "plan_year",
    "prove",
    "read",
    "read_cases",
    "retroactive",
    "schemas",
    "tell",
]
