"""Turns what tests of the truth record into lines of the terminal's summary: precision and recall of every alert."""

import pytest

TOLD = "told"
"""The property under which a test records a line that people are to see, whether it passes or not."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the recorded lines, in the order of their names: however many processes ran the tests."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.stats.get(outcome, [])]
    lines = sorted(str(line) for report in reports for name, line in report.user_properties if name == TOLD)
    if lines:
        terminalreporter.section("the sample's truth: precision and recall of every alert rule")
        for line in lines:
            terminalreporter.write_line(line)
