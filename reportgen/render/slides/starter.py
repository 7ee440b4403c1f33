"""Turns the house's look into the starting template `deck.pptx`: theme, master, named layouts; no slide.

Run as `python -m reportgen.render.slides.starter templates/qbr/deck.pptx`. From then on the file belongs to whoever
designs the deck: `slides` finds places by the names of layouts and shapes, and position, size and style are theirs.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from lxml import etree

from reportgen.render.brand import Brand
from reportgen.render.package import canonical
from reportgen.render.slides.layouts import BODY, FOOT_OF_SLIDE, LAYOUTS, MARGIN, Spot
from reportgen.render.slides.starter_parts import (
    APP,
    CORE,
    HEAD,
    NOTES_MASTER,
    OFFICE,
    PRESENTATION,
    PRESENTATION_PROPERTIES,
    TABLE_STYLES,
    VIEW_PROPERTIES,
    content_types,
    master,
    relations,
    theme,
)
from reportgen.render.slides.tokens import ACCENT, HAIRLINE, Box
from reportgen.render.slides.xml import FIELD, NAMESPACES, block, colour, frame

_SIDE_ACCENT: Final = Box(0, 53, 8, 40)
_PANEL: Final = Box(896, 0, 384, 720)
_STEPS: Final = tuple(Box(944 + 60 * n, 720 - height, 44, height) for n, height in enumerate((150, 210, 290, 380, 490)))
"""The cover's panel and the columns that rise on it."""


def starter() -> bytes:
    """Return the template's bytes."""
    layouts = list(LAYOUTS)
    parts = {
        "[Content_Types].xml": content_types(len(layouts)),
        "_rels/.rels": relations(
            (f"{OFFICE}/officeDocument", "ppt/presentation.xml"),
            (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
            (f"{OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
        "ppt/presentation.xml": PRESENTATION,
        "ppt/_rels/presentation.xml.rels": relations(
            (f"{OFFICE}/slideMaster", "slideMasters/slideMaster1.xml"),
            (f"{OFFICE}/notesMaster", "notesMasters/notesMaster1.xml"),
            (f"{OFFICE}/presProps", "presProps.xml"),
            (f"{OFFICE}/viewProps", "viewProps.xml"),
            (f"{OFFICE}/theme", "theme/theme1.xml"),
            (f"{OFFICE}/tableStyles", "tableStyles.xml"),
        ),
        "ppt/presProps.xml": PRESENTATION_PROPERTIES,
        "ppt/viewProps.xml": VIEW_PROPERTIES,
        "ppt/tableStyles.xml": TABLE_STYLES,
        "ppt/theme/theme1.xml": theme(Brand()),
        "ppt/theme/theme2.xml": theme(Brand()),
        "ppt/notesMasters/notesMaster1.xml": NOTES_MASTER,
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": relations((f"{OFFICE}/theme", "../theme/theme2.xml")),
        "ppt/slideMasters/slideMaster1.xml": master(_shapes((*LAYOUTS["table"][:1], BODY, *FOOT_OF_SLIDE)), layouts),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(
            *((f"{OFFICE}/slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n, _ in enumerate(layouts, 1)),
            (f"{OFFICE}/theme", "../theme/theme1.xml"),
        ),
    }
    for number, name in enumerate(layouts, 1):
        parts[f"ppt/slideLayouts/slideLayout{number}.xml"] = _layout(name)
        parts[f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels"] = relations(
            (f"{OFFICE}/slideMaster", "../slideMasters/slideMaster1.xml")
        )
    return _packed(parts)


def _packed(parts: dict[str, str]) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as package:
        for name, content in parts.items():
            package.writestr(name, HEAD + content)
    return canonical(written.getvalue())


def _layout(name: str) -> str:
    accent = _cover_panel() if name == "cover" else _drawn(_SIDE_ACCENT)
    return (
        f'<p:sldLayout {NAMESPACES} preserve="1" userDrawn="1"><p:cSld name="{name}"><p:spTree>{_GROUP}'
        f"{accent}{_shapes(LAYOUTS[name])}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


_GROUP: Final = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'


def _drawn(box: Box) -> str:
    """The accent mark beside a title."""
    return etree.tostring(block(90, "accent", box, ACCENT), encoding="unicode")


def _cover_panel() -> str:
    """A panel in the accent with columns rising on it, and a rule above the facts."""
    panel = etree.tostring(block(90, "accent", _PANEL, ACCENT), encoding="unicode")
    steps = "".join(
        etree.tostring(block(91 + n, f"step-{n + 1}", box, "bg1"), encoding="unicode").replace(
            '<a:schemeClr val="bg1"/>', f'<a:schemeClr val="bg1"><a:alpha val="{8000 + 4000 * n}"/></a:schemeClr>'
        )
        for n, box in enumerate(_STEPS)
    )
    rule = etree.tostring(block(98, "rule", Box(MARGIN, 480, 760, 1), HAIRLINE), encoding="unicode")
    return panel + steps + rule


def _shapes(spots: tuple[Spot, ...]) -> str:
    return "".join(_shape(number, spot) for number, spot in enumerate(spots, 2))


def _shape(number: int, spot: Spot) -> str:
    index = f' idx="{spot.index}"' if spot.index else ""
    weight = ' b="1"' if spot.bold else ' b="0"'
    spacing = '<a:lnSpc><a:spcPct val="90000"/></a:lnSpc>' if spot.kind == "title" else ""
    style = (
        f'<a:lvl1pPr marL="0" indent="0" algn="{spot.align}">{spacing}'
        '<a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{spot.size * 75}"{weight}>{colour(spot.fill)}</a:defRPr></a:lvl1pPr>'
    )
    field = f'<a:fld id="{FIELD}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
    text = field if spot.kind == "sldNum" else f'<a:r><a:rPr lang="en-US"/><a:t>{spot.name}</a:t></a:r>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{spot.name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{spot.kind}"{index}/></p:nvPr></p:nvSpPr><p:spPr>{frame(spot.box)}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{spot.anchor}"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle>{style}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(starter())
