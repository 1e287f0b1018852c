"""The ledger as append-only typed Parquet segments, caught up whenever a question is asked.

A manifest names the segments that together are the ledger up to one serial. It is swapped in one step, so a reader
has the state before or the state after; a lock file keeps several processes from writing at once. Nothing here may be
edited or need a backup: whatever is missing, torn, older in shape or of another ledger is written anew from the
database. It must not compute a figure.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from django.conf import settings
from django.db import connection

from shanhai.catalogue.book import BOOK, Book
from shanhai.figures.tables import Columns, Snapshot, arrow_schema, digest_columns, list_columns
from shanhai.ledger.tail import read_tail, sees_uncommitted

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
ROWS_PER_SEGMENT = 500_000
ROWS_PER_GROUP = 122_880
# Segments of one tier are merged when there are this many; a tier is a range of sizes, each eight times the last.
MERGE_AT = 8
TIERS = (4_000, 32_000, 256_000)
# What such a segment adds up to is worth keeping in memory: it is read seldom anew, being merged at most once more.
SETTLED_ROWS = 32_000
# A reader may still hold a manifest that names merged segments; they are deleted this long after.
SECONDS_KEPT = 900
# Rows of one kind lie together, entries apart from signatures, by day: a figure reads only the row groups it needs.
_ORDER = [("kind", "ascending"), ("reported", "ascending"), ("on_date", "ascending"), ("serial", "ascending")]


class Segment(msgspec.Struct, frozen=True):
    """One Parquet file and how many rows it holds."""

    file: str
    rows: int


class Manifest(msgspec.Struct, frozen=True):
    """Which segments are the ledger up to `serial`; `proof` is the digest of the row at `proof_serial`."""

    format: int
    columns: str
    serial: int
    proof_serial: int
    proof: str
    movements: tuple[Segment, ...]
    statements: tuple[Segment, ...]
    retired: tuple[tuple[str, float], ...] = ()


class _Seen:
    """The manifest this process last read, by folder, with what its file looked like then."""

    lock = threading.Lock()
    manifests: dict[Path, tuple[tuple[int, int], Manifest]] = {}


def catch_up(home: Path | None = None, *, book: Book = BOOK) -> Snapshot:
    """Return the ledger as it stands now, its newest entries and signatures included.

    Costs two small queries when nothing happened since the last question. Inside an open transaction the snapshot is
    private to the process, since what it holds may yet be undone.
    """
    folder = Path(home or settings.SHANHAI_HOME) / "snapshot"
    if sees_uncommitted():
        folder = _private_folder(folder)
    columns = list_columns(book)
    position = read_position()
    manifest = _read_manifest(folder)
    if manifest is None or not _is_current(manifest, columns, position):
        folder.mkdir(parents=True, exist_ok=True)
        with _Seen.lock, _hold(folder / "lock"):
            position = read_position()
            manifest = _read_manifest(folder)
            if manifest is None or not _is_current(manifest, columns, position):
                manifest = _bring_up(folder, manifest, columns, position)
    return Snapshot(
        id=f"{manifest.serial}-{manifest.proof[:8] or 'empty'}",
        serial=manifest.serial,
        movements=tuple(str(folder / segment.file) for segment in manifest.movements),
        statements=tuple(str(folder / segment.file) for segment in manifest.statements),
        settled=tuple(str(folder / segment.file) for segment in manifest.movements if segment.rows >= SETTLED_ROWS),
    )


@cache
def _private_folder(folder: Path) -> Path:
    """Return a folder that no other process reads and that goes when this one ends."""
    folder.mkdir(parents=True, exist_ok=True)
    private = Path(tempfile.mkdtemp(prefix="uncommitted-", dir=folder))
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    return private


def forget(home: Path | None = None) -> None:
    """Delete the snapshot; the next question writes it anew."""
    folder = Path(home or settings.SHANHAI_HOME) / "snapshot"
    if folder.is_dir():
        with _Seen.lock, _hold(folder / "lock"):
            for path in (*folder.glob("*.parquet"), *folder.glob("manifest.json*")):
                path.unlink(missing_ok=True)


def read_position() -> int:
    """Return the last serial the ledger gave out; 0 where it is empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT serial FROM ledger_position WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _read_proof(serial: int) -> str | None:
    """Return the digest of the entry or signature with this serial, None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT digest FROM ledger_entry WHERE serial = %s "
            "UNION ALL SELECT digest FROM ledger_signature WHERE serial = %s",
            [serial, serial],
        )
        row = cursor.fetchone()
    return bytes(row[0]).hex() if row else None


def _read_last_serial(up_to: int) -> int:
    """Return the serial of the newest entry or signature not after `up_to`; 0 where there is none."""
    newest = 0
    with connection.cursor() as cursor:
        for table in ("ledger_entry", "ledger_signature"):
            cursor.execute(f"SELECT MAX(serial) FROM {table} WHERE serial <= %s", [up_to])
            newest = max(newest, cursor.fetchone()[0] or 0)
    return newest


def _is_current(manifest: Manifest, columns: Columns, position: int) -> bool:
    return manifest.serial == position and _still_holds(manifest, columns, position)


def _still_holds(manifest: Manifest, columns: Columns, position: int) -> bool:
    """Say whether the segments are a true beginning of this ledger, in the columns of today.

    They are not where the ledger was put back to an older state, or is another one.
    """
    if manifest.format != FORMAT or manifest.columns != digest_columns(columns) or manifest.serial > position:
        return False
    return manifest.proof_serial == 0 or _read_proof(manifest.proof_serial) == manifest.proof


def _bring_up(folder: Path, manifest: Manifest | None, columns: Columns, position: int) -> Manifest:
    """Write what is missing up to `position` and swap the manifest."""
    if manifest is not None and not _still_holds(manifest, columns, position):
        manifest = None
    movements, statements = (manifest.movements, manifest.statements) if manifest else ((), ())
    old = {segment.file for segment in (*movements, *statements)}
    schema = arrow_schema(columns)
    if not movements:
        movements = (_write_segment(folder, "movements", schema.empty_table(), schema),)
        statements = (_write_segment(folder, "statements", schema.empty_table(), schema),)
    tail = read_tail(after=manifest.serial if manifest else 0, up_to=position, columns=columns)
    for table in _gather(tail):
        stated, counted = _part_stated(table)
        if counted.num_rows:
            movements = (*movements, _write_segment(folder, "movements", counted, schema))
        if stated.num_rows:
            statements = (*statements, _write_segment(folder, "statements", stated, schema))
    movements = _merge(folder, "movements", movements, schema)
    statements = _merge(folder, "statements", statements, schema)
    proof_serial = _read_last_serial(position)
    fresh = Manifest(
        format=FORMAT,
        columns=digest_columns(columns),
        serial=position,
        proof_serial=proof_serial,
        proof=(_read_proof(proof_serial) or "") if proof_serial else "",
        movements=movements,
        statements=statements,
        retired=_retire(folder, old, manifest, (*movements, *statements)),
    )
    _swap_manifest(folder, fresh)
    return fresh


def _gather(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Put what is read together into tables of a segment's size."""
    import pyarrow as pa

    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(one.num_rows for one in waiting) >= ROWS_PER_SEGMENT:
            yield pa.concat_tables(waiting, promote_options="default")
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting, promote_options="default")


