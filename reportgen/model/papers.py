"""The kinds of document that a pack may have: what a plan asks for, what `--only` takes, how each is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["pdf", "pptx", "xlsx"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of document: the name that plans and `--only` use, and its file's ending.

    `template` is the folder below `templates` that may have pages, styles or a file of its own. A `personal` paper is
    made once for each person or payee, and is left out for those whom a problem blocks.
    """

    name: str
    form: Form
    template: str
    personal: bool = False


REVIEWS = Paper("reviews", "pdf", "review", personal=True)
STATEMENTS = Paper("statements", "xlsx", "statement", personal=True)
TEAMS = Paper("teams", "pdf", "team")
QBR = Paper("qbr", "pptx", "qbr")
REGISTER = Paper("register", "xlsx", "register")
WHATIF = Paper("whatif", "xlsx", "whatif")
"""Written by `reportgen whatif` and part of no pack."""

ANALYSIS = Paper("analysis", "pdf", "analysis")
BULLETIN = Paper("bulletin", "pdf", "bulletin")
DEALERS = Paper("dealers", "pdf", "dealer")
CARBON = Paper("carbon", "pdf", "carbon")
PLAN = Paper("plan", "pdf", "plan")

PAGES = "page"
"""The folder of templates that all PDF share."""

PAPERS = (REVIEWS, STATEMENTS, TEAMS, QBR, REGISTER, ANALYSIS, BULLETIN, DEALERS, CARBON, PLAN)
"""In the order of the pack."""

NAMES = tuple(paper.name for paper in PAPERS)
BY_NAME = {paper.name: paper for paper in (*PAPERS, WHATIF)}
