"""The kinds of problem that measuring can find."""

from __future__ import annotations

from reportgen.model.problem import Kind, Severity

NO_PEOPLE = Kind(
    "no-people",
    Severity.BLOCKS_RUN,
    "there is no list of people, so no document can be made for anybody",
    "Put a roster into inputs/data and a profile of kind `people` into inputs/profiles.",
)
ASSIGNMENTS_OVERLAP = Kind(
    "assignments-overlap",
    Severity.BLOCKS_PERSON,
    "{person} has two roster rows that hold on the same days",
    "End the first row on the day before the second begins ({other} is the other row).",
)
MANAGER_CIRCLE = Kind(
    "manager-circle",
    Severity.BLOCKS_PERSON,
    "{person} is their own manager's manager",
    "Correct the manager column so that the chain ends with somebody who has no manager.",
)
ROLE_UNKNOWN = Kind(
    "role-unknown",
    Severity.BLOCKS_PERSON,
    "{person}'s role {found} is none of the plan's, so it cannot be told which rules are theirs",
    "Correct the role in the roster, or name it under `roles` in inputs/plan/company.yaml; the nearest is {nearest}.",
)
AFTER_CUT_OFF = Kind(
    "after-cut-off",
    Severity.NOTE,
    "{count} rows of {table} are dated after {day} and were not looked at",
    "Nothing to do: they belong to a later period.",
)
NOBODYS_ROWS = Kind(
    "nobodys-rows",
    Severity.WARNING,
    "{count} rows of {table} in {period} name no person of the roster; they count for the company and for nobody",
    "Correct the person on those rows, or add the person to the roster.",
)
RATE_MISSING = Kind(
    "rate-missing",
    Severity.BLOCKS_PERSON,
    "{person} has sales in {period} but no rate in the roster's column {column}",
    "Fill in the rate: 0 is a rate, an empty cell is not.",
)
FUND_HELD_BACK = Kind(
    "fund-held-back",
    Severity.BLOCKS_PERSON,
    "rows of {person}'s team are held back ({people}), so it cannot be told what the team's fund earns",
    "Mend those rows; the fund's statement is written with them.",
)
TARGET_MISSING = Kind(
    "target-missing",
    Severity.BLOCKS_PERSON,
    "{person}'s team has no target for {period}, so {component} cannot be computed",
    "Give the team's people targets of that metric, or take the component out of the plan for that period.",
)
UNCOVERED = Kind(
    "uncovered",
    Severity.NOTE,
    "no pay component covers the role of {people}: no statement is made for them",
    "Nothing to do if that is meant; else add their role to a component.",
)
TAX_MISMATCH = Kind(
    "tax-mismatch",
    Severity.BLOCKS_RUN,
    "{component} compares {invoiced} (tax {first}) with {collected} (tax {second})",
    "Compare like with like: name measures that both include tax or both exclude it.",
)

PAY_UNRATED = Kind(
    "pay-unrated",
    Severity.WARNING,
    "`{component}` pays nobody: the inputs have no {needs} in the table {table}",
    "Add the spreadsheet or column, or take the component out of the plan if it is not meant to be paid.",
)
TRANSACTION_SHARED = Kind(
    "transaction-shared",
    Severity.WARNING,
    "{count} transactions of {table} are sold by several people ({found} is one); their first seller is paid for all",
    "Correct the person on their lines, or give each seller's lines a transaction of their own.",
)
PLAN_NOT_YET = Kind(
    "plan-not-yet",
    Severity.BLOCKS_RUN,
    "the plan does not hold yet in {found}: its first measure holds from {first}",
    "Choose a later period, or date the plan's entries back if they held then.",
)
PERIOD_UNFINISHED = Kind(
    "period-unfinished",
    Severity.WARNING,
    "the data end in {last}, so {found} is only partly there while its targets and last year are whole",
    "Add the missing months, or read attainment and growth of this pack as what they are: part of a period.",
)
PERIOD_EMPTY = Kind(
    "period-empty",
    Severity.BLOCKS_RUN,
    "the inputs have nothing dated in {found}: they reach from {first} to {last}",
    "Choose a period inside that, or add the spreadsheets of {found}.",
)
HOLIDAYS_UNKNOWN = Kind(
    "holidays-unknown",
    Severity.WARNING,
    "the public holidays of {found} are not known, so its working days are the days of the week alone",
    "Write the ISO 3166 code of the country, as CN or DE; where it is right, count calendar days instead.",
)
TARGET_TREE_DIFFERS = Kind(
    "target-tree-differs",
    Severity.WARNING,
    "the {level} targets of {metric} for {period} make {sum} ({column}), but {whole} stands at {other} ({difference})",
    "Correct one of the two, or take out the amounts that were set by hand: the rest is divided anew.",
)
TARGET_PLAN_DIFFERS = Kind(
    "target-plan-differs",
    Severity.NOTE,
    "what the inputs ask of {metric} for {period} makes {sum} ({column}), but the plan asks for {whole} at {other}",
    "Correct one of the two; what counts for the company is the plan.",
)
TARGET_OVER_LOCKED = Kind(
    "target-over-locked",
    Severity.WARNING,
    "what was set by hand below {found} makes {sum} for {period}, more than its {whole}: nothing is left for others",
    "Lower what was set by hand, or raise the whole.",
)
TARGET_CHANGE_INCOMPLETE = Kind(
    "target-change-incomplete",
    Severity.WARNING,
    "the change of {person}'s target for {period} does not say its {found}",
    "Fill it in: the plan asks for it with every change.",
)
TARGET_CHANGE_DIFFERS = Kind(
    "target-change-differs",
    Severity.WARNING,
    "the change of {person}'s target for {period} says it was {found}, but {other} says {before}",
    "Correct one of the two; what counts before the change is the row of the targets.",
)
TARGET_CHANGE_LATE = Kind(
    "target-change-late",
    Severity.NOTE,
    "the change of {person}'s target for {period} begins on {found}, after it had ended: it keeps what it had",
    "Nothing to do if that is meant; else date the change into the period.",
)
TARGET_NOT_SMART = Kind(
    "target-not-smart",
    Severity.WARNING,
    "this target does not name its {found}",
    "Name it: a target says what is measured, how much, by whom and until when.",
)
KINDS = (
    HOLIDAYS_UNKNOWN,
    TARGET_TREE_DIFFERS,
    TARGET_PLAN_DIFFERS,
    TARGET_OVER_LOCKED,
    TARGET_CHANGE_INCOMPLETE,
    TARGET_CHANGE_DIFFERS,
    TARGET_CHANGE_LATE,
    TARGET_NOT_SMART,
    PERIOD_UNFINISHED,
    PLAN_NOT_YET,
    PERIOD_EMPTY,
    NO_PEOPLE,
    ASSIGNMENTS_OVERLAP,
    MANAGER_CIRCLE,
    ROLE_UNKNOWN,
    AFTER_CUT_OFF,
    NOBODYS_ROWS,
    RATE_MISSING,
    FUND_HELD_BACK,
    TARGET_MISSING,
    UNCOVERED,
    PAY_UNRATED,
    TRANSACTION_SHARED,
    TAX_MISMATCH,
)
