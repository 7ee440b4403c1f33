"""What a plan promises and the engine does not compute yet: read and checked like the rest, printed nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.entry import Entry
from reportgen.model.pay import ComponentKind
from reportgen.model.pay_kinds import FurtherComponentKind, FurtherRelease, PayPolicy
from reportgen.model.period import Grain


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitingComponent(Entry):
    """A rule of pay of any kind with its gate, bounds, release and policies."""

    clause: str
    roles: tuple[str, ...]
    earning: Grain
    rule: ComponentKind | FurtherComponentKind
    release: FurtherRelease
    policy: PayPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaiting:
    """All that a plan's folder `awaiting` holds."""

    components: tuple[AwaitingComponent, ...] = ()
