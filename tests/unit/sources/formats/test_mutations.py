"""A hundred and fifty damaged files are read or refused; `make fuzz` reads thousands."""

import pytest

from tests.faults.mutations import Seed, complaint, seeds

FILES = 150
SEEDS = seeds()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_a_damaged_file_is_read_truly_or_refused(seed: Seed) -> None:
    said = {number: complaint(seed, number) for number in range(-(-FILES // len(SEEDS)))}
    assert {number: one for number, one in said.items() if one} == {}
