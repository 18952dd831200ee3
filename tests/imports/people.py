"""Made-up people and their rows in the provincial layout."""

from __future__ import annotations

from members.identity import check_digit
from tests.imports.workbooks import PROVINCIAL


def id_number(number: int, area: str = "410581", born: str = "19850315") -> str:
    """A valid ID number; `number` from 0 to 999 tells people of one day and place apart."""
    first = f"{area}{born}{number:03d}"
    return first + check_digit(first)


def short_id(number: int, area: str = "410581", born: str = "850315") -> str:
    """The 15-digit number of the same person as `id_number(number)`."""
    return f"{area}{born}{number:03d}"


def many_ids(count: int) -> list[str]:
    """Different valid numbers, spread over birthdays."""
    return [
        id_number(at % 900, born=f"19{60 + at // 900 % 40}{1 + at // 36000:02d}15")
        for at in range(count)
    ]


def row(number: int | str = 0, **cells: str) -> list[str]:
    """A row of the provincial 20 columns; `number` is an ID number or one of `id_number`."""
    text = number if isinstance(number, str) else id_number(number)
    values = {
        "序号": "1",
        "姓名": "张三",
        "性别": "",
        "民族": "汉族",
        "就业状况": "在岗",
        "有效证件类别": "居民身份证",
        "证件号码": text,
        "移动电话": "13800138000",
        "会籍变化类型": "入会",
        "会籍变化日期": "20240501",
        **cells,
    }
    assert set(values) <= set(PROVINCIAL)
    return [values.get(title, "") for title in PROVINCIAL]
