"""Turns a text and its style into its first line, kept: the same words in the same room are laid out once a process.

A line is asked for several times, for its least width, its whole width and its place, and the same words come again in
the next document; a chart's labels are laid out letter by letter. What is kept is the library's own result. Its layout
is copied, because drawing fills it in anew. A new layout takes the font and the language that its style had before.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Final

from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout

_MOST: Final = 20_000
LONGEST: Final = 60
"""Longer texts are sentences, which seldom come again."""

_PROPERTIES: Final = (
    "font_family", "font_size", "font_weight", "font_style", "font_stretch", "font_kerning", "font_variant_ligatures",
    "font_variant_position", "font_variant_caps", "font_variant_numeric", "font_variant_alternates",
    "font_variant_east_asian", "font_feature_settings", "font_variation_settings", "font_language_override", "lang",
    "direction", "white_space", "overflow_wrap", "word_break", "letter_spacing", "word_spacing", "tab_size", "hyphens",
    "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "text_decoration_line",
)  # fmt: skip
"""All of a style that a line's layout asks for."""

_LOOK: Final = "_look"
_STRUT: Final = "_strut"
_FEATURES: Final = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Set:
    """What layouts of one look begin with: Pango's context, language and font, and the font's features or None."""

    context: Any
    language: Any
    font: Any
    features: Any


_kept: dict[Any, Any] = {}
_sets: dict[Any, _Set] = {}
_configs: dict[int, Any] = {}
"""Font configurations that are known by their place in memory: they must stay there."""
_split_first_line = line_break.split_first_line
_setup = Layout.setup


def install() -> None:
    """Replace `split_first_line` wherever it is called, and how a layout begins."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint.") and getattr(module, "split_first_line", None) is _split_first_line:
            module.split_first_line = split_first_line  # type: ignore[attr-defined]
    Layout.setup = setup
    inline.strut = strut


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: Any,
    justification_spacing: Any,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """Return the first line of a text as WeasyPrint's function of this name does."""
    if len(text) > LONGEST:
        return _split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    key = (look(style), text, max_width, justification_spacing, is_line_start, minimum)
    found = _kept.get(key)
    if found is None:
        if len(_kept) > _MOST:
            _kept.clear()
        found = _split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        _kept[key] = (_like(found[0]), *found[1:])
        return found
    return (_like(found[0]), *found[1:])


def _like(layout: Any) -> Any:
    """Return a layout that can be filled in anew without changing this one."""
    made = Layout.__new__(Layout)
    made.__dict__.update(layout.__dict__)
    return made


def strut(style: Any) -> Any:
    """Return the height of a style's lines and their base as WeasyPrint's function of this name does; kept with it."""
    found = style.__dict__.get(_STRUT)
    if found is None:
        found = style.__dict__[_STRUT] = line_break.strut(style)
    return found


def setup(layout: Any, style: Any) -> None:
    """Make a layout ready for a text of a style as WeasyPrint's method of this name does."""
    if style["text_decoration_line"] != "none":
        _setup(layout, style)
        return
    known = look(style)
    begun = _sets.get(known)
    if begun is None:
        begun = _sets[known] = _begun(style)
    layout.style, layout.language, layout.first_line_direction = style, begun.language, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(begun.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, begun.font)
    if begun.features is not None:
        features = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(features, begun.features)
        pango.pango_layout_set_attributes(layout.layout, features)


def _begun(style: Any) -> _Set:
    """Return what WeasyPrint makes anew for each layout, from the same properties."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    own, language = style["font_language_override"], pango.pango_language_get_default()
    named = LST_TO_ISO.get(own.lower(), own) if own != "normal" else style["lang"]
    if named:
        pointer, _ = unicode_to_char_p(named)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    features = font_features(*(style[name] for name in _FEATURES))
    told = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    known = style.font_config.font_features
    if told and told not in known:
        known[told] = pango.pango_attr_font_features_new(told)
    return _Set(context, language, get_font_description(style), known.get(told))


def look(style: Any) -> Any:
    """Return all that a line's layout asks of a style; kept with it, for no style changes once lines are laid out."""
    found = style.__dict__.get(_LOOK)
    if found is None:
        told = tuple(_frozen(style[name]) for name in _PROPERTIES)
        found = style.__dict__[_LOOK] = (id(style.font_config), *told)
        _configs[id(style.font_config)] = style.font_config
    return found


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
