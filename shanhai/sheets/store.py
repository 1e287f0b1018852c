"""Where received files lie, and who is working on one: files by their hash, locks that end with their process.

All below SHANHAI_HOME/batches, so that a copy of the home is a whole installation. It must not know what files hold.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from shanhai.sheets.envelope import FILE_BYTES_MAX, MB, UnreadableError

DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it came: where it lies until it is kept under its hash, that hash, and its size in bytes."""

    path: Path
    sha256: str
    size_bytes: int


def batches_folder() -> Path:
    """Return the folder of received files, made where it is missing."""
    folder = Path(settings.SHANHAI_HOME) / "batches"
    (folder / "locks").mkdir(parents=True, exist_ok=True)
    return folder


def file_of(sha256: str) -> Path:
    """Return where the file with this hash lies."""
    return batches_folder() / sha256[:2] / sha256


def keep_incoming(chunks: Iterable[bytes]) -> KeptFile:
    """Write a file as it comes in, bounded; raises UnreadableError once it is larger than any file may be."""
    handle, name = tempfile.mkstemp(prefix="incoming-", dir=batches_folder())
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > FILE_BYTES_MAX:
                    raise UnreadableError("file_too_large", limit=FILE_BYTES_MAX // MB)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return KeptFile(Path(name), digest.hexdigest(), size)


def keep_under_hash(file: KeptFile) -> Path:
    """Move an incoming file to its place; a file that is there already stays."""
    target = file_of(file.sha256)
    target.parent.mkdir(exist_ok=True)
    file.path.replace(target)
    return target


def clear_incoming() -> None:
    """Take away what a process that died left of files it was taking in; one still coming in is younger than a day."""
    for path in batches_folder().glob("incoming-*"):
        if time.time() - path.stat().st_mtime > DAY_SECONDS:
            path.unlink(missing_ok=True)


@contextmanager
def hold_lock(name: str) -> Iterator[bool]:
    """Hold the lock of this name and tell whether it was free; the system lets go of it when the process ends."""
    with (batches_folder() / "locks" / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)


def is_held(name: str) -> bool:
    """Tell whether some process holds the lock of this name."""
    with hold_lock(name) as free:
        return not free
