"""A workbook in the provincial layout, with the mistakes that clerks make, for the pictures."""

from __future__ import annotations

import random
from pathlib import Path

import xlsxwriter

from unionreg.demo.people import Person, make_person

PROVINCIAL = (
    *("序号", "姓名", "性别", "出生日期", "民族", "就业状况", "有效证件类别", "证件号码", "学历"),
    *("技能等级", "移动电话", "户籍类型", "户籍所在地", "会籍变化类型", "会籍变化日期"),
    *("会籍变化原因", "政治面貌", "工作单位", "籍贯", "是否农民工"),
)
ROWS = 400


def workbook(folder: Path) -> Path:
    """A workbook in the provincial layout with invented people and some typical mistakes."""
    rng = random.Random(7)  # noqa: S311 - made-up people, not secrets
    people = [make_person(rng, "410599", set()) for _ in range(ROWS)]
    path = folder / "林州市会员名册.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("会员")
        sheet.merge_range("A1:T1", "工会会员信息采集表")
        sheet.write_row("A4", PROVINCIAL)
        for number, person in enumerate(people):
            sheet.write_row(number + 4, 0, row(number, person))
        spoil(sheet, people)
    return path


def row(number: int, person: Person) -> list[str]:
    """One person as a clerk writes him down."""
    values = {
        "序号": str(number + 1),
        "姓名": person.name,
        "性别": "女" if person.female else "男",
        "民族": "汉族",
        "就业状况": "在岗",
        "有效证件类别": "居民身份证",
        "证件号码": person.id_number,
        "移动电话": person.phone,
        "会籍变化类型": "入会",
        "会籍变化日期": "2024.5.1",
        "政治面貌": "群众",
        "是否农民工": "是",
    }
    return [values.get(title, "") for title in PROVINCIAL]


def spoil(sheet: object, people: list[Person]) -> None:
    """Mistakes as they happen: number cells, a wrong digit, an impossible day, a missing name."""
    write = sheet.write  # type: ignore[attr-defined]
    write("H17", int(people[12].id_number[:15]) * 1000)
    write("H31", people[26].id_number[:16] + "00")
    write("O44", "2024-02-30")
    write("F72", "正常上班")
    write("H90", people[0].id_number)
