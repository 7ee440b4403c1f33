from collections.abc import Iterator

import pytest

from reportgen.render import kept
from reportgen.render.kept import Shelf, put_up, worked_out
from reportgen.render.words import load_words
from tests.unit.render.samples import ROOT


@pytest.fixture
def shelf() -> Iterator[dict[str, bytes]]:
    found: dict[str, bytes] = {}
    before = kept._shelf
    put_up(Shelf(found.get, found.__setitem__))
    yield found
    put_up(before)


def never() -> object:
    raise AssertionError


def test_what_was_worked_out_is_not_worked_out_again(shelf: dict[str, bytes]) -> None:
    assert worked_out("a list", b"content", lambda: [1, "二"]) == [1, "二"]
    assert worked_out("a list", b"content", never) == [1, "二"]
    assert worked_out("a list", b"other", list) == []
    assert worked_out("another", b"content", dict) == {}


def test_a_damaged_value_is_worked_out_anew(shelf: dict[str, bytes]) -> None:
    worked_out("a list", b"content", lambda: [1])
    for key in shelf:
        shelf[key] = b"[1"
    assert worked_out("a list", b"content", lambda: [2]) == [2]
    assert worked_out("a list", b"content", never) == [2]


@pytest.mark.parametrize("value", [(1, 2), {1: "one"}, {"a": b"b"}, float("nan")])
def test_what_would_come_back_as_another_value_is_not_kept(shelf: dict[str, bytes], value: object) -> None:
    assert worked_out("odd", b"content", lambda: value) is value
    assert not shelf


def test_nothing_is_kept_without_a_shelf() -> None:
    before = kept._shelf
    put_up(None)
    assert worked_out("a list", b"content", lambda: [1]) == [1]
    assert worked_out("a list", b"content", lambda: [2]) == [2]
    put_up(before)


def test_sentences_from_the_shelf_are_those_of_the_file(shelf: dict[str, bytes]) -> None:
    from reportgen.render import yaml_text
    from reportgen.render.words import catalogue

    def read() -> object:
        yaml_text.plain.cache_clear()
        catalogue._words.cache_clear()
        return load_words(ROOT / "templates" / "languages", "zh")

    first = read()
    assert len(shelf) == 1
    assert read() == first
