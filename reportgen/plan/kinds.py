"""Every kind of problem a plan can have: a stable code, what is wrong in one sentence, what to do in another."""

from __future__ import annotations

from reportgen.model.problem import Kind, Severity

_STOPS = Severity.BLOCKS_RUN  # a plan is whole or it is nothing: no figure may rest on a rule that was half understood

PLAN_MISSING = Kind(
    "plan-missing",
    _STOPS,
    "there is no plan folder {found}",
    "Create it, or copy `inputs/plan` from a workspace made by `reportgen new`.",
)
FILE_MISSING = Kind("plan-file-missing", _STOPS, "the plan has no file {found}", "Add {found}: {holds}.")
FILE_UNKNOWN = Kind(
    "plan-file-unknown",
    _STOPS,
    "{found} is not a file of the plan, so nobody would read what it says",
    "Rename it or move it out of the plan folder. {hint}",
)
FILE_UNREADABLE = Kind(
    "plan-file-unreadable", _STOPS, "this file cannot be read: {reason}", "Save it as UTF-8 text that you may read."
)
YAML_INVALID = Kind(
    "plan-yaml-invalid",
    _STOPS,
    "this is not valid YAML: {reason}",
    "Mend the line. Usual causes: a tab, a missing space after a colon, a bracket or quote that is not closed.",
)
KEY_TWICE = Kind(
    "plan-key-twice",
    _STOPS,
    "`{found}` stands here a second time; the first is on line {first}",
    "Keep one of the two.",
)
KEY_UNKNOWN = Kind("plan-key-unknown", _STOPS, "`{found}` is not a key of {of}", "Correct or remove it. {hint}")
KEY_MISSING = Kind("plan-key-missing", _STOPS, "`{found}` is missing in {of}", "Add `{found}:` with its value.")
KEY_IDLE = Kind(
    "plan-key-idle", _STOPS, "`{found}` would have no effect here: {reason}", "Remove `{found}`, or {instead}."
)
BECAUSE_MISSING = Kind(
    "plan-because-missing",
    _STOPS,
    "{of} does not say why it holds",
    "Add `because: {zh: …, en: …}` with the sentence of the policy or decision behind it.",
)
SHAPE_WRONG = Kind("plan-shape-wrong", _STOPS, "`{key}` should be {expected}, not {actual}", "Write it as {example}.")
VALUE_EMPTY = Kind("plan-value-empty", _STOPS, "`{key}` has no value", "Write the value, or remove the line.")
TEXT_UNPRINTABLE = Kind(
    "plan-text-unprintable",
    _STOPS,
    "`{found}` holds a character that cannot be printed",
    "Type the text anew, without escapes and control characters.",
)
NUMBER_UNREADABLE = Kind(
    "plan-number-unreadable",
    _STOPS,
    "`{found}` is not a plain number",
    "Write digits with a decimal point: 12500, 12,500 or 12500.50. No leading zeros, no 1e5, no % sign, no currency.",
)
WHOLE_UNREADABLE = Kind(
    "plan-whole-unreadable",
    _STOPS,
    "`{found}` is not a whole number",
    "Write digits alone, without decimals, sign or unit: 12 or 1,200.",
)
PERCENT_UNREADABLE = Kind(
    "plan-percent-unreadable",
    _STOPS,
    "`{found}` is not a percentage",
    "Write it with its sign, such as 85 % or 2.5 %: so that 3 and 3 % cannot be taken for one another.",
)
DATE_UNREADABLE = Kind(
    "plan-date-unreadable", _STOPS, "`{found}` is not a day of the calendar", "Write year-month-day: 2026-01-31."
)
OUTSIDE = Kind("plan-outside", _STOPS, "`{key}` cannot be {found}", "Choose from {low} to {high}.")
YEAR_UNREADABLE = Kind("plan-year-unreadable", _STOPS, "`{found}` is not a year", "Write four digits: 2026.")
PERIOD_UNREADABLE = Kind(
    "plan-period-unreadable", _STOPS, "`{found}` is not a pay period of one {grain}", "Write it as {example}."
)
CURRENCY_UNREADABLE = Kind(
    "plan-currency-unreadable", _STOPS, "`{found}` is not a currency code", "Write the ISO 4217 code: CNY, USD, EUR."
)
COUNTRY_UNREADABLE = Kind(
    "plan-country-unreadable", _STOPS, "`{found}` is not a country code", "Write the ISO 3166 code: CN, DE, US."
)
NAME_UNREADABLE = Kind(
    "plan-name-unreadable",
    _STOPS,
    "`{found}` cannot serve as {of}",
    "Use small letters a-z, digits and {joins}, beginning with a letter.",
)
CHOICE_UNKNOWN = Kind("plan-choice-unknown", _STOPS, "`{key}` cannot be `{found}`", "Choose a known one. {hint}")
REFERENCE_UNKNOWN = Kind(
    "plan-reference-unknown",
    _STOPS,
    "there is no {what} `{found}` in the plan",
    "Correct the name or define it. {hint}",
)
REFERENCE_EARLY = Kind(
    "plan-reference-early",
    _STOPS,
    "this holds from {since}, but the {what} `{found}` that it names only from {first}",
    "Let this begin later, or `{found}` earlier.",
)
VERSION_TWICE = Kind(
    "plan-version-twice",
    _STOPS,
    "`{found}` from {since} stands here a second time; the first is on line {first}",
    "Give the later version its own `from`, or the other entry its own id.",
)
RULE_TWICE = Kind(
    "plan-rule-twice",
    _STOPS,
    "{what} has two {section} on {since}: `{found}` and `{other}` on line {first}",
    "Keep one of them, or let the new one be a later version of the same id.",
)
SHARES_NOT_WHOLE = Kind(
    "plan-shares-not-whole", _STOPS, "`{key}` adds up to {found}, not 100 %", "Change the shares by {missing} in all."
)
TIERS_START = Kind(
    "plan-tiers-start",
    _STOPS,
    "the first tier begins at {found}, so that what lies below falls nowhere",
    "Begin with `from: 0`, with a rate of 0 % where nothing is paid.",
)
TIERS_ORDER = Kind(
    "plan-tiers-order",
    _STOPS,
    "the tier from {found} does not lie above the one before it, from {before}",
    "List the tiers from low to high, each threshold once.",
)
BOUNDS_CROSSED = Kind(
    "plan-bounds-crossed", _STOPS, "`{low}` ({found}) is above `{high}` ({other})", "Exchange them, or correct one."
)
LISTED_TWICE = Kind("plan-listed-twice", _STOPS, "`{found}` is listed a second time", "Keep one of the two.")
PAY_NEEDS_SUM = Kind(
    "plan-pay-needs-sum",
    _STOPS,
    "`{component}` rates `{found}`, which is no sum of a column: only money and units that add up can be rated",
    "Name a measure with `how: sum`.",
)
PAY_PICKS_BY_DAY = Kind(
    "plan-pay-picks-by-day",
    _STOPS,
    "`{component}` rates `{found}`, which picks rows by `{key}`: on another day they are others, and pay would change",
    "Pick its rows by `where`, `within` or `first`.",
)
PAY_TABLES_DIFFER = Kind(
    "plan-pay-tables-differ",
    _STOPS,
    "`{component}` compares `{found}` of table `{table}` with `{base}` of table `{other}` in one transaction",
    "Let `base` and `per` be measures of one table.",
)
THRESHOLD_UNIT = Kind(
    "plan-threshold-unit",
    _STOPS,
    "{found} does not fit `{figure}`, which is measured {measured}",
    "Write it {expected}.",
)
MAIN_MEASURE_NO_KPI = Kind(
    "plan-main-measure-no-kpi",
    _STOPS,
    "the main measure `{found}` is not the id of a KPI, so it has no target, no status and no place in the documents",
    "Name a measure that a KPI of the same id shows, or add that KPI. {hint}",
)
WEIGHT_WITHOUT_TARGET = Kind(
    "plan-weight-without-target",
    Severity.WARNING,
    "`{found}` has a weight in the scorecard `{scorecard}` but no target, so it can never be scored",
    "Give the KPI a `target`, or take it off the scorecard.",
)
CASE_ROW_UNEVEN = Kind(
    "case-row-uneven",
    _STOPS,
    "This row has {cells} cells and its table {columns} columns: {found}",
    "Write `-` for an empty cell; where texts have blanks, put `|` between the cells of every line.",
)

