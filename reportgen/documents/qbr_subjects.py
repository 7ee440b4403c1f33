"""The slides on what surrounds sales: delivery and service, channel, expense; their figures are named by the plan."""

from __future__ import annotations

from reportgen.documents.qbr_shown import below, figure_table, parts_map, shown, slice_bars, slice_named, told
from reportgen.documents.qbr_sources import figure_sources
from reportgen.documents.wording import named, say
from reportgen.model.document import Message, Part, Section, Value
from reportgen.model.measured import Figure, Measured, Status


def service(measured: Measured) -> Section | None:
    """Delivery and service against what was promised, and how late the late ones were."""
    figures = told(shown(measured, "service"))
    if not figures:
        return None
    parts: list[Part] = [figure_table("service", say("qbr.service.table"), figures)]
    lights = slice_named(measured, "service")
    parts += [slice_bars("lights", *lights)] if lights else []
    return Section(
        "service",
        _missed("service", figures),
        say("qbr.service.subtitle"),
        tuple(parts),
        figure_sources(measured, [each.kpi.id for each in figures]),
    )


def channel(measured: Measured) -> Section | None:
    """Dealers on what is asked of them, each with the state of every figure."""
    figures = told(shown(measured, "channel"))
    if not figures:
        return None
    names = {name: dealer.name for name, dealer in measured.dealers.items()}
    heat = parts_map("dealers", say("qbr.channel.table"), say("qbr.channel.dealer"), figures, names)
    parts: list[Part] = [heat] if heat else [figure_table("channel", say("qbr.channel.table"), figures)]
    worst = max(figures, key=below)
    title = say("qbr.channel.title", kpi=named(worst.kpi.name), count=below(worst), all=len(worst.parts))
    if not below(worst):
        title = _missed("channel", figures)
    return Section(
        "channel",
        title,
        say("qbr.channel.subtitle"),
        tuple(parts),
        figure_sources(measured, [each.kpi.id for each in figures]),
    )


def expense(measured: Measured) -> Section | None:
    """What was spent against budget, and what came back by item."""
    figures = told(shown(measured, "expense"))
    if not figures:
        return None
    parts: list[Part] = [figure_table("expense", say("qbr.expense.table"), figures)]
    heat = parts_map("items", say("qbr.expense.items"), say("qbr.parts.by"), figures)
    parts += [heat] if heat else []
    return Section(
        "expense",
        _missed("expense", figures),
        say("qbr.expense.subtitle"),
        tuple(parts),
        figure_sources(measured, [each.kpi.id for each in figures]),
    )


def _missed(slide: str, figures: tuple[Figure, ...]) -> Message:
    """Name the figure that misses most, or say that all reach their target."""
    with_target = [each for each in figures if each.status is not Status.NONE]
    missed = [each for each in with_target if each.status is not Status.GOOD]
    if not with_target:
        return say(f"qbr.{slide}.untargeted", count=len(figures))
    if not missed:
        return say(f"qbr.{slide}.good", count=len(with_target))
    first = next((each for each in missed if each.status is Status.ALARM), missed[0])
    values: dict[str, Value] = {"kpi": named(first.kpi.name), "actual": first.actual, "target": first.target}
    return say(f"qbr.{slide}.missed", count=len(missed), all=len(with_target), **values)
