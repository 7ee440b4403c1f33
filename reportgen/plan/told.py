"""Turns a plan folder into its text: every value as it was typed, with the line it stands on, for the plan document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from reportgen.model.entry import Text
from reportgen.model.plan_text import PlanEntry, PlanSection, PlanText, Value
from reportgen.plan.read import PARTS, opened
from reportgen.plan.scalars import ENTRY, LANGUAGES
from reportgen.plan.yaml_nodes import Node

_HEAD = (*ENTRY, "clause")


def tell(folder: Path, shown: str) -> PlanText:
    """Return the text of a plan that was read without a fault."""
    sections = []
    for name in PARTS:
        if name == "words":  # a dictionary promises nothing
            continue
        roots = opened(folder, shown, name)
        entries = [entry for root in roots for entry in _entries(root)]
        if entries:
            sections.append(PlanSection(name, tuple(_until(entries))))
    return PlanText(tuple(sections), _names(sections))


def _entries(root: Node) -> Iterator[PlanEntry]:
    if isinstance(root.raw, SequenceNode):
        for item in root.items(least=0):
            yield _entry(item)
    elif isinstance(root.raw, MappingNode):
        yield _entry(root)


def _entry(node: Node) -> PlanEntry:
    pairs = dict(node.pairs())
    single = "id" not in pairs
    values = [value for key, under in pairs.items() if single or key not in _HEAD for value in _values(under, (key,))]
    words = {key: _words(pairs[key]) if key in pairs and not single else {} for key in ("name", "because")}
    return PlanEntry(
        node.peek("id"),
        words["name"],
        node.peek("from"),
        "",
        "" if single else node.peek("clause"),
        words["because"],
        tuple(values),
        node.place,
    )


def _values(node: Node, keys: tuple[str, ...]) -> Iterator[Value]:
    """Yield what stands under a key: lists of single values in one line, parts of others numbered."""
    if isinstance(node.raw, MappingNode):
        if set(LANGUAGES) <= set(node.written()):
            yield Value(keys, _words(node), node.place)
            return
        for key, under in node.pairs():
            yield from _values(under, (*keys, key))
    elif isinstance(node.raw, SequenceNode):
        parts = node.items(least=0)
        if all(isinstance(part.raw, ScalarNode) for part in parts):
            yield Value(keys, ", ".join(part.peek_text() for part in parts) or "—", node.place)
            return
        for number, part in enumerate(parts, start=1):
            yield from _values(part, (*keys, str(number)))
    else:
        yield Value(keys, node.peek_text(), node.place)


def _words(node: Node) -> Text:
    return {language: " ".join(under.peek_text().split()) for language, under in node.pairs()}


def _until(entries: Sequence[PlanEntry]) -> Iterator[PlanEntry]:
    """Give each version the last day before the next one of its id."""
    for entry in entries:
        later = sorted(other.since for other in entries if other.id == entry.id and other.since > entry.since)
        last = (date.fromisoformat(later[0]) - timedelta(days=1)).isoformat() if later else ""
        yield replace(entry, until=last)


def _names(sections: Sequence[PlanSection]) -> dict[str, Text]:
    """Return what the ids of the plan are called; roles are named where the company is described."""
    found: dict[str, Text] = {}
    for section in sections:
        for entry in section.entries:
            for value in entry.values if section.name == "company" else ():
                if value.keys[0] == "roles" and not isinstance(value.text, str):
                    found.setdefault(value.keys[-1], value.text)
            if entry.id:
                found.setdefault(entry.id, entry.name)
    return found
