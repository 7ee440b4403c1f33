"""A finished file's bytes → who is named in it and must not be: such a file is never written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

from reportgen.app import kinds
from reportgen.model.document import Document, Verbatim
from reportgen.model.naming import Names, named, named_in
from reportgen.model.papers import Form
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.render.said import said

_NAMELESS = "—"
"""What stands for the name of a customer: every font has it."""


def strangers(data: bytes, form: Form, audience: Collection[str], names: Names) -> tuple[str, ...]:
    """Return the ids of those whom a file names and must not, sorted.

    A name that several people bear names nobody in particular as long as one of them may be named.
    """
    bearers = named_in(said(data, form), names)
    return tuple(sorted({person for each in bearers if not set(each) & set(audience) for person in each}))


def without_namesakes(document: Document, names: Names) -> Document | None:
    """Return a document whose customers that are called like one of our people have no name; None where it has none.

    What is drawn of it tells of our people all that the document does, in the same places: a name that its file still
    has is no customer's.
    """
    found = _unnamed(document, names)
    return None if found is document else found


_T = TypeVar("_T")


def _unnamed(part: _T, names: Names) -> _T:
    """Return a part without its customers' names that name a person; the part itself where it has none."""
    found: Any = part
    if isinstance(part, Verbatim):
        found = replace(part, text=_NAMELESS) if part.customer and named(part.text, names) else part
    elif isinstance(part, tuple):
        each = [_unnamed(inner, names) for inner in part]
        found = part if all(new is old for new, old in zip(each, part, strict=True)) else tuple(each)
    elif is_dataclass(part) and not isinstance(part, type | Period | date):
        inside = {each.name: getattr(part, each.name) for each in fields(part) if each.init}
        changed = {name: new for name, old in inside.items() if (new := _unnamed(old, names)) is not old}
        found = replace(part, **changed) if changed else part
    return found  # type: ignore[no-any-return]


def leak(path: str, subject: str, found: tuple[str, ...]) -> Problem:
    """Return the problem of a file that names strangers."""
    values = (("people", ", ".join(found)),)
    return Problem(kinds.NAMES_OTHERS, Place(path), path, values, (subject,))
