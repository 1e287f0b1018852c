"""How much of a file is read at all, and the fault that says why one was refused.

The bounds keep memory in hand whatever the file claims about itself. Must not know any format.
"""

from __future__ import annotations

from shanhai.catalogue.words import ShanhaiError, Words

MAX_FILE_BYTES = 40 * 1024 * 1024
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_PART_RATIO = 250
MAX_SHEETS = 200
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 4_000_000
MAX_TAGS = 12_000_000
MAX_FORMULAS = 20_000
MANY_BLANK_ROWS = 100_000

REFUSALS: dict[str, Words] = {
    "file_missing": Words("没有这个文件", "There is no such file"),
    "file_empty": Words("文件是空的", "The file is empty"),
    "file_too_large": Words(
        "文件超过 40 MB。请把数据分成几个文件，或删去图片后再选",
        "The file is larger than 40 MB. Split it, or remove pictures",
    ),
    "file_unpacks_too_large": Words(
        "文件解压后过大，未读取。请另存为新的工作簿后再选",
        "The file unpacks to far too much and was not read. Save it as a new workbook",
    ),
    "file_has_password": Words(
        "文件有打开密码。请去掉密码后再选", "The file needs a password to open. Remove the password and choose it again"
    ),
    "file_broken": Words(
        "文件已损坏，读不出来。请用表格软件打开并另存后再选",
        "The file is damaged. Open it in a spreadsheet program and save it again",
    ),
    "not_a_workbook": Words(
        "这不是表格文件。可以读取 xlsx、xls、et、ods、csv",
        "This is not a workbook. xlsx, xls, et, ods and csv can be read",
    ),
    "too_many_cells": Words(
        "表格过大：一张表最多读取 20 万行、400 万个单元格",
        "The sheet is too large: at most 200,000 rows and 4 million cells are read",
    ),
    "many_blank_rows": Words(
        "表末有大量带格式的空行，已略去。另存一份可使文件变小",
        "Many blank formatted rows at the end were left out; a saved copy is smaller",
    ),
    "no_table_found": Words("没有找到表格：没有一行像表头", "No table was found: no row looks like a header"),
}


class UnreadableFile(ShanhaiError):  # noqa: N818 it names the file, not a slip of the program
    """A file that cannot or must not be read; `code` is a key of `REFUSALS`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
