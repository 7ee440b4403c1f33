"""Turns one YAML file into nodes that know their line, so that every complaint can say where it is.

Nothing is guessed about a scalar: `NO`, `010` and `1e5` stay the text a person typed until a reader of `scalars` says
what it should be. A reader that cannot read its node reports why and returns a stand-in, so that reading goes on and
all mistakes are found in one run; a plan with a stand-in in it is never handed out. A node without a value (`raw` is
None) has been reported before and stays silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar
from unicodedata import category

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from reportgen.model.place import Place
from reportgen.model.problem import Kind, Problem
from reportgen.plan import kinds
from reportgen.plan.composing import composed

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Reference:
    """The name of another plan item, as found on a line.

    `what` is the kind of item (`measure`, `KPI`, `role`, `figure` for a measure or KPI …); `since` is the first day of
    the entry that names it, date.max if it has none.
    """

    what: str
    name: str
    node: Node
    since: date = date.max


@dataclass(frozen=True, slots=True)
class PlanFile:
    """One file being read: name as people see it, lines, SHA-256, and the growing lists of what was found in it."""

    name: str
    lines: tuple[str, ...] = ()
    sha256: str = ""
    problems: list[Problem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a plan file: the composed YAML below it, its line (1 is the first) and the key it stands under."""

    raw: YamlNode | None
    file: PlanFile
    line: int
    key: str

    @property
    def place(self) -> Place:
        """Return the file and line."""
        return Place(self.file.name, row=self.line)

    def problem(self, kind: Kind, found: str = "", **values: str) -> Problem:
        """Make a problem that stands on this node's line."""
        told = tuple((name, _printable(value)) for name, value in {"key": self.key, **values}.items())
        return Problem(kind, self.place, _printable(found), told)

    def report(self, kind: Kind, found: str = "", **values: str) -> None:
        """Note a problem of this node."""
        self.file.problems.append(self.problem(kind, found, **values))

    def faults(self) -> int:
        """Count the problems noted so far: equal counts before and after reading mean that what was read is sound."""
        return len(self.file.problems)

    def scalar(self) -> str:
        """Return the text of a single value without the spaces around it, or "" with a problem noted."""
        if self.raw is None:
            return ""
        if not isinstance(self.raw, ScalarNode):
            self._wrong_shape("a single value", f"{self.key}: value")
            return ""
        text = str(self.raw.value).strip()
        if not text:
            self.report(kinds.VALUE_EMPTY)
        elif text != _printable(text):
            self.report(kinds.TEXT_UNPRINTABLE, text)
            return ""
        return text

    def expect(self, what: str, among: Iterable[str] = ()) -> None:
        """Hear which kind of value, or which of a few words, a reader is about to read; only a sketch notes it."""

    def offer(self, key: str, words: Iterable[str]) -> None:
        """Hear which words a reader looks for under a key before it reads it; only a sketch notes it."""

    def items(self, *, least: int = 1) -> tuple[Node, ...]:
        """Return the parts of a list; fewer than `least` is a problem."""
        if self.raw is None:
            return ()
        if not isinstance(self.raw, SequenceNode):
            self._wrong_shape("a list", f"{self.key}: [one, two]")
            return ()
        if len(self.raw.value) < least:
            self.report(kinds.VALUE_EMPTY)
        return tuple(Node(part, self.file, _line(part), self.key) for part in self.raw.value)

    def pairs(self) -> tuple[tuple[str, Node], ...]:
        """Return a mapping's keys and values in order, each key once: a second one is a problem."""
        if self.raw is None:
            return ()
        if not isinstance(self.raw, MappingNode):
            self._wrong_shape("a mapping of keys to values", "key: value")
            return ()
        found: dict[str, Node] = {}
        for key, value in self.raw.value:
            node = Node(value, self.file, _line(key), str(key.value) if isinstance(key, ScalarNode) else "?")
            if node.key in found:
                node.report(kinds.KEY_TWICE, node.key, first=str(found[node.key].line))
            else:
                found[node.key] = node
        return tuple(found.items())

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> Fields:
        """Return a mapping's values by key; an unknown key and a missing one are problems.

        A missing key that stands there misspelt is not said to be missing as well.
        """
        pairs = dict(self.pairs())
        must, known = tuple(required), (*required, *optional)
        strange = [key for key in pairs if key not in known]
        for key in strange:
            pairs[key].report(kinds.KEY_UNKNOWN, key, of=self.title(), hint=hint(key, known))
        for key in must if isinstance(self.raw, MappingNode) else ():
            if key not in pairs and not get_close_matches(key, strange, 1):
                self.report(kinds.BECAUSE_MISSING if key == "because" else kinds.KEY_MISSING, key, of=self.title())
        return Fields(self, pairs)

    def title(self) -> str:
        """Name a mapping in messages: by its id where it has one, else by the key it stands under."""
        return f"`{self.peek('id') or self.key}`"

    def name(self) -> Node:
        """Return the key itself as a value, for mappings whose keys are names: roles, columns, weighted KPIs."""
        return Node(ScalarNode(tag="", value=self.key), self.file, self.line, self.key)

    def written(self) -> tuple[str, ...]:
        """Return the keys of a mapping without judging anything."""
        pairs = self.raw.value if isinstance(self.raw, MappingNode) else ()
        return tuple(str(key.value) for key, _ in pairs if isinstance(key, ScalarNode))

    def means(self, key: str) -> bool:
        """Tell whether a key of a mapping is written, be it misspelt."""
        return bool(get_close_matches(key, self.written(), 1, 0.8))

    def peek(self, key: str) -> str:
        """Return the text under a key of a mapping without judging anything, or "" where there is none."""
        if isinstance(self.raw, MappingNode):
            for name, value in self.raw.value:
                if isinstance(value, ScalarNode) and name.value == key:
                    return str(value.value).strip()
        return ""

    def peek_text(self) -> str:
        """Return a single value without judging it."""
        return str(self.raw.value).strip() if isinstance(self.raw, ScalarNode) else ""

    def is_percent(self) -> bool:
        """Tell whether a percentage is written here, without judging it."""
        return isinstance(self.raw, ScalarNode) and str(self.raw.value).strip().endswith("%")

    def _wrong_shape(self, expected: str, example: str) -> None:
        """Note that a list, a mapping, a single value or nothing stands where something else was expected."""
        if isinstance(self.raw, ScalarNode) and not str(self.raw.value).strip():
            self.report(kinds.VALUE_EMPTY)
            return
        names = {"mapping": "a mapping", "sequence": "a list"}
        actual = names.get(getattr(self.raw, "id", ""), "a single value")
        self.report(kinds.SHAPE_WRONG, expected=expected, actual=actual, example=f"`{example}`")


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of one mapping by key. An absent key gives a silent node: that it had to be there was said before."""

    node: Node
    nodes: Mapping[str, Node]

    def __getitem__(self, key: str) -> Node:
        """Return the node under a key."""
        return self.nodes.get(key) or Node(None, self.node.file, self.node.line, key)

    def __contains__(self, key: str) -> bool:
        """Tell whether the key was written."""
        return key in self.nodes

    def refuse(self, key: str, reason: str, instead: str) -> None:
        """Note a key that was written where it would have no effect."""
        if key in self:
            self[key].report(kinds.KEY_IDLE, key, reason=reason, instead=instead)


@dataclass(frozen=True, slots=True)
class Shape(Generic[T_co]):
    """The further keys of one kind of entry, and what turns them into its value."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[Fields], T_co]


