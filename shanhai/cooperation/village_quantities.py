"""Village revitalisation: how much a village, a household or an alliance is likely to have; more is asked about."""

from __future__ import annotations

from shanhai.catalogue.controls import Row, ask_amount_range, ask_most, write_yuan
from shanhai.catalogue.declare import Control, Setting, Terms
from shanhai.catalogue.words import Problem, Words
from shanhai.cooperation.villages import ALLIANCE, BENEFIT, COLLECTIVE_INCOME, HOUSEHOLD


def check_base_income(row: Row, terms: Terms) -> list[Problem]:
    """Ask about a yearly income that no household is likely to have had: yuan and 万元 may have been mixed up."""
    income, most = row.get("base_income_fen"), terms.settings.get("village_revitalisation.household_gain_most_yuan", 0)
    if not isinstance(income, int) or not most or income <= int(most) * 100:
        return []
    what = Words("一户年收入 {income} 元，多于 {most} 元。", "A yearly income of {income} yuan, more than {most} yuan.")
    right = Words("请核单位是元还是万元。", "Please check whether the unit is yuan or 万元 (ten thousand yuan).")
    what = what.fill(income=write_yuan(income), most=write_yuan(int(most) * 100))
    return [Problem("amount.range", "ask", what, right, write_yuan(income), field="base_income_fen")]


QUANTITY_SETTINGS = (
    Setting(
        "village_revitalisation.village_income_most_yuan",
        Words("村集体年收入多于此数即问", "Ask about a village's yearly income above"),
        100_000_000,
        "元",
    ),
    Setting(
        "village_revitalisation.household_gain_most_yuan",
        Words("一户增收、年收入多于此数即问", "Ask about a household's gain or yearly income above"),
        1_000_000,
        "元",
    ),
    Setting(
        "village_revitalisation.household_most",
        Words("一户多于多少人即问", "Ask about a household of more than"),
        20,
        "人",
    ),
    Setting(
        "village_revitalisation.alliance_most",
        Words("一个联盟多于多少个村即问", "Ask about an alliance of more villages than"),
        100,
        "个村",
    ),
)
QUANTITY_CONTROLS = (
    ask_amount_range(
        "village_revitalisation.income_plausible",
        (COLLECTIVE_INCOME.code,),
        most="village_revitalisation.village_income_most_yuan",
    ),
    ask_amount_range(
        "village_revitalisation.gain_plausible",
        (BENEFIT.code,),
        most="village_revitalisation.household_gain_most_yuan",
    ),
    Control(
        "village_revitalisation.base_income_plausible",
        Words("一户年收入合理", "Plausible yearly income of a household"),
        "ask",
        (HOUSEHOLD.code,),
        check_base_income,
    ),
    ask_most(
        "village_revitalisation.household_plausible",
        (HOUSEHOLD.code,),
        title=HOUSEHOLD.amount_title,
        unit=Words("人", "persons"),
        most="village_revitalisation.household_most",
    ),
    ask_most(
        "village_revitalisation.alliance_plausible",
        (ALLIANCE.code,),
        title=ALLIANCE.amount_title,
        unit=Words("个村", "villages"),
        most="village_revitalisation.alliance_most",
    ),
)
