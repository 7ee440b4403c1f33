"""Turns typed values and message keys into the words of a language; PDF, slides and workbooks all word with this."""

from reportgen.render.words.catalogue import Words, languages, load_words, read_words, whole_words, words_of
from reportgen.render.words.compared import compared, older
from reportgen.render.words.needed import covers, missing_keys, values_given, words_needed
from reportgen.render.words.numbers import amount_of
from reportgen.render.words.scales import AS_FITS, Scale, scales
from reportgen.render.words.sentences import Span, spans, word
from reportgen.render.words.typed import unreadable

__all__ = [
    "AS_FITS",
    "Scale",
    "Span",
    "Words",
    "amount_of",
    "compared",
    "covers",
    "languages",
    "load_words",
    "missing_keys",
    "older",
    "read_words",
    "scales",
    "spans",
    "unreadable",
    "values_given",
    "whole_words",
    "word",
    "words_needed",
    "words_of",
]
