"""Turns steps of WeasyPrint into ones that come to the same with less work; docs/decisions/0023 says why and how.

Each file replaces one step. All of it is for the versions named here: with any other, the library is left as it is.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import weasyprint
from weasyprint.pdf import pydyf

KNOWN: Final = ("70.0", "0.13.0")
"""The versions of WeasyPrint and pydyf whose steps these are."""


@cache
def quicken() -> bool:
    """Put the steps in place, once a process; tell whether that was done."""
    if (weasyprint.__version__, pydyf.__version__) != KNOWN:
        return False
    from reportgen.render.pdf.quick import places, styles, writing

    for step in (places, writing, styles):
        step.install()
    return True