BEGINS_LATE = Kind(
    "plan-begins-late",
    Severity.NOTE,
    "`{found}` of {section} begins on {since}: on {days} days of {year} nothing stands in its place",
    "Nothing to do if that is meant; else date it back to the first day of the year.",
)
ROLE_UNSCORED = Kind(
    "plan-role-unscored",
    Severity.NOTE,
    "the role `{found}` has no scorecard in {year} (from {days} on)",
    "Nothing to do if it is not scored; else add it to a scorecard's `roles`.",
)
ROLE_UNPAID = Kind(
    "plan-role-unpaid",
    Severity.NOTE,
    "no pay component covers the role `{found}` in {year} (from {days} on)",
    "Nothing to do if it is not paid by this plan; else add it to a component's `roles`.",
)
CHANGED_CLOSED = Kind(
    "plan-changed-closed",
    _STOPS,
    "{found} is {what} from {since} on, and pay periods up to {period} are closed",
    "Undo that, or let it begin after {period}. If it is meant to count from then, name {found} in "
    "inputs/plan/retro.yaml with `from`, reason, author and approver.",
)
CLOSED_PLAN_UNREADABLE = Kind(
    "plan-closed-unreadable",
    Severity.WARNING,
    "the plan that {found} was closed under cannot be read any more, so changes of it since then are not found",
    "Run `reportgen verify`; if nothing was changed, the plan was written for an older version of the program.",
)
LEDGER_UNREADABLE = Kind(
    "plan-ledger-unreadable",
    _STOPS,
    "{found} is not the address of a database",
    "Write it as postgresql+psycopg://user@server/database, or remove the line: the ledger is then a file.",
)
LEDGER_PASSWORD = Kind(
    "plan-ledger-password",
    _STOPS,
    "the address of the ledger, {found}, has a password in it, which everybody who reads the plan can see",
    "Take it out, and set the environment variable REPORTGEN_LEDGER_PASSWORD.",
)
KINDS: tuple[Kind, ...] = (
    BEGINS_LATE,
    ROLE_UNSCORED,
    ROLE_UNPAID,
    PLAN_MISSING,
    FILE_MISSING,
    FILE_UNKNOWN,
    FILE_UNREADABLE,
    YAML_INVALID,
    KEY_TWICE,
    KEY_UNKNOWN,
    KEY_MISSING,
    KEY_IDLE,
    BECAUSE_MISSING,
    SHAPE_WRONG,
    VALUE_EMPTY,
    TEXT_UNPRINTABLE,
    NUMBER_UNREADABLE,
    WHOLE_UNREADABLE,
    PERCENT_UNREADABLE,
    DATE_UNREADABLE,
    OUTSIDE,
    YEAR_UNREADABLE,
    PERIOD_UNREADABLE,
    CURRENCY_UNREADABLE,
    COUNTRY_UNREADABLE,
    NAME_UNREADABLE,
    CHOICE_UNKNOWN,
    REFERENCE_UNKNOWN,
    REFERENCE_EARLY,
    VERSION_TWICE,
    RULE_TWICE,
    SHARES_NOT_WHOLE,
    TIERS_START,
    TIERS_ORDER,
    BOUNDS_CROSSED,
    LISTED_TWICE,
    PAY_NEEDS_SUM,
    PAY_PICKS_BY_DAY,
    PAY_TABLES_DIFFER,
    THRESHOLD_UNIT,
    MAIN_MEASURE_NO_KPI,
    WEIGHT_WITHOUT_TARGET,
    CASE_ROW_UNEVEN,
    CHANGED_CLOSED,
    CLOSED_PLAN_UNREADABLE,
    LEDGER_UNREADABLE,
    LEDGER_PASSWORD,
)
