"""Turns a document into the words of the inputs that its readers cannot read: Chinese ones in an English paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from reportgen.model.document import Document, Named, Verbatim
from reportgen.model.period import Period
from reportgen.render.words.catalogue import Words

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_WRITTEN_IN_HAN = frozenset({"zh", "ja", "yue", "wuu"})
"""Languages whose readers know Chinese characters. Latin letters are known to all."""


def unreadable(document: Document, words: Words) -> frozenset[str]:
    """Return the texts of the inputs that a document prints as they were typed, in characters its readers do not know.

    Names are among them: only who knows what the inputs name can tell them from words.
    """
    return frozenset() if words.locale.language in _WRITTEN_IN_HAN else frozenset(_typed(document, words))


def _typed(document: Document, words: Words) -> Iterator[str]:
    kinds: dict[type, tuple[str, ...]] = {}  # a document has many parts of few kinds
    parts: list[object] = [document]
    while parts:
        each = parts.pop()
        if isinstance(each, tuple):
            parts.extend(each)
        elif isinstance(each, Verbatim):
            if _HAN.search(each.text) and each.text not in words.names:
                yield each.text
        elif isinstance(each, Named):
            yield from _unnamed(dict(each.texts), words)
        else:
            names = kinds.get(type(each))
            if names is None:
                names = kinds[type(each)] = _names(type(each))
            if names:
                parts.extend([getattr(each, name) for name in names])


def _unnamed(texts: dict[str, str], words: Words) -> Iterator[str]:
    """A name with an English text is the plan's own; one without it is what somebody typed."""
    text = next(iter(texts.values()))
    if words.language not in texts and "en" not in texts and text not in words.names and _HAN.search(text):
        yield text


def _names(kind: type) -> tuple[str, ...]:
    """The names of a part's values; none for a plain value."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) and kind is not Period else ()
