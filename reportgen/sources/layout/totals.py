"""Turns a sum and the rows around it into what it covers and whether its figures agree, exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from reportgen.sources.chunks import in_one
from reportgen.sources.layout.area import SumCheck, SumRow, at_rows
from reportgen.sources.layout.figures import Figures, figures
from reportgen.sources.layout.labels import Label
from reportgen.sources.layout.looks import Look, Seen, plain_text

if TYPE_CHECKING:
    from reportgen.sources.layout.sums import Candidate

_NOT_SUMMED = re.compile(
    r"率|占比|比例|比重|均|单价|价格|折扣|同比|环比|增长|增幅|排名|名次|序号|编号|年龄|%|‰|"
    r"\brate\b|\bratio\b|\bavg\b|average|\bmean\b|\bprice\b|percent|\bpct\b|\bshare\b|\brank\b|discount|\bper\b|growth|"
    r"\bage\b|\bno\.?$|\bid\b|preis|quote|anteil|durchschnitt",
    re.IGNORECASE,
)
_SUMMED = re.compile(
    r"额|量|件数|台数|人数|收入|成本|利|费|业绩|回款|销量|合计|小计|款|amount|qty|quantity|revenue|sales|cost|profit|total|sum\b|"
    r"units|umsatz|kosten|menge|betrag",
    re.IGNORECASE,
)
_NOISE = Fraction(1, 10**12)
"""Of what a workbook's own sum may be off: it adds binary fractions of 15 significant digits."""

_MOST_NAMED = 400


@dataclass(frozen=True, slots=True)
class Best:
    """What a sum covers (indexes among the table's rows) and its checks; `proven` where figures show it to be a sum."""

    covers: Any
    checks: tuple[SumCheck, ...]
    proven: bool = False


