"""Every kind of problem that shows only when rows are compared with one another."""

from __future__ import annotations

from reportgen.model.problem import Kind
from reportgen.sources.kinds.severities import NOTE, PERSON, RUN, WARNING

DUPLICATE_ROW = Kind(
    "duplicate-row", PERSON, "This row is the same as {other}, so {found} would count twice.", "Remove one of the two."
)
DUPLICATE_KEY = Kind(
    "duplicate-key",
    WARNING,
    "{found} already stands in {other} with other values; both count.",
    "Correct one of the two keys.",
)
ROW_REPEATED = Kind(
    "row-repeated",
    WARNING,
    "This row is the same as {other}; both count.",
    "Remove one of the two, unless both are meant.",
)
REFERENCE_UNKNOWN = Kind(
    "reference-unknown",
    WARNING,
    "{column} {found} is not in the table {table} (rows: {rows}).{nearest}",
    "Correct it, or add it there.",
)
MANAGER_NOT_LISTED = Kind(
    "manager-not-listed",
    NOTE,
    "The manager {found} has no row in the table {table} (rows: {rows}).{nearest}",
    "Add a row if one is meant.",
)
JOIN_SEVERAL = Kind(
    "join-several",
    RUN,
    "{found} has several rows in the table {table} that differ (also {other}), so none can be taken.",
    "Keep one row, or say `if_several: first` in the profile.",
)
OUTSIDE_EMPLOYMENT = Kind(
    "outside-employment",
    WARNING,
    "{person} was not employed on {found}: {roster}.",
    "Correct the date or the person, or the roster.",
)
ORDER_OUTSIDE_EMPLOYMENT = Kind(
    "order-outside-employment",
    PERSON,
    "{person} was not employed on {found}: {roster}.",
    "Correct the date or the person, or the roster.",
)
ABOVE_INVOICED = Kind(
    "receipts-above-invoice",
    WARNING,
    "The {amount} of {found} comes to {sum}, {excess} more than the {their_amount} of {whole} in {table} ({other}).",
    "Look for a receipt entered twice or under the wrong number; what is to be paid back needs a negative row.",
)
SHARES_NOT_WHOLE = Kind(
    "shares-not-whole",
    PERSON,
    "The shares of {found} make {sum} of the whole: {shares}.",
    "Correct the shares, so that they make the whole.",
)
SUM_DIFFERS = Kind(
    "targets-do-not-add-up",
    WARNING,
    "The {amount} of {found} is {whole}, but its parts make {sum} ({difference}); they begin at {other}.",
    "Correct the parts or the whole.",
)
FX_RATE_MISSING = Kind(
    "fx-rate-missing",
    PERSON,
    "The table {table} has no rate of {found} for {date} or before.{first}",
    "Add the rate with its first day.",
)
TAX_RATE_MISSING = Kind(
    "tax-rate-missing",
    WARNING,
    "There is neither {gross} nor {rate} here, so what is owed with tax is not known.",
    "Fill in one of the two.",
)
TAX_RATE_UNKNOWN = Kind(
    "tax-rate-unknown",
    WARNING,
    "“{found}” is none of the tax rates {rates}.{nearest}",
    "Correct it, or add it to `rates:` in the profile.",
)
GROSS_DIFFERS = Kind(
    "gross-differs",
    WARNING,
    "{gross} {found} is not {net} {amount} with {rate} tax: that makes {expected}.",
    "Correct the amount or the tax rate.",
)
RETURN_WITHOUT_ORDER = Kind(
    "return-without-order",
    WARNING,
    "This return names {which}, so nothing can be taken back from what was sold.{nearest}",
    "Fill in the number of the order that comes back.",
)
RETURN_TOO_LARGE = Kind(
    "return-too-large",
    WARNING,
    "Of {found}, {returned} came back and only {sold} had been sold ({other}).",
    "Correct the return, or the order that it names.",
)
RETURN_BEFORE_ORDER = Kind(
    "return-before-order",
    WARNING,
    "This return of {found} is dated before the order of {date} ({other}).",
    "Correct one of the two dates, or the order's number.",
)
RETURN_NOT_NEGATIVE = Kind(
    "return-not-negative",
    PERSON,
    "{column} of this return is {found}: it would count as a sale.",
    "Write returns with a minus sign.",
)
TOTALS_FAR = Kind(
    "totals-far-from-last",
    WARNING,
    "{what} of {month} is {found}, that of {before} was {last}: {times} times as much, where {factor} is the limit.",
    "Check that the file is whole, of the right month and in the right unit.",
)
CUSTOMER_TWICE = Kind(
    "customer-probably-twice",
    WARNING,
    "“{found}” is probably {id} “{name}” ({other}): {because}. Likeness {score} %.",
    "Merge the two records, or waive this finding if they are two customers.",
)
CUSTOMERS_UNIDENTIFIED = Kind(
    "customers-unidentified",
    NOTE,
    "Of {records} records {unique} are the only one of their customer: {found}; the goal is {goal}.",
    "Merge the second records, each of which is a finding of its own.",
)
FILES_OVERLAP = Kind(
    "files-overlap",
    RUN,
    "This file and {other} have {rows} in common ({same} the same, {differ} different), which would count twice.",
    "Remove one of the files, or say in {profile} what is meant: `overlap: both`, or `overlap: {keep: newest, …}`.",
)
OVERLAP_NEWEST = Kind(
    "overlap-newest",
    NOTE,
    "This file and the newer {other} have {rows} in common ({same} the same, {differ} different); the newer count.",
    "Nothing, if the newer file is right.",
)
OVERLAP_LATER = Kind(
    "overlap-later",
    NOTE,
    "This file was exported on {found}, after the period; {other} is the newest that was known and counts.",
    "Nothing, if that is right.",
)
EXPORT_UNDATED = Kind(
    "export-undated",
    RUN,
    "This file and {other} have {rows} in common, and it cannot be told which of the two is newer.",
    "Name the file like {pattern}, or say `undated: oldest` or `undated: newest` in {profile}.",
)
ROWS_GONE = Kind(
    "rows-gone",
    WARNING,
    "The newer {other} no longer has {rows} of this file, first {found}; they still count.",
    "Export again without a filter; if they were deleted, remove this older file.",
)

KINDS = (
    DUPLICATE_ROW,
    DUPLICATE_KEY,
    ROW_REPEATED,
    REFERENCE_UNKNOWN,
    MANAGER_NOT_LISTED,
    JOIN_SEVERAL,
    OUTSIDE_EMPLOYMENT,
    ORDER_OUTSIDE_EMPLOYMENT,
    ABOVE_INVOICED,
    SHARES_NOT_WHOLE,
    SUM_DIFFERS,
    FX_RATE_MISSING,
    TAX_RATE_MISSING,
    TAX_RATE_UNKNOWN,
    GROSS_DIFFERS,
    RETURN_WITHOUT_ORDER,
    RETURN_TOO_LARGE,
    RETURN_BEFORE_ORDER,
    RETURN_NOT_NEGATIVE,
    TOTALS_FAR,
    CUSTOMER_TWICE,
    CUSTOMERS_UNIDENTIFIED,
    FILES_OVERLAP,
    OVERLAP_NEWEST,
    OVERLAP_LATER,
    EXPORT_UNDATED,
    ROWS_GONE,
)
