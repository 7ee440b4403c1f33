"""What alert rules say of a period: who or what, by which number, on which rows, who does what until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reportgen.model.alerts import Alert
from reportgen.model.entry import Text
from reportgen.model.quantity import Quantity
from reportgen.model.step import Rows, Step


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a share of the action comes to: a budget before and after it is cut, what a stock is bought back for.

    `amount` is the share's name in the rule, `period` the one that the figure is of: a cut budget is the next one's.
    """

    amount: str
    figure: str
    period: str
    before: Quantity
    after: Quantity


@dataclass(frozen=True, slots=True)
class Alarm:
    """A rule that speaks up about one subject in one period.

    `value` and `threshold` are in the figure's own unit; `base` is what the threshold is a share of (the usual days,
    the target), None where it stands for itself. Of a condition that must hold several times running, the value told
    is the one that came nearest to its threshold. `day` is the last day looked at, or the row's own where the rule
    looks every day; `due` counts from it. `seller` is whose subject it is, "" where
    it is nobody's or many people's; `owner` is the role or office, `person` who that is on the day, "" where
    nobody of the roster is. `seen_by` are the people whom it concerns: whose subject it is, the owner, and those above
    them. `told` names what the number does not: the largest customers, the columns that are missing.
    """

    rule: Alert
    period: str
    day: date
    due: date
    kind: str
    subject: str
    name: str
    figure: str
    value: Quantity
    threshold: Quantity
    base: Quantity | None
    told: tuple[str, ...]
    rows: tuple[Rows, ...]
    seller: str
    owner: str
    person: str
    seen_by: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    step: Step

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what tells it from all others: rule, subject, period."""
        return (self.rule.id, self.subject, self.period)


def concerning(alarms: Iterable[Alarm], kind: str, subject: str) -> tuple[Alarm, ...]:
    """Return the alarms that a subject's documents show: a person's own, those below a leader, all for the company."""
    if kind == "company":
        return tuple(alarms)
    if kind == "team":
        return tuple(alarm for alarm in alarms if subject in alarm.seen_by)
    return by_person(alarms).get(subject, ())


def by_person(alarms: Iterable[Alarm]) -> dict[str, tuple[Alarm, ...]]:
    """Return the alarms that each person's own documents show: about what is theirs, and theirs to act on."""
    found: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        for person in dict.fromkeys((alarm.seller, alarm.person)):
            found.setdefault(person, []).append(alarm)
    return {person: tuple(mine) for person, mine in found.items()}


@dataclass(frozen=True, slots=True)
class Improvement:
    """An item of the improvement list: what an alert asks for, or what people wrote down themselves (`rule` "").

    `carried` tells an item of an earlier period. One that is done in the period is shown once more, as done.
    """

    number: str
    rule: str
    kind: str
    subject: str
    raised: str
    topic: Text
    owner: str
    person: str
    due: date
    done: date | None
    status: Literal["done", "open", "overdue"]
    carried: bool
    severity: str = ""
