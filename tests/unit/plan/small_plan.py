"""A small sound plan with every section, as texts by file: what broken and damaged plans are made from."""

SOUND = {
    "company.yaml": """\
name: {zh: 样例, en: Sample}
currency: CNY
version: "1"
language: zh
pay_period: month
pay_starts: 2026-01
roles:
  seller: {zh: 销售, en: Seller}
  leader: {zh: 主管, en: Leader}
""",
    "measures.yaml": """\
- id: sales
  name: {zh: 销售额, en: Sales}
  from: 2025-01-01
  table: orders
  how: sum
  column: amount
  date: order_date
  person: person
  where: {type: [sale, NO]}
  unit: money
  because: {zh: 制度, en: Policy}
- id: orders
  name: {zh: 订单量, en: Orders}
  from: 2025-01-01
  table: orders
  how: count
  date: order_date
  person: person
  unit: count
  because: {zh: 制度, en: Policy}
""",
    "kpis.yaml": """\
- id: sales
  name: {zh: 销售额, en: Sales}
  from: 2026-01-01
  kind: sum
  measure: sales
  unit: money
  better: higher
  target: {metric: sales, column: floor}
  green: 100 %
  orange: 90 %
  perspective: financial
  horizon: short
  because: {zh: 制度, en: Policy}
- id: average
  name: {zh: 客单价, en: Average order}
  from: 2026-01-01
  kind: ratio
  numerator: sales
  denominator: orders
  unit: money
  better: higher
  perspective: financial
  horizon: long
  because: {zh: 制度, en: Policy}
""",
    "scorecards.yaml": """\
- id: seller
  name: {zh: 记分卡, en: Scorecard}
  from: 2026-01-01
  roles: [seller]
  weights:
    sales: 100 %
  floor: 0 %
  cap: 120 %
  because: {zh: 制度, en: Policy}
""",
    "targets.yaml": """\
- id: sales_2026
  name: {zh: 目标, en: Target}
  from: 2026-01-01
  metric: sales
  year: 2026
  floor: 1,000,000
  stretch: 1,200,000.50
  phasing: [40 %, 30 %, 20 %, 10 %]
  because: {zh: 制度, en: Policy}
""",
    "funnels.yaml": """\
- id: deals
  name: {zh: 漏斗, en: Funnel}
  from: 2026-01-01
  table: deals
  stage: stage
  person: person
  opened: opened
  closed: closed
  value: amount
  customer: customer
  stages: [lead, quote]
  won: [won]
  lost: [lost]
  because: {zh: 制度, en: Policy}
""",
    "pay.yaml": """\
- id: commission
  name: {zh: 佣金, en: Commission}
  from: 2026-01-01
  clause: "1"
  roles: [seller]
  earning: month
  kind: tiered
  base: sales
  transaction: order_no
  mode: marginal
  tiers:
    - {from: 0, rate: 1 %}
    - {from: 5000, rate: 2 %}
  negative: zero
  release: {on: booking}
  because: {zh: 制度, en: Policy}
- id: bonus
  name: {zh: 奖金, en: Bonus}
  from: 2026-01-01
  clause: "2"
  earning: quarter
  kind: flat
  base: sales
  rate: 1 %
  release: {on: booking}
  because: {zh: 制度, en: Policy}
""",
    "documents.yaml": """\
month: [reviews]
quarter: [reviews, qbr]
year: []
headline: [sales]
main_measure: sales
review_roles: []
""",
    "alerts.yaml": """\
- id: slow
  name: {zh: 慢, en: Slow}
  from: 2026-01-01
  kind: below
  figures: [sales]
  threshold: 100
  subject: person
  every: month
  in_a_row: 2
  severity: watch
  action: {zh: 说明, en: Explain}
  amounts: {cut: 10 %, days: 3}
  owner: seller
  due: 7
  because: {zh: 制度, en: Policy}
- id: low
  name: {zh: 低, en: Low}
  from: 2026-01-01
  kind: below
  figures: [fill]
  threshold: 80 %
  subject: person
  every: month
  severity: watch
  action: {zh: 说明, en: Explain}
  owner: quality
  due: 7
  because: {zh: 制度, en: Policy}
""",
    "organisation.yaml": """\
- id: quality
  name: {zh: 质量部, en: Quality}
  from: 2026-01-01
  kind: office
  because: {zh: 制度, en: Policy}
- id: budget
  name: {zh: 预算, en: Budget}
  from: 2026-01-01
  kind: budget
  year: 2026
  amount: 200,000
  metric: sales
  share: 20 %
  items:
    people: {name: {zh: 人, en: People}, share: 70 %}
    travel: {name: {zh: 差旅, en: Travel}, share: 30 %, returns: 20}
  attribution: largest
  because: {zh: 制度, en: Policy}
""",
    "calendar.yaml": """\
- id: year
  name: {zh: 财年, en: Year}
  from: 2026-01-01
  kind: fiscal_year
  starts: 4
  because: {zh: 制度, en: Policy}
- id: days
  name: {zh: 工作日, en: Days}
  from: 2026-01-01
  kind: working_days
  days: [mon, tue]
  holidays: CN
  because: {zh: 制度, en: Policy}
""",
    "tiers.yaml": """\
- id: rank
  name: {zh: 分级, en: Tiers}
  from: 2026-01-01
  kind: tiering
  by: counts
  months: 12
  every: quarter
  criteria:
    money: {measure: sales, weight: 100 %, better: higher}
  tiers:
    S: {name: {zh: 战略, en: Strategic}, count: 18}
    C: {name: {zh: 长尾, en: Tail}}
  because: {zh: 制度, en: Policy}
- id: credit
  name: {zh: 信用, en: Credit}
  from: 2026-01-01
  kind: credit
  factors: {money: 100 %}
  grades: [A, B]
  terms: {A: open, B: none}
  because: {zh: 制度, en: Policy}
""",
    "target_rules.yaml": """\
- id: tree
  name: {zh: 分解, en: Tree}
  from: 2026-01-01
  kind: tree
  metric: sales
  levels: [company, team, person]
  divided: {team: headcount, person: history}
  columns: [floor]
  because: {zh: 制度, en: Policy}
""",
    "measures-quality.yaml": """\
- id: filled
  name: {zh: 已填, en: Filled}
  from: 2026-01-01
  table: records
  how: count
  within: {share: {from: 5 %, below: 20}}
  present: [field]
  unit: count
  because: {zh: 制度, en: Policy}
""",
    "kpis-quality.yaml": """\
- id: fill
  name: {zh: 完整度, en: Completeness}
  from: 2026-01-01
  kind: share
  measure: filled
  unit: percent
  better: higher
  by: region
  values: {east: 90 %}
  green: 100 %
  orange: 90 %
  perspective: process
  horizon: long
  because: {zh: 制度, en: Policy}
""",
    "scorecards-later.yaml": """\
- id: seller
  name: {zh: 记分卡, en: Scorecard}
  from: 2026-07-01
  roles: [seller]
  weights: {fill: 100 %}
  floor: 0 %
  cap: 120 %
  curves: {fill: {kind: stepped, points: [{from: 0 %, score: 0 %}, {from: 90 %, score: 100 %}]}}
  because: {zh: 制度, en: Policy}
""",
    "pay-further.yaml": """\
- id: pool
  name: {zh: 奖金池, en: Pool}
  from: 2026-01-01
  clause: "3"
  earning: year
  kind: pool
  base: sales
  rate: 1 %
  parts:
    first: {share: 60 %, score: sales}
    second: {share: 40 %, score: fill}
  release: {on: booking}
  policy: {to: person, rounds: pool, refund: none, leaving: forfeit, gate: {figure: fill, least: 80 %}}
  because: {zh: 制度, en: Policy}
- id: reached
  name: {zh: 阶梯, en: Ladder}
  from: 2026-01-01
  clause: "4"
  earning: quarter
  kind: ladder
  base: sales
  transaction: order_no
  thresholds: attainment
  metric: sales
  column: floor
  scope: quarter
  mode: whole
  tiers: [{from: 0 %, rate: 0 %}, {from: 100 %, rate: 1 %}]
  negative: zero
  release:
    {on: pro_rata_cash, invoiced: sales, collected: sales, ladder: [{from: 0, share: 100 %}, {from: 90, share: 50 %}]}
  policy: {to: person, rounds: line, refund: re_rate, leaving: days, days: 90}
  because: {zh: 制度, en: Policy}
- id: grid
  name: {zh: 矩阵, en: Matrix}
  from: 2026-01-01
  clause: "5"
  earning: year
  kind: matrix
  base: sales
  down: sales
  across: fill
  columns: [0 %, 90 %]
  rows: [{from: 0 %, rates: [1 %, 2 %]}, {from: 100 %, rates: [2 %, 3 %]}]
  release: {on: booking}
  policy: {to: person, rounds: line, refund: re_rate, leaving: pay}
  because: {zh: 制度, en: Policy}
""",
}
