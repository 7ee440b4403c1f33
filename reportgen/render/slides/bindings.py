"""Turns the names of shapes on a user's own slides into what they are bound to: `cash/ageing` is a part of a section.

A shape whose name is a section and a part takes that part; texts (`cash/title`) are filled where they stand, regions
(`cash/body-left`) take what has no shape of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pptx.shapes.base import BaseShape
from pptx.slide import Slide

TEXTS: Final = ("title", "subtitle", "facts", "foot", "page")
REGIONS: Final = ("metrics", "body", "body-left", "body-right")
_COMMON: Final = (*TEXTS[:2], *TEXTS[3:], *REGIONS)

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "cover": (),
    "summary": ("figures", "cause-0", "cause-1", "overdue", "decision-0", "decision-1"),
    "results": ("months", "targets", "phasing"),
    "bridge": ("bridge", "bridge-new-and-existing", "gap"),
    "slices": ("mix", "movers-customer", "movers-product"),
    "crossed": ("crossed",),
    "distribution": ("distribution", "teams"),
    "cash": ("figures", "ageing", "owing", "credit"),
    "pipeline": ("stages", "funnel", "stuck"),
    "forecast": ("outlook", "views", "accuracy"),
    "won-lost": ("closed-figures", "lost", "closed", "in-hand"),
    "customers": ("figures", "tiers", "migration", "largest"),
    "people": ("figures", "nine-box", "bench", "succession", "coaching", "span"),
    "service": ("service", "lights"),
    "channel": ("dealers",),
    "expense": ("expense", "items"),
    "pay": ("pay-bridge", "pay", "unusual"),
    "risks": ("risks",),
    "followed": ("actions", "agreed", "topics"),
    "next": ("next", "next-actions"),
    "appendix": ("booked",),
    "figures": ("figures",),
    "appendix-definitions": ("definitions",),
}
"""The sections of the deck in their order, and the parts of each that a shape may be bound to."""


@dataclass(frozen=True, slots=True)
class Name:
    """A shape's name that is meant as a binding: section and part, as they are written."""

    section: str
    part: str

    @property
    def known(self) -> bool:
        """Tell whether there is such a section and part."""
        return self.part in bindable(self.section)


def bindable(section: str) -> tuple[str, ...]:
    """Return everything of a section that a shape may be named after; nothing where there is no such section."""
    if section not in PARTS:
        return ()
    return (*TEXTS,) if section == "cover" else (*_COMMON, *PARTS[section])


def name_of(shape: BaseShape) -> Name | None:
    """Return what a shape's name binds it to, None where it has an ordinary name."""
    section, slash, part = shape.name.strip().lower().partition("/")
    return Name(section.strip(), part.strip()) if slash and section.strip() and part.strip() else None


def named_shapes(slide: Slide) -> Iterator[tuple[Name, BaseShape]]:
    """Yield the shapes of a slide that are meant as bindings, in reading order."""
    for shape in slide.shapes:
        name = name_of(shape)
        if name is not None:
            yield name, shape


def section_of(slide: Slide) -> str:
    """Return the section that a slide shows: that of its first shape which is bound, "" where none is."""
    return next((name.section for name, _ in named_shapes(slide) if name.known), "")


def is_hidden(slide: Slide) -> bool:
    """Tell whether a slide is hidden: an example or a note to designers, which the deck does not take over."""
    return bool(slide.element.get("show") in ("0", "false"))
