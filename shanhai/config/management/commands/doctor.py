"""Looks at an installation and says what would keep it from working, each with what to do."""

import shutil
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from shanhai.config.database import say_what_database_lacks

FREE_BYTES_MIN = 2 * 1024**3


class Command(BaseCommand):
    help = "Look at the installation and say what would keep it from working."

    def handle(self, *_args: Any, **_options: Any) -> None:
        faults = 0
        for name, fault in examine():
            faults += bool(fault)
            self.stdout.write(f"{'!!' if fault else 'ok'}  {name}{': ' + fault if fault else ''}")
        sys.exit(1 if faults else 0)


def examine() -> Iterator[tuple[str, str]]:
    """Yield each thing looked at and its fault (empty where it is well)."""
    home = Path(settings.SHANHAI_HOME)
    yield "home", _look_at_home(home)
    lacks = say_what_database_lacks()
    yield "database", lacks
    if not lacks:
        yield "places", _look_at_places()
    yield _name_fetching(), _look_at_fetching()
    yield "static files", "" if (home / "static").is_dir() else "not collected; run: shanhai setup"


def _look_at_home(home: Path) -> str:
    free = shutil.disk_usage(home).free
    if free < FREE_BYTES_MIN:
        return f"{free // 1024**2} MiB free on {home}; keep at least {FREE_BYTES_MIN // 1024**2} MiB"
    if (home / "secret_key").exists() and (home / "secret_key").stat().st_mode & 0o077:
        return "secret_key can be read by others; run: chmod 600 on it"
    return ""


def _name_fetching() -> str:
    """Whether pages may be fetched by their address, in a word; off is well."""
    if not settings.FETCH_ADDRESSES:
        return "fetching addresses (off)"
    return f"fetching addresses (on, ports {', '.join(map(str, sorted(settings.FETCH_PORTS)))})"


def _look_at_fetching() -> str:
    """A site is checked by the certificates this machine trusts; without any, nothing can be fetched safely."""
    paths = ssl.get_default_verify_paths()
    kept = any(path and Path(path).exists() for path in (paths.cafile, paths.capath))
    if settings.FETCH_ADDRESSES and not kept:
        return "this machine trusts no certificates; install ca-certificates or set SSL_CERT_FILE"
    return ""


def _look_at_places() -> str:
    from shanhai.registry.models import Place, Programme

    counts = Place.objects.count(), Programme.objects.count()
    return "" if all(counts) else "no places or programmes; run: shanhai setup"
