"""Stage 4: measured → what each document says: message keys and typed values, no formatted text."""

from reportgen.documents.analysis import analysis
from reportgen.documents.bulletin import bulletin
from reportgen.documents.carbon import carbon, has_carbon
from reportgen.documents.dealer import dealer_statement, has_dealer_figures
from reportgen.documents.narrative import customer_names
from reportgen.documents.peers import Far, Peers, far_among, own_value, roles
from reportgen.documents.plan_document import plan_document
from reportgen.documents.qbr import qbr
from reportgen.documents.qbr_actions import action_owners
from reportgen.documents.register import register
from reportgen.documents.review import review
from reportgen.documents.review_context import pay_tiers
from reportgen.documents.seen import (
    alarms_of_person,
    asked_of_person,
    items_of_person,
    shown_of_person,
    shown_of_team,
)
from reportgen.documents.statement import StatementView, composed_statement, statement, statement_view
from reportgen.documents.team import team
from reportgen.documents.team_alerts import told_of_team
from reportgen.documents.team_parts import members_of
from reportgen.documents.whatif import whatif
from reportgen.documents.wording import listed_names

__all__ = [
    "Far",
    "Peers",
    "StatementView",
    "action_owners",
    "alarms_of_person",
    "analysis",
    "asked_of_person",
    "bulletin",
    "carbon",
    "composed_statement",
    "customer_names",
    "dealer_statement",
    "far_among",
    "has_carbon",
    "has_dealer_figures",
    "items_of_person",
    "listed_names",
    "members_of",
    "own_value",
    "pay_tiers",
    "plan_document",
    "qbr",
    "register",
    "review",
    "roles",
    "shown_of_person",
    "shown_of_team",
    "statement",
    "statement_view",
    "team",
    "told_of_team",
    "whatif",
]
