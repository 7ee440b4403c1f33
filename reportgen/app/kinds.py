"""The kinds of problem that the shell can find, and the catalogue of all kinds of the program."""

from __future__ import annotations

from reportgen.model.problem import Kind, Severity

NO_WORKSPACE = Kind(
    "no-workspace",
    Severity.BLOCKS_RUN,
    "{found} is not a workspace: it has no folder `inputs`",
    "Go to a workspace, name one with -C DIR, or make one with `reportgen new DIR`.",
)
NO_PLAN = Kind(
    "no-plan",
    Severity.BLOCKS_RUN,
    "there is no plan: {found} is missing or has no .yaml file",
    "Copy a plan into it, or make a workspace with a commented one: `reportgen new DIR --empty`.",
)
NO_PROFILES = Kind(
    "no-profiles",
    Severity.BLOCKS_RUN,
    "there are no profiles: {found} is missing or has no .yaml file",
    "A profile says how a kind of spreadsheet is recognised; copy one from a workspace made by `reportgen new DIR`.",
)
NO_DATA = Kind(
    "no-data",
    Severity.BLOCKS_RUN,
    "there is nothing to read: {found} has no spreadsheet",
    "Put the spreadsheets there, or name another folder in inputs/sources.yaml.",
)
PERIOD_UNKNOWN = Kind(
    "period-unknown",
    Severity.BLOCKS_RUN,
    "{found} is not a period",
    "Write a month as 2026-03, a quarter as 2026-Q1, a year as 2026.",
)
PERSON_UNKNOWN = Kind(
    "person-unknown",
    Severity.BLOCKS_RUN,
    "{found} is nobody in this period",
    "Use an id of the roster; the nearest is {nearest}.",
)
DOCUMENT_UNKNOWN = Kind(
    "document-unknown",
    Severity.BLOCKS_RUN,
    "{found} is not a kind of document",
    "Choose among {known}.",
)
SUBJECT_UNKNOWN = Kind(
    "subject-unknown",
    Severity.BLOCKS_RUN,
    "there is nothing called {found} to explain",
    "Name a person's id, a team's manager, `company`, and a figure or `pay`: {known}.",
)
PROFILE_UNKNOWN = Kind(
    "profile-unknown",
    Severity.BLOCKS_RUN,
    "there is no profile {found}",
    "Name a file, or one of: {known}.",
)
SHEET_UNKNOWN = Kind(
    "sheet-unknown",
    Severity.BLOCKS_RUN,
    "no sheet is called {found}",
    "Without --sheet all sheets are read; their names stand in the result.",
)
EXPORT_UNKNOWN = Kind(
    "export-unknown",
    Severity.BLOCKS_RUN,
    "{found} is not a form that tables are written in",
    "End the name in .parquet, .xlsx or .csv.",
)
EXPORT_OVER_INPUT = Kind(
    "export-over-input",
    Severity.BLOCKS_RUN,
    "{found} is the file that was read, and would be lost",
    "Name another file.",
)
NOTHING_TO_EXPORT = Kind(
    "nothing-to-export",
    Severity.BLOCKS_RUN,
    "no table was found, so {found} was not written",
    "Look at what was read without --to.",
)
FILE_EXISTS = Kind(
    "file-exists",
    Severity.BLOCKS_RUN,
    "{found} is there already and was not touched",
    "Name another file, or move that one away.",
)
CANNOT_WRITE = Kind(
    "cannot-write",
    Severity.BLOCKS_RUN,
    "{found} cannot be written: {reason}",
    "Make room or allow writing there, then run the same command again.",
)
FOLDER_NOT_EMPTY = Kind(
    "folder-not-empty",
    Severity.BLOCKS_RUN,
    "{found} is already there and not empty",
    "Choose another folder: nothing of yours is ever overwritten.",
)
TEMPLATE_MISSING = Kind(
    "template-missing",
    Severity.BLOCKS_RUN,
    "the template {found} is missing",
    "Restore it, or remove the workspace's templates folder to use those of the program.",
)
WAIVER_EXPIRED = Kind(
    "waiver-expired",
    Severity.WARNING,
    "this waiver of {found} held until {until}; what is read here reaches {day}, so it accepts nothing any more",
    "Correct what it accepted, or decide anew and write a later `until:`.",
)
WAIVER_UNMATCHED = Kind(
    "waiver-unmatched",
    Severity.WARNING,
    "this waiver accepts nothing: there is no {found} that it fits",
    "Remove it, or correct the file, row, key or person that it names.",
)
WAIVER_NOT_POSSIBLE = Kind(
    "waiver-not-possible",
    Severity.WARNING,
    "{found} cannot be waived: {because}",
    "Remove this waiver, and correct what the finding names.",
)
EXPECTATION_UNKNOWN = Kind(
    "expectation-unknown",
    Severity.BLOCKS_RUN,
    "a case cannot expect `{found}`",
    "The columns of `expect` are: {known}.",
)
PAID_BEFORE_UNREADABLE = Kind(
    "paid-before-unreadable",
    Severity.BLOCKS_RUN,
    "this is not something paid before: {found}",
    "Give `paid_before` the columns period, component, payee, key and amount, the amount as a plain number.",
)
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
FROZEN_UNREADABLE = Kind(
    "frozen-unreadable",
    Severity.BLOCKS_RUN,
    "what {found} was closed with cannot be read",
    "Restore the folder from a backup; `reportgen verify {found}` says what is damaged.",
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
KINDS = (
    NO_WORKSPACE,
    NO_PLAN,
    NO_PROFILES,
    NO_DATA,
    PERIOD_UNKNOWN,
    PERSON_UNKNOWN,
    DOCUMENT_UNKNOWN,
    SUBJECT_UNKNOWN,
    PROFILE_UNKNOWN,
    SHEET_UNKNOWN,
    EXPORT_UNKNOWN,
    EXPORT_OVER_INPUT,
    NOTHING_TO_EXPORT,
    FILE_EXISTS,
    CANNOT_WRITE,
    FOLDER_NOT_EMPTY,
    TEMPLATE_MISSING,
    WAIVER_EXPIRED,
    WAIVER_UNMATCHED,
    WAIVER_NOT_POSSIBLE,
    EXPECTATION_UNKNOWN,
    PAID_BEFORE_UNREADABLE,
    SIDE_UNKNOWN,
    SIDES_WITHOUT_PERIOD,
    SIDES_UNLIKE,
    NOT_CLOSED,
    FROZEN_UNREADABLE,
    RUN_INPUTS_CHANGED,
    KPI_UNKNOWN,
    PLAN_NOT_FOUND,
)
