"""A profile's name as typed → the profile: a file, one of the workspace's, or one that came with the program."""

from __future__ import annotations

from pathlib import Path

from reportgen import sources
from reportgen.app import kinds
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.sources import Profile

ENDINGS = (".yaml", ".yml")


def find_profile(name: str, folder: Path) -> tuple[Profile | None, tuple[Problem, ...]]:
    """Find a profile by its file or its name.

    `folder` is the workspace; outside of one only files and the ready profiles are found. The profile returned takes
    any file, whatever its `files:` says, because the file to read was named.
    """
    path = _path(name, folder)
    if path is None:
        known = ", ".join(sorted({*_names(_own(folder)), *ready_profiles()}))
        return None, (Problem(kinds.PROFILE_UNKNOWN, Place("--profile"), name, (("known", known),)),)
    profile, problems = sources.read_profile(path, _shown(path, folder))
    return profile, problems


def ready_profiles() -> dict[str, Path]:
    """Return the profiles that came with the program, by name."""
    return _names(sources.READY)


def known_profiles(folder: Path) -> tuple[Profile, ...]:
    """Return every readable profile: the workspace's first, then those that came with the program."""
    paths = [*_names(_own(folder)).values(), *ready_profiles().values()]
    found = (sources.read_profile(path, _shown(path, folder))[0] for path in paths)
    return tuple(profile for profile in found if profile is not None)


def _path(name: str, folder: Path) -> Path | None:
    if name.endswith(ENDINGS):
        return next((path for path in (Path(name), folder / name, _own(folder) / name) if path.is_file()), None)
    return {**ready_profiles(), **_names(_own(folder))}.get(name)


def _own(folder: Path) -> Path:
    return folder / "inputs" / "profiles"


def _names(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))} if folder.is_dir() else {}


def _shown(path: Path, folder: Path) -> str:
    """Return the name that problems show: within the workspace, else as it is."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
