"""Turns HTML and a style sheet into PDF bytes; the only module that knows WeasyPrint."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import url2pathname

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reportgen.render.fonts import Fonts
from reportgen.render.pdf import quick

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

FAMILY = "Report"
FAMILY_RARE = "Report Rare"
"""The names by which style sheets call the two families: common characters, and all characters behind them."""

_LOGGER = logging.getLogger("weasyprint")


@dataclass(frozen=True)
class _Style:
    """What every page of a template shares: parsed once a worker process."""

    fetcher: URLFetcher
    font_config: FontConfiguration
    sheets: tuple[weasyprint.CSS, ...]
    complaints: tuple[str, ...]
    images: dict[Any, Any]


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Opens files of some folders and nothing else: no network, no redirect, no other file of the machine."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._folders = tuple(folder.resolve() for folder in folders)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = Path(url2pathname(url.partition("?")[0].removeprefix("file://"))).resolve()
        if not url.startswith("file:///") or not any(path.is_relative_to(folder) for folder in self._folders):
            raise ValueError(f"only files of the template's folder may be used, not {url}")
        return super().fetch(url, headers)


def write(html: str, template: Path, css: str, fonts: Fonts) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF and WeasyPrint's complaints.

    The PDF is tagged (PDF/UA-1), carries no date and is identified by its content: the same page is the same bytes.
    """
    style = _style(template, css, fonts)
    identifier = hashlib.sha256(f"{html}\0{css}\0{fonts.digest}".encode()).digest()[:16]
    with _listening() as complaints:
        page = quick.page(html, css, template.parent.resolve().as_uri() + "/", style.fetcher)
        data: bytes = page.write_pdf(
            stylesheets=style.sheets,
            font_config=style.font_config,
            cache=style.images,
            pdf_variant="pdf/ua-1",
            pdf_identifier=identifier,
        )
    return data, tuple(dict.fromkeys((*style.complaints, *complaints)))


@lru_cache(maxsize=8)
def _style(template: Path, css: str, fonts: Fonts) -> _Style:
    """The cache's key is the style sheet's own text, so an edited file is read again."""
    fetcher = _Fetcher((template.parent, fonts.regular.parent, fonts.bold.parent, fonts.full_regular.parent))
    font_config = FontConfiguration()
    base = template.parent.resolve().as_uri() + "/"
    with _listening() as complaints:
        sheets = tuple(
            weasyprint.CSS(string=text, base_url=base, url_fetcher=fetcher, font_config=font_config)
            for text in (_font_faces(fonts), css)
        )
    return _Style(fetcher, font_config, sheets, tuple(complaints), {})


def _font_faces(fonts: Fonts) -> str:
    faces = (
        (FAMILY, 400, fonts.regular),
        (FAMILY, 700, fonts.bold),
        (FAMILY_RARE, 400, fonts.full_regular),
        (FAMILY_RARE, 700, fonts.full_bold),
    )
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{file.resolve().as_uri()}") }}\n'
        for family, weight, file in faces
    )


class _Complaints(logging.Handler):
    """Keeps what is logged, from warnings on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect WeasyPrint's log instead of printing it, and leave its logger as it was."""
    complaints = _Complaints()
    before: tuple[list[Any], bool] = (_LOGGER.handlers[:], _LOGGER.propagate)
    _LOGGER.handlers, _LOGGER.propagate = [complaints], False
    try:
        yield complaints.lines
    finally:
        _LOGGER.handlers, _LOGGER.propagate = before
