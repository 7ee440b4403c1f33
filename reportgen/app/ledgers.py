"""Where a workspace's ledger is: a file beside its inputs, or the database that its plan names."""

from __future__ import annotations

import os

from reportgen import ledger
from reportgen.app import closing_kinds
from reportgen.app.workspace import Workspace
from reportgen.model.place import Place
from reportgen.model.problem import Problem
from reportgen.settings import text_under

PASSWORD = "REPORTGEN_LEDGER_PASSWORD"  # noqa: S105  the name of a variable, not what is in it
"""The environment variable with the password of the ledger's database, where the plan names one that asks for it."""


def ledger_of(workspace: Workspace) -> ledger.Where:
    """Return where the workspace's ledger is: the database that its plan names, else the file beside the inputs."""
    named = text_under(workspace.plan / "company.yaml", "ledger")
    password = os.environ.get(PASSWORD, "")
    return (ledger.with_password(named, password) if password else named) or workspace.ledger


def unreadable(error: ledger.LedgerUnreadableError) -> Problem:
    """Return the problem of a ledger that cannot be read."""
    return Problem(closing_kinds.LEDGER_UNREADABLE, Place("inputs/ledger"), "", (("reason", str(error)),))
