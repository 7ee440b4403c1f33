"""A file's name → the day on which it was exported."""

from __future__ import annotations

import posixpath
import re
from calendar import monthrange
from datetime import date
from fnmatch import translate

_FORM = re.compile(r"YYYY-MM(-DD)?")


def day_in_name(pattern: str, name: str) -> date | None:
    """Return the day that a pattern finds in a file's name: `商机_YYYY-MM*` in `商机_2026-12.csv` is its last day.

    None where the name is not of the pattern or holds no day of the calendar.
    """
    form = _FORM.search(pattern)
    if form is None:
        return None
    before, after = (
        translate(part).removesuffix(r"\z").removesuffix(r"\Z")
        for part in (pattern[: form.start()], pattern[form.end() :])
    )
    day = r"-(?P<day>\d{2})(?!\d)" if form[1] else r"(?!\d)"
    found = re.fullmatch(f"{before}(?P<year>\\d{{4}})-(?P<month>\\d{{2}}){day}{after}", posixpath.basename(name))
    if found is None:
        return None
    year, month = int(found["year"]), int(found["month"])
    if not 1 <= month <= 12:
        return None
    wanted, longest = int(found["day"]) if form[1] else 0, monthrange(year, month)[1]
    return date(year, month, wanted or longest) if 0 <= wanted <= longest else None
