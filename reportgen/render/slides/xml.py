"""Turns boxes, runs of text and rules into the XML of a slide's shapes, fonts and language named on every run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from pptx.oxml import parse_xml

from reportgen.render.slides.tokens import EMU, INK, Box

if TYPE_CHECKING:
    from lxml.etree import _Element

Element: TypeAlias = "_Element"
"""A part of a slide's XML."""

A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
P: Final = "http://schemas.openxmlformats.org/presentationml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NAMESPACES: Final = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{R}"'
FONTS: Final = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
"""The theme's text fonts: an East Asian one too, or Chinese falls back to whatever the reader's machine prefers."""

FIELD: Final = "{5C6F1A52-0B5D-4C0E-9B7A-6E3D1F0A9C11}"
"""The id of the page number's field."""

_DECORATIVE: Final = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_TAGS: Final = {"zh": "zh-CN", "en": "en-US"}


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one look; `field` is the type of a field whose text the program fills in (`slidenum`)."""

    text: str
    bold: bool = False
    colour: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of runs of one size, None for the placeholder's own, and the room above it, in pixels."""

    runs: tuple[Run, ...]
    size: int | None = None
    align: Literal["l", "r", "ctr", ""] = ""
    before: int = 0


def tag(language: str) -> str:
    """Return the language tag that office programs know: `zh-CN` for zh."""
    return _TAGS.get(language, language)


def element(xml: str) -> Element:
    """Return the element of a text whose prefixes are those of a slide."""
    head, _, rest = xml.partition(">")
    closing = "/" if head.endswith("/") else ""
    return cast("Element", parse_xml(f"{head.removesuffix('/')} {NAMESPACES}{closing}>{rest}"))


def attribute(text: str) -> str:
    """Return a text as it may stand in an attribute or between tags."""
    return escape(text)


def colour(name: str) -> str:
    """Return a fill with a theme colour."""
    return f'<a:solidFill><a:schemeClr val="{name}"/></a:solidFill>'


def frame(box: Box, prefix: str = "a") -> str:
    """Return a shape's position."""
    return (
        f'<{prefix}:xfrm><a:off x="{box.x * EMU}" y="{box.y * EMU}"/>'
        f'<a:ext cx="{box.width * EMU}" cy="{box.height * EMU}"/></{prefix}:xfrm>'
    )


def paragraph(line: Line, language: str) -> str:
    """Return a paragraph's XML."""
    align = f' algn="{line.align}"' if line.align else ""
    runs = "".join(_run(run, line.size, language) for run in line.runs)
    end = "" if line.runs else f'<a:endParaRPr lang="{tag(language)}"{_size(line.size)} dirty="0"/>'
    room = f'<a:spcBef><a:spcPts val="{line.before * 75}"/></a:spcBef>' if line.before else ""
    return f"<a:p><a:pPr{align}>{room}</a:pPr>{runs}{end}</a:p>"


def _run(run: Run, size: int | None, language: str) -> str:
    weight = ' b="1"' if run.bold else ""
    look = (colour(run.colour) if run.colour else "") + FONTS
    properties = f'<a:rPr lang="{tag(language)}"{_size(size)}{weight} dirty="0">{look}</a:rPr>'
    text = f"<a:t>{attribute(run.text)}</a:t>"
    if run.field:
        return f'<a:fld id="{FIELD}" type="{run.field}">{properties}{text}</a:fld>'
    return f"<a:r>{properties}{text}</a:r>"


def _size(size: int | None) -> str:
    """A size in pixels as hundredths of a point: 1280 pixels are 960 points."""
    return f' sz="{size * 75}"' if size else ""


def text_box(
    number: int,
    name: str,
    box: Box,
    lines: Sequence[Line],
    language: str,
    *,
    inset: int = 0,
    fill: str = "",
    anchor: Literal["t", "ctr", "b"] = "t",
) -> Element:
    """Return a text box that neither grows nor shrinks: what it holds was measured."""
    paint = colour(fill) if fill else "<a:noFill/>"
    edges = f'lIns="{inset * EMU}" tIns="0" rIns="{inset * EMU}" bIns="0"'
    return element(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{attribute(name)}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{paint}</p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" {edges} anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f"{''.join(paragraph(line, language) for line in lines)}</p:txBody></p:sp>"
    )


def block(number: int, name: str, box: Box, fill: str) -> Element:
    """Return a filled rectangle that only decorates, and says so to screen readers: a rule is one of a pixel or two."""
    return element(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{attribute(name)}">{_DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr>{frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{colour(fill)}'
        f"<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def placeholder(number: int, name: str, kind: str, index: int, lines: Sequence[Line], language: str) -> Element:
    """Return a slide's shape that takes place and style from the layout's placeholder of that kind and index."""
    which = f'type="{kind}"' if kind else ""
    which += f' idx="{index}"' if index else ""
    return element(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{attribute(name)}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph {which}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>"
        f"{''.join(paragraph(line, language) for line in lines)}</p:txBody></p:sp>"
    )


def plain(text: str, size: int | None = None, *, bold: bool = False, fill: str = INK, before: int = 0) -> Line:
    """Return a paragraph of one run."""
    return Line((Run(text, bold, fill),), size, before=before)
