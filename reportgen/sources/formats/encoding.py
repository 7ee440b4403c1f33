"""Turns the bytes of a text file into UTF-8: by its mark, by proof, or by what reads like headers and words."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from reportgen.sources.formats.frequent import SIMPLIFIED, TRADITIONAL

Content = bytes | memoryview
"""A text's bytes, or a view of those behind its mark: a long text is not copied."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "big5", "cp1252", "latin-1")
_LEAST = {"gb18030": 0.0, "big5": 0.5, "cp1252": 0.25, "latin-1": 0.25}
"""What a reading must reach in `plausibility` where no header speaks for it."""

_SAMPLE = 1 << 16
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")

_WESTERN_SIGNS = frozenset("€£¥$§©®°±²³µ¶·¼½¾«»„“”‘’‚–—…•™¡¿ªº×÷´¨¸¬¦¤¢ˆ˜†‡‰‹›\u00a0\u00ad")


def decoded(content: bytes, wanted_score: Callable[[bytes], int] | None) -> tuple[Content | None, str]:
    """Return a text in UTF-8 and the encoding it came in; None where it is no text, or none of the known ones.

    `wanted_score` tells how many of the headers looked for a reading shows. Where nothing decides, GB18030 is the
    likeliest.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return recoded(memoryview(content)[len(mark) :], encoding), encoding
    if b"\0" in content:
        return _without_mark(content)
    if is_utf8(content):
        return content, "utf-8"
    if _CONTROLS.search(content[:_SAMPLE]):
        return None, ""
    for encoding in _by_likelihood(content, wanted_score or (lambda _: 0)):
        if (text := recoded(content, encoding)) is not None:
            return text, encoding
    return None, ""


def _by_likelihood(content: bytes, wanted: Callable[[bytes], int]) -> list[str]:
    """Return the encodings that a text may be in, the likeliest first, by its beginning and its first strange words.

    A damaged Chinese text can still be read as a Western one, all accents: nobody's words look like that.
    """
    sample = _strange(content)
    scored = []
    for encoding in _CANDIDATES:
        headers = wanted(_read(content[:_SAMPLE], encoding))
        words = plausibility(sample, _read(sample, encoding), encoding)
        if headers or words >= _LEAST[encoding]:
            scored.append((headers, words, encoding))
    # A stable sort keeps the order of the candidates among equals.
    return [encoding for *_, encoding in sorted(scored, key=lambda one: one[:2], reverse=True)]


def _read(sample: bytes, encoding: str) -> bytes:
    return sample.decode(encoding, "ignore").encode("utf-8")


def _strange(content: bytes) -> bytes:
    """Return a part of a text, of whole lines, that begins with the first line beyond ASCII."""
    first = _HIGH_RUNS.search(content)
    start = content.rfind(b"\n", 0, first.start()) + 1 if first else 0
    sample = content[start : start + _SAMPLE]
    return sample[: sample.rfind(b"\n") + 1] or sample if start + _SAMPLE < len(content) else sample


def is_utf8(content: Content) -> bool:
    """Tell whether bytes are UTF-8, without making any copy of them."""
    ends = pa.py_buffer(np.array([0, len(content)], np.int64))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(content)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def recoded(content: Content, encoding: str) -> Content | None:
    """Return the text in UTF-8, or None where it is not in that encoding."""
    if encoding == "utf-8":
        return content if is_utf8(content) else None
    try:
        return str(content, encoding).encode("utf-8")
    except UnicodeError:
        return None


def _without_mark(content: bytes) -> tuple[Content | None, str]:
    """Read UTF-16 without a mark: the zero bytes of its digits and separators stand at even or at odd places."""
    zeros = np.frombuffer(content, np.uint8) == 0
    even, odd = int(zeros[::2].sum()), int(zeros[1::2].sum())
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    if len(content) % 2 or min(even, odd) * 4 > max(even, odd):
        return None, ""
    text = recoded(content, encoding)
    return (None, "") if text is None or b"\0" in bytes(text) else (text, encoding)


def damaged_utf8(content: bytes) -> int:
    """Return the line of the first byte that is not UTF-8 in a text that is UTF-8 for the rest, else 0.

    Any other encoding would turn such a text into nonsense without a word.
    """
    sample = content[: 1 << 20]
    read = sample.decode("utf-8", "replace")
    broken, sound = read.count("\ufffd"), sum(not char.isascii() for char in read)
    if sound - broken < 4 * broken or not broken:
        return 0
    return read[: read.index("\ufffd")].count("\n") + 1


def plausibility(content: bytes, text: bytes, encoding: str) -> float:
    """Return how much a reading looks like words: at most 1.5 for each character beyond ASCII, on average.

    GB18030 reads almost anything, but as rarities; Chinese read as a Western encoding is runs of accented letters.
    """
    strange = [char for char in text[:_SAMPLE].decode("utf-8", "ignore") if not char.isascii()]
    if not strange:
        return 0.0
    if encoding in {"cp1252", "latin-1"}:
        return sum(map(_western, strange)) / len(strange) - _crowded(content[:_SAMPLE]) - (encoding == "latin-1") * 0.01
    usual = _simplified if encoding == "gb18030" else _traditional
    return sum(map(usual, strange)) / len(strange)


def _western(char: str) -> float:
    if char.isalpha():
        return 1.0
    return 0.8 if char in _WESTERN_SIGNS else -1.0


def _crowded(content: bytes) -> float:
    """Return the share of bytes beyond ASCII that stand in a run of three or more: no Western word has such runs."""
    runs = [len(run) for run in _HIGH_RUNS.findall(content)]
    return 2 * sum(run for run in runs if run > 2) / max(1, sum(runs))


def _simplified(char: str) -> float:
    if char in SIMPLIFIED:
        return 1.5
    code = char.encode("gb18030")
    if len(code) != 2 or code[1] < 0xA1 or code[0] > 0xF7:
        return -0.4  # beyond GB2312
    return 1.0 if code[0] <= 0xD7 else 0.5


def _traditional(char: str) -> float:
    if char in TRADITIONAL:
        return 1.5
    return 0.8 if char.encode("big5")[0] <= 0xC6 else 0.2  # the first of its two levels
