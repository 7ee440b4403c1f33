"""A plan's text and the words of a language → Markdown: a table for each entry, its clause and line, and why."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.entry import Text
from reportgen.model.plan_text import PlanEntry, PlanText, Value
from reportgen.render.words import Words

_SECTION, _KEY = "plan.section.", "plan.key."

_COLUMNS = frozenset(
    ("table", "column", "columns", "date", "person", "customer", "stage", "opened", "closed", "product", "transaction")
)
"""The keys under which names of the inputs stand, which may be the same as ids of the plan."""


def plan_markdown(text: PlanText, words: Words) -> str:
    """Return a plan in one language; what the plan does not say in it is told in the first language it has."""
    return "\n".join(_document(text, words)) + "\n"


def _document(text: PlanText, words: Words) -> Iterator[str]:
    company = next((section for section in text.sections if section.name == "company"), None)
    whose = [value for entry in company.entries for value in entry.values if value.keys == ("name",)] if company else []
    yield f"# {_said(words, 'plan.title')}" + (f" · {_in(whose[0].text, words)}" if whose else "")
    for section in text.sections:
        yield ""
        yield f"## {_label(words, _SECTION, section.name)}"
        for entry in section.entries:
            yield from _entry(entry, text, words)


def _entry(entry: PlanEntry, text: PlanText, words: Words) -> Iterator[str]:
    yield ""
    if entry.id:
        yield f"### {_in(entry.name, words)} `{entry.id}`"
        yield ""
        yield " · ".join(_about(entry, words))
        yield ""
    yield f"| {' | '.join(_said(words, f'plan.column.{column}') for column in ('what', 'value', 'line'))} |"
    yield "|---|---|---|"
    for value in entry.values:
        yield f"| {_keys(value, words)} | {_cell(_value(value, text, words))} | {value.place.row} |"
    if entry.because:
        yield ""
        yield f"> {_said(words, 'plan.because')} {_in(entry.because, words)}"


def _about(entry: PlanEntry, words: Words) -> Iterator[str]:
    """Tell the clause, from when until when it holds, and where it stands."""
    if entry.clause:
        yield f"{_said(words, 'plan.clause')} {entry.clause}"
    yield f"{entry.since} → {entry.until or _said(words, 'plan.for-good')}"
    yield f"{entry.place}"


def _keys(value: Value, words: Words) -> str:
    ids = value.ids()
    return _cell(" / ".join(key if place in ids else _label(words, _KEY, key) for place, key in enumerate(value.keys)))


def _value(value: Value, text: PlanText, words: Words) -> str:
    """Return a value as it was typed; an id of the plan with its name before it."""
    if not isinstance(value.text, str):
        return _in(value.text, words)
    parts = value.text.split(", ") if value.keys[-1] not in _COLUMNS else ()
    if not parts:
        return value.text
    return ", ".join(f"{_in(text.names[part], words)} `{part}`" if part in text.names else part for part in parts)


def _label(words: Words, kind: str, key: str) -> str:
    """Return the word of a key; a value of the data, or a key without one, stands as it is written."""
    found = words.sentences.get(kind + key)
    return found if isinstance(found, str) else key


def _said(words: Words, key: str) -> str:
    found = words.sentences[key]
    return found if isinstance(found, str) else key


def _in(text: str | Text, words: Words) -> str:
    if isinstance(text, str):
        return text
    return text.get(words.language) or next(iter(text.values()), "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
