"""Turns a lock file into a .venv with the project in it, with the system packages below it; the second time in no time.

Standard library only: it runs on the machine's own Python before anything is installed.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import system_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
KINDS = ("run", "dev")


def main(arguments: list[str]) -> int:
    """Prepare what the named kind, run or dev, needs: 0 when ready, 1 with the command that mends it, 2 for misuse."""
    if len(arguments) != 1 or arguments[0] not in KINDS:
        print("usage: sh setup/prepare.sh run|dev", file=sys.stderr)
        return 2
    kind = arguments[0]
    if not _system_is_ready(kind):
        return 1
    if not _is_current(kind):
        _make_environment()
        _install(kind)
    return 0


# ------------------------------------------------------------------------------------------ the operating system's part


def _system_is_ready(kind: str) -> bool:
    system = _project_needs()
    needs = (*system.LIBRARIES, *(system.TEST_PROGRAMS if kind == "dev" else ()))
    packages = (*_venv_package(), *system.packages_of(system.absent(needs)))
    if packages and system_packages.may_install():
        system_packages.install(packages)
        packages = (*_venv_package(), *system.packages_of(system.absent(needs)))
    if not packages:
        return True
    lacking = (*(["ensurepip (Python's venv)"] if _venv_package() else []), *(n.name for n in system.absent(needs)))
    _say(f"This machine lacks {', '.join(lacking)}. Type this, then try again:\n")
    _say(f"    {system.install_command(packages)}\n")
    return False


def _venv_package() -> tuple[str, ...]:
    """The package that lets this Python make an environment, where nothing else can: a pip outside will do too."""
    importlib.invalidate_caches()  # apt may have brought it a moment ago
    if _works(VENV_PYTHON) or _has("ensurepip") or (_has("pip") and not system_packages.may_install()):
        return ()
    return (f"python{sys.version_info.major}.{sys.version_info.minor}-venv",)


def _project_needs() -> ModuleType:
    """The project's own list of what it needs, read by path: its package cannot be imported yet."""
    spec = importlib.util.spec_from_file_location("system_needs", ROOT / "reportgen" / "app" / "system.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("reportgen/app/system.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


# --------------------------------------------------------------------------------------------------- the Python part


def _make_environment() -> None:
    if _works(VENV_PYTHON):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    version = ".".join(map(str, sys.version_info[:3]))
    _say(f"Making .venv with Python {version}")
    if _has("ensurepip"):
        _run(sys.executable, "-m", "venv", str(VENV))
    else:
        _run(sys.executable, "-m", "venv", "--without-pip", str(VENV))


def _install(kind: str) -> None:
    lock = _lock(kind)
    _say(f"Installing what requirements/{lock.name} locks (a minute or two)")
    _pip("--require-hashes", "--only-binary", ":all:", "-r", str(lock))
    _pip("--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT))
    _stamp(kind).write_text(_key(kind), "utf-8")


def _pip(*arguments: str) -> None:
    """Run pip inside .venv: its own, or this Python's where the environment had to be made without one."""
    options = ("--disable-pip-version-check", "--no-input", "--quiet", "--retries", "10", "--timeout", "60")
    if _works(VENV_PYTHON, "pip"):
        _run(str(VENV_PYTHON), "-m", "pip", "install", *options, *arguments)
    else:
        _run(sys.executable, "-m", "pip", "--python", str(VENV_PYTHON), "install", *options, *arguments)


def _is_current(kind: str) -> bool:
    """Whether .venv holds what the lock says; the larger kind also serves the smaller."""
    kinds = KINDS[KINDS.index(kind) :]
    return _works(VENV_PYTHON) and any(_stamp(k).is_file() and _stamp(k).read_text("utf-8") == _key(k) for k in kinds)


def _key(kind: str) -> str:
    """A hash of all that decides what is in .venv; the folder is part of it, because an environment cannot be moved."""
    parts = (_lock(kind), ROOT / "pyproject.toml", ROOT / "reportgen" / "__init__.py")
    return hashlib.sha256(b"\0".join([str(ROOT).encode(), *(part.read_bytes() for part in parts)])).hexdigest()


def _lock(kind: str) -> Path:
    return ROOT / "requirements" / f"{kind}.txt"


def _stamp(kind: str) -> Path:
    return VENV / f"prepared-{kind}"


# ------------------------------------------------------------------------------------------------------ small words


def _works(python: Path, module: str = "sys") -> bool:
    """Whether the interpreter starts, is new enough and has the module."""
    question = f"import sys, {module}; sys.exit(sys.version_info < (3, 11))"
    if not python.exists():
        return False
    return subprocess.run([python, "-c", question], capture_output=True, check=False).returncode == 0


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _run(*command: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if done.returncode:
        _say(f"This failed (exit {done.returncode}): {' '.join(command)}")
        sys.exit(1)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
