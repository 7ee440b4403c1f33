"""A file of a template and a language → the file for that language alone where there is one, else the one for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def in_language(file: Path, language: str) -> Path:
    """Return `deck.en.pptx` beside `deck.pptx` for English where it is there, else the file itself."""
    own = _named(file, language)
    return own if own.is_file() else file


def with_language(file: Path, language: str) -> tuple[Path, ...]:
    """Return the file and then the one for the language: of style sheets the second comes after the first."""
    return tuple(each for each in (file, _named(file, language)) if each.is_file())


def tongues_of(file: Path) -> Iterator[tuple[str, Path]]:
    """Yield the languages that a file has another one for beside it, each with that one."""
    for each in sorted(file.parent.glob(f"{file.stem}.*{file.suffix}")):
        language = each.name.removeprefix(f"{file.stem}.").removesuffix(file.suffix)
        if each.is_file() and language and each != file:
            yield language, each


def _named(file: Path, language: str) -> Path:
    return file.with_name(f"{file.stem}.{language}{file.suffix}")
