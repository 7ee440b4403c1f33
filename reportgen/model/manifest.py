"""The record of a run: what went in, what came out, by content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the pack.

    Path in the period's folder, SHA-256, the key of what it was made from, and whether it was rendered or kept.
    """

    path: str
    sha256: str
    key: str
    document: str
    subject: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a run read and wrote. All mappings are name → SHA-256 (files) or name → version (libraries)."""

    period: str
    plan_version: str
    program: str
    inputs: Mapping[str, str]
    plan: Mapping[str, str]
    templates: Mapping[str, str]
    fonts: Mapping[str, str]
    libraries: Mapping[str, str]
    outputs: tuple[Output, ...]
    skipped: tuple[Mapping[str, str], ...]
