"""Settings, environment and the person at the terminal → how protected files may be opened."""

from __future__ import annotations

import os
from collections.abc import Callable

from reportgen.sources import Access, Shelf, SourceList, matches

VARIABLE = "REPORTGEN_PASSWORD"
"""The environment variable with the password of every protected file that no setting names another one for."""


def access_to(
    sources: SourceList, ask: Callable[[str], str | None], common: str = VARIABLE, shelf: Shelf | None = None
) -> Access:
    """Return the limits of the settings, and a way to passwords: the variable named for a file, or the `common` one.

    `ask` is asked with a file's name where neither is set; it returns None where nobody can be asked. `shelf` is where
    what was read before is kept.
    """

    def password(name: str) -> str | None:
        named = [rule.variable for rule in sources.passwords if matches(name, rule.files)]
        found = (os.environ.get(variable) for variable in (*named, common))
        return next((one for one in found if one), None) or ask(name)

    return Access(sources.limits, password, shelf)
