"""Turns steps of WeasyPrint into ones that come to the same with less work; docs/decisions/0025 says why and how.

Each file replaces one step. All of it is for the versions named here: with any other, the library is left as it is.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import weasyprint
from weasyprint.pdf import pydyf

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

KNOWN: Final = ("70.0", "0.13.0")
"""The versions of WeasyPrint and pydyf whose steps these are."""


def page(html: str, css: str, base_url: str, fetcher: URLFetcher) -> weasyprint.HTML:
    """Return a page that is ready to be laid out with a style sheet of its own."""
    if not quicken():
        return weasyprint.HTML(string=html, base_url=base_url, url_fetcher=fetcher)
    from reportgen.render.pdf.quick.contexts import asked_by
    from reportgen.render.pdf.quick.reading import Page
    from reportgen.render.pdf.quick.styles import begin, is_steady

    steady = is_steady(html, css)
    begin(steady=steady)
    return Page(html, base_url, fetcher, plain=steady, asked=asked_by(html, css) if steady else None)


@cache
def quicken() -> bool:
    """Put the steps in place, once a process; tell whether that was done."""
    if (weasyprint.__version__, pydyf.__version__) != KNOWN:
        return False
    from reportgen.render.pdf.quick import backgrounds, contexts, drawing, lines, places, styles, values, writing

    for step in (places, writing, values, styles, contexts, lines, drawing, backgrounds):
        step.install()
    return True
