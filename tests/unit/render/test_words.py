import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from reportgen.model.document import Message, Named, Value, Verbatim
from reportgen.model.period import parse_period
from reportgen.model.problem import Problem
from reportgen.model.quantity import NotMeasured, Quantity, Unit, count, money, percent
from reportgen.render.words import (
    languages,
    load_words,
    missing_keys,
    read_words,
    spans,
    unreadable,
    word,
    words_needed,
    words_of,
)
from tests.unit.render.samples import ROOT, review, sample_words

CATALOGUES = ROOT / "templates" / "languages"
ZH, EN = load_words(CATALOGUES, "zh"), load_words(CATALOGUES, "en")


def plain(value: Fraction | int) -> Quantity:
    return Quantity(Fraction(value), Unit.NUMBER)


def cny(amount: str) -> Quantity:
    return money(Fraction(amount), "CNY")


@pytest.mark.parametrize(
    ("amount", "full", "zh", "en"),
    [
        ("0", "0.00", "0", "0"),
        ("1234.56", "1,234.56", "1,235", "1.2k"),
        ("-0.005", "−0.01", "−0.01", "−0.01"),
        ("2.675", "2.68", "2.68", "2.68"),
        ("3562000", "3,562,000.00", "356.2 万", "3.56m"),
        ("3500000", "3,500,000.00", "350 万", "3.50m"),
        ("-180000", "−180,000.00", "−18 万", "−180k"),
        ("9999.9", "9,999.90", "1 万", "10k"),
        ("99999999", "99,999,999.00", "1.00 亿", "100.00m"),
        ("5998702.90", "5,998,702.90", "599.9 万", "6.00m"),
        ("6000000", "6,000,000.00", "600 万", "6m"),
        ("171000000", "171,000,000.00", "1.71 亿", "171m"),
        ("123456789012.34", "123,456,789,012.34", "1,234.57 亿", "123.46bn"),
    ],
)
def test_money_is_written_to_the_cent_or_in_the_steps_of_the_language(amount: str, full: str, zh: str, en: str) -> None:
    value = cny(amount)
    assert word(ZH, value) == word(EN, value) == full
    assert (word(ZH, value, "compact"), word(EN, value, "compact")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (percent(Fraction(2, 3)), "66.7%", "66.7%"),
        (percent(Fraction("0.0005")), "0.1%", "0.1%"),
        (percent(1), "100.0%", "100.0%"),
        (count(8800), "8,800", "8,800"),
        (Quantity(Fraction("94.75"), Unit.SCORE), "94.8", "94.8"),
        (Quantity(Fraction(90), Unit.DAYS), "90", "90"),
        (Quantity(Fraction(5, 2), Unit.NUMBER), "2.50", "2.50"),
        (date(2026, 3, 31), "2026-03-31", "31 Mar 2026"),
        (parse_period("2026-Q1"), "2026 年第一季度", "Q1 2026"),
        (parse_period("2026-03"), "2026 年 3 月", "March 2026"),
        (parse_period("2026"), "2026 年", "2026"),
        (NotMeasured("no-target"), "—", "—"),
        (NotMeasured("no-data"), "未测量", "not measured"),
        (Named((("zh", "华东"), ("en", "East"))), "华东", "East"),
        (Named((("de", "Osten"),)), "Osten", "Osten"),
        (Verbatim("{{7*7}} {name}"), "{{7*7}} {name}", "{{7*7}} {name}"),
        (None, "", ""),
        (1200, "1,200", "1,200"),
    ],
)
def test_every_kind_of_value_has_its_words(value: Value, zh: str, en: str) -> None:
    assert (word(ZH, value), word(EN, value)) == (zh, en)


def test_a_period_is_short_where_room_is_short() -> None:
    assert [word(ZH, parse_period(text), "compact") for text in ("2026-03", "2026-Q1")] == ["3 月", "第一季度"]
    assert [word(EN, parse_period(text), "compact") for text in ("2026-03", "2026-Q1")] == ["Mar", "Q1"]


def test_a_sentence_words_its_values_and_says_how() -> None:
    words = words_of(
        "zh", {**ZH.sentences, "a": "差 {gap:compact,signed},共 {gap};{why:reason};{inner}", "b": "〈{name}〉"}
    )
    inner = Message("b", (("name", Verbatim("{gap}")),))
    sentence = Message("a", (("gap", cny("220000")), ("why", NotMeasured("no-target")), ("inner", inner)))
    assert word(words, sentence) == "差 +22 万,共 220,000.00;未测量：没有目标;〈{gap}〉"
    assert [span.text for span in spans(words, sentence) if span.figure] == ["+22 万", "220,000.00"]


def test_a_plural_follows_the_count() -> None:
    days = [word(EN, Message("unit.days", (("count", number),))) for number in (1, 2, count(1), count(0))]
    assert days == ["1 day", "2 days", "1 day", "0 days"]


