"""Turns nothing into a cluster: certificates of an authority of its own, a real scheduler and its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reportgen.app.cluster_access import Access

DAY = timedelta(days=1)

_NO_PAGES = ("--no-dashboard", "--dashboard-address", "127.0.0.1:0")


def certificates(folder: Path) -> Path:
    """Make an authority and a certificate of it for everybody in the cluster; return their folder."""
    folder.mkdir(parents=True)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("authority", "authority", ca_key, ca_key, is_authority=True)
    own = _certificate("cluster", "authority", key, ca_key, is_authority=False)
    (folder / "ca.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (folder / "cert.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").touch(mode=0o600)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder


def _certificate(
    name: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool,
) -> x509.Certificate:
    named, issued = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, issuer))
    today = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(named).issuer_name(issued).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(today - DAY).not_valid_after(today + DAY)
    return builder.add_extension(x509.BasicConstraints(is_authority, None), critical=True).sign(signer, hashes.SHA256())


@dataclass(slots=True)
class Processes:
    """A scheduler and its workers, where they write, and their certificates."""

    folder: Path
    certificates: Path
    address: str = ""
    all: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def scheduler(self) -> subprocess.Popen[bytes]:
        """What came first."""
        return self.all[0]

    @property
    def access(self) -> Access:
        """How to reach it."""
        names = ("ca.pem", "cert.pem", "key.pem")
        return Access(self.address, *(self.certificates / name for name in names))


@contextmanager
def cluster(folder: Path, *, workers: int = 2) -> Iterator[Processes]:
    """Have a cluster on this machine; it is ended whatever happens."""
    running = Processes(folder, certificates(folder / "certificates"))
    try:
        _start(running, "scheduler", "--host", "tls://127.0.0.1", "--port", "0", *_NO_PAGES)
        running.address = _told(running, 0, "Scheduler at:").split()[-1]
        for _ in range(workers):
            _start_worker(running, None)
        for number in range(1, workers + 1):
            _told(running, number, "Registered to:")
        yield running
    finally:
        for process in running.all:
            end(process)


def start_worker(running: Processes, before: Path | None = None) -> subprocess.Popen[bytes]:
    """Start one more worker; it finds what is in a folder before the libraries."""
    _start_worker(running, before)
    _told(running, len(running.all) - 1, "Registered to:")
    return running.all[-1]


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with all below it, as pulling its plug would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _start_worker(running: Processes, before: Path | None) -> None:
    own = str(running.folder / f"worker-{len(running.all)}")
    settings = ("--nthreads", "1", "--no-nanny", *_NO_PAGES, "--local-directory", own)
    _start(running, "worker", running.address, *settings, before=before)


def _start(running: Processes, command: str, *arguments: str, before: Path | None = None) -> None:
    named = {"--tls-ca-file": "ca.pem", "--tls-cert": "cert.pem", "--tls-key": "key.pem"}
    tls = [word for option, name in named.items() for word in (option, str(running.certificates / name))]
    paths = [*([str(before)] if before else []), *sys.path]
    with _log(running, len(running.all)).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", command, *arguments, *tls],
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "ignore"},
            cwd=running.folder,
            start_new_session=True,
        )
    running.all.append(process)


def _log(running: Processes, number: int) -> Path:
    return running.folder / f"log-{number}"


def _told(running: Processes, number: int, wanted: str) -> str:
    """Wait until a process says some words, and return their line."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        text = _log(running, number).read_text("utf-8")
        for line in text.splitlines():
            if wanted in line:
                return line.strip()
        assert running.all[number].poll() is None, text
        time.sleep(0.05)
    raise AssertionError(_log(running, number).read_text("utf-8"))
