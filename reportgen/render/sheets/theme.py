"""Turns a brand into a workbook's theme: the colours and the font that programs offer to whoever adds to it."""

from __future__ import annotations

from functools import cache
from typing import Final

from reportgen.render.brand import Brand
from reportgen.render.sheets.look import FONT
from reportgen.render.sheets.markup import START, quoteattr

_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLAIN: Final = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE: Final = f'<a:ln w="9525">{_PLAIN}</a:ln>'
_EFFECT: Final = "<a:effectStyle><a:effectLst/></a:effectStyle>"
_SHAPES: Final = (
    f'<a:fmtScheme name="Plain"><a:fillStyleLst>{3 * _PLAIN}</a:fillStyleLst><a:lnStyleLst>{3 * _LINE}</a:lnStyleLst>'
    f"<a:effectStyleLst>{3 * _EFFECT}</a:effectStyleLst><a:bgFillStyleLst>{3 * _PLAIN}</a:bgFillStyleLst></a:fmtScheme>"
)
"""How programs draw shapes: the schema wants three of each kind."""


@cache
def theme(brand: Brand) -> bytes:
    """Return the part of the theme."""
    colours = {
        "dk1": brand.ink,
        "lt1": "#FFFFFF",
        "dk2": brand.muted,
        "lt2": brand.accent_light,
        "accent1": brand.accent,
        "accent2": brand.good,
        "accent3": brand.watch,
        "accent4": brand.alarm,
        "accent5": brand.muted,
        "accent6": brand.hairline,
        "hlink": brand.accent,
        "folHlink": brand.muted,
    }
    listed = "".join(
        f'<a:{name}><a:srgbClr val="{colour[1:].upper()}"/></a:{name}>' for name, colour in colours.items()
    )
    family = quoteattr(brand.font or FONT)
    font = f'<a:latin typeface={family}/><a:ea typeface={family}/><a:cs typeface=""/>'
    return (
        f'{START}<a:theme xmlns:a="{_DRAWING}" name="Brand"><a:themeElements>'
        f'<a:clrScheme name="Brand">{listed}</a:clrScheme>'
        f'<a:fontScheme name="Brand"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f"{_SHAPES}</a:themeElements></a:theme>"
    ).encode()