def in_english(sentence: str | Mapping[str, str], number: str) -> str:
    """A sentence with one number for every value, in that number's form; a whole that parts are of is 3."""
    form = "one" if number == "1" else "other"
    text = sentence if isinstance(sentence, str) else sentence.get(form, sentence["other"])
    return re.sub(r"\{([a-z-]+)(:[a-z,]+)?\}", lambda found: "3" if found[1] in ("all", "whole") else number, text)


NOUNS = "action alert case check customer deal document item leader measure order row rule scorecard statement team"


def test_no_english_sentence_says_one_of_many_or_two_of_one() -> None:
    plural = "|".join((*(f"{noun}s" for noun in NOUNS.split()), "people", "years", "instalments"))
    of_one, of_two = (re.compile(rf"(?<![\w.,]){start}({nouns}) ") for start, nouns in (
        ("1 (?:more )?", plural), ("2 (?:more )?", NOUNS.replace(" ", "|"))
    ))  # fmt: skip
    wrong = {key for key, said in EN.sentences.items() if of_one.search(f"{in_english(said, '1')} ")}
    wrong |= {key for key, said in EN.sentences.items() if of_two.search(f"{in_english(said, '2')} ")}
    assert wrong == set()
    assert of_one.search("1 teams are below")


HALF = re.compile(r"(?<![A-Za-z0-9])[,:;()!?]|[,:;()!?](?![A-Za-z0-9])|[\u3400-\u9fff]\.(?![A-Za-z])|[，：；（！？] ")
"""Punctuation that is not part of a number or of a Latin word, or that has a blank after it as Latin text has."""


def half_width(said: str) -> bool:
    """Whether a sentence has half-width punctuation beside its Chinese words or its values."""
    return HALF.search(re.sub(r"\{[^}]*\}", "值", said)) is not None


def test_chinese_sentences_have_full_width_punctuation_and_english_ones_none() -> None:
    forms = [
        (key, said)
        for key, forms in ZH.sentences.items()
        for said in ([forms] if isinstance(forms, str) else forms.values())
    ]
    dated = ("format.", "compact.")
    assert [key for key, said in forms if not key.startswith(dated) and half_width(said)] == []
    assert [key for key, said in EN.sentences.items() if re.search("[\u3000-\u9fff\uff00-\uffef]", str(said))] == [
        "unprintable"
    ]


def test_half_width_punctuation_is_found() -> None:
    wrong = (
        "来源:{files}",
        "{kpi} {actual:compact},同比增长",
        "应收(含税)",
        "共 3 单; 其余",
        "预支： 发放",
        "没有数据.",
    )
    assert [said for said in wrong if not half_width(said)] == []
    assert [
        said for said in ("登记簿（register）", "15:30、1,000 元", "{a:compact,signed}；{b}") if half_width(said)
    ] == []


def test_an_unknown_key_is_an_error_and_is_found_beforehand() -> None:
    with pytest.raises(KeyError):
        word(ZH, Message("no.such"))
    document = review()
    assert {"sample.headline", "not-measured.no-target", "status.good", "foot"} <= words_needed(document)
    assert missing_keys(document, sample_words("zh")) == ()
    lacking = missing_keys(document, EN)
    assert {problem.kind.code for problem in lacking} == {"word-missing"}
    assert "sample.headline" in {problem.found for problem in lacking}


def test_a_sentence_that_names_a_value_nobody_gives_is_found_beforehand() -> None:
    words = sample_words("en")
    wrong = words_of("en", {**words.sentences, "sample.headline": "{attainment} and {nonsense}"})
    (problem,) = missing_keys(review(), wrong)
    assert problem.kind.code == "word-names-unknown-value"
    assert "nonsense" in problem.sentence
    assert "gain" in problem.remedy


def test_words_of_the_inputs_print_as_the_plan_names_them_and_others_as_typed() -> None:
    english = replace(EN, names={"价格": "Price"})
    said = Message("deals.one", (("order", Verbatim("价格")), ("customer", Verbatim("交期")), ("amount", None)))
    assert word(english, said) == "Price 交期 ()"
    assert [word(english, Named((("zh", text),))) for text in ("价格", "交期")] == ["Price", "交期"]
    assert word(ZH, Verbatim("价格")) == "价格"


def test_who_has_no_name_in_a_language_reads_the_english_one() -> None:
    french = words_of("fr", EN.sentences)
    assert word(french, Named((("zh", "华东"), ("en", "East China")))) == "East China"
    assert word(french, Named((("zh", "华东"), ("fr", "Est"), ("en", "East China")))) == "Est"


def test_what_readers_cannot_read_is_found_beforehand() -> None:
    typed = Message("sample.headline", (("gain", Verbatim("价格")), ("attainment", Named((("zh", "交期"),)))))
    own = Named((("zh", "华东"), ("en", "East China")))
    document = replace(review(), facts=(typed, Message("sample.heading", (("period", own),))))
    assert {"价格", "交期"} <= unreadable(document, EN)
    assert "华东" not in unreadable(document, EN)
    assert "价格" not in unreadable(document, replace(EN, names={"价格": "Price"}))
    assert unreadable(document, ZH) == frozenset()


