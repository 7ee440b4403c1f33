"""The kinds of problem that a run can find in the shell: in what was typed, in the workspace, in drawing a pack."""

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
DOCUMENT_EMPTY = Kind(
    "document-empty",
    Severity.NOTE,
    "the plan asks for `{found}` and the inputs have nothing to say in it: it is left out",
    "Bring the data it rests on, or take it out of this file.",
)
WORD_UNNAMED = Kind(
    "word-unnamed",
    Severity.NOTE,
    "words of the inputs stand in the papers in `{language}` as they were typed: {found}; together {count}",
    "Write in this file what each is called, the word as its key and below it `{language}:` with its name.",
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
TEMPLATE_LENT = Kind(
    "template-lent",
    Severity.NOTE,
    "there is no {found} here, so documents take the program's own",
    "Leave it so, or copy it from a new workspace: `reportgen new DIR --empty`.",
)
TEMPLATE_LANGUAGE = Kind(
    "template-language",
    Severity.WARNING,
    "{found} is for the language `{language}`, which has no catalogue, so no document takes it",
    "Call it after one of {known}, or add templates/languages/{language}.yaml.",
)
NAMES_OTHERS = Kind(
    "names-others",
    Severity.BLOCKS_PERSON,
    "{found} names {people}, whom it must not name, and was not written",
    "Look where the name comes from (a remark in an input, a text of a template), take it out there, and build again.",
)
DELIVERY_SECRET = Kind(
    "delivery-secret",
    Severity.BLOCKS_PERSON,
    "{found} is no safe place for passwords, so no bundle was written: {reason}",
    "Keep it outside the workspace, for yourself alone (chmod 600), with a line `E001: password` for each manager.",
)
DELIVERY_UNSEALED = Kind(
    "delivery-unsealed",
    Severity.BLOCKS_PERSON,
    "there is no password for the bundle of {found}, so it was not written",
    "Add a line to the file that REPORTGEN_DELIVERY_PASSWORDS names, or set REPORTGEN_DELIVERY_PASSWORD.",
)
RENDER_DIED = Kind(
    "render-died",
    Severity.BLOCKS_PERSON,
    "the process that draws {found} broke off, twice: {reason}",
    "Build again. If it stays so, take the last change of its template back; if there was none, report what stands "
    "here.",
)
RENDER_STUCK = Kind(
    "render-stuck",
    Severity.BLOCKS_PERSON,
    "{found} was not ready after {seconds} seconds of computing, twice",
    "Look for a loop without an end in its template; if there is none, the document is too large for one file.",
)
RENDER_LARGE = Kind(
    "render-large",
    Severity.BLOCKS_PERSON,
    "drawing {found} takes more than {limit} MB of memory",
    "Allow more with --memory, or look in its template for what grows.",
)
TRIAL_STUCK = Kind(
    "trial-stuck",
    Severity.BLOCKS_RUN,
    "with the {data} data, in the language `{language}`, {found} was not ready after {seconds} seconds of computing",
    "Look for a loop without an end; what else these pages lack is told once it ends.",
)
TRIAL_LARGE = Kind(
    "trial-large",
    Severity.BLOCKS_RUN,
    "with the {data} data, in the language `{language}`, {found} takes more than {limit} MB of memory",
    "Look for what grows; what else these pages lack is told once they need less.",
)
TRIAL_DIED = Kind(
    "trial-died",
    Severity.BLOCKS_RUN,
    "with the {data} data, in the language `{language}`, the process that draws {found} broke off: {reason}",
    "Check again. If it stays so, take the last change of these pages or of their style sheet back.",
)
CLUSTER_ADDRESS = Kind(
    "cluster-address",
    Severity.BLOCKS_RUN,
    "{found} is not the address of a cluster",
    "Write tls://HOST:PORT, as its scheduler prints it; nothing is sent without TLS.",
)
CLUSTER_LIBRARY = Kind(
    "cluster-library",
    Severity.BLOCKS_RUN,
    "drawing on a cluster needs the library {found}, which is not installed",
    "Type `pip install 'reportgen[cluster]'` in the program's environment, or build without --cluster.",
)
CLUSTER_CERTIFICATES = Kind(
    "cluster-certificates",
    Severity.BLOCKS_RUN,
    "{found} does not let the cluster be reached: {reason}",
    "Name in REPORTGEN_CLUSTER_CERTIFICATES a folder outside this one with ca.pem, cert.pem and key.pem (chmod 600).",
)
CLUSTER_UNREACHABLE = Kind(
    "cluster-unreachable",
    Severity.BLOCKS_RUN,
    "the cluster at {found} cannot be reached: {reason}",
    "Look whether its scheduler runs there and has a certificate of the same authority, or build without --cluster.",
)
CLUSTER_UNFIT = Kind(
    "cluster-unfit",
    Severity.BLOCKS_RUN,
    "no worker of the cluster at {found} can draw this pack: {reason}",
    "Start workers with the program and the libraries of this machine, or build without --cluster.",
)
CLUSTER_WORKER_DIFFERS = Kind(
    "cluster-worker-differs",
    Severity.WARNING,
    "the worker at {found} would write other bytes, so it was given nothing to draw: {reason}",
    "Install there what is installed here, and start it again.",
)
CLUSTER_LOST = Kind(
    "cluster-lost",
    Severity.BLOCKS_RUN,
    "the cluster at {found} went away before the pack was drawn: {reason}",
    "Build again when it is back, or without --cluster: the run then draws what is missing.",
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
    "Give `paid_before` the columns period, component, payee, key and amount, the amount as a plain number with at "
    "most two decimals.",
)
STOPPED = Kind(
    "stopped",
    Severity.BLOCKS_RUN,
    "the run was stopped before its end",
    "What was there is whole: run the same command again, or type `reportgen verify` to see what is closed.",
)
BUILDING_NOW = Kind(
    "building-now",
    Severity.BLOCKS_RUN,
    "the pack of {found} is being built by another run at this moment",
    "Wait until it is done, then look whether you still need this run.",
)
KINDS = (
    NAMES_OTHERS,
    DELIVERY_SECRET,
    DELIVERY_UNSEALED,
    NO_WORKSPACE,
    NO_PLAN,
    NO_PROFILES,
    NO_DATA,
    PERIOD_UNKNOWN,
    PERSON_UNKNOWN,
    DOCUMENT_UNKNOWN,
    DOCUMENT_EMPTY,
    WORD_UNNAMED,
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
    TEMPLATE_LENT,
    TEMPLATE_LANGUAGE,
    RENDER_DIED,
    RENDER_STUCK,
    RENDER_LARGE,
    TRIAL_STUCK,
    TRIAL_LARGE,
    TRIAL_DIED,
    CLUSTER_ADDRESS,
    CLUSTER_LIBRARY,
    CLUSTER_CERTIFICATES,
    CLUSTER_UNREACHABLE,
    CLUSTER_UNFIT,
    CLUSTER_WORKER_DIFFERS,
    CLUSTER_LOST,
    WAIVER_EXPIRED,
    WAIVER_UNMATCHED,
    WAIVER_NOT_POSSIBLE,
    EXPECTATION_UNKNOWN,
    PAID_BEFORE_UNREADABLE,
    BUILDING_NOW,
    STOPPED,
)
