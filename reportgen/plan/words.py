"""Turns `words.yaml` into what the words of the inputs are called in other languages: 价格 is a price."""

from __future__ import annotations

from reportgen.model.plan import Text
from reportgen.plan import kinds
from reportgen.plan.scalars import LANGUAGE, LANGUAGES
from reportgen.plan.yaml_nodes import Node, hint


def read(root: Node) -> tuple[tuple[str, Text], ...]:
    """Read the words as people type them, each with its name by language; without one it prints as it is."""
    return tuple((word, _names(node)) for word, node in root.pairs())


def _names(node: Node) -> Text:
    found = {}
    for language, name in node.pairs():
        if not LANGUAGE.fullmatch(language):
            name.report(kinds.KEY_UNKNOWN, language, of=node.title(), hint=hint(language, LANGUAGES))
        found[language] = name.scalar()
    return found