def test_all_catalogues_have_the_same_keys() -> None:
    assert set(languages(CATALOGUES)) == {"zh", "en"}
    own = ("compact.",)
    zh, en = ({key for key in words.sentences if not key.startswith(own)} for words in (ZH, EN))
    assert zh ^ en == set()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: one\na: two\n", "duplicate key"),
        ("a: [1\n", "expected"),
        ("- a\n", "list of keys"),
        ("a: 12\n", "`a` has no sentence"),
        ("a: {one: x}\n", "`a` has no sentence"),
        ("compact.many: x\n", "compact.many"),
    ],
)
def test_a_faulty_catalogue_is_said_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "zh.yaml").write_text(text, encoding="utf-8")
    found = read_words(tmp_path, "zh")
    assert isinstance(found, Problem)
    assert said in found.sentence


def test_a_language_without_a_catalogue_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="there is no such file"):
        load_words(tmp_path, "fr")


def test_what_falls_short_of_a_whole_is_never_rounded_up_to_it() -> None:
    assert [word(EN, percent(Fraction(share))) for share in ("0.99992", "0.99949", "1", "1.00001")] == [
        "99.9%",
        "99.9%",
        "100.0%",
        "100.0%",
    ]
    assert word(ZH, percent(Fraction("0.99992")), "compact") == "99.9%"


@pytest.mark.parametrize(
    ("value", "limit", "en"),
    [
        (
            Quantity(Fraction(72999999, 3650000), Unit.NUMBER),
            Quantity(Fraction(20), Unit.NUMBER),
            "19.9999997 (limit 20)",
        ),
        (cny("180.01"), cny("180"), "180.01 (limit 180.00)"),
        (cny("1204900"), cny("1200000"), "1.205m (limit 1.200m)"),
        (cny("1200049"), cny("1200000"), "1,200,049.00 (limit 1,200,000.00)"),
        (cny("1300000"), cny("1200000"), "1.30m (limit 1.20m)"),
        (percent(Fraction(8499, 10000)), percent(Fraction(85, 100)), "84.99% (limit 85%)"),
        (Quantity(Fraction(7), Unit.SCORE), Quantity(Fraction(7), Unit.SCORE), "7.0 (limit 7.0)"),
    ],
)
def test_what_a_rule_found_never_looks_like_the_limit_that_it_broke(value: Quantity, limit: Quantity, en: str) -> None:
    said = Message("alerts.basis.nobody", (("period", Verbatim("2026-03")), ("value", value), ("threshold", limit)))
    several = Message("alerts.basis.several", (("count", 2), ("worst", said)))
    assert word(EN, said) == f"2026-03: {en}"
    assert "".join(span.text for span in spans(EN, several, "compact")) == f"2, the worst 2026-03: {en}"


def test_a_result_just_short_of_its_target_is_not_written_like_it() -> None:
    values = (
        ("kpi", Verbatim("Orders")),
        ("actual", cny("167987102.08")),
        ("target", cny("168000000")),
        ("attainment", percent(Fraction("0.999923"))),
    )
    said = Message("review.result.attained", values)
    assert word(EN, said) == "Orders 167.99m, 99.9% of the target of 168m"
    assert word(ZH, said) == "Orders 1.6799 亿，完成目标 1.6800 亿 的 99.9%"


def test_a_small_amount_has_its_unit_beside_those_in_ten_thousands() -> None:
    values = (("part", Verbatim("销量")), ("amount", cny("8243")))
    assert word(ZH, Message("narrative.part", values), "compact") == "销量 +8,243 元"
    euros = (("part", Verbatim("销量")), ("amount", money(-5, "EUR")))
    assert word(ZH, Message("narrative.part", euros), "compact") == "销量 −5 欧元"
    assert word(EN, Message("narrative.part", values), "compact") == "销量 +8.2k"
    large, nothing = (
        (("part", Verbatim("销量")), ("amount", cny("219000"))),
        (("part", Verbatim("a")), ("amount", cny("0"))),
    )
    assert word(ZH, Message("narrative.part", large), "compact") == "销量 +21.9 万"
    assert word(ZH, Message("narrative.part", nothing), "compact") == "a 0"
    assert word(ZH, cny("8243"), "compact") == "8,243"


def test_days_are_told_apart_within_their_own_words() -> None:
    days = [Message("alerts.days", (("count", Quantity(Fraction(each), Unit.DAYS)),)) for each in ("10.04", "10.01")]
    values = (("subject", Verbatim("D-1")), ("value", days[0]), ("threshold", days[1]))
    assert word(EN, Message("alerts.basis.one", values)) == "D-1: 10.04 days (limit 10.01 days)"


def test_the_note_beside_objectives_says_what_their_foot_is_the_mean_of() -> None:
    assert word(EN, Message("okr.note")).endswith("completion is the mean of all reviews")
    assert word(ZH, Message("okr.note")).endswith("完成度为全部复盘的平均")
