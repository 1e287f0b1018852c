"""Whether a number happened, is planned, or is what something can hold. It must not know what the number is."""

from __future__ import annotations

import re
from typing import Literal

from shanhai.algorithms.claim_numbers import Quantity
from shanhai.algorithms.claim_text import Marks, Sentence

Status = Literal["actual", "planned", "capacity"]

_PLANNED = re.compile(
    r"计划(?=[在于到用从再新建投安实援对引开总培选派为向帮组扩三两一二五\d共打改推支争购采举落招力筹每继通])|"
    r"拟|预计|预期|准备(?=[在再拿投安实新建引选派帮开])|约定(?=引|新|安|投|选|采|实)|确保(?=完|实|新|带|投|引)|"
    r"有望|力争|打算|争取(?!到了?[^\d年底末明今,，。;；]{2,12}(?:\d|$)|(?:到了?)?[^,，。;；\d]{0,6}(?:款物|物资|捐赠|资金)(?:\d|$))|规划(?=安排|实施|投入)|(?:建成|投产|达产|投用|投运|完工|建成达产|全部建成|满产|竣工)(?:投产|达产|运营|投用)?后|"
    r"将(?!来|近|其|约?$|超过?$|[^,，。;；]{0,10}(?:与|作为|纳入|用于|列入|送|转化|变|销|带))|要(?:提高到|增加到|涨到|拨给?|沉|冲|达到|达|完成|实现|投|建|带|新增|帮|选|派|安排|引|拿)|明年|目标(?:任务)?(?:是|为|[^,，。;；的]{0,4}$)|"
    r"后(?:就)?(?:可以|能)(?:拿到|分到|得到)|可(?:多(?!了|的|少|见)|加工|处理|实现|带动|新增|提供|创造|解决|产|达|供|增|年产|望)|(?:能|可以)(?:加工|生产|做到|达到|实现|带动|超过)|预算|"
    r"一(?:开|建好|建成|投用|启用|投产|开业|开园)[,，]|按(?:照)?计划(?=[,，][^,，。;；]{0,8}(?:还有|还要|后面|接下来|今后))|初步(?:安排|确定|拟定|计划)"
)
# what one thing is to cost, or yields once it stands, says nothing of those told in another part
_OF_ONE = re.compile(r"(?:计划|预计|拟)(?:总投资|投资)(?:额|总额)?[约超近达为共]{0,2}\d")
_ONCE_BUILT = re.compile(r"(?:建成|投产|达产|投用|投运|完工|满产|竣工)(?:投产|达产|运营|投用)?后")
_TO_OTHERS = re.compile(r"[;；]|[,，]其中")
_PLANNED_AREA = re.compile(r"(?<!拿出)(?<!划出)(?<!腾出)(?<!让出)规划(?:建设|总|投资|用地|面积|占地)")
_PLANNED_AFTER = re.compile(r"[^,，。;；]{0,10}(?:要(?:沉|投|用|达|完成|向)|将(?:用于|投向|投入|用在))")
_DONE = re.compile(
    r"已(?:经)?|累计(?!可)|完成了|实现了|超额|建成了?|达到了|常年|现有|如今|眼下|"
    r"(?:做|办|建|开|办起|建起|引进|实施|选派|派出|招来|培训|卖出)了(?=[^,，。;；\d]{0,8}(?:\d|$))"
)
# an aim may be told as a running total: 力争……累计超过3亿元
_AIM = re.compile(r"力争|争取|有望|确保|预计")
_DONE_OF_AIM = re.compile(r"已(?:经)?|完成了|实现了|超额|达到了")
_CAPACITY = re.compile(
    r"可(?:同时)?(?:容纳|安置|接待|收治|入驻|存栏|供养|停放)|(?:能|设计)容纳|库[^,，。;；]{0,4}(?:能|可)存|(?:能|可以?|最多)(?:装下|装得下|容下|坐下|放下)|设计(?:产能|能力|年产)|年(?:加工|生产|处理|屠宰|存栏|接待|冷藏|仓储)能力"
)
# one of these stands in every sentence that could match any of the above but the last
_SIGNAL = re.compile(
    r"一[开建投启]|计划|最多|拟|预|准备|约定|确保|有望|力争|打算|争取|后|将|要|明年|目标|可|能|设计|规划|初步"
)
# words between a plan and its parts: 共分五类:……
_LISTS = re.compile(
    r"(?:归|分)(?:成|为|作)?[一二三四五六七八九十]|(?:包括|其中|涉及|涵盖|分别(?:是|为)?|具体(?:是|为|看)?)$"
)
_PART = re.compile(r"^[\s“]*(?:其中|按[^,，。]{1,8}分|具体(?:看|为|是)|分(?:领域|项)看)")


def status_of_all(text: str, sentence: Sentence, *, inherited: Status) -> Status | None:
    """Return the stage of all quantities of a sentence that tells none, None where a word may tell one.

    `inherited` is the stage of the sentence before, which parts of a whole (其中……) share.
    """
    if _SIGNAL.search(text, sentence.start, sentence.end):
        return None
    shared = inherited == "planned" and _PART.match(text[sentence.start : sentence.start + 14])
    return "planned" if shared else "actual"


def find_status(text: str, sentence: Sentence, marks: Marks, quantity: Quantity, *, inherited: Status) -> Status:
    """Return the stage of a quantity by the words before it, in a sentence for which `status_of_all` gives none."""
    clause = marks.clause(quantity.start, sentence)
    own = text[clause[0] : quantity.start]
    if _CAPACITY.search(own):
        return "capacity"
    before = text[sentence.start : quantity.start]
    if _PLANNED_AREA.search(own) or _PLANNED_AFTER.match(text[quantity.end : clause[1]]):
        return "planned"
    planned = None
    for match in _PLANNED.finditer(before):
        planned = match
    if planned and planned.end() > len(before) - len(own):
        return "planned"
    if planned and _is_of_one(before, planned):
        planned = None
    done = _DONE_OF_AIM if planned and _AIM.fullmatch(planned[0]) else _DONE
    if planned and not done.search(before, planned.end()):
        between = re.split(r"[,，:：;；]", before[planned.end() : len(before) - len(own)])[1:-1]
        if all(re.search(r"\d", one) or _LISTS.search(one) for one in between):
            return "planned"
    if re.match(r"[^,，。;；]{0,6}目标", text[quantity.end : quantity.end + 10]) and quantity.chinese:
        return "planned"
    if inherited == "planned" and _PART.match(text[sentence.start : sentence.start + 14]) and not _DONE.search(own):
        return "planned"
    return "actual"


def _is_of_one(before: str, planned: re.Match[str]) -> bool:
    """Tell whether a word for a plan, told before the clause of a number, is of one thing told there alone."""
    of_one = _OF_ONE.match(before, planned.start()) or _ONCE_BUILT.fullmatch(planned[0])
    return bool(of_one and _TO_OTHERS.search(before, planned.end()))