def _part_stated(table: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Return what documents state, and all else."""
    import pyarrow.compute as pc

    stated = pc.equal(table.column("stage"), "stated")
    if not pc.any(stated).as_py():
        return table.slice(0, 0), table
    return table.filter(stated), table.filter(pc.invert(stated))


def _write_segment(folder: Path, name: str, table: pa.Table, schema: pa.Schema) -> Segment:
    """Write rows as one sorted segment; the file is whole on the disk before it has its name.

    Columns that no row fills are added after the sort: most kinds fill few of all that are declared.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    strings = [field.name for field in schema if field.type == pa.string()]
    given = set(table.column_names)
    table = table.sort_by(_ORDER)
    whole = [
        table.column(field.name) if field.name in given else pa.nulls(table.num_rows, field.type) for field in schema
    ]
    file = f"{name}-{secrets.token_hex(8)}.parquet"
    unfinished = folder / f"{file}.unfinished"
    with unfinished.open("wb") as out:
        pq.write_table(
            pa.table(whole, schema=schema),
            out,
            compression="zstd",
            row_group_size=ROWS_PER_GROUP,
            use_dictionary=strings,
        )
        out.flush()
        os.fsync(out.fileno())
    unfinished.rename(folder / file)
    return Segment(file, table.num_rows)


def _merge(folder: Path, name: str, segments: tuple[Segment, ...], schema: pa.Schema) -> tuple[Segment, ...]:
    """Merge segments of one tier into one while there are many of them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for limit in TIERS:
        small = [segment for segment in segments if segment.rows < limit]
        if len(small) >= MERGE_AT:
            merged = pa.concat_tables([pq.read_table(folder / segment.file) for segment in small])
            segments = (*(one for one in segments if one not in small), _write_segment(folder, name, merged, schema))
    return segments


def _retire(
    folder: Path, old: set[str], manifest: Manifest | None, kept: tuple[Segment, ...]
) -> tuple[tuple[str, float], ...]:
    """Delete what was retired long enough ago and what no manifest ever named; return what is retired now."""
    now = time.time()
    in_use = {segment.file for segment in kept}
    waiting = dict(manifest.retired if manifest else ())
    waiting |= {file: now for file in old if file not in in_use}
    for path in (*folder.glob("*.parquet"), *folder.glob("*.unfinished")):
        if path.name in in_use or path.name in waiting:
            continue
        waiting[path.name] = now
    for file, since in list(waiting.items()):
        if now - since > SECONDS_KEPT:
            (folder / file).unlink(missing_ok=True)
            del waiting[file]
    return tuple(waiting.items())


def _read_manifest(folder: Path) -> Manifest | None:
    """Return the folder's manifest; None where there is none or it or one of its segments cannot be used."""
    path = folder / "manifest.json"
    try:
        found = path.stat()
        looks = (found.st_mtime_ns, found.st_ino)
        known = _Seen.manifests.get(folder)
        if known is not None and known[0] == looks:
            return known[1]
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (FileNotFoundError, msgspec.DecodeError, msgspec.ValidationError):
        return None
    if not all((folder / segment.file).is_file() for segment in (*manifest.movements, *manifest.statements)):
        return None
    _Seen.manifests[folder] = (looks, manifest)
    return manifest


def _swap_manifest(folder: Path, manifest: Manifest) -> None:
    unfinished = folder / "manifest.json.unfinished"
    with unfinished.open("wb") as out:
        out.write(msgspec.json.encode(manifest))
        out.flush()
        os.fsync(out.fileno())
    unfinished.rename(folder / "manifest.json")


@contextmanager
def _hold(path: Path) -> Iterator[None]:
    """Hold a lock between processes; the kernel lets go of it when a process dies."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
