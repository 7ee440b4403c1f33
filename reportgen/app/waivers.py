"""`inputs/waivers.yaml` and problems → the problems, those accepted that somebody lets stand for a reason and a time.

A waiver changes what a finding stops, never what was read: the row counts as it was read, and a cell that could not be
read stays absent. What it accepts stays in every list, with who said so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from reportgen.app import kinds
from reportgen.model.place import Place
from reportgen.model.problem import Accepted, Kind, Problem, Severity
from reportgen.sources.profiles import settings
from reportgen.sources.profiles.settings import Entry

_REQUIRED = ("kind", "reason", "by", "until")
_NARROWING = ("file", "sheet", "row", "key", "person")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One acceptance: the kind's code, what narrows it ("" and 0: nothing), why, who says so, its last day, its line.

    `file` is a name or the end of a path, `row` the row people see, `key` a text that the row holds in a cell of its
    own, `person` whom the finding concerns.
    """

    kind: str
    file: str
    sheet: str
    row: int
    key: str
    person: str
    reason: str
    by: str
    until: date
    place: Place


@dataclass(frozen=True, slots=True)
class Settled:
    """Problems after waivers: the same ones, some accepted, and the waivers that fitted one."""

    problems: tuple[Problem, ...]
    used: frozenset[Waiver]


# ------------------------------------------------------------------------------------------------------------- reading


def read_waivers(path: Path, shown: str) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
    """Read the file, where there is one; whatever in it is not understood is a problem, never ignored."""
    if not path.is_file():
        return (), ()
    problems: list[Problem] = []
    entry = settings.load(path, shown, problems)
    if entry is None or not entry.value:  # a file of comments alone
        return (), tuple(problems)
    found = [_waiver(problems, each) for each in settings.items(problems, entry)]
    return tuple(waiver for waiver in found if waiver is not None), tuple(problems)


def _waiver(problems: list[Problem], entry: Entry) -> Waiver | None:
    before = len(problems)
    given = settings.fields(problems, entry, _REQUIRED, _NARROWING)
    texts = {name: settings.text(problems, given.get(name)) for name in (*_REQUIRED, *_NARROWING)}
    _check_words(problems, entry.place, given, texts)
    if not any(texts[name] for name in ("file", "key", "person")):
        settings.wrong(
            problems, Entry(texts["kind"], entry.place), "Add `file:`, `key:` or `person:`: which one is meant."
        )
    if (texts["row"] or texts["sheet"]) and not texts["file"]:
        settings.wrong(problems, Entry(texts["row"] or texts["sheet"], entry.place), "Add `file:`: of which file.")
    until, row = _day(texts["until"]), _row(texts["row"])
    if until is None and texts["until"]:
        settings.wrong(problems, given["until"], "Write the last day on which it holds: 2026-06-30.")
    if row is None:
        settings.wrong(problems, given["row"], "Write the number of the row, as the spreadsheet program shows it.")
    _check_kind(problems, given.get("kind"))
    if len(problems) > before or until is None or row is None:
        return None
    narrowed = (texts["file"], texts["sheet"], row, texts["key"], texts["person"])
    return Waiver(texts["kind"], *narrowed, texts["reason"], texts["by"], until, entry.place)


def _check_words(problems: list[Problem], place: Place, given: Mapping[str, Entry], texts: Mapping[str, str]) -> None:
    # Of a value that is not there YAML knows no line, so the waiver's first line stands for it.
    for name, entry in given.items():
        if isinstance(entry.value, str) and not texts[name].strip():
            settings.wrong(problems, Entry(name, place), f"Write a value after `{name}:`, or remove the line.")
    if any(mark in texts["file"] for mark in "*?"):
        settings.wrong(problems, given["file"], "Name one file: a waiver never stands for files that come later.")


def _check_kind(problems: list[Problem], entry: Entry | None) -> None:
    """Report a code that no kind has, and a kind that cannot be accepted."""
    if entry is None or not isinstance(entry.value, str) or not entry.value:
        return
    known = _catalogue()
    kind = known.get(entry.value)
    if kind is None:
        near = get_close_matches(entry.value, known, 1, 0)
        settings.wrong(problems, entry, f"Write the code of a finding; the nearest is {near[0]}.")
    elif because := why_not(kind):
        values = (("because", because),)
        problems.append(Problem(kinds.WAIVER_NOT_POSSIBLE, entry.place, kind.code, values))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _row(text: str) -> int | None:
    """Return a row's number, 0 where none is named, None for what is no number."""
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdecimal() and int(text) else None


