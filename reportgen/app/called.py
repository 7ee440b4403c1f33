"""The plan's names for words of the inputs → what each language calls them, and which words still have no name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from reportgen.app import kinds
from reportgen.app.audience import other_names
from reportgen.app.intake import Intake
from reportgen.model.listed import Listed
from reportgen.model.measured import Measured
from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem

FILE = "inputs/plan/words.yaml"
_TOLD = 8
"""How many words a finding quotes."""


def called(promised: Plan, languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return by language what the words of the inputs are called, as far as the plan says."""
    names = promised.words.items()
    found = {each: {word: texts[each] for word, texts in names if each in texts} for each in languages}
    return {language: words for language, words in found.items() if words}


def unnamed(typed: Mapping[str, Collection[str]], intake: Intake, measured: Measured) -> Iterator[Problem]:
    """Yield a problem for each language whose papers print words that its readers cannot read.

    `typed` are by language the texts that papers print as they were typed. What the inputs name (people, customers,
    products, files) is no word, nor is a line of pay, which disputes name as it is.
    """
    if not any(typed.values()):
        return
    names = set(other_names(intake.dataset)) | {file.rpartition("/")[2] for file in intake.files}
    names |= {person.name for person in measured.roster.people.values()}
    names.update(_keys(measured))
    for language, texts in sorted(typed.items()):
        words = sorted(text for text in texts if not names.issuperset(text.split(", ")))
        if words:
            quoted = " · ".join(words[:_TOLD]) + (" …" if len(words) > _TOLD else "")
            values = (("count", str(len(words))), ("language", language))
            yield Problem(kinds.WORD_UNNAMED, Place(FILE), quoted, values)


def _keys(measured: Measured) -> Iterator[str]:
    """Yield what lines of pay are known by."""
    columns = (column for statement in measured.statements.values() for column in statement.columns)
    for lines in (component.lines for column in columns for component in column.components):
        if isinstance(lines, Listed):
            yield from (key for key, _ in lines.names())
        yield from (line.key for line in (lines.others if isinstance(lines, Listed) else lines))
