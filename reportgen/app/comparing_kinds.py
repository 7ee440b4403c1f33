"""The kinds of problem that comparing states, periods, plans and finished files can find."""

from __future__ import annotations

from reportgen.model.problem import Kind, Severity

SIDE_UNKNOWN = Kind(
    "side-unknown",
    Severity.BLOCKS_RUN,
    "{found} is nothing that can be compared",
    "Name a period (2026-03), `today`, a pack's folder (outputs/2026-03) or another workspace's folder.",
)
SIDES_WITHOUT_PERIOD = Kind(
    "sides-without-period",
    Severity.BLOCKS_RUN,
    "{found} does not say which period is compared",
    "Add the period: `--period 2026-03`.",
)
SIDES_UNLIKE = Kind(
    "sides-unlike",
    Severity.BLOCKS_RUN,
    "{found} are a {first} and a {second}, which cannot be compared",
    "Compare a month with a month, a quarter with a quarter, a year with a year.",
)
NOT_CLOSED = Kind(
    "not-closed",
    Severity.BLOCKS_RUN,
    "{found} is not closed, so there is nothing of then to compare with today",
    "Compare two periods, or name the folder of an earlier run: `reportgen diff DIR today --period {found}`.",
)
RUN_INPUTS_CHANGED = Kind(
    "run-inputs-changed",
    Severity.WARNING,
    "{count} files are no longer what the pack {found} was built from, {first} among them",
    "What is compared is what is there now: keep a copy of the whole workspace to compare with a run later.",
)
KPI_UNKNOWN = Kind(
    "kpi-unknown",
    Severity.BLOCKS_RUN,
    "the plan has no KPI {found} in this period",
    "Use an id of the plan; the nearest is {nearest}.",
)
PLAN_NOT_FOUND = Kind(
    "plan-not-found",
    Severity.BLOCKS_RUN,
    "{found} has no plan: the folder is missing or has no .yaml file",
    "Copy inputs/plan, change the copy, and name its folder.",
)
SUMS_DIFFER = Kind(
    "sums-differ",
    Severity.BLOCKS_RUN,
    "{found} says {amount} is payable, and the statement or statements behind it say {expected}",
    "Pay nothing by this pack: build it again with --fresh; if it says so again, the program is at fault.",
)
KINDS = (
    SUMS_DIFFER,
    SIDE_UNKNOWN,
    SIDES_WITHOUT_PERIOD,
    SIDES_UNLIKE,
    NOT_CLOSED,
    RUN_INPUTS_CHANGED,
    KPI_UNKNOWN,
    PLAN_NOT_FOUND,
)
