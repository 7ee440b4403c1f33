"""Turns a line of text into what draws it, kept: the same words in the same look are shaped once a process.

What is kept are glyphs and the operators that show them. They hold for a document as long as it has taken each glyph
to be as wide as here; where it has not, and for anything but glyphs on a line from left to right, the library draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from weasyprint.draw import text as drawn
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import Layout

from reportgen.render.pdf.quick.lines import LONGEST, look

_MOST: Final = 6_000
_UNKNOWN: Final = pango.PANGO_GLYPH_UNKNOWN_FLAG
_EMPTY: Final = pango.PANGO_GLYPH_EMPTY
_DESCRIBED: Final = 14802
"""The version of Pango from which on a font tells its own size."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Glyphs of one font: its place in memory, key and size, what shows them; each glyph with its text and width."""

    font: Any
    key: int
    size: float
    shown: str
    glyphs: tuple[tuple[int, str, int], ...]


_kept: dict[Any, tuple[_Stretch, ...] | None] = {}
_held: dict[int, Any] = {}
"""A layout by each of its fonts' places in memory: the fonts stay there as long as it is held."""

_draw_first_line = drawn.draw_first_line
_reactivate = Layout.reactivate


def install() -> None:
    """Replace how a line's text is drawn, and have its layout made again only where the library draws."""
    drawn.draw_first_line = draw_first_line
    Layout.reactivate, Layout.deactivate = reactivate, deactivate


def reactivate(layout: Any, style: Any) -> None:
    """Make a layout ready for drawing as WeasyPrint's method of this name does, or note that it is not."""
    if style["text_decoration_line"] != "none" or len(layout.text) > LONGEST:
        _reactivate(layout, style)


def deactivate(layout: Any) -> None:
    """Let go of what a layout holds outside Python."""
    for name in ("layout", "language", "style"):
        layout.__dict__.pop(name, None)


def draw_first_line(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> Any:
    """Draw a line of text as WeasyPrint's function of this name does."""
    layout, style = textbox.pango_layout, textbox.style
    if "layout" in layout.__dict__:
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    if text_overflow == "ellipsis" or block_ellipsis != "none" or style["font_size"] < 1e-6 or not textbox.text.strip():
        _reactivate(layout, style)
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    key = (look(style), layout.text, layout.justification_spacing)
    if key not in _kept:
        if len(_kept) > _MOST:
            _kept.clear()
        _reactivate(layout, style)
        _kept[key] = _stretches(layout, stream, style)
    found = _kept[key]
    if found is None or not _is_as_wide(found, stream):
        if "layout" not in layout.__dict__:
            _reactivate(layout, style)
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    for each in found:
        _show(each, stream)
    return []


def _is_as_wide(found: tuple[_Stretch, ...], stream: Any) -> bool:
    """Tell whether a document has taken no glyph to be of another width: the first size it met a font in decides."""
    for each in found:
        font = stream._fonts.get(each.key)  # noqa: SLF001  the document's fonts
        if font is not None and any(font.widths.get(glyph, width) != width for glyph, _, width in each.glyphs):
            return False
    return True


def _show(each: _Stretch, stream: Any) -> None:
    font = stream._fonts.get(each.key)  # noqa: SLF001  the document's fonts
    if font is None:
        font, _ = stream.add_font(each.font)
    stream.set_font_size(font.hash, each.size)
    for glyph, text, width in each.glyphs:
        font.to_unicode.setdefault(glyph, text)
        font.widths.setdefault(glyph, width)
    stream.show_text(each.shown)


def _stretches(layout: Any, stream: Any, style: Any) -> tuple[_Stretch, ...] | None:
    """Return what shows a layout's line; None where it has anything but glyphs on a line from left to right."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    found: list[_Stretch] = []
    for run in _runs(line):
        item = run.item
        pointer = item.analysis.font
        if item.analysis.level % 2:
            return None
        _held.setdefault(int(ffi.cast("uintptr_t", pointer)), layout.layout)
        key, _, size = get_pango_font_key(pointer)
        font, _ = stream.add_font(pointer)
        if font.png or font.svg or font.colr or font.bitmap:
            return None
        size = size if pango.pango_version() >= _DESCRIBED else style["font_size"]
        told = _glyphs(run, layout.text.encode(), size, stream)
        if told is None:
            return None
        if found and found[-1].font == pointer:
            last = found.pop()
            told = (last.shown + told[0], (*last.glyphs, *told[1]))
        found.append(_Stretch(pointer, key, size, *told))
    return tuple(found)


def _runs(line: Any) -> Iterator[Any]:
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _glyphs(run: Any, text: bytes, size: float, stream: Any) -> tuple[str, tuple[tuple[int, str, int], ...]] | None:
    """Return what shows a run's glyphs, and each of them with its text and its width in thousandths of the size."""
    item, glyphs, clusters = run.item, run.glyphs, run.glyphs.log_clusters
    ends = [*(clusters[place] for place in range(1, glyphs.num_glyphs)), item.length]
    shown, told = "<", []
    for place, end in enumerate(ends):
        info = glyphs.glyphs[place]
        glyph, across = info.glyph, info.geometry.width
        if glyph == _EMPTY or glyph & _UNKNOWN or info.geometry.y_offset:
            return None
        offset = info.geometry.x_offset / size
        if offset:
            shown += f">{-offset}<"
        shown += f"{glyph:04x}"
        pango.pango_font_get_glyph_extents(item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
        width = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        kerning = width + offset - across * 1000 * FROM_UNITS / size
        if kerning:
            shown += f">{int(kerning)}<"
        told.append((glyph, text[item.offset + clusters[place] : item.offset + end].decode(), width))
    return (shown[:-1] if shown[-1] == "<" else shown + ">"), tuple(told)
