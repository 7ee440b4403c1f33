"""An address that was typed and the environment → the cluster to draw on, and the certificates to reach it with.

Only over TLS: who reaches a scheduler can have it run anything, and documents tell what people are paid.
"""

from __future__ import annotations

import os
import re
import ssl
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from reportgen.app import kinds
from reportgen.model.place import Place
from reportgen.model.problem import Problem

CERTIFICATES = "REPORTGEN_CLUSTER_CERTIFICATES"
"""The environment variable with the folder of `ca.pem`, `cert.pem` and `key.pem`, outside the workspace."""

_ADDRESS = re.compile(r"tls://([\w.-]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}")
_LIBRARY = "distributed"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a cluster: its address, whom to believe, and who we are."""

    address: str
    ca: Path
    cert: Path
    key: Path


class NoClusterError(ConnectionError):
    """A cluster that cannot draw, or not any more; its problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


def access(address: str, workspace: Path, environment: Mapping[str, str] = os.environ) -> Access | Problem:
    """Return how to reach a cluster, or why that cannot be: nothing was sent yet."""
    if not _ADDRESS.fullmatch(address):
        return Problem(kinds.CLUSTER_ADDRESS, Place("--cluster"), address)
    if find_spec(_LIBRARY) is None:
        return Problem(kinds.CLUSTER_LIBRARY, Place("--cluster"), _LIBRARY)
    folder = environment.get(CERTIFICATES, "")
    if not folder:
        return _unusable(CERTIFICATES, "it is not set")
    named = Access(address, *(Path(folder) / name for name in ("ca.pem", "cert.pem", "key.pem")))
    return _fault(named, workspace) or named


def _fault(named: Access, workspace: Path) -> Problem | None:
    for file in (named.ca, named.cert, named.key):
        if not os.access(file, os.R_OK) or not file.is_file():
            return _unusable(file, "it cannot be read")
        if file.resolve().is_relative_to(workspace.resolve()):
            return _unusable(file, "it lies in the workspace, whose files travel with the data")
    if named.key.stat().st_mode & _OTHERS:
        return _unusable(named.key, "others than its owner may read it")
    try:
        # A key with a password of its own would ask for it on the terminal.
        ssl.create_default_context(cafile=named.ca).load_cert_chain(named.cert, named.key, password=str)
    except (OSError, ValueError):
        return _unusable(named.cert.parent, "its files are no certificates with their key")
    return None


def _unusable(found: Path | str, reason: str) -> Problem:
    return Problem(kinds.CLUSTER_CERTIFICATES, Place(CERTIFICATES), str(found), (("reason", reason),))
