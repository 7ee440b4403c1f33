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
BASE_NEGATIVE = Kind(
    "base-negative",
    Severity.BLOCKS_PERSON,
    "{person}'s base of {component} in {period} is below nothing, and the plan refuses to rate that",
    "Correct the rows, or say under `negative` that such a base counts as zero or is unwound.",
)
POINTS_MISSING = Kind(
    "points-missing",
    Severity.WARNING,
    "{project} has a sum for {period} and nobody has points of it, so {component} pays nobody for it",
    "Fill in the points of the people who worked on it; none may be below zero.",
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
MANUAL_UNEXPLAINED = Kind(
    "manual-unexplained",
    Severity.BLOCKS_PERSON,
    "a manual line for {person} has no {needs}",
    "Fill it in: nothing is paid by hand without a reason and those who stand for it.",
)
MANUAL_ITEM_UNKNOWN = Kind(
    "manual-item-unknown",
    Severity.BLOCKS_PERSON,
    "the plan knows no manual lines of this kind for {person}; it knows {known}",
    "Write one of those, or add the kind to the plan.",
)
MANUAL_UNPAID = Kind(
    "manual-unpaid",
    Severity.WARNING,
    "{count} rows of manual lines pay nobody: no component of the plan pays the table {table}",
    "Add a component of the kind `manual` to pay.yaml, or take the rows out.",
)
HOLD_UNEXPLAINED = Kind(
    "hold-unexplained",
    Severity.BLOCKS_PERSON,
    "a hold on {person}'s pay has no {needs}",
    "Fill it in, or take the hold out: nobody's pay waits without a reason and an approver.",
)
DISPUTE_PAYEE_UNKNOWN = Kind(
    "dispute-payee-unknown",
    Severity.WARNING,
    "a line is disputed by {payee}, whom the plan does not pay",
    "Write the payee's number as their statement has it.",
)
DISPUTE_PERIOD_UNKNOWN = Kind(
    "dispute-period-unknown",
    Severity.WARNING,
    "{payee} disputes a line of {period}, which is no pay period of theirs",
    "Write the period as the statement has it, such as 2026-03.",
)
DISPUTE_LINE_UNKNOWN = Kind(
    "dispute-line-unknown",
    Severity.WARNING,
    "{payee} disputes the line {line} of {period} and has none of that number, so it is not shown",
    "Write the line's number as the statement has it.",
)
ANSWER_INCOMPLETE = Kind(
    "answer-incomplete",
    Severity.WARNING,
    "the answer to {payee}'s dispute of {line} has no {needs}: it stays open",
    "Fill it in: an accepted dispute names the line that pays it, a rejected one the reason.",
)
ANSWER_LINK_UNKNOWN = Kind(
    "answer-link-unknown",
    Severity.WARNING,
    "{payee}'s dispute of {line} was accepted and is to be paid by {link}, which is no line of theirs",
    "Write the number of the manual line, or of the corrected line.",
)
ANSWER_UNMATCHED = Kind(
    "answer-unmatched",
    Severity.WARNING,
    "the line {line} of {period} is answered, and {payee} does not dispute it",
    "Write payee, period and line as the dispute has them.",
)
OPENING_UNKNOWN = Kind(
    "opening-unknown",
    Severity.WARNING,
    "{count} opening balances are of {component}, which is no component of the plan: they count for nothing",
    "Write the id of a component of pay.yaml, or leave the component empty where only a debt is meant.",
)
SPLIT_NOT_WHOLE = Kind(
    "split-not-whole",
    Severity.BLOCKS_PERSON,
    "the shares of {found} make {sum} % and not the whole, so it cannot be told what each is credited with",
    "Correct the shares, or mark what counts on top as an overlay.",
)
BASE_REFUSED = Kind(
    "base-refused",
    Severity.BLOCKS_PERSON,
    "{found} has a base of {base}, and {component} refuses amounts below zero",
    "Correct the row, or let the component say `negative: zero` or `unwind`.",
)
HANDOVER_UNCLEAR = Kind(
    "handover-unclear",
    Severity.WARNING,
    "{found} gives customer {customer} away on {since}, who was {whose}'s then",
    "Correct who gives, or add the handover that is missing: until then it counts who took the customer last.",
)
HANDOVER_UNLISTED = Kind(
    "handover-unlisted",
    Severity.WARNING,
    "customer {customer} was handed to {found} on {since}, but the list of customers says {listed}",
    "Correct the list, or add the handover that is missing: who took the customer last counts.",
)
RECEIPTS_UNALLOCATED = Kind(
    "receipts-unallocated",
    Severity.NOTE,
    "{count} receipts name only a customer who owed nothing on their day ({found} is one): {sum} releases nobody's pay",
    "Name the order on the receipt, or leave it open until it is known.",
)
CURRENCY_MISMATCH = Kind(
    "currency-mismatch",
    Severity.BLOCKS_RUN,
    "{component} compares {invoiced} ({first}) with {collected} ({second}), and no rates are known",
    "Put the rates into a table of kind `fx`, or name measures in one currency.",
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
PAYOUT_UNUSUAL = Kind(
    "payout-unusual",
    Severity.NOTE,
    "{payee} is paid {amount} in {period}, more than three times their own average of {usual}",
    "Look at the statement before it goes out; `reportgen explain {period} {payee}` shows every row behind it.",
)
ATTAINMENT_UNUSUAL = Kind(
    "attainment-unusual",
    Severity.NOTE,
    "{payee} reached {amount} of the target of {component} in {period}, and {usual} is looked at",
    "See whether the target is right: one that is far too low pays as well as one that was far exceeded.",
)
UNCREDITED = Kind(
    "sales-uncredited",
    Severity.NOTE,
    "{payee} booked {amount} in {period} and no component credits them anything of it",
    "Nothing to do if that is meant; else see which role the roster gives them, and from which day on.",
)
NET_NEGATIVE = Kind(
    "net-negative",
    Severity.NOTE,
    "{payee} owes {amount} at the end of {period}: more was taken back than earned",
    "Agree with them how it is settled: the plan says whether it is carried on.",
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
    MANUAL_UNEXPLAINED,
    MANUAL_ITEM_UNKNOWN,
    MANUAL_UNPAID,
    HOLD_UNEXPLAINED,
    DISPUTE_PAYEE_UNKNOWN,
    DISPUTE_PERIOD_UNKNOWN,
    DISPUTE_LINE_UNKNOWN,
    ANSWER_INCOMPLETE,
    ANSWER_LINK_UNKNOWN,
    ANSWER_UNMATCHED,
    OPENING_UNKNOWN,
    SPLIT_NOT_WHOLE,
    BASE_REFUSED,
    HANDOVER_UNCLEAR,
    HANDOVER_UNLISTED,
    RECEIPTS_UNALLOCATED,
    CURRENCY_MISMATCH,
    TAX_MISMATCH,
    BASE_NEGATIVE,
    POINTS_MISSING,
    PAYOUT_UNUSUAL,
    ATTAINMENT_UNUSUAL,
    UNCREDITED,
    NET_NEGATIVE,
)
