"""What a payee disputes → a sheet to fill in, which comes back as an input, and what was answered to those before."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.documents.pay_lines import key_name
from reportgen.documents.wording import say
from reportgen.model.disputes import Answer, Dispute
from reportgen.model.document import DataTable, Paragraph, Section, TableColumn, TableRow, Value, Verbatim
from reportgen.model.measured import Statement, Status
from reportgen.model.quantity import money

_ROWS = 8
"""Rows to fill in; whoever needs more writes them below."""

_STATE = {Answer.OPEN: Status.WATCH, Answer.ACCEPTED: Status.GOOD, Answer.REJECTED: Status.NONE}


def dispute_section(found: Statement) -> Section:
    """Return the sheet to fill in. Each row names the payee and the newest pay period, so that it can come back."""
    names = ("no", "period", "payee", "line", "expected", "reason", "evidence")
    columns = tuple(
        TableColumn(name, say(f"statement.dispute.{name}"), "end" if name == "expected" else "start") for name in names
    )
    period = Verbatim(found.columns[-1].period.id)
    payee = Verbatim(found.payee)
    rows = tuple(TableRow((number, period, payee, None, None, None, None)) for number in range(1, _ROWS + 1))
    table = DataTable("dispute", say("statement.dispute"), columns, rows)
    how = Paragraph("how", say("statement.dispute.how"))
    return Section("dispute", say("statement.section.dispute"), None, (how, table))


def answers_section(found: Statement) -> Iterator[Section]:
    """Yield the sheet of what was disputed of earlier pay periods, where there is any, with what became of it."""
    if found.disputes:
        table = answers_table(found.disputes, found.currency)
        yield Section("answers", say("statement.section.answers"), say("statement.answers.note"), (table,))


def answers_table(disputes: tuple[Dispute, ...], currency: str, *, payees: bool = False) -> DataTable:
    """Return disputes with their answers, a row each; with `payees` for those who look at everybody's."""
    names = ("period", *(["payee"] if payees else []), "line", "expected", "reason", "evidence")
    columns = (
        *(
            TableColumn(name, say(f"statement.dispute.{name}"), "end" if name == "expected" else "start")
            for name in names
        ),
        *(TableColumn(name, say(f"statement.answer.{name}")) for name in ("state", "by", "on", "because", "link")),
    )
    rows = tuple(_row(each, currency, payees=payees) for each in disputes)
    return DataTable("answers", say("statement.section.answers"), columns, rows)


def _row(each: Dispute, currency: str, *, payees: bool) -> TableRow:
    expected = None if each.expected is None else money(each.expected, currency)
    texts = (key_name(each.line), expected, Verbatim(each.reason), Verbatim(each.evidence))
    answer: tuple[Value, ...] = (
        say(f"status.dispute-{each.answer.value}"),
        Verbatim(each.answered_by),
        each.answered_on,
        Verbatim(each.because),
        key_name(each.link),
    )
    whose = (Verbatim(each.payee),) if payees else ()
    return TableRow((Verbatim(each.period), *whose, *texts, *answer), status=_STATE[each.answer])
