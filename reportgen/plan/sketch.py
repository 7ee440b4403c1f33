"""A reader of plan nodes → what it asks of them, found by letting it read a node that only takes notes.

So a schema can never say another thing than the reader does. A reader that looks ahead (at a `kind`, at whether a key
is written) is run again for every answer that it could have met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from reportgen.plan.yaml_nodes import Fields, Node, PlanFile

_MOST_RUNS = 400
"""How many combinations of answers are tried: every reader needs far fewer, and a slip must not run for ever."""

_TELLING = ("kind", "how", "on")
"""The keys whose word says which further keys there are, the first of them where a mapping has several."""

Question = tuple[str, str, str]
"""Where a reader looked ahead, at which key, and whether for its presence (`means`) or its text (`peek`)."""


@dataclass(slots=True)
class Form:
    """One way in which a mapping may be written: the keys that must be there, and what stands under each.

    `by` is the key whose word tells this form from the others ("" where it is the only one).
    """

    by: str = ""
    required: set[str] | None = None
    keys: dict[str, Notes] = field(default_factory=dict)


@dataclass(slots=True)
class Notes:
    """What a reader asked of one node: kinds of single value, words to choose from, parts, forms by their `kind`."""

    expected: dict[str, None] = field(default_factory=dict)
    among: dict[str, None] = field(default_factory=dict)
    items: Notes | None = None
    least: int = 0
    values: Notes | None = None
    forms: dict[str, Form] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    """The answers given to a reader that looks ahead, and the questions it asked."""

    answers: dict[Question, str]
    asked: dict[Question, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sketch(Node):
    """A node without a value that notes what is asked of it; every key that may be written counts as written."""

    notes: Notes = field(default_factory=Notes)
    run: _Run = field(default_factory=lambda: _Run({}))
    path: str = ""

    def report(self, kind: object, found: str = "", **values: str) -> None:
        """Note no problem: nothing was read."""

    def expect(self, what: str, among: Iterable[str] = ()) -> None:
        """Note which kind of single value is read here."""
        self.notes.expected[what] = None
        self.notes.among.update(dict.fromkeys(among))

    def scalar(self) -> str:
        """Note a text, unless the reader says more."""
        self.notes.expected.setdefault("text", None)
        return ""

    def items(self, *, least: int = 1) -> tuple[Node, ...]:
        """Note a list of parts that are all alike."""
        self.notes.items = self.notes.items or Notes()
        self.notes.least = max(self.notes.least, least)
        return (self._child("[]", self.notes.items),)

    def pairs(self) -> tuple[tuple[str, Node], ...]:
        """Note a mapping of any keys to values that are all alike."""
        self.notes.values = self.notes.values or Notes()
        return (("*", self._child("*", self.notes.values)),)

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> Fields:
        """Note a mapping of these keys, as one form among others where it has a kind."""
        must, may = tuple(required), tuple(optional)
        told = ((key, self.run.answers.get((self.path, key, "peek"), "")) for key in _TELLING)
        by, kind = next(((key, text) for key, text in told if text), ("", ""))
        form = self.notes.forms.setdefault(kind, Form(by))
        form.required = set(must) if form.required is None else form.required & set(must)
        nodes: dict[str, Node] = {}
        for key in (*must, *may):
            nodes[key] = self._child(f"{kind}/{key}", form.keys.setdefault(key, Notes()), key)
        return Fields(self, nodes)

    def title(self) -> str:
        """Return no name: nothing is complained about."""
        return ""

    def name(self) -> Node:
        """Return the key as a node whose notes nobody needs: keys are texts."""
        return Sketch(None, self.file, 0, "")

    def written(self) -> tuple[str, ...]:
        """Return no further keys."""
        return ()

    def means(self, key: str) -> bool:
        """Answer whether a key is written, as this run has it."""
        return bool(self._answer(key, "means"))

    def peek(self, key: str) -> str:
        """Answer what stands under a key, as this run has it."""
        return self._answer(key, "peek")

    def peek_text(self) -> str:
        """Note that words may stand here that the reader knows itself."""
        self.notes.expected["text"] = None
        return ""

    def is_percent(self) -> bool:
        """Note that a percentage may stand here as well as what is read next."""
        self.notes.expected["percent"] = None
        return False

    def offer(self, key: str, words: Iterable[str]) -> None:
        """Note the words that a reader looks for under a key before it reads it."""
        self.run.asked[self.path, key, "peek"] = None
        form = self.notes.forms.setdefault("", Form())
        form.keys.setdefault(key, Notes()).among.update(dict.fromkeys(words))

    def _answer(self, key: str, how: str) -> str:
        self.run.asked[self.path, key, how] = None
        return self.run.answers.get((self.path, key, how), "")

    def _child(self, step: str, notes: Notes, key: str = "") -> Sketch:
        return Sketch(None, self.file, 0, key or self.key, notes, self.run, f"{self.path}.{step}")


def sketched(read: Callable[[Node], object]) -> Notes:
    """Return everything that a reader asks of its file, over all that it could meet when it looks ahead."""
    notes = Notes()
    todo: list[dict[Question, str]] = [{}]
    tried: list[dict[Question, str]] = []
    while todo and len(tried) < _MOST_RUNS:
        answers = todo.pop(0)
        if answers in tried:
            continue
        tried.append(answers)
        run = _Run(answers)
        read(Sketch(None, PlanFile(""), 0, "", notes, run))
        for question in run.asked:
            if question not in answers:
                todo += [{**answers, question: text} for text in _texts(notes, question)]
    return notes


def _texts(notes: Notes, question: Question) -> Sequence[str]:
    """Return what a reader may find where it looked ahead, beside nothing."""
    path, key, how = question
    if how == "means":
        return ("yes",)
    found = _at(notes, path)
    known: dict[str, None] = {}
    for form in found.forms.values() if found else ():
        known.update(form.keys[key].among if key in form.keys else {})
    return tuple(known)


def _at(notes: Notes, path: str) -> Notes | None:
    """Return the notes of a path."""
    found: Notes | None = notes
    for step in path.split(".")[1:]:
        if found is None:
            return None
        if step == "[]":
            found = found.items
        elif step == "*":
            found = found.values
        else:
            kind, _, key = step.partition("/")
            form = found.forms.get(kind)
            found = form.keys.get(key) if form else None
    return found
