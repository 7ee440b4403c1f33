"""The kinds of problem that closing a pay period can find, and reading or verifying what was closed."""

from __future__ import annotations

from reportgen.model.problem import Kind, Severity

LEDGER_UNREADABLE = Kind(
    "ledger-unreadable",
    Severity.BLOCKS_RUN,
    "the ledger cannot be read: {reason}",
    "Restore it from a backup, or correct `ledger:` in company.yaml: what was paid before cannot be told without it.",
)
CLOSE_NO_PAY_PERIOD = Kind(
    "close-no-pay-period",
    Severity.BLOCKS_RUN,
    "{found} is not a pay period: this plan pays by the {grain}",
    "Close {next}, the next pay period.",
)
CLOSE_OUT_OF_ORDER = Kind(
    "close-out-of-order",
    Severity.BLOCKS_RUN,
    "{found} cannot be closed now: pay periods close in order, and the next one is {next}",
    "Close {next}.",
)
CLOSED_ALREADY = Kind(
    "closed-already",
    Severity.BLOCKS_RUN,
    "{found} is closed already, by {by}: what is closed never changes",
    "Correct the inputs: the difference becomes a line of {next}, with its cause.",
)
CLOSE_BLOCKED = Kind(
    "close-blocked",
    Severity.BLOCKS_RUN,
    "{found} cannot be paid because of {code}, and their pay is not held",
    "Correct what it names, or hold their pay: a row in the table of holds with person, first day, reason, approver.",
)
CLOSE_UNRENDERED = Kind(
    "close-unrendered",
    Severity.BLOCKS_RUN,
    "{found} could not be made, so nothing was closed",
    "See the finding about it, and close again.",
)
CLOSING_NOW = Kind(
    "closing-now",
    Severity.BLOCKS_RUN,
    "somebody else is closing or verifying at this moment",
    "Wait until they are done, then look again.",
)
CLOSED_SHOWN = Kind(
    "closed-shown",
    Severity.NOTE,
    "{found} is closed: this is what {by} closed, whatever the inputs say now",
    "Changes since then are lines of the next pay period.",
)
CLOSED_DIFFERS = Kind(
    "closed-differs",
    Severity.WARNING,
    "{found} was paid {posted} in {period}, and the same inputs give {now} today: another version of the program "
    "closed it",
    "What was posted counts. See the changelog for what changed, and the payee's statement of {period}.",
)
CLOSE_FINISHED = Kind(
    "close-finished",
    Severity.NOTE,
    "the closing of {found} was interrupted after it was posted; its files are in their place now",
    "Nothing is to be done.",
)
CLOSE_UNDONE = Kind(
    "close-undone",
    Severity.NOTE,
    "a closing of {found} was interrupted before it was posted; what it had prepared is removed",
    "Close {found} again.",
)
FROZEN_CHANGED = Kind(
    "frozen-changed",
    Severity.BLOCKS_RUN,
    "{found} is not as it was when {period} was closed",
    "Restore it from a backup, and find out who changed it.",
)
FROZEN_GONE = Kind(
    "frozen-gone",
    Severity.BLOCKS_RUN,
    "{found} is gone: it was there when {period} was closed",
    "Restore it from a backup.",
)
FROZEN_STRANGE = Kind(
    "frozen-strange",
    Severity.BLOCKS_RUN,
    "{found} was not there when {period} was closed",
    "Move it out of the folder, and find out who put it there.",
)
FROZEN_UNPOSTED = Kind(
    "frozen-unposted",
    Severity.BLOCKS_RUN,
    "{found} holds a closed pay period that the ledger does not know",
    "Restore the ledger from a backup: rows of it were removed, or it is another company's.",
)
LEDGER_ROW_CHANGED = Kind(
    "ledger-row-changed",
    Severity.BLOCKS_RUN,
    "row {row} of {table} for {period} is not as it was posted; it says: {found}",
    "Restore the ledger from a backup, and find out who changed it.",
)
LEDGER_ROW_GONE = Kind(
    "ledger-row-gone",
    Severity.BLOCKS_RUN,
    "row {row} of {table} for {period} is gone",
    "Restore the ledger from a backup, and find out who removed it.",
)
OUTPUT_CHANGED = Kind(
    "output-changed",
    Severity.WARNING,
    "{found} is not what was written there",
    "Build {period} again.",
)
KINDS = (
    LEDGER_UNREADABLE,
    CLOSE_NO_PAY_PERIOD,
    CLOSE_OUT_OF_ORDER,
    CLOSED_ALREADY,
    CLOSE_BLOCKED,
    CLOSE_UNRENDERED,
    CLOSING_NOW,
    CLOSED_SHOWN,
    CLOSED_DIFFERS,
    CLOSE_FINISHED,
    CLOSE_UNDONE,
    FROZEN_CHANGED,
    FROZEN_GONE,
    FROZEN_STRANGE,
    FROZEN_UNPOSTED,
    LEDGER_ROW_CHANGED,
    LEDGER_ROW_GONE,
    OUTPUT_CHANGED,
)
