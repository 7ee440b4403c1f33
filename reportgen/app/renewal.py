"""A period's folder → the same with a new pack: made beside the old one, and put in its place in one step.

Until that step the old pack is whole, after it the new one is. Of what a run that broke off left, the next one takes up
what is drawn already, and removes it; two runs for one period never work at once.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from reportgen.app.cluster_access import NoClusterError
from reportgen.app.files import HALF_WRITTEN, clear_leftovers, flush_folder, make_folder
from reportgen.app.resumed import NAME

_LOCK: Final = ".lock-"
_NEXT: Final = ".next-"
_LAST: Final = ".last-"
_LEFT: Final = ".left-"
_AT_ONCE: Final = 16
"""So many folders are flushed at once."""
_HERE: Final = -100
"""What Linux calls the folder that a path without a beginning starts from."""
_EXCHANGE: Final = 2
"""What Linux calls a renaming that lets two names change places."""
_CANNOT_EXCHANGE: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})
_CANNOT_LINK: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EXDEV, errno.ENOSYS})


@contextmanager
def alone_with(folder: Path) -> Iterator[bool]:
    """Tell whether nobody else writes this pack, and keep others out for as long; the system ends it if killed.

    What a killed run left is put in order first. Raises OSError where nothing may be written there.
    """
    lock = folder.resolve().with_name(f"{_LOCK}{folder.name}")
    try:
        make_folder(lock.parent)
        handle = _locked(lock)
        if handle is not None:
            _settle(folder.resolve())
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error
    try:
        yield handle is not None
    finally:
        if handle is not None:
            lock.unlink(missing_ok=True)
            os.close(handle)


@contextmanager
def renewed(folder: Path, ours: Collection[str]) -> Iterator[Path]:
    """Give a copy of a pack's folder to write in, and put it in the folder's place when all is written.

    `ours` are the paths that packs stand behind, which may grow meanwhile: whatever else somebody lays into the folder
    while the pack is made, stays. Where writing fails, the folder is as it was; the error names files as people know
    them. Where it is stopped, or a cluster goes away, what is made so far is left for the next run. Only for whoever is
    alone with the folder.
    """
    shown, folder = folder, folder.resolve()
    made, left = folder.with_name(f"{_NEXT}{folder.name}"), left_by(folder)
    goes: tuple[Path, ...] = (made, left)
    try:
        _copy(folder, made)
        clear_leftovers(made)
        yield made
        (made / NAME).unlink(missing_ok=True)
        _carry_over(folder, made, ours)
        _flush(made)
        _put_in_place(made, folder)
        _carry_over(made, folder, ours)  # what came in the moment between
    except (KeyboardInterrupt, NoClusterError):
        goes = () if (made / NAME).is_file() else (made,)
        raise
    except OSError as error:
        for place in (made, folder):
            if error.filename and Path(error.filename).is_relative_to(place):
                error.filename = str(shown / Path(error.filename).relative_to(place))
        raise
    finally:
        for each in goes:
            shutil.rmtree(each, ignore_errors=True)


def left_by(folder: Path) -> Path:
    """Return where what a run for this pack left is while the next one works; it need not be there."""
    folder = folder.resolve()
    return folder.with_name(f"{_LEFT}{folder.name}")


def unfinished(folder: Path) -> bool:
    """Tell whether a run is writing this pack, or was killed while it did."""
    folder = folder.resolve()
    return any(folder.with_name(f"{prefix}{folder.name}").exists() for prefix in (_LOCK, _NEXT, _LAST, _LEFT))


def settle_packs(outputs: Path) -> None:
    """Put in order what killed runs left among the packs; those that are being written now are left alone."""
    names = {path.name.removeprefix(prefix) for prefix in (_LOCK, _NEXT, _LAST) for path in outputs.glob(f"{prefix}*")}
    for name in sorted(names):
        with alone_with(outputs / name):
            pass


def _locked(lock: Path) -> int | None:
    """Lock a file that whoever unlocks it removes; None where another holds it."""
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _same(lock, handle):
                return handle
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError:
            os.close(handle)
            raise
        os.close(handle)  # it was removed between opening and locking it: the next one counts


def _same(lock: Path, handle: int) -> bool:
    try:
        return os.path.samestat(lock.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _settle(folder: Path) -> None:
    """Put aside what a run that broke off left, and had drawn something of.

    Where a system cannot exchange names, it may have stopped between two of them.
    """
    made, last = (folder.with_name(f"{prefix}{folder.name}") for prefix in (_NEXT, _LAST))
    if last.is_dir() and not folder.exists():
        (made if made.is_dir() else last).rename(folder)
    if (made / NAME).is_file():
        shutil.rmtree(left_by(folder), ignore_errors=True)
        made.rename(left_by(folder))
    for left in (made, last):
        if left.is_dir():
            shutil.rmtree(left)


def _copy(folder: Path, made: Path) -> None:
    """Make a second folder with the same files: links, which take no room and are replaced, never written into."""
    make_folder(made)
    if not folder.is_dir():
        return
    for at, folders, names in os.walk(folder):
        there = made / Path(at).relative_to(folder)
        there.chmod(Path(at).stat().st_mode & 0o7777)
        for name in folders:
            if (Path(at) / name).is_symlink():
                names.append(name)
            else:
                (there / name).mkdir(mode=0o700)
        beginning = str(there)  # as texts: making a path of each of thousands of names takes longer than linking them
        for name in names:
            _link(f"{at}/{name}", f"{beginning}/{name}")


def _link(source: Path | str, target: Path | str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except FileNotFoundError:
        return  # somebody took it away meanwhile
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def _carry_over(source: Path, target: Path, ours: Collection[str]) -> None:
    """Let what somebody laid into a folder, or saved there, meanwhile be in the other one too."""
    for at, _, names in os.walk(source):
        within = at[len(str(source)) + 1 :]
        for name in names:
            path = f"{within}/{name}" if within else name
            mine = path in ours or name.startswith(HALF_WRITTEN)
            if not mine and not _alike(source / path, target / path):
                make_folder((target / path).parent)
                (target / path).unlink(missing_ok=True)
                _link(source / path, target / path)


def _alike(one: Path, other: Path) -> bool:
    """Tell whether two names are of one file, or of a copy of it."""
    try:
        first, second = one.lstat(), other.lstat()
    except FileNotFoundError:
        return False
    return os.path.samestat(first, second) or (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)


def _flush(folder: Path) -> None:
    """Wait until the names in all folders are on the disk: asked for together, the disk writes them together."""
    with ThreadPoolExecutor(_AT_ONCE) as asking:
        for _ in asking.map(flush_folder, [Path(at) for at, _, _ in os.walk(folder)]):
            pass


def _put_in_place(made: Path, folder: Path) -> None:
    """Let a folder take the place of another one, whose files then have the first one's name."""
    if not folder.exists():
        made.rename(folder)
    elif not _exchanged(made, folder):
        last = folder.with_name(f"{_LAST}{folder.name}")
        folder.rename(last)
        made.rename(folder)
        last.rename(made)
    flush_folder(folder.parent)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two names change places in one step; False where the system or the disk cannot."""
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if exchange is None:
        return False
    if exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))
