"""The commands that look after an installation, run as a user runs them."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import run_shanhai


def ask(home: Path, indicator: str, giver: str, receiver: str, *more: str) -> dict[str, object]:
    done = run_shanhai(home, "figure", indicator, "--giver", giver, "--receiver", receiver, *more, "--json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(
    ("indicator", "giver", "receiver", "value"),
    [
        ("assistance_funds_received", "上虞区", "金口河区", "117000000.00"),
        ("assistance_funds", "越城区", "马边彝族自治县", "150000000.00"),
        ("assistance_funds", "温岭市", "阆中市", "117000000.00"),
        ("assistance_projects", "上虞区", "金口河区", "34"),
        ("assistance_projects", "越城", "马边", "45"),
        ("consumption_assistance_sales", "上虞区", "金口河区", "128000000.00"),
    ],
)
def test_the_examples_sums_equal_what_was_published(
    example_home: Path, indicator: str, giver: str, receiver: str, value: str
) -> None:
    reported = ask(example_home, indicator, giver, receiver, "--basis", "reported")
    assert (reported["value"], reported["basis"]) == (value, "reported")
    assert ask(example_home, indicator, giver, receiver, "--basis", "stated")["value"] == value


@pytest.mark.parametrize(
    ("indicator", "giver", "receiver", "differing"),
    [
        ("assistance_funds_received", "上虞区", "金口河区", 15_600_000),
        ("assistance_funds", "越城区", "马边", 20_000_000),
    ],
)
def test_agreed_is_less_by_what_differs_or_waits(
    example_home: Path, indicator: str, giver: str, receiver: str, differing: int
) -> None:
    agreed = ask(example_home, indicator, giver, receiver)
    reported = ask(example_home, indicator, giver, receiver, "--basis", "reported")
    assert agreed["basis"] == "agreed"
    assert float(str(reported["value"])) - float(str(agreed["value"])) == differing


def test_a_figure_as_known_on_a_past_day_leaves_out_what_came_later(example_home: Path) -> None:
    early = ask(
        example_home, "assistance_funds_received", "上虞区", "金口河区", "--basis", "reported", "--as-of", "2022-01-31"
    )
    assert early["value"] == "39000000.00"


def test_the_example_loads_once(own_example: Path) -> None:
    before = ask(own_example, "assistance_funds", "温岭", "阆中", "--basis", "reported")
    again = run_shanhai(own_example, "example")
    assert again.returncode == 0
    assert "nothing was added" in again.stdout
    assert ask(own_example, "assistance_funds", "温岭", "阆中", "--basis", "reported")["digest"] == before["digest"]


def test_the_whole_example_is_proved(example_home: Path) -> None:
    proved = run_shanhai(example_home, "verify", "--json")
    assert proved.returncode == 0, proved.stdout + proved.stderr


def test_a_changed_digit_is_named(own_example: Path) -> None:
    with sqlite3.connect(own_example / "ledger.sqlite3") as ledger:
        for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            ledger.execute(f'DROP TRIGGER "{name}"')
        (serial,) = ledger.execute(
            "SELECT serial FROM ledger_entry WHERE kind = 'funds.arrived' ORDER BY serial"
        ).fetchone()
        ledger.execute("UPDATE ledger_entry SET amount = amount + 1 WHERE serial = ?", [serial])
    proved = run_shanhai(own_example, "verify", "--json")
    assert proved.returncode == 1
    assert str(serial) in proved.stdout


def test_a_backup_brings_back_every_number(own_example: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar.gz"
    assert run_shanhai(own_example, "backup", str(backup)).returncode == 0
    assert backup.stat().st_mode & 0o077 == 0
    restored = run_shanhai(tmp_path / "new", "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    one = ask(own_example, "assistance_funds", "越城", "马边", "--basis", "agreed")
    assert ask(tmp_path / "new", "assistance_funds", "越城", "马边", "--basis", "agreed")["digest"] == one["digest"]


def test_a_backup_is_not_poured_over_entries(own_example: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar.gz"
    run_shanhai(own_example, "backup", str(backup))
    refused = run_shanhai(own_example, "restore", str(backup))
    assert refused.returncode == 1
    assert "already holds entries" in refused.stderr


def test_a_file_that_is_no_whole_backup_is_refused_in_one_sentence(own_example: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar.gz"
    run_shanhai(own_example, "backup", str(backup))
    whole = backup.read_bytes()
    for number, content in enumerate((b"junk", whole[: len(whole) // 2])):
        broken = tmp_path / f"broken-{number}.tar.gz"
        broken.write_bytes(content)
        refused = run_shanhai(tmp_path / f"new-{number}", "restore", str(broken))
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
        assert "no backup of Shanhai" in refused.stderr or "cut off" in refused.stderr
        assert not (tmp_path / f"new-{number}" / "ledger.sqlite3").exists()


def test_a_backup_to_where_nothing_can_be_written_says_so(own_example: Path, tmp_path: Path) -> None:
    refused = run_shanhai(own_example, "backup", str(tmp_path / "nowhere" / "backup.tar.gz"))
    assert refused.returncode == 2
    assert "cannot be written" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_nothing_is_backed_up_where_nothing_was_set_up(tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar.gz"
    refused = run_shanhai(tmp_path / "never-set-up", "backup", str(backup))
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "shanhai setup" in refused.stderr
    assert not backup.exists()


def test_a_copied_folder_is_a_whole_installation(example_home: Path, tmp_path: Path) -> None:
    shutil.copytree(example_home, tmp_path / "copy")
    copied = ask(tmp_path / "copy", "assistance_funds", "温岭", "阆中")
    assert copied["digest"] == ask(example_home, "assistance_funds", "温岭", "阆中")["digest"]


@pytest.mark.postgres
def test_the_example_runs_on_postgresql_with_nothing_else_changed(postgres_url: str, tmp_path: Path) -> None:
    home, backup = tmp_path / "home", tmp_path / "backup.tar.gz"
    loaded = run_shanhai(home, "example", DATABASE_URL=postgres_url)
    assert loaded.returncode == 0, loaded.stderr
    done = run_shanhai(
        home, "figure", "assistance_funds", "--giver", "越城", "--receiver", "马边", "--basis", "reported", "--json",
        DATABASE_URL=postgres_url,
    )  # fmt: skip
    assert json.loads(done.stdout)["value"] == "150000000.00"
    assert run_shanhai(home, "verify", DATABASE_URL=postgres_url).returncode == 0
    assert run_shanhai(home, "backup", str(backup), DATABASE_URL=postgres_url).returncode == 0


def test_the_doctor_finds_a_sound_installation_well_and_an_empty_one_not(example_home: Path, tmp_path: Path) -> None:
    assert run_shanhai(example_home, "doctor").returncode == 0
    empty = run_shanhai(tmp_path / "empty", "doctor")
    assert empty.returncode == 1
    assert "shanhai setup" in empty.stdout


@pytest.mark.parametrize("call", [("verify",), ("figure", "assistance_funds"), ("serve",)])
def test_a_home_that_is_not_set_up_is_told_in_a_sentence(tmp_path: Path, call: tuple[str, ...]) -> None:
    told = run_shanhai(tmp_path / "empty", *call)
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert "shanhai setup" in told.stderr


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:9/none", "postgresql://a@b:not-a-port/c", "mysql://somewhere/else"]
)
@pytest.mark.parametrize("command", ["doctor", "verify"])
def test_a_database_that_does_not_answer_is_told_in_a_sentence(tmp_path: Path, url: str, command: str) -> None:
    told = run_shanhai(tmp_path, command, DATABASE_URL=url)
    assert told.returncode in (1, 2)
    assert "Traceback" not in told.stderr
    assert "DATABASE_URL" in told.stdout + told.stderr


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(example_home: Path, tmp_path: Path) -> None:
    told = run_shanhai(example_home, "template", "funds.arrived", str(tmp_path / "missing" / "a.xlsx"))
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert "a.xlsx" in told.stderr


def test_a_reader_that_has_seen_enough_ends_a_command_quietly(example_home: Path) -> None:
    command = [sys.executable, "-m", "shanhai.config.command_line", "catalogue"]
    environment = {**os.environ, "SHANHAI_HOME": str(example_home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""


def test_a_day_that_is_none_is_told_with_how_to_write_one(example_home: Path) -> None:
    told = run_shanhai(example_home, "figure", "assistance_funds", "--as-of", "2026-13-45")
    assert (told.returncode, "2026-11-22" in told.stderr) == (2, True)


@pytest.mark.parametrize("command", ["read", "check-text"])
def test_a_day_of_publication_that_is_none_is_told_with_how_to_write_one(
    example_home: Path, tmp_path: Path, command: str
) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text("今年到位资金300万元。", "utf-8")
    told = run_shanhai(example_home, command, str(draft), "--published-on", "2026-13-45")
    assert (told.returncode, "2026-11-20" in told.stderr, "Traceback" in told.stderr) == (2, True, False)


def test_what_is_piped_in_is_read_as_a_file_is(example_home: Path) -> None:
    command = [sys.executable, "-m", "shanhai.config.command_line", "repair", "-"]
    environment = {**os.environ, "SHANHAI_HOME": str(example_home)}
    given = "两地到位协作资金300万元。".encode("gb18030")
    done = subprocess.run(command, env=environment, input=given, capture_output=True, check=False, timeout=300)
    assert done.stdout.decode().strip() == "两地到位协作资金300万元。"


def test_a_port_that_is_taken_is_not_shared(example_home: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = str(held.getsockname()[1])
        told = run_shanhai(example_home, "serve", "--port", port)
    assert (told.returncode, port in told.stderr) == (2, True)
    assert run_shanhai(example_home, "serve", "--port", "99999999").returncode == 2


def test_the_doctor_tells_whether_addresses_may_be_fetched(example_home: Path) -> None:
    assert "fetching addresses (off)" in run_shanhai(example_home, "doctor").stdout
    told = run_shanhai(example_home, "doctor", SHANHAI_FETCH="1", SHANHAI_FETCH_PORTS="443").stdout
    assert "fetching addresses (on, ports 443)" in told


def test_an_address_is_read_only_where_fetching_is_on_and_never_inside(example_home: Path) -> None:
    off = run_shanhai(example_home, "read", "--address", "https://paper.example/")
    assert (off.returncode, "没有开通" in off.stderr) == (1, True)
    inside = run_shanhai(example_home, "read", "--address", "http://127.0.0.1/", SHANHAI_FETCH="1")
    assert (inside.returncode, "不在公开的互联网上" in inside.stderr) == (1, True)
    assert run_shanhai(example_home, "read").returncode == 2


def test_every_published_figure_has_an_indicator() -> None:
    from shanhai.catalogue.book import BOOK
    from shanhai.config.example.published import read_indicators

    assert set(read_indicators()) <= {indicator.code for indicator in BOOK.indicators}


def test_the_first_administrator_is_made_once(own_example: Path) -> None:
    made = run_shanhai(own_example, "add-administrator", "first")
    assert made.returncode == 0, made.stderr
    name, password = made.stdout.split()
    assert name == "first"
    assert len(password) >= 12
    assert run_shanhai(own_example, "add-administrator", "first").returncode == 2
