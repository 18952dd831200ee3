"""What the demo counties look like, before anything is written."""

import random
from dataclasses import dataclass, field

from townships.choices import UnionForm

COUNTIES = {"410581": 20261, "410523": 20262}  # code → seed of the random numbers
# Beginning of the ID numbers: no county has these codes, so no number can belong to anybody.
REGIONS = {"410581": "410599", "410523": "410598"}

_BRANDS = [
    "太行",
    "云水",
    "明德",
    "惠民",
    "恒信",
    "天工",
    "汇丰",
    "长顺",
    "启航",
    "龙山",
    "金穗",
    "宏达",
    "鑫源",
    "瑞泽",
    "康宁",
    "祥和",
    "永盛",
    "华泰",
    "东升",
    "红旗渠",
    "春雨",
    "中原",
    "嘉禾",
    "安顺",
    "同心",
    "光明",
    "锦绣",
    "福田",
    "润泽",
    "正大",
    "博远",
    "兴业",
    "凯旋",
    "百川",
    "万里",
    "新希望",
    "兰亭",
    "青松",
    "翠谷",
    "石榴",
    "飞鹰",
    "鸿雁",
    "泰和",
    "德润",
    "利民",
    "聚力",
    "众诚",
    "广源",
    "双丰",
    "天润",
]
_TRADES = (
    ("机械制造有限公司", "C", "170"),
    ("汽车配件有限公司", "C", "170"),
    ("精密铸造有限公司", "C", "159"),
    ("建筑劳务有限公司", "E", "170"),
    ("食品有限公司", "C", "170"),
    ("物流有限公司", "G", "170"),
    ("纺织有限公司", "C", "159"),
    ("商贸有限公司", "F", "170"),
    ("物业服务有限公司", "K", "170"),
    ("医院", "Q", "400"),
    ("学校", "P", "400"),
    ("农产品专业合作社", "A", "190"),
    ("酒店有限公司", "H", "170"),
    ("石材加工厂", "C", "600"),
)


@dataclass(frozen=True)
class FirmPlan:
    """An employer to be made."""

    name: str
    industry: str
    economic_type: str
    workers: int
    members: int  # 0: no union covers it


@dataclass
class TownshipPlan:
    """A township with its figures and firms."""

    firms: list[FirmPlan] = field(default_factory=list)
    workers: int = 0
    units: int = 0
    form: str = UnionForm.FEDERATION
    fulltime: bool | None = None
    has_union: bool = True
    has_committees: bool = True


def _sizes(rng: random.Random, total: int, parts: int) -> list[int]:
    """`parts` positive numbers that add up to `total`."""
    weights = [rng.lognormvariate(0, 0.8) for _ in range(parts)]
    sizes = [max(3, int(total * weight / sum(weights))) for weight in weights]
    sizes[0] += max(0, total - sum(sizes))
    return sizes


def _firms(
    rng: random.Random, place: str, workers: int, count: int, build: float, joined: float
) -> list[FirmPlan]:
    """Firms of a township; `build` is the share with a union, `joined` the share of members."""
    covered = round(count * build)
    goal = joined / max(build, 0.5)
    firms = []
    for number, size in enumerate(sorted(_sizes(rng, workers, count), reverse=True)):
        trade, industry, economic = _TRADES[(number * 5 + len(place)) % len(_TRADES)]
        brand = _BRANDS[(number * 7 + rng.randrange(len(_BRANDS))) % len(_BRANDS)]
        share = min(1.0, goal * rng.uniform(0.85, 1.1))
        members = round(size * share) if number < covered else 0
        name = f"{place}示例{brand}{trade}"
        firms.append(FirmPlan(name, industry, economic, size, members))
    return _unique(firms)


def _unique(firms: list[FirmPlan]) -> list[FirmPlan]:
    """Later firms of the same name get a number."""
    seen: dict[str, int] = {}
    result = []
    for firm in firms:
        seen[firm.name] = seen.get(firm.name, 0) + 1
        number = seen[firm.name]
        name = firm.name if number == 1 else firm.name.replace("示例", f"示例{number}")
        result.append(FirmPlan(name, firm.industry, firm.economic_type, firm.workers, firm.members))
    return result


def plan_township(rng: random.Random, name: str, number: int, *, large: bool) -> TownshipPlan:
    """The plan of one township; the numbers of `number` decide what is special about it."""
    short = name.removesuffix("镇").removesuffix("乡").removesuffix("街道")
    if large and number == 0:  # just qualifies for a general union
        firms = _firms(rng, short, 5040, 104, 0.86, 0.79)
        return TownshipPlan(firms, 5040, 109, UnionForm.GENERAL, fulltime=True)
    if large and number == 1:  # three firms short of it
        firms = _firms(rng, short, 5180, 97, 0.8, 0.52)
        return TownshipPlan(firms, 5180, 101, UnionForm.FEDERATION, fulltime=True)
    workers = rng.randrange(90, 260)
    count = rng.randrange(9, 17)
    build, joined = rng.uniform(0.66, 0.95), rng.uniform(0.6, 0.9)
    plan = TownshipPlan(_firms(rng, short, workers, count, build, joined), workers, count + 1)
    plan.form = UnionForm.COMMITTEE if number % 4 == 2 else UnionForm.FEDERATION
    plan.fulltime = None if number % 3 == 0 else number % 2 == 0
    plan.has_union = number != 13
    plan.has_committees = number % 6 != 3
    if number == 7:
        plan.form = UnionForm.WORK_COMMITTEE
    return plan
