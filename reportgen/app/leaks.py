"""A finished file's bytes → who is named in it and must not be: such a file is never written."""

from __future__ import annotations

from collections.abc import Collection

from reportgen.app import kinds
from reportgen.model.naming import Names, named
from reportgen.model.papers import Form
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.render.said import said


def strangers(data: bytes, form: Form, audience: Collection[str], names: Names) -> tuple[str, ...]:
    """Return the ids of those whom a file names and must not, sorted.

    A name that several people bear names nobody in particular as long as one of them may be named.
    """
    bearers = {each for text in said(data, form) for each in named(text, names)}
    return tuple(sorted({person for each in bearers if not set(each) & set(audience) for person in each}))


def leak(path: str, subject: str, found: tuple[str, ...]) -> Problem:
    """Return the problem of a file that names strangers."""
    values = (("people", ", ".join(found)),)
    return Problem(kinds.NAMES_OTHERS, Place(path), path, values, (subject,))
