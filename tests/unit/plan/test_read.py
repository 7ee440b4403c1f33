"""Turns the plans of this repository into the values that everything else rests on, and damaged ones into problems."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import plan
from reportgen.measure.kpis.formulas import KINDS as COMPUTED
from reportgen.measure.pay.rating import RATINGS
from reportgen.model.alerts import Below
from reportgen.model.pay import Release
from reportgen.model.pay_kinds import Draw, Excess, Flat, Guarantee, Manual, Pool, PoolCap, Tier, Tiered
from reportgen.model.plan import Plan, Ratio, TargetSource, valid
from reportgen.model.problem import Severity, worst
from reportgen.model.quantity import Quantity, Unit
from reportgen.plan.kpis import FORMULAS
from reportgen.plan.measures import HOW
from reportgen.plan.pay import RULES
from reportgen.plan.scorecards import CURVES
from reportgen.plan.yaml_nodes import Shape
from tests.unit.plan.small_plan import SOUND

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "inputs" / "plan"
REAL = ("adventureworks", "maven_crm", "northwind")


def sound(folder: Path) -> Plan:
    found, problems = plan.read(folder, "inputs/plan")
    assert [(str(problem.place), problem.sentence) for problem in problems] == []
    assert found is not None
    return found


@cache
def sample() -> Plan:
    return sound(SAMPLE)


@pytest.mark.parametrize("name", REAL)
def test_the_plans_for_real_data_have_nothing_wrong(name: str) -> None:
    found = sound(ROOT / "tests" / "real" / name / "inputs" / "plan")
    assert found.company.pay_period == "quarter"
    assert found.company.language == "en"


def test_the_sample_pays_its_base_commission_in_marginal_bands_as_cash_arrives() -> None:
    (commission,) = [each for each in sample().components if each.id == "base-commission"]
    assert isinstance(commission.rule, Tiered)
    assert (commission.rule.base, commission.rule.per, commission.rule.mode) == (
        "gross_profit",
        "order_amount",
        "marginal",
    )
    assert commission.rule.tiers == (
        Tier(start=Fraction(0), rate=Fraction("0.03")),
        Tier(start=Fraction("0.20"), rate=Fraction("0.05")),
        Tier(start=Fraction("0.25"), rate=Fraction("0.08")),
    )
    assert commission.release == Release(on="pro_rata_cash", invoiced="gross", collected="collected")


def test_the_sample_pays_its_sprint_bonus_to_teams_led_by_managers() -> None:
    (bonus,) = [each for each in sample().components if each.id == "sprint-bonus"]
    assert bonus.earning == "quarter"
    assert isinstance(bonus.rule, Excess)
    assert (bonus.rule.gate, bonus.rule.rate, bonus.rule.over) == (Fraction("1.1"), Fraction("0.02"), "target")
    assert bonus.rule.leaders == ("manager",)


def test_the_sample_phases_its_target_4321() -> None:
    (target,) = [each for each in sample().targets if each.metric == "order_amount"]
    assert (target.floor, target.stretch) == (Fraction(420_000_000), Fraction(500_000_000))
    assert target.phasing == (Fraction("0.4"), Fraction("0.3"), Fraction("0.2"), Fraction("0.1"))


def test_a_kpi_is_a_formula_a_target_and_colours() -> None:
    kpi = valid(sample().kpis, date(2026, 3, 31))["collection_rate"]
    assert kpi.kind == Ratio(numerator="collected", denominator="due")
    assert kpi.target == TargetSource(value=Fraction("0.85"))
    assert kpi.place.file == "inputs/plan/kpis.yaml"
    assert (SAMPLE / "kpis.yaml").read_text("utf-8").splitlines()[kpi.place.row - 1] == "- id: collection_rate"


def test_measures_hold_a_year_before_the_plan_so_that_growth_can_be_measured() -> None:
    found = sample()
    assert valid(found.measures, date(2025, 1, 31)).keys() == valid(found.measures, date(2026, 12, 31)).keys()


def test_everybody_at_adventureworks_has_their_own_rate() -> None:
    (commission,) = sound(ROOT / "tests/real/adventureworks/inputs/plan").components
    assert commission.rule == Flat(base="order_amount", rate=None, rate_column="commission_pct")
    assert commission.roles == ()


def test_the_profit_pool_has_three_parts_and_the_directors_together_take_at_most_their_share() -> None:
    (component,) = [each for each in sample().components if each.id == "profit-pool"]
    pool = component.rule
    assert isinstance(pool, Pool)
    assert (pool.rate, [part.share for part in pool.parts.values()]) == (
        Fraction("0.01"),
        [Fraction("0.5"), Fraction("0.3"), Fraction("0.2")],
    )
    assert pool.cap == PoolCap(roles=("director",), share=Fraction("0.3"), scope="group", excess="redistribute")
    assert (component.earning, component.policy.to, component.policy.rounds) == ("year", "person", "pool")


def test_a_dealer_is_watched_on_any_of_633_for_two_quarters() -> None:
    (alert,) = [each for each in sample().alerts if each.id == "dealer-below-633"]
    eighty = Quantity(Fraction("0.8"), Unit.PERCENT)
    figures = ("dealer_market_share", "dealer_growth", "dealer_penetration")
    assert alert.condition == Below(figures=figures, threshold=eighty, of="target")
    assert (alert.in_a_row, alert.every, alert.amounts) == (2, "quarter", {"buy_back": Fraction("0.95")})


def test_the_sample_shows_every_kind_of_kpi_and_the_engine_computes_every_kind_of_pay() -> None:
    found = sample()
    assert {type(kpi.kind) for kpi in found.kpis} == COMPUTED.keys()
    of_the_bridge = {Guarantee, Draw, Manual}
    assert {type(each.rule) for each in found.components} <= {Tiered, *RATINGS} | of_the_bridge


def test_a_denominator_leaves_out_what_its_numerator_does_not_know() -> None:
    measures = valid(sample().measures, date(2026, 3, 31))
    for numerator, denominator in (
        ("lead_cost", "costed_leads"),
        ("pieces_conforming", "pieces_inspected"),
        ("attributed_orders", "expense_with_return"),
    ):
        (known,) = measures[denominator].present
        assert known in {measures[numerator].column, *measures[numerator].present}


@pytest.mark.parametrize(
    ("page", "kinds", "shapes"),
    [
        ("README.md", (*FORMULAS, *CURVES, *HOW, *RULES), {**FORMULAS, **RULES}),
    ],
)
def test_every_kind_is_explained_beside_the_entries(
    page: str, kinds: Iterable[str], shapes: Mapping[str, Shape[object]]
) -> None:
    text = (SAMPLE / page).read_text("utf-8")
    assert [kind for kind in kinds if f"`{kind}`" not in text] == []
    keys = {key for shape in shapes.values() for key in (*shape.required, *shape.optional)}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", text)) == []


def test_a_section_may_be_spread_over_files_and_its_order_is_that_of_their_names(tmp_path: Path) -> None:
    copy(tmp_path)
    text = (tmp_path / "kpis.yaml").read_text("utf-8")
    (tmp_path / "kpis-more.yaml").write_text(text.replace("from: 2025-01-01", "from: 2026-07-01"), encoding="utf-8")
    files = list(dict.fromkeys(kpi.place.file for kpi in sound(tmp_path).kpis))
    assert files[0] == "inputs/plan/kpis.yaml"
    assert files[1:] == sorted(files[1:])
    assert valid(sound(tmp_path).kpis, date(2026, 7, 1))["win_rate"].place.file == "inputs/plan/kpis-more.yaml"


def test_a_plan_without_the_further_sections_is_whole(tmp_path: Path) -> None:
    for path in (ROOT / "tests/real/northwind/inputs/plan").glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    found = sound(tmp_path)
    assert (found.alerts, found.tiers) == ((), ())


def test_a_text_that_looks_like_something_else_stays_a_text(tmp_path: Path) -> None:
    copy(tmp_path)
    text = (tmp_path / "measures.yaml").read_text("utf-8").replace("[won, lost]", "[NO, 010, 1e3, null, 2026-01-01]")
    (tmp_path / "measures.yaml").write_text(text, encoding="utf-8")
    measure = valid(sound(tmp_path).measures, date(2026, 1, 1))["deals_closed"]
    assert measure.where == {"stage": ("NO", "010", "1e3", "null", "2026-01-01")}


def test_a_value_holds_until_the_next_date(tmp_path: Path) -> None:
    copy(tmp_path)
    text = (tmp_path / "scorecards.yaml").read_text("utf-8")
    later = text.replace("from: 2026-01-01", "from: 2026-10-01").replace("cap: 120%", "cap: 150%")
    (tmp_path / "scorecards.yaml").write_text(text + later, encoding="utf-8")
    cards = sound(tmp_path).scorecards
    assert valid(cards, date(2026, 9, 30))["manager"].cap == Fraction("1.2")
    assert valid(cards, date(2026, 10, 1))["manager"].cap == Fraction("1.5")


def test_the_digest_follows_the_text_and_not_the_folder(tmp_path: Path) -> None:
    copy(tmp_path)
    before = sound(tmp_path).digest
    assert before == sample().digest
    (tmp_path / "pay.yaml").write_text((tmp_path / "pay.yaml").read_text("utf-8") + "\n# later\n", encoding="utf-8")
    assert sound(tmp_path).digest != before


SHARDS = ["", "[", "{", "}", "&a ", "*a ", "!!int ", "---\n", "%YAML 1.1\n", "? ", "- ", "<<: ", "\t", "'", '"\\ud800"',
          '"\\UFFFFFFFF"', "|9\n", "\x00", "\u2028", "[" * 3000, "1e999999999", "%", ": ", "\n"]  # fmt: skip


@given(
    file=st.sampled_from(sorted(SOUND)),
    at=st.floats(0, 1),
    length=st.sampled_from([0, 1, 4, 30, 300]),
    shard=st.sampled_from(SHARDS) | st.text(max_size=5),
)
def test_no_damage_to_a_file_ever_raises(
    tmp_path_factory: pytest.TempPathFactory, file: str, at: float, length: int, shard: str
) -> None:
    folder = tmp_path_factory.mktemp("plan")
    start = int(at * len(SOUND[file]))
    damaged = SOUND[file][:start] + shard + SOUND[file][start + length :]
    for name, text in {**SOUND, file: damaged}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    found, problems = plan.read(folder, "inputs/plan")
    assert (found is None) == (worst(problems) is Severity.BLOCKS_RUN)
    assert all(problem.place.file.startswith("inputs/plan/") for problem in problems)
    for problem in problems:
        f"{problem.place} {problem.sentence} {problem.remedy} {problem.excerpt}".encode()


def copy(folder: Path) -> None:
    for path in SAMPLE.rglob("*.yaml"):
        kept = folder / path.relative_to(SAMPLE)
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(path.read_bytes())
