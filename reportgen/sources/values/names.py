"""Turns a column of ids or words into texts: what the profile says they mean, and what of an id may have been lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.table import ColumnType
from reportgen.sources import kinds
from reportgen.sources.grid import CellKind
from reportgen.sources.likeness import likeliest
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.lookalikes import STRANGE_SCRIPTS, latin_meant
from reportgen.sources.values.outcome import Doubt
from reportgen.sources.values.spellings import Spellings, has, is_clean

_SHORT_WORDS = 0.5  # of two characters one may differ
_KEPT_DIGITS = 15
_POWER_OF_TEN = r"^[0-9](\.[0-9]+)?E\+[0-9]{2}$"
_WHOLE = r"^[0-9]+\.0$"


def read_names(rule: ColumnRule, found: Spellings) -> tuple[Any, list[Doubt]]:
    """Return the spellings' texts (arrow, "" where absent) and the doubts."""
    texts = _unwrapped(found.texts)
    doubts: list[Doubt] = []
    if rule.column.type is ColumnType.ID:
        texts, doubts = _ids(rule, found, texts)
    if rule.values:
        texts, strangers = _meant(rule, found, texts)
        doubts += strangers
    if rule.default:
        texts = pc.if_else(pc.equal(texts, ""), rule.default, texts)
    return texts, doubts


def _unwrapped(texts: Any) -> Any:
    """Take `="0012"` as 0012: so text files keep a spreadsheet program from dropping zeros."""
    if not has(texts, "="):
        return texts
    return pc.replace_substring_regex(texts, r'^="([^"]*)"$', r"\1")


def _ids(rule: ColumnRule, found: Spellings, texts: Any) -> tuple[Any, list[Doubt]]:
    """Return ids without the decimals that a number format gave them all, and doubt those that lost something."""
    doubts: list[Doubt] = []
    whole = _matching(texts, ".", _WHOLE)
    if len(whole) and len(whole) == (pc.sum(pc.not_equal(texts, "")).as_py() or 0):
        values = (("column", rule.name), ("rows", str(len(found.rows(whole)))))
        doubts.append(found.once(whole, rule.name, kinds.ID_DECIMALS_DROPPED, int(whole[0]), values))
        texts = pc.replace_substring_regex(texts, r"\.0$", "")
    lost = _matching(texts, "+", _POWER_OF_TEN)
    if found.kinds is not None:
        long = pc.greater(pc.binary_length(texts), _KEPT_DIGITS).to_numpy(zero_copy_only=False)
        lost = np.union1d(lost, np.flatnonzero((found.kinds == CellKind.NUMBER) & long))
    doubts += found.each(lost, rule.name, kinds.ID_DIGITS_LOST, lambda _: (("column", rule.name),))
    return texts, doubts + _alike(rule, found, texts)


def _matching(texts: Any, part: str, pattern: str) -> Any:
    """Return the indexes of texts that match a pattern; a quick look for one of its characters comes first."""
    if not has(texts, part):
        return np.zeros(0, np.int64)
    return np.flatnonzero(pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False))


def _alike(rule: ColumnRule, found: Spellings, texts: Any) -> list[Doubt]:
    """Warn of ids in which a letter of another script stands among Latin ones, and looks like one of them."""
    if is_clean(texts):
        return []
    doubts = []
    for index in np.flatnonzero(pc.match_substring_regex(texts, STRANGE_SCRIPTS).to_numpy(zero_copy_only=False)):
        meant = latin_meant(texts[int(index)].as_py())
        if meant:
            names = ("script", "letter", "plain", "meant")
            values = (("rows", str(len(found.rows([index])))), *zip(names, meant, strict=True))
            doubts.append(found.once([index], rule.name, kinds.ID_LOOK_ALIKE, int(index), values))
    return doubts


def _meant(rule: ColumnRule, found: Spellings, texts: Any) -> tuple[Any, list[Doubt]]:
    """Return what the profile says that texts mean; what it does not name stays, with a doubt."""
    named = {_plain_key(written): meant for written, meant in rule.values}
    meant = {*named.values(), rule.default}
    written = texts.to_pylist()
    changed = [named.get(_plain_key(text), text) for text in written]
    strangers: dict[str, list[int]] = {}
    for index, text in enumerate(changed):
        if text and text not in meant:
            strangers.setdefault(written[index], []).append(index)
    doubts = [_stranger(rule, found, text, indexes) for text, indexes in strangers.items()]
    return pa.array(changed, pa.large_string()), doubts


def _plain_key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _stranger(rule: ColumnRule, found: Spellings, text: str, indexes: list[int]) -> Doubt:
    """Report a value that the profile does not name: once, at its first row, with the number of rows."""
    near = likeliest(text, [written for written, _ in rule.values], _SHORT_WORDS)
    nearest = f" Nearest: {near}." if near else ""
    values = (("column", rule.name), ("rows", str(len(found.rows(indexes)))), ("nearest", nearest))
    return found.once(indexes, rule.name, kinds.VALUE_NOT_IN_LIST, indexes[0], values)
