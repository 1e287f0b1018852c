"""Changes by an administrator: dated, written down, and nothing overwritten."""

from datetime import date
from decimal import Decimal

import pytest

from shanhai.registry.change import (
    ChangeRefused,
    add_alias,
    add_pairing,
    add_party,
    change_place,
    end_pairing,
    end_party,
    merge_places,
    rename_party,
    split_place,
)
from shanhai.registry.models import PlaceVersion, RegistryChange, Round
from shanhai.registry.pairings import find_pairing, receivers_of
from shanhai.registry.parties import get_or_make_party
from shanhai.registry.places import name_of, resolve_place, subtree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("registry", "fresh_index")]
ON = date(2027, 3, 1)
BEFORE, AFTER = date(2027, 2, 28), date(2027, 3, 2)


def test_a_renamed_county_keeps_its_place_and_its_former_name() -> None:
    change_place("p511133", name="马边市", code="511182", on=ON, made_by="示例管理员")
    assert name_of("p511133", BEFORE) == "马边彝族自治县"
    assert name_of("p511133", AFTER) == "马边市"
    assert resolve_place("马边市", on=AFTER).place_id == "p511133"
    found = resolve_place("马边彝族自治县", on=AFTER)
    assert (found.place_id, found.current_name) == ("p511133", "马边市")
    assert RegistryChange.objects.get().made_by == "示例管理员"


def test_a_merge_ends_both_and_their_entries_belong_to_the_new_place() -> None:
    new = merge_places(["p511132", "p511133"], name="峨马区", code="511114", on=ON, made_by="示例管理员")
    assert subtree(new.pk, on=AFTER) == {new.pk, "p511132", "p511133"}
    assert resolve_place("峨边", on=AFTER).state == "gone"
    assert resolve_place("峨边", on=BEFORE).place_id == "p511132"
    assert find_pairing("p330603", new.pk, "东西部协作", on=AFTER).match == "found"


def test_a_split_keeps_shares_and_entries_stay_with_the_city() -> None:
    made = split_place(
        "p511133",
        into=[("东马县", "511134"), ("西马县", "511135")],
        shares=[Decimal("0.6"), Decimal("0.4")],
        on=ON,
        made_by="示例管理员",
    )
    assert "p511133" in subtree("p511100", on=AFTER)
    assert all("p511133" not in subtree(one.pk, on=AFTER) for one in made)
    with pytest.raises(ChangeRefused):
        split_place(
            "p511132", into=[("一县", "1"), ("二县", "2")], shares=[Decimal(1), Decimal(1)], on=ON, made_by="某"
        )


def test_a_change_before_the_running_version_is_refused() -> None:
    versions = PlaceVersion.objects.count()
    with pytest.raises(ChangeRefused) as refused:
        change_place("p330604", name="上虞新区", on=date(2010, 1, 1), made_by="示例管理员")
    assert all(refused.value.words)
    assert PlaceVersion.objects.count() == versions


def test_a_pairing_is_added_and_ended_once() -> None:
    held = Round.objects.get(programme__key="东西部协作", key="2021")
    made = add_pairing(
        round_id=held.pk, level="county", giver="p330681", receiver="p513433", on=ON, made_by="示例管理员"
    )
    assert receivers_of("p330681", AFTER, "东西部协作") >= {"p513433"}
    assert find_pairing("p330681", "p513433", on=BEFORE).match == "outside_dates"
    with pytest.raises(ChangeRefused):
        add_pairing(
            round_id=held.pk, level="county", giver="p330681", receiver="p513433", on=AFTER, made_by="示例管理员"
        )
    end_pairing(made.pk, on=date(2028, 1, 1), made_by="示例管理员")
    assert find_pairing("p330681", "p513433", on=date(2028, 1, 1)).match == "outside_dates"
    with pytest.raises(ChangeRefused):
        end_pairing(made.pk, on=date(2029, 1, 1), made_by="示例管理员")


def test_a_party_is_added_renamed_and_ended() -> None:
    party = add_party(
        name="示例合作社",
        kind="cooperative",
        place_id="p511133",
        uscc="93330784000000035A",
        on=ON,
        made_by="示例管理员",
    )
    with pytest.raises(ChangeRefused):
        add_party(name="别名", kind="firm", place_id=None, uscc="93330784000000035A", on=ON, made_by="示例管理员")
    with pytest.raises(ChangeRefused):
        add_party(name="错码", kind="firm", place_id=None, uscc="93330784000000035B", on=ON, made_by="示例管理员")
    rename_party(party.pk, name="示例联合社", on=AFTER, made_by="示例管理员")
    assert get_or_make_party("示例合作社", "p511133", kind="cooperative").party_id == party.pk
    end_party(party.pk, on=date(2028, 1, 1), made_by="示例管理员")
    with pytest.raises(ChangeRefused):
        end_party(party.pk, on=date(2029, 1, 1), made_by="示例管理员")


def test_another_name_makes_a_place_findable() -> None:
    assert resolve_place("小凉山门户", on=AFTER).state == "unknown"
    add_alias("p511133", alias="小凉山门户", on=ON, made_by="示例管理员")
    assert resolve_place("小凉山门户", on=AFTER).place_id == "p511133"
