"""Turns `company.yaml` into whose plan this is, and the roles people may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reportgen.model.place import Place
from reportgen.model.plan import Company, Text
from reportgen.model.problem import Problem
from reportgen.plan import kinds
from reportgen.plan.scalars import choice, currency, identifier, language, period_id, worded
from reportgen.plan.yaml_nodes import Node

GRAINS: tuple[Literal["month", "quarter", "year"], ...] = ("month", "quarter", "year")

_KEYS = ("name", "currency", "version", "language", "pay_period", "pay_starts", "roles")


def read(root: Node) -> tuple[Company, Mapping[str, Text]]:
    """Read the company and the names of its roles by id."""
    fields = root.fields(_KEYS, ("ledger",))
    grain = choice(fields["pay_period"], GRAINS)
    company = Company(
        name=worded(fields["name"]),
        currency=currency(fields["currency"]),
        version=fields["version"].scalar(),
        language=language(fields["language"]),
        pay_period=grain,
        pay_starts=period_id(fields["pay_starts"], grain),
        place=root.place,
        ledger=_database(fields["ledger"]) if "ledger" in fields else "",
    )
    return company, _roles(fields["roles"])


def _database(node: Node) -> str:
    """Read the URL of a database: who may open it says the environment, never a file that many read."""
    url = node.scalar()
    scheme, separator, rest = url.partition("://")
    if url and not (scheme and separator and rest):
        node.report(kinds.LEDGER_UNREADABLE, url)
    elif "@" in rest and rest.partition("@")[0].partition(":")[2]:
        # Of the file, not of its line: a line is quoted, and the password with it.
        found = f"{scheme}://…@{rest.rpartition('@')[2]}"
        node.file.problems.append(Problem(kinds.LEDGER_PASSWORD, Place(node.file.name), found))
        return ""
    return url


def _roles(node: Node) -> dict[str, Text]:
    """Read the roles: ids with their names."""
    names = {}
    for role, name in node.pairs():
        identifier(name.name())
        names[role] = worded(name)
    return names
