"""The text of a settings file (YAML) → composed nodes with their lines: by libyaml, twenty times as fast as Python.

Scalars keep their text, so nothing that YAML 1.1 would guess (`no`, `010`, `1:30`) is ever guessed. What libyaml
refuses, and the few signs that YAML 1.1 and 1.2 read differently, ruamel reads: it is the one that complains.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from ruamel.yaml.error import YAMLError

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
def composed(text: str) -> Any:
    """Compose a text once, as `compose` does: nodes are only ever read, and read again mostly the same."""
    return compose(text)


def compose(text: str) -> Any:
    """Compose a text into PyYAML's nodes or ruamel's: who makes others of them keeps those instead.

    Raise ruamel's YAMLError, ValueError, OverflowError or RecursionError where it is no YAML.
    """
    if _Loader is not None and not _DIFFERS.search(text):
        try:
            quick = yaml.compose(text, Loader=_Loader)
        except yaml.YAMLError:
            quick = None
        if quick is not None:
            return quick
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).compose(text)


def text_under(file: Path, key: str) -> str:
    """Return the text under a key of a file's mapping without judging anything; "" where there is none to be read."""
    try:
        top = composed(file.read_text("utf-8-sig"))
    except (OSError, YAMLError, RecursionError, ValueError, OverflowError):
        return ""
    pairs = top.value if getattr(top, "id", "") == "mapping" else ()
    return next((str(value.value).strip() for name, value in pairs if name.value == key and value.id == "scalar"), "")
