"""Turns `company.yaml` into whose plan this is, and the roles people may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from reportgen.model.plan import Company, Text
from reportgen.plan.scalars import choice, currency, identifier, period_id, worded
from reportgen.plan.yaml_nodes import Node

GRAINS: tuple[Literal["month", "quarter", "year"], ...] = ("month", "quarter", "year")
LANGUAGES: tuple[Literal["zh", "en", "both"], ...] = ("zh", "en", "both")

_KEYS = ("name", "currency", "version", "language", "pay_period", "pay_starts", "roles")


def read(root: Node) -> tuple[Company, Mapping[str, Text]]:
    """Read the company and the names of its roles by id."""
    fields = root.fields(_KEYS)
    grain = choice(fields["pay_period"], GRAINS)
    company = Company(
        name=worded(fields["name"]),
        currency=currency(fields["currency"]),
        version=fields["version"].scalar(),
        language=choice(fields["language"], LANGUAGES),
        pay_period=grain,
        pay_starts=period_id(fields["pay_starts"], grain),
        place=root.place,
    )
    return company, _roles(fields["roles"])


def _roles(node: Node) -> dict[str, Text]:
    """Read the roles: ids with their names."""
    names = {}
    for role, name in node.pairs():
        identifier(name.name())
        names[role] = worded(name)
    return names
