"""Turns colours and fonts into the parts of the starting template that are the same for every layout."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from reportgen.render.brand import Brand
from reportgen.render.package import MOMENT
from reportgen.render.slides.xml import NAMESPACES, A

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml"

THEME: Final = "reportgen"
"""The name of the shipped theme and its colours."""

_PAPER: Final = "#FFFFFF"
_LAST_YEAR: Final = "#B4BCC8"
FONT: Final = "Noto Sans SC"
FALLBACK: Final = "Microsoft YaHei"
"""For Chinese where a theme names no East Asian font; a theme has no list of fonts to try."""


def theme(brand: Brand) -> str:
    """Return the theme: colours, and one family for Latin and Chinese, whose class says what is near where it lacks."""
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{solid}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme xmlns:a="{A}" name="{THEME}"><a:themeElements>{colour_scheme(brand)}'
        f'{font_scheme(brand)}<a:fmtScheme name="{THEME}"><a:fillStyleLst>{solid * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def font_scheme(brand: Brand) -> str:
    """Return a theme's fonts: one family for Latin and Chinese, the brand's or the house's."""
    panose = 'panose="020B0200000000000000"'
    family = escape(brand.font or FONT)
    fonts = (
        f'<a:latin typeface="{family}" {panose}/><a:ea typeface="{family}" {panose} pitchFamily="34" charset="-122"/>'
        f'<a:cs typeface=""/><a:font script="Hans" typeface="{FALLBACK}"/>'
    )
    return (
        f'<a:fontScheme name="{THEME}"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont>'
        "</a:fontScheme>"
    )


def colour_scheme(brand: Brand) -> str:
    """Return a theme's colours. Changing one in PowerPoint renames the scheme."""
    colours = "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in _slots(brand).items())
    return f'<a:clrScheme name="{THEME}">{colours}</a:clrScheme>'


def _slots(brand: Brand) -> dict[str, str]:
    """The theme's colours by slot, in the schema's order: text and paper first, then accents as `tokens` uses them."""
    colours = {
        "dk1": brand.ink,
        "lt1": _PAPER,
        "dk2": brand.muted,
        "lt2": brand.hairline,
        "accent1": brand.accent,
        "accent2": brand.good,
        "accent3": brand.watch,
        "accent4": brand.alarm,
        "accent5": brand.accent_light,
        "accent6": _LAST_YEAR,
        "hlink": brand.accent,
        "folHlink": brand.muted,
    }
    return {slot: value.removeprefix("#") for slot, value in colours.items()}


def relations(*targets: tuple[str, str]) -> str:
    """Return a relationships part: rId1, rId2 … in the order of (type, target)."""
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def content_types(layouts: int) -> str:
    """Return the package's list of what each part is."""
    kinds = {
        "/ppt/presentation.xml": f"{_TYPE}.presentation.main+xml",
        "/ppt/presProps.xml": f"{_TYPE}.presProps+xml",
        "/ppt/viewProps.xml": f"{_TYPE}.viewProps+xml",
        "/ppt/tableStyles.xml": f"{_TYPE}.tableStyles+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{_TYPE}.slideMaster+xml",
        "/ppt/notesMasters/notesMaster1.xml": f"{_TYPE}.notesMaster+xml",
        "/ppt/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/ppt/theme/theme2.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    kinds |= {f"/ppt/slideLayouts/slideLayout{n}.xml": f"{_TYPE}.slideLayout+xml" for n in range(1, layouts + 1)}
    each = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{each}</Types>'
    )


def master(shapes: str, layouts: Sequence[str]) -> str:
    """Return the slide master: its placeholders, the layouts by relation, and the text styles that all inherit."""
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + n}" r:id="rId{n}"/>' for n in range(1, len(layouts) + 1))
    return (
        f'<p:sldMaster {NAMESPACES}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>'
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{shapes}</p:spTree></p:cSld>{_COLOUR_MAP}<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>"
        f"<p:txStyles><p:titleStyle>{_level(1, 2250, '+mj', bold=True)}</p:titleStyle>"
        f"<p:bodyStyle>{''.join(_level(n, 1275, '+mn') for n in range(1, 10))}</p:bodyStyle>"
        f"<p:otherStyle>{''.join(_level(n, 1275, '+mn') for n in range(1, 10))}</p:otherStyle>"
        "</p:txStyles></p:sldMaster>"
    )


def _level(number: int, size: int, fonts: str, *, bold: bool = False) -> str:
    weight = ' b="1"' if bold else ""
    return (
        f'<a:lvl{number}pPr marL="0" algn="l" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"><a:buNone/>'
        f'<a:defRPr sz="{size}"{weight} kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        f'<a:latin typeface="{fonts}-lt"/><a:ea typeface="{fonts}-ea"/><a:cs typeface="{fonts}-cs"/></a:defRPr>'
        f"</a:lvl{number}pPr>"
    )


_COLOUR_MAP: Final = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)

PRESENTATION: Final = (
    f'<p:presentation {NAMESPACES} saveSubsetFonts="1"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
    '</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
    '<p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
    f"<p:defaultTextStyle>{''.join(_level(n, 1275, '+mn') for n in range(1, 10))}</p:defaultTextStyle></p:presentation>"
)

PRESENTATION_PROPERTIES: Final = f"<p:presentationPr {NAMESPACES}/>"

VIEW_PROPERTIES: Final = f"<p:viewPr {NAMESPACES}/>"
"""Empty, but PowerPoint offers to repair a file without it."""

TABLE_STYLES: Final = f'<a:tblStyleLst xmlns:a="{A}" def="{{2D5ABB26-0587-4C30-8999-92F81FD0307C}}"/>'

_NOTES_SHAPE: Final = (
    '<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"{locks}/></p:cNvSpPr><p:nvPr>'
    '<p:ph type="{kind}" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="{top}"/>'
    '<a:ext cx="5486400" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>{text}</p:sp>'
)
NOTES_MASTER: Final = (
    f'<p:notesMaster {NAMESPACES}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg><p:spTree>'
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    + _NOTES_SHAPE.format(
        number=2,
        name="slide",
        locks=' noRot="1" noChangeAspect="1"',
        kind="sldImg",
        index=2,
        top=1143000,
        height=3086100,
        text="",
    )
    + _NOTES_SHAPE.format(
        number=3,
        name="notes",
        locks="",
        kind="body",
        index=3,
        top=4400550,
        height=3600450,
        text='<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-US"/><a:t>notes</a:t></a:r></a:p></p:txBody>',
    )
    + f"</p:spTree></p:cSld>{_COLOUR_MAP}<p:notesStyle>{''.join(_level(n, 1200, '+mn') for n in range(1, 10))}"
    "</p:notesStyle></p:notesMaster>"
)

CORE: Final = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    f'<dcterms:created xsi:type="dcterms:W3CDTF">{MOMENT}</dcterms:created>'
    f'<dcterms:modified xsi:type="dcterms:W3CDTF">{MOMENT}</dcterms:modified></cp:coreProperties>'
)
APP: Final = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>reportgen</Application></Properties>"
)
