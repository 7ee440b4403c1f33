"""The sample company itself, which takes a second to draw up: once a process."""

import pytest

from reportgen.sample import Company, Size, generate


@pytest.fixture(scope="session")
def company() -> Company:
    """The company that `reportgen new` writes."""
    return generate(Size(), 2026)
