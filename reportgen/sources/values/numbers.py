"""Turns a column of written numbers into integers at its scale, exactly, and says which could be another number."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportgen.model.table import Column, ColumnType
from reportgen.sources import kinds
from reportgen.sources.chunks import chunks_of
from reportgen.sources.grid import CellKind
from reportgen.sources.profiles.profile import ColumnRule
from reportgen.sources.values.evidence import Mark, MarksDecision, Shown, decide_marks
from reportgen.sources.values.forms import Form, forms_of, multiple_of
from reportgen.sources.values.number_doubts import (
    Numbers,
    do_not_fit,
    note_commas,
    note_texts,
    refuse,
    refuse_foreign,
    unclear,
    with_points,
)
from reportgen.sources.values.outcome import LIMIT, Doubt
from reportgen.sources.values.spellings import Spellings, content_of, ends_of

ABSENT = (
    "-", "–", "—", "--", "——", "－", "−", "/", "／", "N/A", "n/a", "NA", "n.a.", "NULL", "null", "NaN", "nan", "None",
    "无",
)  # fmt: skip
"""What people write for nothing in columns of numbers and dates."""

_ABSENT = pa.array(ABSENT, pa.large_string())
_UNCLEAR, _NONE = "?", ""
_USUAL = np.zeros(256, bool)
_USUAL[[ord(character) for character in "0123456789.-"]] = True


def read_numbers(
    rule: ColumnRule, found: Spellings, factor: Fraction, *, decimal_commas: bool = False
) -> tuple[Any, Any, list[Doubt]]:
    """Return the spellings' integers (0 where absent), which are absent, and the doubts.

    `factor` is what a unit written outside the cells multiplies them by. `decimal_commas` says that the file is of a
    form that goes with them, so that three digits behind a lone mark prove nothing.
    """
    machine = None if found.kinds is None else found.kinds == CellKind.NUMBER
    numbers = _plain_ones(rule, found, machine, factor)
    if machine is not None:
        _set_apart(numbers, found.kinds, bool(machine.any()))
    typed = numbers.odd if machine is None else numbers.odd & ~machine
    odd = forms_of(rule.column, found.texts, np.flatnonzero(typed))
    by_mark = _by_mark(rule, numbers, odd.forms, decimal_commas=decimal_commas)
    for form in by_mark["."]:
        _take(numbers, form, form.point, factor)
    for form in by_mark[","]:
        _take(numbers, form, form.comma, factor)
    if machine is not None:
        _machine_ones(numbers, machine, factor)
        note_texts(numbers)
    if not rule.decimal:
        note_commas(numbers, by_mark[","])
    refuse_foreign(numbers, odd.foreign)
    refuse(rule, numbers, [*odd.strange, *(form.indexes for form in by_mark[_NONE])])
    if by_mark[_UNCLEAR]:
        numbers.doubts.append(unclear(numbers, by_mark[_UNCLEAR], odd.forms, factor))
    return numbers.units, numbers.absent, numbers.doubts


def _plain_ones(rule: ColumnRule, found: Spellings, machine: Any, factor: Fraction) -> Numbers:
    """Read at once what is digits, a point and decimals, and could be nothing else."""
    texts, scale, length = found.texts, rule.column.scale, len(found.texts)
    if factor == 1 and rule.decimal != "," and all(_are_plain(one, scale, machine) for one in chunks_of(texts)):
        with suppress(pa.ArrowInvalid):  # too many digits or decimals, or not a number after all: looked at one by one
            units = _unscaled(pc.cast(texts, pa.decimal128(18, scale)))
            return Numbers(rule.column, found, units, np.zeros(length, bool), np.zeros(length, bool))
    blank = pc.or_(pc.equal(texts, ""), pc.is_in(texts, _ABSENT)).to_numpy(zero_copy_only=False)
    if factor != 1:
        return Numbers(rule.column, found, np.zeros(length, np.int64), np.ones(length, bool), ~blank)
    sure = pc.match_substring_regex(texts, _sure(scale))
    taken = sure.to_numpy(zero_copy_only=False)
    if rule.decimal == "," or (not rule.decimal and _has_other_marks(texts, ~taken & ~blank)):
        taken = taken & ~pc.match_substring(texts, ".").to_numpy(zero_copy_only=False)
    if machine is not None:
        # A workbook's own numbers have a point and no groups.
        exact = pc.match_substring_regex(texts, rf"^-?[0-9]{{1,{18 - scale}}}{_up_to(scale)}$")
        taken = np.where(machine, exact.to_numpy(zero_copy_only=False), taken)
    chosen = texts if taken.all() else pc.if_else(pa.array(taken), texts, pa.scalar(None, texts.type))
    units = _unscaled(pc.cast(chosen, pa.decimal128(38, scale)))
    return Numbers(rule.column, found, units, ~taken, ~taken & ~blank)


def _are_plain(texts: Any, scale: int, machine: Any) -> bool:
    """Tell by its bytes whether a column has nothing but digits, minus signs and points that can only be decimal.

    A point before exactly three digits may part thousands, where no third decimal is kept.
    """
    content, ends = content_of(texts), ends_of(texts)
    if not len(content) or not _USUAL[content].all() or not (np.diff(ends) > 0).all():
        return False
    point = content == ord(".")
    if scale >= 3 or (machine is not None and machine.all()):
        return True
    fourth = ends[1:] - ends[0] - 4
    return not point[fourth[fourth >= 0]].any()


def _has_other_marks(texts: Any, odd: Any) -> bool:
    """Tell whether commas, or several points in a number, make it open what a point means in the column."""
    if not odd.any():
        return False
    return pc.any(pc.match_substring_regex(texts.filter(pa.array(odd)), r",|\..*\.")).as_py() is True


def _sure(scale: int) -> str:
    """Return the pattern of numbers without three digits behind one mark, unless a lone 0 or many digits lead."""
    few = _up_to(min(scale, 2))
    more = rf"|\.[0-9]{{4,{scale}}}" if scale > 3 else ""
    whole = rf"[0-9]{{1,{18 - scale}}}"
    return (
        rf"^-?({whole}({few}{more})|(0|[0-9]{{4,{18 - scale}}})(\.[0-9]{{3}}0*))$"
        if scale > 2
        else rf"^-?{whole}{few}$"
    )


def _up_to(decimals: int) -> str:
    return rf"(\.[0-9]{{1,{decimals}}})?" if decimals else ""


def _unscaled(exact: Any) -> Any:
    """Return the integers of decimals that are known to fit 64 bits: the low half of each 128-bit value.

    Absent ones are 0.
    """
    return np.concatenate([np.zeros(0, np.int64), *map(_low_halves, chunks_of(exact))])


def _low_halves(exact: Any) -> Any:
    low = np.frombuffer(exact.buffers()[1] or b"", dtype="<i8")[2 * exact.offset :: 2][: len(exact)]
    return np.where(exact.is_valid().to_numpy(zero_copy_only=False), low, 0) if exact.null_count else low


def _set_apart(numbers: Numbers, said: Any, among_numbers: bool) -> None:
    """Report dates, and words among a workbook's numbers, as what they are."""
    name, found = numbers.column.name, numbers.found
    days = np.flatnonzero(numbers.odd & (said == CellKind.DATE))
    wordless = pc.invert(pc.match_substring_regex(found.texts, r"\pN")).to_numpy(zero_copy_only=False)
    words = (numbers.odd & (said == CellKind.TEXT) & wordless & among_numbers) | (
        numbers.odd & (said == CellKind.TRUTH)
    )
    for indexes, kind in ((days, kinds.DATE_FOR_NUMBER), (np.flatnonzero(words), kinds.TEXT_FOR_NUMBER)):
        numbers.doubts += found.each(indexes, name, kind, lambda _: (("column", name),))
        numbers.odd[indexes] = False


