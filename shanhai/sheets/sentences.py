"""Every sentence a workbook's Problems are told in: what stands there, what is wrong, what would be right.

One place, so that page, marked workbook and command line say the same. Weights: blocks (必改), ask (存疑), note (已修).
"""

from __future__ import annotations

from dataclasses import dataclass

from shanhai.catalogue.words import Weight, Words


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is wrong and what would be right, with `{names}` to be filled; `several` tells many of the same in one."""

    weight: Weight
    what: Words
    right: Words | None = None


def _blocks(zh: str, en: str, right_zh: str, right_en: str) -> Sentence:
    return Sentence("blocks", Words(zh, en), Words(right_zh, right_en))


def _ask(zh: str, en: str, right_zh: str, right_en: str) -> Sentence:
    return Sentence("ask", Words(zh, en), Words(right_zh, right_en))


def _note(zh: str, en: str) -> Sentence:
    return Sentence("note", Words(zh, en))


_SAVE_AGAIN = ("请在 Excel 或 WPS 里打开，另存为 xlsx 再选。", "Open it in Excel or WPS and save it as xlsx.")

_FILE = {
    "file_empty": _blocks(
        "文件是空的，一个字节也没有。", "The file is empty.", "请选填好的表。", "Choose the filled-in table."
    ),
    "file_too_large": _blocks(
        "文件超过 {limit} MB，没有收。",
        "The file is larger than {limit} MB and was not taken.",
        "请按月或按县分成几个文件。",
        "Split it by month or by county.",
    ),
    "file_wrong_type": _blocks(
        "这个文件是{kind}，不是 xlsx 或 csv。", "This file is {kind}, not xlsx or csv.", *_SAVE_AGAIN
    ),
    "file_locked": _blocks(
        "文件设有打开密码，读不了。",
        "The file asks for a password, so it cannot be read.",
        "请去掉打开密码，另存一份再选。",
        "Save a copy without the password.",
    ),
    "file_corrupt": _blocks("文件内容不完整，打不开。", "The file is damaged and does not open.", *_SAVE_AGAIN),
    "file_swells": _blocks(
        "文件展开后超过 {limit} MB，没有再读。",
        "Unpacked, the file is larger than {limit} MB; it was not read on.",
        "请只留要报的行，另存为 xlsx 再选。",
        "Keep only the rows to report and save it as xlsx.",
    ),
    "file_undecodable": _blocks(
        "csv 的文字编码认不出来。",
        "The text encoding of the csv is not known.",
        "请存成 UTF-8 或 GB18030 编码。",
        "Save it as UTF-8 or GB18030.",
    ),
    "file_stuck": _blocks(
        "读这个文件时几次中断，没有再读，账本没有变。",
        "Reading this file broke off several times; it was not read again and the ledger is unchanged.",
        *_SAVE_AGAIN,
    ),
    "blank_area": _blocks(
        "工作表“{named}”最后一格在 {cell}，中间大片空白，没有读。",
        "The last cell of sheet “{named}” is {cell}, beyond a large blank area; it was not read.",
        "请删掉数据下面和右面的空行空列（Ctrl+End 看最后一格），再保存。",
        "Delete the blank rows and columns after the data (Ctrl+End shows the last cell) and save.",
    ),
    "too_many_rows": _blocks(
        "共有 {total} 行，一次最多 {limit} 行。",
        "There are {total} rows; {limit} at a time is the most.",
        "请按月或按县分成几个文件。",
        "Split it by month or by county.",
    ),
    "blank_rows": _note("有 {count} 个空行，没有读。", "{count} blank rows were passed over."),
    "rows_passed": _note("合计行和表尾说明没有读。", "Rows of sums and notes under the table were not read."),
    "no_rows": _blocks(
        "表头下面没有数据行。", "There are no rows under the head.", "请从表头下一行起填。", "Fill in below the head."
    ),
    "no_head": _blocks(
        "没有找到“{kind}”的表头。缺这些列：{missing}。",
        "The head of “{kind}” was not found. Missing columns: {missing}.",
        "请用“{kind}”的模板，或把表头改成模板里的列名。",
        "Use the template of “{kind}”, or name the columns as it does.",
    ),
    "kind_unknown": _blocks(
        "模板写的种类“{value}”本系统没有。",
        "The template names the kind “{value}”, which is not known here.",
        "请重新下载模板。",
        "Download the template again.",
    ),
    "kind_untold": _blocks(
        "看不出这张表记的是哪一种。",
        "It is not clear which kind this table holds.",
        "请在选表时选定种类，或用模板填。",
        "Choose the kind when you send the file, or use its template.",
    ),
    "kind_differs": _blocks(
        "这是“{value}”的模板，选的种类是“{kind}”。",
        "This is the template of “{value}”; the kind chosen is “{kind}”.",
        "请改选“{value}”，或换表。",
        "Choose “{value}”, or another file.",
    ),
    "version_unknown": _blocks(
        "这是“{kind}”第 {value} 版模板，现在用第 {version} 版。",
        "This is version {value} of the template “{kind}”; version {version} is in use.",
        "请下载新模板，把数据贴过去。",
        "Download the new template and paste your data into it.",
    ),
    "office_differs": _ask(
        "这份模板是给“{value}”的，现在由“{office}”导入。",
        "This template was made for “{value}”; “{office}” is importing it.",
        "请核是不是拿错了表。",
        "Check that it is the right file.",
    ),
}

_HEAD = {
    "head_missing": _blocks(
        "缺“{title}”这一列。",
        "The column “{title}” is missing.",
        "请在表头加上“{title}”。",
        "Add “{title}” to the head.",
    ),
    "head_twice": _blocks(
        "“{value}”和 {other} 列“{first}”都是{title}。",
        "“{value}” and “{first}” in column {other} both hold {title}.",
        "请只留一列。",
        "Keep one of them.",
    ),
    "head_merged": _blocks(
        "表头 {cells} 是合并单元格，分不清哪一列是“{value}”。",
        "The head cells {cells} are merged, so it is not clear which column is “{value}”.",
        "请取消合并，一列写一个列名。",
        "Unmerge them and name each column.",
    ),
    "head_unit": _blocks(
        "表头“{value}”的单位是{unit}，这一列应为{expected}。",
        "The head “{value}” says {unit}; this column takes {expected}.",
        "请换算后把表头改成“{title}（{expected}）”。",
        "Convert the values and name the column “{title} ({expected})”.",
    ),
    "head_unknown": _note(
        "“{value}”这一列不在模板里，没有读。", "The column “{value}” is not in the template and was not read."
    ),
    "head_scaled": _note(
        "表头写作“{value}”，整列按{unit}换算成元。", "The head reads “{value}”; the column was read as {unit}."
    ),
    "cells_merged": _blocks(
        "{cells} 是合并单元格，只有左上一格有值，其余各行是空的。",
        "{cells} are merged: only the first cell holds a value, the other rows are blank.",
        "请取消合并，每行都填。",
        "Unmerge them and fill every row.",
    ),
}

_CELL = {
    "required": _blocks(
        "{title}没有填。", "{title} is blank.", "必填，例如 {example}。", "It is required, for example {example}."
    ),
    "required_plain": _blocks("{title}没有填。", "{title} is blank.", "这一列必填。", "This column is required."),
    "cell_error": _blocks(
        "{title}是 {value}，公式没有算出来。",
        "{title} reads {value}: the formula gave no value.",
        "请改成算好的值。",
        "Put in the value itself.",
    ),
    "formula_blank": _blocks(
        "{title}是公式，文件里没有算好的值。",
        "{title} is a formula, and the file holds no value for it.",
        "请在 Excel 里重算并保存，或粘贴为数值。",
        "Recalculate and save in Excel, or paste the value.",
    ),
    "formula_read": _note("{title}是公式，按表里算好的值读。", "{title} is a formula; the value it shows was read."),
    "text_formula": _blocks(
        "{title}写作“{value}”，以 {sign} 开头，在表格软件里会被当成公式。",
        "{title} reads “{value}” and begins with {sign}, which a spreadsheet takes for a formula.",
        "去掉开头的 {sign}，例如 {right}。",
        "Take the {sign} away, for example {right}.",
    ),
    "text_long": _blocks(
        "{title}有 {count} 个字，最多 {longest} 个。",
        "{title} has {count} characters; {longest} is the most.",
        "请写短些，长的说明放进凭据。",
        "Shorten it; a longer explanation belongs in the document.",
    ),
    "text_mended": _note("{title}“{value}”改成“{right}”。", "{title} “{value}” was read as “{right}”."),
    "number_letter": _blocks(
        "{title}写作“{value}”，其中是字母 {sign}。",
        "{title} reads “{value}” with the letter {sign}.",
        "应全是数字，例如 {right}。",
        "It should be all digits, such as {right}.",
    ),
    "number_bad": _blocks(
        "{title}写作“{value}”，不是一个数。",
        "{title} reads “{value}”, which is not a number.",
        "应只写数字，例如 {right}。",
        "It should be a number, such as {right}.",
    ),
    "year_bad": _blocks(
        "{title}写作“{value}”，不是年份。",
        "{title} reads “{value}”, which is not a year.",
        "应写四位年份，例如 {right}。",
        "Write a year in four digits, such as {right}.",
    ),
    "number_two": _blocks(
        "{title}写作“{value}”，里面有两个数。",
        "{title} reads “{value}”, which holds two numbers.",
        "一格只写一个数，另一个另起一行。",
        "Put one number in a cell and the other in a row of its own.",
    ),
    "number_unit": _blocks(
        "{title}写作“{value}”，单位不是钱。",
        "{title} reads “{value}”, and its unit is not money.",
        "应是金额，例如 {right}。",
        "It should be an amount of money, such as {right}.",
    ),
    "number_about": _ask(
        "{title}写作“{value}”，是个约数，会记作 {right} 并带上“{qualifier}”。",
        "{title} reads “{value}”; it would be kept as {right} with “{qualifier}”.",
        "有准数请填准数。",
        "Put in the exact amount if there is one.",
    ),
    "text_cut": _blocks(
        "{title} {value} 存成了数，超过 15 位的尾数已经丢了。",
        "{title} {value} was stored as a number and has lost the digits after the fifteenth.",
        "请把这一列设为文本，再填一遍。",
        "Set the column to text and fill it in again.",
    ),
    "number_mended": _note("{title}“{value}”读作 {right}。", "{title} “{value}” was read as {right}."),
    "number_exponent": _ask(
        "{title}写作“{value}”，是科学记数，会记作 {right}。",
        "{title} reads “{value}”, a power of ten; it would be kept as {right}.",
        "请核对，改写成普通数字；确是这个数的写明属实。",
        "Check it and write it out in full; where it is that number, say so.",
    ),
    "number_finer": _ask(
        "{title}是 {value}，不足一分，会记作 {right}。",
        "{title} is {value}, finer than a fen; it would be kept as {right}.",
        "请核金额和单位。",
        "Check the amount and its unit.",
    ),
    "number_huge": _blocks(
        "{title}是 {value}，超过 9 万亿，表里存不下准数。",
        "{title} is {value}, more than a workbook can hold exactly.",
        "请核小数点和单位。",
        "Check the decimal point and the unit.",
    ),
    "number_negative": _blocks(
        "{title}是负数 {value}。",
        "{title} is negative: {value}.",
        "这一种只记发生数；退回或改错请另记一条冲正。",
        "This kind takes what happened; a return or a mistake is entered as a reversal.",
    ),
    "number_zero": _ask(
        "{title}是 0。",
        "{title} is 0.",
        "确实为零就照记；还没有数请删掉这一行，零和没有是两回事。",
        "Keep it if it is truly zero; delete the row if there is no value yet: zero and blank differ.",
    ),
    "count_part": _blocks(
        "{title}写作“{value}”，不是整数。",
        "{title} reads “{value}”, which is not a whole number.",
        "应是整数，例如 {right}。",
        "It should be a whole number, such as {right}.",
    ),
    "date_bad": _blocks(
        "{title}写作“{value}”，认不出是哪一天。",
        "{title} reads “{value}”, which is no date.",
        "应写年月日，例如 {right}。",
        "It should be a date, such as {right}.",
    ),
    "date_month": _blocks(
        "{title} {value} 的月份是 {month}。",
        "{title} {value} has month {month}.",
        "应为 1—12，例如 {right}。",
        "It should be 1 to 12, such as {right}.",
    ),
    "date_day": _blocks(
        "{title} {value} 那个月没有这一天。",
        "{title} {value}: that month has no such day.",
        "请核日期，例如 {right}。",
        "Check the day, such as {right}.",
    ),
    "date_two_ways": _blocks(
        "{title}写作 {value}，可能是 {month}月，也可能是 10 月。",
        "{title} reads {value}: month {month} or month 10.",
        "请写成 {right} 的样子。",
        "Write it like {right}.",
    ),
    "date_ahead": _blocks(
        "{title} {value} 在今天（{today}）之后。",
        "{title} {value} is after today ({today}).",
        "账本只记已经发生的，请核年份。",
        "The ledger keeps what has happened; check the year.",
    ),
    "date_old": _ask(
        "{title} {value} 早于 1996 年，那时还没有结对。",
        "{title} {value} is before 1996, when there were no pairings.",
        "请核年份。",
        "Check the year.",
    ),
    "date_mended": _note("{title}“{value}”读作 {right}。", "{title} “{value}” was read as {right}."),
    "date_serial": _note(
        "{title}写作 {value}，是表格软件的日期序号，读作 {right}。",
        "{title} reads {value}, a spreadsheet’s day number; it was read as {right}.",
    ),
    "choice_bad": _blocks(
        "{title}写作“{value}”，不在可选之列。",
        "{title} reads “{value}”, which is not one of the choices.",
        "应为{choices}之一。",
        "It should be one of {choices}.",
    ),
    "choice_mended": _note("{title}“{value}”对到“{right}”。", "{title} “{value}” was taken as “{right}”."),
    "code_bad": _blocks(
        "{title}“{value}”{fault}。",
        "{title} “{value}” {fault}.",
        "请照营业执照或法人证书抄全 18 位。",
        "Copy all 18 signs from the licence.",
    ),
}

_WORLD = {
    "place_unknown": _blocks(
        "{title}“{value}”不是县级以上地名。",
        "{title} “{value}” is not a place of county level or above.",
        "请写全称，例如 {right}。",
        "Write the full name, such as {right}.",
    ),
    "place_several": _blocks(
        "{title}“{value}”有几个：{choices}。",
        "{title} “{value}” could be {choices}.",
        "请写上省市，例如 {right}。",
        "Name the province or city too, such as {right}.",
    ),
    "place_gone": _blocks(
        "{title}“{value}”在 {on} 已不是现行地名：{change}。",
        "{title} “{value}” no longer stood on {on}: {change}.",
        "应为{right}。",
        "It should be {right}.",
    ),
    "place_not_yet": _blocks(
        "{title}“{value}”在 {on} 还没有设立。",
        "{title} “{value}” did not yet exist on {on}.",
        "应为{right}。",
        "It should be {right}.",
    ),
    "place_sum": _blocks(
        "{title}“{value}”是统计合计行，不是地方。",
        "{title} “{value}” is a sum row of statistics, not a place.",
        "请写具体的区县。",
        "Name the district or county itself.",
    ),
    "place_mended": _note(
        "{title}“{value}”对到{right}（{code}）。", "{title} “{value}” was taken as {right} ({code})."
    ),
    "place_assumed": _note(
        "{title}没有填，按{reason}记作{right}。", "{title} is blank; it was taken as {right} from {reason}."
    ),
    "pairing_none": _blocks(
        "{value}不在{giver}的结对范围。",
        "{value} is not paired with {giver}.",
        "{year}年{giver}结对：{choices}。",
        "Pairings of {giver} in {year}: {choices}.",
    ),
    "pairing_date": _blocks(
        "{giver}与{value}的结对{span}，这一行是 {on}。",
        "The pairing of {giver} and {value} {span}; this row is of {on}.",
        "请核日期，或换成当时的结对。",
        "Check the date, or name the pairing of that time.",
    ),
    "pairing_several": _blocks(
        "{giver}与{value}在 {on} 有几种结对：{choices}。",
        "{giver} and {value} are paired on {on} under {choices}.",
        "请在“协作机制”列写明是哪一种。",
        "Name one of them in the column “Programme”.",
    ),
    "programme_bad": _blocks(
        "协作机制“{value}”没有这一种。",
        "There is no programme “{value}”.",
        "应为{choices}之一。",
        "It should be one of {choices}.",
    ),
    "office_of_no_place": _blocks(
        "“{office}”是不限地区的第三方，不能替两地记账。",
        "“{office}” is a third party bound to no place and cannot enter what passed between two places.",
        "由当地任一方的机构录入；材料里的说法请在核对台登记，计入“文载”。",
        "Let an office of either side enter it; what a document says is kept at the desk and counts as stated.",
    ),
    "office_of_no_side": _blocks(
        "按类别，“{office}”不代表海方或山方，不能替两地记账。",
        "By its kind, “{office}” speaks for neither side and cannot enter what passed between two places.",
        "由当地协作办、工作队或部门录入；类别填错了，请管理员改。",
        "Let the place’s cooperation office, work team or department enter it; if the kind is wrong, an administrator "
        "can change it.",
    ),
    "office_outside": _blocks(
        "{giver}与{value}的结对不归{office}填报。",
        "{office} does not report the pairing of {giver} and {value}.",
        "应由{right}一方填报。",
        "It is for {right} to report.",
    ),
    "party_outside": _blocks(
        "“{value}”在{place}，不在{side}{paired}。",
        "“{value}” lies in {place}, not in {paired} ({side}).",
        "请换成{paired}的单位，或核结对。",
        "Name a party of {paired}, or check the pairing.",
    ),
    "party_new": _ask(
        "“{value}”还没有登记，入账时按{place}的单位新登记。",
        "“{value}” is not registered; it would be registered as a party of {place}.",
        "已登记过的请写登记的全称。",
        "If it is registered, write its registered name.",
    ),
    "party_several": _blocks(
        "“{value}”有几家：{choices}。",
        "“{value}” could be {choices}.",
        "请写全称，或填统一社会信用代码。",
        "Write the full name or the unified social credit code.",
    ),
    "party_unknown": _blocks(
        "“{value}”还没有登记。",
        "“{value}” is not registered.",
        "请先登记这个单位，或写登记的全称。",
        "Register the party first, or write its registered name.",
    ),
    "party_mended": _note("单位“{value}”对到“{right}”。", "The party “{value}” was taken as “{right}”."),
    "party_code_differs": _ask(
        "“{value}”登记的统一社会信用代码是 {right}，与表里不同。",
        "“{value}” is registered with the code {right}, which differs from the table.",
        "请核是不是同一家。",
        "Check whether it is the same party.",
    ),
    "same_in_file": _blocks(
        "{title} {value} 与第 {other} 行相同{rest}。",
        "{title} {value} is the same as in row {other}{rest}.",
        "同一件事只记一次。",
        "One fact is entered once.",
    ),
    "same_in_ledger": _blocks(
        "{title} {value} 本机构已经记过，在条目 {serial}，金额 {amount}。",
        "{title} {value} was already entered by this office as entry {serial}, {amount}.",
        "同一件事只记一次；要改金额请对条目 {serial} 冲正。",
        "One fact is entered once; to change the amount reverse entry {serial}.",
    ),
    "known_already": _note(
        "{title} {value} 已在条目 {serial}，金额也相同，不再重复记。",
        "{title} {value} is entry {serial} already, with the same amount; it is not entered again.",
    ),
}

_OWN = {
    "read_as": _note("“{value}”读作 {right}。", "“{value}” was read as {right}."),
    "carried_down": _note(
        "合并的或省写的格，照上面读作“{value}”。", "Merged or left blank: read as “{value}” from above."
    ),
    "unit_read": _note("“{value}”一列按{unit}读。", "The column “{value}” was read in {unit}."),
    "rows_no_entries": _note(
        "合计、小计、小标题、说明的行不作条目。", "Rows of sums, sections and notes become no entries."
    ),
    "sheet_aside": _note("这张工作表没有读：{why}。", "This sheet was not read: {why}."),
    "table_left_out": _note("这张表不入账。", "This table is left out."),
    "table_not_carried": _note(
        "这张表读作“{value}”，账本没有这一种条目，不入账；可以下载整理好的表。",
        "This table was read as “{value}”, which no kind of entry carries; it is not recorded. Its clean reading can be"
        " downloaded.",
    ),
    "own_column_missing": _blocks(
        "记作“{kind}”要有“{title}”，表里没有这一列。",
        "“{kind}” needs “{title}”, and no column gives it.",
        "请选一列作“{title}”，或在“表里没有的列”里给整张表写一个。{otherwise}",
        "Choose a column for it, or write one value for all rows under “What no column gives”.{otherwise}",
    ),
    "activity_known": _note(
        "{kind}“{value}”（{number}）早已在册，不再开。",
        "{kind} “{value}” ({number}) is there already; it is not opened again.",
    ),
    "activity_namesake": _ask(
        "已有同名的{kind}“{value}”，编号 {number}；照记会另开一个。",
        "There is a {kind} called “{value}” already, {number}; another one would be opened.",
        "是同一个的，不记这一行。",
        "If it is the same, leave this row out.",
    ),
    "activity_state_told": _note(
        "表里写“{told}”，{kind}仍先开在“{first}”：要到“{state}”，还要照实补走 {n} 步，各写当时的日子：{steps}。",
        "The list reads “{told}”; a {kind} still begins at {first}. For {state} {n} steps are to be recorded, "
        "each with its day: {steps}.",
    ),
    "activity_state_unknown": _note(
        "表里写“{told}”，看不出是哪一环节；{kind}先开在“{first}”，以后照实补走各步。",
        "The list reads “{told}”, which names no state; the {kind} begins at {first}, its steps follow as they were.",
    ),
    "sum_beside_parts": _ask(
        "“{value}”和它的各分项都是金额，只记各分项。",
        "“{value}” stands beside its own parts; only the parts are recorded.",
        "不是合计的，请改这一列的意思。",
        "If it is no sum, choose another meaning for the column.",
    ),
    "nothing_carried": _blocks(
        "这个文件里没有一张表是账本记的种类。",
        "No table of this file is of a kind that the ledger carries.",
        "请给表选一个种类；不用入账的，可以下载整理好的表。",
        "Choose a kind for a table, or download the clean reading.",
    ),
}
SENTENCES: dict[str, Sentence] = {**_FILE, **_HEAD, **_CELL, **_WORLD, **_OWN}
WEIGHT_WORDS: dict[str, Words] = {
    "blocks": Words("必改", "Must fix"),
    "ask": Words("存疑", "Doubtful"),
    "note": Words("已修", "Repaired"),
}
