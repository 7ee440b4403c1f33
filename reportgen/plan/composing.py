"""Turns the text of a YAML file into composed nodes with their lines: read by libyaml, twenty times as fast as Python.

Scalars keep their text, so nothing that YAML 1.1 would guess (`no`, `010`, `1:30`) is ever guessed. What libyaml
refuses, and the few signs that YAML 1.1 and 1.2 read differently, ruamel reads: it is the one that complains.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

_Loader = getattr(yaml, "CBaseLoader", None)
"""What composes without resolving tags; absent where PyYAML was made without libyaml."""

_DIFFERS: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\t\r]"  # line breaks of YAML 1.1 alone, tabs
    r"|(?:^|[\s\[{,])[&*!?]"  # anchors, tags, keys that are spelt out
    r"|^%"  # directives
    r"|[|>][-+0-9]*(?:#| *(?:#.*)?\n[ ]*\n)",  # long texts that begin with a blank line
    re.MULTILINE,
)


@lru_cache(maxsize=256)
def composed(text: str) -> YamlNode | None:
    """Compose a text once: nodes are only ever read, and a plan that is read again is mostly the same one.

    Raise ruamel's YAMLError, ValueError, OverflowError or RecursionError where it is no YAML.
    """
    if _Loader is not None and not _DIFFERS.search(text):
        try:
            quick = yaml.compose(text, Loader=_Loader)
        except yaml.YAMLError:
            quick = None
        if quick is not None:
            return _node(quick)
    found: YamlNode | None = YAML(typ="safe", pure=True).compose(text)
    return found


def _node(quick: yaml.Node) -> YamlNode:
    """Make ruamel's node of libyaml's, with libyaml's own marks: only their lines are ever asked for."""
    value = quick.value
    if isinstance(quick, yaml.MappingNode):
        pairs = [(_node(key), _node(below)) for key, below in value]
        return MappingNode(quick.tag, pairs, quick.start_mark, quick.end_mark)
    if isinstance(quick, yaml.SequenceNode):
        return SequenceNode(quick.tag, [_node(part) for part in value], quick.start_mark, quick.end_mark)
    return ScalarNode(quick.tag, value, quick.start_mark, quick.end_mark, style=getattr(quick, "style", None))
