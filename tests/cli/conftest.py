"""Turns the sample company's smallest branch into a workspace that commands may read and one that they may change."""

import shutil
from pathlib import Path

import pytest

from tests.pack.building import small_workspace


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace in a folder with Chinese characters and spaces; its inputs are never changed."""
    return small_workspace(tmp_path_factory.mktemp("cli") / "销售 报表 (2026)")


@pytest.fixture
def mine(company: Path, tmp_path: Path) -> Path:
    """A copy of its inputs that a test may change."""
    shutil.copytree(company / "inputs", tmp_path / "mine" / "inputs")
    return tmp_path / "mine"
