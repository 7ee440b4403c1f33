"""Turns a document into plain lists and texts that JSON can write, and those into the document again."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Final

from reportgen.model import document as parts
from reportgen.model.document import Document
from reportgen.model.period import Period
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.model.status import Status

_KIND: Final = "is"
_CLASSES: Final[dict[str, Any]] = {
    each.__name__: each
    for each in (*vars(parts).values(), Quantity, NotMeasured, Period)
    if isinstance(each, type) and is_dataclass(each)
}
_TEXTS: Final[dict[str, Any]] = {"date": date.fromisoformat, "Fraction": Fraction, "Unit": Unit, "Status": Status}


def tree_of(value: object) -> Any:
    """Return a document, or a part of one, as lists, texts, whole numbers and mappings; defaults are left out."""
    if isinstance(value, tuple):
        return [tree_of(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        defaults = {field.name: field.default for field in fields(value) if field.default is not MISSING}
        kept = {name: tree_of(each) for name, each in told.items() if name not in defaults or each != defaults[name]}
        return {_KIND: type(value).__name__, **kept}
    if isinstance(value, Enum):
        return {_KIND: type(value).__name__, "text": str(value.value)}
    if isinstance(value, date | Fraction):
        return {_KIND: type(value).__name__, "text": str(value)}
    return value


def document_of(tree: Any) -> Document:
    """Return the document that `tree_of` took apart."""
    found = _value(tree)
    if not isinstance(found, Document):
        raise TypeError(f"this is no document: {type(found).__name__}")
    return found


def _value(tree: Any) -> Any:
    if isinstance(tree, list):
        return tuple(_value(each) for each in tree)
    if not isinstance(tree, dict):
        return tree
    kind = tree[_KIND]
    if kind in _TEXTS:
        return _TEXTS[kind](tree["text"])
    return _CLASSES[kind](**{name: _value(each) for name, each in tree.items() if name != _KIND})
