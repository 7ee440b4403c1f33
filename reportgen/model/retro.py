"""An approved change of a rule for days that are paid already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportgen.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RetroRule:
    """Which rule (`pay/base-commission`) may differ from what was closed, from which day on, why, and who says so."""

    rule: str
    since: date
    reason: str
    author: str
    approver: str
    place: Place
