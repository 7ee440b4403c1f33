"""Turns one value of a document into the text that a person reads, in full or compact precision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

from reportgen.model.document import Message, Named, Precision, Term, Trend, Value, Verbatim
from reportgen.model.money import half_up
from reportgen.model.period import Period
from reportgen.model.quantity import NotMeasured, Quantity, Unit
from reportgen.render.words.catalogue import Words
from reportgen.render.words.numbers import digits, fit_step, sign
from reportgen.render.words.scales import AS_FITS, Scale

NAME = re.compile(r"\{([a-z][a-z0-9_-]*)(?::([a-z,]+))?\}")
"""A name in a sentence, `{gap}`, or with how to write it: `{gap:full,signed}`, `{gap:compact}`, `{gap:reason}`.

Of all that are `apart` in a sentence, `{value:apart}`, unequal ones are never written alike: they get as many digits
as that takes, compact money in its own step first: 1.6799 亿 of 1.6800 亿.
"""

_PLACES = {Unit.MONEY: 2, Unit.NUMBER: 2}
"""The decimals of units in full precision; of all others one."""

_CLOSER = (1, 2)
"""So many decimals more than usual are tried for compact money before it is written in full."""

_ROUND = 2
"""Compact money with so many decimals keeps them where they are zero, unless the amount is exactly round."""

_SMALL = "money.small"
"""The sentence of compact money below the first step; a language that has none writes the number alone."""

_MOST_DECIMALS = 9
"""So many decimals more than usual are tried to tell two figures apart; nearer ones are written alike."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence; `figure` is True where it is a number among the words."""

    text: str
    figure: bool = False


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a value is to be written."""

    precision: Precision
    signed: bool = False
    reason: bool = False
    scale: Scale = AS_FITS
    finer: int | None = None
    """So many decimals beyond those of full precision tell two figures apart; None where that is not asked."""
    closer: int = 0
    """So many decimals beyond its usual ones compact money has, for the same."""
    said: bool = False
    """True within a sentence, where no table or chart states the unit."""


def word(words: Words, value: Value, precision: Precision = "full", scale: Scale = AS_FITS) -> str:
    """Return a value as people of the language write it.

    Money has no currency sign: the table or sentence around it states the unit. Full money has cents (1,234.56);
    compact money is 356.2 万, 1.71 亿 or 356.2k, 3.56m, and in a sentence 8,243 元. Percentages have one decimal.
    Compact drops decimals that are all zero: 350 万, 85%; two of them only from an amount that is exactly round: 6m,
    but 6.00m of 5,998,702.90. In a column that has a scale, a figure is written at that: 350.0 万. None is the empty
    text.
    Raise KeyError for a message that the catalogue lacks, or a sentence that names a value the message has not.
    """
    return _word(words, value, _Manner(precision, scale=scale))


def spans(words: Words, message: Message, precision: Precision = "full") -> tuple[Span, ...]:
    """Return a message's text in stretches, its figures apart from its words; joined, they are what `word` returns."""
    return tuple(span for span in _spans(words, message, _Manner(precision)) if span.text)


def _word(words: Words, value: Value, manner: _Manner) -> str:  # noqa: C901, PLR0911  one line a kind of value
    match value:
        case Quantity():
            return _quantity(words, value, manner)
        case NotMeasured():
            return _sentence(words, _absence(words, value.reason, in_full=manner.reason))
        case Verbatim(text):
            return words.names.get(text, text)
        case Term(key, text):
            found = words.sentences.get(key)
            return found if isinstance(found, str) else text
        case Named(texts):
            return _name(words, dict(texts))
        case Message():
            return _said(words, value, manner)
        case Trend():
            return _word(words, value.alt, manner)
        case Period():
            return _period(words, value, manner.precision)
        case int():
            return digits(Fraction(value), 0, words.locale, signed=manner.signed)
        case date():
            return _day(words, value, "format.date")
    return ""


def _name(words: Words, texts: Mapping[str, str]) -> str:
    """Return a name in the language; who is given none reads the English one, or what was typed."""
    found = texts.get(words.language)
    if found is not None:
        return found
    text = next(iter(texts.values()))
    return words.names.get(text) or texts.get("en", text)


