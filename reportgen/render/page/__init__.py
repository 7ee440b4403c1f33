"""Turns findings, as plain values, into a page for the browser: no network, no file beside it, fine without script."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

MOST = 1_000
"""Findings of one kind that the page lists; `problems.json` lists all."""


NAMED = 12
"""People who are named beside one finding; the filter knows all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the page.

    `before`, `spot` and `after` are the row as typed, cut at what is wrong; `held` says which documents wait;
    `accepted` who lets it stand, why and until when; `copy` is the marked copy of the file, as a link from the page.
    """

    severity: int
    place: str
    file: str
    before: str
    spot: str
    after: str
    said: str
    remedy: str
    people: tuple[str, ...]
    held: str
    amount: str
    accepted: str = ""
    copy: str = ""

    @property
    def named(self) -> str:
        """Return whom it concerns, of many only the first."""
        more = f" … and {len(self.people) - NAMED} more" if len(self.people) > NAMED else ""
        return ", ".join(self.people[:NAMED]) + more


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind and severity, with what they come to. `severity_name` is the contract's word."""

    code: str
    severity: int
    severity_name: str
    title: str
    amount: str
    worth: str
    people: int
    findings: tuple[Finding, ...]

    @property
    def shown(self) -> tuple[Finding, ...]:
        """Return the findings that the page lists."""
        return self.findings[:MOST]


@dataclass(frozen=True, slots=True)
class Sums:
    """One figure at the top: how many, of what, and what that means."""

    number: int
    name: str
    means: str
    severity: int


def page(title: str, lead: str, sums: Sequence[Sums], groups: Sequence[Group]) -> bytes:
    """Return the page. Everything from inputs is escaped; only the page's own script may run, and nothing is loaded."""
    template = _environment().get_template("findings.html.j2")
    people = sorted({person for group in groups for finding in group.shown for person in finding.people})
    names = sorted({finding.file for group in groups for finding in group.shown})
    # What is open at first: everything of a short list, else the kinds that block.
    whole = sum(len(group.findings) for group in groups)
    text = template.render(
        title=title,
        lead=lead,
        sums=sums,
        groups=groups,
        people=people,
        files=names,
        kinds=sorted({group.code for group in groups}),
        whole=whole,
        short=whole <= 60,
        style=_piece("findings.css"),
        script=_piece("findings.js"),
        style_hash=_hash("findings.css"),
        script_hash=_hash("findings.js"),
    )
    return text.encode()


@cache
def _piece(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


def _hash(name: str) -> str:
    return "sha256-" + base64.b64encode(sha256(_piece(name).encode()).digest()).decode()


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import FunctionLoader

    return SandboxedEnvironment(
        loader=FunctionLoader(_piece), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
