"""The company's standing and its teams' → the quarterly business review.

One section a slide, titles that are messages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from reportgen.documents import crossing as cross
from reportgen.documents import qbr_actions as actions
from reportgen.documents import qbr_bridge as why
from reportgen.documents import qbr_customers as customers
from reportgen.documents import qbr_outlook as ahead
from reportgen.documents import qbr_parts as part
from reportgen.documents import qbr_pay as pay
from reportgen.documents import qbr_people as people
from reportgen.documents import qbr_subjects as subjects
from reportgen.documents import qbr_talent as talent
from reportgen.documents.wording import frame, grain_key, named, say
from reportgen.model.document import Document, Message, Paragraph, Part, Section, Value, Verbatim
from reportgen.model.measured import Measured, Status
from reportgen.model.quantity import Quantity

_SLIDES: tuple[Callable[[Measured], Section | None], ...] = (
    part.summary,
    part.results,
    why.bridge,
    part.slices,
    cross.crossed,
    people.distribution,
    customers.cash,
    ahead.pipeline,
    ahead.forecast,
    ahead.won_lost,
    customers.customers,
    talent.people,
    subjects.service,
    subjects.channel,
    subjects.expense,
    pay.pay_cost,
    actions.risks,
    actions.followed,
    actions.next_steps,
)
"""The deck's order. A slide that has nothing to say is left out and named in the appendix."""


def qbr(measured: Measured) -> Document:
    """Compose the deck of a quarter or year."""
    made = [(slide.__name__, slide(measured)) for slide in _SLIDES]
    left_out = tuple(name for name, section in made if section is None)
    slides = [section for _, section in made if section]
    told = (_marked(measured, _summed_up(section, slides)) for section in slides)
    sections = (_cover(measured), *told, *_appendix(measured, left_out))
    heading = say(grain_key("qbr.heading", measured.period), period=measured.period)
    draft = any(found.draft for found in measured.statements.values()) or not measured.statements
    return frame(measured, "qbr", "", named(measured.plan.company.name), heading, sections, draft=draft)


_TELLING = ("cause-", "alarm-", "overdue", "decision-")
_MOST_TOLD = 5


def _summed_up(section: Section, slides: list[Section]) -> Section:
    """Say on a summary that has neither causes nor decisions what the other slides come to: their own messages."""
    tells = (part for part in section.parts if isinstance(part, Paragraph) and part.id.startswith(_TELLING))
    if section.id != "summary" or any(tells):
        return section
    titles = [each.title for each in slides if each.id not in ("summary", "results")][:_MOST_TOLD]
    said = (Paragraph(f"cause-{index}", title) for index, title in enumerate(titles))
    heading = (Paragraph("heading-told", say("qbr.told")),) if titles else ()
    return replace(section, parts=(*section.parts, *heading, *said))


def _marked(measured: Measured, section: Section) -> Section:
    """Say on the face of every slide when rows are held back: no total there is whole."""
    if not measured.company.incomplete:
        return section
    return replace(section, subtitle=say("review.incomplete"))


def _cover(measured: Measured) -> Section:
    heading = say(grain_key("qbr.heading", measured.period), period=measured.period)
    version = Verbatim(measured.plan.company.version)
    facts = (
        Paragraph("cut-off", say("qbr.cover.cut-off", cut_off=measured.cut_off)),
        Paragraph("version", say("qbr.cover.version", version=version)),
        Paragraph("audience", say("qbr.audience")),
    )
    return Section("cover", say("qbr.cover.title", company=named(measured.plan.company.name)), heading, facts)


def _appendix(measured: Measured, left_out: tuple[str, ...]) -> tuple[Section, ...]:
    """What holds for all slides, the proof of the company's figure, all figures, and how each is computed."""
    texts: list[Message] = [say("qbr.appendix.booked"), say("qbr.appendix.cut-off", cut_off=measured.cut_off)]
    if isinstance(measured.unassigned, Quantity) and measured.unassigned.value != Fraction(0):
        texts.append(say("qbr.appendix.unassigned", amount=measured.unassigned))
    weights = talent.calibration(measured)
    texts += [weights] if weights else []
    texts += [say("qbr.appendix.left-out", slide=_listed(left_out))] if left_out else []
    parts: list[Part] = [Paragraph(f"text-{index}", text, Status.NONE) for index, text in enumerate(texts)]
    proof = part.booked(measured)
    parts += [proof] if proof else []
    figures, defined = part.figures(measured), part.definitions(measured)
    first = Section("appendix", say("qbr.appendix.title"), None, tuple(parts))
    second = Section("appendix-definitions", say("qbr.appendix.definitions"), None, (defined,))
    return (first, *([figures] if figures else []), second)


def _listed(slides: tuple[str, ...]) -> Value:
    """Return the names of slides in one phrase."""
    name = say(f"qbr.slide.{slides[0].replace('_', '-')}")
    return say("qbr.list", first=name, rest=_listed(slides[1:])) if len(slides) > 1 else name