# ------------------------------------------------------------------------------------------- which decimal mark


def _by_mark(rule: ColumnRule, numbers: Numbers, forms: list[Form], *, decimal_commas: bool) -> dict[str, list[Form]]:
    """Sort forms by the decimal mark under which they are read; some are unclear, some no numbers."""
    by_mark: dict[str, list[Form]] = {".": [], ",": [], _UNCLEAR: [], _NONE: []}
    decision = None if rule.decimal else _decided(numbers, forms, decimal_commas=decimal_commas)
    for form in forms:
        by_mark[_declared(form, rule.decimal) if decision is None else _believed(form, decision)].append(form)
    return by_mark


def _declared(form: Form, mark: str) -> str:
    return mark if (form.point if mark == "." else form.comma) is not None else _NONE


def _believed(form: Form, decision: MarksDecision) -> str:
    """Return the decimal mark of a form by the column's decision; what is proven in itself needs none."""
    if form.shown is Shown.POINT:
        return "." if form.proven or decision.points else _UNCLEAR
    if form.shown is Shown.COMMA:
        return "," if form.proven or decision.commas else _UNCLEAR
    return {Shown.NOTHING: ".", Shown.EITHER: decision.either or _UNCLEAR, Shown.NEITHER: _NONE}[form.shown]


