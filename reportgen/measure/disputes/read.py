"""Dispute sheets that came back, and what was answered → the disputes that a period's statements and register show.

A payee's file is trusted for nothing but what it disputes: answers come from a table that payees do not write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reportgen.measure import kinds
from reportgen.measure.pay import Paid
from reportgen.measure.pay.rows import Row, rows_of
from reportgen.model.disputes import Answer, Dispute
from reportgen.model.measured import Measured
from reportgen.model.period import Period, before, parse_period, parse_span, parts
from reportgen.model.place import Place
from reportgen.model.plan import Plan
from reportgen.model.problem import Problem
from reportgen.model.room import by_key
from reportgen.model.table import Dataset

DISPUTES, ANSWERS = "disputes", "dispute_answers"

Name = tuple[str, str, str]
"""A dispute's payee, pay period and line."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """The disputes that a period shows, by payee; and what is wrong with any of them."""

    found: Mapping[str, tuple[Dispute, ...]]
    problems: tuple[Problem, ...]


def disputed_lines(dataset: Dataset, plan: Plan) -> frozenset[tuple[str, str]]:
    """Return the payees and lines that anybody disputes, or is paid by for it: what pay is asked whether it knows."""
    raised = ((row.text("payee"), _line(row, plan)) for row in _written(dataset))
    linked = ((row.text("payee"), _line(row, plan, "link")) for row in rows_of(dataset.tables.get(ANSWERS)))
    return frozenset((*raised, *linked))


def disputes(dataset: Dataset, plan: Plan, paid: Paid, period: Period) -> Disputed:
    """Return the disputes of pay periods before a period's end: open ones, and those that were answered in it.

    A dispute that names nobody whom the plan pays, no pay period, or no line that they have is a finding.
    """
    known: list[Dispute] = []
    problems: list[Problem] = []
    answers, wrong = _answers(dataset, plan, period)
    for row in _written(dataset):
        of = parse_period(row.text("period"))
        problem = _wrong(row, of, plan, paid, period)
        if problem is not None:
            problems.append(problem)
        elif of is not None and of.end < period.end:
            known.append(_dispute(row, of, answers, plan))
    missing = (*_unmatched(answers, dataset, plan), *_unlinked(answers, plan, paid))
    shown: dict[str, tuple[Dispute, ...]] = {}
    for dispute in known:
        if _is_shown(dispute, plan, period):
            shown[dispute.payee] = (*shown.get(dispute.payee, ()), dispute)
    return Disputed(shown, (*problems, *wrong, *missing))


def with_disputes(measured: Measured, disputed: Disputed) -> Measured:
    """Add disputes to the statements of those who raised them, and to the control sheets."""
    statements = measured.statements
    if not disputed.found.keys().isdisjoint(statements):
        statements = by_key(
            (payee, replace(each, disputes=disputed.found[payee]) if payee in disputed.found else each)
            for payee, each in statements.items()
        )
    every = tuple(each for payee in measured.statements for each in disputed.found.get(payee, ()))
    return replace(measured, statements=statements, controls=replace(measured.controls, disputes=every))


def _written(dataset: Dataset) -> Iterator[Row]:
    """Yield the rows that somebody filled in: the sheet has empty ones, which name the payee already."""
    for row in rows_of(dataset.tables.get(DISPUTES)):
        if any(row.text(name) for name in ("line", "amount", "reason", "evidence")):
            yield row


def _line(row: Row, plan: Plan, column: str = "line") -> str:
    """Return the line that a row names: what stands behind its period also by what the plan calls it in a language.

    A statement in English calls the line `2026-Q1 样机` what its payee can read, and the payee disputes that.
    """
    text = row.text(column)
    period, _, name = text.partition(" ")
    if not name or parse_span(period) is None:
        return text
    return f"{period} {next((word for word, texts in plan.words.items() if name in texts.values()), name)}"


