"""Stage 4: measured → what each document says: message keys and typed values, no formatted text."""

from reportgen.documents.analysis import analysis
from reportgen.documents.bulletin import bulletin
from reportgen.documents.carbon import carbon, has_carbon
from reportgen.documents.dealer import dealer_statement, has_dealer_figures
from reportgen.documents.plan_document import plan_document
from reportgen.documents.qbr import qbr
from reportgen.documents.qbr_actions import action_owners
from reportgen.documents.register import register
from reportgen.documents.review import review
from reportgen.documents.statement import StatementView, composed_statement, statement, statement_view
from reportgen.documents.team import team
from reportgen.documents.whatif import whatif

__all__ = [
    "StatementView",
    "action_owners",
    "analysis",
    "bulletin",
    "carbon",
    "composed_statement",
    "dealer_statement",
    "has_carbon",
    "has_dealer_figures",
    "plan_document",
    "qbr",
    "register",
    "review",
    "statement",
    "statement_view",
    "team",
    "whatif",
]
