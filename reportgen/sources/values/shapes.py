"""Turns a column of written numbers into its few shapes: every digit a 9, so that a million texts have a dozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.sources.chunks import in_one
from reportgen.sources.values.numerals import UNUSUAL, plain
from reportgen.sources.values.spellings import content_of, ends_of

_NINES = np.arange(256, dtype=np.uint8)
_NINES[ord("0") : ord("9") + 1] = ord("9")


@dataclass(frozen=True, slots=True)
class Shapes:
    """The different shapes of texts, for each text the index of its shape, and the texts with usual characters.

    In a shape every digit is 9, except that a 0 alone before a mark stays 0: it never leads a group of thousands.
    """

    texts: Any
    shapes: list[str]
    codes: Any


def shapes_of(texts: Any) -> Shapes:
    """Find the shapes of an arrow array of texts."""
    texts = _usual(in_one(texts))
    encoded = pc.dictionary_encode(_nines(texts))
    return Shapes(texts, encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False))


def _usual(texts: Any) -> Any:
    unusual = pc.match_substring_regex(texts, UNUSUAL)
    if not pc.any(unusual).as_py():
        return texts
    changed = pa.array([plain(text) for text in texts.filter(unusual).to_pylist()], pa.large_string())
    return pc.replace_with_mask(texts, unusual, changed)


def _nines(texts: Any) -> Any:
    """Replace digits in the texts' own bytes: characters beyond ASCII have no byte that is a digit's."""
    content, offsets = content_of(texts), ends_of(texts)
    nines = _NINES[content]
    nines[_lone_zeros(content, nines, offsets[:-1] - offsets[0])] = ord("0")
    return pa.LargeStringArray.from_buffers(
        len(texts), pa.py_buffer((offsets - offsets[0]).tobytes()), pa.py_buffer(nines.tobytes())
    )


def _lone_zeros(content: Any, nines: Any, starts: Any) -> Any:
    """Return the positions of a 0 that begins a number and is followed by a mark."""
    if len(content) < 2:
        return np.zeros(0, np.int64)
    begins = np.zeros(len(content) + 1, bool)
    begins[starts] = True
    digit = nines == ord("9")
    mark = (content == ord(".")) | (content == ord(","))
    followed = np.append(mark[1:] & ~begins[1:-1], False)
    led = np.append(False, digit[:-1]) & ~begins[:-1]
    return np.flatnonzero((content == ord("0")) & followed & ~led)


def digits_of(texts: Any) -> Any:
    """Return the digits of each text as one integer (numpy int64); for texts of one to eighteen digits."""
    return pc.cast(pc.replace_substring_regex(texts, "[^0-9]+", ""), pa.int64()).to_numpy(zero_copy_only=False)
