"""Workbooks of made-up people: the same rows for the same seed, on every machine.

ID numbers begin with 410599, the code of no county, so that none of them can belong to anybody.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import xlsxwriter

from members.identity import check_digit

SEED = 6
REGION = "410599"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅红玲飞鹏波"
TITLES = (
    *("序号", "姓名", "性别", "出生日期", "民族", "就业状况", "有效证件类别", "证件号码", "学历"),
    *("技能等级", "移动电话", "户籍类型", "户籍所在地", "会籍变化类型", "会籍变化日期"),
    *("会籍变化原因", "政治面貌", "工作单位", "籍贯", "是否农民工", "所属工会"),
)
# Column and what is typed there; empty: a wrong check digit.
MISTAKES = ((7, ""), (20, "无此工会"), (14, "2019年13月"), (10, "1380013"))
FIRST_BIRTHDAY = datetime.date(1966, 1, 1)
FIRST_JOINING = datetime.date(2015, 1, 1)


@dataclass(frozen=True)
class Person:
    """One row; `union` is the code of a union of the scratch county."""

    name: str
    female: bool
    birth_date: datetime.date
    id_number: str
    phone: str
    union: str
    joined_on: datetime.date
    migrant: bool


def make_people(count: int, unions: Sequence[str], region: str = REGION) -> list[Person]:
    """`count` different people spread over the unions; no two regions share a person."""
    rng = random.Random(f"{SEED} {region}")
    numbers: dict[str, tuple[datetime.date, bool]] = {}
    while len(numbers) < count:
        born = FIRST_BIRTHDAY + datetime.timedelta(days=rng.randrange(14_300))
        serial = rng.randrange(1000)
        body = f"{region}{born:%Y%m%d}{serial:03}"
        numbers[body + check_digit(body)] = (born, serial % 2 == 0)
    return [
        Person(
            name=rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=2)),
            female=female,
            birth_date=born,
            id_number=number,
            phone=f"13{rng.randrange(10**9):09}",
            union=rng.choice(unions),
            joined_on=FIRST_JOINING + datetime.timedelta(days=rng.randrange(4000)),
            migrant=rng.random() < 0.5,
        )
        for number, (born, female) in numbers.items()
    ]


def with_changes(people: Sequence[Person]) -> list[Person]:
    """The same people, every tenth of them with another phone."""
    return [
        replace(person, phone=f"15{person.phone[2:]}") if number % 10 == 0 else person
        for number, person in enumerate(people)
    ]


def spoil(cells: list[str], number: int) -> None:
    """Put one of four mistakes of clerks into a row, in turn."""
    column, wrong = MISTAKES[number % len(MISTAKES)]
    cells[column] = wrong or _other_check_digit(cells[column])


def _other_check_digit(id_number: str) -> str:
    return id_number[:-1] + ("1" if id_number[-1] != "1" else "2")


def provincial_row(number: int, person: Person) -> list[str]:
    """The cells of a person in the provincial layout."""
    return [
        *(str(number), person.name, "女" if person.female else "男"),
        *(f"{person.birth_date:%Y%m%d}", "汉族", "在岗", "居民身份证", person.id_number),
        *("高中毕业", "", person.phone, "", "河南省安阳市", "入会"),
        *(person.joined_on.isoformat(), "", "群众", "示例机械制造有限公司", "河南安阳"),
        *("是" if person.migrant else "否", person.union),
    ]


def write_provincial(path: Path, people: Sequence[Person], bad_each: int = 0) -> None:
    """The workbook that clerks have: titles in rows 1-4, data from row 5, a closing note.

    `bad_each`: every so manieth row has a mistake; none with 0.
    """
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("会员")
    last = len(TITLES) - 1
    sheet.merge_range(0, 0, 0, last, "工会会员信息采集表")
    sheet.merge_range(1, 0, 1, last, "填报单位：林州市总工会　填报日期：2026-11-21")
    for column, title in enumerate(TITLES):
        if 13 <= column <= 15:
            sheet.write(3, column, title.removeprefix("会籍变化"))
        else:
            sheet.merge_range(2, column, 3, column, title)
    sheet.merge_range("N3:P3", "会籍变化")
    for number, person in enumerate(people, start=1):
        cells = provincial_row(number, person)
        if bad_each and number % bad_each == 0:
            spoil(cells, number // bad_each)
        sheet.write_row(number + 3, 0, cells)
    end = len(people) + 4
    sheet.merge_range(end, 0, end, last, "1. 证件号码要用文本格式。2. 每人一行。")
    book.close()
