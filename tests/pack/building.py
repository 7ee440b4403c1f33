"""Turns nothing but the program into workspaces and packs, run as people run it: another process, files on a disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reportgen.app.new import SEED
from reportgen.app.shipped import sample_inputs_folder, templates_folder
from reportgen.sample import Size, generate, write
from reportgen.sample.company import Company

BRANCH = ("E001", "E002", "E006", "E014", "E015", "E016", "E017", "E018", "E053")
"""One line of command of the sample company: director, manager, supervisor, five who sell, one who advises."""

_YEAR_END = date(2026, 12, 31)
_PROGRAM = (sys.executable, "-m", "reportgen")


def reportgen(*arguments: str | Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program in another process, its output as text."""
    return subprocess.run(
        [*_PROGRAM, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        env=environment(env),
    )


def started(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start the program in another process, in a process group of its own."""
    return subprocess.Popen(
        [*_PROGRAM, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(None),
        start_new_session=True,
    )


def environment(more: Mapping[str, str] | None) -> dict[str, str]:
    """The environment of a run: ours, UTF-8 on every machine, and what a test adds."""
    return {**os.environ, "PYTHONUTF8": "1", **(more or {})}


def sample_workspace(folder: Path) -> Path:
    """Make the sample company's workspace."""
    done = reportgen("new", folder)
    assert done.returncode == 0, done.stderr
    return folder


def small_workspace(folder: Path, *, templates: bool = False) -> Path:
    """Make the workspace of a branch of the sample company, with its plan and profiles.

    Without templates of its own it takes those of the program.
    """
    shutil.copytree(sample_inputs_folder(), folder / "inputs", ignore=shutil.ignore_patterns("data", "ledger"))
    allow_uneven_months(folder / "inputs" / "profiles" / "orders.yaml")
    pay_for_orders(folder / "inputs" / "plan" / "pay.yaml")
    write(branch(generate(Size(60, 400, 150), SEED)), folder / "inputs" / "data")
    if templates:
        shutil.copytree(templates_folder(), folder / "templates")
    return folder


def allow_uneven_months(profile: Path) -> None:
    """Let months differ more than those of the company: nine people sell far less evenly than sixty."""
    text = profile.read_text("utf-8")
    assert "factor: 5" in text
    profile.write_text(text.replace("factor: 5", "factor: 50"), "utf-8")


def pay_for_orders(file: Path) -> None:
    """Leave the components that rest on orders, receipts and targets: the branch has nothing else."""
    head, *entries = file.read_text("utf-8").split("\n- id: ")
    kept = [entry for entry in entries if entry.startswith(("base-commission\n", "sprint-bonus\n"))]
    assert len(kept) == 2
    file.write_text("\n- id: ".join((head, *kept)) + "\n", "utf-8")


def branch(company: Company) -> Company:
    """Leave one branch of a company, its customers, and what its people sold them; nothing around the orders."""
    customers = tuple(customer for customer in company.customers if customer.owner(_YEAR_END) in BRANCH)
    ids = {customer.id for customer in customers}
    orders = tuple(order for order in company.orders if order.person in BRANCH and order.customer in ids)
    numbers = {order.number for order in orders}
    return replace(
        company,
        people=tuple(person for person in company.people if person.id in BRANCH),
        customers=customers,
        orders=orders,
        receipts=tuple(receipt for receipt in company.receipts if receipt.order in numbers),
        targets=tuple(target for target in company.targets if target.person in BRANCH),
        deals=tuple(deal for deal in company.deals if deal.person in BRANCH and deal.customer in ids),
        money=None,
    )


def files_of(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their relative path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def a_third(files: Mapping[str, Path], part: int, config: pytest.Config) -> dict[str, bytes]:
    """Return every third of a folder's files by name, beginning with a part; with --every-statement all of them."""
    names = sorted(files)
    chosen = names if config.getoption("--every-statement") else names[part::3]
    return {name: files[name].read_bytes() for name in chosen}
