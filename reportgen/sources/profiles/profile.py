"""What a profile declares, as frozen values: which files, which columns, what is derived, what is joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.model.place import Place
from reportgen.model.table import Column
from reportgen.sources.formats.access import DEFAULT_LIMITS, Limits
from reportgen.sources.profiles.check_rules import REFUSED, CheckRule, Overlap, Unique


@dataclass(frozen=True, slots=True)
class InputFile:
    """A spreadsheet: where it is on disk, and the name shown to people (relative to the workspace, forward slashes)."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Files that are left out on purpose, and why."""

    files: str
    because: str


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """The environment variable that holds the password of some files; the password itself is in no file."""

    files: str
    variable: str


@dataclass(frozen=True, slots=True)
class SourceList:
    """`inputs/sources.yaml`: folders of spreadsheets relative to `inputs/`, and what in them is left out.

    `limits` bound what reading one file may cost; `passwords` say where those of protected files come from.
    """

    folders: tuple[str, ...]
    ignore: tuple[Ignored, ...]
    place: Place
    limits: Limits = DEFAULT_LIMITS
    passwords: tuple[PasswordRule, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How one column is found and read.

    `headers` are the names it may have; `required` means the column must be there and every row must have a value.
    `formats` are date forms beyond the ones always understood. `values` maps what files write to what the plan says;
    `default` stands for an empty cell. `decimal` is the declared decimal mark (`.` or `,`) and `order` the declared
    order of day, month and year (`dmy`, `mdy`, `ymd`); where they are "" the column's own cells decide.
    """

    column: Column
    headers: tuple[str, ...]
    required: bool = False
    formats: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    default: str = ""
    decimal: str = ""
    order: str = ""

    @property
    def name(self) -> str:
        """Return the column's name."""
        return self.column.name


@dataclass(frozen=True, slots=True)
class Derivation:
    """A column made from others by a named function.

    `of` are its operands in the function's order; `between` is what `joined` puts between.
    """

    name: str
    kind: str
    of: tuple[str, ...]
    scale: int | None
    between: str
    place: Place


OPERANDS: Mapping[str, tuple[str, ...]] = {
    "difference": ("of", "less"),
    "product": ("of",),
    "net_amount": ("price", "quantity", "discount"),
    "first_of": ("of",),
    "joined": ("of",),
    "cleaned": ("of",),
}
"""The settings that name the operands of each kind of derivation."""


@dataclass(frozen=True, slots=True)
class Join:
    """Columns taken from another table by key.

    `on` pairs a column of this table with one of the other; `take` pairs the new name with the other table's name. A
    column that is already there is only filled where it is empty. `first` takes the first of several rows; without it
    several different rows are a problem.
    """

    table: str
    on: tuple[tuple[str, str], ...]
    take: tuple[tuple[str, str], ...]
    first: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is done with hidden rows, columns and sheets: whether they are read. Either way it is reported."""

    rows: bool = True
    columns: bool = True
    sheets: bool = False


@dataclass(frozen=True, slots=True)
class Unpivot:
    """Columns of one figure each that are turned into rows: twelve months beside each other become twelve rows.

    `columns` are patterns of their headers (the full name, or its last part). The header goes into the column `name`,
    written as `form` says (`{name}` is its last part, `{group}` what stands above, `{year}` the year that the file, the
    sheet or its title names); the cell goes into the column `value`.
    """

    columns: tuple[str, ...]
    name: str
    value: str
    form: str = "{name}"

    @property
    def makes(self) -> tuple[str, str]:
        """Return the two columns that come of it."""
        return self.name, self.value


@dataclass(frozen=True, slots=True)
class Profile:
    """How to recognise one kind of spreadsheet and what its columns mean.

    `files` and `sheets` are patterns with `*` and `?`. `checks` are what its rows are compared with, `overlap` what
    happens to rows that two files have. `fill_down` are the columns in which an
    empty cell means what stands above it.
    """

    kind: str
    files: tuple[str, ...]
    sheets: tuple[str, ...]
    key: tuple[str, ...]
    columns: Mapping[str, ColumnRule]
    constants: Mapping[str, str]
    derive: tuple[Derivation, ...]
    joins: tuple[Join, ...]
    place: Place
    fill_down: tuple[str, ...] = ()
    hidden: Hidden = Hidden()
    unpivot: Unpivot | None = None
    checks: tuple[CheckRule, ...] = ()
    overlap: Overlap = REFUSED

    @property
    def names(self) -> frozenset[str]:
        """Return every column the table may have in the end."""
        taken = {new for join in self.joins for new, _ in join.take}
        found = {rule.column for rule in self.checks if isinstance(rule, Unique) and rule.column}
        return frozenset({*self.columns, *self.constants, *(rule.name for rule in self.derive), *taken, *found})
