"""Turns a column's cells into its different spellings, so that each is read once however many rows have it.

The cells of a long file come in chunks and stay so: what is joined is copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.problem import Kind
from reportgen.sources.chunks import chunks_of, in_one
from reportgen.sources.grid import Cells
from reportgen.sources.values.outcome import LISTED, Doubt

_SAMPLE = 4096
_MANY = 0.5  # of a sample: more different texts than this, and telling them apart costs more than reading them
_INVISIBLE = "[\\x{00AD}\\x{200B}-\\x{200F}\\x{202A}-\\x{202E}\\x{2060}\\x{2066}-\\x{2069}\\x{FEFF}]"
_JOINING = "[\\x{200B}\\x{2060}\\x{FEFF}]"  # in prose the other invisible characters shape letters


@dataclass(frozen=True, slots=True)
class Spellings:
    """The different texts of a column, trimmed (arrow `large_string`), and which one each row has.

    `kinds` says what the workbook calls each (numpy uint8), None for a text file. `codes` are the rows' indexes into
    `texts`, None where every row has a text of its own.
    """

    texts: Any
    kinds: Any | None
    codes: Any | None
    height: int

    def spread(self, values: Any) -> Any:
        """Return for each row the value of its spelling; numpy to numpy, arrow to arrow."""
        if self.codes is None:
            return values
        return values[self.codes] if isinstance(values, np.ndarray) else values.take(pa.array(self.codes))

    def rows(self, indexes: Any) -> Any:
        """Return the positions of the rows that have one of some spellings."""
        if self.codes is None:
            return np.sort(np.asarray(indexes, np.int64))
        chosen = np.zeros(len(self.texts), bool)
        chosen[np.asarray(indexes, np.int64)] = True
        return np.flatnonzero(chosen[self.codes])

    def counts(self) -> Any:
        """Return how many rows have each spelling."""
        if self.codes is None:
            return np.ones(len(self.texts), np.int64)
        return np.bincount(self.codes, minlength=len(self.texts))

    def each(self, indexes: Any, column: str, kind: Kind, values: Any = None) -> list[Doubt]:
        """Doubt every row that has one of some spellings: the first rows singly, one doubt for the rest.

        `values` returns what a doubt says of the spelling with a given index.
        """
        if not len(indexes):
            return []
        rows = self.rows(indexes)
        doubts = [self._doubt(int(row), column, kind, values) for row in rows[:LISTED]]
        if len(rows) > LISTED:
            rest = rows[LISTED:]
            first = self._doubt(int(rest[0]), column, kind, values)
            doubts.append(Doubt(first.position, column, kind, first.found, first.values, rest))
        return doubts

    def _doubt(self, row: int, column: str, kind: Kind, values: Any) -> Doubt:
        index = row if self.codes is None else int(self.codes[row])
        return Doubt(row, column, kind, self.texts[index].as_py(), () if values is None else values(index))

    def once(
        self, indexes: Any, column: str, kind: Kind, found: int, values: tuple[tuple[str, str], ...] = ()
    ) -> Doubt:
        """Doubt all rows that have one of some spellings together, at the first row that has the shown one, `found`."""
        rows, shown = self.rows(indexes), self.rows([found])
        return Doubt(int(shown[0]), column, kind, self.texts[int(found)].as_py(), values, rows)


def spellings_of(cells: Cells, *, normalised: bool, prose: bool = False, apart: bool = True) -> Spellings:
    """Find the different texts of a column, and take away blanks around and invisible characters within them.

    Full-width characters become plain where that is asked for; `prose` keeps the characters that shape letters. The
    texts are not told `apart` where nothing is to be done with each but to look at it.
    """
    texts, codes, kinds = cells.texts, None, cells.kinds
    if apart and not _are_many(texts):
        encoded = in_one(pc.dictionary_encode(texts))
        texts, codes = encoded.dictionary, encoded.indices.to_numpy(zero_copy_only=False)
        if kinds is not None:
            texts, codes, kinds = _by_kind(texts, codes, kinds)
    return Spellings(trimmed(texts, normalised=normalised, prose=prose), kinds, codes, len(cells.texts))


def _are_many(texts: Any) -> bool:
    """Tell from its first, middle and last rows whether nearly every row of a column has a text of its own."""
    if len(texts) <= 3 * _SAMPLE:
        return False
    starts = (0, len(texts) // 2, len(texts) - _SAMPLE)
    different = [int(pc.count_distinct(texts.slice(start, _SAMPLE)).as_py()) for start in starts]
    return sum(different) > 3 * _SAMPLE * _MANY


def _by_kind(texts: Any, codes: Any, kinds: Any) -> tuple[Any, Any, Any]:
    """Tell texts apart that the workbook calls different things: 500 the number and 500 the text."""
    pairs, again = np.unique(codes.astype(np.int64) * 8 + kinds, return_inverse=True)
    return texts.take(pa.array(pairs // 8)), again, (pairs % 8).astype(np.uint8)


def trimmed(texts: Any, *, normalised: bool, prose: bool = False) -> Any:
    """Take away blanks around and invisible characters within texts; the same array where there are none."""
    if is_clean(texts):
        return texts
    texts = pc.utf8_trim_whitespace(texts)
    if pc.all(pc.string_is_ascii(texts)).as_py() is not False:
        return texts
    texts = pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, _JOINING if prose else _INVISIBLE, ""))
    return pc.utf8_normalize(texts, form="NFKC") if normalised else texts


def is_clean(texts: Any) -> bool:
    """Tell whether all characters of a column are visible ASCII: a look at its bytes instead of a copy."""
    contents = [content_of(chunk) for chunk in chunks_of(texts)]
    return all(not len(content) or (content.min() > ord(" ") and content.max() < 0x7F) for content in contents)


def has(texts: Any, character: str) -> bool:
    """Tell whether an ASCII character stands anywhere in a column."""
    code = ord(character)
    return any(bool((content_of(chunk) == code).any()) for chunk in chunks_of(texts))


def content_of(texts: Any) -> Any:
    """Return the bytes of all texts of one array, one behind the other (numpy uint8, a view)."""
    offsets = ends_of(texts)
    return np.frombuffer(texts.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]] if len(texts) else offsets[:0]


def ends_of(texts: Any) -> Any:
    """Return where each text of one array begins, and at last where the last one ends, in its bytes (numpy int64)."""
    return np.frombuffer(texts.buffers()[1] or b"", np.int64)[texts.offset : texts.offset + len(texts) + 1]