class Ledger:
    """The figures of a table while its sums are told from its data: `is_data` says of each row whether it counts."""

    def __init__(self, whole: Seen, names: Mapping[int, str], rows: Any, factors: Mapping[int, int]) -> None:
        """Begin with every row as data; figures of a column are read when they are first needed."""
        self.whole, self.names, self.rows, self.factors = whole, names, rows, factors
        self.is_data = np.ones(len(rows), bool)
        self._figures: dict[int, Figures] = {}
        self._sums: dict[int, Any] = {}
        self._groups: dict[int, Any] = {}
        self._positions: Any = None
        self._named = 0

    def numeric(self, labels: int) -> list[int]:
        """Return the columns in which numbers outweigh words, but for the one that holds the labels of the sums."""
        found = []
        for column in self.names:
            if column == labels:
                continue
            looks = [self.whole.look(int(row), column) for row in self.rows[:40]]
            numbers = sum(look is Look.NUMBER for look in looks)
            words = sum(look in {Look.WORDS, Look.DATE} for look in looks)
            if numbers > words:
                found.append(column)
        return found

    def leave_out(self, indexes: Sequence[int]) -> None:
        """Count rows as sums."""
        self.is_data[list(indexes)] = False
        self._forget()

    def take_back(self, indexes: Sequence[int]) -> None:
        """Count rows as data again."""
        self.is_data[list(indexes)] = True
        self._forget()

    def _forget(self) -> None:
        self._sums.clear()
        self._positions = None

    @property
    def _data(self) -> Any:
        """Return the indexes of the rows that count as data, in order."""
        if self._positions is None:
            self._positions = np.flatnonzero(self.is_data)
        return self._positions

    def best(self, index: int, label: Label, column: int, before: Sequence[Candidate]) -> Best:
        """Return the rows that a sum covers: the first of the likely blocks with which all its figures agree.

        Where there is none, the first with which some agree, else the likeliest.
        """
        columns = [] if label.other else [one for one in self.names if one != column and self._is_figure(index, one)]
        summed = [one for one in columns if not _NOT_SUMMED.search(self.names[one])]
        if label.mean:
            return self._mean_of(index, column, list(self._blocks(index, label, column, before)))
        first: Best | None = None
        partly: Best | None = None
        tried: set[tuple[int, int, int]] = set()
        for block in self._blocks(index, label, column, before):
            # Blocks of data with the same ends and the same length are the same, but for those of a name.
            key = (len(block), int(block[0]), int(block[-1])) if len(block) else (0, 0, 0)
            if not len(block) or (key in tried and not label.of):
                continue
            tried.add(key)
            found = Best(block, self._checks(index, columns, block))
            agreeing = [check for check in found.checks if check.agrees and check.said]
            if agreeing and all(check.agrees for check in found.checks):
                return Best(block, found.checks, proven=len(block) > 1 and len(found.checks) == len(summed))
            partly = partly or (found if agreeing else None)
            first = first or found
        return partly or first or Best(np.zeros(0, np.int64), ())

    def _mean_of(self, index: int, column: int, blocks: Sequence[Any]) -> Best:
        """Tell whether a row is a mean or median of a block, proven by all of its figures. It covers nothing."""
        nothing = np.zeros(0, np.int64)
        figures = [one for one in self.names if one != column and self._is_figure(index, one)]
        for block in blocks:
            if len(block) > 1 and figures and all(self._is_middle(index, one, block) for one in figures):
                return Best(nothing, (), proven=True)
        return Best(nothing, ())

    def _is_middle(self, index: int, column: int, block: Any) -> bool:
        """Tell whether a figure is the mean or the median of those of a block, but for the rounding of its text."""
        read = self.figures(column)
        if len(read.unread) and (index in read.unread or np.isin(read.unread, block).any()):
            return False
        units = sorted(int(unit) for unit in read.units[block])
        middles = (
            Fraction(sum(units), len(units)),
            Fraction(units[(len(units) - 1) // 2] + units[len(units) // 2], 2),
        )
        off = Fraction(1, 2 * 10 ** _decimals(self.whole.text(int(self.rows[index]), column)))
        return any(abs(read.value(index) - middle / 10**read.scale) <= off for middle in middles)

    def _blocks(self, index: int, label: Label, column: int, before: Sequence[Candidate]) -> Iterator[Any]:
        """Give the blocks of data a sum may cover, the likeliest first."""
        data = self._data
        above = data[: np.searchsorted(data, index)]
        if not len(above):
            yield data
            return
        since = before[-1].index if before else -1
        alike = [one.index for one in before if (one.label.part, one.label.of == "") == (label.part, label.of == "")]
        group = _behind(above, since)
        level = _behind(above, alike[-1] if alike else -1)
        if not label.part:
            yield from (above, level, group)
            return
        yield group
        if label.of:
            yield from self._named_blocks(index, label.of)
        yield from (level, above)
        for one in reversed(before[:-1][-6:]):
            yield _behind(above, one.index)

    def _named_blocks(self, index: int, name: str) -> Iterator[Any]:
        """Give the rows above (else all) in which some column holds the name, also where it is written only once."""
        if self._named >= _MOST_NAMED:
            return
        self._named += 1
        wanted = plain_text(name).casefold()
        for column in self.names:
            groups = self._group_of_rows(column)
            if wanted in groups[1]:
                mask = (groups[0] == groups[1][wanted]) & self.is_data
                yield np.flatnonzero(mask[:index])
                yield np.flatnonzero(mask)

    def _group_of_rows(self, column: int) -> tuple[Any, dict[str, int]]:
        """Return for each row the code of the text of a column, filled down, and the codes of the texts."""
        if column not in self._groups:
            texts = in_one(at_rows(self.whole.grid.columns[column], self.rows)).dictionary_encode()
            filled = self.whole.filled[column][self.rows] & self.is_data
            last = np.maximum.accumulate(np.where(filled, np.arange(len(self.rows)), 0))
            codes = texts.indices.to_numpy(zero_copy_only=False)[last]
            known = {plain_text(text).casefold(): code for code, text in enumerate(texts.dictionary.to_pylist())}
            known.pop("", None)
            self._groups[column] = (codes, known)
        return self._groups[column]  # type: ignore[no-any-return]

    def _is_figure(self, index: int, column: int) -> bool:
        row = int(self.rows[index])
        return self.whole.look(row, column) is Look.NUMBER and "%" not in self.whole.text(row, column)

    def _checks(self, index: int, columns: Sequence[int], block: Any) -> tuple[SumCheck, ...]:
        checks = [self._check(index, column, block) for column in columns]
        return tuple(check for check in checks if check)

    def _check(self, index: int, column: int, block: Any) -> SumCheck | None:
        """Hold one figure against a block of rows; None where it is no sum (a rate, a price, a mean) or unreadable."""
        read = self.figures(column)
        if len(read.unread) and (index in read.unread or np.isin(read.unread, block).any()):
            return None
        said = read.value(index)
        summed = Fraction(int(self._sum(column, block)), 10**read.scale)
        difference = abs(said - summed)
        if not difference:
            return SumCheck(column, said, summed)
        if _NOT_SUMMED.search(self.names[column]) or self._is_mean(column, said, block):
            return None
        return SumCheck(column, said, summed, near=difference <= self._tolerance(column, read, index, block))

    def _sum(self, column: int, block: Any) -> Any:
        """Sum a block of data: as the difference of two running sums where nothing but data lies between its ends."""
        sums = self._running(column)
        first, last = int(block[0]), int(block[-1])
        if self._count[last + 1] - self._count[first] == len(block):
            return sums[last + 1] - sums[first]
        units = self.figures(column).units
        return sum(units[block].tolist())

    def _running(self, column: int) -> Any:
        if column not in self._sums:
            read = self.figures(column)
            self._sums[column] = Figures(np.where(self.is_data, read.units, 0), read.scale, read.unread).sums()
        return self._sums[column]

    @property
    def _count(self) -> Any:
        if -1 not in self._sums:
            self._sums[-1] = np.concatenate([[0], np.cumsum(self.is_data)])
        return self._sums[-1]

    def _is_mean(self, column: int, said: Fraction, block: Any) -> bool:
        """Tell whether a figure lies among those above it, as a mean or a rate does and a sum of several does not."""
        if _SUMMED.search(self.names[column]):
            return False
        read = self.figures(column)
        units = read.units[block]
        filled = units[units != 0]
        if len(filled) < 2:
            return False
        return bool(int(filled.min()) <= said * 10**read.scale <= int(filled.max()))

    def _tolerance(self, column: int, read: Figures, index: int, block: Any) -> Fraction:
        """Return by how much a sum may be off.

        Not at all where figures have up to six decimals; by the noise of binary fractions beyond; and where the sheet
        counts in ten thousands or the like, so that every figure is rounded, by half a last digit for each of them.
        """
        noise = Fraction(0)
        if read.scale > 6:
            noise = Fraction(int(np.abs(read.units[block]).astype(object).sum()), 10**read.scale) * _NOISE
        if self.factors.get(column, 1) > 1:
            last = Fraction(1, 10 ** _decimals(self.whole.text(int(self.rows[index]), column)))
            return max(noise, last * (len(block) + 1) / 2)
        return noise

    def figures(self, column: int) -> Figures:
        """Return a column's figures."""
        if column not in self._figures:
            self._figures[column] = figures(at_rows(self.whole.grid.columns[column], self.rows))
        return self._figures[column]

    def matrix(self, labels: int) -> list[list[Fraction]]:
        """Return the figures of the numeric columns, row by row."""
        columns = [self.figures(column) for column in self.numeric(labels)]
        return [[column.value(index) for column in columns] for index in range(len(self.rows))]

    def take_out_parents(self, groups: Sequence[tuple[int, Sequence[int]]], column: int) -> list[SumRow]:
        """Count rows as sums of those that stand under them."""
        self.leave_out([parent for parent, _ in groups])
        sums = []
        for parent, children in groups:
            block = np.array(children, np.int64)
            numbers = [one for one in self.numeric(column) if self._is_figure(parent, one)]
            row = int(self.rows[parent])
            text = self.whole.grid.columns[column][row].as_py().strip()
            sums.append(SumRow(row, text, self.rows[block], self._checks(parent, numbers, block)))
        return sums


def _behind(positions: Any, index: int) -> Any:
    """Return those of ordered positions that are larger than one."""
    return positions[np.searchsorted(positions, index, side="right") :]


def _decimals(text: str) -> int:
    return len(text.partition(".")[2].rstrip("%) "))
