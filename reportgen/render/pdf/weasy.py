"""Turns HTML and a style sheet into PDF bytes; the only module that knows WeasyPrint."""

from __future__ import annotations

import hashlib
import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.request import url2pathname

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reportgen.render.fonts import Fonts
from reportgen.render.pdf import quick, told
from reportgen.render.pdf.archive import Attached, say_accessible
from reportgen.render.pdf.structure import mend

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

FAMILY = "Report"
FAMILY_RARE = "Report Rare"
"""The names by which style sheets call the two families: common characters, and all characters behind them."""

_LEVEL = 6
"""How hard streams are compressed: the hardest takes twice as long, and makes a review smaller by a hundredth."""

Margins = list[tuple[float, float]]
"""The left and the right margin of each page, in points."""

_POINTS: Final = 0.75
"""Points in a pixel of CSS."""

_OWN_FONTS: Final = re.compile(r"@(?:font-f|import|[\w-]*\\)|<(?:style|link)\b", re.IGNORECASE)
"""What a page or a style sheet that brings fonts of its own has in it; a rule's name with a backslash may be any."""

_LOGGER = logging.getLogger("weasyprint")


class _Zlib:
    """What pydyf compresses with: zlib, at our level."""

    compress = staticmethod(zlib.compress)

    @staticmethod
    def compressobj(level: int = _LEVEL) -> Any:
        return zlib.compressobj(_LEVEL)


pydyf.zlib = _Zlib


@dataclass(frozen=True)
class _Style:
    """What every page of a template shares: parsed once a worker process."""

    fetcher: URLFetcher
    font_config: FontConfiguration
    sheets: tuple[weasyprint.CSS, ...]
    complaints: tuple[str, ...]
    images: dict[Any, Any]


@dataclass(frozen=True)
class _House:
    """Fonts, opened: what finds them, the style sheet that names them, and what was complained of."""

    config: FontConfiguration
    faces: weasyprint.CSS
    complaints: tuple[str, ...]


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


def write(
    html: str, template: Path, css: str, fonts: Fonts, attached: Attached | None = None, margins: Margins | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF and WeasyPrint's complaints.

    The PDF is tagged (PDF/UA-1), carries no date and is identified by its content: the same page is the same bytes.
    One that carries a file is PDF/A-3u as well. Where `margins` are asked for, they are told of each page.
    """
    html, css = (_with_further(text, fonts) for text in (html, css))
    install()
    style = _style(template, css, fonts, own=any(map(_OWN_FONTS.search, (html, css))))
    content = f"{html}\0{css}\0{fonts.digest}".encode() + (attached.data if attached else b"")
    with _listening() as complaints:
        page = quick.page(html, css, template.parent.resolve().as_uri() + "/", style.fetcher)
        data: bytes = page.write_pdf(
            stylesheets=style.sheets,
            font_config=style.font_config,
            cache=style.images,
            finisher=partial(_finished, archived=attached is not None, margins=margins),
            pdf_identifier=hashlib.sha256(content).digest()[:16],
            **_kind(attached),
        )
    return data, tuple(dict.fromkeys((*style.complaints, *complaints)))


def install() -> None:
    """Put in place what stands in for steps of the library, once a process."""
    quick.quicken()
    told.install()  # around what was quickened: a line drawn from what was kept is told as well


def _further(fonts: Fonts) -> tuple[str, ...]:
    return tuple(f"Report {file.stem}" for file in fonts.further)


def _with_further(text: str, fonts: Fonts) -> str:
    """Name the further families after the second one, wherever a style names that: templates need not know of them."""
    if not fonts.further:
        return text
    quoted = ", ".join(f'"{name}"' for name in (FAMILY_RARE, *_further(fonts)))
    plain = ", ".join((f"{FAMILY}, {FAMILY_RARE}", *_further(fonts)))
    return text.replace(f'"{FAMILY_RARE}"', quoted).replace(f"{FAMILY}, {FAMILY_RARE}", plain)


def _finished(laid_out: weasyprint.Document, pdf: pydyf.PDF, *, archived: bool, margins: Margins | None) -> None:
    mend(pdf)
    if archived:
        say_accessible(pdf)
    if margins is not None:
        boxes = (page._page_box for page in laid_out.pages)  # noqa: SLF001  the library tells its margins nowhere else
        margins += [(box.margin_left * _POINTS, box.margin_right * _POINTS) for box in boxes]


def _kind(attached: Attached | None) -> dict[str, Any]:
    """Return what tells WeasyPrint which kind of PDF is wanted."""
    if attached is None:
        return {"pdf_variant": "pdf/ua-1"}
    noon = datetime.combine(attached.day, time(12))
    file = weasyprint.Attachment(
        string=attached.data,
        name=attached.name,
        description=attached.description,
        created=noon,
        modified=noon,
        relationship="Data",
    )
    return {"pdf_variant": "pdf/a-3u", "pdf_tags": True, "attachments": [file]}


@lru_cache(maxsize=8)
def _style(template: Path, css: str, fonts: Fonts, *, own: bool) -> _Style:
    """The cache's key is the style sheet's own text, so an edited file is read again.

    Pages that may bring `own` fonts get the others opened for themselves: no other paper must find theirs.
    """
    house = _opened(fonts) if own else _house(fonts)
    fetcher = _Fetcher((template.parent, *_folders(fonts)))
    base = template.parent.resolve().as_uri() + "/"
    with _listening() as complaints:
        sheet = weasyprint.CSS(string=css, base_url=base, url_fetcher=fetcher, font_config=house.config)
    return _Style(fetcher, house.config, (house.faces, sheet), (*house.complaints, *complaints), {})


@lru_cache(maxsize=4)
def _house(fonts: Fonts) -> _House:
    """Open fonts once for all papers: what was laid out and shaped for one of them holds for the others too."""
    return _opened(fonts)


def _opened(fonts: Fonts) -> _House:
    """Open fonts, so that style sheets find them by their families' names."""
    config = FontConfiguration()
    with _listening() as complaints:
        faces = weasyprint.CSS(string=_font_faces(fonts), url_fetcher=_Fetcher(_folders(fonts)), font_config=config)
    return _House(config, faces, tuple(complaints))


def _folders(fonts: Fonts) -> tuple[Path, ...]:
    files = (fonts.regular, fonts.bold, fonts.full_regular, *fonts.further)
    return tuple(dict.fromkeys(file.parent for file in files))


def _font_faces(fonts: Fonts) -> str:
    faces = (
        (FAMILY, 400, fonts.regular),
        (FAMILY, 700, fonts.bold),
        (FAMILY_RARE, 400, fonts.full_regular),
        (FAMILY_RARE, 700, fonts.full_bold),
        *((name, 400, file) for name, file in zip(_further(fonts), fonts.further, strict=True)),
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