def fields_of_kind(
    node: Node,
    required: tuple[str, ...],
    optional: tuple[str, ...],
    shapes: Mapping[str, Shape[T]],
) -> tuple[Fields, T]:
    """Read a mapping whose `kind` says which further keys it has, and the value these make.

    Where the kind is unknown or absent, the keys of every kind are let pass: that one mistake is reported, not its
    consequences.
    """
    node.offer("kind", shapes)
    kind = node.peek("kind")
    if kind in shapes:
        shape = shapes[kind]
        fields = node.fields((*required, "kind", *shape.required), (*optional, *shape.optional))
        return fields, shape.read(fields)
    every = tuple(key for shape in shapes.values() for key in (*shape.required, *shape.optional))
    fields = node.fields((*required, "kind"), (*optional, *every))
    if "kind" in fields and fields["kind"].scalar():
        fields["kind"].report(kinds.CHOICE_UNKNOWN, kind, hint=hint(kind, shapes))
    return fields, next(iter(shapes.values())).read(Fields(node, {}))


def hint(found: str, known: Iterable[str]) -> str:
    """Say which known name is nearest to what was found, or which names are known."""
    if found.isdigit():
        return "Within braces a number is written without commas: 5000."
    if " " in found:
        return "A text with a comma or a colon in it needs quotes around it."
    names = sorted(set(known))
    near = get_close_matches(found, names, 1)
    if near:
        return f"Did you mean `{near[0]}`?"
    return f"Known are: {', '.join(names)}." if names else "None is defined."


def open_file(path: Path, shown: str) -> Node:
    """Compose a file into its outermost node. What is not UTF-8 or not YAML is noted, and gives a silent node."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        node = Node(None, PlanFile(shown), 0, path.stem)
        reason = error.strerror or "the system refuses" if isinstance(error, OSError) else "it is not UTF-8"
        node.report(kinds.FILE_UNREADABLE, reason=reason)
        return node
    file = PlanFile(shown, tuple(text.splitlines()), sha256(data).hexdigest())
    try:
        raw = composed(text)
    except (YAMLError, RecursionError, ValueError, OverflowError) as error:  # the last two: "\\UFFFFFFFF" in quotes
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        reason = error.problem if isinstance(error, MarkedYAMLError) else str(error)
        node = Node(None, file, mark.line + 1 if mark else 1, path.stem)
        node.report(kinds.YAML_INVALID, reason=" ".join(str(reason).split()))
        return node
    node = Node(raw, file, _line(raw) if raw else 1, path.stem)
    if raw is None:
        node.report(kinds.VALUE_EMPTY)
    return node


def dated(node: Node, mark: int, since: date) -> None:
    """Give the references noted since a mark the first day of the entry that names them."""
    found = node.file.references
    found[mark:] = [replace(reference, since=since) for reference in found[mark:]]


def _printable(text: str) -> str:
    """Write control characters and halves of characters, which quotes can smuggle in, as escapes."""
    if text.isprintable():  # neither of them is, and nearly all texts are
        return text
    return "".join(char if category(char) not in {"Cc", "Cs"} or char == "\n" else ascii(char)[1:-1] for char in text)


def _line(raw: YamlNode) -> int:
    """Return the line a composed node begins on, 1 for the first."""
    return int(raw.start_mark.line) + 1
