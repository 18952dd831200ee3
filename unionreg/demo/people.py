"""Made-up people."""

import datetime
import random
from dataclasses import dataclass

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武"
    "乔贺赖龚文单仇解查区覃翟"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅红玲飞鹏波斌宇浩凯健俊帆雪琳晨阳欣怡佳"
    "慧建国志远海林东升春雨庆丰永福成山树生新民爱莲淑珍素云改变自强小燕晓峰文博思远"
)
COMPOUND = ("欧阳", "上官", "尉迟", "司马")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Person:
    """What the registry keeps of a person."""

    name: str
    female: bool
    birth_date: datetime.date
    id_number: str
    phone: str


def check_digit(body: str) -> str:
    """Check digit of the first 17 digits (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def make_name(rng: random.Random) -> str:
    """A surname and one or two characters."""
    surname = rng.choice(COMPOUND) if rng.random() < 0.004 else rng.choice(SURNAMES)
    given = rng.choices(GIVEN, k=1 if rng.random() < 0.2 else 2)
    return surname + "".join(given)


def make_person(rng: random.Random, region: str, taken: set[str]) -> Person:
    """Somebody of working age whose ID number begins with `region` and is not taken yet."""
    while True:
        born = datetime.date(1966, 1, 1) + datetime.timedelta(days=rng.randrange(14_300))
        female = rng.random() < 0.44
        serial = rng.randrange(0, 500) * 2 + (0 if female else 1)
        body = f"{region}{born:%Y%m%d}{serial:03}"
        number = body + check_digit(body)
        if number not in taken:
            taken.add(number)
            break
    phone = f"1{rng.choice('35789')}{rng.randrange(10**9):09}"
    return Person(make_name(rng), female, born, number, phone)
