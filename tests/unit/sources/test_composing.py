"""Settings say the same whether libyaml composes them or ruamel: what libyaml would read otherwise it is not given."""

from pathlib import Path

import pytest

from reportgen import settings
from reportgen.model.problem import Problem
from reportgen.sources import READY
from reportgen.sources.profiles.settings import Entry, load

ROOT = Path(__file__).resolve().parents[3]
WRITTEN = sorted([*READY.rglob("*.yaml"), *(ROOT / "inputs" / "profiles").glob("*.yaml")])
TEXTS = [
    "", "# only a comment\n", "a: 1\na: 2\n", "a: no\nb: 010\nc: 1:30\nd: ~\ne: =\nf: <<\n",
    "a: [x, 'y', \"z\\u4e2d\"]\n", "a: {b: c, d: [e, {f: g}]}\n", "a: &x 1\nb: *x\n", "a: !!str 1\n", "? a\n: b\n",
    "a:\tb\n", "\ta: b\n", "a: b\r\nc: d\r\n", "a: |\n  x\n  y\n", "a: >-\n\n  x\n", "a: 'it''s'\nb: \"q\\\"\"\n",
    "a: b: c\n", "a: [b\n", "- a\n- - b\n  - c\n", "---\na: b\n---\nc: d\n", "%YAML 1.1\n---\na: b\n",
    "a: b #c\nd: e#f\n", "a: [b:c, d]\n", "x: {y:z}\n", "中文: 列名\n", "a: x\n  y\n", "a: 'x\n\n  y'\n", "1: a\n",
    "a:\n- b\n- c\n", "<<: {a: b}\n", "a: @b\n", "a: `b`\n", "a: %b\n",
]  # fmt: skip


def said(path: Path) -> tuple[Entry | None, list[Problem]]:
    problems: list[Problem] = []
    settings.composed.cache_clear()
    return load(path, "inputs/profiles/a.yaml", problems), problems


@pytest.mark.parametrize("text", [*TEXTS, *(path.read_text("utf-8") for path in WRITTEN)])
def test_both_ways_of_composing_give_the_same_entries_and_problems(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode())
    quick = said(path)
    monkeypatch.setattr(settings, "_Loader", None)
    assert quick == said(path)
