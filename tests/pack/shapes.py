"""Turns finished office files into those that show every shape of element: what a checker of schemas must be given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

Shape = tuple[str, ...]
"""The kind of part, an element's place in it, its attributes, and what it holds in which order."""


def shapes(file: Path) -> set[Shape]:
    """Every shape of element in an office file; how often something comes one after the other does not count."""
    found: set[Shape] = set()
    with ZipFile(file) as parts:
        for name in parts.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            kind = re.sub(r"\d+", "", name)
            for element in etree.fromstring(parts.read(name)).iter(etree.Element):
                parent = element.getparent()
                inside = (tag for tag, _ in groupby(str(child.tag) for child in element))
                place = "" if parent is None else str(parent.tag)
                found.add((kind, place, str(element.tag), *sorted(map(str, element.keys())), "holds", *inside))
    return found


def with_every_shape(files: Iterable[Path], chosen: Iterable[Path]) -> list[Path]:
    """Return those that were chosen, and each of the others that has a shape which none before it has."""
    taken = list(chosen)
    seen = {shape for file in taken for shape in shapes(file)}
    for file in files:
        if file not in taken and (new := shapes(file) - seen):
            taken.append(file)
            seen |= new
    return taken
