"""The worked cases as statements: LibreOffice comes to the same figures, whatever the rule, policy or step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen import documents, measure, plan, sources
from reportgen.model.cases import Case
from reportgen.model.measured import Measured, PaidBefore
from reportgen.model.period import parse_period
from reportgen.render.sheets import workbook
from reportgen.render.words import load_words
from tests.recalculate import disagreements

ROOT = Path(__file__).resolve().parents[2]
PAY = ("accumulating", "bonuses", "bounds", "bridge", "cash", "credits", "draws", "excess", "flat", "ladder")
ONE_IN = 16
"""Which part of the cases is computed anew; with --every-statement all of them are."""


@pytest.mark.slow
def test_statements_of_cases_recalculated_by_libreoffice_keep_every_check_at_zero(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    words = load_words(ROOT / "templates" / "languages", "en")
    found = [each for name in PAY for each in _cases(name)]
    chosen = found if pytestconfig.getoption("--every-statement") else found[::ONE_IN]
    books = {}
    for number, case in enumerate(chosen):
        for measured in _measured(case):
            for payee in measured.statements:
                name = f"{number}-{measured.period.id}-{payee}"
                books[name] = workbook(documents.statement(measured, payee), words)
    assert len(books) > len(chosen) / 2
    assert disagreements(books, tmp_path) == {}


def _cases(name: str) -> list[Case]:
    file = Path(__file__).parent / f"{name}.yaml"
    cases, _ = plan.read_cases(file, file.name)
    return [each for each in cases if each.plan is not None and each.expect is not None and each.paid_before is None]


def _measured(case: Case) -> Iterator[Measured]:
    assert case.plan is not None
    assert case.expect is not None
    periods = {row.cells["period"]: parse_period(row.cells["period"]) for row in case.expect.rows}
    known = [period for period in periods.values() if period is not None]
    year = min(period.start.year for period in known)
    data, _ = sources.read_given(case.tables, case.plan.company.currency, year)
    for period in known:
        found, _ = measure.run(data, case.plan, period, PaidBefore(), case.problems)
        if found is not None:
            yield found