def why_not(kind: Kind) -> str:
    """Return why a kind cannot be accepted, "" where it can."""
    if kind in (kinds.WAIVER_EXPIRED, kinds.WAIVER_UNMATCHED, kinds.WAIVER_NOT_POSSIBLE):
        return "it is about a waiver itself"
    if kind.severity is Severity.BLOCKS_RUN:
        return "nothing can be computed while it stands"
    if kind.severity is Severity.NOTE:
        return "it is a note, which stops nothing"
    if kind.severity is Severity.BLOCKS_PERSON and kind not in _found_by("sources"):
        return "what this person is owed cannot be computed without it"
    return ""


# ------------------------------------------------------------------------------------------------------------ accepting


def settle(problems: Iterable[Problem], waivers: Sequence[Waiver], day: date) -> Settled:
    """Accept the problems that a waiver fits which holds on a day; `day` is the end of what is reported."""
    if not waivers:
        return Settled(tuple(problems), frozenset())
    by_kind: dict[str, list[Waiver]] = {}
    for waiver in waivers:
        by_kind.setdefault(waiver.kind, []).append(waiver)
    result: list[Problem] = []
    used: set[Waiver] = set()
    for problem in problems:
        fitting = [waiver for waiver in by_kind.get(problem.kind.code, ()) if _fits(waiver, problem)]
        used.update(fitting)
        result += _parted(problem, [waiver for waiver in fitting if waiver.until >= day])
    return Settled(tuple(result), frozenset(used))


def _parted(problem: Problem, waivers: Sequence[Waiver]) -> list[Problem]:
    """Accept a problem; where a waiver names one of several people, for that person alone."""
    if not waivers or problem.accepted is not None:
        return [problem]
    waiver = waivers[0]
    if waiver.person not in problem.people or len(problem.people) == 1:
        return [_accept(problem, waiver)]
    others = tuple(person for person in problem.people if person != waiver.person)
    mine = _accept(replace(problem, people=(waiver.person,), amount=None, currency=""), waiver)
    return [mine, *_parted(replace(problem, people=others), waivers[1:])]


def _accept(problem: Problem, waiver: Waiver) -> Problem:
    """Return a problem as a note that knows what it would be; everything that asks what is blocked sees a note."""
    word = Accepted(waiver.reason, waiver.by, waiver.until, waiver.place, problem.kind.severity)
    return replace(problem, kind=replace(problem.kind, severity=Severity.NOTE), accepted=word)


def _fits(waiver: Waiver, problem: Problem) -> bool:
    place = problem.place
    whole = _stands_for_several(problem)
    return (
        (not waiver.file or _plain(f"/{place.file}").endswith(_plain(f"/{waiver.file}")))
        and (not waiver.sheet or _plain(place.sheet) == _plain(waiver.sheet))
        and (not waiver.row or (place.row == waiver.row and not whole))
        and (not waiver.key or (_plain(waiver.key) in _texts(problem) and not whole))
        and (not waiver.person or waiver.person in problem.people or _plain(waiver.person) in _texts(problem))
    )


def _stands_for_several(problem: Problem) -> bool:
    """Tell whether a problem is the last of many and stands for the rest: no single row or key means it."""
    known = _catalogue().get(problem.kind.code)
    return known is not None and known.sentence != problem.kind.sentence


def _texts(problem: Problem) -> frozenset[str]:
    """Return what can name a problem: the cells of its row, what was found, and the parts of a key."""
    return frozenset(
        _plain(text) for text in (*problem.excerpt.split(" | "), problem.found, *problem.found.split(" · "))
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


# ------------------------------------------------------------------------------------------------ waivers that are over


def stale(waivers: Sequence[Waiver], used: frozenset[Waiver], day: date, stages: Sequence[str]) -> list[Problem]:
    """Return a problem for each waiver that is over or fits nothing.

    `stages` are those that were run: what only another one finds may still be there.
    """
    looked = [kind.code for stage in stages for kind in _found_by(stage)] if waivers else []
    problems: list[Problem] = []
    for waiver in waivers:
        if waiver in used and waiver.until < day:
            values = (("until", waiver.until.isoformat()), ("day", day.isoformat()))
            problems.append(Problem(kinds.WAIVER_EXPIRED, waiver.place, waiver.kind, values))
        elif waiver not in used and waiver.kind in looked:
            problems.append(Problem(kinds.WAIVER_UNMATCHED, waiver.place, waiver.kind))
    return problems


# Read when there is a waiver, and only then: the catalogue knows every stage, and loading them all takes its time.


def _catalogue() -> Mapping[str, Kind]:
    from reportgen.app.catalogue import ALL_KINDS

    return {kind.code: kind for kind in ALL_KINDS}


def _found_by(stage: str) -> tuple[Kind, ...]:
    from reportgen.app.catalogue import BY_STAGE

    return dict(BY_STAGE)[stage]
