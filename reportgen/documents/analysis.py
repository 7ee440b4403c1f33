"""The company's month → the analysis for management: results, rhythm, "421", cash, deals, alerts, data."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.documents import analysis_cash as cash
from reportgen.documents import analysis_deals as deals
from reportgen.documents import analysis_parts as part
from reportgen.documents import analysis_quality as quality
from reportgen.documents.alarms import rules_table, urgent_table, written_table
from reportgen.documents.crossing import cross_map, cross_said
from reportgen.documents.narrative import narrative
from reportgen.documents.qbr_sources import all_sources
from reportgen.documents.review_parts import headline_metrics, sentences
from reportgen.documents.wording import frame, grain_key, named, say
from reportgen.model.document import Document, Paragraph, Part, Section
from reportgen.model.measured import Measured, Status

_MOST = 12
"""Alerts that are told one by one; the others stand under their rule."""


def analysis(measured: Measured) -> Document:
    """Compose the analysis; a section that has nothing to say is left out."""
    made = (section(measured) for section in _SECTIONS)
    heading = say(grain_key("analysis.heading", measured.period), period=measured.period)
    title = named(measured.plan.company.name)
    told = tuple(section for section in made if section is not None)
    facts = (say("analysis.fact", people=len(measured.people), teams=len(measured.teams)),)
    return frame(measured, "analysis", "", title, heading, told, facts=facts, draft=_draft(measured))


def _draft(measured: Measured) -> bool:
    """What a month says is not settled before its pay is closed."""
    return any(found.draft for found in measured.statements.values()) or not measured.statements


def _headline(measured: Measured) -> Section:
    parts: list[Part] = [*sentences(measured, measured.company), *headline_metrics(measured, measured.company)]
    if measured.unfinished:
        parts.insert(0, Paragraph("unfinished", say("review.unfinished", day=measured.reach), Status.WATCH))
    if measured.company.incomplete:
        parts.insert(0, Paragraph("incomplete", say("review.incomplete"), Status.ALARM))
    parts += [*part.year_chart(measured), *part.bridge_chart(measured)]
    return Section("headline", say("review.section.headline"), None, tuple(parts))


def _plan(measured: Measured) -> Section:
    parts: tuple[Part, ...] = (
        *narrative(measured, measured.company),
        part.figures(measured),
        *part.teams_table(measured),
    )
    return Section("plan", say("analysis.plan"), None, parts)


def _crossed(measured: Measured) -> Section | None:
    """Two slices of the main measure in one table, and the pairs that moved most."""
    heat, said = cross_map(measured), cross_said(measured)
    if heat is None:
        return None
    parts: tuple[Part, ...] = (*((Paragraph("crossed-said", say("cross.sentence", said=said)),) if said else ()), heat)
    return Section("crossed", say("cross.section"), None, parts)


def _alerts(measured: Measured) -> Section:
    urgent = urgent_table(measured, measured.alerts, _MOST)
    rules = rules_table(measured, measured.alerts, measured.improvements)
    subtitle = say("analysis.alerts.count", count=len(measured.alerts)) if measured.alerts else None
    return Section("alerts", say("analysis.alerts"), subtitle, (*((urgent,) if urgent else ()), rules))


def _improvements(measured: Measured) -> Section | None:
    """What meetings wrote down; what alerts ask for stands with its rule."""
    written, items = written_table(measured, measured.improvements), measured.improvements
    if written is None:
        return None
    done, late = (sum(item.status == state for item in items) for state in ("done", "overdue"))
    subtitle = say("analysis.improvements.count", count=len(items), done=done, late=late)
    return Section("improvements", say("analysis.improvements"), subtitle, (written,))


def _small_print(measured: Measured) -> Section:
    texts = (say("analysis.small.rows"), say("analysis.small.trace"), *all_sources(measured))
    parts = tuple(Paragraph(f"text-{index}", text) for index, text in enumerate(texts))
    return Section("small-print", say("review.section.small-print"), None, parts)


_SECTIONS: tuple[Callable[[Measured], Section | None], ...] = (
    _headline,
    _plan,
    part.rhythm,
    part.weekly,
    _crossed,
    cash.collections,
    deals.funnel,
    _alerts,
    _improvements,
    quality.data_quality,
    _small_print,
)
