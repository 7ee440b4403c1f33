"""Turns the text of a plan's file into composed nodes with their lines, all of ruamel's kinds."""

from __future__ import annotations

from functools import lru_cache

import yaml
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from reportgen import settings


@lru_cache(maxsize=256)
def composed(text: str) -> YamlNode | None:
    """Compose a text once: nodes are only ever read, and a plan that is read again is mostly the same one.

    Raise ruamel's YAMLError, ValueError, OverflowError or RecursionError where it is no YAML.
    """
    found: yaml.Node | YamlNode | None = settings.compose(text)
    return _node(found) if isinstance(found, yaml.Node) else found


def _node(quick: yaml.Node) -> YamlNode:
    """Make ruamel's node of libyaml's, with libyaml's own marks: only their lines are ever asked for."""
    value = quick.value
    if isinstance(quick, yaml.MappingNode):
        pairs = [(_node(key), _node(below)) for key, below in value]
        return MappingNode(quick.tag, pairs, quick.start_mark, quick.end_mark)
    if isinstance(quick, yaml.SequenceNode):
        return SequenceNode(quick.tag, [_node(part) for part in value], quick.start_mark, quick.end_mark)
    return ScalarNode(quick.tag, value, quick.start_mark, quick.end_mark, style=getattr(quick, "style", None))
