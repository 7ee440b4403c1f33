"""The register of what was paid, whatever became of the plan since."""

from dataclasses import replace

from reportgen import documents
from reportgen.model.document import DataTable, Verbatim
from tests.tables import dataset, entries, measured, plan_of

PAY = entries(
    "[{id: commission, kind: flat, base: order_amount, rate: 5 %, earning: month, release: {on: booking}, clause: '1'}]"
)


def test_a_component_that_the_plan_has_no_more_is_named_by_its_id() -> None:
    orders = "order_no order_date person amount\nA 2026-01-05 E1 100"
    data = dataset(people="person role since\nE1 representative 2025-01-01", orders=orders)
    found = measured(data, plan_of(pay=PAY), "2026-01")
    gone = replace(found, plan=replace(found.plan, components=()))
    (table,) = (part for part in documents.register(gone).sections[0].parts if isinstance(part, DataTable))
    assert [row.cells[3] for row in table.rows] == [Verbatim("commission")]
