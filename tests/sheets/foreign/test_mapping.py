"""What a user corrects is kept under the shape of the table and holds for the next book of that shape."""

import datetime as dt
from pathlib import Path

from shanhai.sheets.foreign import ForeignTable, read_workbook

HEAD = "县名,对口方,数额甲,数额乙\n"


def read(folder: Path, text: str, mapping: dict[str, object] | None = None) -> ForeignTable:
    path = folder / "book.csv"
    path.write_text(text, encoding="utf-8")
    (table,) = read_workbook(path, received=dt.date(2024, 1, 1), mapping=mapping).tables
    return table


def test_a_corrected_meaning_holds_for_the_next_book_of_the_same_shape(tmp_path: Path) -> None:
    first = read(tmp_path, "2023年资金到账\n" + HEAD + "昭觉县,鄞州区,100,7\n布拖县,江北区,200,8\n")
    kept = {
        first.fingerprint: {
            "kind": "funds.arrival",
            "unit": "万元",
            "columns": {"数额甲": {"means": "amount"}, "D": {"means": "projects"}},
        }
    }
    second = read(tmp_path, "2024年资金到账\n" + HEAD + "美姑县,慈溪市,300,9\n金阳县,余姚市,400,6\n", mapping=kept)
    assert second.fingerprint == first.fingerprint
    assert [(c.means, c.confidence) for c in second.columns[2:]] == [("amount", 1.0), ("projects", 1.0)]
    assert second.records[0].values["amount"] == "3000000"
    assert second.records[0].values["projects"] == "9"


def test_corrected_header_rows_are_used(tmp_path: Path) -> None:
    text = "受援县,支援地,到账金额,到账日期\n(全称),(全称),(万元),(年月日)\n"
    text += "昭觉县,鄞州区,100,2023.5.1\n布拖县,江北区,200,2023.6.1\n"
    found = read(tmp_path, text)
    table = read(tmp_path, text, mapping={found.fingerprint: {"header_rows": [1, 2]}})
    assert table.header_rows == [1, 2]
    assert [record.row for record in table.records] == [3, 4]


def test_next_years_book_has_the_same_shape_and_another_layout_has_not(tmp_path: Path) -> None:
    one = read(tmp_path, "企业名称,2022年产值,2023年产值\n甲公司（示例）,1,2\n乙公司（示例）,2,3\n")
    two = read(tmp_path, "企业名称,2023年产值,2024年产值\n甲公司（示例）,1,2\n丙公司（示例）,2,3\n")
    other = read(tmp_path, "企业名称,2023年税收,2024年税收\n甲公司（示例）,1,2\n丙公司（示例）,2,3\n")
    assert one.fingerprint == two.fingerprint != other.fingerprint


def test_a_mapping_of_another_form_changes_nothing(tmp_path: Path) -> None:
    text = "受援县,到账金额（万元）,到账日期\n昭觉县,100,2023.5.1\n布拖县,200,2023.6.1\n"
    plain = read(tmp_path, text)
    assert read(tmp_path, text, mapping={plain.fingerprint: "x", "other": {"columns": {"受援县": 3}}}) == plain
