"""The company's standing and its teams' → the quarterly business review.

One section a slide, titles that are messages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from reportgen.documents import qbr_parts as part
from reportgen.documents import qbr_pay as pay
from reportgen.documents import qbr_people as people
from reportgen.documents import qbr_talent as talent
from reportgen.documents.wording import frame, grain_key, named, say
from reportgen.model.document import Document, Message, Paragraph, Section, Verbatim
from reportgen.model.measured import Measured, Status
from reportgen.model.quantity import Quantity

_SLIDES: tuple[Callable[[Measured], Section | None], ...] = (
    part.summary,
    part.results,
    people.teams,
    part.slices,
    part.further_slices,
    people.distribution,
    talent.nine_box,
    talent.succession,
    part.pipeline,
    pay.pay_cost,
    part.kpi_table,
)
"""The deck's order. A slide that has nothing to say is left out and named in the appendix."""

_CONTINUING = frozenset({"further_slices"})
"""Slides that only go on with the one before: nothing is missing where they are."""


def qbr(measured: Measured) -> Document:
    """Compose the deck of a quarter or year."""
    made = [(slide.__name__, slide(measured)) for slide in _SLIDES]
    missing = tuple(name for name, section in made if section is None and name not in _CONTINUING)
    left_out = tuple(name for name in missing if talent.promised(measured, name))
    told = (_marked(measured, section) for _, section in made if section)
    sections = (_cover(measured), *told, _appendix(measured, left_out))
    heading = say(grain_key("qbr.heading", measured.period), period=measured.period)
    draft = any(found.draft for found in measured.statements.values()) or not measured.statements
    return frame(measured, "qbr", "", named(measured.plan.company.name), heading, sections, draft=draft)


def _marked(measured: Measured, section: Section) -> Section:
    """Say on the face of every slide when rows are held back: no total there is whole."""
    if not measured.company.incomplete:
        return section
    return replace(section, subtitle=say("review.incomplete"))


def _cover(measured: Measured) -> Section:
    heading = say(grain_key("qbr.heading", measured.period), period=measured.period)
    version = Verbatim(measured.plan.company.version)
    subtitle = say("qbr.cover.subtitle", heading=heading, cut_off=measured.cut_off, version=version)
    return Section("cover", say("qbr.cover.title", company=named(measured.plan.company.name)), subtitle, ())


def _appendix(measured: Measured, left_out: tuple[str, ...]) -> Section:
    texts: list[Message] = [say("qbr.appendix.booked"), say("qbr.appendix.cut-off", cut_off=measured.cut_off)]
    if isinstance(measured.unassigned, Quantity) and measured.unassigned.value != Fraction(0):
        texts.append(say("qbr.appendix.unassigned", amount=measured.unassigned))
    weights = talent.calibration(measured)
    texts += [weights] if weights else []
    texts += [say("qbr.appendix.left-out", slide=say(f"qbr.slide.{name.replace('_', '-')}")) for name in left_out]
    tone = Status.NONE
    parts = tuple(Paragraph(f"text-{index}", text, tone) for index, text in enumerate(texts))
    return Section("appendix", say("qbr.appendix.title"), None, (*parts, part.definitions(measured)))
