"""Turns the text of a small YAML file into plain values, once for all processes that read the same text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportgen.render.kept import worked_out


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text is no YAML, in the parser's words, and the line, from 1 on; 0 where it tells none."""

    found: str
    line: int = 0


@lru_cache(maxsize=32)
def plain(text: str) -> Any | Unreadable:
    """Return what a text says. Reading a language's sentences takes longer than drawing a page.

    The value is shared by all who ask: nobody may change it.
    """
    return worked_out("yaml 1", text.encode(), lambda: _parsed(text))


def _parsed(text: str) -> Any | Unreadable:
    # Loaded here: a process that finds everything on its shelf needs none of it.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        sentence = str(getattr(error, "problem", None) or error).splitlines()[0]
        return Unreadable(sentence, getattr(getattr(error, "problem_mark", None), "line", -1) + 1)
