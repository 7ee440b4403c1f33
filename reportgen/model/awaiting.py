"""What a plan promises and the engine does not compute yet: read and checked like the rest, printed nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.pay import Component


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """All that a plan's folder `awaiting` holds."""

    components: tuple[Component, ...] = ()