def _absence(words: Words, reason: str, *, in_full: bool) -> str:
    """The key of what is said for no number.

    With its reason, or in the reason's short form if it has one of its own.
    """
    if in_full:
        return f"not-measured.{reason}"
    short = f"not-measured.{reason}.short"
    return short if short in words.sentences else "not-measured"


def _spans(words: Words, message: Message, manner: _Manner) -> Iterator[Span]:
    values = dict(message.values)
    sentence = _sentence(words, message.key, values.get("count"))
    *stretches, end = _stretches(sentence)
    manner = _telling_apart(words, sentence, values, manner)
    last = ""
    for before, name, how in stretches:
        yield Span(_after(last, before))
        for span in _named(words, values[name], _asked(how, manner)):
            yield span
            last = span.text
    yield Span(_after(last, end[0]))


def _said(words: Words, message: Message, manner: _Manner) -> str:
    """A message's text as a whole, which most of what a document says is wanted as."""
    values = dict(message.values)
    sentence = _sentence(words, message.key, values.get("count"))
    *stretches, end = _stretches(sentence)
    manner = _telling_apart(words, sentence, values, manner)
    text = ""
    for before, name, how in stretches:
        text += _after(text, before) + _word(words, values[name], _asked(how, manner))
    return text + _after(text, end[0])


def _telling_apart(words: Words, sentence: str, values: Mapping[str, Value], manner: _Manner) -> _Manner:
    """Return the manner in which the values that must not look alike do not: as asked, in full, then ever finer."""
    names = _apart(sentence)
    if not names:
        return manner
    held = dict.fromkeys((values[name], how) for name, how in names)
    closer = (replace(manner, closer=more) for more in _CLOSER)
    for each in (manner, *closer, *(_finer(manner, places) for places in range(_MOST_DECIMALS + 1))):
        if len({_word(words, value, _asked(how, each)) for value, how in held}) == len({value for value, _ in held}):
            return each
    return manner


def _finer(manner: _Manner, places: int) -> _Manner:
    return replace(manner, precision="full", finer=places)


@lru_cache(maxsize=8192)
def _apart(sentence: str) -> tuple[tuple[str, str | None], ...]:
    """The names in a sentence that must not look alike where they are not equal."""
    return tuple((name, how) for _, name, how in _stretches(sentence) if how and "apart" in how.split(","))


def _after(text: str, words: str) -> str:
    """The catalogue's words behind what a name ends with: a full-width bracket brings its own space with it."""
    return words.removeprefix(" ") if text.endswith("\N{FULLWIDTH RIGHT PARENTHESIS}") else words


@lru_cache(maxsize=8192)
def _stretches(sentence: str) -> tuple[tuple[str, str, str | None], ...]:
    """A sentence's words, each with the name behind them and how to write it; the last without a name."""
    found, end = [], 0
    for match in NAME.finditer(sentence):
        found.append((sentence[end : match.start()], match[1], match[2]))
        end = match.end()
    return (*found, (sentence[end:], "", None))


def _named(words: Words, value: Value, manner: _Manner) -> Iterator[Span]:
    if isinstance(value, Message):
        yield from _spans(words, value, manner)
    else:
        yield Span(_word(words, value, manner), isinstance(value, Quantity | int))


@lru_cache(maxsize=256)
def _asked(how: str | None, outer: _Manner) -> _Manner:
    """What the sentence asks for itself goes before what is asked of the whole sentence."""
    asked = (how or "").split(",")
    finer = outer.finer if how is None or "apart" in asked else None
    precision: Precision = outer.precision
    if "compact" in asked and finer is None:
        precision = "compact"
    if "full" in asked:
        precision = "full"
    closer = outer.closer if how is None or "apart" in asked else 0
    return _Manner(precision, "signed" in asked, "reason" in asked, finer=finer, closer=closer, said=True)


