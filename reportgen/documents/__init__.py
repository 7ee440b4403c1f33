"""Stage 4: measured → what each document says: message keys and typed values, no formatted text."""

from reportgen.documents.qbr import qbr
from reportgen.documents.register import register
from reportgen.documents.review import review
from reportgen.documents.statement import statement
from reportgen.documents.team import team
from reportgen.documents.whatif import whatif

__all__ = ["qbr", "register", "review", "statement", "team", "whatif"]
