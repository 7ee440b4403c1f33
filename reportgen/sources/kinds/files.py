"""Every kind of problem that a file or a sheet can have as a whole."""

from __future__ import annotations

from reportgen.model.problem import Kind
from reportgen.sources.kinds.severities import NOTE, RUN, WARNING

FOLDER_MISSING = Kind(
    "folder-missing", RUN, "The folder {found} does not exist.", "Create it, or correct its name in {setting}."
)
FILE_NOT_RECOGNISED = Kind(
    "file-not-recognised",
    WARNING,
    "No profile is for this file, so it was not read.",
    "Add its name to `files:` of a profile, or to `ignore:` in sources.yaml with a reason.",
)
FORMAT_UNSUPPORTED = Kind(
    "format-unsupported", RUN, "Files ending in {found} cannot be read.", "Save it as .xlsx or .csv and put that here."
)
FILE_UNREADABLE = Kind(
    "file-unreadable", RUN, "This file cannot be read: {reason}.", "Open it, save it again and put that here."
)
FILE_PROTECTED = Kind(
    "file-protected",
    RUN,
    "This file is protected by a password.",
    "Give the password in REPORTGEN_PASSWORD or under `passwords:` in sources.yaml, or save a copy without one.",
)
PASSWORD_WRONG = Kind(
    "password-wrong", RUN, "The password that was given does not open this file.", "Give the one it was saved with."
)
ENDING_WRONG = Kind(
    "ending-wrong",
    NOTE,
    "The name ends in {found}, but the content is {format}; it was read as that.",
    "Nothing needs doing; the right ending lets other programs open it too.",
)
FILE_MENDED = Kind(
    "file-mended",
    WARNING,
    "This file is damaged: {reason}. It was read all the same.",
    "Compare the figures, or open it, save it again and put that here.",
)
FILE_TWICE = Kind(
    "file-twice",
    RUN,
    "This file has the same content as {other}; it would be counted twice.",
    "Remove one of the two, or ignore it.",
)
SHEET_CLAIMED_TWICE = Kind(
    "sheet-claimed-twice",
    RUN,
    "Two profiles of {table} are for this sheet.",
    "Narrow `files:` or `sheets:` of one of them.",
)
FILE_EMPTY = Kind(
    "file-empty", WARNING, "Nothing stands in this file.", "Put the file with its rows here, or remove it."
)
ENCODING_GUESSED = Kind(
    "encoding-guessed",
    NOTE,
    "This text is not UTF-8; it was read as {found}.",
    "If names look wrong, save it as “CSV UTF-8”.",
)
SHEET_HIDDEN = Kind("sheet-hidden", NOTE, "This sheet is hidden and was not read.", "Unhide it if it should count.")
SHEET_NOT_READ = Kind(
    "sheet-not-read",
    WARNING,
    "This sheet was not read as {table}: it lacks {missing}.",
    "Add the columns, or name the sheets to read in `sheets:` of the profile.",
)

KINDS = (
    FOLDER_MISSING,
    FILE_NOT_RECOGNISED,
    FORMAT_UNSUPPORTED,
    FILE_UNREADABLE,
    FILE_PROTECTED,
    PASSWORD_WRONG,
    ENDING_WRONG,
    FILE_MENDED,
    FILE_TWICE,
    SHEET_CLAIMED_TWICE,
    FILE_EMPTY,
    ENCODING_GUESSED,
    SHEET_HIDDEN,
    SHEET_NOT_READ,
)