def _wrong(row: Row, of: Period | None, plan: Plan, paid: Paid, period: Period) -> Problem | None:
    payee, line = row.text("payee"), _line(row, plan)
    values = (("payee", payee), ("period", row.text("period")), ("line", line))
    if payee not in paid.payees:
        return Problem(kinds.DISPUTE_PAYEE_UNKNOWN, row.place, payee, values)
    start = parse_period(plan.company.pay_starts)
    if of is None or of.grain != plan.company.pay_period or (start is not None and of.start < start.start):
        return Problem(kinds.DISPUTE_PERIOD_UNKNOWN, row.place, row.text("period"), values)
    if of.end < period.end and (payee, line) not in paid.disputed:
        return Problem(kinds.DISPUTE_LINE_UNKNOWN, row.place, line, values)
    return None


def _dispute(row: Row, of: Period, answers: Mapping[Name, Row], plan: Plan) -> Dispute:
    payee, line = row.text("payee"), _line(row, plan)
    expected = row.money("amount") if row.text("amount") else None
    raised = Dispute(payee, of.id, line, expected, row.text("reason"), row.text("evidence"), row.place)
    answer = answers.get((payee, of.id, line))
    if answer is None:
        return raised
    return replace(
        raised,
        answer=Answer(answer.text("answer")),
        answered_by=answer.text("answered_by"),
        answered_on=answer.day("answered_on"),
        because=answer.text("reason"),
        link=_line(answer, plan, "link"),
    )


def _answers(dataset: Dataset, plan: Plan, period: Period) -> tuple[dict[Name, Row], list[Problem]]:
    """Return what was answered by a period's end, whole answers alone: by whom, when, and why or with which line."""
    found: dict[Name, Row] = {}
    problems = []
    for row in rows_of(dataset.tables.get(ANSWERS)):
        day, answer = row.day("answered_on"), row.text("answer")
        if answer == Answer.OPEN or (day is not None and day > period.end):
            continue
        lacking = _lacking(row)
        if lacking:
            values = (("payee", row.text("payee")), ("line", row.text("line")), ("needs", ", ".join(lacking)))
            problems.append(Problem(kinds.ANSWER_INCOMPLETE, row.place, answer, values))
            continue
        of = parse_period(row.text("period"))
        found[row.text("payee"), of.id if of else "", _line(row, plan)] = row
    return found, problems


def _lacking(row: Row) -> list[str]:
    """Return what an answer needs and lacks: a rejected one its reason, an accepted one the line that pays it."""
    needed = {"accepted": "link", "rejected": "reason"}
    answer = row.text("answer")
    if answer not in needed:
        return ["answer (accepted or rejected)"]
    return [name for name in ("answered_by", "answered_on", needed[answer]) if not row.text(name)]


def _unmatched(answers: Mapping[Name, Row], dataset: Dataset, plan: Plan) -> list[Problem]:
    """Return a problem for each answer to nothing that anybody disputes."""
    raised = set()
    for row in _written(dataset):
        of = parse_period(row.text("period"))
        raised.add((row.text("payee"), of.id if of else "", _line(row, plan)))
    return [_unmatched_one(name, row.place) for name, row in answers.items() if name not in raised]


def _unmatched_one(name: Name, place: Place) -> Problem:
    payee, period, line = name
    return Problem(kinds.ANSWER_UNMATCHED, place, line, (("payee", payee), ("period", period), ("line", line)))


def _unlinked(answers: Mapping[Name, Row], plan: Plan, paid: Paid) -> Iterator[Problem]:
    """Yield a problem for each accepted dispute whose link is no line of the payee's."""
    for (payee, _, line), row in answers.items():
        link = _line(row, plan, "link")
        if row.text("answer") == Answer.ACCEPTED and (payee, link) not in paid.disputed:
            yield Problem(
                kinds.ANSWER_LINK_UNKNOWN, row.place, link, (("payee", payee), ("line", line), ("link", link))
            )


def _is_shown(dispute: Dispute, plan: Plan, period: Period) -> bool:
    """Tell whether one of a period's pay periods shows a dispute: while it is open, and when it was answered."""
    of = parse_period(dispute.period)
    for each in parts(period, plan.company.pay_period):
        if of is None or of.end >= each.start:
            continue
        answered = dispute.answered_on
        if answered is None or answered >= each.start or before(each) == of:
            return True
    return False
