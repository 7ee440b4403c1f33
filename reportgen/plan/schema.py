"""The plan's readers → a JSON Schema for each of its files, so that editors complete and check what people type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from reportgen.plan import scalars
from reportgen.plan.read import PARTS, READERS
from reportgen.plan.sketch import Form, Notes, sketched
from reportgen.plan.yaml_nodes import Node

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

_NUMBER = {"type": ["number", "string"], "pattern": f"^{scalars.NUMBER.pattern}$"}
_WORDS = {
    "type": "object",
    "properties": {language: {"type": "string"} for language in scalars.LANGUAGES},
    "required": list(scalars.LANGUAGES),
    "additionalProperties": {"type": "string"},
}
_VALUES: Mapping[str, Schema] = {
    "text": {"type": ["string", "number", "boolean"]},
    "number": _NUMBER,
    "percent": {
        "type": ["string", "number"],
        "pattern": f"^(?:{scalars.PERCENT.pattern}|{scalars.RATIO.pattern}|0)$",
        "minimum": 0,
        "maximum": 0,
    },
    "whole": {"type": ["integer", "string"], "pattern": f"^(?:{scalars.WHOLE.pattern})$"},
    "day": {"type": "string", "pattern": f"^{scalars.DATE.pattern}$"},
    "year": {"type": ["integer", "string"], "pattern": f"^{scalars.YEAR.pattern}$"},
    "country": {"type": "string", "pattern": f"^{scalars.COUNTRY.pattern}$"},
    "currency": {"type": "string", "pattern": f"^{scalars.CURRENCY.pattern}$"},
    "identifier": {"type": "string", "pattern": f"^{scalars.IDENTIFIER.pattern}$"},
    "column": {"type": "string", "pattern": f"^{scalars.COLUMN.pattern}$"},
    "worded": _WORDS,
    "language": {"type": "string", "pattern": f"^(?:both|{scalars.LANGUAGE.pattern})$"},
}
"""What each kind of single value looks like when an editor has read it: numbers with commas are texts to it."""


def schemas() -> dict[str, Schema]:
    """Return the schema of each section of a plan, by its name."""
    return {name: schema_of(name, READERS[name]) for name in PARTS}


def schema_of(name: str, read: Callable[[Node], object]) -> Schema:
    """Return the schema of one section: what its reader asks for, and nothing else."""
    return {
        "$schema": DIALECT,
        "title": f"{name}.yaml",
        "description": f"{PARTS[name].holds}",
        **_schema(sketched(read)),
    }


def _schema(notes: Notes) -> Schema:
    """Return what may stand at a node; several ways are alternatives."""
    found = [_form(kind, form, notes) for kind, form in notes.forms.items() if form.required is not None]
    if "worded" in notes.expected:
        found = [_WORDS]
    if notes.items is not None:
        least = {"minItems": notes.least} if notes.least else {}
        found.append({"type": "array", "items": _schema(notes.items), **least})
    if notes.values is not None and not notes.forms:
        found.append({"type": "object", "additionalProperties": _schema(notes.values)})
    return _any([*found, *_singles(notes)])


def _singles(notes: Notes) -> list[Schema]:
    if notes.among:
        return [{"enum": list(notes.among)}]
    known = [what for what in notes.expected if what not in ("text", "worded")]
    if not known:
        return [dict(_VALUES["text"])] if "text" in notes.expected else []
    # A reader that asks for a number reads its text first: the text says nothing more. Words of its own are told so.
    every = [*known, *(["text"] if "own" in known else [])]
    return [dict(_VALUES[what]) for what in every if what in _VALUES]


def _form(kind: str, form: Form, notes: Notes) -> Schema:
    """Return one form of a mapping: of a kind, that word stands under `kind`."""
    properties = {key: _schema(under) for key, under in form.keys.items()}
    if kind:
        properties[form.by] = {"const": kind}
    elif len(notes.forms) > 1:
        return {}  # what a reader says of a form that it cannot tell: the others say it whole
    required = sorted(form.required or ())
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _any(found: list[Schema]) -> Schema:
    ways = [each for each in found if each]
    if len(ways) == 1:
        return ways[0]
    return {"anyOf": ways} if ways else {}
