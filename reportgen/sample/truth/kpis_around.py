"""Turns what surrounds the selling into KPIs: channel, expense, market, people, and what customers say."""

from __future__ import annotations

from reportgen.sample.truth.kpis_work import STORY
from reportgen.sample.truth.specs import Spec, both, col, here, is_, one
from reportgen.sample.truth.words import MONTHS, QUARTERS

_PERSON, _DEALER, _REGION = (("person", "工号"),), (("dealer", "经销商编号"),), (("region", "大区"),)
_RATING = ("2025-Q4", *QUARTERS)

CHANNEL = (
    Spec(
        "dealer_market_share",
        "dealer_quarters",
        "季度",
        col("市场份额"),
        by=_DEALER,
        company=False,
        periods=_RATING,
        stands=True,
    ),
    Spec(
        "dealer_growth",
        "dealer_quarters",
        "季度",
        col("增长率"),
        by=_DEALER,
        company=False,
        periods=_RATING,
        stands=True,
    ),
    Spec(
        "dealer_penetration",
        "dealer_quarters",
        "季度",
        col("新品渗透率"),
        by=_DEALER,
        company=False,
        periods=_RATING,
        stands=True,
    ),
    Spec(
        "joint_fund_share",
        "joint_fund",
        "季度",
        col("我方出资"),
        col("合计出资"),
        by=_DEALER,
        extra=(("dealer", "PT-12"),),
    ),
    Spec("stock_days", "dealer_stock", "月份", col("库存天数"), by=_DEALER, company=False, periods=MONTHS, stands=True),
    Spec("dealer_health", "dealer_health", "季度", col("健康度"), by=_DEALER, company=False, stands=True),
    Spec("dealer_commission", "dealer_health", "季度", col("佣金"), by=_DEALER),
)

_CATEGORY = (("category", "类别"),)
EXPENSE = (
    Spec(
        "spend_to_budget",
        "spend",
        "月份",
        col("支出"),
        col("预算"),
        by=_CATEGORY,
        periods=("2026-01", "2026-03", *QUARTERS),
    ),
    Spec(
        "return_on_spend",
        "spend",
        "月份",
        col("归因订单"),
        col("支出"),
        by=_CATEGORY,
        asked=here("回报目标"),
        company=False,
    ),
    Spec(
        "travel_carbon", "carbon", "月份", col("排放量千克"), asked=is_("来源", "差旅"), periods=("2024-Q4", *QUARTERS)
    ),
    Spec(
        "freight_carbon",
        "carbon",
        "月份",
        col("排放量千克"),
        asked=is_("来源", "样机运输"),
        periods=("2026-04", *QUARTERS),
    ),
    Spec(
        "exhibition_carbon",
        "carbon",
        "月份",
        col("排放量千克"),
        asked=is_("来源", "展会"),
        periods=("2024-Q4", *QUARTERS),
    ),
)

MARKET = (
    Spec(
        "market_share",
        "market_shares",
        "季度",
        col("份额"),
        by=_REGION,
        company=False,
        asked=is_("厂商", "本公司"),
        periods=_RATING,
        stands=True,
    ),
    Spec(
        "competitor_share",
        "market_shares",
        "季度",
        col("份额"),
        one,
        by=(("maker", "厂商"),),
        company=False,
        periods=("2025-Q3", *_RATING),
    ),
    Spec(
        "competitor_price",
        "competitor_prices",
        "月份",
        col("成交均价"),
        one,
        by=(("competitor", "竞争对手"),),
        company=False,
        periods=("2025-12", *MONTHS),
    ),
    Spec(
        "indicator",
        "indicators",
        "月份",
        col("数值"),
        by=(("indicator", "指标"),),
        company=False,
        periods=MONTHS,
        stands=True,
    ),
    Spec(
        "factor_score",
        "indicators",
        "月份",
        col("影响分"),
        by=(("indicator", "指标"),),
        company=False,
        periods=MONTHS,
        stands=True,
    ),
)

PEOPLE = (
    Spec(
        "okr_completion",
        "key_result_progress",
        "月份",
        col("完成度"),
        one,
        by=(("key result", "关键结果编号"),),
        only=("KR-017-1", "KR-017-2", "KR-018-2", "KR-019-1"),
        asked=here("完成度"),
        periods=MONTHS[:6],
    ),
    Spec(
        "okr_completion",
        "key_result_progress",
        "月份",
        col("完成度"),
        one,
        by=_PERSON,
        only=STORY,
        asked=here("完成度"),
    ),
    Spec("feedback_360", "feedback360", "季度", col("得分"), one, by=_PERSON, only=STORY),
    Spec(
        "values_a_share",
        "values_grades",
        "年度",
        is_("等级", "A"),
        one,
        by=_PERSON,
        only=STORY,
        periods=("2025", "2026"),
    ),
    Spec("teamwork", "teamwork", "季度", col("得分"), one, by=_PERSON, only=STORY, extra=(("person", "E068"),)),
    Spec(
        "certificates",
        "training_records",
        "日期",
        here("证书编号"),
        by=_PERSON,
        only=STORY,
        extra=(("person", "E026"),),
    ),
    Spec(
        "training_effect",
        "training_records",
        "日期",
        col("提升分"),
        one,
        by=_PERSON,
        only=STORY,
        extra=(("person", "E026"),),
    ),
    Spec("posts_without_backup", "key_posts", "季度", is_("后备人", ""), periods=("2025-Q4", *QUARTERS)),
)

VOICES = (
    Spec("complaints", "complaints", "投诉日期", one, by=_PERSON, only=STORY, extra=(("person", "E068"),)),
    Spec(
        "complaint_resolution",
        "complaints",
        "投诉日期",
        col("处理天数"),
        one,
        by=_PERSON,
        only=STORY,
        asked=both(here("解决日期")),
        extra=(("person", "E068"),),
    ),
    Spec("dealer_count", "dealers", "签约日期", one, by=(("type", "类型"),), ever=True),
)

AROUND = (*CHANNEL, *EXPENSE, *MARKET, *PEOPLE, *VOICES)
