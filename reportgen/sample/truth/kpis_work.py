"""Turns what is done day by day into KPIs: activity, funnel, delivery, service, rhythm, data quality."""

from __future__ import annotations

from reportgen.sample.truth.specs import Spec, both, col, here, is_, one, within
from reportgen.sample.truth.words import MONTHS

STORY = ("E004", "E008", "E017", "E020", "E021", "E022", "E023", "E024", "E025", "E026", "E031", "E037", "E043", "E049",
         "E055", "E060", "E068")  # fmt: skip
"""Of whom a figure each is kept: those of whom the year tells something, and one who does not sell."""
_PERSON, _SELLER = (("person", "工号"),), (("person", "销售工号"),)
_SILENT = (("person", "E068"),)  # an assistant: sells nothing, visits nobody

ACTIVITY = (
    Spec("visits", "visits", "拜访日期", one, by=_PERSON, only=STORY, periods=(*MONTHS[:3], "2026-Q1"), extra=_SILENT),
    Spec("stale_events", "visits", "拜访日期", within("录入间隔天数", low=2), by=_PERSON, only=STORY, extra=_SILENT),
    Spec("call_back_coverage", "callbacks", "应回访日期", here("回访日期"), one, by=_PERSON, only=STORY),
    Spec(
        "new_customers_weekly",
        "new_customer_weeks",
        "周起始日",
        col("新客户数"),
        col("基线"),
        by=(("region", "大区"),),
        extra=(("region", "总部"),),
    ),
    Spec("checklist_done", "deal_actions", "应完成日期", here("完成日期"), one, by=_SELLER, only=STORY, extra=_SILENT),
    Spec(
        "quote_turnaround",
        "quotes",
        "申请日期",
        col("周转小时"),
        one,
        by=_PERSON,
        only=STORY,
        asked=here("发出日期"),
        extra=_SILENT,
    ),
    Spec(
        "record_completeness", "record_completeness", "季度", col("已填字段"), col("应填字段"), by=_PERSON, only=STORY
    ),
)

FUNNEL = (
    Spec("mql_to_won", "leads", "周起始日", col("MQL成交数"), col("MQL数"), by=(("material", "素材"),)),
    Spec("inquiry_to_won", "leads", "周起始日", col("询盘成交数"), col("询盘数"), by=(("material", "素材"),)),
    Spec("mql_count", "leads", "周起始日", col("MQL数"), by=(("material", "素材"),)),
    Spec(
        "cost_per_lead",
        "leads",
        "周起始日",
        col("花费"),
        col("线索数"),
        by=(("material", "素材"),),
        asked=here("花费"),
        periods=MONTHS,
    ),
    Spec("follow_up_rate", "deal_grades", "应跟进日期", here("跟进日期"), one, by=_SELLER, only=STORY, extra=_SILENT),
    Spec("events_held", "events", "计划日期", here("举办日期"), by=(("type", "类型"),), periods=("2026-Q1", "2026")),
    Spec(
        "events_held",
        "events",
        "计划日期",
        here("举办日期"),
        by=(("region", "大区"),),
        periods=("2026-08",),
        company=False,
    ),
    Spec(
        "events_against_plan",
        "events",
        "计划日期",
        here("举办日期"),
        one,
        by=(("region", "大区"),),
        periods=(*MONTHS, "2026"),
    ),
    Spec(
        "open_day_orders",
        "events",
        "举办日期",
        col("意向订单数"),
        one,
        by=(("region", "大区"),),
        asked=is_("类型", "开放日"),
    ),
)

DELIVERY = (
    Spec(
        "on_time_rate", "deliveries", "交付日期", within("延期天数", high=0), one, by=_PERSON, only=STORY, extra=_SILENT
    ),
    Spec(
        "quantity_conformity",
        "deliveries",
        "交付日期",
        col("实交数量"),
        col("应交数量"),
        by=_PERSON,
        only=STORY,
        extra=_SILENT,
    ),
    Spec(
        "quality_conformity",
        "deliveries",
        "交付日期",
        col("合格数量"),
        col("实交数量"),
        by=_PERSON,
        only=STORY,
        asked=here("合格数量"),
        extra=_SILENT,
    ),
    Spec(
        "flex_drawings",
        "deliveries",
        "交付日期",
        col("图纸小时"),
        one,
        by=_PERSON,
        only=STORY,
        asked=here("图纸小时"),
        extra=_SILENT,
    ),
)

_REGION = (("region", "大区"),)
_PERIODS = ("2026-02", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
SERVICE = (
    Spec(
        "four_hour_rate",
        "tickets",
        "报修日期",
        both(within("响应分钟", high=120), within("方案分钟", high=240)),
        one,
        by=_REGION,
        periods=_PERIODS,
    ),
    Spec(
        "parts_24h",
        "tickets",
        "报修日期",
        within("备件小时", high=24),
        one,
        by=_REGION,
        periods=_PERIODS,
        asked=both(is_("偏远", "否"), here("备件小时")),
    ),
    Spec(
        "parts_72h",
        "tickets",
        "报修日期",
        within("备件小时", high=72),
        one,
        by=_REGION,
        periods=_PERIODS,
        asked=both(is_("偏远", "是"), here("备件小时")),
    ),
    Spec("mean_downtime", "tickets", "报修日期", col("停机分钟"), one, by=_REGION, periods=_PERIODS),
    Spec(
        "faults_warned_rate", "tickets", "报修日期", within("提前预警天数", low=14), one, by=_REGION, periods=_PERIODS
    ),
)

RHYTHM = (
    Spec(
        "locked_share",
        "locked_orders",
        "截至日期",
        col("已签金额"),
        col("月度目标"),
        by=_REGION,
        periods=MONTHS,
        asked=is_("周次", "2"),
        extra=(("region", "总部"),),
    ),
    Spec("improvements_done", "improvements", "应完成日期", here("完成日期"), one),
    Spec("milestones_done", "milestones", "计划日期", here("完成日期"), one, periods=MONTHS),
)

DATA = (
    Spec("duplicates_removed", "data_quality", "月份", col("已合并"), col("疑似重复"), periods=("2025-Q4", *MONTHS)),
    Spec("identification_rate", "data_quality", "月份", col("唯一识别"), col("客户记录"), periods=("2025-Q4", *MONTHS)),
    Spec(
        "finance_reconciliation",
        "data_quality",
        "月份",
        col("对账差异"),
        asked=here("对账差异"),
        periods=MONTHS,
        stands=True,
    ),
)

WORK = (*ACTIVITY, *FUNNEL, *DELIVERY, *SERVICE, *RHYTHM, *DATA)
