"""Outlines made at set-up from the installed package."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from shanhai.registry.outlines import load_outlines, make_outlines, outline_source
from shanhai.registry.places import children, subtree
from tests.registry.test_pairings import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry")]


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.SHANHAI_HOME = tmp_path
    return tmp_path / "outlines"


def test_both_provinces_get_every_county_and_prefecture_and_stay_small(folder: Path) -> None:
    written = make_outlines()
    assert sorted(path.name for path in written) == ["330000.json", "510000.json"]
    assert sum(path.stat().st_size for path in written) < 500_000
    found = load_outlines(["p330000", "p510000"])
    for province in ("p330000", "p510000"):
        for city in children(province, DAY):
            assert found[city].svg_path.startswith("M")
            assert set(children(city, DAY)) <= found.keys()
    assert all(one in subtree("p330000", on=DAY) | subtree("p510000", on=DAY) for one in found)


def test_neighbours_keep_one_border(folder: Path) -> None:
    make_outlines(["330000"])
    found = load_outlines(["p330000"])
    shangyu, yuyao = (set(found[one].rings[0]) for one in ("p330604", "p330281"))
    assert len(shangyu & yuyao) >= 3


def test_a_file_put_there_by_hand_stays(folder: Path) -> None:
    folder.mkdir()
    place = '{"level": "county", "rings": [[[120, 30], [121, 30], [121, 31], [120, 30]]], "centre": [120.5, 30.2]}'
    (folder / "330000.json").write_text(f'{{"source": ["另一来源", "Another"], "places": {{"p330604": {place}}}}}')
    assert make_outlines(["330000"]) == []
    assert load_outlines(["p330000"]).keys() == {"p330604"}
    assert outline_source("p330000") == ("另一来源", "Another")


def test_a_province_without_a_file_has_no_outlines(folder: Path) -> None:
    assert load_outlines(["p640000"]) == {}
    assert all(outline_source("p640000"))
