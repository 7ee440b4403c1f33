"""Turns the names of missing Debian packages into installed packages, where that is allowed without asking."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

# dpkg looks for its own tools in the administrator's folders, which a bare PATH leaves out.
_ADMINISTRATOR_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"


def may_install() -> bool:
    """Whether apt-get is here and may be used without asking anybody: as root, or by sudo without a password."""
    return shutil.which("apt-get") is not None and _privilege() is not None


def install(packages: Sequence[str]) -> bool:
    """Install the packages with apt-get; False when it could not. Asks nothing; apt's own words go to stderr."""
    privilege = _privilege()
    if privilege is None:
        return False
    print(f"Installing system packages: {' '.join(packages)}", file=sys.stderr, flush=True)
    # One failed update (a single mirror down) need not stop an installation from lists that are already here.
    _apt(privilege, "update")
    return _apt(privilege, "install", "-y", "--no-install-recommends", *packages)


def _privilege() -> tuple[str, ...] | None:
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") is None:
        return None
    unasked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ("sudo", "-n") if unasked else None


def _apt(privilege: tuple[str, ...], *arguments: str) -> bool:
    path = f"{os.environ.get('PATH', os.defpath)}:{_ADMINISTRATOR_FOLDERS}"
    command = [
        *privilege,
        "env",
        f"PATH={path}",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        "-o",
        "DPkg::Lock::Timeout=300",
        "-o",
        "Dpkg::Use-Pty=0",
        *arguments,
    ]
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode == 0
