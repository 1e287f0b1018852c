"""The house's rules, held by reading the source: arrows, sizes, names, both languages. Failing lines name file:line."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "shanhai"

PURE = {"algorithms", "catalogue", "cooperation", "figures"}
DOORS = {"sheets", "reports", "web"}
LOWER = {"algorithms", "catalogue", "figures", "registry", "offices", "ledger"}

# Folder -> folders of ours it may import. A dotted name allows one module only.
ARROWS: dict[str, set[str]] = {
    "algorithms": set(),
    "catalogue": set(),
    "catalogue.book": {"cooperation"},
    # the contradictions of an indicator are those of its fold, and its page tells how it folds
    "catalogue.rules": {"figures.fold"},
    "catalogue.page": {"figures.fold"},
    "cooperation": {
        "catalogue.activity",
        "catalogue.columns",
        "catalogue.controls",
        "catalogue.declare",
        "catalogue.stated",
        "catalogue.words",
        "figures.fold",
        "algorithms",
    },
    "figures": {"catalogue"},
    "registry": {"algorithms"},
    "offices": {"registry", "catalogue.words"},
    "ledger": {"registry", "offices", "catalogue", "figures", "algorithms"},
    "people": LOWER,
    "evidence": LOWER,
    "payouts": LOWER | {"activities"},
    "assessment": LOWER,
    "activities": LOWER,
    "sheets": LOWER | {"people", "evidence", "payouts", "assessment", "activities"},
    "reports": LOWER | {"people", "evidence", "payouts", "assessment", "activities"},
    "web": LOWER | {"people", "evidence", "payouts", "assessment", "activities", "sheets", "reports"},
    "config": LOWER | {"people", "evidence", "payouts", "assessment", "activities", "sheets", "reports", "web"},
}
FUNCTION_LINES_MAX = 70
MODULE_LINES_MAX = 600
COOPERATION_LINES_MAX = 400
POSITIONAL_MAX = 6
BANNED_FILES = {"utils.py", "helpers.py", "common.py", "misc.py", "services.py", "selectors.py", "signals.py"}
BANNED_WORDS = re.compile(r"\b(TODO|FIXME|XXX|KPI)\b")


@cache
def sources() -> tuple[Path, ...]:
    """Every source file of the package, migrations left out."""
    return tuple(sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_of(path: Path) -> str:
    """`shanhai/ledger/record.py` is `ledger.record`; a folder's __init__ is the folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name (without `shanhai.`) of each import of ours, those inside functions too, those of types not."""
    types_only = {
        id(inner)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in node.body
    }
    for node in ast.walk(tree_of(path)):
        if id(node) in types_only:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [
                f"{node.module}.{alias.name}" if node.module.count(".") < 2 else node.module for alias in node.names
            ]
        else:
            continue
        for name in names:
            if name.startswith("shanhai."):
                yield node.lineno, name.removeprefix("shanhai.")


def may_import(module: str, name: str) -> bool:
    folder, target = module.split(".", maxsplit=1)[0], name.split(".", maxsplit=1)[0]
    if folder == target:
        return True
    allowed = ARROWS.get(folder, set()) | ARROWS.get(module, set())
    return target in allowed or any(name == one or name.startswith(f"{one}.") for one in allowed)


def test_arrows_go_one_way() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {module_of(path)} imports {name}"
        for path in sources()
        if module_of(path)
        for line, name in imports_of(path)
        if not may_import(module_of(path), name)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_folder_has_its_arrows() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders <= set(ARROWS), folders - set(ARROWS)


def test_half_of_the_house_never_imports_django() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        if path.relative_to(PACKAGE).parts[0] in PURE
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "django" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "django")
    ]
    assert not wrong, "\n".join(wrong)


def imported_packages(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_only_sheets_knows_workbooks() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.relative_to(PACKAGE).parts[0] != "sheets"
        and imported_packages(path) & {"openpyxl", "xlsxwriter", "python_calamine", "xlrd"}
    ]
    # a workbook received as evidence is read for its text only
    wrong = [path for path in wrong if not path.startswith("shanhai/evidence/")]
    assert not wrong, wrong


def test_only_the_engine_knows_which_engine_runs() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if "duckdb" in imported_packages(path) and module_of(path) != "figures.engine"
    ]
    assert not wrong, wrong


def test_only_record_writes_entries_and_signatures() -> None:
    pattern = re.compile(
        r"\b(Entry|Signature)\.objects\.(create|bulk_create|update|get_or_create)"
        r"|INSERT INTO ledger_(entry|signature)\b"
    )
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        if not module_of(path).startswith("ledger.record")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not wrong, wrong


def test_functions_fit_a_screen() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {length} lines"
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    ]
    assert not wrong, "\n".join(wrong)


def test_functions_take_few_positional_arguments() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(node.args.args) > POSITIONAL_MAX
    ]
    assert not wrong, "\n".join(wrong)


def test_modules_can_be_held_in_the_head() -> None:
    wrong = []
    for path in sources():
        declares = path.relative_to(PACKAGE).parts[0] == "cooperation" and not path.stem.endswith("_said_as")
        limit = COOPERATION_LINES_MAX if declares else MODULE_LINES_MAX
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > limit:
            wrong.append(f"{path.relative_to(ROOT)}: {length} lines, {limit} at most")
    assert not wrong, "\n".join(wrong)


def test_every_module_says_what_it_is_for() -> None:
    filled = [path for path in sources() if path.stat().st_size]
    wrong = [str(path.relative_to(ROOT)) for path in filled if not ast.get_docstring(tree_of(path))]
    assert not wrong, "\n".join(wrong)


def test_no_module_is_a_drawer_for_anything() -> None:
    assert not [str(path.relative_to(ROOT)) for path in sources() if path.name in BANNED_FILES]


def test_nothing_is_left_half_said() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if BANNED_WORDS.search(line)
    ]
    assert not wrong, "\n".join(wrong)


def test_no_bare_except() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert not wrong, wrong


def test_pages_carry_no_script_or_style_of_their_own() -> None:
    pattern = re.compile(
        r"<style|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|\son[a-z]+=\"", re.IGNORECASE
    )
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted(PACKAGE.rglob("templates/**/*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not wrong, "\n".join(wrong)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_tree_carries_no_machine_paths_and_nothing_minified() -> None:
    machine_path = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|root)/")
    wrong = []
    for path in tracked_files():
        name = str(path.relative_to(ROOT))
        if name.endswith((".min.js", ".min.css")) or "node_modules" in name or path.stat().st_size > 1024 * 1024:
            wrong.append(name)
        if (
            path.suffix in {".py", ".md", ".html", ".toml", ".js", ".css", ".csv", ".sh"}
            and name != "tests/test_architecture.py"
        ):
            wrong += [
                f"{name}:{n}"
                for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
                if machine_path.search(line)
            ]
    assert not wrong, "\n".join(wrong)


def test_the_page_about_reading_names_modules_that_are_there_and_every_module_of_claims() -> None:
    said = (ROOT / "docs" / "reading.md").read_text("utf-8")
    here = {path.stem for folder in ("algorithms", "evidence") for path in (PACKAGE / folder).glob("*.py")}
    named = {name.rpartition("/")[2] for name in re.findall(r"`([a-z]+(?:[_/][a-z]+)+)`", said)} - {"said_as"}
    gone = sorted(name for name in named if name not in here and not (PACKAGE / name).exists())
    untold = sorted(name for name in here if name.startswith("claim_") and name not in named)
    assert not gone, gone
    assert not untold, untold
