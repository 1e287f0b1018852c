"""One name of one place over one span of time, as text work needs it. It must not know where the names come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlaceName:
    """The names of a place from `valid_from` (inclusive) to `valid_to` (exclusive; None is still).

    `name` is the official name (`峨边彝族自治县`), `short_names` what is left without its rank (`峨边`, `峨边县`),
    `aliases` other names (`穗`), `code` the six digits of GB/T 2260, `level` province, city or county, and
    `parent_names` the official names above it from the province down (`四川省`, `乐山市`). `signs` are the
    single signs of a province (`浙`), which name it only beside another such sign (`浙川协作`).
    """

    place_id: str
    name: str
    short_names: tuple[str, ...]
    aliases: tuple[str, ...]
    code: str
    level: str
    parent_names: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    signs: tuple[str, ...] = ()
