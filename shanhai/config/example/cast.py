"""Who plays in the example: offices on both sides, their users, and the parties money passes between.

All offices and users are made up; places are real. No user bears a person's name.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExampleOffice:
    """An office of the example, its place (empty: bound to none) and the sign-in names of its users by role."""

    name: str
    name_en: str
    place: str
    side: str
    users: tuple[tuple[str, tuple[str, ...]], ...]
    kind: str = "cooperation_office"


def _county(place: str, place_en: str, stem: str, side: str) -> ExampleOffice:
    return ExampleOffice(
        f"{place}协作办(示例)",
        f"Cooperation office of {place_en} (example)",
        place,
        side,
        ((f"{stem}-clerk", ("clerk",)), (f"{stem}-signer", ("signer", "clerk"))),
    )


OFFICES = (
    _county("上虞区", "Shangyu", "shangyu", "giver"),
    _county("金口河区", "Jinkouhe", "jinkouhe", "receiver"),
    _county("越城区", "Yuecheng", "yuecheng", "giver"),
    _county("马边彝族自治县", "Mabian", "mabian", "receiver"),
    _county("温岭市", "Wenling", "wenling", "giver"),
    _county("阆中市", "Langzhong", "langzhong", "receiver"),
    ExampleOffice("绍兴市协作办(示例)", "Cooperation office of Shaoxing (example)", "绍兴市", "giver",
                  (("shaoxing-viewer", ("viewer",)),)),
    ExampleOffice("浙江省协作办(示例)", "Cooperation office of Zhejiang (example)", "浙江省", "giver",
                  (("zhejiang-viewer", ("viewer",)),)),
    ExampleOffice("四川省协作办(示例)", "Cooperation office of Sichuan (example)", "四川省", "receiver",
                  (("sichuan-viewer", ("viewer",)),)),
    ExampleOffice("考核组(示例)", "Assessors (example)", "", "neither", (("assessor", ("assessor", "viewer")),),
                  "assessor"),
    ExampleOffice("系统管理(示例)", "Administration (example)", "", "neither", (("administrator", ("administrator",)),),
                  "administration"),
    ExampleOffice("公开资料编录(示例)", "Published sources (example)", "", "neither",
                  (("librarian", ("clerk", "viewer")),), "library"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExamplePairing:
    """One pairing of the example: its two sides and what its made-up flows add up to.

    `yearly_yuan` is the fiscal aid of each year; the three years' sum is the published total. `projects` and
    `orders_yuan` equal the published counts and sales where an article states them.
    """

    giver: str
    receiver: str
    giver_short: str
    receiver_short: str
    yearly_yuan: int
    projects: int
    orders: int
    orders_yuan: int
    products: tuple[tuple[str, str, str, int], ...]


# Products: name, category, unit, unit price in yuan; all made up around what such counties grow.
PAIRINGS = (
    ExamplePairing("上虞区", "金口河区", "上虞", "金口河", 39_000_000, 34, 96, 128_000_000,
                   (("乌天麻", "中药材", "公斤", 320), ("川牛膝", "中药材", "公斤", 68),
                    ("高山土豆", "蔬菜", "公斤", 6))),
    ExamplePairing("越城区", "马边彝族自治县", "越城", "马边", 50_000_000, 45, 72, 36_500_000,
                   (("马边绿茶", "茶叶", "盒", 168), ("青梅酒", "饮品", "瓶", 58), ("笋干", "干货", "公斤", 84))),
    ExamplePairing("温岭市", "阆中市", "温岭", "阆中", 39_000_000, 42, 60, 24_800_000,
                   (("橄榄油", "粮油", "瓶", 128), ("保宁醋", "调味品", "瓶", 12), ("川明参", "中药材", "公斤", 96))),
)  # fmt: skip
YEARS = (2021, 2022, 2023)