def _decided(numbers: Numbers, forms: list[Form], *, decimal_commas: bool) -> MarksDecision:
    """Decide by the whole column; a workbook's own numbers say nothing about how its texts are written."""
    if all(form.shown in {Shown.NOTHING, Shown.POINT} for form in forms):
        return MarksDecision(".")
    marks = [Mark(form.shown, form.proven, len(form.indexes)) for form in forms]
    marks.append(Mark(Shown.POINT, False, int(with_points(numbers).sum())))
    decision = decide_marks(mark for mark in marks if mark.spellings)
    if decision.either or any(form.shown is Shown.COMMA for form in forms):
        return decision
    return MarksDecision("." if not decimal_commas and _has_one_reading(numbers.column, forms) else "")


def _has_one_reading(column: Column, forms: list[Form]) -> bool:
    """Tell whether no number of a column without evidence can be meant otherwise than with a decimal point.

    Three decimals are not written of money that keeps fewer; where a column keeps three, `1.234` is one of them.
    """
    either = [form for form in forms if form.shown is Shown.EITHER]
    commas = [form for form in either if form.comma]
    points = [form for form in either if form.point]
    if commas and points:
        return False
    if commas:
        return (column.type is ColumnType.MONEY and column.scale < 3) or not all(
            _fits(form, form.comma or 0, column.scale).all() for form in commas
        )
    return column.scale >= 3 or not any(_fits(form, form.point or 0, column.scale).any() for form in points)


def _fits(form: Form, decimals: int, scale: int) -> Any:
    """Tell of each number of a form whether it has no more decimals than the scale."""
    multiple = form.written.factor * Fraction(10) ** (scale - decimals)
    return form.digits % multiple.denominator == 0


# --------------------------------------------------------------------------------------------------- the values


def _take(numbers: Numbers, form: Form, decimals: int | None, factor: Fraction) -> None:
    """Enter a form's numbers, exactly; those with too many decimals or digits become doubts."""
    multiple = multiple_of(numbers.column, form, decimals or 0, factor)
    whole = form.digits % multiple.denominator == 0
    small = form.digits // multiple.denominator <= (LIMIT - 1) // max(1, abs(multiple.numerator))
    taken = (whole & small).astype(bool)
    units = (form.digits[taken] // multiple.denominator) * multiple.numerator
    numbers.units[form.indexes[taken]] = units.astype(np.int64)
    numbers.absent[form.indexes[taken]] = False
    do_not_fit(numbers, form.indexes[~whole.astype(bool)], form, decimals or 0, factor, kinds.AMOUNT_TOO_PRECISE)
    large = form.indexes[(whole & ~small.astype(bool)).astype(bool)]
    do_not_fit(numbers, large, form, decimals or 0, factor, kinds.AMOUNT_TOO_LARGE)


def _machine_ones(numbers: Numbers, machine: Any, factor: Fraction) -> None:
    """Read the workbook's own numbers that the first look left: always with a decimal point."""
    for form in forms_of(numbers.column, numbers.found.texts, np.flatnonzero(numbers.odd & machine)).forms:
        _take(numbers, form, form.point, factor)