def _sentence(words: Words, key: str, amount: Value = None) -> str:
    """Return the sentence of a key, in the plural form of the amount where it has several."""
    sentence = words.sentences[key]
    if isinstance(sentence, str):
        return sentence
    number = amount.value if isinstance(amount, Quantity) else amount
    if not isinstance(number, int | Fraction):
        return sentence["other"]
    exact = int(number) if Fraction(number).denominator == 1 else float(number)
    return sentence.get(words.locale.plural_form(exact), sentence["other"])


def _quantity(words: Words, quantity: Quantity, manner: _Manner) -> str:
    value, locale, signed = quantity.value, words.locale, manner.signed
    whole = value.denominator == 1
    if manner.finer:
        return _finest(quantity, manner.finer, locale, signed=signed)
    match quantity.unit:
        case Unit.MONEY if manner.precision == "compact":
            text = _compact(words, value, manner.scale, manner.closer, signed=signed)
            return _with_unit(words, quantity, text) if manner.said and value else text
        case Unit.MONEY:
            return digits(value, 2, locale, signed=signed)
        case Unit.PERCENT:
            shown, shares = _short_of_whole(100 * value), manner.scale.shares
            brief = manner.precision == "compact" if shares is None else shares == 0
            return digits(shown, 1, locale, brief=brief, signed=signed) + "%"
        case Unit.SCORE:
            return digits(value, 1, locale, signed=signed)
        case Unit.DAYS if manner.scale.days is not None:
            return digits(value, manner.scale.days, locale, signed=signed)
        case Unit.COUNT | Unit.DAYS:
            return digits(value, 0 if whole else 1, locale, signed=signed)
        case Unit.NUMBER:
            places = manner.scale.numbers
            return digits(value, 2 if places is None else places, locale, brief=places is None, signed=signed)


def _finest(quantity: Quantity, more: int, locale: Locale, *, signed: bool) -> str:
    """Return a figure with more decimals than its unit has, none where they are all zero."""
    share = quantity.unit is Unit.PERCENT
    value, places = (100 * quantity.value if share else quantity.value), _PLACES.get(quantity.unit, 1) + more
    return digits(value, places, locale, brief=True, signed=signed) + ("%" if share else "")


def _short_of_whole(percentage: Fraction) -> Fraction:
    """Never round up to 100 what falls short of it: 99.99 % of a target is 99.9 %, for nobody reached it."""
    return Fraction(999, 10) if Fraction(999, 10) < percentage < 100 else percentage


def _compact(words: Words, value: Fraction, scale: Scale, closer: int, *, signed: bool) -> str:
    step, places = fit_step(value, words.steps)
    brief = True
    # What a column's scale would write as nothing is written as it is.
    if scale.step is not None and half_up(value / scale.step, scale.places):
        step, places, brief = scale.step, scale.places, False
    if step == 1:
        return digits(value, places, words.locale, signed=signed)
    # Two decimals are dropped from what is exactly round alone: 5,998,702.90 is 6.00m beside 6.87m, 6,000,000 is 6m.
    brief = brief and not closer and (places < _ROUND or (value / step).denominator == 1)
    number = digits(abs(value) / step, places + closer, words.locale, brief=brief)
    return sign(value, signed=signed) + _sentence(words, f"compact.{step}").replace("{number}", number)


def _with_unit(words: Words, quantity: Quantity, text: str) -> str:
    """Return an amount below the first step as the language has it beside those with a step's word: 8,243 元."""
    sentence = words.sentences.get(_SMALL)
    small = fit_step(quantity.value, words.steps)[0] == 1
    if not small or not quantity.currency or not isinstance(sentence, str):
        return text
    unit = words.sentences.get(f"unit.{quantity.currency}")
    return sentence.replace("{number}", text).replace("{unit}", unit if isinstance(unit, str) else quantity.currency)


def _period(words: Words, period: Period, precision: Precision) -> str:
    suffix = ".compact" if precision == "compact" else ""
    return _day(words, period.start, f"format.{period.grain}{suffix}")


def _day(words: Words, day: date, key: str) -> str:
    return format_date(day, format=_sentence(words, key), locale=words.locale)
