"""Every stage's kinds of problem → one catalogue, ordered by the way a run takes: what `docs/problems.md` lists."""

from __future__ import annotations

from reportgen.app.closing_kinds import KINDS as CLOSING
from reportgen.app.comparing_kinds import KINDS as COMPARING
from reportgen.app.fonts import FONT_ABSENT
from reportgen.app.kinds import KINDS as APP
from reportgen.measure.kinds import KINDS as MEASURE
from reportgen.model.problem import Kind
from reportgen.plan.kinds import KINDS as PLAN
from reportgen.render.brand import KINDS as BRAND
from reportgen.render.pdf import GLYPH_MISSING, RENDER_WARNING
from reportgen.render.pdf.checking import KINDS as PAGE_CHECKS
from reportgen.render.pdf.page import TEMPLATE_FAULTY
from reportgen.render.sheets.own.checking import KINDS as BOOK_CHECKS
from reportgen.render.slides.checking import KINDS as DECK_CHECKS
from reportgen.render.words.catalogue import CATALOGUE_UNREADABLE
from reportgen.render.words.compared import KINDS as WORD_CHECKS
from reportgen.render.words.needed import VALUE_UNKNOWN, WORD_MISSING
from reportgen.sources.kinds import KINDS as SOURCES

RENDER = (
    TEMPLATE_FAULTY,
    *PAGE_CHECKS,
    *BRAND,
    *DECK_CHECKS,
    *BOOK_CHECKS,
    CATALOGUE_UNREADABLE,
    *WORD_CHECKS,
    WORD_MISSING,
    VALUE_UNKNOWN,
    GLYPH_MISSING,
    RENDER_WARNING,
)

BY_STAGE: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("app", (*APP, *CLOSING, *COMPARING, FONT_ABSENT)),
    ("sources", SOURCES),
    ("plan", PLAN),
    ("measure", MEASURE),
    ("render", RENDER),
)
"""The kinds by the stage that finds them. A kind that two stages share stands with the first."""

ALL_KINDS: tuple[Kind, ...] = tuple(dict.fromkeys(kind for _, kinds in BY_STAGE for kind in kinds))
"""Every kind of problem that the program can report, each once."""
