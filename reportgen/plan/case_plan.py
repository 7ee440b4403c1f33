"""Turns the piece of a plan that a rule case writes into a whole plan: what it leaves out has its usual value.

Every node that is added takes the line of what it is added to, so a complaint still points into the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from reportgen.model.plan import Plan
from reportgen.model.problem import Problem
from reportgen.plan.composing import composed
from reportgen.plan.read import PARTS, read_roots
from reportgen.plan.yaml_nodes import Node, PlanFile

Usual = Mapping[str, YamlNode]
"""The usual values by section."""

_YEAR = re.compile(r"\b20[0-9]{2}\b")

_SINGLE = ("company", "documents")
"""The sections that are one mapping: a case may write any of its keys."""

_USUAL = ("measures", "kpis")
"""The sections whose usual entries stand beside those of the case."""

_IDLE = {"count": {"column"}, "heads": {"column", "date"}}
"""What a measure of a kind has no use for: rows and people are counted as a whole, people by their days."""


USUAL_YEAR = 2026
"""The year of the usual values; in a case of another year they are those of that year."""


@dataclass(frozen=True, slots=True)
class Began:
    """The year that a case is about, and the first month that it names in it (`2026-03`)."""

    year: int
    month: str


_USUAL_BEGINNING = Began(USUAL_YEAR, f"{USUAL_YEAR}-01")


def plan_of_case(
    given: Node, sections: Mapping[str, Node], began: Began = _USUAL_BEGINNING
) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Make a plan of the sections that a case writes; `given` is the mapping they stand in.

    Pay starts in January of the year that the case is about; where somebody is advanced money every month, with the
    first month that the case names, so that no advance is owed for months that it says nothing of.
    """
    usual = _defaults(began.year, began.month if _advances(sections.get("pay")) else "")
    roots = {name: _root(given, name, sections.get(name), usual) for name in PARTS}
    return read_roots({name: (root,) if root else () for name, root in roots.items()})


def _advances(pay: Node | None) -> bool:
    entries = pay.raw.value if pay and isinstance(pay.raw, SequenceNode) else ()
    return any(_text(entry, "kind") == "draw" for entry in entries)


def _root(given: Node, name: str, written: Node | None, defaults: Usual) -> Node | None:
    """Return a section's node with what is usual in it, in a file of its own."""
    if written is None and name not in defaults:
        return None
    place = written or given
    raw = _whole(name, written, defaults, place)
    file = PlanFile(place.file.name, place.file.lines, place.file.sha256)
    return Node(raw, file, place.line, name)


def _whole(name: str, written: Node | None, defaults: Usual, place: Node) -> YamlNode | None:
    own, usual = written.raw if written else None, defaults.get(name)
    if name in _SINGLE:
        base = _moved(usual, place)
        return _over(own, base) if isinstance(own, MappingNode) else (own or base)
    if own is not None and not isinstance(own, SequenceNode):
        return own
    mine = list(own.value) if isinstance(own, SequenceNode) else []
    ids = {_text(entry, "id") for entry in mine}
    kept = [entry for entry in (usual.value if name in _USUAL and usual else ()) if _text(entry, "id") not in ids]
    entries = [*(_moved(entry, place) for entry in kept), *mine]
    return _list([_entry(name, entry, defaults) for entry in entries], place)


def _entry(section: str, entry: YamlNode, defaults: Usual) -> YamlNode:
    """Return an entry with the keys that it leaves out."""
    name = _text(entry, "id")
    if not isinstance(entry, MappingNode) or not name:
        return entry
    node = Node(entry, PlanFile(""), int(entry.start_mark.line) + 1, "")
    usual = [*_pairs(node, {"name": name}, worded=True)]
    for key, pairs in defaults["entries"].value:
        usual += pairs.value if key.value in (section, "all") else ()
    whole = _over(entry, _mapping([(_moved(key, node), _moved(value, node)) for key, value in usual], node))
    return _without_idle(section, whole, entry)


def _without_idle(section: str, whole: MappingNode, own: MappingNode) -> MappingNode:
    """Leave out or add what follows from an entry's own keys."""
    node = Node(own, PlanFile(""), int(own.start_mark.line) + 1, "")
    if section == "measures" and _text(own, "how") in _IDLE:
        idle = _IDLE[_text(own, "how")]
        return _mapping([(key, value) for key, value in whole.value if key.value not in idle], node)
    if section == "kpis":
        further: dict[str, str] = {}
        if "target" in node.written():
            further |= {"green": "100 %", "orange": "90 %"}
        if "kind" in node.written() and "unit" not in node.written() and _text(own, "kind") != "sum":
            whole = _mapping([(key, value) for key, value in whole.value if key.value != "unit"], node)
            further["unit"] = "percent"
        return _over(whole, _mapping(_pairs(node, further), node))
    return whole


def _over(own: MappingNode, usual: YamlNode | None) -> MappingNode:
    """Return a mapping with the pairs of another whose keys it does not write."""
    written = {key.value for key, _ in own.value}
    added = [(key, value) for key, value in (usual.value if usual else ()) if key.value not in written]
    return MappingNode(own.tag, [*own.value, *added], own.start_mark, own.end_mark)


def _pairs(place: Node, texts: Mapping[str, str], *, worded: bool = False) -> list[tuple[YamlNode, YamlNode]]:
    def value(text: str) -> YamlNode:
        both = [(_scalar(language, place), _scalar(text, place)) for language in ("zh", "en")]
        return _mapping(both, place) if worded else _scalar(text, place)

    return [(_scalar(key, place), value(text)) for key, text in texts.items()]


def _moved(raw: YamlNode | None, place: Node) -> YamlNode:
    """Return a copy of a usual node that stands where `place` does."""
    if isinstance(raw, MappingNode):
        return _mapping([(_moved(key, place), _moved(value, place)) for key, value in raw.value], place)
    if isinstance(raw, SequenceNode):
        return _list([_moved(part, place) for part in raw.value], place)
    return _scalar(str(raw.value) if raw else "", place)


def _scalar(text: str, place: Node) -> YamlNode:
    return ScalarNode("tag:yaml.org,2002:str", text, *_marks(place))


def _list(parts: Iterable[YamlNode], place: Node) -> YamlNode:
    return SequenceNode("tag:yaml.org,2002:seq", list(parts), *_marks(place))


def _mapping(pairs: Iterable[tuple[YamlNode, YamlNode]], place: Node) -> MappingNode:
    return MappingNode("tag:yaml.org,2002:map", list(pairs), *_marks(place))


def _marks(place: Node) -> tuple[object, object]:
    """Return where a node stands; every node that something is added to was composed from text."""
    return (place.raw.start_mark, place.raw.end_mark) if place.raw else (None, None)


def _text(raw: YamlNode, key: str) -> str:
    return Node(raw, PlanFile(""), 0, "").peek(key)


@cache
def _defaults(year: int, pay_starts: str) -> Usual:
    """Return the usual values, moved from their own year to another; pay starts with a month where one is given."""
    text = (files("reportgen.plan") / "case_defaults.yaml").read_text("utf-8")
    text = _YEAR.sub(lambda found: str(int(found[0]) + year - USUAL_YEAR), text)
    if pay_starts:
        text = text.replace(f"pay_starts: {year}-01", f"pay_starts: {pay_starts}")
    root = composed(text)
    assert root is not None  # noqa: S101  the program's own file
    return {str(key.value): value for key, value in root.value}
