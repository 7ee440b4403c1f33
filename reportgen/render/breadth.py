"""Turns a text and a size into the room it takes: its width, its lines in a column, the largest size that fits a box.

Advances are those of Noto Sans SC in thousandths of the size. No font file is needed, so a deck is the same on every
machine; a few percent are added because the reader's program may show another font.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final
from unicodedata import combining, east_asian_width

_SPARE: Final = 1040
_FINE: Final = 1_000_000
_BETWEEN: Final = 250
_FIRST: Final = 32

# fmt: off
_REGULAR: Final = (
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555, 555,
    555, 555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646,
    543, 812, 723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559, 606, 563,
    618, 510, 620, 554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802,
    498, 521, 475, 338, 270, 338, 555,
)
_BOLD: Final = (
    227, 370, 574, 590, 590, 963, 740, 325, 378, 378, 507, 590, 325, 370, 325, 387, 590, 590, 590, 590, 590, 590,
    590, 590, 590, 590, 325, 325, 590, 590, 590, 514, 1007, 641, 681, 656, 714, 615, 585, 717, 757, 330, 568, 686,
    578, 853, 749, 770, 667, 770, 682, 624, 625, 748, 619, 915, 627, 580, 613, 378, 387, 378, 590, 567, 626, 591,
    644, 527, 644, 581, 372, 597, 640, 304, 306, 604, 315, 964, 641, 626, 644, 644, 437, 495, 421, 637, 576, 863,
    562, 574, 511, 378, 296, 378, 590,
)
# fmt: on
_OTHER_NARROW: Final = 620
_MINUS: Final = {"−": 590, "–": 544}

_PIECES: Final = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+\s*|\s+"
)


def line_height(size: int) -> int:
    """Return the pixels a line of a size takes: this family's ascent and descent are 1.45 of it."""
    return -(-size * 145 // 100)


def width(text: str, size: int, *, bold: bool = False) -> int:
    """Return the pixels a text takes on one line, rounded up, with a little to spare."""
    return -(-_fine(text, size, bold=bold) // _FINE)


def lines(text: str, size: int, room: int, *, bold: bool = False) -> int:
    """Return how many lines a text takes in a column: Chinese breaks anywhere, the rest between words if it can."""
    one, fine_room = size * _SPARE, max(room, 1) * _FINE
    if _at_one(text, bold) * one <= fine_room:
        return 1  # its words are no wider alone: between them there may be a little room more
    count, used = 1, 0
    for word, blank in _words(text, bold):
        wide = word * one
        if used and used + wide > fine_room:
            count, used = count + 1, 0
        if wide > fine_room:
            more, wide = divmod(wide - 1, fine_room)
            count += more
        used += wide + blank * one
    return count


@lru_cache(maxsize=20_000)
def _words(text: str, bold: bool) -> tuple[tuple[int, int], ...]:
    """The words of a text, as far as it may break between them, each with what stands behind it, as `_at_one`."""
    pieces = ((piece, piece.rstrip()) for piece in _PIECES.findall(text))
    return tuple((_at_one(word, bold), _at_one(piece[len(word) :], bold)) for piece, word in pieces)


def _fine(text: str, size: int, *, bold: bool) -> int:
    """A text's width in millionths of a pixel, so that nothing is rounded letter by letter.

    Where Chinese meets Latin letters or digits some programs set a little room that no letter has, be there a blank
    between them or not.
    """
    return _at_one(text, bold) * size * _SPARE


@lru_cache(maxsize=20_000)
def _at_one(text: str, bold: bool) -> int:
    """A text's width in thousandths of its size; it is asked for at every size that it might be set in."""
    between = sum(_is_wide(one) != _is_wide(other) for one, other in pairwise(text.replace(" ", "")))
    return sum(_advance(letter, bold=bold) for letter in text) + between * _BETWEEN


def fitting(text: str, sizes: Sequence[int], room: tuple[int, int], *, bold: bool = False, most: int = 9) -> int:
    """Return the largest of falling sizes at which a text fits (width, height) in `most` lines, else the last."""
    for size in sizes:
        taken = lines(text, size, room[0], bold=bold)
        if taken <= most and taken * line_height(size) <= room[1]:
            return size
    return sizes[-1]


def _advance(letter: str, *, bold: bool) -> int:
    index = ord(letter) - _FIRST
    if 0 <= index < len(_REGULAR):
        return (_BOLD if bold else _REGULAR)[index]
    if letter in _MINUS:
        return _MINUS[letter]
    if combining(letter):
        return 0
    return 1000 if _is_wide(letter) else _OTHER_NARROW


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WFA" or ord(letter) >= 0x2000
