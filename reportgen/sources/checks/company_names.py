"""Names of companies as people type them → what stays of them when typing, script and legal form are taken away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# Longest first; "分公司" (a branch) and what stands before a bare "公司" are part of the name.
_CHINESE_FORM = "(集团)?(股份)?有限(责任)?公司|(集团)?股份公司|集团公司|(集团|公司|株式会社)$"
_LATIN_FORM = re.compile(
    r"(?:\b(?:company limited|co ltd|co|company|corporation|corp|incorporated|inc|limited|ltd|pte|pty|llc|llp|lp|plc"
    r"|gmbh|mbh|ag|kg|ohg|ug|se|sa|s a|sas|sarl|srl|spa|bv|nv|ab|oy|as|aps|group|holding|holdings)\s*)+$"
)
_BETWEEN = r"[\pP\pS\pZ\pC\s]+"
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER_BEHIND = re.compile(r"(?<=[\u3400-\u9fff])[a-z]$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name without what does not tell companies apart.

    `core` are its letters and digits, small, simplified, in their order, without the legal form. `bag` are the same in
    an order that does not hang on how it was typed: characters of a Chinese name, words of another. `tail` is a single
    Latin letter behind a Chinese name, which the core without it lacks.
    """

    core: str
    bag: str
    tail: str

    @property
    def is_chinese(self) -> bool:
        """Tell whether the name is written in Chinese characters."""
        return bool(_HAN.search(self.core))


def read_names(texts: Sequence[str]) -> list[Name]:
    """Read names all at once; an empty one, or one that is nothing but a legal form, has an empty core."""
    plain = pc.utf8_lower(pc.utf8_normalize(pa.array(_simplified(texts), pa.large_string()), form="NFKC"))
    words = pc.utf8_trim_whitespace(pc.replace_substring_regex(plain, _BETWEEN, " "))
    return [_name(text) for text in words.to_pylist()]


def _simplified(texts: Sequence[str]) -> list[str]:
    """Turn traditional characters into simplified ones; a name cannot have a line's end in it afterwards."""
    if not any(_HAN.search(text) for text in texts):
        return [" ".join(text.split()) for text in texts]
    return str(_converter().convert("\n".join(" ".join(text.split()) for text in texts))).split("\n")


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


_FORM = re.compile(_CHINESE_FORM)


def _name(words: str) -> Name:
    if not _HAN.search(words):
        kept = _LATIN_FORM.sub("", words).strip() or words
        listed = [word for word in kept.split() if word not in {"the", "and"}] or kept.split()
        return Name("".join(kept.split()), " ".join(sorted(listed)), "")
    text = words.replace(" ", "")
    core = _FORM.sub("", text) or text
    tail = _LETTER_BEHIND.search(core)
    return Name(core, "".join(sorted(core)), tail[0] if tail else "")
