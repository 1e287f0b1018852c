"""Puts an installation into one file and takes it out again.

The file is a tar of SHANHAI_HOME without what can be made anew (snapshot, static files, outlines), with the database
copied as of one moment while others go on writing. It must not know what the tables mean.
"""

import io
import json
import os
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from shanhai.catalogue.words import ShanhaiError

MADE_ANEW = {"snapshot", "static", "outlines"}
DATABASE_FILES = {"ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm"}
FORMAT = 1


class ArchiveError(ShanhaiError):
    """Raised if a backup cannot be made or taken in."""


def write_backup(path: Path) -> dict[str, Any]:
    """Write the whole installation to `path` (.tar.gz, readable by its owner only) and return its manifest."""
    home = Path(settings.SHANHAI_HOME)
    manifest = {"format": FORMAT, "made_at": timezone.now().isoformat(), "database": connection.vendor}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
        _add_bytes(tar, "manifest.json", json.dumps(manifest).encode())
        _add_database(tar)
        for name in _kept_files(home, path):
            tar.add(home / name, arcname=f"home/{name}", recursive=False)
    return manifest


def read_backup(path: Path) -> dict[str, Any]:
    """Fill an installation without entries from a backup made on the same kind of database; return its manifest.

    Raises ArchiveError where the file is none of ours, of another database, or the installation already holds entries.
    """
    home = Path(settings.SHANHAI_HOME)
    with _open_archive(path) as tar:
        manifest = _read_manifest(tar)
        if manifest["database"] != connection.vendor:
            raise ArchiveError(
                f"the backup is of {manifest['database']}, this installation runs on {connection.vendor}"
            )
        _refuse_full_installation()
        _take_database(tar, home)
        members = [member for member in tar.getmembers() if member.name.startswith("home/") and member.isfile()]
        for member in members:
            member.name = member.name.removeprefix("home/")
        tar.extractall(home, members=members, filter="data")
    return manifest


def _open_archive(path: Path) -> tarfile.TarFile:
    """Open a backup and read its table of contents to the end, so that a cut-off file is refused before any change."""
    try:
        tar = tarfile.open(path, "r:gz")  # noqa: SIM115 - the caller closes it
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ArchiveError("this file is no backup of Shanhai: it is no .tar.gz") from error
    try:
        tar.getmembers()
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        tar.close()
        raise ArchiveError("this backup is damaged or cut off; nothing was restored") from error
    return tar


def _kept_files(home: Path, backup: Path) -> Iterator[str]:
    for found in sorted(home.rglob("*")):
        name = found.relative_to(home)
        if found.is_file() and found != backup.resolve() and name.parts[0] not in MADE_ANEW | DATABASE_FILES:
            yield str(name)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(content), 0o600, int(datetime.now().timestamp())  # noqa: DTZ005
    tar.addfile(entry, io.BytesIO(content))


def _read_manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    try:
        member = tar.extractfile("manifest.json")
    except KeyError:
        member = None
    if member is None:
        raise ArchiveError("this file is no backup of Shanhai: it holds no manifest.json")
    manifest: dict[str, Any] = json.load(member)
    if manifest.get("format") != FORMAT:
        raise ArchiveError(f"this backup has format {manifest.get('format')}; this version reads {FORMAT}")
    return manifest


def _refuse_full_installation() -> None:
    if "ledger_entry" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM (SELECT 1 FROM ledger_entry LIMIT 1) AS any_entry")
            if cursor.fetchone()[0]:
                raise ArchiveError("this installation already holds entries; restore into an empty SHANHAI_HOME")


def _add_database(tar: tarfile.TarFile) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            copy = Path(folder) / "ledger.sqlite3"
            _copy_sqlite(Path(settings.DATABASES["default"]["NAME"]), copy)
            tar.add(copy, arcname="database/ledger.sqlite3")
            return
        for table, file in _copy_postgres(Path(folder)):
            tar.add(file, arcname=f"database/{table}.copy")
            file.unlink()


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy with SQLite's own online backup, which holds one consistent moment while others write."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def _tables() -> list[str]:
    """Tables in an order in which rows can be put back: each after those it points to."""
    models = apps.get_models(include_auto_created=True)
    ordered: list[Any] = []

    def visit(model: Any, path: frozenset[Any]) -> None:
        if model in ordered or model in path:
            return
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model not in (None, model):
                visit(field.related_model, path | {model})
        ordered.append(model)

    for model in models:
        visit(model, frozenset())
    return ["django_migrations", *(model._meta.db_table for model in ordered if model._meta.managed)]


def _copy_postgres(folder: Path) -> Iterator[tuple[str, Path]]:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            for table in _tables():
                target = folder / table
                with target.open("wb") as file, cursor.cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                    for block in rows:
                        file.write(block)
                yield table, target
        finally:
            cursor.execute("COMMIT")


def _take_database(tar: tarfile.TarFile, home: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        for name in DATABASE_FILES:
            (home / name).unlink(missing_ok=True)
        member = tar.extractfile("database/ledger.sqlite3")
        assert member is not None
        with (home / "ledger.sqlite3").open("wb") as file:
            while block := member.read(1 << 20):
                file.write(block)
        return
    call_command("migrate", verbosity=0)
    _fill_postgres(tar)


def _fill_postgres(tar: tarfile.TarFile) -> None:
    tables = _tables()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        # a fresh installation's own rows (content types, the position) make room for those of the backup; ties
        # between tables are checked at the end, since Django makes them deferred
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')
        for table in tables:
            member = tar.extractfile(f"database/{table}.copy")
            assert member is not None
            with cursor.cursor.copy(f'COPY "{table}" FROM STDIN') as rows:
                while block := member.read(1 << 20):
                    rows.write(block)
        for table in tables:
            _restart_sequence(cursor, table)
        cursor.execute("COMMIT")


def _restart_sequence(cursor: Any, table: str) -> None:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_identity = 'YES'", [table]
    )
    for (column,) in cursor.fetchall():
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'),"
            f' COALESCE((SELECT MAX("{column}") FROM "{table}"), 0) + 1, false)'
        )
